"""English words and stems: what is compared when a dictionary's English is looked for in an article."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import english
from flashcards.english import stem, stems, words
from flashcards.pipeline import Toolbox


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia’s chips", ["Nvidia", "chips"]),  # a possessive is no part of the name
        ("A.I.-enabled", ["A.I.", "enabled"]),
        ("the U.S. and the U.K.", ["the", "U.S.", "and", "the", "U.K."]),
        ("Rmb180bn ($25bn)", ["Rmb", "180bn", "$", "25bn"]),
        ("NT$17.14bn", ["NT$", "17.14", "bn"]),
        ("1,800 of 3.5 per cent", ["1,800", "of", "3.5", "per", "cent"]),
        ("Z.ai and OpenAI", ["Z.ai", "and", "OpenAI"]),
        ("don’t", ["don’t"]),
        ("", []),
    ],
)
def test_words_are_what_a_reader_would_call_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected


@given(st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    """Spans shown on the translation are cut by these offsets."""
    found = words(text)
    assert all(text[word.start : word.end] == word.text for word in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Restrictions", "restrict"),
        ("led", "lead"),
        ("centres", "center"),
        ("defence", "defense"),
        ("organisation", "organization"),
        ("A.I.", "AI"),
        ("U.S.", "US"),
        ("$", "dollar"),
        ("€", "euro"),
        ("crises", "crisis"),
        ("programme", "program"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("US", "us"), ("wafer", "waffle"), ("chip", "chipmaker"), ("Rmb", "$")])
def test_different_words_do_not(one: str, other: str) -> None:
    """`them and us` is no evidence for 美国."""
    assert stem(one) != stem(other)


def test_stems_come_in_order() -> None:
    assert stems("export controls") == (stem("exports"), stem("control"))


def test_what_was_written_down_is_what_would_be_found(tools: Toolbox) -> None:
    """The words of dictionaries come with their stems, to save time: no answer may depend on whether they did."""
    pairs = [line.split(" ") for line in tools.lexicon._text("stems").split("\n")][::50]
    assert [pair for pair in pairs if english._stem(pair[0]) != pair[1]] == []
