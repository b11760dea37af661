"""Paragraphs become sentences. The only module that knows nupunkt.

The pieces of a paragraph concatenate to it, white space included. English is cut by nupunkt, Chinese by rules of our
own: no library keeps closing quotation marks and attributions with their sentence.
"""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

import nupunkt

from flashcards.model import Bitext, Document, Language, Segment

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_LOWER_CASE_START = re.compile(r"[\s\"'“‘(\[—–-]*[a-z]")
# nupunkt takes these for abbreviations inside a sentence even where a sentence ends with them.
_ENDS_SENTENCE_TOO = re.compile(
    r"\b(?:[ap]\.m\.|per cent\.|etc\.)[”’\"')]*\s+"
    r"(?=[“‘\"']?[A-Z])(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:E|C|M|P)[SD]?T\b|GMT\b|UTC\b|[A-Z][a-z]+ time\b)"
)

_TERMINATOR = re.compile(
    rf"""
      [。！？｡][。！？!?…｡]*             # full-width, also in series
    | (?<![A-Za-z])[!?]+                # ASCII, but not that of Yahoo!
    | (?<=[{_HAN}”）])\.(?=\s|$|[{_HAN}“"]) # an ASCII full stop after a Chinese sentence
    | …+(?=[”」』’"])                    # an ellipsis ends a sentence only where a quotation ends too
    """,
    re.VERBOSE,
)
_CLOSERS = "”」』’）)》】〉］]"
_PAIRS = {"“": "”", "「": "」", "『": "』", "‘": "’", "（": "）", "(": ")", "《": "》", "【": "】"}
_LONGEST_QUOTATION = 200  # characters; longer ones are cut inside, a learner cannot keep more in mind
_SAYS = "说|说道|說|說道|表示|指出|称|稱|问|問|问道|問道|道|写道|寫道|强调|強調|补充|補充|补充说|補充說|认为|認為|解释|解釋|回答|喊|告诉记者|警告"
# Who said it, after the closing quotation mark: up to the end of the sentence or to the next quotation.
_ATTRIBUTION = re.compile(
    rf"\s*[^。！？!?，,；;：:“”「」\"]{{0,40}}?(?:{_SAYS})(?:着|過|过)?(?:（[^（）]{{0,40}}）|\([^()]{{0,40}}\))?(?:[。.！!]|[，,：:]\s*[“「『\"]|$)"
)


def split(document: Document) -> Bitext:
    """The sentences of an article, both sides in file order."""
    source = _segments(document, Language.ENGLISH, split_english)
    target = _segments(document, Language.CHINESE, split_chinese)
    return Bitext(document, tuple(source), tuple(target))


def _segments(document: Document, language: Language, cut: Callable[[str], Iterable[str]]) -> Iterable[Segment]:
    for index, paragraph in enumerate(document.paragraphs):
        if paragraph.language == language:
            for piece in cut(paragraph.text):
                yield Segment(piece, index, paragraph.line)


def split_english(text: str) -> tuple[str, ...]:
    """The sentences of an English paragraph, each with the white space after it.

    >>> split_english("The A.I. race is on. “Chips matter,” Mr. Li said.")
    ('The A.I. race is on. ', '“Chips matter,” Mr. Li said.')
    """
    starts = {start for start, _ in nupunkt.sent_spans(text)} | {
        match.end() for match in _ENDS_SENTENCE_TOO.finditer(text)
    }
    return _cut(text, (start for start in starts if not _LOWER_CASE_START.match(text, start)))


def split_chinese(text: str) -> tuple[str, ...]:
    """The sentences of a Chinese paragraph, each with the white space after it.

    A quotation and its attribution are one sentence, and so is what stands inside quotation marks or brackets
    that belong to a longer sentence.

    >>> split_chinese("他问：“行吗？”没人理他。“当然行。”她说。")
    ('他问：“行吗？”', '没人理他。', '“当然行。”她说。')
    """
    inside, closing = _enclosed(text)
    boundaries: list[int] = []
    for match in _TERMINATOR.finditer(text):
        end = match.end()
        while end < len(text) and (text[end] in _CLOSERS or (text[end] == '"' and end in closing)):
            end += 1
        opened = closing.get(end - 1, -1)
        aside = text[end - 1] in "）)" and opened > (boundaries[-1] if boundaries else 0)
        if end in inside or aside or (end > match.end() and _ATTRIBUTION.match(text, end)):
            continue
        while end < len(text) and text[end].isspace():
            end += 1
        boundaries.append(end)
    return _cut(text, boundaries)


def _cut(text: str, boundaries: Iterable[int]) -> tuple[str, ...]:
    """The pieces between the boundaries, none of them empty."""
    edges = sorted({0, len(text), *(edge for edge in boundaries if 0 < edge < len(text))})
    return tuple(text[start:end] for start, end in pairwise(edges))


def _enclosed(text: str) -> tuple[set[int], dict[int, int]]:
    """Offsets at which a quotation or bracket is open, and offsets of the marks that close one with their openings.

    An opening mark without partner, or with one far away, opens nothing: pages lose quotation marks, and that must
    not glue the rest of a paragraph together.
    """
    straight = [i for i, char in enumerate(text) if char == '"']
    if len(straight) % 2:
        # One is missing, and which one only the neighbours tell.
        pairs, lost = [], {i: -1 for i in straight if i and text[i - 1] in "。！？!?…"}
    else:
        pairs, lost = list(zip(straight[::2], straight[1::2], strict=True)), {}
    opened: list[tuple[str, int]] = []
    for i, char in enumerate(text):
        if char in _PAIRS:
            opened.append((_PAIRS[char], i))
        elif any(partner == char for partner, _ in opened):
            while opened:
                partner, start = opened.pop()
                if partner == char:
                    pairs.append((start, i))
                    break
    inside: set[int] = set()
    for start, end in pairs:
        if end - start < _LONGEST_QUOTATION:
            inside.update(range(start + 1, end + 1))
    return inside, {end: start for start, end in pairs} | lost
