"""One Chinese word and one English sentence → the English words that may translate it, each with its evidence.

What a dictionary says word for word is the surest, then what it says of relatives: words of one root, parts of English
compounds, and what its characters translate as in other words (禁令 and `ban`, for which CC-CEDICT has 禁止).
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flashcards import english
from flashcards.english import FUNCTION_WORDS
from flashcards.lexicon import Lexicon
from flashcards.linked import Link
from flashcards.model import NameMatch, Token

# Strengths of evidence, on a scale where 1 is a curated rendering found word for word. Ordered by how often such a
# proposal was right alone on the gold of the sample articles; the competition only needs the order to be sound.
_CURATED, _SENSE, _NAME, _SAME = 1.0, 0.9, 0.98, 0.97
_PARTIAL, _COORDINATED, _FUZZY, _PART_OF_WORD, _MODEL = 0.55, 0.9, 0.62, 0.72, 0.85
_PER_BIT = 0.08  # of log2 of the odds of the model of characters: right are
# two in three at 32 to 1 and five in six at 200, where no dictionary has a better pair
FLOOR = 0.24
"Weaker evidence is noise."
_LONGEST_RENDERING = 5  # content words; longer ones are explanations
NUMERALS = frozenset("一二三四五六七八九十百千万亿兆")
"Units are converted, not translated: 7376 万千瓦 is 73.76 gigawatts, and 千瓦 is no gigawatt."
_ROOT, _SHARE_OF_ROOT = 5, 0.7  # letters, and share of the longer stem, that words of one root have in common
_LATER, _LATEST = 0.01, 0.05  # less for each meaning after the first: it is the most usual one
_BETWEEN = frozenset("of the a an and s".split())
_JOINTS = frozenset("of on for in over against".split())
_TURNABLE = 2  # words of a compound that may stand in the other order around a preposition
_UNITS = frozenset("bn tn mn m million billion trillion per cent percent".split())
# Particles, prepositions, measure words: English has no word for them, so they only take words from others.
_PARTICLES = frozenset(
    "的地得了着过在和与及或被把将就已也都还又再从对为是不之以于其该此这那所等者而但并则才向由因如若即仍更最很各每某个位名家张项条座份"
    "种件台部套场次批些们吗呢吧啊到给跟比按据经随至里中上下内外前后时"
)


@dataclass(frozen=True, slots=True)
class Side:
    """The English words of a unit prepared for matching."""

    words: tuple[Token, ...]
    stems: tuple[str, ...]
    where: Mapping[str, tuple[int, ...]]
    "Stem → word indices."
    content: frozenset[int]
    "Indices of words that can translate something: neither grammar nor numbers."

    def counted(self, index: int) -> bool:
        """Whether a number stands before a word, as before a unit of measure."""
        return index > 0 and self.words[index - 1].text[0].isdigit()

    def capital(self, index: int) -> bool:
        """Whether a word begins with a capital."""
        return self.words[index].text[:1].isupper()


@dataclass(frozen=True, slots=True)
class _Rendering:
    """One meaning of a word, prepared for matching."""

    stems: tuple[str, ...]
    "Of its content words."
    between: frozenset[str]
    "Function words that may stand between them."
    capitals: tuple[bool, ...]
    strength: float
    evidence: str


def side(text: str) -> Side:
    """The words of the English *text*."""
    words = english.words(text)
    stems = tuple(english.stem(word.text) for word in words)
    where: dict[str, list[int]] = defaultdict(list)
    for index, stem in enumerate(stems):
        where[stem].append(index)
    content = frozenset(
        i
        for i, word in enumerate(words)
        if word.text == "US"
        or (word.text.lower() not in FUNCTION_WORDS and not word.text[0].isdigit() and word.text not in _UNITS)
    )
    return Side(words, stems, {stem: tuple(found) for stem, found in where.items()}, content)


class Evidence:
    """Proposals for one Chinese word at a time; look-ups that depend on word types only are cached."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._renderings = lru_cache(maxsize=1 << 14)(self._renderings_of)
        self._related = lru_cache(maxsize=1 << 16)(self._relation)

    def propose(self, tokens: Sequence[Token], side: Side, names: Sequence[NameMatch]) -> Iterator[Link]:
        """Every link that anything speaks for, contradictory ones too.

        Args:
            tokens: the Chinese words of a unit.
            side: its English words.
            names: its names recognised by sound.
        """
        by_name = {(name.start, name.end): name.source for name in names}
        for index, token in enumerate(tokens):
            span = by_name.get((token.start, token.end))
            if span is not None:
                covered = [i for i, w in enumerate(side.words) if span.start <= w.start and w.end <= span.end]
                if covered:
                    yield Link(index, covered[0], covered[-1], _NAME, "name")
            if token.text.isascii():
                for i in side.where.get(english.stem(token.text), ()):
                    yield Link(index, i, i, _SAME, "same")
            elif linkable(token.text):
                yield from self._by_dictionary(index, self._lexicon.simplify(token.text), side)

    def _by_dictionary(self, index: int, text: str, side: Side) -> Iterator[Link]:
        direct: set[int] = set()
        is_name = self._lexicon.is_name(text)
        is_person = any(entry.kind == "person" for entry in self._lexicon.curated(text))
        for rendering in self._renderings(text):
            for first, last, share in _find(rendering, side):
                whole = share == 1.0
                # One word of a name, and not even written as one, is a description: the regulator.
                described = first == last and is_name and not side.capital(first)
                if is_person and not whole and not described:
                    yield Link(index, first, last, _NAME - _LATEST, "name")  # Mr Xi for 习近平
                    continue
                if whole or (len(text) > 1 and not described):
                    evidence = rendering.evidence if whole else "coordinated" if share == _COORDINATED else "partial"
                    yield Link(index, first, last, rendering.strength * share, evidence)
                direct.update(range(first, last + 1) if whole else ())
        if len(text) == 1 or text[0] in NUMERALS:
            return
        for i in sorted(side.content - direct):
            if is_name and not side.capital(i):
                continue
            strength, evidence = self._related(text, side.stems[i], side.words[i].text.lower())
            if strength >= FLOOR:
                yield Link(index, i, i, strength, evidence)

    def _renderings_of(self, text: str) -> tuple[_Rendering, ...]:
        """The meanings of a word that are short enough to be translations, without repetition."""
        ours = {rendering for entry in self._lexicon.curated(text) for rendering in entry.english}
        found: dict[tuple[str, ...], _Rendering] = {}
        for meaning in self._lexicon.renderings(text):
            all_texts = [word.text for word in english.words(meaning)]
            texts = [
                word.text
                for word in english.words(meaning)
                if word.text.lower() not in FUNCTION_WORDS or "-" in meaning[max(0, word.start - 1) : word.end + 1]
            ]  # start-up keeps its up
            stems = tuple(map(english.stem, texts))
            if stems and len(stems) <= _LONGEST_RENDERING:
                strength, evidence = (_CURATED, "curated") if meaning in ours else (_SENSE, "sense")
                strength -= min(_LATER * len(found), _LATEST)
                between = _BETWEEN | (set(map(str.lower, all_texts)) & FUNCTION_WORDS)
                capitals = tuple(text[:1].isupper() for text in texts)
                found.setdefault(stems, _Rendering(stems, between, capitals, strength, evidence))
        return tuple(found.values())

    def _relation(self, text: str, stem: str, word: str) -> tuple[float, str]:
        """Evidence that does not need the word itself in the dictionary."""
        best = (0.0, "")
        for rendering in self._renderings(text):
            if len(rendering.stems) == 1 and _alike(rendering.stems[0], stem):
                best = max(best, (_FUZZY, "fuzzy"))
        for known in self._lexicon.translations(text):
            if len(known) > 3 and len(stem) > len(known) + 2 and (stem.startswith(known) or word.endswith(known)):
                best = max(best, (_PART_OF_WORD, "part"))
        odds = self._lexicon.odds(text, stem)
        return max(best, (min(_MODEL, _PER_BIT * math.log2(odds)), "model")) if odds > 1 else best


