"""The look-up of words in all dictionaries at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import lexicon, lexiconindex
from flashcards.errors import LexiconError, PackageError
from flashcards.lexicon import Lexicon
from flashcards.pipeline import Toolbox

SMALL = """\
晶片 晶片 [jing1 pian4] /chip/wafer/
頭髮 头发 [tou2 fa5] /hair (on the head)/
發展 发展 [fa1 zhan3] /to develop/development/
"""


@pytest.fixture(scope="session")
def known(tools: Toolbox) -> Lexicon:
    return tools.lexicon


def test_all_readings_of_a_form_are_found_in_either_script(known: Lexicon) -> None:
    readings = {entry.reading[0] for entry in known.entries("长")}
    assert {"chang2", "zhang3"} <= readings
    assert {entry.reading[0] for entry in known.entries("長")} == readings


@pytest.mark.parametrize("form", ["芯片", "晶片"])
def test_our_entries_are_found_by_the_forms_of_taiwan_too(known: Lexicon, form: str) -> None:
    assert "chip" in known.curated(form)[0].english


def test_our_renderings_come_first(known: Lexicon) -> None:
    """CC-CEDICT explains 约谈 as arranging a meeting; newspapers write summon."""
    assert known.renderings("约谈")[0] == known.curated("约谈")[0].english[0]


def test_translations_weigh_one_together(known: Lexicon) -> None:
    assert sum(known.translations("出口管制").values()) == pytest.approx(1)
    assert known.translations("囧囧囧囧") == {}


def test_english_leads_back_to_chinese(known: Lexicon) -> None:
    assert {"芯片", "晶片"} & set(known.headwords_for("chip"))


def test_levels_name_their_lists(known: Lexicon) -> None:
    """The lists disagree on two words in five: a bare number would mean nothing."""
    assert {level.standard for level in known.levels("经济")} == set(lexicon.STANDARDS)


@pytest.mark.parametrize(
    ("word", "parts", "basis"),
    [("经济", (), "word"), ("经济发展", ("经济", "发展"), "parts"), ("芯片", (), "characters")],
)
def test_a_level_says_what_it_rests_on(known: Lexicon, word: str, parts: tuple[str, ...], basis: str) -> None:
    level = known.level(word, "hsk2.0", parts)
    assert level is None or level.basis == basis
    assert known.level("经济", "hsk2025") is not None


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("頭髮發展", "头发发展"),
        ("乾隆", "乾隆"),
        ("芯片", "芯片"),
        ("皇后以後", "皇后以后"),
        ("GPT-4 晶片", "GPT-4 晶片"),
    ],
)
def test_traditional_text_is_simplified_word_by_word(known: Lexicon, traditional: str, simplified: str) -> None:
    assert known.simplify(traditional) == simplified


@pytest.mark.parametrize(("simplified", "traditional"), [("头发", "頭髮"), ("发展", "發展"), ("皇后", "皇后")])
def test_simplified_words_are_converted_as_words(known: Lexicon, simplified: str, traditional: str) -> None:
    assert known.traditionalise(simplified) == traditional


@given(text=st.text(max_size=30) | st.text(alphabet="發頭髮后後乾隆裡里A 𠮷", max_size=30))
def test_conversion_keeps_every_offset(known: Lexicon, text: str) -> None:
    assert len(known.simplify(text)) == len(known.traditionalise(text)) == len(text)


@pytest.mark.parametrize(("word", "is_name"), [("华为", True), ("上海", True), ("芯片", False), ("三星堆堆堆", False)])
def test_names_are_known_by_capitals(known: Lexicon, word: str, is_name: bool) -> None:
    assert known.is_name(word) is is_name


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.u8"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_another_dictionary_can_be_used(small: Path, tmp_path: Path) -> None:
    """CC-CEDICT comes out every day, the package once a year."""
    found = lexicon.load(small, tmp_path)
    assert [entry.glosses for entry in found.entries("头发")] == [("hair (on the head)",)]
    assert found.entries("经济") == ()


def test_two_processes_may_build_at_once(small: Path, tmp_path: Path) -> None:
    index = tmp_path / lexiconindex.name(small)
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda _: lexiconindex.build(index, small), range(2)))
    assert Lexicon(index).entries("晶片")
    assert [path.name for path in tmp_path.glob("*.partial")] == []


def test_the_index_depends_on_the_files(small: Path) -> None:
    """A changed dictionary must never answer from an old index."""
    before = lexiconindex.name(small)
    small.write_text(SMALL + "新 新 [xin1] /new/\n", encoding="utf-8")
    assert lexiconindex.name(small) != before


def test_words_can_be_left_out_to_see_what_they_are_worth(small: Path, tmp_path: Path) -> None:
    index = tmp_path / "without.sqlite3"
    lexiconindex.build(index, small, leave_out={"芯片"})
    assert Lexicon(index).curated("芯片") == ()


@pytest.mark.parametrize("damage", [b"", b"no database at all", None], ids=["empty", "junk", "half"])
def test_a_damaged_index_is_made_anew(small: Path, tmp_path: Path, damage: bytes | None) -> None:
    """As after a crash of the machine, or where another user's cannot be read."""
    index = tmp_path / lexiconindex.name(small)
    lexiconindex.build(index, small)
    data = index.read_bytes()
    index.write_bytes(data[: len(data) // 2] if damage is None else damage)
    assert lexicon.load(small, tmp_path).entries("头发")


def test_a_missing_dictionary_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot read the dictionary"):
        lexicon.load(tmp_path / "none.u8", tmp_path)


def test_a_cache_folder_that_cannot_be_made_is_named(small: Path) -> None:
    with pytest.raises(PackageError, match="FLASHCARDS_CACHE"):
        lexicon.load(small, small / "cache")


def test_the_cache_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FLASHCARDS_CACHE", str(tmp_path))
    assert lexicon.cache_folder() == tmp_path
