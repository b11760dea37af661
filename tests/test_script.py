"""Simplified ⇄ Traditional on cards: `flashcards.script`."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.errors import ConfigError
from flashcards.script import converter

CASES = [
    ("traditional", "芯片发展", "芯片發展"),
    ("traditional", "头发和发展", "頭髮和發展"),  # 发 is two characters: hair, to develop
    ("traditional", "干部干涉", "幹部干涉"),  # 干, too: trunk, to interfere
    ("traditional", "皇后之后", "皇后之後"),
    ("traditional", "AI 芯片，3.5亿", "AI 芯片，3.5億"),
    ("simplified", "晶片發展", "晶片发展"),
    ("simplified", "頭髮和發展", "头发和发展"),
    ("simplified", "芯片发展", "芯片发展"),
    ("simplified", "乾隆皇帝的乾貨", "乾隆皇帝的干货"),
]


@pytest.mark.parametrize(("script", "text", "expected"), CASES)
def test_conversion_goes_by_words(script: str, text: str, expected: str) -> None:
    """Character by character, 头发 would be hair that develops. Words stay: 芯片 does not become 晶片."""
    assert converter(script)(text) == expected


@given(
    st.sampled_from(["simplified", "traditional"]), st.text() | st.text("发後头髮干乾么麼著𠮷𫗧々〇芯片", max_size=30)
)
def test_any_text_keeps_its_length(script: str, text: str) -> None:
    """All offsets (gaps, pinyin over characters, windows) are those of the article's own text."""
    assert len(converter(script)(text)) == len(text)


@pytest.mark.parametrize("joined", ["XY", ""])
def test_a_conversion_that_would_shift_offsets_is_made_character_by_character(
    monkeypatch: pytest.MonkeyPatch, joined: str
) -> None:
    """Other versions of OpenCC have other tables: phrases of another length must not move the gap."""

    class Shifting:
        def __init__(self, _: str) -> None: ...

        def convert(self, text: str) -> str:
            return "發" if text == "发" else joined if len(text) == 1 else text + joined + "!"

    monkeypatch.setattr("opencc.OpenCC", Shifting)
    converter.cache_clear()
    try:
        convert = converter("traditional")
        assert len(convert("头发芯片")) == 4
        assert convert("头发芯片")[1] == "發"
    finally:
        converter.cache_clear()


def test_a_missing_package_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is optional: whoever asks for it has to be told what to install, not shown a traceback."""
    monkeypatch.setitem(sys.modules, "opencc", None)
    converter.cache_clear()
    try:
        with pytest.raises(ConfigError, match=r"flashcards-zh\[scripts\].*as-is"):
            converter("traditional")
    finally:
        converter.cache_clear()
