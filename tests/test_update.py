"""New notes meet the memory: times, slots, states and what is said about them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from anki_support import CHIP, CONTROLS, NOTES, NOW, POWER, build, learner, note
from hypothesis import given
from hypothesis import strategies as st

from flashcards import apkg, update
from flashcards.ledger import Entry, Ledger
from flashcards.model import Change, Deck, Note
from flashcards.notetype import FIELDS, RELEASED, Look
from flashcards.update import anki_search

FIRST = build()


def entry(update_: update.Update, key: str, slot: int = 0) -> Entry:
    (found,) = [each for each in update_.ledger.entries if (each.key, each.slot) == (key, slot)]
    return found


def statuses(update_: update.Update) -> dict[str, str]:
    return {change.key: change.status for change in update_.changes}


def changed(made: Note, name: str, value: str) -> Note:
    return replace(made, fields=tuple(value if n == name else old for n, old in zip(FIELDS, made.fields, strict=True)))


def test_a_first_build_is_all_new() -> None:
    """Everything is dated with the build."""
    assert statuses(FIRST) == {"芯片": "new", "出口管制": "new", "算力": "new"}
    assert {each.modified for each in FIRST.package.notes} == {NOW}


def test_every_note_says_who_it_is() -> None:
    """An export by Anki still tells which note is which, and what was shipped."""
    packed = FIRST.package.notes[0]
    assert packed.fields[FIELDS.index("Key")] == "test|cloze|芯片|0"
    assert packed.fields[FIELDS.index("Digest")] == f"{entry(FIRST, '芯片').content} {NOW}"


TIMES = [
    ("unchanged, later", 60, False, 0),
    ("unchanged, earlier", -60, False, 0),
    ("changed, later", 60, True, 60),
    ("changed, the same second", 0, True, 1),
    ("changed, earlier", -60, True, 1),
]


@pytest.mark.parametrize(
    ("offset", "is_changed", "expected"), [case[1:] for case in TIMES], ids=[case[0] for case in TIMES]
)
def test_times(offset: int, expected: int, *, is_changed: bool) -> None:
    """Anki compares whole seconds and wants later, not equal."""
    chip = changed(CHIP, "Meaning", "other") if is_changed else CHIP
    second = build((chip, CONTROLS, POWER), FIRST.ledger, built=NOW + offset)
    assert entry(second, "芯片").modified - NOW == expected


def test_the_fields_that_differ_are_named() -> None:
    """A report that says only `changed` cannot be checked."""
    richer = replace(changed(CHIP, "Meaning", "other"), tags=("new",))
    second = build((richer, CONTROLS, POWER), FIRST.ledger)
    (change,) = [each for each in second.changes if each.status == "changed"]
    assert change.fields == ("Meaning", "Tags")


def test_the_order_of_tags_is_no_change() -> None:
    """Anki sorts them anyway."""
    first = build([replace(CHIP, tags=("a", "b"))])
    assert statuses(build([replace(CHIP, tags=("b", "a"))], first.ledger)) == {"芯片": "unchanged"}


def test_key_and_digest_are_no_content() -> None:
    """They would change with the time that they state."""
    stamped = changed(changed(CHIP, "Key", "anything"), "Digest", "anything")
    assert statuses(build([stamped], build([CHIP]).ledger)) == {"芯片": "unchanged"}


GONE = [
    ("the word is not wanted", ("chips.txt",), "retired"),
    ("the article is not listed", ("other.txt",), "archived"),
]


@pytest.mark.parametrize(("sources", "expected"), [case[1:] for case in GONE], ids=[case[0] for case in GONE])
def test_gone_is_not_one_thing(sources: Sequence[str], expected: str) -> None:
    """A learner may want to suspend what was taken off the list; last month's article is still worth knowing."""
    second = build([CHIP], FIRST.ledger, sources=sources)
    assert statuses(second) == {"芯片": "unchanged", "出口管制": expected, "算力": expected}
    assert entry(second, "算力").state == expected
    assert len(second.package.notes) == 1


def test_what_is_gone_is_said_once() -> None:
    """The next build has nothing new to say about it, and still remembers it."""
    second = build([CHIP], FIRST.ledger)
    third = build([CHIP], second.ledger)
    assert statuses(third) == {"芯片": "unchanged"}
    assert entry(third, "算力") == entry(second, "算力")


def test_a_package_carries_the_memory_of_its_own_notes_only() -> None:
    """A change in one deck must not change the file of another."""
    first = build([CHIP], name="A", siblings=frozenset("B"))
    second = build([POWER], first.ledger, name="B", siblings=frozenset("A"))
    third = build([CHIP], second.ledger, name="A", siblings=frozenset("B"), built=NOW + 60)
    assert third.package == first.package
    assert "芯片" not in second.package.memory


