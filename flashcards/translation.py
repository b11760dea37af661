"""What characters translate as: a model of words that no dictionary has, learnt from the ones that dictionaries have.

IBM Model 1 (Brown et al., The Mathematics of Statistical Machine Translation, 1993) with each headword as a sentence of
characters and each meaning as its translation: 储能 is new to CC-CEDICT, but 储 is `storage` in many words that are not.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_ROUNDS = 6  # of expectation and maximisation; the table hardly moves after the fifth
_NOTHING = 0.5  # weight of the empty word, from which words like `of` and `kind` come that translate no character
_SEEN = 1.0  # added to the count of a character: one seen in a single word is not sure of its meaning
_RARE = 5e-4  # added to the share of a stem: a chance pair of two rare ones would have the highest odds of all
_LEAST = 0.01  # probability under which a pair is left out; nine in ten of them are accidents


def learn(meanings: Iterable[tuple[str, Sequence[str]]]) -> dict[str, dict[str, float]]:
    """Character → English stem → how many times likelier the stem is beside the character than anywhere.

    Args:
        meanings: headwords in Simplified characters, each with the stems of one of its meanings.

    One second for the 180,000 meanings of CC-CEDICT.
    """
    characters: dict[str, int] = {}
    stems: dict[str, int] = {}
    cells = [
        (place, characters.setdefault(character, len(characters)), stems.setdefault(stem, len(stems)))
        for place, (stem, word) in enumerate((stem, word) for word, found in meanings for stem in found)
        for character in dict.fromkeys(word)
    ]
    if not cells:
        return {}
    translated, left, right = np.array(cells, dtype=np.int64).T
    pairs, pair = np.unique(left * len(stems) + right, return_inverse=True)
    of_pair, to_pair = np.divmod(pairs, len(stems))
    chance, share = _train(translated, pair, of_pair, right, len(stems))
    names, words = list(characters), list(stems)
    table: dict[str, dict[str, float]] = {}
    odds = chance / (share[to_pair] + _RARE)
    for at in np.flatnonzero((chance > _LEAST) & (odds > 1)):
        table.setdefault(names[of_pair[at]], {})[words[to_pair[at]]] = round(float(odds[at]), 1)
    return table


def _train(
    translated: NDArray[np.int64],
    pair: NDArray[np.int64],
    of_pair: NDArray[np.int64],
    stem: NDArray[np.int64],
    stems: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Probabilities of pairs and of stems by themselves.

    Args:
        translated: for each cell (a stem in a meaning, a character of its headword) the number of the former.
        pair: and the number of the pair of character and stem.
        of_pair: for each pair the character.
        stem: for each cell the stem.
        stems: how many there are.
    """
    stem_of = np.zeros(translated[-1] + 1, dtype=np.int64)
    stem_of[translated] = stem
    chance = 1.0 / np.bincount(of_pair)[of_pair]
    share = np.full(stems, 1.0 / stems)
    for _ in range(_ROUNDS):
        nothing = _NOTHING * share[stem_of]
        total = np.bincount(translated, chance[pair]) + nothing
        counts = np.bincount(pair, chance[pair] / total[translated])
        chance = counts / (np.bincount(of_pair, counts)[of_pair] + _SEEN)
        share = np.bincount(stem_of, nothing / total, minlength=stems)
        share = share / share.sum()
    return chance, share
