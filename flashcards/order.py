"""The order in which notes are learnt: what a card needs comes before it, notes of one sentence far apart.

For each position the best note is taken of those whose sentence and whose word were not shown lately: the one with the
fewest words in its sentence that are still to be learnt, then in reading order.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import NamedTuple

APART = 20
"Positions between notes that share a sentence: with ten new cards a day, two days."


class Place(NamedTuple):
    """A sentence: later articles and later sentences are greater."""

    article: int
    unit: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the order needs to know of a note."""

    key: str
    "Notes of the same key teach the same word."
    place: Place
    shown: str
    "The part of the sentence on the card."
    word: str
    "Simplified headword."
    written: str
    "The headword as its article writes it."
    score: float
    "Of notes that are equal in everything else, the one that is worth more comes first."


def learning_order(lessons: Sequence[Lesson]) -> list[int]:
    """The position of each of the *lessons*, from 0; some positions stay empty if too many notes share a sentence.

    Takes time in proportion to their number, and to that of the words of the deck in their sentences.
    """
    waiting = _Waiting(lessons)
    positions = [0] * len(lessons)
    position = 0
    while waiting.count:
        number = waiting.take(position)
        if number is not None:
            positions[number] = position
        position += 1
    return positions


class _Claim(NamedTuple):
    """A note that waits for a position; the least one is the best."""

    missing: int
    "Words in its sentence that are still to be learnt."
    place: Place
    cost: float
    "The score, negative."
    number: int


class _Head(NamedTuple):
    """The best note of a sentence; the least head is the best."""

    has_time: bool
    "False for sentences that have so many notes left that they must begin now to end with all others."
    claim: _Claim


class _Waiting:
    """The notes that have no position yet, kept so that the best is found without going through them.

    Each sentence has a heap of its notes, and all sentences have one heap of heads, the best note of each. Whatever
    makes a head better is told to the heap at once (`_offer`); what makes it worse is seen when it comes up.
    """

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self.count = len(lessons)
        self._lessons = lessons
        self._missing: list[int] = []
        "For each note; the words in its sentence that are still to be learnt."
        self._needed_by: dict[str, list[int]] = defaultdict(list)
        "Words to be learnt → the notes that miss them."
        self._taken: set[int] = set()
        self._left = Counter(lesson.place for lesson in lessons)
        self._claims: dict[Place, list[_Claim]] = defaultdict(list)
        self._heads: list[_Head] = []
        self._offered: dict[Place, _Head] = {}
        "The one entry in `_heads` for each sentence that counts."
        self._free: dict[Place | str, int] = defaultdict(int)
        "From which position on a sentence or a key may come again."
        self._returns: dict[int, list[int]] = defaultdict(list)
        "Position → notes by which something is free again."
        self._presses: dict[int, list[Place]] = defaultdict(list)
        "Number of waiting notes → the sentences whose time is up then."
        for number, needs in enumerate(_needs(lessons)):
            self._missing.append(len(needs))
            for word in needs:
                self._needed_by[word].append(number)
            self._claim(number)
        for place in self._left:
            self._presses[self._pressing_from(place)].append(place)
            self._offer(place, 0)

    def take(self, position: int) -> int | None:
        """The note for *position*, one after the last that was asked for; None if there is none that may come now."""
        for number in self._returns.pop(position, ()):
            self._claim(number)
            self._offer(self._lessons[number].place, position)
        while self._heads:
            head = heappop(self._heads)
            place = head.claim.place
            if self._offered.get(place) != head:
                continue
            del self._offered[place]
            if head == self._head(place, position):
                self._settle(head.claim.number, position)
                return head.claim.number
            self._offer(place, position)
        return None

    def _settle(self, number: int, position: int) -> None:
        lesson = self._lessons[number]
        self.count -= 1
        self._taken.add(number)
        self._left[lesson.place] -= 1
        self._free[lesson.place] = self._free[lesson.key] = position + APART
        self._returns[position + APART].append(number)
        self._presses[self._pressing_from(lesson.place)].append(lesson.place)
        for place in self._presses.pop(self.count, ()):
            self._offer(place, position)
        for other in self._needed_by.pop(lesson.word, ()):
            self._missing[other] -= 1
            self._claim(other)
            self._offer(self._lessons[other].place, position)

    def _claim(self, number: int) -> None:
        """Put a note into the heap of its sentence, as it is now."""
        if number not in self._taken:
            lesson = self._lessons[number]
            heappush(self._claims[lesson.place], _Claim(self._missing[number], lesson.place, -lesson.score, number))

    def _offer(self, place: Place, position: int) -> None:
        """Put the best note of a sentence into the heap of heads, if the sentence may come."""
        head = self._head(place, position)
        if head and head != self._offered.get(place):
            self._offered[place] = head
            heappush(self._heads, head)

    def _head(self, place: Place, position: int) -> _Head | None:
        claims = self._claims[place]
        while claims and self._free[place] <= position:
            claim = claims[0]
            free = self._free[self._lessons[claim.number].key]
            is_current = claim.number not in self._taken and claim.missing == self._missing[claim.number]
            if is_current and free <= position:
                return _Head(self.count > self._pressing_from(place), claim)
            heappop(claims)
            if is_current:
                self._returns[free].append(claim.number)
        return None

    def _pressing_from(self, place: Place) -> int:
        """The number of waiting notes from which on a sentence cannot be put off: as many as its own notes take up."""
        return (self._left[place] - 1) * APART + 1


def _needs(lessons: Sequence[Lesson]) -> Iterator[set[str]]:
    """For each lesson the other words to be learnt that stand in what its card shows, or in its own word."""
    by_form: dict[str, set[str]] = defaultdict(set)
    for lesson in lessons:
        by_form[lesson.written].add(lesson.word)
    words = {lesson.word for lesson in lessons}
    lengths, own_lengths = {len(form) for form in by_form}, {len(word) for word in words}
    for lesson in lessons:
        shown = {word for part in _parts(lesson.shown, lengths) for word in by_form.get(part, ())}
        yield (shown | (words & set(_parts(lesson.word, own_lengths)))) - {lesson.word}


def _parts(text: str, lengths: Collection[int]) -> Iterator[str]:
    """All parts of *text* that have one of the *lengths*."""
    return (text[at : at + length] for length in lengths for at in range(len(text) - length + 1))
