"""Articles as files become `Document` values.

A text file may begin with a header that credits it::

    ---
    title: Beijing tightens rules on data exports
    title_zh: 北京收紧数据出境规定
    source: flashcards sample
    date: 2025-11-03
    url: https://example.org/article
    licence: CC-BY-4.0
    ---

All keys are optional; a key that is not one of these is an error.
"""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import charset_normalizer

from flashcards.errors import DocumentError
from flashcards.layout import Line, paragraphs
from flashcards.model import Document, Language, Location, Paragraph

_HEADER_KEYS = {
    "title": "title",
    "title_zh": "title_target",
    "source": "source",
    "date": "date",
    "url": "url",
    "licence": "licence",
}
_HEADER_LINE = re.compile(r"([A-Za-z_][\w -]{0,30}?)\s*:\s*(.*)")
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LEGACY_ENCODINGS = ("gb18030", "big5hkscs", "utf_16_le", "utf_16_be")
# The most frequent characters of both scripts. A wrong decoding yields rare characters, so in a right one these make
# up a fifth of all Han characters and in a wrong one next to nothing.
_FREQUENT = frozenset(
    "的一是不在了有人和国國这這中为為大上个個我以要他时時来來用们們到说說地出也子就对對能会會于於年着"
)
_FREQUENT_SHARE = 0.05
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a]")
_ADVICE = "an article needs both languages, English paragraphs and their Chinese translation"


def read(path: Path) -> Document:
    """The article in one file that holds both languages.

    Raises:
        DocumentError: there is no such file, it is a folder, its bytes are in no known encoding, its header has an
            unknown key, or it lacks one of the languages.
    """
    text = _decode(_bytes(path), path)
    header, lines = _split_header(text, path)
    return _checked(_document(path, header, paragraphs(lines)))


def read_pair(source: Path, target: Path) -> Document:
    """The article whose English and Chinese are in two files; headers of both are read, English first.

    Paragraphs of the wrong language in either file are noise and left out. The document takes path and name of the
    English file; line numbers of Chinese paragraphs are those of the Chinese file.

    Raises:
        DocumentError: as in `read`.
    """
    parts = []
    for path, language in ((source, Language.ENGLISH), (target, Language.CHINESE)):
        header, lines = _split_header(_decode(_bytes(path), path), path)
        found = paragraphs(lines)
        own = tuple(paragraph for paragraph in found if paragraph.language == language)
        if 2 * len(own) <= len(found) or not own:
            name = {"en": "English", "zh": "Chinese"}[language]
            raise DocumentError(f"is not in {name}; name the English file first", Location(str(path)))
        parts.append(_document(path, header, own))
    english, chinese = parts
    return replace(
        english,
        paragraphs=english.paragraphs + chinese.paragraphs,
        **{key: getattr(english, key) or getattr(chinese, key) for key in _HEADER_KEYS.values()},
    )


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a text file without line ends: one sentence each, for pre-segmented text.

    Raises:
        DocumentError: the file is missing or in no known encoding.
    """
    return tuple(_decode(_bytes(path), path).removesuffix("\n").split("\n"))


def _bytes(path: Path) -> bytes:
    """The content of a file, or an error that says why there is none."""
    if path.is_dir():
        raise DocumentError("is a folder; name the articles in it, for example with /*.txt", Location(str(path)))
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DocumentError("no such file; check the path", Location(str(path))) from None
    except OSError as error:
        raise DocumentError(f"cannot be read ({error.strerror})", Location(str(path))) from error
    if not data.strip():
        raise DocumentError(f"is empty; {_ADVICE}", Location(str(path)))
    return data


def _decode(data: bytes, path: Path) -> str:
    """The text of a file with line ends as in Unix, whatever its encoding."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _text(data, encoding, path)
    try:
        return _text(data, "utf-8", path)
    except DocumentError as error:
        found = _legacy_encoding(data)
        if found is None:
            raise error from None
    return _text(data, found, path)


def _text(data: bytes, encoding: str, path: Path) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError("has bytes in no known encoding; save it as UTF-8", Location(str(path), line)) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (control := _CONTROL.search(text)) is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise DocumentError("is not a text file (control characters); save it as plain text", Location(str(path), line))
    return text


def _legacy_encoding(data: bytes) -> str | None:
    """The encoding among those of Chinese files before UTF-8 that gives natural Chinese, or None."""
    candidates = charset_normalizer.from_bytes(data, cp_isolation=list(_LEGACY_ENCODINGS), threshold=0.6)
    names = dict.fromkeys((*(match.encoding for match in candidates), *_LEGACY_ENCODINGS))
    shares = {name: share for name in names if (share := _naturalness(data, name)) > _FREQUENT_SHARE}
    return max(shares, key=shares.__getitem__, default=None)


def _naturalness(data: bytes, encoding: str) -> float:
    """The share of very frequent characters among all that are not ASCII, or 0 if the bytes do not decode."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    foreign = [char for char in text if not char.isascii()]
    return sum(char in _FREQUENT for char in foreign) / max(1, len(foreign))


def _split_header(text: str, path: Path) -> tuple[dict[str, str], list[Line]]:
    """The fields of the header by name of the `Document` field, and the lines after it."""
    lines = [Line(i, line) for i, line in enumerate(text.split("\n"), 1)]
    if lines[0].text.strip() != "---":
        return {}, lines
    inside = list(takewhile(lambda line: line.text.strip() != "---", lines[1:]))
    matches = [(line, _HEADER_LINE.fullmatch(line.text.strip())) for line in inside if line.text.strip()]
    if len(inside) == len(lines) - 1 or any(match is None for _, match in matches):
        return {}, lines  # a page that merely begins with a rule
    header: dict[str, str] = {}
    for line, match in matches:
        if match is not None:
            header |= _header_field(match[1], match[2], Location(str(path), line.number))
    return header, lines[len(inside) + 2 :]


def _header_field(key: str, value: str, location: Location) -> dict[str, str]:
    if key not in _HEADER_KEYS:
        raise DocumentError(f"unknown header key {key!r}; known are {', '.join(_HEADER_KEYS)}", location)
    if key == "date" and value:
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            raise DocumentError(f"date {value!r} is not of the form 2025-11-03", location) from None
    return {_HEADER_KEYS[key]: value}


def _document(path: Path, header: dict[str, str], found: Iterable[Paragraph]) -> Document:
    return Document(path=str(path), name=path.name, paragraphs=tuple(found), **header)


def _checked(document: Document) -> Document:
    """The document, if it has both languages."""
    missing = [
        name
        for name, language in (("English", Language.ENGLISH), ("Chinese", Language.CHINESE))
        if not _has(document.paragraphs, language)
    ]
    if missing:
        raise DocumentError(f"no {' and no '.join(missing)} paragraph found; {_ADVICE}", Location(document.path))
    return document


def _has(found: Sequence[Paragraph], language: Language) -> bool:
    return any(paragraph.language == language for paragraph in found)
