"""Translation units → which English words translate which Chinese words.

A dictionary aligner: every Chinese word proposes English spans (its renderings found in the sentence, English words
whose own dictionary translations share its characters, names by sound, words that keep appearing together in this
article), and the proposals compete for the words of the sentence, the surest first. Nothing is trained beforehand and
nothing is downloaded.

Reverse look-up and competition raised exact spans by a quarter over plain dictionary look-up on hand-made gold; the
figures are in benchmarks/README.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flashcards import english
from flashcards.lexicon import Lexicon
from flashcards.model import NameMatch, Token, TranslationUnit

FUNCTION_WORDS = frozenset(
    "a an the of in on at by for with from into onto as and or but nor if than that this these those which who whom whose what "
    "when where while how why it its he she they them his her their we us our you your i my me him is are was were be been being am "
    "has have had do does did will would can could may might shall should must not no so to too very also just only there then "
    "here about over under between among through during before after up down out off more most such each both any some all "
    "s t re ve ll d m said says say mr ms mrs according however still yet".split()
)

# Strengths of evidence, on a scale where 1 is a curated rendering found word for word. Ordered by how often such a
# proposal was right alone on the development article; the competition only needs the order to be sound.
_CURATED, _SENSE, _NAME, _SAME = 1.0, 0.9, 0.98, 0.97
_PARTIAL, _FUZZY, _PART_OF_WORD, _BRIDGE, _TOGETHER = 0.55, 0.62, 0.72, 0.8, 0.6
_FLOOR = 0.24
_CLOSE, _COHERENT = 0.12, 0.16
_COMMON_HEADWORDS = 400  # an English stem that glosses more headwords than this (make, get) bridges to everything


@dataclass(frozen=True, slots=True)
class Link:
    """One Chinese word and the English words that translate it."""

    token: int
    "Index into UnitLinks.tokens."
    first: int
    "Indices into UnitLinks.words: from first …"
    last: int
    "… to last, inclusive."
    strength: float
    "0 to about 1.2: evidence, closeness and agreement with neighbours."
    evidence: str
    "`curated`, `sense`, `name`, `same`, `partial`, `fuzzy`, `part`, `bridge`, `together`."


@dataclass(frozen=True, slots=True)
class UnitLinks:
    """The words of both sides of a unit and the links between them."""

    tokens: tuple[Token, ...]
    words: tuple[Token, ...]
    links: tuple[Link, ...]
    "In the order of the tokens; a token may have none, never two."

    def link(self, token: int) -> Link | None:
        """The link of one token."""
        return next((link for link in self.links if link.token == token), None)


@dataclass(frozen=True, slots=True)
class _Side:
    """The English words of a unit prepared for matching."""

    words: tuple[Token, ...]
    stems: tuple[str, ...]
    where: Mapping[str, tuple[int, ...]]
    "Stem → word indices."
    content: tuple[int, ...]
    "Indices of words that can be linked at all."


def link_units(
    units: Sequence[TranslationUnit],
    tokens: Sequence[Sequence[Token]],
    names: Sequence[Sequence[NameMatch]],
    lexicon: Lexicon,
) -> tuple[UnitLinks, ...]:
    """For each unit the links between its words.

    Args:
        units: the article's units.
        tokens: for each unit the Chinese words, covering its target.
        names: for each unit the names recognised by sound.
        lexicon: dictionaries.

    Two passes: what the first finds twice or more in the article, the second takes for evidence elsewhere in it.
    Linear in the number of units, quadratic in the length of a unit.
    """
    linker = _Linker(lexicon)
    sides = [_side(unit.source) for unit in units]
    proposals = [list(linker.propose(row, side, found)) for row, side, found in zip(tokens, sides, names, strict=True)]
    first = [_compete(found, len(row), side) for found, row, side in zip(proposals, tokens, sides, strict=True)]
    memory = _together(tokens, sides, first)
    second = []
    for row, side, found in zip(tokens, sides, proposals, strict=True):
        extra = list(_remembered(row, side, memory))
        second.append(_compete([*found, *extra], len(row), side))
    return tuple(
        UnitLinks(tuple(row), side.words, links) for row, side, links in zip(tokens, sides, second, strict=True)
    )


class _Linker:
    """Proposals for one Chinese word at a time; look-ups that depend on word types only are cached."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.renderings = lru_cache(maxsize=1 << 14)(self._renderings)
        self.bridge = lru_cache(maxsize=1 << 16)(self._bridge)
        self._reverse = lru_cache(maxsize=1 << 13)(self._reverse_by_character)

    def propose(self, tokens: Sequence[Token], side: _Side, names: Sequence[NameMatch]) -> Iterator[Link]:
        by_name = {name.start: name for name in names}
        for index, token in enumerate(tokens):
            name = by_name.get(token.start)
            if name is not None and name.end == token.end and name.source is not None:
                covered = [
                    i
                    for i, word in enumerate(side.words)
                    if name.source.start <= word.start and word.end <= name.source.end
                ]
                if covered:
                    yield Link(index, covered[0], covered[-1], _NAME, "name")
            if _latin(token.text):
                for i in side.where.get(english.stem(token.text), ()):
                    yield Link(index, i, i, _SAME, "same")
            elif _wordlike(token.text):
                yield from self._by_dictionary(index, token.text, side)

    def _by_dictionary(self, index: int, text: str, side: _Side) -> Iterator[Link]:
        direct: set[int] = set()
        for stems, strength, evidence in self.renderings(text):
            for first, last, share in _find(stems, side):
                factor = 1.0 if share == 1.0 else _PARTIAL * share
                yield Link(index, first, last, strength * factor, evidence if share == 1.0 else "partial")
                direct.update(range(first, last + 1) if share == 1.0 else ())
        for i in side.content:
            if i in direct:
                continue
            strength, evidence = self.bridge(text, side.stems[i], side.words[i].text)
            if strength >= _FLOOR:
                yield Link(index, i, i, strength, evidence)

    def _renderings(self, text: str) -> tuple[tuple[tuple[str, ...], float, str], ...]:
        """Stems of each rendering of a word with strength and kind, without repetition."""
        ours = {rendering for entry in self._lexicon.curated(text) for rendering in entry.english}
        found: dict[tuple[str, ...], tuple[float, str]] = {}
        for rendering in self._lexicon.renderings(text):
            stems = tuple(
                english.stem(word.text) for word in english.words(rendering) if word.text.lower() not in FUNCTION_WORDS
            )
            if stems and len(stems) <= 5:
                found.setdefault(stems, (_CURATED, "curated") if rendering in ours else (_SENSE, "sense"))
        return tuple((stems, *value) for stems, value in found.items())

    def _bridge(self, text: str, stem: str, word: str) -> tuple[float, str]:
        """Evidence that does not need the word itself in the dictionary."""
        best = (0.0, "")
        for stems, _, _ in self.renderings(text):
            if len(stems) == 1 and _alike(stems[0], stem):
                best = max(best, (_FUZZY, "fuzzy"))
        for known in self._lexicon.translations(text):
            if (
                len(known) > 3
                and len(stem) > len(known) + 2
                and (stem.startswith(known) or word.lower().endswith(known))
            ):
                best = max(best, (_PART_OF_WORD, "part"))
        if len(text) > 1:
            shared = self._overlap(self._lexicon.simplify(text), stem)
            best = max(best, (_BRIDGE * shared, "bridge"))
        return best

    def _overlap(self, text: str, stem: str) -> float:
        """How much *text* and some headword glossed by *stem* share, weighted by the rarity of characters."""
        candidates: dict[str, float] = {}
        by_character = self._reverse(stem)
        for char in text:
            candidates.update(by_character.get(char, {}))
        best = 0.0
        own = set(text)
        own_weight = sum(map(self._lexicon.rarity, own))
        for word, weight in candidates.items():
            other = set(word)
            shared = sum(map(self._lexicon.rarity, own & other))
            union = own_weight + sum(map(self._lexicon.rarity, other)) - shared
            best = max(best, weight * shared / union)
        return best

    def _reverse_by_character(self, stem: str) -> dict[str, dict[str, float]]:
        headwords = self._lexicon.headwords_for(stem)
        table: dict[str, dict[str, float]] = defaultdict(dict)
        if len(headwords) <= _COMMON_HEADWORDS:
            for word, weight in headwords.items():
                if len(word) > 1 or weight == 1.0:
                    for char in word:
                        table[char][word] = weight
        return table


