"""Our own lexicons: each entry must be fit to be shown to a learner."""

import re
from collections import Counter
from pathlib import Path

import pytest

from flashcards import curated
from flashcards.errors import LexiconError
from flashcards.model import CuratedEntry
from flashcards.pipeline import Toolbox
from flashcards.syllables import HAN

ENTRIES = curated.read(curated.files(), lambda word: word)
WORDS = {entry.word for entry in ENTRIES}
SYLLABLE = re.compile(r"[A-Za-zÀ-ɏ\u0300-\u036f]+")


def test_there_are_enough_for_the_genre() -> None:
    assert len(ENTRIES) >= 2500


@pytest.mark.parametrize("path", curated.files(), ids=lambda path: path.stem)
def test_files_are_sorted(path: Path) -> None:
    """Two people who add words then seldom change the same line."""
    found = re.findall(r"^  - \{word: ([^,}]+)", path.read_text("utf-8"), re.MULTILINE)
    assert found == sorted(found)


def test_no_word_stands_twice_in_one_sense() -> None:
    counts = Counter((entry.word, entry.sense) for entry in ENTRIES)
    assert [key for key, count in counts.items() if count > 1] == []


def test_readings_have_one_syllable_for_each_character() -> None:
    bad = [e.word for e in ENTRIES if e.reading and len(e.reading) != len(HAN.findall(e.word))]
    assert bad == []


def test_readings_are_written_with_tone_marks() -> None:
    """`xin1` or `xin` in a file would be shown as it stands."""
    assert [e.word for e in ENTRIES for s in e.reading if not SYLLABLE.fullmatch(s)] == []


def test_renderings_are_plain_english() -> None:
    bad = [e.word for e in ENTRIES for text in e.english if not text or HAN.search(text) or text != text.strip()]
    assert bad == []


def test_abbreviations_lead_to_full_forms_that_exist() -> None:
    assert [e.word for e in ENTRIES if e.short_for and e.short_for not in WORDS] == []


def test_no_word_abbreviates_itself() -> None:
    assert [e.word for e in ENTRIES if e.short_for == e.word] == []


def test_headwords_are_simplified(tools: Toolbox) -> None:
    """The key of a card is the Simplified headword: a Traditional one would make a second card."""
    assert [e.word for e in ENTRIES if tools.lexicon.simplify(e.word) != e.word] == []


def test_traditional_forms_are_as_long(tools: Toolbox) -> None:
    """Offsets are kept between the scripts."""
    bad = [e.word for e in tools.lexicon.curated_entries() if len(e.traditional) != len(e.word)]
    assert bad == []


def read(tmp_path: Path, text: str) -> tuple[CuratedEntry, ...]:
    path = tmp_path / "words.yaml"
    path.write_text("domain: tech\nentries:\n" + text, encoding="utf-8")
    return curated.read([path], lambda word: word)


def test_an_entry_takes_the_domain_of_its_file(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, "  - {word: 芯片, english: [chip]}\n")
    assert (entry.domain.value, entry.english) == ("tech", ("chip",))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{word: 芯片, english: [chip], note: x}", "unknown key 'note'"),
        ("{word: 芯片, english: []}", "at least one English rendering"),
        ("{word: 芯片}", "at least one English rendering"),
        ("{word: 芯片, english: [chip], reading: xīn}", "has 2 Han characters, its reading 1"),
        ("{word: 芯片, english: [chip], kind: thing}", "unknown kind 'thing'"),
        ("{word: 芯片, english: [chip]}\n  - {word: 芯片, english: [microchip]}", "stands already at"),
    ],
)
def test_a_bad_entry_is_named_with_its_line(tmp_path: Path, entry: str, said: str) -> None:
    with pytest.raises(LexiconError) as caught:
        read(tmp_path, f"  - {entry}\n")
    assert said in caught.value.message
    assert caught.value.location is not None
    assert caught.value.location.line >= 3


def test_two_senses_of_one_form_need_names(tmp_path: Path) -> None:
    """分子 is a molecule (fēnzǐ) and a member (fènzǐ): two cards."""
    found = read(
        tmp_path,
        "  - {word: 分子, english: [molecule], sense: science}\n  - {word: 分子, english: [member], sense: people}\n",
    )
    assert [entry.sense for entry in found] == ["science", "people"]
