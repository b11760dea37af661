"""Translation units → which English words translate which Chinese words.

A dictionary aligner: every Chinese word proposes English spans (see evidence), and the proposals compete for the words
of the sentence, the surest first. Nothing is trained but on the dictionaries and nothing is downloaded; what the article itself
shows in one sentence helps in the next.

Competition and the model of characters (see translation) raised exact spans by a quarter over plain dictionary look-up
on hand-made gold, and likeness and place (see leftover) made good half of what was left: benchmarks/vocabulary.py measures.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from flashcards import evidence
from flashcards.evidence import FLOOR, NUMERALS, Evidence, Side, linkable
from flashcards.leftover import Leftover
from flashcards.lexicon import Lexicon
from flashcards.linked import Link, UnitLinks, WordFacts
from flashcards.model import NameMatch, Token, TranslationUnit

_TOGETHER = 0.6  # strength of a pair that always occurs together
_CLOSE, _COHERENT, _LONGER = 0.12, 0.16, 0.08
_HEADED = 3  # characters of a compound that has a head to share: 风电|场, not 风电
_SHARED = 0.8  # of the strength of the evidence, where an English word serves twice
_DIRECT = frozenset(("curated", "sense", "name", "coordinated"))


def link_units(
    units: Sequence[TranslationUnit],
    tokens: Sequence[Sequence[Token]],
    names: Sequence[Sequence[NameMatch]],
    lexicon: Lexicon,
    facts: WordFacts,
) -> tuple[UnitLinks, ...]:
    """For each unit the links between its words.

    Args:
        units: the article's units.
        tokens: for each unit the Chinese words, covering its target.
        names: for each unit the names recognised by sound.
        lexicon: dictionaries.
        facts: parts of speech.

    Two passes: what the first finds twice or more in the article, the second takes for evidence elsewhere in it.
    Linear in the number of units, quadratic in the length of a unit.
    """
    known = Evidence(lexicon)
    sides = [evidence.side(unit.source) for unit in units]
    proposals = [list(known.propose(row, side, found)) for row, side, found in zip(tokens, sides, names, strict=True)]
    first = [_compete(found, len(row), side) for found, row, side in zip(proposals, tokens, sides, strict=True)]
    memory = _together(tokens, sides, first)
    direct = {
        row[link.token].text
        for row, found in zip(tokens, first, strict=True)
        for link in found.values()
        if link.evidence in _DIRECT
    }
    rest = Leftover(lexicon, facts, direct)
    second = []
    for row, side, found in zip(tokens, sides, proposals, strict=True):
        everything = [*found, *_remembered(row, side, memory)]
        won = _compete(everything, len(row), side)
        second.append(rest.add(_share(won, everything, row, side), row, side))
    return tuple(
        UnitLinks(tuple(row), side.words, links) for row, side, links in zip(tokens, sides, second, strict=True)
    )


def _compete(proposals: Iterable[Link], size: int, side: Side) -> dict[int, Link]:
    """Token → the proposal that wins: surest first, each token once, each English word once.

    Closeness decides between equals, and a proposal next to one that has already won is preferred.
    """
    total = max(1, len(side.words))
    by_strength: dict[tuple[int, int, int], Link] = {}
    for link in proposals:
        if link.evidence == "coordinated":  # it shares its head with the word that stands beside the head
            continue
        key = (link.token, link.first, link.last)
        if key not in by_strength or by_strength[key].strength < link.strength:
            by_strength[key] = link
    open_links = list(by_strength.values())
    won: dict[int, Link] = {}
    taken: dict[int, int] = {}
    while open_links:
        score, best = max(((_standing(link, won, size, total), link) for link in open_links), key=lambda pair: pair[0])
        won[best.token] = replace(best, strength=score)
        taken.update(dict.fromkeys(range(best.first, best.last + 1), best.token))
        open_links = [
            link
            for link in open_links
            if link.token not in won and not any(_blocked(i, link, taken) for i in range(link.first, link.last + 1))
        ]
    return won


def _blocked(index: int, link: Link, taken: Mapping[int, int]) -> bool:
    """Whether the English word is spoken for; neighbours share a compound such as `chipmaker` (芯片|制造商)."""
    owner = taken.get(index)
    return owner is not None and not (link.evidence == "part" and abs(owner - link.token) == 1)


def _standing(link: Link, won: Mapping[int, Link], size: int, total: int) -> float:
    closeness = 1 - abs((link.first + link.last) / 2 / total - (link.token + 0.5) / max(1, size))
    neighbours = [won[token] for token in (link.token - 1, link.token + 1) if token in won]
    near = any(min(abs(link.first - other.last), abs(other.first - link.last)) <= 2 for other in neighbours)
    length = _LONGER * (link.last - link.first) if link.evidence in _DIRECT else 0.0
    return link.strength + _CLOSE * closeness + (_COHERENT if near else 0.0) + length


def _share(won: Mapping[int, Link], proposals: Sequence[Link], row: Sequence[Token], side: Side) -> dict[int, Link]:
    """The links of *won* and those of words that share their English with another one.

    Chinese repeats a word where English has it once (贸易谈判 … 此次谈判: trade talks), and English shares the head of
    two compounds (风电场和光伏电站: wind and solar farms). What only a part of the word speaks for gives way to that.
    """
    owners: dict[int, set[int]] = {}
    for link in won.values():
        for index in range(link.first, link.last + 1):
            owners.setdefault(index, set()).add(link.token)
    found = dict(won)
    total = max(1, len(side.words))
    for link in sorted(proposals, key=lambda link: (link.token, -_standing(link, won, len(row), total))):
        mine = found.get(link.token)
        if link.evidence not in _DIRECT or (mine is not None and mine.evidence not in ("partial", "model")):
            continue
        others = {owner for i in range(link.first, link.last + 1) for owner in owners.get(i, ())} - {link.token}
        text = row[link.token].text
        if (link.evidence == "coordinated" and len(text) >= _HEADED) or (
            mine is None and len(text) > 1 and all(_kin(text, row[other].text) for other in others)
        ):
            strength = _SHARED * _standing(link, won, len(row), total)
            found[link.token] = replace(link, strength=strength, evidence="shared")
    return found


def _kin(one: str, other: str) -> bool:
    """Whether two words share a character; of the same word twice, English has the second time a pronoun."""
    return one != other and bool(set(one) & set(other))


def _together(
    tokens: Sequence[Sequence[Token]], sides: Sequence[Side], links: Sequence[Mapping[int, Link]]
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
        used = {index for link in found.values() for index in range(link.first, link.last + 1)}
        ours = {
            token.text for i, token in enumerate(row) if i not in found and linkable(token.text) and len(token.text) > 1
        }
        theirs = {side.stems[i] for i in side.content if i not in used and not side.counted(i)}
        left.update(ours)
        right.update(theirs)
        pairs.update((word, stem) for word in ours for stem in theirs)
        linked.update(
            (row[link.token].text, side.stems[link.last]) for link in found.values() if link.first == link.last
        )
    memory = {
        pair: _TOGETHER * 2 * count / (left[pair[0]] + right[pair[1]]) for pair, count in pairs.items() if count > 1
    }
    for pair, count in linked.items():
        if count > 1:
            memory[pair] = max(memory.get(pair, 0.0), min(0.75, 0.5 + 0.08 * count))
    return memory


def _remembered(tokens: Sequence[Token], side: Side, memory: Mapping[tuple[str, str], float]) -> Iterator[Link]:
    for index, token in enumerate(tokens):
        for i in sorted(side.content) if token.text[0] not in NUMERALS else ():
            strength = memory.get((token.text, side.stems[i]), 0.0)
            if strength >= FLOOR and not side.counted(i):
                yield Link(index, i, i, strength, "together")