def _side(text: str) -> _Side:
    words = english.words(text)
    stems = tuple(english.stem(word.text) for word in words)
    where: dict[str, list[int]] = defaultdict(list)
    for index, stem in enumerate(stems):
        where[stem].append(index)
    content = tuple(i for i, word in enumerate(words) if word.text.lower() not in FUNCTION_WORDS or word.text == "US")
    return _Side(words, stems, {stem: tuple(found) for stem, found in where.items()}, content)


def _find(stems: Sequence[str], side: _Side) -> Iterator[tuple[int, int, float]]:
    """Where *stems* stand in order with only function words between; failing that, where its last word stands."""
    whole = False
    for first in side.where.get(stems[0], ()):
        last = first
        for stem in stems[1:]:
            following = last + 1
            while following < len(side.words) and following not in side.content and side.stems[following] != stem:
                following += 1
            if following >= len(side.words) or side.stems[following] != stem:
                break
            last = following
        else:
            whole = True
            yield first, last, 1.0
    if not whole and len(stems) > 1:
        for place, stem in enumerate(stems):
            weight = (1.0 if place == len(stems) - 1 else 0.8) if len(stems) == 2 else 1.4 / len(stems)
            for index in side.where.get(stem, ()):
                if index in side.content:
                    yield index, index, weight