def linkable(text: str) -> bool:
    """Whether a Chinese token can have a translation at all."""
    return ("\u3400" <= text[-1] <= "\u9fff" or text[-1] >= "\U00020000") and text not in _PARTICLES


def _find(rendering: _Rendering, side: Side) -> Iterator[tuple[int, int, float]]:
    """Where a meaning stands: first and last word, and 1 if whole, less for a part of it.

    Only function words may stand between its words, or a second modifier: `wind and solar farms` has wind farms. A
    word with a capital is a name and matches only one with a capital (和 is no Japan in `made in Japan and …`).
    """
    whole = False
    for first in _fitting(rendering, 0, side):
        last, coordinated = _follow(rendering, first, side)
        if last is not None:
            whole = whole or not coordinated
            yield first, last, _COORDINATED if coordinated else 1.0
    turned = [] if whole or len(rendering.stems) != _TURNABLE else list(_turned(rendering, side))
    yield from turned
    if not whole and not turned and len(rendering.stems) > 1:
        yield from _pieces(rendering, side)


def _turned(rendering: _Rendering, side: Side) -> Iterator[tuple[int, int, float]]:
    """Where a compound of two stands with its head first: `chip ban` as `ban on chips`."""
    for head in _fitting(rendering, 1, side):
        joint = [word.text.lower() for word in side.words[head + 1 : head + 3]]
        last = head + (3 if joint[1:] == ["the"] else 2)
        if joint[:1] and joint[0] in _JOINTS and side.stems[last : last + 1] == rendering.stems[:1]:
            yield head, last, 1.0


