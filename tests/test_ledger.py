"""The memory of a namespace: what it holds, how it reads, and what happens when it is hurt."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from anki_support import build
from hypothesis import given
from hypothesis import strategies as st

from flashcards import ledger
from flashcards.errors import PackageError
from flashcards.ledger import Ledger

LEDGER = build().ledger


def test_guids_never_change() -> None:
    """If this fails, every learner of every deck gets each word a second time."""
    assert ledger.guid("news", "cloze", "芯片", 0) == "3FF-Ypy5wJYk"
    assert ledger.guid("news", "cloze", "分子#fènzǐ", 1) == "MMzZW7C6VpOG"


def test_guids_differ_in_every_part() -> None:
    """Two notes under one GUID overwrite each other on the second import."""
    names = [("a", "b", "c", 0), ("a", "b", "c", 1), ("a", "bc", "", 0), ("ab", "", "c", 0), ("a", "b", "c#x", 0)]
    assert len({ledger.guid(*name) for name in names}) == len(names)


def test_a_namespace_with_the_separator_is_refused() -> None:
    """The field Key could not be read back."""
    with pytest.raises(ValueError, match="namespace"):
        ledger.guid("a|b", "cloze", "芯片", 0)


def test_text_comes_back_as_it_went() -> None:
    """One line for each note, sorted, Chinese readable: made for people and version control."""
    text = ledger.dumps(LEDGER)
    assert ledger.loads(text, "x") == LEDGER
    assert ledger.dumps(replace(LEDGER, entries=LEDGER.entries[::-1])) == text
    lines = [line for line in text.splitlines() if line.startswith('{"key"')]
    assert [line.partition('"key": ')[2].partition(",")[0] for line in lines] == ['"出口管制"', '"算力"', '"芯片"']


def test_an_empty_ledger_is_a_ledger() -> None:
    """The first build of a namespace starts from it."""
    assert ledger.loads(ledger.dumps(Ledger("news")), "x") == Ledger("news")


DAMAGED = [
    ("empty", ""),
    ("cut off", ledger.dumps(LEDGER)[:-40]),
    ("merge conflict", ledger.dumps(LEDGER).replace('"notes": [', '"notes": [\n<<<<<<< HEAD')),
    ("another program's", '{"cards": []}'),
    ("a list", "[]"),
    ("missing value", ledger.dumps(LEDGER).replace('"slot": 0, ', "")),
    ("wrong type", ledger.dumps(LEDGER).replace('"slot": 0', '"slot": "0"')),
    ("true is no number", ledger.dumps(LEDGER).replace('"slot": 0', '"slot": false')),
    ("unknown state", ledger.dumps(LEDGER).replace('"active"', '"gone"')),
    ("bad sketch", ledger.dumps(LEDGER).replace('"sketch": "', '"sketch": "z')),
    (
        "one note twice",
        json.dumps({**json.loads(ledger.dumps(LEDGER)), "notes": json.loads(ledger.dumps(LEDGER))["notes"] * 2}),
    ),
]


@pytest.mark.parametrize("text", [case[1] for case in DAMAGED], ids=[case[0] for case in DAMAGED])
def test_damage_is_named_with_what_to_do(text: str, tmp_path: Path) -> None:
    """Guessing around damage would hand out new identities; the file stays as it was."""
    path = tmp_path / "ledger.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackageError, match=r"ledger\.json.*--fresh"):
        ledger.read(path)
    assert path.read_text(encoding="utf-8") == text


def test_a_later_version_is_not_guessed_at() -> None:
    """Half understood, it would be written back half."""
    text = ledger.dumps(LEDGER).replace('"version": 1', '"version": 99')
    with pytest.raises(PackageError, match="update flashcards"):
        ledger.loads(text, "ledger.json")


def test_unreadable_bytes_and_missing_files(tmp_path: Path) -> None:
    """A missing ledger is a fresh clone, not an error."""
    assert ledger.read(tmp_path / "none.json") is None
    (tmp_path / "bad.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PackageError, match="cannot read this ledger"):
        ledger.read(tmp_path / "bad.json")
    with pytest.raises(PackageError):
        ledger.read(tmp_path)


def test_a_ledger_comes_back_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    path.write_text(ledger.dumps(LEDGER), encoding="utf-8")
    assert ledger.read(path) == LEDGER


def test_merging_takes_the_latest_news_of_each_note() -> None:
    """A fresh clone puts its memory together from the copies inside the packages."""
    entry = LEDGER.entries[0]
    later = replace(entry, modified=entry.modified + 5)
    given_up = replace(LEDGER.entries[1], state="retired")  # by the deck that had it first
    merged = ledger.merge([Ledger("test", (given_up,)), LEDGER, Ledger("test", (later,))])
    assert LEDGER.entries[1] in merged.entries
    assert [each for each in merged.entries if each.guid == entry.guid] == [later]
    assert len(merged.entries) == len(LEDGER.entries)
    with pytest.raises(PackageError, match="namespaces"):
        ledger.merge([LEDGER, Ledger("other")])


@given(st.text(), st.text())
def test_digests_ignore_white_space_and_nothing_else(one: str, other: str) -> None:
    """A re-wrapped file holds the same sentences."""
    assert ledger.digest(f" {one}\n{other}") == ledger.digest(f"{one} {other} ")


REVISIONS = [
    ("a word replaced", "美国对先进芯片实施新的出口管制措施", "美国对高端芯片实施新的出口管制措施", True),
    ("a clause added", "美国对先进芯片实施新的出口管制措施", "美国对先进芯片实施新的出口管制措施，周二生效", True),
    ("another sentence", "美国对先进芯片实施新的出口管制措施", "台积电表示将在亚利桑那州扩大产能", False),
    ("same word, another sentence", "芯片需求来势之猛令供应链措手不及", "他们计划在明年把芯片产量再翻一番", False),
    ("empty", "", "台积电表示", False),
]


@pytest.mark.parametrize(
    ("one", "other", "similar"), [case[1:] for case in REVISIONS], ids=[case[0] for case in REVISIONS]
)
def test_sketches_know_a_revision_from_another_sentence(one: str, other: str, *, similar: bool) -> None:
    """So a corrected sentence keeps its slot, wherever it has moved."""
    assert (ledger.distance(ledger.sketch(one), ledger.sketch(other)) <= 20) == similar


@given(st.text())
def test_a_sketch_is_sixteen_digits(text: str) -> None:
    """The ledger's own check would refuse anything else."""
    assert len(ledger.sketch(text)) == 16
    assert ledger.distance(ledger.sketch(text), ledger.sketch(text)) == 0
