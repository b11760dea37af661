"""Lines of a page become paragraphs of one language each.

Bilingual pages differ in how they stack the two languages: line under line, block under block, glued into one line,
hard-wrapped, numbered, labelled. This module undoes what concerns single lines; which paragraphs translate each other
is for the alignment to find out, from order and content.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from flashcards.model import Language, Paragraph

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"Han characters for use inside a character class; the iteration mark 々 is none."

_LATIN = "A-Za-z\u00c0-\u024f"
_TOKEN = re.compile(
    rf"(?P<han>[{HAN}])"
    rf"|(?P<word>[{_LATIN}](?:[{_LATIN}0-9]|['’&-](?=[{_LATIN}0-9])|\.(?=[{_LATIN}]))*\.?)"
    r"|(?P<cjk>[，。、；：？！「」『』《》〈〉【】（）])"
    r"|(?P<space>\s+)|(?P<other>.)",
    re.DOTALL,
)
_BRACKETED = re.compile(r"\([^()]{1,80}\)|（[^（）]{1,80}）|《[^《》]{1,80}》|\[[^\[\]]{1,80}\]")
_ENDS = frozenset(".!?。！？…")
_QUOTES = frozenset("“”‘’\"'「」『』()（）[]【】")
_CLOSES = _ENDS | frozenset("”’)）」』】%")
# Full stops that end no sentence: A.I., U.S., and the parts of speech of vocabulary lists.
_ABBREVIATION = re.compile(r"(?:[A-Za-z]\.)+|(?:vt|vi|adj|adv|ad|prep|conj|phr|abbr|num|pron|Mr|Mrs|Ms|Dr|St)\.")
_SOFT_HYPHEN = "\u00ad"
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060" + _SOFT_HYPHEN

# Costs of reading a token as the other language, in nats up to a common factor. Chinese news is full of Latin names,
# so those weigh little; a lower-case English word or a Han character on the wrong side weighs much.
_HAN_IN_ENGLISH = 3.0
_CJK_PUNCTUATION_IN_ENGLISH = 1.5
_WORD_IN_CHINESE = 2.0
_NAME_IN_CHINESE = 0.8
_IN_BRACKETS = 0.25  # `(head-of-state diplomacy)` inside Chinese and `(网信办)` inside English are asides
_SWITCH = 8.0
_SWITCH_AFTER_SENTENCE = 1.2

_WRAP_LIMIT = 140  # columns; nobody wraps text wider than that
_FIRST_WORD = re.compile(r"[!-~\u00a1-\u024f‘-”]+|.")
_NUMBER = re.compile(r"[\[(（【〔]?(\d{1,3})(?:[\])）】〕、]|[.．:：](?!\d)|\s(?=\D))\s*")
_LABEL = re.compile(r"[\[(（【]?([^\W\d_]{1,14}(?: [^\W\d_]{1,14})?)[\])）】]?[:：]\s*(?=\S)")
# Words that name the two sides of a bitext; other labels are recognised by standing before nearly every paragraph.
_SIDES = frozenset(
    "翻译 译文 参考译文 中文 中译 汉译 原文 英文 参考翻译 翻譯 譯文 參考譯文 translation chinese english original en zh".split()
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page."""

    number: int
    "1-based, as an editor counts."
    text: str


def paragraphs(lines: Iterable[Line]) -> tuple[Paragraph, ...]:
    """The paragraphs of a page, in order.

    Lines without a letter of either language (rules, page numbers) belong to no paragraph. Numbers and labels that
    run through the whole page (`【1】`, `翻译：`) are taken off.
    """
    pieces = [piece for line in _unwrapped(list(lines)) for piece in _pieces(line)]
    return _without_labels(_without_numbers(tuple(pieces)))


