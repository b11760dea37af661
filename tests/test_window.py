"""How much of a sentence a card shows: `flashcards.window`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.model import Span
from flashcards.window import clauses_around, han_length

LONG = "由于供应链受到干扰，许多企业推迟了投资计划，而芯片制造商则加快了在东南亚建厂的步伐，以便分散风险，并满足客户对交货时间的要求。"


def test_a_long_sentence_is_cut_at_clause_borders() -> None:
    start = LONG.index("芯片")
    window = clauses_around(LONG, Span(start, start + 2), 12, 30)
    assert window is not None
    assert window.of(LONG) == "而芯片制造商则加快了在东南亚建厂的步伐，以便分散风险"


NUMBERS = [
    ("为满足不断增长的需求，几家公司今年总共投入了大约人民币2,000亿元扩大算力规模", "几家公司今年总共投入了大约人民币2,000亿元扩大算力规模"),
    ("为满足不断增长的需求，新的规定将从下个星期一上午10:30起限制算力出口", "新的规定将从下个星期一上午10:30起限制算力出口"),
    ("为满足不断增长的需求，这两种产品的比例将在明年达到3：2并带动算力需求", "这两种产品的比例将在明年达到3：2并带动算力需求"),
    ("公司在公告中写道:2026年起将在东部沿海的三个省份扩大算力规模", "2026年起将在东部沿海的三个省份扩大算力规模"),  # a border before a number
    ("这几座工厂的总投资额是20,公司还将在东部沿海的三个省份扩大算力规模", "公司还将在东部沿海的三个省份扩大算力规模"),  # and after one
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NUMBERS, ids=[text[-16:] for text, _ in NUMBERS])
def test_a_long_sentence_is_not_cut_inside_a_number(text: str, expected: str) -> None:
    start = text.index("算力")
    window = clauses_around(text, Span(start, start + 2), 4, 20)
    assert window is not None
    assert window.of(text) == expected


def test_a_short_sentence_is_shown_whole() -> None:
    assert clauses_around("美国商务部周二宣布扩大对先进芯片的出口管制范围。", Span(0, 2), 12, 45) is None


@given(st.text("芯片的在，。；：", min_size=1, max_size=120), st.data())
def test_a_window_keeps_the_word_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    window = clauses_around(text, Span(start, end), 12, 45)
    assert window is None or (window.start <= start and end <= window.end)


def test_length_counts_latin_words_and_numbers_once() -> None:
    assert han_length("使用 CloudMatrix 384 服务器") == 7
