"""Words that no dictionary links → the English words left over beside them.

A free translation (协议: arrangement, 核心: centrepiece) has no entry, but two things speak for it. Between links that
follow each other in both languages, the word left over in one belongs to the word left over in the other. And words of
near meaning are translated by the same Chinese words: `machine` and `machinery`, which is 设备, share 机器.
"""

import math
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from flashcards.evidence import NUMERALS, Side, linkable
from flashcards.lexicon import Lexicon
from flashcards.linked import Link, WordFacts
from flashcards.model import Token

_ANCHOR, _WEAK = 0.9, 0.52  # strength of links that show where things stand, and of those that are no better than place
_FARTHEST, _NEAREST, _WIDEST = 2.0, 1.0, 6.0
"""Words between a pair and its expected place: for any word, for one that the article translates directly elsewhere
(the translator may have left it out here), and for a pair of near meaning."""
_AKIN = 0.02  # likeness from which a pair was of near meaning in all of thirty cases looked at, chance pairs lie below
_WORTH, _MOST = 60.0, 4.0  # words of distance that likeness makes up for: per unit of it, and at most
_MARGIN = 0.5  # words by which a pair must be nearer than its rivals
_BY_PLACE, _BY_LIKENESS = 0.5, 0.6
_CLASSES = frozenset("nva")
"Letters of ICTCLAS tags for nouns, verbs and adjectives; vn is noun and verb."
_FEW = 4  # words of known class from which they say something; one in as many must agree
_COMMON = 400  # an English stem that glosses more headwords is near to everything


class Leftover:
    """Finds the pairs in one unit at a time.

    Args of the constructor: dictionaries, parts of speech, and the words that the article translates directly.
    """

    def __init__(self, lexicon: Lexicon, facts: WordFacts, direct: Collection[str]) -> None:
        self._lexicon = lexicon
        self._facts = facts
        self._direct = direct
        self._likeness = lru_cache(maxsize=1 << 14)(self._likeness_of)
        self._headwords = lru_cache(maxsize=1 << 13)(self._headwords_of)

    def add(self, found: Mapping[int, Link], row: Sequence[Token], side: Side) -> tuple[Link, ...]:
        """The links of *found* and those of words for which likeness or only the place speaks."""
        used = {i for link in found.values() if link.strength >= _WEAK for i in range(link.first, link.last + 1)}
        open_words = [i for i in sorted(side.content - used) if i == 0 or not (side.capital(i) or side.counted(i))]
        open_tokens = [
            t
            for t, token in enumerate(row)
            if (t not in found or found[t].strength < _WEAK) and self._may_be_free(token.text)
        ]
        places = _Places(found, row, side)
        costs: dict[tuple[int, int], float] = {}
        for token in open_tokens:
            for word in open_words:
                likeness = self._likeness(self._lexicon.simplify(row[token].text), side.stems[word])
                distance = places.distance(token, word)
                if distance <= self._reach(row[token].text, side.stems[word], likeness):
                    costs[token, word] = distance - min(_MOST, _WORTH * likeness)
        links = dict(found)
        for (token, word), cost in costs.items():
            rivals = [c for (t, w), c in costs.items() if (t == token) != (w == word)]
            if all(cost + _MARGIN <= rival for rival in rivals):
                likeness = self._likeness(self._lexicon.simplify(row[token].text), side.stems[word])
                akin = likeness >= _AKIN
                links[token] = Link(token, word, word, *((_BY_LIKENESS, "akin") if akin else (_BY_PLACE, "place")))
        return tuple(links[token] for token in sorted(links))

    def _may_be_free(self, text: str) -> bool:
        return (
            len(text) > 1
            and linkable(text)
            and text[0] not in NUMERALS
            and not self._facts.grammatical(text)
            and not self._lexicon.is_name(text)
        )

    def _reach(self, text: str, stem: str, likeness: float) -> float:
        """How far from its expected place a pair may stand; below 0 if never."""
        if likeness >= _AKIN:
            return _FARTHEST if text in self._direct else _WIDEST
        if not self._same_class(text, stem):
            return -1.0
        return _NEAREST if text in self._direct else _FARTHEST

    def _same_class(self, text: str, stem: str) -> bool:
        """Whether a Chinese word may be of the class of an English one, judged by the words that translate the latter."""
        ours = set(self._facts.tag(text)) & _CLASSES
        theirs = [self._facts.tag(word) for word, share in self._lexicon.headwords_for(stem).items() if share == 1.0]
        known = [set(tag) & _CLASSES for tag in theirs if tag]
        return not ours or len(known) < _FEW or sum(bool(ours & tag) for tag in known) >= len(known) / _FEW

    def _likeness_of(self, text: str, stem: str) -> float:
        """How many translations *stem* shares with the likest meaning of *text*: cosine of the two sets, 0 to 1."""
        here = self._headwords(stem)
        best = 0.0
        for meaning in self._lexicon.translations(text) if here else ():
            other = self._headwords(meaning)
            if meaning != stem and other:
                best = max(best, len(here & other) / math.sqrt(len(here) * len(other)))
        return best

    def _headwords_of(self, stem: str) -> frozenset[str]:
        """The words of which *stem* is a meaning, or half of one."""
        found = frozenset(word for word, share in self._lexicon.headwords_for(stem).items() if share >= 0.5)
        return found if len(found) <= _COMMON else frozenset()


class _Places:
    """Where the sure links of a unit would have the words between them."""

    def __init__(self, found: Mapping[int, Link], row: Sequence[Token], side: Side) -> None:
        self._found = found
        self._anchors = sorted(t for t, link in found.items() if link.strength >= _ANCHOR and link.evidence != "shared")
        self._ours = list(accumulate((linkable(token.text) for token in row), initial=0))
        self._theirs = list(accumulate((i in side.content for i in range(len(side.words))), initial=0))

    def distance(self, token: int, word: int) -> float:
        """How far a pair stands from where the nearest links before and after would have it, in words with a meaning."""
        at = bisect_left(self._anchors, token)
        gaps = []
        for anchor in self._anchors[max(0, at - 1) : at + 1]:
            link = self._found[anchor]
            edge = link.last if anchor < token else link.first
            moved = self._theirs[word] - self._theirs[edge]
            gaps.append(abs(moved - (self._ours[token] - self._ours[anchor])))
        return sum(gaps) / len(gaps) if gaps else math.inf