def test_a_note_type_is_dated_with_its_release_or_its_change() -> None:
    """The default look of a first build is no news to somebody who has it from another deck."""
    late = build(built=RELEASED + 999)
    assert late.package.note_types[0].modified == RELEASED
    assert build().package.note_types[0].modified == NOW
    typed = build(NOTES, late.ledger, built=RELEASED + 2000, look=Look(typed=True))
    assert typed.package.note_types[0].modified == RELEASED + 2000
    assert build(NOTES, typed.ledger, built=0, look=Look()).package.note_types[0].modified == RELEASED + 2001
    assert build(built=RELEASED + 5, look=Look(typed=True)).package.note_types[0].modified == RELEASED + 5


def test_appending_keeps_subdecks_and_follows_a_new_name() -> None:
    """What stays is in the deck as it is called now, and in its own part of it."""
    now = update.Circumstances(NOW, frozenset(("chips.txt",)))
    first = update.carry_over([Deck("News", "All", (POWER,)), Deck("News::1", "", (CHIP,))], Ledger("test"), now)
    bill = replace(note("法案", "新的法案"), document="bills.txt")
    second = build([bill], first.ledger, name="Policy", sources=("bills.txt",), kept=first.package.notes)
    assert {packed.fields[0]: packed.deck for packed in second.package.notes} == {
        "芯片": "Policy::1",
        "算力": "Policy",
        "法案": "Policy",
    }
    assert second.package.decks == (("Policy", "About this deck"), ("Policy::1", ""))
    apkg.check(second.package)


def test_appending_the_same_article_again_changes_nothing() -> None:
    """Not even a position: the file stays the same, byte for byte."""
    bill = replace(note("法案", "新的法案"), document="bills.txt")
    second = build([bill], FIRST.ledger, sources=("bills.txt",), kept=FIRST.package.notes, built=NOW + 60)
    third = build([bill], second.ledger, sources=("bills.txt",), kept=second.package.notes, built=NOW + 120)
    assert [packed.due for packed in second.package.notes] == [0, 20, 40, 41]
    assert third.package == second.package


def test_appending_leaves_a_learners_marks_out() -> None:
    """The previous package may be that of somebody's Anki."""
    marked = tuple(replace(packed, tags=("Leech", "domain::tech", "marked")) for packed in FIRST.package.notes)
    second = build([CHIP], FIRST.ledger, sources=("bills.txt",), kept=marked)
    assert {tag for packed in second.package.notes for tag in packed.tags} >= {"domain::tech"}
    assert not {"Leech", "marked"} & {tag for packed in second.package.notes for tag in packed.tags}


def test_words_elsewhere_are_known_before_selection() -> None:
    """Selection need not spend one of its places on a word that another deck has."""
    assert update.belongs_elsewhere(FIRST.ledger, "More", {"News"}) == {("cloze", n.key) for n in NOTES}
    assert update.belongs_elsewhere(FIRST.ledger, "News", {"More"}) == frozenset()
    assert update.belongs_elsewhere(FIRST.ledger, "More", frozenset()) == frozenset()


@given(st.permutations(NOTES), st.integers(0, 10))
def test_the_order_of_notes_decides_nothing(notes: Sequence[Note], offset: int) -> None:
    """Whatever order the pipeline hands them on in."""
    assert build(notes, FIRST.ledger, built=NOW + offset) == build(NOTES, FIRST.ledger, built=NOW)


SEARCHES = ["芯片", 'a"b', "a*b_c", "a\\b", "分子#fènzǐ", "AI 芯片", "c:d", "(x)", "-x", "R&D <1>"]


@pytest.mark.parametrize("word", SEARCHES)
def test_anki_finds_what_the_search_names(word: str, tmp_path: Path) -> None:
    """The report tells learners what to type into the Browser to find retired words."""
    first = build([replace(note(word, f"新的{word}"), key=word), POWER])
    gone = build([POWER], first.ledger).changes
    with learner(tmp_path) as somebody:
        somebody.takes(first)
        found = somebody.collection.find_notes(anki_search("test", [c for c in gone if c.status == "retired"]))
        assert [somebody.collection.get_note(number).guid for number in found] == [entry(first, word).guid]


def test_nothing_to_find_is_nothing_to_type() -> None:
    """An empty search would find everything."""
    assert anki_search("test", []) == ""
    assert anki_search("test", [Change("retired", "a", 0, "x"), Change("retired", "b", 1, "y")]).count(" OR ") == 1


def test_a_ledger_of_yesterday_is_not_changed() -> None:
    """Values are handed on, never written over: a failed build leaves nothing behind."""
    memory = Ledger("test", FIRST.ledger.entries, FIRST.ledger.note_types)
    build([changed(CHIP, "Meaning", "other")], memory)
    assert memory == FIRST.ledger
