"""Words that nobody has listed yet: an article that needs one repeats it.

The segmenter cuts an unknown word into single characters (特|供|版). One such run is chance, two of the same are a word.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flashcards.model import Token
from flashcards.syllables import HAN

_COMMON = frozenset(
    "的地得了着过被把将就已也都还与和及或在从为是不没有之一二三四五六七八九十百千万亿两几数半第每各某这那哪该此本个位名家张项条座份种件台部套场次批些年月日时元上下内外前后里间中等其至约超达占比只"
    "可能要会须应让使令才便仅均曾正更最很越再又即则所以而但如若因由对向往到自按据凭靠用做作说称道看想来去起出进回开"
)
"Particles, numerals, measure words and the commonest verbs of one character: side by side they are phrases."
_LONGEST = 4  # characters


def join_repeated(rows: Sequence[Sequence[Token]]) -> list[tuple[Token, ...]]:
    """*rows* with those runs of single characters joined that stand in them more than once.

    Args:
        rows: for each sentence of an article its words, which cover it.
    """
    counts = Counter(_text(row, run) for row in rows for run in _runs(row))
    joined = []
    for row in rows:
        starts = [token.start for token in row]
        for first, last in _runs(row):
            if counts[_text(row, (first, last))] > 1:
                starts[first + 1 : last] = [-1] * (last - first - 1)
        text, offset = _text(row, (0, len(row))), row[0].start if row else 0
        edges = [*(start for start in starts if start >= 0), offset + len(text)]
        joined.append(tuple(Token(text[a - offset : b - offset], a, b) for a, b in pairwise(edges)))
    return joined


def _text(row: Sequence[Token], run: tuple[int, int]) -> str:
    return "".join(token.text for token in row[slice(*run)])


def _runs(row: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """First and one past the last of the tokens of every run of two to four characters that are not common alone."""
    first = 0
    for index in range(len(row) + 1):
        text = row[index].text if index < len(row) else ""
        if len(text) == 1 and HAN.match(text) and text not in _COMMON:
            continue
        if 2 <= index - first <= _LONGEST:
            yield first, index
        first = index + 1
