"""Machine formats of the commands: `flashcards.records`. The names of the keys are a contract with other programs."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import records
from flashcards.model import Bead, Domain, Level, Occurrence, Span, Syllable, Term, TranslationUnit, Word

UNIT = TranslationUnit("a.txt", (3, 4), (2, 1), "Chips matter. They do.", "芯片很重要。", 0.987654)
WORDS = (
    Word("芯片", 0, 2, (Syllable("xīn", "table", 1.0), Syllable("piàn", "table", 0.5))),
    Word("AI", 2, 4, ()),
)
TERM = Term(
    headword="晶片",
    simplified="晶片",
    traditional="晶片",
    reading=("jīng", "piàn"),
    gloss="chip",
    senses=("wafer",),
    domain=Domain.TECH,
    level=None,
    score=2.5,
    occurrences=(Occurrence(0, 0, 2, Span(0, 5), 0.876), Occurrence(0, 2, 3)),
    evidence=(("length", 1.5), ("links", 1.0)),
)


# Units


def test_a_unit_has_the_keys_of_the_contract() -> None:
    assert json.loads(records.unit_json(UNIT)) == {
        "document": "a.txt",
        "line": [3, 4],
        "bead": [2, 1],
        "source": "Chips matter. They do.",
        "target": "芯片很重要。",
        "score": 0.9877,
    }


def test_readings_and_warnings_come_only_when_asked_for() -> None:
    """A program that reads the plain format must not stumble over new keys."""
    found = json.loads(records.unit_json(UNIT, WORDS, ["number: 3 and 4"]))
    assert found["tokens"] == [{"text": "芯片", "reading": ["xīn", "piàn"]}, {"text": "AI", "reading": None}]
    assert found["warnings"] == ["number: 3 and 4"]
    assert json.loads(records.unit_json(UNIT, ()))["tokens"] == []


def test_chinese_is_readable_in_json() -> None:
    r"""`\u82af` helps nobody who looks at the output or searches it."""
    assert "芯片" in records.unit_json(UNIT)
    assert "芯片" in records.reading_json("芯片AI", WORDS)
    assert "晶片" in records.term_json(TERM, [UNIT])


def test_a_unit_is_a_row_of_its_table() -> None:
    row = dict(zip(records.ALIGN_COLUMNS, records.unit_row(UNIT).split("\t"), strict=True))
    assert row == {
        "document": "a.txt",
        "line_en": "3",
        "line_zh": "4",
        "bead": "2-1",
        "score": "0.988",
        "source": "Chips matter. They do.",
        "target": "芯片很重要。",
    }


@given(st.text(), st.text(), st.text())
def test_any_text_makes_one_row_and_one_line(source: str, target: str, name: str) -> None:
    """A tab or line break inside a sentence would shift every column after it."""
    unit = replace(UNIT, source=source, target=target, document=name)
    assert records.unit_row(unit).count("\t") == len(records.ALIGN_COLUMNS) - 1
    assert len(records.unit_row(unit).splitlines()) == 1
    assert "\n" not in records.unit_json(unit)
    assert json.loads(records.unit_json(unit))["target"] == target


@pytest.mark.parametrize(
    ("bead", "line"),
    [
        (Bead((0, 1), (0,), 0.97), "[0, 1]:[0]:0.9700"),
        (Bead((3,), (), 0.5), "[3]:[]:0.5000"),
        (Bead((), (2, 3), 1.0), "[]:[2, 3]:1.0000"),
    ],
)
def test_beads_are_written_as_alignment_tools_read_them(bead: Bead, line: str) -> None:
    """The format of vecalign and its scorer."""
    assert records.bead_line(bead) == line


# Terms


def test_a_term_has_the_keys_of_the_contract() -> None:
    assert json.loads(records.term_json(TERM, [UNIT])) == {
        "headword": "晶片",
        "simplified": "晶片",
        "traditional": "晶片",
        "reading": ["jīng", "piàn"],
        "gloss": "chip",
        "senses": ["wafer"],
        "composed": False,
        "domain": "tech",
        "kind": None,
        "level": None,
        "count": 2,
        "score": 2.5,
        "variant_of": None,
        "occurrences": [
            {"source": UNIT.source, "target": UNIT.target, "start": 0, "end": 2, "gloss": "Chips", "confidence": 0.88},
            {"source": UNIT.source, "target": UNIT.target, "start": 2, "end": 3, "gloss": None, "confidence": 0.0},
        ],
    }


def test_evidence_comes_only_when_asked_for() -> None:
    assert "evidence" not in json.loads(records.term_json(TERM, [UNIT]))
    assert json.loads(records.term_json(TERM, [UNIT], explain=True))["evidence"] == {"length": 1.5, "links": 1.0}


def test_a_term_is_a_row_of_its_table() -> None:
    term = replace(TERM, level=Level("hsk2025", 5, "word"), variant_of="半导体晶片", gloss="a\tchip")
    row = dict(zip(records.TERM_COLUMNS, records.term_row(term).split("\t"), strict=True))
    assert row == {
        "headword": "晶片",
        "traditional": "晶片",
        "reading": "jīng piàn",
        "gloss": "a chip",
        "domain": "tech",
        "level": "hsk2025:5",
        "count": "2",
        "score": "2.5",
        "variant_of": "半导体晶片",
    }


@pytest.mark.parametrize(("zipf", "cell"), [(4.16, "4.16"), (None, "")])
def test_frequencies_come_only_when_asked_for(zipf: float | None, cell: str) -> None:
    """Programs that read the formats know their columns by number."""

    def look_up(word: str) -> float | None:
        return zipf if word == TERM.simplified else 0.0

    assert "zipf" not in json.loads(records.term_json(TERM, [UNIT]))
    assert json.loads(records.term_json(TERM, [UNIT], zipf=look_up))["zipf"] == zipf
    assert records.term_row(TERM, look_up) == f"{records.term_row(TERM)}\t{cell}"


@pytest.mark.parametrize(
    ("level", "name"),
    [
        (None, None),
        (Level("hsk2025", 4, "word"), "hsk2025:4"),
        (Level("hsk2025", 7, "word"), "hsk2025:7-9"),
        (Level("hsk2021", 7, "parts"), "hsk2021:7-9 (parts)"),
        (Level("hsk2.0", 6, "characters"), "hsk2.0:6 (characters)"),
    ],
)
def test_levels_name_their_list_and_how_they_were_found(level: Level | None, name: str | None) -> None:
    """The lists disagree on two words in five: a number alone says nothing."""
    assert records.level_name(replace(TERM, level=level)) == name


# Readings


@pytest.mark.parametrize(
    ("style", "reading"),
    [("marks", ["xīn", "piàn"]), ("numbers", ["xin1", "pian4"]), ("zhuyin", ["ㄒㄧㄣ", "ㄆㄧㄢˋ"])],
)
def test_a_reading_has_one_syllable_for_each_character(style: str, reading: list[str]) -> None:
    assert json.loads(records.reading_json("芯片AI", WORDS, style)) == {
        "text": "芯片AI",
        "tokens": [{"text": "芯片", "reading": reading}, {"text": "AI", "reading": None}],
    }


def test_a_doubtful_syllable_is_named_with_its_character() -> None:
    """Characters are counted among the Han characters: in `A股涨`, the second syllable is that of 涨."""
    word = Word("A股涨", 0, 3, (Syllable("gǔ", "table", 1.0), Syllable("zhǎng", "default", 0.6)))
    assert records.doubtful_row(12, word, 1) == "12\tA股涨\t涨\tzhǎng\tdefault\t0.6"


def test_a_table_has_its_header_even_without_rows() -> None:
    assert list(records.table(("a", "b"), [])) == ["a\tb"]
    assert list(records.table(("a", "b"), ["1\t2"])) == ["a\tb", "1\t2"]