def _compete(proposals: Iterable[Link], size: int, side: _Side) -> tuple[Link, ...]:
    """The proposals that win: surest first, each token once, each English word once.

    Closeness decides between equals, and a proposal next to one that has already won is preferred.
    """
    total = max(1, len(side.words))
    by_strength: dict[tuple[int, int, int], Link] = {}
    for link in proposals:
        key = (link.token, link.first, link.last)
        if key not in by_strength or by_strength[key].strength < link.strength:
            by_strength[key] = link
    open_links = list(by_strength.values())
    won: dict[int, Link] = {}
    taken: dict[int, int] = {}
    while open_links:
        best, best_score = None, 0.0
        for link in open_links:
            score = _standing(link, won, size, total)
            if score > best_score:
                best, best_score = link, score
        if best is None:
            break
        won[best.token] = Link(best.token, best.first, best.last, best_score, best.evidence)
        for index in range(best.first, best.last + 1):
            taken[index] = best.token
        open_links = [
            link
            for link in open_links
            if link.token not in won and not any(_blocked(i, link, taken) for i in range(link.first, link.last + 1))
        ]
    return tuple(won[token] for token in sorted(won))


def _blocked(index: int, link: Link, taken: Mapping[int, int]) -> bool:
    """Whether the English word is spoken for; neighbours share a compound such as `chipmaker` (芯片|制造商)."""
    owner = taken.get(index)
    return owner is not None and not (link.evidence == "part" and abs(owner - link.token) == 1)


def _standing(link: Link, won: Mapping[int, Link], size: int, total: int) -> float:
    closeness = 1 - abs((link.first + link.last) / 2 / total - (link.token + 0.5) / max(1, size))
    neighbours = [won[token] for token in (link.token - 1, link.token + 1) if token in won]
    near = any(min(abs(link.first - other.last), abs(other.first - link.last)) <= 2 for other in neighbours)
    length = 0.03 * (link.last - link.first)
    return link.strength + _CLOSE * closeness + (_COHERENT if near else 0.0) + length


def _together(
    tokens: Sequence[Sequence[Token]], sides: Sequence[_Side], links: Sequence[Sequence[Link]]
) -> dict[tuple[str, str], float]:
    """Pairs of word and stem that this article itself suggests → strength.

    Counted over what is left unlinked: a word and a stem that keep being left over in the same units belong together
    (昇腾, Ascend). Dice coefficient, from two common units on.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    linked: Counter[tuple[str, str]] = Counter()
    for row, side, found in zip(tokens, sides, links, strict=True):
        done = {link.token for link in found}
        used = {index for link in found for index in range(link.first, link.last + 1)}
        ours = {
            token.text for i, token in enumerate(row) if i not in done and _wordlike(token.text) and len(token.text) > 1
        }
        theirs = {side.stems[i] for i in side.content if i not in used}
        left.update(ours)
        right.update(theirs)
        pairs.update((word, stem) for word in ours for stem in theirs)
        linked.update((row[link.token].text, side.stems[link.last]) for link in found if link.first == link.last)
    memory = {
        pair: _TOGETHER * 2 * count / (left[pair[0]] + right[pair[1]]) for pair, count in pairs.items() if count > 1
    }
    for pair, count in linked.items():
        if count > 1:
            memory[pair] = max(memory.get(pair, 0.0), min(0.75, 0.5 + 0.08 * count))
    return memory


def _remembered(tokens: Sequence[Token], side: _Side, memory: Mapping[tuple[str, str], float]) -> Iterator[Link]:
    for index, token in enumerate(tokens):
        for i in side.content:
            strength = memory.get((token.text, side.stems[i]), 0.0)
            if strength >= _FLOOR:
                yield Link(index, i, i, strength, "together")


def _alike(one: str, other: str) -> bool:
    """Whether two stems share their beginning as derived words do: compet(e), competitor."""
    common = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return common >= 5 and common >= 0.7 * max(len(one), len(other))


def _latin(text: str) -> bool:
    return text[0].isascii() and text[0].isalnum()


def _wordlike(text: str) -> bool:
    return "\u3400" <= text[0] <= "\u9fff" or text[0] >= "\U00020000"
