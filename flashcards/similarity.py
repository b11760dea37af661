"""How much the words of two texts speak for one being the translation of the other.

Every word of one side asks: is a translation of mine on the other side, and how surprising would that be by chance?
Translations come from the lexicon; numbers, Latin words, punctuation and names in pinyin are their own. The answer for
a block of sentences is a sum over its words, so all blocks of a window come out of a few matrix products.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from flashcards import lexemes
from flashcards.lexicon import Lexicon

Matrix = NDArray[np.floating[Any]]
Indices = NDArray[np.integer[Any]]
Spread = tuple[Indices, Indices, Matrix]
"Types, sentences of the other side and weights, sorted by type, then by sentence."
Shape = tuple[int, int]
Reach = tuple[Indices, Indices]
"For each sentence, the first sentence of the other side that is looked at and the end of those."
Words = tuple[Indices, Sequence[Matrix]]
"Evidence of each sentence for blocks of 1, 2 … of the other side in its reach; that from j is at offset[sentence] + j."
Group = tuple[Sequence[int], Sequence[int]]
"Consecutive English and Chinese sentences."

# Association of learnt translations. Words that the lexicon cannot translate are names or terms of the text; of others
# a loose association is just the topic, which makes omitted sentences look translated.
_LEAST_DICE = 0.1
_LEAST_DICE_OF_KNOWN = 0.45
_TRUST_IN_KNOWN = 0.5
_ROWS = (
    64  # sentences that are looked at together: their words and what is in their reach stay in the processor's cache
)
_BACKGROUND = 200.0  # of unseen words, in tokens: smooths the frequencies of short documents


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one side, by sentence."""

    types: tuple[str, ...]
    counts: tuple[Indices, Indices, Matrix]
    "Sentence, type and count of each word that occurs, sorted by sentence."
    sizes: Matrix
    "Words in each sentence."
    starts: Indices
    "Where in the counts each sentence begins, and their end."
    by_type: Indices
    "The places in the counts, sorted by type."
    background: Matrix
    "Relative frequency of each type."


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words say about every pair of sentences; see `blocks`."""

    source: Side
    target: Side
    table: Mapping[tuple[int, int], float]
    "English type, Chinese type: how much of the Chinese one the English one translates."
    forward: Spread
    "Source type, target sentence and weight with which the type translates something in the sentence."
    backward: Spread
    "Target type, source sentence and weight."


def collect(english: Sequence[Sequence[str]], chinese: Sequence[Sequence[str]], lexicon: Lexicon) -> Evidence:
    """The evidence for two lists of sentences, given as `lexemes.tokens` gives them."""
    left, right = _side(english), _side(chinese)
    return _evidence(left, right, _translations(left.types, right.types, lexicon))


def taught(evidence: Evidence, beads: Iterable[Group]) -> Evidence:
    """The evidence with more translations: words that keep meeting in *beads* that are known already.

    That finds the names and favourite words of a text, which no lexicon has.
    """
    left, right = evidence.source, evidence.target
    table = dict(evidence.table)
    known = frozenset(e for e, _ in table), frozenset(z for _, z in table)
    for (e, z), association, weight in _learnt(left, right, [group for group in beads if group[0] and group[1]]):
        unknown = e not in known[0] and z not in known[1]
        if association >= (_LEAST_DICE if unknown else _LEAST_DICE_OF_KNOWN):
            table[e, z] = max(weight if unknown else _TRUST_IN_KNOWN * weight, table.get((e, z), 0.0))
    return _evidence(left, right, table)


def _learnt(left: Side, right: Side, beads: Sequence[Group]) -> Iterator[tuple[tuple[int, int], float, float]]:
    """Pairs of types that meet in more beads than by chance, their association, and their share in the Chinese uses.

    The association is the Dice coefficient. One meeting is not counted, so that a bead does not confirm itself.
    """
    bead, english = _in_beads(left, [source for source, _ in beads])
    partner, chinese = _in_beads(right, [target for _, target in beads])
    n = len(right.types)
    uses, partner_uses = np.bincount(english, minlength=len(left.types)), np.bincount(chinese, minlength=n)
    starts = np.searchsorted(partner, np.arange(len(beads) + 1))
    word, at = _expanded(starts[bead], starts[bead + 1])
    keys, counts = np.unique(english[word] * n + chinese[at], return_counts=True)
    repeated = counts > 1
    e, z, counts = keys[repeated] // n, keys[repeated] % n, counts[repeated]
    net = counts - 1 - uses[e] * partner_uses[z] / max(1, len(beads))
    dice = 2 * net / (uses[e] + partner_uses[z])
    for k in np.flatnonzero(dice >= _LEAST_DICE):
        yield (int(e[k]), int(z[k])), float(dice[k]), float(net[k] / partner_uses[z[k]])


def _in_beads(side: Side, beads: Sequence[Sequence[int]]) -> tuple[Indices, Indices]:
    """The types that occur in each group of sentences, once each: number of the group and type, sorted."""
    rows, types, _ = side.counts
    group = np.full(len(side.sizes), len(beads))
    for number, sentences in enumerate(beads):
        group[sentences[0] : sentences[-1] + 1] = number
    keys = np.unique(group[rows] * len(side.types) + types)
    return np.divmod(keys[keys < len(beads) * len(side.types)], max(1, len(side.types)))


def _evidence(left: Side, right: Side, table: Mapping[tuple[int, int], float]) -> Evidence:
    pairs = np.fromiter(chain.from_iterable(table), dtype=np.int64, count=2 * len(table)).reshape(-1, 2)
    weights = np.fromiter(table.values(), dtype=np.float32, count=len(table))
    # The other direction: of all the words of the text that may translate to this one, how likely is each?
    totals = np.bincount(pairs[:, 0], weights, len(left.types)).astype(np.float32)
    back = weights / np.maximum(totals[pairs[:, 0]], 1e-9)
    return Evidence(
        left,
        right,
        table,
        _spread(pairs[:, 0], pairs[:, 1], weights, right),
        _spread(pairs[:, 1], pairs[:, 0], back, left),
    )


def _side(sentences: Sequence[Sequence[str]]) -> Side:
    ids: dict[str, int] = {}
    rows, columns, counts = [], [], []
    for i, tokens in enumerate(sentences):
        for token, uses in Counter(tokens).items():
            rows.append(i)
            columns.append(ids.setdefault(token, len(ids)))
            counts.append(uses)
    sizes = np.array([max(1, len(tokens)) for tokens in sentences], dtype=np.float32)
    column, count = np.array(columns, dtype=np.int64), np.array(counts, dtype=np.float32)
    totals = np.bincount(column, count, len(ids))
    background = ((totals + 0.5) / (totals.sum() + _BACKGROUND)).astype(np.float32)
    row = np.array(rows, dtype=np.int64)
    starts = np.searchsorted(row, np.arange(len(sentences) + 1))
    return Side(tuple(ids), (row, column, count), sizes, starts, np.argsort(column, kind="stable"), background)


def _translations(english: Sequence[str], chinese: Sequence[str], lexicon: Lexicon) -> dict[tuple[int, int], float]:
    ids = {word: i for i, word in enumerate(english)}
    table: dict[tuple[int, int], float] = {}
    for z, word in enumerate(chinese):
        for translation, weight in lexemes.renderings(word, lexicon).items():
            e = ids.get(translation)
            if e is not None:
                table[e, z] = weight
    return table


def _spread(types: Indices, partners: Indices, weights: Matrix, side: Side) -> Spread:
    """For each type, the sentences of the other *side* that hold a partner of it, with summed weights."""
    rows, columns, counts = side.counts
    starts = np.searchsorted(columns[side.by_type], np.arange(len(side.types) + 1))
    which, entry = _expanded(starts[partners], starts[partners + 1])
    entry = side.by_type[entry]
    kind, sentence = types[which], rows[entry]
    by_type = np.argsort(kind * len(side.sizes) + sentence)
    return kind[by_type], sentence[by_type], (weights[which] * counts[entry])[by_type]


def _expanded(begins: Indices, ends: Indices) -> tuple[Indices, Indices]:
    """All numbers of some ranges, range by range: which range each is of, and the number."""
    sizes = ends - begins
    which = np.repeat(np.arange(len(sizes)), sizes)
    return which, np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes - begins, sizes)


def blocks(
    evidence: Evidence,
    reach: tuple[Reach, Reach],
    places: tuple[Indices, Indices],
    shapes: Collection[Shape],
    trust: float,
) -> dict[Shape, Matrix]:
    """The evidence for the blocks of a English and b Chinese sentences that begin at some places.

    Args:
        evidence: of the whole texts.
        reach: which sentences of the other side can be in one block with each English and with each Chinese sentence.
        places: the first English and the first Chinese sentence of the blocks.
        shapes: the (a, b) wanted.
        trust: share of words that are expected to find a translation.

    Returns:
        For each shape, the summed log likelihood ratio of all words of each block, each given the words of the other
        side, against chance. What it is for blocks out of reach means nothing.
    """
    i, j = places
    most = max(a for a, _ in shapes), max(b for _, b in shapes)
    forward = _one_side(evidence.source, evidence.forward, evidence.target.sizes, reach[0], most[1], trust)
    backward = _one_side(evidence.target, evidence.backward, evidence.source.sizes, reach[1], most[0], trust)
    found = dict(_sums(forward, i, j, shapes))
    for (b, a), words in _sums(backward, j, i, [(b, a) for a, b in shapes]):
        found[a, b] += words
    return found


def _sums(words: Words, first: Indices, other: Indices, shapes: Collection[Shape]) -> Iterator[tuple[Shape, Matrix]]:
    """For each shape (a, b), the evidence of a sentences from the *first* for b sentences from the *other*."""
    offsets, values = words
    for width, value in enumerate(values, 1):
        total = np.zeros(len(first), dtype=np.float32)
        for length in range(1, max((a for a, b in shapes if b == width), default=0) + 1):
            total += value.take(offsets.take(first + length - 1, mode="clip") + other, mode="clip")
            if (length, width) in shapes:
                yield (length, width), total.copy()


def _one_side(side: Side, spread: Spread, other: Matrix, reach: Reach, most: int, trust: float) -> Words:
    """Evidence of the words of each sentence for the blocks in its reach of one to *most* sentences."""
    first, end = reach
    types, where, value = spread
    # For each word of each sentence, where in the spread the sentences in reach with a translation begin and end.
    key = types * len(other) + where
    begins, ends = (_places(key, side.counts[1] * len(other) + bound[side.counts[0]], side.by_type) for bound in reach)
    factor = ((trust / (1 - trust)) / side.background).astype(np.float32)
    lengths = np.concatenate([[0.0], np.cumsum(other)])
    missed = (np.log(1 - trust) * np.bincount(side.counts[0], side.counts[2], len(first))).astype(np.float32)
    offsets = np.empty(len(first), dtype=np.int64)
    found: list[list[Matrix]] = [[] for _ in range(most)]
    filled = 0
    for start in range(0, len(first), _ROWS):
        rows = np.arange(start, min(len(first), start + _ROWS))
        size = max(1, int((end[rows] - first[rows]).max()))
        words = slice(side.starts[rows[0]], side.starts[rows[-1] + 1])
        some = np.flatnonzero(ends[words] > begins[words]) + words.start
        row, kind, count = (column[some] for column in side.counts)
        word, hit = _expanded(begins[some], ends[some])
        # A line for each of these words; columns count from where the reach of its sentence begins.
        cell = word * (size + most) + where[hit] - first[row][word]
        table = np.bincount(cell, value[hit] * factor[kind][word], len(row) * (size + most)).astype(np.float32)
        table = table.reshape(len(row), size + most)
        block = np.zeros((len(row), size), dtype=np.float32)
        bounds = np.searchsorted(row, np.append(rows, rows[-1] + 1))
        columns = first[rows, None] + np.arange(size)
        for width in range(1, most + 1):
            block += table[:, width - 1 : width - 1 + size]
            tokens = lengths.take(columns + width, mode="clip") - lengths.take(columns, mode="clip")
            inside = block / np.maximum(tokens, 1.0).astype(np.float32)[row - start]
            np.log1p(inside, out=inside)
            inside *= count[:, None]
            found[width - 1].append((_by_sentence(inside, bounds) + missed[rows, None]).ravel())
        offsets[rows] = filled + (rows - start) * size - first[rows]
        filled += size * len(rows)
    return offsets, [np.concatenate(parts) for parts in found]


def _places(keys: Indices, wanted: Indices, order: Indices) -> Indices:
    """Where numbers belong among sorted *keys*; the search is quick if *order* is that of the numbers."""
    found = np.empty_like(order)
    found[order] = np.searchsorted(keys, wanted[order])
    return found


def _by_sentence(words: Matrix, bounds: Indices) -> Matrix:
    """Sums of the rows between neighbouring bounds.

    A matrix product would do the same, but not faster, and with threads a hundred times slower on a busy machine.
    """
    sums = np.zeros((len(bounds) - 1, words.shape[1]), dtype=np.float32)
    filled = np.flatnonzero(np.diff(bounds))
    if len(filled):
        sums[filled] = np.add.reduceat(words, bounds[filled])
    return sums


def outline(
    evidence: Evidence, where: tuple[slice, slice], dimensions: int = 512, piece: int = 256
) -> Iterator[Matrix]:
    """Rough similarity of every pair of sentences in a stretch of the text, some rows at a time.

    Enough to find the way through a long text, no more. Both sides become vectors of English words, those of the Chinese side by the lexicon; rare words count more. The
    words share *dimensions* by a fixed pseudo-random projection.
    """
    side = evidence.source
    places = (
        np.random.default_rng(0).choice(np.array([-1, 1], dtype=np.float32), (len(side.types), 4)),
        np.random.default_rng(1).integers(0, dimensions, (len(side.types), 4)),
    )
    rarity = -np.log(side.background)
    left = _project(
        side.counts[1], side.counts[0], np.sqrt(side.counts[2]), rarity, places, len(side.sizes), dimensions
    )
    types, sentences, value = evidence.forward
    right = _project(types, sentences, np.sqrt(value), rarity, places, len(evidence.target.sizes), dimensions)
    left, right = left[where[0]], right[where[1]].T
    for start in range(0, len(left), piece):
        cosine = left[start : start + piece] @ right
        yield np.maximum(cosine - 0.1, 0.0) ** 2


def _project(
    types: Indices,
    sentences: Indices,
    values: Matrix,
    rarity: Matrix,
    places: tuple[Matrix, Indices],
    n: int,
    dimensions: int,
) -> Matrix:
    found = np.zeros(n * dimensions, dtype=np.float64)
    for k in range(places[0].shape[1]):
        cell = sentences * dimensions + places[1][types, k]
        found += np.bincount(cell, values * rarity[types] * places[0][types, k], n * dimensions)
    vectors = found.reshape(n, dimensions)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)
