"""The likeliest way through a grid of sentence pairs, and how sure each of its steps is.

Nodes (i, j) of the grid stand between sentences: i of the n English and j of the m Chinese ones lie behind. A step of
shape (a, b) is a bead of a English and b Chinese sentences; (1, 0) and (0, 1) skip a sentence without counterpart.
Only nodes inside a band are visited, so time and memory grow with the length of the text, not with its square.

A text may consist of parts that share no step. Nodes are numbered by their distance from the beginning of their part:
every step leads to a higher number, and all nodes at one distance, of all parts, are looked at together.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Integers = NDArray[np.int64]
Shape = tuple[int, int]
Step = tuple[int, int, int, int]
"i, j, a, b: the shape (a, b) from the node (i, j)."
Reach = tuple[Integers, Integers]
"For each sentence of one side, the first sentence of the other and the end of those that can be in one bead with it."

_IMPOSSIBLE = -1e9


@dataclass(frozen=True, slots=True)
class Band:
    """The nodes to visit in one part: in row i the columns from low[i] to high[i], both included, not decreasing."""

    low: Integers
    high: Integers


@dataclass(frozen=True, slots=True)
class Lattice:
    """The nodes to visit in all parts of a text and the steps between them."""

    shapes: tuple[Shape, ...]
    "Of the steps, by number: from (0, 1) over those of beads to (1, 0)."
    row: Integers
    "i of each node in the whole text."
    column: Integers
    "j of each node."
    leads: NDArray[np.int32]
    "Shapes × nodes: where the step leads, or how many nodes there are if it would leave the band or the part."
    levels: tuple[slice, ...]
    "The nodes at each distance from the beginning of their part: no step stays within a level."
    ends: tuple[NDArray[np.int32], NDArray[np.int32]]
    "The first and the last node of each part."
    reach: tuple[Reach, Reach]
    "Of the English sentences and of the Chinese ones."

    def beads(self) -> Iterator[tuple[int, Shape, Integers]]:
        """Number and shape of each kind of bead and the nodes from which such a step leads to another."""
        for number, shape in enumerate(self.shapes):
            if all(shape):
                yield number, shape, np.flatnonzero(self.leads[number] < len(self.row))


@dataclass(frozen=True, slots=True)
class Grid:
    """A search problem."""

    lattice: Lattice
    scores: NDArray[np.float32]
    "Shapes × nodes: natural logarithm of the likelihood of each step, up to a constant for each sentence."


@dataclass(frozen=True, slots=True)
class Path:
    """A way from the beginning of each part to its end, part by part."""

    nodes: Integers
    shapes: Integers
    "Number of the shape of the step from each node."
    parts: Integers
    "Number of the part of each step."


def full(n: int, m: int) -> Band:
    """The band of all nodes."""
    return Band(np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m, dtype=np.int64))


def around(path: Integers, m: int, rows: int = 10, columns: int = 15) -> Band:
    """The nodes near a *path* that gives a column for each row.

    Args:
        path: columns of the rows 0 to n, not decreasing.
        m: the last column.
        rows: how far up and down the path may be off.
        columns: how far left and right, in addition.
    """
    padded = np.concatenate([np.full(rows, path[0]), path, np.full(rows, path[-1])])
    shifted = np.lib.stride_tricks.sliding_window_view(padded, 2 * rows + 1)
    low = np.maximum(shifted.min(axis=1) - columns, 0)
    high = np.minimum(shifted.max(axis=1) + columns, m)
    low[0], high[-1] = 0, m
    return Band(low, high)


def lattice(parts: Sequence[Band], beads: Iterable[Shape]) -> Lattice:
    """The nodes of the parts, one part after the other, and the steps between them: skips and *beads* of some shapes."""
    shapes = ((0, 1), *beads, (1, 0))
    # A line is a row of a part. The last line of a part and the first of the next are the same row of the text.
    lines = np.array([len(part.low) for part in parts])
    tops, lefts = _bounds(lines - 1), _bounds([part.high[-1] for part in parts])
    part = np.repeat(np.arange(len(parts)), lines)
    low = np.concatenate([part.low for part in parts]) + lefts[part]
    high = np.concatenate([part.high for part in parts]) + lefts[part]
    borders = _bounds(lines)
    last = borders[part + 1] - 1
    # Nodes are found line by line and then renumbered.
    starts = _bounds(high - low + 1)
    line = np.repeat(np.arange(len(part)), high - low + 1)
    row = (np.arange(len(part)) - part)[line]
    column = np.arange(len(line)) - (starts[:-1] - low)[line]
    level = row + column - (tops + lefts)[part[line]]
    order = np.argsort(level, kind="stable")
    number = np.empty(len(line) + 1, dtype=np.int32)
    number[order], number[-1] = np.arange(len(line)), len(line)
    before = np.arange(len(part)) < last  # lines with a sentence behind them
    return Lattice(
        shapes,
        row[order],
        column[order],
        np.array([number[_leads(shape, line, low, starts, last)[order]] for shape in shapes]),
        tuple(slice(*bounds) for bounds in pairwise(_bounds(np.bincount(level)))),
        (number[starts[borders[:-1]]], number[starts[borders[1:]] - 1]),
        _reaches(low[before], high[before], part[before], (tops, lefts), shapes),
    )


def _bounds(sizes: Sequence[int] | Integers) -> Integers:
    """Where each of neighbouring stretches of some sizes begins, and the end of the last."""
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])


def _leads(shape: Shape, line: Integers, low: Integers, starts: Integers, last: Integers) -> Integers:
    """Where a step from each node leads, all line by line; the number of nodes if not to another node.

    Args:
        shape: of the step.
        line: of each node.
        low: column of the first node of each line.
        starts: number of the first node of each line, and how many nodes there are.
        last: for each line, the last line of its part.
    """
    a, b = shape
    lines, nodes = np.arange(len(low)), np.arange(len(line))
    there = np.minimum(lines + a, last)
    begin = np.where(lines + a <= last, starts[there], len(nodes))
    node = nodes + (starts[there] - low[there] - starts[:-1] + low + b)[line]
    return np.where((node >= begin[line]) & (node < starts[there + 1][line]), node, len(nodes))


def _reaches(
    low: Integers, high: Integers, part: Integers, borders: tuple[Integers, Integers], shapes: Sequence[Shape]
) -> tuple[Reach, Reach]:
    """What can be in one bead with each English and with each Chinese sentence.

    Args:
        low: for each English sentence, where the first bead that begins with it begins on the Chinese side.
        high: the same of the last bead.
        part: number of its part.
        borders: where each part begins on both sides, and the end of the last.
        shapes: of beads.
    """
    tops, lefts = borders
    most = max(a for a, _ in shapes), max(b for _, b in shapes)
    chinese = np.arange(lefts[-1])
    across = np.repeat(np.arange(len(lefts) - 1), np.diff(lefts))
    first, final = np.searchsorted(high, chinese), np.searchsorted(low, chinese, side="right") - 1
    return (
        (np.maximum(_earlier(low, most[0]), lefts[part]), np.minimum(high + most[1], lefts[part + 1])),
        (np.maximum(_earlier(first, most[1]), tops[across]), np.minimum(final + most[0], tops[across + 1])),
    )


def _earlier(values: Integers, most: int) -> Integers:
    """For each sentence, the value of the first sentence of a bead of *most* that ends with it."""
    return values[np.maximum(np.arange(len(values)) - most + 1, 0)]


def best(grid: Grid) -> Path:
    """The path with the highest sum of scores."""
    first, last = grid.lattice.ends
    values = _ways(grid.lattice.levels[::-1], grid.lattice.leads, grid.scores, last, lambda ways: ways.max(axis=0))
    ends = enumerate(zip(first.tolist(), last.tolist(), strict=True))
    found = [(node, shape, part) for part, (start, end) in ends for node, shape in _walk(grid, values, start, end)]
    return Path(*np.array(found, dtype=np.int64).reshape(-1, 3).T)


def _walk(grid: Grid, values: Floats, node: int, end: int) -> Iterator[tuple[int, int]]:
    """The nodes of the best way from a node to the end of its part, each with the number of the step's shape."""
    while node != end:
        ways = values[grid.lattice.leads[:, node]] + grid.scores[:, node]
        # Where sentences repeat, the order of the shapes decides and not that of rounding errors.
        shape = int(np.argmax(ways >= ways.max() - 1e-9))
        yield node, shape
        node = int(grid.lattice.leads[shape, node])


