"""Translation memories: units to and from TMX, which OmegaT and other translators' tools exchange.

Format: TMX 1.4b, https://www.gala-global.org/tmx-14b
"""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from flashcards.errors import DocumentError
from flashcards.layout import Line
from flashcards.markup import HARMFUL
from flashcards.model import Location, TranslationUnit

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="flashcards" creationtoolversion="{version}" datatype="plaintext" segtype="sentence"\
 adminlang="en" srclang="en" o-tmf="flashcards"/>
  <body>
"""
_UNIT = """\
    <tu>
      <prop type="document">{document}</prop>
      <prop type="line">{english_line}:{chinese_line}</prop>
      <prop type="score">{score:.3f}</prop>
      <tuv xml:lang="en"><seg>{source}</seg></tuv>
      <tuv xml:lang="zh"><seg>{target}</seg></tuv>
    </tu>
"""
_FOOT = "  </body>\n</tmx>\n"


def write(units: Sequence[TranslationUnit], version: str) -> str:
    """The units as the text of a TMX file, in their order.

    Args:
        units: of one or more articles.
        version: of this program, for the header.
    """
    body = "".join(
        _UNIT.format(
            document=_plain(unit.document),
            english_line=unit.line[0],
            chinese_line=unit.line[1],
            score=unit.score,
            source=_plain(unit.source),
            target=_plain(unit.target),
        )
        for unit in units
    )
    return _HEAD.format(version=escape(version, {'"': "&quot;"})) + body + _FOOT


def _plain(text: str) -> str:
    """Text for XML 1.0, which has no place for most control characters and for half surrogate pairs."""
    return escape(HARMFUL.sub("", text).replace("\r", " "))


def lines(data: bytes, path: Path) -> list[Line]:
    """The segments of a translation memory: for each unit a line in English and one in Chinese, numbered by unit.

    Raises:
        DocumentError: the file is no well-formed TMX.
    """
    try:
        # The parser of the standard library follows no external entities, and expat refuses entity bombs.
        root = ElementTree.fromstring(data)  # noqa: S314
    except ElementTree.ParseError as error:
        raise DocumentError(f"is not well-formed TMX: {error}", Location(str(path), error.position[0])) from error
    return [
        Line(number, " ".join("".join(segment.itertext()).split()))
        for number, unit in enumerate(root.iter("tu"), 1)
        for variant in sorted(unit.iter("tuv"), key=lambda v: v.get(_LANGUAGE, v.get("lang", "")).lower())
        for segment in variant.iter("seg")
        if variant.get(_LANGUAGE, variant.get("lang", "")).lower()[:2] in ("en", "zh")
    ]