def _fitting(rendering: _Rendering, place: int, side: Side) -> Iterator[int]:
    for index in side.where.get(rendering.stems[place], ()):
        if side.capital(index) or not rendering.capitals[place]:
            yield index


def _follow(rendering: _Rendering, first: int, side: Side) -> tuple[int | None, bool]:
    """The index of the last word of *rendering* if it begins at *first*, and whether a second modifier intervenes."""
    last, coordinated = first, False
    for place in range(1, len(rendering.stems)):
        following = _next(last, rendering.stems[place], rendering, side)
        at_end = place == len(rendering.stems) - 1
        if following is None and at_end and [w.text for w in side.words[last + 1 : last + 2]] in (["and"], ["or"]):
            following = _next(last + 2, rendering.stems[place], rendering, side)
            coordinated = True
        if following is None or (rendering.capitals[place] and not side.capital(following)):
            return None, False
        last = following
    return last, coordinated


def _next(last: int, stem: str, rendering: _Rendering, side: Side) -> int | None:
    """The index after *last* where *stem* stands, with only words before it that may stand inside *rendering*."""
    for index in range(last + 1, len(side.words)):
        if side.stems[index] == stem:
            return index
        if side.words[index].text.lower() not in rendering.between:
            return None
    return None


def _pieces(rendering: _Rendering, side: Side) -> Iterator[tuple[int, int, float]]:
    """Runs of some of the words of a meaning, in its order: the Cyberspace Administration for that of China."""
    size = len(rendering.stems)
    for place in range(size):
        for first in _fitting(rendering, place, side):
            if first not in side.content:
                continue
            last, matched = first, 1
            for other in range(place + 1, size):
                following = _next(last, rendering.stems[other], rendering, side)
                if following is not None and (side.capital(following) or not rendering.capitals[other]):
                    last, matched = following, matched + 1
            if matched > 1:
                yield first, last, _PARTIAL + (1 - _PARTIAL) * (matched - 0.5) / size
            # The last word is the head of an English compound and says most.
            weight = (1.0 if place == size - 1 else 0.8) if size == 2 else 1.4 / size
            yield first, first, _PARTIAL * weight


def _alike(one: str, other: str) -> bool:
    """Whether two stems share their beginning as derived words do: compet(e), competitor."""
    if one[:_ROOT] != other[:_ROOT] or min(len(one), len(other)) < _ROOT:
        return False
    shortest, longest = sorted((one, other), key=len)
    common = next((i for i, char in enumerate(shortest) if char != longest[i]), len(shortest))
    return common >= _SHARE_OF_ROOT * len(longest)
