"""Sentences of the two sides become beads: the smallest groups that translate each other.

Paragraphs are paired first, by what they say and in what order, then the sentences inside each pair. Both steps are
the same search for the likeliest monotone path; what has no counterpart (captions, credits, omissions) stays alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from flashcards import similarity
from flashcards.lexicon import Lexicon
from flashcards.model import Bead, Bitext, Segment, TranslationUnit

Matrix = NDArray[np.float32]
Shape = tuple[int, int]

# How often groups of n English and m Chinese sentences occur: translators of news mostly go sentence by sentence and
# cut or join some; the sizes beyond 3 come from novels.
_SHAPES: Mapping[Shape, float] = MappingProxyType(
    {
        (1, 1): 0.80, (2, 1): 0.08, (1, 2): 0.05, (3, 1): 0.02, (2, 2): 0.01, (1, 3): 0.01, (4, 1): 0.006,
        (3, 2): 0.004, (1, 4): 0.003, (2, 3): 0.002, (5, 1): 0.002, (6, 1): 0.001, (1, 5): 0.001, (1, 6): 0.0005,
    }
)  # fmt: skip
_PARAGRAPH_SHAPES: Mapping[Shape, float] = MappingProxyType({(1, 1): 0.9, (2, 1): 0.02, (1, 2): 0.02})
_FORBIDDEN = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class AlignmentOptions:
    """What the alignment presumes."""

    weight: float = 0.35
    "Of the evidence of words, which is not independent, against that of lengths."
    trust: float = 0.45
    "Share of words that are expected to find a translation of theirs in the lexicon."
    variance: float = 7.0
    "Of the difference of lengths, per English character."
    omission: float = 0.01
    "Probability that a sentence has no counterpart."
    paragraph_omission: float = 0.1
    "Probability that a paragraph has no counterpart: captions, credits, page furniture."
    shapes: Mapping[Shape, float] = field(default_factory=lambda: _SHAPES)
    "Probability of each group of n English and m Chinese sentences."


def align(bitext: Bitext, lexicon: Lexicon, options: AlignmentOptions | None = None) -> tuple[Bead, ...]:
    """The likeliest beads of an article, in text order; every sentence is in exactly one.

    Sentences without counterpart, such as those of captions and credits, are beads with one empty side.
    """
    options = options or AlignmentOptions()
    source, target = _paragraphs(bitext.source), _paragraphs(bitext.target)
    groups = _search(
        [_text(bitext.source, group, " ") for group in source],
        [_text(bitext.target, group, "") for group in target],
        lexicon,
        options,
        _PARAGRAPH_SHAPES,
        options.paragraph_omission,
    )
    beads: list[Bead] = []
    for group in groups:
        english = [i for p in group.source for i in source[p]]
        chinese = [i for p in group.target for i in target[p]]
        if not english or not chinese:
            beads += [Bead((i,), (), group.score) for i in english] + [Bead((), (i,), group.score) for i in chinese]
            continue
        inside = align_segments(
            [bitext.source[i].text for i in english], [bitext.target[i].text for i in chinese], lexicon, options
        )
        beads += [
            Bead(tuple(english[i] for i in bead.source), tuple(chinese[i] for i in bead.target), bead.score)
            for bead in inside
        ]
    return tuple(beads)


def align_segments(
    source: Sequence[str], target: Sequence[str], lexicon: Lexicon, options: AlignmentOptions | None = None
) -> tuple[Bead, ...]:
    """The likeliest beads of two lists of sentences."""
    options = options or AlignmentOptions()
    return tuple(_search(source, target, lexicon, options, options.shapes, options.omission))


def units(bitext: Bitext, beads: Iterable[Bead]) -> tuple[TranslationUnit, ...]:
    """The texts of the beads that have both sides."""
    return tuple(
        TranslationUnit(
            document=bitext.document.name,
            line=(bitext.source[bead.source[0]].line, bitext.target[bead.target[0]].line),
            bead=(len(bead.source), len(bead.target)),
            source=" ".join(bitext.source[i].text.strip() for i in bead.source),
            target="".join(bitext.target[i].text.strip() for i in bead.target),
            score=bead.score,
        )
        for bead in beads
        if bead.source and bead.target
    )


def _paragraphs(segments: Sequence[Segment]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for i, segment in enumerate(segments):
        groups.setdefault(segment.paragraph, []).append(i)
    return list(groups.values())


def _text(segments: Sequence[Segment], group: Iterable[int], glue: str) -> str:
    return glue.join(segments[i].text.strip() for i in group)


def _search(
    source: Sequence[str],
    target: Sequence[str],
    lexicon: Lexicon,
    options: AlignmentOptions,
    shapes: Mapping[Shape, float],
    omission: float,
) -> list[Bead]:
    if not source or not target:
        return [Bead((i,), (), 1.0) for i in range(len(source))] + [Bead((), (j,), 1.0) for j in range(len(target))]
    evidence = similarity.collect(source, target, lexicon)
    tables = _tables(source, target, evidence, options, shapes)
    null = float(np.log(omission))
    return _best_path(tables, null)


def _lengths(texts: Sequence[str]) -> NDArray[np.float64]:
    """Widths in Han characters: ASCII counts a third."""
    return np.array([sum(1.0 if ord(char) > 0x2E7F else 0.33 for char in text.strip()) + 0.5 for text in texts])


def _tables(
    source: Sequence[str],
    target: Sequence[str],
    evidence: similarity.Evidence,
    options: AlignmentOptions,
    shapes: Mapping[Shape, float],
) -> dict[Shape, Matrix]:
    """For each shape, the score of the bead of that shape that starts at each pair of sentences."""
    n, m = len(source), len(target)
    widest_source = max(a for a, _ in shapes)
    widest_target = max(b for _, b in shapes)
    forward = similarity.blocks(
        evidence.source, evidence.forward, evidence.target.sizes, slice(0, n), slice(0, m), widest_target, options.trust
    )
    backward = similarity.blocks(
        evidence.target,
        evidence.backward,
        evidence.source.sizes,
        slice(0, m),
        slice(0, n),
        widest_source,
        options.trust,
    )
    down = [np.concatenate([np.zeros((1, m)), np.cumsum(f, axis=0)]) for f in forward]
    right = [np.concatenate([np.zeros((n, 1)), np.cumsum(g.T, axis=1)], axis=1) for g in backward]
    english = np.concatenate([[0.0], np.cumsum(_lengths(source))])
    chinese = np.concatenate([[0.0], np.cumsum(_lengths(target))])
    ratio = english[-1] / chinese[-1]
    tables = {}
    for (a, b), prior in shapes.items():
        if a > n or b > m:
            continue
        words = (down[b - 1][a:, : m - b + 1] - down[b - 1][:-a, : m - b + 1]) + (
            right[a - 1][: n - a + 1, b:] - right[a - 1][: n - a + 1, :-b]
        )
        left = 3 * (english[a:] - english[:-a])[:, None]
        other = 3 * ratio * (chinese[b:] - chinese[:-b])[None, :]
        surprise = (left - other) ** 2 / (options.variance * (left + other) / 2)
        tables[a, b] = (options.weight * words - np.minimum(surprise / 2, 8.0) + np.log(prior)).astype(np.float32)
    return tables


def _best_path(tables: Mapping[Shape, Matrix], null: float) -> list[Bead]:
    n, m = tables[1, 1].shape
    shapes = list(tables)
    best = np.full((n + 1, m + 1), _FORBIDDEN, dtype=np.float64)
    back = np.full((n + 1, m + 1), -1, dtype=np.int8)  # index of the shape, -1 for 0-1, -2 for 1-0
    best[0, 0] = 0.0
    steps = null * np.arange(m + 1)
    for i in range(n + 1):
        row = best[i]
        run = np.maximum.accumulate(row - steps) + steps
        moved = run > row + 1e-9
        back[i][moved] = -1
        best[i] = run
        if i == n:
            break
        _push(best, back, i + 1, slice(0, m + 1), best[i] + null, -2)
        for k, (a, b) in enumerate(shapes):
            if i + a <= n:
                _push(best, back, i + a, slice(b, m + 1), best[i, : m + 1 - b] + tables[a, b][i], k)
    return _trace(back, shapes, n, m)


def _push(best: NDArray[np.float64], back: NDArray[np.int8], row: int, where: slice, value: Matrix, code: int) -> None:
    better = value > best[row, where]
    best[row, where][better] = value[better]
    back[row, where][better] = code


def _trace(back: NDArray[np.int8], shapes: Sequence[Shape], n: int, m: int) -> list[Bead]:
    beads = []
    i, j = n, m
    while i or j:
        code = int(back[i, j])
        a, b = {-1: (0, 1), -2: (1, 0)}.get(code) or shapes[code]
        beads.append(Bead(tuple(range(i - a, i)), tuple(range(j - b, j)), 1.0))
        i, j = i - a, j - b
    return beads[::-1]
