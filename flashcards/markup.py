"""Text of articles → HTML for the fields of Anki notes.

A field is HTML, and sentences are also written in two little languages: Anki's cloze deletions `{{c1::text::hint}}`
and its ruby notation ` 芯[xīn]`. Whatever comes from an article is escaped once, by `plain`, so that none of it can
be taken for markup of any of the three; only then are our own tags put around it.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from flashcards.model import Span, Spelled

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
"What no file of text has in it."

# Characters that carry nothing to read but can harm a card: control characters (\x1f ends a field and makes the whole
# import fail), halves of surrogate pairs (no UTF-8), and the marks that turn the direction of all text after them.
HARMFUL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_BREAKS = re.compile(r"[\t\n\r\u2028\u2029]+")

_DELETION = re.compile(r"\{\{c\d+::((?:(?!\}\}|::).)*)(?:::((?:(?!\}\}).)*))?\}\}", re.DOTALL)
_RUBY = re.compile(r" ([^ >\[\]]+)\[[^\[\]]*\]")
_MARKED = re.compile(r"[<&{\[]")
_MARKUP = re.compile(r"<[^<>]*>")

# `[` begins ruby, sound and LaTeX; `::`, `{{` and `}}` belong to cloze deletions. As entities they pass through
# Anki's parsers untouched and look the same.
NOTATION = str.maketrans({"[": "&#91;", "]": "&#93;", "{": "&#123;", "}": "&#125;", ":": "&#58;"})


def plain(text: str) -> str:
    """*text* as HTML that shows just this text, whatever is in it, and that Anki takes for nothing else.

    White space runs are kept but for line breaks, which become spaces; harmful characters are dropped.

    >>> plain("if (a[0] < b::c) {{")
    'if (a&#91;0&#93; &lt; b&#58;&#58;c) &#123;&#123;'
    """
    clean = unicodedata.normalize("NFC", HARMFUL.sub("", _BREAKS.sub(" ", text)))
    escaped = html.escape(clean, quote=False).translate(NOTATION)
    # Anki normalises whole fields: a combining stroke at the beginning would melt into the `>` of a tag before it.
    if escaped and unicodedata.combining(escaped[0]):
        escaped = f"&#{ord(escaped[0])};{escaped[1:]}"
    return escaped


def linked(markup: str, url: str) -> str:
    """*markup* as a link to *url*; as it is if that is no address on the web."""
    if not re.match(r"https?://", url):
        return markup
    return f'<a href="{html.escape(HARMFUL.sub("", url)).translate(NOTATION)}">{markup}</a>'


def text_of(field: str) -> str:
    """What a reader sees of the HTML in *field*, cloze deletions open, ruby left out: the inverse of our own markup.

    >>> text_of('{{c1::芯片::chip}}<b>&lt;A&gt;</b> <span class="t1"> 芯[xīn]</span>')
    '芯片<A> 芯'
    """
    if not _MARKED.search(field):
        return field
    bare = _MARKUP.sub("", _RUBY.sub(r"\1", replace_deletions(field, lambda content, _: content)))
    return html.unescape(bare)


def replace_deletions(field: str, show: Callable[[str, str], str]) -> str:
    """*field* with each cloze deletion replaced by what *show* makes of its content and its hint.

    Takes time in proportion to the field, whatever is in it: it may come from a stranger.

    >>> replace_deletions("{{c1::芯片::chip}}和{{c1::算力}}", lambda content, hint: f"[{content}|{hint}]")
    '[芯片|chip]和[算力|]'
    """
    end = field.rfind("}}") + 2  # behind it every beginning of a deletion would be followed to the end of the field
    return _DELETION.sub(lambda match: show(match[1], match[2] or ""), field[:end]) + field[end:]


def tag(text: str) -> str:
    """*text* as one Anki tag: any kind of white space would split it in two.

    >>> tag("export\u3000controls: new")
    'export-controls:-new'
    """
    return unicodedata.normalize("NFC", re.sub(r"\s+", "-", HARMFUL.sub("", text)).strip("-").replace('"', ""))


def in_language(text: str, language: str) -> str:
    """*text* with the language said where it is not the templates' own zh-Hans."""
    return f'<span lang="{language}">{text}</span>' if language and text else text


def coloured(pinyin: str, reading: Iterable[Spelled]) -> str:
    """*pinyin* as HTML with each syllable of *reading*, as far as it is found in order, in the colour of its tone."""
    pieces, at = [], 0
    for syllable in reading:
        start = pinyin.casefold().find(syllable.text.casefold(), at)
        if start < 0:
            continue
        end = start + len(syllable.text)
        pieces.append(plain(pinyin[at:start]))
        pieces.append(f'<span class="t{syllable.tone}">{plain(pinyin[start:end])}</span>')
        at = end
    return "".join([*pieces, plain(pinyin[at:])])


def marked(
    text: str,
    spans: Sequence[Span],
    marks: tuple[str, str],
    *,
    window: Span | None = None,
    first: str = "",
    ruby: Mapping[int, Spelled] = MappingProxyType({}),
) -> str:
    """A part of *text* as HTML, the marks around those of the *spans* that lie in it.

    Args:
        text: the whole sentence, to which all offsets refer.
        spans: in order, not overlapping.
        marks: opening and closing mark.
        window: the part wanted; dots stand for what is left out. None for all.
        first: closing mark of the first span, if it differs.
        ruby: offsets of characters → the syllable to write over them.
    """
    window = window or Span(0, len(text))
    opening, closing = marks
    pieces = ["…"] if window.start else []
    at = window.start
    for span in spans:
        if window.start <= span.start and span.end <= window.end:
            inside = _annotated(text, span.start, span.end, ruby)
            pieces += [_annotated(text, at, span.start, ruby), opening, inside, first or closing]
            at, first = span.end, ""
    pieces.append(_annotated(text, at, window.end, ruby))
    if window.end < len(text):
        pieces.append("…")
    return "".join(pieces)


def _annotated(text: str, start: int, end: int, ruby: Mapping[int, Spelled]) -> str:
    """A range of *text* as HTML in which each character in *ruby* carries its syllable in Anki's ruby notation."""
    pieces, at = [], start
    for offset in (offset for offset in range(start, end) if offset in ruby):
        syllable = ruby[offset]
        pieces.append(plain(text[at:offset]))
        pieces.append(f'<span class="t{syllable.tone}"> {plain(text[offset])}[{plain(syllable.text)}]</span>')
        at = offset + 1
    return "".join([*pieces, plain(text[at:end])])