def steps(lattice: Lattice, path: Path) -> list[Step]:
    """The steps of a path in text order."""
    shapes = (lattice.shapes[shape] for shape in path.shapes)
    places = zip(lattice.row[path.nodes].tolist(), lattice.column[path.nodes].tolist(), strict=True)
    return [(i, j, a, b) for (i, j), (a, b) in zip(places, shapes, strict=True)]


def probabilities(grid: Grid, path: Path, sharpness: float) -> list[float]:
    """The posterior probability of each step: the share of the paths through it in the weight of all paths of its part.

    Args:
        grid: the search problem.
        path: through it.
        sharpness: factor on all scores; under 1 if they add up evidence that is not independent.
    """
    leads, scores = grid.lattice.leads, grid.scores * np.float32(sharpness)
    first, last = grid.lattice.ends
    after = _ways(grid.lattice.levels[::-1], leads, scores, last, _log_sum)
    before = _ways(grid.lattice.levels, *_arrivals(leads, scores), first, _log_sum)
    step = path.shapes, path.nodes
    score = before[path.nodes] + scores[step] + after[leads[step]] - after[first[path.parts]]
    return [float(probability) for probability in np.exp(np.minimum(score, 0.0))]


def _arrivals(leads: NDArray[np.int32], scores: Floats) -> tuple[NDArray[np.int32], Floats]:
    """Where the step of each shape that leads to a node comes from, and its score."""
    kinds, size = leads.shape
    kind = np.arange(kinds)[:, None]
    comes = np.full((kinds, size + 1), size, dtype=np.int32)
    comes[kind, leads] = np.arange(size)
    comes = comes[:, :size]
    return comes, scores[kind, np.minimum(comes, size - 1)]


