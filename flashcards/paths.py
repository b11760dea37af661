"""The likeliest way through a grid of sentence pairs, and how sure each of its steps is.

Nodes (i, j) of the grid stand between sentences: i of the n English and j of the m Chinese ones lie behind. A step of
shape (a, b) is a bead of a English and b Chinese sentences; (1, 0) and (0, 1) skip a sentence without counterpart.
Only nodes inside a band are visited, so time and memory grow with the length of the text, not with its square.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Shape = tuple[int, int]
Step = tuple[int, int, int, int]
"i, j, a, b: the shape (a, b) from the node (i, j)."

IMPOSSIBLE = -1e9
_REACH = 6  # sentences on one side of the largest shape


@dataclass(frozen=True, slots=True)
class Band:
    """The nodes to visit: in row i the columns from low[i] to high[i], both included.

    It may consist of parts that a path has to visit one after the other, through the node where they meet.
    """

    low: Integers
    high: Integers
    row_end: Integers
    "For each row, the last row that a step from it may reach: the end of its part."
    column_start: Integers
    "The first column from which a step may begin there."
    column_end: Integers
    "The last column that a step may reach."

    @property
    def size(self) -> tuple[int, int]:
        """Sentences n and m of the two sides."""
        return len(self.low) - 1, int(self.high[-1])

    def allows(self, a: int, b: int, rows: slice, columns: slice) -> NDArray[np.bool_]:
        """Where among some nodes a step of shape (a, b) stays inside its part."""
        i = np.arange(rows.start, rows.stop)[:, None]
        j = np.arange(columns.start, columns.stop)[None, :]
        return np.asarray(
            (i + a <= self.row_end[rows, None])
            & (j >= self.column_start[rows, None])
            & (j + b <= self.column_end[rows, None])
        )


@dataclass(frozen=True, slots=True)
class Window:
    """The scores of all steps that begin in some neighbouring rows."""

    first: int
    "Row of the first line of the tables."
    left: int
    "Column of their first column."
    tables: Mapping[Shape, NDArray[np.float32]]
    "For each shape, rows × columns; `IMPOSSIBLE` where the step would leave the text."


@dataclass(frozen=True, slots=True)
class Grid:
    """A search problem: scores are natural logarithms, up to a constant for each sentence."""

    band: Band
    windows: tuple[Window, ...]
    "Of all rows but the last, in order, without gaps."
    skips: tuple[Floats, Floats]
    "Score of leaving each English and each Chinese sentence alone."


def full(n: int, m: int) -> Band:
    """The band of all nodes."""
    return _band(np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m, dtype=np.int64))


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
    return _band(low, high)


def _band(low: Integers, high: Integers) -> Band:
    n, m = len(low) - 1, high[-1]
    return Band(low, high, np.full(n + 1, n), np.zeros(n + 1, dtype=np.int64), np.full(n + 1, m))


def chain(parts: Sequence[Band]) -> Band:
    """The bands one after the other: the last node of each is the first of the next."""
    sizes = [part.size for part in parts]
    tops = np.concatenate([[0], np.cumsum([n for n, _ in sizes])])
    lefts = np.concatenate([[0], np.cumsum([m for _, m in sizes])])
    whole = _band(np.full(tops[-1] + 1, lefts[-1]), np.zeros(tops[-1] + 1, dtype=np.int64))
    for part, top, left in zip(parts, tops, lefts, strict=False):
        rows = slice(top, top + part.size[0] + 1)
        np.minimum(whole.low[rows], part.low + left, out=whole.low[rows])
        np.maximum(whole.high[rows], part.high + left, out=whole.high[rows])
        # The row where two parts meet belongs to the later one, which is written later.
        whole.row_end[rows] = part.row_end + top
        whole.column_start[rows] = part.column_start + left
        whole.column_end[rows] = part.column_end + left
    return whole


def best(grid: Grid) -> list[Step]:
    """The steps of the path with the highest sum of scores, from (0, 0) to (n, m)."""
    choices: dict[int, tuple[int, NDArray[np.int8]]] = {}

    def reduce(row: int, low: int, candidates: Floats) -> Floats:
        choices[row] = (low, candidates.argmax(axis=0).astype(np.int8))
        return np.asarray(candidates.max(axis=0))

    def close(values: Floats) -> Floats:
        return np.asarray(np.maximum.accumulate(values))

    values = _backward(grid, reduce, close)
    shapes = _shapes(grid)
    n, m = grid.band.size
    steps: list[Step] = []
    i = j = 0
    while i < n or j < m:
        start, row = values[i]
        skip = (
            j < m and row[j + 1 - start] + grid.skips[1][j] >= row[j - start] - 1e-9
            if j + 1 - start < len(row)
            else False
        )
        a, b = (0, 1) if skip else shapes[choices[i][1][j - choices[i][0]]]
        steps.append((i, j, a, b))
        i, j = i + a, j + b
    return steps


def probabilities(grid: Grid, steps: Iterable[Step], sharpness: float) -> list[float]:
    """The posterior probability of each step: the share of the paths through it in the weight of all paths.

    Args:
        grid: the search problem.
        steps: of a path.
        sharpness: factor on all scores; under 1 if they add up evidence that is not independent.
    """
    grid = replace(
        grid,
        windows=tuple(
            replace(w, tables={shape: table * np.float32(sharpness) for shape, table in w.tables.items()})
            for w in grid.windows
        ),
        skips=(grid.skips[0] * sharpness, grid.skips[1] * sharpness),
    )

    def reduce(_row: int, _low: int, candidates: Floats) -> Floats:
        return np.asarray(np.logaddexp.reduce(candidates, axis=0))

    def close(values: Floats) -> Floats:
        return np.asarray(np.logaddexp.accumulate(values))

    after = _backward(grid, reduce, close)
    before = _forward(grid)
    total = after[0][1][0 - after[0][0]]
    window = {row: w for w in grid.windows for row in range(w.first, w.first + len(next(iter(w.tables.values()))))}
    found = []
    for i, j, a, b in steps:
        if (a, b) == (0, 1):
            score = grid.skips[1][j]
        elif (a, b) == (1, 0):
            score = grid.skips[0][i]
        else:
            score = window[i].tables[a, b][i - window[i].first, j - window[i].left]
        low, row = after[i + a]
        start, line = before[i]
        found.append(float(np.exp(min(0.0, line[j - start] + score + row[j + b - low] - total))))
    return found


def _shapes(grid: Grid) -> list[Shape]:
    """The shapes by number; the last one skips an English sentence."""
    return [*(grid.windows[0].tables if grid.windows else ()), (1, 0)]


def _backward(
    grid: Grid, reduce: Callable[[int, int, Floats], Floats], close: Callable[[Floats], Floats]
) -> dict[int, tuple[int, Floats]]:
    """For each row, its first column and the value of the way from each node to the end."""
    n, m = grid.band.size
    total = np.concatenate([np.cumsum(grid.skips[1][::-1])[::-1], [0.0]])
    ahead = np.full((_REACH + 1, m + 1 + _REACH), IMPOSSIBLE)
    ahead[n % (_REACH + 1), m] = 0.0
    found: dict[int, tuple[int, Floats]] = {}
    lines = [(w, row) for w in grid.windows for row in range(len(next(iter(w.tables.values()))))]
    for i in range(n, -1, -1):
        low, high = int(grid.band.low[i]), int(grid.band.high[i]) + 1
        here = ahead[i % (_REACH + 1)]
        if i < n:
            here[:] = IMPOSSIBLE
            window, row = lines[i]
            columns = slice(low - window.left, high - window.left)
            candidates = np.empty((len(window.tables) + 1, high - low))
            for k, ((a, b), table) in enumerate(window.tables.items()):
                np.add(table[row, columns], ahead[(i + a) % (_REACH + 1), low + b : high + b], out=candidates[k])
            np.add(ahead[(i + 1) % (_REACH + 1), low:high], grid.skips[0][i], out=candidates[-1])
            here[low:high] = reduce(i, low, candidates)
        here[low:high] = close((here[low:high] - total[low:high])[::-1])[::-1] + total[low:high]
        found[i] = (low, here[low:high].copy())
    return found


def _forward(grid: Grid) -> dict[int, tuple[int, Floats]]:
    """For each row, its first column and the summed weight of the ways from the beginning to each node."""
    n, m = grid.band.size
    total = np.concatenate([[0.0], np.cumsum(grid.skips[1])])
    ring = np.full((_REACH + 1, m + 1 + _REACH), IMPOSSIBLE)
    ring[0, 0] = 0.0
    found: dict[int, tuple[int, Floats]] = {}
    lines = [(w, row) for w in grid.windows for row in range(len(next(iter(w.tables.values()))))]
    for i in range(n + 1):
        low, high = int(grid.band.low[i]), int(grid.band.high[i]) + 1
        here = ring[i % (_REACH + 1)]
        here[:low], here[high:] = IMPOSSIBLE, IMPOSSIBLE
        values = np.logaddexp.accumulate(here[low:high] - total[low:high]) + total[low:high]
        found[i] = (low, values)
        here[:] = IMPOSSIBLE
        if i == n:
            break
        window, row = lines[i]
        columns = slice(low - window.left, high - window.left)
        for (a, b), table in window.tables.items():
            there = ring[(i + a) % (_REACH + 1), low + b : high + b]
            np.logaddexp(there, values + table[row, columns], out=there)
        there = ring[(i + 1) % (_REACH + 1), low:high]
        np.logaddexp(there, values + grid.skips[0][i], out=there)
    return found


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