def language_of(text: str) -> Language | None:
    """The language of a text that may quote the other one; None if it has no letter of either.

    >>> language_of("华为新款 CloudMatrix 384 AI 服务器"), language_of("a server (服务器)"), language_of("2025 – 8")
    (<Language.CHINESE: 'zh'>, <Language.ENGLISH: 'en'>, None)
    """
    costs = {Language.CHINESE: 0.0, Language.ENGLISH: 0.0}
    letters = False
    asides = [match.span() for match in _BRACKETED.finditer(text)]
    for token in _TOKEN.finditer(text):
        in_english, in_chinese = _costs(token, asides)
        costs[Language.ENGLISH] += in_english
        costs[Language.CHINESE] += in_chinese
        letters = letters or token.lastgroup in ("han", "word")
    if not letters:
        return None
    return min(costs, key=costs.__getitem__)


def width(text: str) -> int:
    """Columns that *text* takes on a terminal: Han characters and full-width punctuation take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


# Some editors count columns, some characters. Chinese lines may stay shorter so that none begins with punctuation.
_MEASURES: Mapping[Language, tuple[tuple[Callable[[str], int], int], ...]] = {
    Language.ENGLISH: ((width, 0),),
    Language.CHINESE: ((width, 4), (len, 2)),
}


def _costs(token: re.Match[str], asides: Iterable[tuple[int, int]]) -> tuple[float, float]:
    """Cost of a token inside English and inside Chinese; *asides* are the spans of brackets."""
    weight = _IN_BRACKETS if _inside(token, asides) else 1.0
    match token.lastgroup:
        case "han":
            return weight * _HAN_IN_ENGLISH, 0.0
        case "cjk":
            return weight * _CJK_PUNCTUATION_IN_ENGLISH, 0.0
        case "word":
            return 0.0, weight * (_WORD_IN_CHINESE if token[0].islower() else _NAME_IN_CHINESE)
    return 0.0, 0.0


def _inside(token: re.Match[str], spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < token.start() < end - 1 for start, end in spans)


def _pieces(line: Line) -> list[Paragraph]:
    """The stretches of one language in a line: one, unless both languages were glued into it.

    Two-state Viterbi search over the tokens: each stretch pays for its foreign tokens and for the change of
    language, which is cheap after a sentence and dear inside one.
    """
    text = line.text
    tokens = list(_TOKEN.finditer(text))
    kinds = {token.lastgroup for token in tokens}
    if not kinds & {"han", "word"}:
        return []
    if "han" not in kinds or "word" not in kinds:
        return [Paragraph(text, Language.CHINESE if "han" in kinds else Language.ENGLISH, line.number)]
    asides = [match.span() for match in _BRACKETED.finditer(text)]
    total, back = (0.0, 0.0), []
    ended = False
    for token in tokens:
        switch = _SWITCH_AFTER_SENTENCE if ended and not _inside(token, asides) else _SWITCH
        # A change of language shows itself at a letter: punctuation stays with what it follows.
        switch = switch if token.lastgroup in ("han", "word") else _SWITCH * 2
        came = (int(total[1] + switch < total[0]), int(total[1] <= total[0] + switch))
        back.append(came)
        in_english, in_chinese = _costs(token, asides)
        total = (
            (total[1] + switch if came[0] else total[0]) + in_english,
            (total[1] if came[1] else total[0] + switch) + in_chinese,
        )
        if token.lastgroup != "space" and not (ended and (token[0] in _QUOTES or token[0].isdigit())):
            ended = token[0][-1] in _ENDS and not _ABBREVIATION.fullmatch(token[0])
    return _cut(line, tokens, back, int(total[1] < total[0]))


def _cut(line: Line, tokens: Sequence[re.Match[str]], back: Sequence[tuple[int, int]], state: int) -> list[Paragraph]:
    """The stretches along the best path, traced from its end; states: 0 English, 1 Chinese."""
    languages = (Language.ENGLISH, Language.CHINESE)
    found, end = [], len(line.text)
    for token, came in zip(reversed(tokens), reversed(back), strict=True):
        if came[state] != state and token.start() > 0:
            start = _border(line.text, token.start())
            found.append(Paragraph(line.text[start:end].strip(), languages[state], line.number))
            end, state = start, came[state]
    found.append(Paragraph(line.text[:end].strip(), languages[state], line.number))
    return [paragraph for paragraph in reversed(found) if paragraph.text]


def _border(text: str, letter: int) -> int:
    """Where a stretch begins whose first *letter* is known: numbers and opening marks before it are its own."""
    start = letter
    while start and text[start - 1] not in _CLOSES and not text[start - 1].isalpha():
        start -= 1
    if text[start : start + 1] == '"' and text.count('"', 0, start) % 2:
        start += 1  # it closes a quotation of the stretch before
    return start


def _unwrapped(lines: Sequence[Line]) -> list[Line]:
    """The lines without blank ones, and with those joined that an editor had broken at a fixed width.

    A line was broken if the first word of the next one would not have fitted. Only where that holds for many of
    the neighbouring lines of a language was the page wrapped at all.
    """
    rows = [(line.number, line.text.strip().strip(_INVISIBLE).strip()) for line in lines]
    kinds: list[Language | None] = []
    for _, text in rows:
        # A line of mere punctuation can only be the end of the one before.
        kinds.append(language_of(text) or (kinds[-1] if text and kinds else None))
    follows = [i for i in range(len(rows) - 1) if kinds[i] is not None and kinds[i] == kinds[i + 1]]
    joined: set[int] = set()
    for language in Language:
        own = [i for i in follows if kinds[i] == language]
        texts = [text for (_, text), kind in zip(rows, kinds, strict=True) if kind == language]
        limits = [(measure, max(map(measure, texts), default=0) - slack) for measure, slack in _MEASURES[language]]
        full = {i for i in own if any(_is_full(rows[i][1], rows[i + 1][1], *limit) for limit in limits)}
        if max(map(width, texts), default=0) <= _WRAP_LIMIT and len(full) >= 3 and 3 * len(full) >= len(own):
            joined |= full
    result: list[Line] = []
    for i, (number, text) in enumerate(rows):
        if i - 1 in joined:
            hyphenated = result[-1].text.endswith("-") or lines[i - 1].text.rstrip().endswith(_SOFT_HYPHEN)
            glue = "" if kinds[i] == Language.CHINESE or hyphenated else " "
            result[-1] = Line(result[-1].number, result[-1].text + glue + text)
        elif text:
            result.append(Line(number, text))
    return result


def _is_full(line: str, following: str, measure: Callable[[str], int], limit: int) -> bool:
    """Whether the first word of the *following* line would have made this one longer than the limit."""
    word = _FIRST_WORD.match(following)
    first = "" if word is None else word[0] if ord(word[0][0]) > 0x2E7F else " " + word[0]
    return measure(line) + measure(first) > limit


def _without_numbers(found: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs without leading numbers, if those count upwards through most of one language."""
    numbers = [_NUMBER.match(paragraph.text) for paragraph in found]
    strip: set[int] = set()
    for language in Language:
        own = [i for i, paragraph in enumerate(found) if paragraph.language == language]
        marked = [(i, int(match[1])) for i in own if (match := numbers[i]) is not None]
        steps = sum(later - earlier == 1 for (_, earlier), (_, later) in pairwise(marked))
        if len(marked) >= 3 and steps >= 0.8 * (len(marked) - 1) and 2 * len(marked) >= len(own):
            strip.update(i for i, _ in marked)
    return tuple(
        replace(paragraph, text=paragraph.text[match.end() :])
        if i in strip and match is not None and match.end() < len(paragraph.text)
        else paragraph
        for i, (paragraph, match) in enumerate(zip(found, numbers, strict=True))
    )


def _without_labels(found: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs without a leading label that names their side of the bitext or stands before nearly all."""
    labels = [_LABEL.match(paragraph.text) for paragraph in found]
    totals = Counter(paragraph.language for paragraph in found)
    uses = Counter(
        (paragraph.language, match[1]) for paragraph, match in zip(found, labels, strict=True) if match is not None
    )
    return tuple(
        replace(paragraph, text=paragraph.text[match.end() :])
        if match is not None
        and (
            match[1].lower() in _SIDES
            or (uses[paragraph.language, match[1]] >= max(3, 0.8 * totals[paragraph.language]))
        )
        else paragraph
        for paragraph, match in zip(found, labels, strict=True)
    )
