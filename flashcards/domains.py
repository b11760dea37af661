"""What a word is about: technology, policy, business or nothing in particular.

Learnt from the curated lexicons, which give each word its domain, against CC-CEDICT as the language at large. Evidence
is counted per English stem of a word's meanings and per character and pair of characters of the word itself: `tariff`
and 税 speak for policy because they are frequent there and rare elsewhere.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flashcards.model import CuratedEntry, Domain, Entry

SUBJECTS = (Domain.TECH, Domain.POLICY, Domain.BUSINESS)
_SMOOTHING = 0.7  # added to each count: a stem seen once in a lexicon of a thousand says little
_LEAST = 2  # uses in the curated lexicons under which a feature says nothing


@dataclass(frozen=True, slots=True)
class DomainModel:
    """Log odds of features for each subject against the language at large."""

    english: Mapping[str, tuple[float, ...]]
    "Stem → odds in the order of SUBJECTS."
    chinese: Mapping[str, tuple[float, ...]]
    "One or two Simplified characters → odds."

    def score(self, word: str, stems: Iterable[str], here: Iterable[str]) -> dict[Domain, float]:
        """Evidence for each subject, about -1 (against) to 4 (strong).

        Args:
            word: in Simplified characters.
            stems: of its meanings in dictionaries.
            here: of the English words that translate it in this article; they count double.
        """
        rows = [_mean([self.chinese.get(piece) for piece in pieces]) for pieces in (_pairs(word), list(word))]
        rows.append(_strongest([self.english.get(stem) for stem in stems]))
        local = _strongest([self.english.get(stem) for stem in here])
        rows += [local, local]
        return {subject: sum(row[place] for row in rows) / len(rows) for place, subject in enumerate(SUBJECTS)}


def learn(
    entries: Sequence[tuple[Entry, Sequence[str]]], ours: Sequence[tuple[CuratedEntry, Sequence[str]]]
) -> DomainModel:
    """The model from dictionary entries and curated entries, each with the stems of its meanings."""
    known = {entry.word for entry, _ in ours}
    large = [(entry.simplified, stems) for entry, stems in entries if entry.simplified not in known]
    small = {subject: [(entry.word, stems) for entry, stems in ours if entry.domain is subject] for subject in SUBJECTS}
    return DomainModel(
        english=_odds(
            {subject: _count(stems for _, stems in rows) for subject, rows in small.items()},
            _count(stems for _, stems in large),
            {s: len(rows) for s, rows in small.items()},
            len(large),
        ),
        chinese=_odds(
            {subject: _count([*word, *_pairs(word)] for word, _ in rows) for subject, rows in small.items()},
            _count([*word, *_pairs(word)] for word, _ in large),
            {s: len(rows) for s, rows in small.items()},
            len(large),
        ),
    )


def _count(rows: Iterable[Iterable[str]]) -> Counter[str]:
    return Counter(feature for row in rows for feature in set(row))


def _odds(
    small: Mapping[Domain, Counter[str]], large: Counter[str], sizes: Mapping[Domain, int], size: int
) -> dict[str, tuple[float, ...]]:
    features = Counter[str]()
    for counts in small.values():
        features.update(counts)
    table = {}
    for feature, total in features.items():
        if total >= _LEAST:
            base = (large[feature] + 5 * _SMOOTHING) / (size + 1)
            table[feature] = tuple(
                round(
                    max(
                        -1.0,
                        min(
                            4.0,
                            math.log(
                                (small[subject][feature] + _SMOOTHING * base * sizes[subject])
                                / (sizes[subject] + 1)
                                / base
                                + 0.1
                            ),
                        ),
                    ),
                    2,
                )
                for subject in SUBJECTS
            )
    return table


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)]


def _mean(rows: Sequence[tuple[float, ...] | None]) -> tuple[float, ...]:
    if not rows:
        return (0.0,) * len(SUBJECTS)
    return tuple(sum(row[i] if row else 0.0 for row in rows) / len(rows) for i in range(len(SUBJECTS)))


def _strongest(rows: Sequence[tuple[float, ...] | None]) -> tuple[float, ...]:
    """The two strongest rows of evidence, averaged: the rest are function words and far senses."""
    found = sorted((row for row in rows if row), key=max, reverse=True)[:2]
    return _mean(found)
