"""How likely each group of sentences is a bead: by its words, its lengths, its shape and how its sides end."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from flashcards import lexemes, paths, similarity
from flashcards.lexicon import Lexicon
from flashcards.paths import Shape

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Group = tuple[Sequence[int], Sequence[int]]
"Consecutive English and Chinese sentences that are aligned with nothing outside."

# How often groups of n English and m Chinese sentences occur: translators of news mostly go sentence by sentence and
# cut or join some; the sizes beyond 3 come from novels.
_SHAPES: Mapping[Shape, float] = MappingProxyType(
    {
        (1, 1): 0.80, (2, 1): 0.08, (1, 2): 0.05, (3, 1): 0.02, (2, 2): 0.01, (1, 3): 0.01, (4, 1): 0.006,
        (3, 2): 0.004, (1, 4): 0.003, (2, 3): 0.002, (5, 1): 0.002, (6, 1): 0.001, (1, 5): 0.001, (1, 6): 0.0005,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """What a search presumes about the beads of a text."""

    words: float = 0.35
    "Weight of the evidence of words, which are not independent of each other, against that of lengths."
    trust: float = 0.45
    "Share of words that are expected to find a translation of theirs in the lexicon."
    variance: float = 7.0
    "Of the difference of lengths, per English character."
    endings: float = 0.6
    "Share of sentence ends whose punctuation is kept in translation."
    omission: float = 0.01
    "Probability that a sentence has no counterpart."
    shapes: Mapping[Shape, float] = field(default_factory=lambda: _SHAPES)
    "Probability of each group of n English and m Chinese sentences."

    def learning(self, found: Sequence[Shape]) -> "Weights":
        """The weights with the shapes that were *found* in a text made more likely."""
        counts = Counter(found)
        total = sum(self.shapes.values())
        share = {shape: (counts[shape] + _PRIOR_PAIRS * prior / total) for shape, prior in self.shapes.items()}
        scale = total / (len(found) + _PRIOR_PAIRS)
        return replace(self, shapes={shape: scale * value for shape, value in share.items()})


_DISTANCES = 20  # at least that many are equally likely before anything is known of a page
_PRIOR_PAIRS = 5.0  # pairs that this ignorance counts as
_MOST_BONUS = 5.0
_SURPRISE_LIMIT = 8.0  # nats; free translations have odd lengths, and words must be able to outvote them
_SMALL = 20_000  # pairs of sentences that may all be looked at; beyond, those near the outline give the same beads (benchmarks/)
_WIDE = re.compile("[\u2e80-\U0003ffff]+")
_CLOSING = "”’」』\"')）"
_MARKS = (
    re.compile(r"[”’」』\"'][)）]?$"),  # a quotation ends with the sentence
    re.compile(rf"[?？][{_CLOSING}]*$"),
    re.compile(rf"[!！][{_CLOSING}]*$"),
    re.compile(r"[“‘「『\"']"),  # or begins with it
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where paragraphs stand on the page, as a prior for which belong together."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    bonus: Floats
    "What a distance of target minus source adds to the score; the middle stands for distance 0."

    @classmethod
    def of(cls, source: Sequence[int], target: Sequence[int], pairs: Iterable[tuple[int, int]] = ()) -> "Places":
        """The prior that some *pairs* of places teach: distances that occur among them often are likely.

        Interleaved pages have one distance throughout, and a caption or a button is at another one; pages in blocks
        have many, and nothing follows.
        """
        reach = max(source[-1], target[-1]) + 1
        distances = [t - s for s, t in pairs]
        counts = np.bincount([d + reach for d in distances], minlength=2 * reach + 1)
        chance = 1 / max(_DISTANCES, reach)
        share = (counts + _PRIOR_PAIRS * chance) / (len(distances) + _PRIOR_PAIRS)
        return cls(np.array(source), np.array(target), np.clip(np.log(share / chance), -_MOST_BONUS, _MOST_BONUS))

    def bonuses(self, source: Integers, target: Integers) -> Floats:
        """The bonus for pairs of a *source* and a *target* paragraph."""
        distance = self.target[target] - self.source[source]
        return np.asarray(self.bonus[distance + len(self.bonus) // 2])


@dataclass(frozen=True, slots=True)
class Text:
    """Both sides of a text, by sentence."""

    english: Sequence[Sequence[str]]
    "Tokens, see `lexemes.tokens`."
    chinese: Sequence[Sequence[str]]
    lengths: tuple[Floats, Floats]
    "In widths of a Han character, of which an ASCII letter takes a third."
    marks: tuple[Flags, Flags]
    "How the sentences end and begin: a row each, a column for each of `_MARKS`."

    @classmethod
    def of(cls, source: Sequence[str], target: Sequence[str], lexicon: Lexicon) -> "Text":
        """The text of two lists of sentences."""
        english, chinese = lexemes.tokens(source, target, lexicon)
        return cls(english, chinese, (_lengths(source), _lengths(target)), (_marks(source), _marks(target)))

    def grouped(self, source: Sequence[Sequence[int]], target: Sequence[Sequence[int]]) -> "Text":
        """The text with groups of sentences, such as paragraphs, taken as one sentence each."""
        return Text(
            [[token for i in group for token in self.english[i]] for group in source],
            [[token for j in group for token in self.chinese[j]] for group in target],
            (
                np.array([self.lengths[0][list(group)].sum() for group in source]),
                np.array([self.lengths[1][list(group)].sum() for group in target]),
            ),
            (self.marks[0][[group[-1] for group in source]], self.marks[1][[group[-1] for group in target]]),
        )


def _lengths(texts: Sequence[str]) -> Floats:
    wide = [sum(map(len, _WIDE.findall(text))) for text in texts]
    return np.array([0.5 + count + (len(text) - count) / 3 for text, count in zip(texts, wide, strict=True)])


def _marks(texts: Sequence[str]) -> Flags:
    *ends, begins = _MARKS
    rows = [[*(bool(mark.search(text)) for mark in ends), bool(begins.match(text))] for text in map(str.strip, texts)]
    return np.array(rows, dtype=np.bool_).reshape(-1, len(_MARKS))


def lattice(evidence: similarity.Evidence, groups: Sequence[Group], weights: Weights) -> paths.Lattice:
    """The nodes in which the best path through the groups, given in order, is searched."""
    parts = []
    for source, target in groups:
        n, m = len(source), len(target)
        where = slice(source[0], source[0] + n) if n else slice(0), slice(target[0], target[0] + m) if m else slice(0)
        small = n * m <= _SMALL
        parts.append(
            paths.full(n, m) if small else paths.around(paths.monotone(similarity.outline(evidence, where), m), m)
        )
    return paths.lattice(parts, weights.shapes)


def grid(
    text: Text,
    evidence: similarity.Evidence,
    nodes: paths.Lattice,
    weights: Weights,
    places: Places | None = None,
) -> paths.Grid:
    """The search problem for a text; *places* only where its sentences are paragraphs of a page."""
    words = similarity.blocks(evidence, nodes.reach, (nodes.row, nodes.column), weights.shapes, weights.trust)
    ratio = text.lengths[0].sum() / text.lengths[1].sum()
    english = np.concatenate([[0.0], np.cumsum(text.lengths[0])])
    chinese = np.concatenate([[0.0], np.cumsum(text.lengths[1])]) * ratio
    ends = _endings(text.marks, weights.endings)
    scores = np.full(nodes.leads.shape, np.log(weights.omission), dtype=np.float32)
    for number, (a, b), here in nodes.beads():
        i, j = nodes.row[here], nodes.column[here]
        score = weights.words * words[a, b][here] + np.log(weights.shapes[a, b])
        score -= _surprise(english[i + a] - english[i], chinese[j + b] - chinese[j], weights.variance)
        score += ends(i + a - 1, j + b - 1)
        if places is not None:
            score += places.bonuses(i, j)
        scores[number, here] = score
    return paths.Grid(nodes, scores)


def _surprise(english: Floats, chinese: Floats, variance: float) -> Floats:
    """How unlikely the difference of lengths of English and Chinese blocks is, in nats.

    Source: Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora", Computational Linguistics
    19(1), 1993 (J93-1004); here with widths instead of characters and the ratio of the text at hand.
    """
    left, right = 3 * english, 3 * chinese
    return np.asarray(np.minimum((left - right) ** 2 / (variance * (left + right)), _SURPRISE_LIMIT))


def _endings(marks: tuple[Flags, Flags], share: float) -> Callable[[Integers, Integers], Floats]:
    """What the marks of an English and a Chinese sentence say about both ending one bead: log likelihood ratio.

    A mark that one side uses much more often (dialogue in dashes, say) says less.
    """
    bits = 1 << np.arange(len(_MARKS))
    table = np.zeros((1 << len(_MARKS), 1 << len(_MARKS)))
    for bit, english, chinese in zip(bits, marks[0].T, marks[1].T, strict=True):
        p, q = min(english.mean() + 0.01, 0.99), min(chinese.mean() + 0.01, 0.99)
        kept = share * min(p, q) / max(p, q)
        chance = np.array([1 - q, q])
        agreement = np.log((kept * np.eye(2) + (1 - kept) * chance) / chance)
        has = (np.arange(len(table)) & bit > 0).astype(np.int64)
        table += agreement[np.ix_(has, has)]
    codes = marks[0] @ bits, marks[1] @ bits
    return lambda i, j: np.asarray(table[codes[0][i], codes[1][j]])
