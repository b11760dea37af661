"""How frequent words are in Chinese at large: `flashcards.frequency`."""

import sys

import pytest

from flashcards import assembly
from flashcards.errors import ConfigError
from flashcards.frequency import zipf
from flashcards.options import DeckOptions

LISTED = [
    ("的", 7.79),
    ("企业", 5.75),
    ("芯片", 4.16),
    ("碳化硅", 2.28),  # a tokeniser that cuts it in two says 1.45
    ("AI", 3.98),  # the list is in small letters
    ("ai", 3.98),
]


@pytest.mark.parametrize(("word", "expected"), LISTED)
def test_a_word_of_the_list_has_its_frequency(word: str, expected: float) -> None:
    assert zipf(word) == expected


NOT_LISTED = [
    ("先进封装", ["先进", "封装"]),
    ("出口管制", ["出口", "管制"]),
    ("逆全球化", ["逆", "全球化"]),
    ("芯片法案", ["芯片", "法案"]),
]


@pytest.mark.parametrize(("word", "parts"), NOT_LISTED)
def test_a_word_that_is_not_in_the_list_has_none_though_its_parts_have(word: str, parts: list[str]) -> None:
    """A number made of its parts would say of a word that nobody counted how often it was."""
    assert "".join(parts) == word
    assert all(zipf(part) for part in parts)
    assert zipf(word) is None


@pytest.mark.parametrize("word", ["", " ", "G20", "数据 中心", "乾隆"])
def test_what_the_list_cannot_have_has_none(word: str) -> None:
    assert zipf(word) is None


def test_a_missing_package_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wordfreq", None)
    with pytest.raises(ConfigError, match=r"flashcards-zh\[frequency\].*leave zipf out"):
        zipf("芯片")


def test_decks_do_not_depend_on_what_is_installed() -> None:
    """Frequencies are on cards where the configuration asks for them, not wherever somebody has the package."""
    assert assembly.card_options(DeckOptions()).zipf is None
    assert assembly.card_options(DeckOptions(zipf=True)).zipf is zipf
