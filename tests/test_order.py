"""Which note is learnt first: `flashcards.order`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.order import APART, Lesson, Place, learning_order


def lesson(word: str, unit: int, shown: str = "", *, key: str = "", score: float = 1.0) -> Lesson:
    return Lesson(key or word, Place(0, unit), shown or word, word, word, score)


def test_equal_notes_come_in_reading_order() -> None:
    assert learning_order([lesson("算力", 1), lesson("芯片", 0), lesson("电网", 2)]) == [1, 0, 2]


def test_of_one_sentence_the_word_that_is_worth_more_comes_first() -> None:
    assert learning_order([lesson("电网", 0, score=1), lesson("电池", 0, score=2)]) == [APART, 0]


def test_what_a_sentence_needs_comes_first() -> None:
    """算力 is missing in the first sentence and 芯片 in the second, so the third goes first."""
    lessons = [lesson("芯片", 0, "芯片要算力"), lesson("算力", 1, "算力靠电网"), lesson("电网", 2)]
    assert learning_order(lessons) == [2, 1, 0]


def test_a_part_comes_before_the_compound_though_the_card_cuts_it_off() -> None:
    assert learning_order([lesson("芯片制造商", 0, "…制造商"), lesson("芯片", 1)]) == [1, 0]


def test_notes_of_one_word_lie_far_apart() -> None:
    assert learning_order([lesson("芯片", 0, key="x"), lesson("芯片", 1, key="x")]) == [0, APART]


@pytest.mark.parametrize("before", [APART - 1, 2 * APART])
def test_a_crowded_sentence_begins_in_time(before: int) -> None:
    """Two notes of the last sentence and the words before them: left to the end, they would leave a gap."""
    lessons = [lesson(chr(0x4E00 + unit), unit) for unit in range(before)]
    lessons += [lesson("芯片", 99), lesson("算力", 99)]
    positions = learning_order(lessons)
    assert sorted(positions) == list(range(before + 2))
    assert positions[before] == before + 1 - APART  # no sooner than it must


words = st.text("甲乙丙丁", min_size=1, max_size=3)
lessons = st.builds(
    Lesson,
    key=words,
    place=st.builds(Place, st.integers(0, 1), st.integers(0, 3)),
    shown=st.text("甲乙丙丁戊", max_size=8),
    word=words,
    written=words,
    score=st.sampled_from([1.0, 2.0]),
)


@given(st.lists(lessons, max_size=30))
def test_every_position_goes_to_the_best_note_that_may_come(deck: list[Lesson]) -> None:
    """The definition, which looks at every note for every position."""
    needs = [
        {o.word for o in deck if o.word != one.word and (o.written in one.shown or o.word in one.word)} for one in deck
    ]
    waiting, learnt, expected, position = set(range(len(deck))), set[str](), [0] * len(deck), 0
    lately: dict[int, Lesson] = {}
    while waiting:
        recent = [lately[p] for p in range(position - APART + 1, position) if p in lately]
        ready = [i for i in waiting if all(r.place != deck[i].place and r.key != deck[i].key for r in recent)]
        left = [deck[i].place for i in waiting]
        pressing = [i for i in ready if (left.count(deck[i].place) - 1) * APART + 1 >= len(waiting)]
        if ready:
            best = min(pressing or ready, key=lambda i: (len(needs[i] - learnt), deck[i].place, -deck[i].score, i))
            waiting.remove(best)
            learnt.add(deck[best].word)
            lately[position], expected[best] = deck[best], position
        position += 1
    assert learning_order(deck) == expected