def _ways(
    levels: Iterable[slice],
    leads: NDArray[np.int32],
    scores: Floats,
    goals: NDArray[np.int32],
    reduce: Callable[[Floats], Floats],
) -> Floats:
    """The value of the ways from each node to its goal, *reduced* to one number; from nowhere there is none."""
    values = np.full(leads.shape[1] + 1, _IMPOSSIBLE)
    values[goals] = 0.0
    for here in levels:
        values[here] = np.maximum(values[here], reduce(values[leads[:, here]] + scores[:, here]))
    return values


def _log_sum(ways: Floats) -> Floats:
    """The logarithm of the sum of what the ways are logarithms of."""
    most = ways.max(axis=0)
    return np.asarray(most + np.log(np.exp(ways - most).sum(axis=0)))


def monotone(similarity: Iterable[NDArray[np.float32]], m: int) -> Integers:
    """The column at each row 0 to n of the monotone path that collects most similarity.

    Args:
        similarity: rows of a matrix n × m, not negative, in order, in any number of pieces.
        m: columns.

    Memory n × m bytes.
    """
    value = np.zeros(m + 1, dtype=np.float32)
    moves: list[NDArray[np.int8]] = []  # from the node: 0 left, 1 up, 2 diagonally up
    for piece in similarity:
        for row in piece:
            diagonal = value[:-1] + row
            line = np.maximum.accumulate(np.concatenate([value[:1], np.maximum(value[1:], diagonal)]))
            stays = value[1:] >= line[1:]
            moves.append(np.where(stays, 1, np.where(diagonal >= line[1:], 2, 0)).astype(np.int8))
            value = line
    path = [m]
    for move in reversed(moves):
        j = path[-1]
        while j > 0 and move[j - 1] == 0:
            j -= 1
        path.append(j - 1 if j > 0 and move[j - 1] == 2 else j)
    return np.array(path[::-1], dtype=np.int64)
