"""How well sentences are aligned, beside Gale and Church, on folders of gold links.

    python benchmarks/alignment.py FOLDER... [--long]

A folder holds NAME.en, NAME.zh (one sentence a line) and NAME.align (`[0, 1]:[0]`, 0-based, English : Chinese). Figures
are strict: a link counts if both its index sets are those of a gold link.

- whole: the texts as they are, without paragraphs
- paragraphs: the texts cut at gold links into paragraphs of 1 to 5 English sentences
- 5 %, 10 %: the same with one side of so many links left out, seed 7: an omission stress
- s per 1000 sentences: processor time on one core, of English sentences, with the dictionaries loaded but no word looked
  up yet when the first text begins
- score >= .9: share of units so sure, and how many of those are right
"""

import argparse
import ast
import math
import os
import random
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `flashcards` does; numpy reads it when it is imported

import numpy as np

from flashcards import alignment, lexicon, paths
from flashcards.model import Bead

Link = tuple[tuple[int, ...], tuple[int, ...]]
Group = tuple[Sequence[int], Sequence[int]]

_SEED = 7
_CLASSIC = {(1, 1): 0.89, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011}
_CLASSIC_OMISSION = 0.0099 / 2
_VARIANCE = 6.8


@dataclass(frozen=True, slots=True)
class Bitext:
    """A text with its gold links."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    links: tuple[Link, ...]
    "In text order; omissions one sentence a link."
    groups: tuple[Group, ...]


def read(folder: Path) -> list[Bitext]:
    """The texts of a folder, by name."""
    found = []
    for path in sorted(folder.glob("*.align")):
        source, target = (tuple(path.with_suffix(end).read_text("utf-8").splitlines()) for end in (".en", ".zh"))
        lines = [line.replace("]:[", "]|[").split("|") for line in path.read_text("utf-8").splitlines() if line.strip()]
        links = [(tuple(ast.literal_eval(e)), tuple(ast.literal_eval(z[: z.index("]") + 1]))) for e, z in lines]
        whole = [(range(len(source)), range(len(target)))]
        found.append(Bitext(source, target, tuple(links), tuple(whole)))
    return found


def in_order(text: Bitext) -> list[Link] | None:
    """The links from the beginning of the text to its end; None if they cross."""
    at_source = {e[0]: (e, z) for e, z in text.links if e}
    at_target = {z[0]: (e, z) for e, z in text.links if z}
    found: list[Link] = []
    i = j = 0
    while i < len(text.source) or j < len(text.target):
        link = at_source.get(i)
        if link is None or (link[1] and link[1][0] != j):
            link = at_target.get(j)
            if link is None or link[0]:
                return None
        found.append(link)
        i, j = i + len(link[0]), j + len(link[1])
    return found


def stressed(text: Bitext, rate: float, seed: int) -> Bitext | None:
    """The text in paragraphs of 1 to 5 English sentences, one side of *rate* of its links left out."""
    links = in_order(text)
    if links is None:
        return None
    chance = random.Random(seed)  # noqa: S311  # a fixed sequence, not a secret
    source: list[str] = []
    target: list[str] = []
    gold: list[Link] = []
    groups: list[Group] = []
    size, begin = chance.randint(1, 5), (0, 0)
    for english, chinese in links:
        if english and chinese and chance.random() < rate:
            english, chinese = ((), chinese) if chance.random() < 0.5 else (english, ())  # noqa: PLW2901
        e = tuple(range(len(source), len(source) + len(english)))
        z = tuple(range(len(target), len(target) + len(chinese)))
        source += [text.source[i] for i in english]
        target += [text.target[j] for j in chinese]
        gold += [(e, z)] if e and z else [*(((i,), ()) for i in e), *(((), (j,)) for j in z)]
        if len(source) - begin[0] >= size:
            groups.append((range(begin[0], len(source)), range(begin[1], len(target))))
            size, begin = chance.randint(1, 5), (len(source), len(target))
    groups.append((range(begin[0], len(source)), range(begin[1], len(target))))
    return Bitext(tuple(source), tuple(target), tuple(gold), tuple(group for group in groups if any(map(len, group))))


def gale_church(text: Bitext) -> list[Link]:
    """Links by lengths alone: Computational Linguistics 19(1), 1993, with lengths in bytes of UTF-8 and the ratio of the text."""
    grid = np.linspace(0.0, 12.0, 2401)
    surprise = np.array([-math.log(max(1e-30, math.erfc(x / math.sqrt(2)))) for x in grid])
    ratio = sum(len(line.encode()) for line in text.source) / sum(len(line.encode()) for line in text.target)
    english = np.cumsum([0.0, *(len(line.encode()) for line in text.source)])
    chinese = np.cumsum([0.0, *(len(line.encode()) for line in text.target)]) * ratio
    nodes = paths.lattice([paths.full(len(source), len(target)) for source, target in text.groups], _CLASSIC)
    scores = np.full(nodes.leads.shape, math.log(_CLASSIC_OMISSION), dtype=np.float32)
    for number, (a, b), here in nodes.beads():
        i, j = nodes.row[here], nodes.column[here]
        left, right = english[i + a] - english[i], chinese[j + b] - chinese[j]
        delta = np.abs(right - left) / np.sqrt((left + right) / 2 * _VARIANCE + 1e-9)
        scores[number, here] = math.log(_CLASSIC[a, b]) - np.interp(delta, grid, surprise)
    path = paths.best(paths.Grid(nodes, scores))
    return [(tuple(range(i, i + a)), tuple(range(j, j + b))) for i, j, a, b in paths.steps(nodes, path)]


def f1(pairs: Iterable[tuple[Iterable[Link], Iterable[Link]]]) -> float:
    """Strict F1 of found against gold links, all texts together."""
    hit = made = wanted = 0
    for found, gold in pairs:
        ours, theirs = set(found), set(gold)
        hit, made, wanted = hit + len(ours & theirs), made + len(ours), wanted + len(theirs)
    return 2 * hit / max(1, made + wanted)


def report(name: str, texts: Sequence[Bitext], align: Callable[[Bitext], Sequence[Bead]]) -> list[tuple[float, bool]]:
    """Prints the figures of one variant of some texts and gives score and truth of each unit."""
    began = time.process_time()
    found = [align(text) for text in texts]
    seconds = time.process_time() - began
    links = [[(bead.source, bead.target) for bead in beads] for beads in found]
    ours = f1(zip(links, (text.links for text in texts), strict=True))
    theirs = f1((gale_church(text), text.links) for text in texts)
    units = [
        (bead.score, (bead.source, bead.target) in set(text.links))
        for beads, text in zip(found, texts, strict=True)
        for bead in beads
        if bead.source and bead.target
    ]
    sure = [right for score, right in units if score >= 0.9]
    speed = seconds / sum(len(text.source) for text in texts) * 1000
    print(
        f"{name:24}  F1 {ours:.4f}  Gale-Church {theirs:.4f}  {speed:.2f} s per 1000 sentences  "
        f"score >= .9: {len(sure) / len(units):.3f} of units, {sum(sure) / max(1, len(sure)):.4f} right"
    )
    return units


def main() -> None:
    """Prints the figures of every folder named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--long", action="store_true", help="also all texts repeated to 5,000 sentences: time, memory")
    args = parser.parse_args()
    dictionary = lexicon.load()

    def align(text: Bitext) -> Sequence[Bead]:
        return alignment.align_groups(text.source, text.target, text.groups, dictionary)

    units: list[tuple[float, bool]] = []
    for folder in args.folders:
        texts = read(folder)
        units += report(f"{folder.name}, whole", texts, align)
        for rate in (0.0, 0.05, 0.1):
            cut = [made for i, text in enumerate(texts) if (made := stressed(text, rate, _SEED + i)) is not None]
            report(f"{folder.name}, " + (f"{rate:.0%} omitted" if rate else "paragraphs"), cut, align)
    sure = [right for score, right in units if score >= 0.9]
    print(
        f"whole texts together: {len(sure) / len(units):.3f} of units score >= .9, {np.mean(sure):.4f} of those right"
    )
    if args.long:
        _long([text for folder in args.folders for text in read(folder)], align)


def _long(texts: Sequence[Bitext], align: Callable[[Bitext], Sequence[Bead]]) -> None:
    source: list[str] = []
    target: list[str] = []
    while len(source) < 5000 or len(target) < 6300:
        for text in texts:
            source += text.source
            target += text.target
    source, target = source[:5000], target[:6300]
    began = time.process_time()
    align(Bitext(tuple(source), tuple(target), (), ((range(5000), range(6300)),)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"5,000 x 6,300 sentences: {time.process_time() - began:.1f} s of processor time, {peak:.0f} MB")


if __name__ == "__main__":
    main()
