"""How much the words of two texts speak for one being the translation of the other.

Every word of one side asks: is a translation of mine on the other side, and how surprising would that be by chance?
Translations come from the lexicon; numbers, Latin words, punctuation and names in pinyin are their own. The answer for
a block of sentences is a sum over its words, so all blocks of a window come out of a few matrix products.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flashcards import numerals
from flashcards.english import stem, words
from flashcards.lexicon import Lexicon

Matrix = NDArray[np.float32]

_HAN_RUN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’-]*[0-9]*|[0-9]+[A-Za-z]+[A-Za-z0-9]*")
_PUNCTUATION = (
    ("?", "?？"),
    ("!", "!！"),
    ('"', '"“”「」『』«»'),
    ("(", "(（"),
    ("...", "…"),
    (":", ":："),
    (";", ";；"),
)
_STOPWORDS = frozenset(
    "a an the of to in on at by for with from as and or but be is are was were been it its this that these those he she "
    "they we you i his her their our your my him them me us who which what whose s t not no do does did have has had "
    "will would can could may might shall should there then than so if".split()
)
_PART_WEIGHT = 0.4  # what a word inside a longer one tells, against the whole one (芯片 in 芯片制造商)
_BACKGROUND = 200.0  # of unseen words, in tokens: smooths the frequencies of short documents


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one side, by sentence."""

    types: tuple[str, ...]
    counts: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]
    "Sentence, type and count of each word that occurs, sorted by sentence."
    sizes: Matrix
    "Words in each sentence."
    background: Matrix
    "Relative frequency of each type."


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the words say about every pair of sentences; see `blocks`."""

    source: Side
    target: Side
    forward: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]
    "Source type, target sentence and weight with which the type translates something in the sentence."
    backward: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]
    "Target type, source sentence and weight."


def english_tokens(text: str) -> list[str]:
    """Stems of the words, values of the numbers and marks of an English sentence."""
    numbers = [number for number in numerals.in_english(text) if not number.words and not number.ordinal]
    taken = {i for number in numbers for i in range(number.start, number.end)}
    tokens = [
        stem(word.text) for word in words(text) if word.start not in taken and word.text.lower() not in _STOPWORDS
    ]
    return tokens + [_number(number) for number in numbers] + _marks(text)


def chinese_tokens(text: str, lexicon: Lexicon) -> list[str]:
    """Headwords, Latin stems (marked `=`), values of numbers and marks of a Chinese sentence."""
    numbers = [number for number in numerals.in_chinese(text) if not number.words]
    blank = list(text)
    for number in numbers:
        blank[number.start : number.end] = " " * (number.end - number.start)
    text_left = "".join(blank)
    tokens = [word for run in _HAN_RUN.findall(text_left) for word in _longest(run, lexicon)]
    latin = [stem(word) for word in _LATIN.findall(text_left)]
    return tokens + ["=" + word for word in latin] + [_number(number) for number in numbers] + _marks(text)


def _longest(run: str, lexicon: Lexicon) -> Iterable[str]:
    start = 0
    while start < len(run):
        for end in range(min(len(run), start + lexicon.longest), start, -1):
            if end == start + 1 or run[start:end] in lexicon.headwords:
                yield run[start:end]
                start = end
                break


def _number(number: numerals.Number) -> str:
    return f"#{number.value:g}"


def _marks(text: str) -> list[str]:
    return ["." + mark for mark, chars in _PUNCTUATION if any(char in text for char in chars)]


def collect(source: Sequence[str], target: Sequence[str], lexicon: Lexicon) -> Evidence:
    """The evidence for two lists of sentences."""
    english = [english_tokens(text) for text in source]
    chinese = [chinese_tokens(text, lexicon) for text in target]
    left, right = _side(english), _side(chinese)
    table = _translations(left.types, right.types, lexicon)
    return _evidence(left, right, table)


def _evidence(left: Side, right: Side, table: Mapping[tuple[int, int], float]) -> Evidence:
    pairs = np.array(list(table), dtype=np.int32).reshape(-1, 2)
    weights = np.array(list(table.values()), dtype=np.float32)
    # The other direction: of all the words of the text that may translate to this one, how likely is each?
    totals = np.bincount(pairs[:, 0], weights, len(left.types)).astype(np.float32)
    back = weights / np.maximum(totals[pairs[:, 0]], 1e-9)
    return Evidence(
        left,
        right,
        _spread(pairs[:, 0], pairs[:, 1], weights, right),
        _spread(pairs[:, 1], pairs[:, 0], back, left),
    )


def _side(sentences: Sequence[Sequence[str]]) -> Side:
    ids: dict[str, int] = {}
    rows, columns, counts = [], [], []
    for i, tokens in enumerate(sentences):
        for token, count in Counter(tokens).items():
            rows.append(i)
            columns.append(ids.setdefault(token, len(ids)))
            counts.append(count)
    sizes = np.array([max(1, len(tokens)) for tokens in sentences], dtype=np.float32)
    column, count = np.array(columns, dtype=np.int32), np.array(counts, dtype=np.float32)
    totals = np.bincount(column, count, len(ids))
    background = ((totals + 0.5) / (totals.sum() + _BACKGROUND)).astype(np.float32)
    return Side(tuple(ids), (np.array(rows, dtype=np.int32), column, count), sizes, background)


def _translations(english: Sequence[str], chinese: Sequence[str], lexicon: Lexicon) -> dict[tuple[int, int], float]:
    ids = {word: i for i, word in enumerate(english)}
    table: dict[tuple[int, int], float] = {}
    for z, word in enumerate(chinese):
        for translation, weight in _renderings(word, lexicon).items():
            e = ids.get(translation)
            if e is not None:
                table[e, z] = weight
    return table


def _renderings(word: str, lexicon: Lexicon) -> Mapping[str, float]:
    if word[0] in "#.":
        return {word: 1.0}
    if word[0] == "=":
        return {word[1:]: 1.0}
    found = {key: weight for key, weight in lexicon.translations(word).items() if key not in _STOPWORDS}
    if len(word) > 2:
        parts = {word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1) if j - i < len(word)}
        known = [part for part in parts if part in lexicon.headwords]
        for part in known:
            for key, weight in lexicon.translations(part).items():
                if key not in _STOPWORDS:
                    found[key] = max(found.get(key, 0.0), _PART_WEIGHT * weight)
    return found


def _spread(
    types: NDArray[np.int32], partners: NDArray[np.int32], weights: NDArray[np.float32], side: Side
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """For each type, the sentences of the other *side* that hold a partner of it, with summed weights."""
    rows, columns, counts = side.counts
    order = np.argsort(columns, kind="stable")
    starts = np.searchsorted(columns[order], np.arange(len(side.types) + 1))
    sizes = np.diff(starts)[partners]
    which = np.repeat(np.arange(len(partners)), sizes)
    offset = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    entry = order[starts[partners[which]] + offset]
    sentence = rows[entry]
    value = weights[which] * counts[entry]
    by_sentence = np.argsort(sentence, kind="stable")
    return types[which][by_sentence].astype(np.int32), sentence[by_sentence], value[by_sentence].astype(np.float32)


def blocks(
    side: Side,
    spread: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]],
    other: Matrix,
    rows: slice,
    columns: slice,
    widest: int,
    trust: float,
) -> list[Matrix]:
    """Evidence of each sentence in *rows* for each block of sentences starting in *columns*.

    Returns:
        For each width 1 to *widest*, a matrix rows × columns: the summed log likelihood ratio of the words of the
        sentence, given the block. Blocks that would reach beyond the last column repeat the last one that does not.
    """
    sentence, kind, count = side.counts
    lo, hi = np.searchsorted(sentence, (rows.start, rows.stop))
    present, local = np.unique(kind[lo:hi], return_inverse=True)
    weights = np.zeros((rows.stop - rows.start, len(present)), dtype=np.float32)
    weights[sentence[lo:hi] - rows.start, local] = count[lo:hi]
    types, where, value = spread
    lo, hi = np.searchsorted(where, (columns.start, columns.stop))
    position = np.full(len(side.types), -1, dtype=np.int64)
    position[present] = np.arange(len(present))
    row = position[types[lo:hi]]
    keep = row >= 0
    width = columns.stop - columns.start
    flat = row[keep] * width + (where[lo:hi][keep] - columns.start)
    table = np.bincount(flat, value[lo:hi][keep], len(present) * width).reshape(len(present), width)
    sums = np.zeros((len(present), width + 1), dtype=np.float32)
    np.cumsum(table, axis=1, out=sums[:, 1:])
    sizes = np.concatenate([[0.0], np.cumsum(other[columns])]).astype(np.float32)
    factor = (trust / (1 - trust)) / side.background[present]
    found = []
    for block in range(1, widest + 1):
        ends = np.minimum(np.arange(width) + block, width)
        starts = np.maximum(ends - block, 0)
        inside = (sums[:, ends] - sums[:, starts]) / np.maximum(sizes[ends] - sizes[starts], 1.0)
        found.append(
            weights @ np.log1p(factor[:, None] * inside) + np.float32(np.log(1 - trust)) * weights.sum(axis=1)[:, None]
        )
    return found
