"""What a learner did in Anki comes back as corrections and known words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import ExportAnkiPackageOptions
from anki_support import NOTES, NOW, Learner, build, learner
from scenarios import RICHER

from flashcards import collection, lexicon, wordlists
from flashcards.errors import PackageError
from flashcards.harvest import Edit, Finding, fixes, harvest, known_words, lines
from flashcards.notetype import note_type

FIRST = build()
MADE = "# made by flashcards harvest, which replaces it: write your own rows into another list\n"


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Learner]:
    with learner(tmp_path) as somebody:
        somebody.takes(FIRST)
        yield somebody


def found(anna: Learner, *, legacy: bool = False) -> tuple[Finding, ...]:
    """What is harvested from an export of everything."""
    path = anna.folder / "export.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=False, legacy=legacy)
    anna.collection.export_anki_package(out_path=str(path), options=options, limit=None)
    return harvest(collection.read(path), FIRST.package.notes)


def test_untouched_notes_are_nothing_to_tell(anna: Learner) -> None:
    """A learner with a thousand notes wants to see the three that matter."""
    assert found(anna) == ()


@pytest.mark.parametrize("legacy", [True, False])
def test_edits_come_back_field_by_field(anna: Learner, *, legacy: bool) -> None:
    """Reading and meaning become rows of a fix list, the rest remarks for a person."""
    anna.edits("芯片", Pinyin="xīn piàn", Meaning="<b>microchip</b> and so on", Notes="a mnemonic")
    (finding,) = found(anna, legacy=legacy)
    assert finding.edits == (
        Edit("Pinyin", "xīnpiàn", "xīn piàn"),
        Edit("Meaning", "chips", "microchip"),
        Edit("Notes", "", "a mnemonic"),
    )
    assert fixes([finding]) == (
        f"{MADE}# 芯片: Notes: a mnemonic\nword,role,reading,meaning,tags,sentence\n芯片,fix,xīn piàn,microchip,,\n"
    )
    assert lines([finding])[:2] == ("芯片", "  Pinyin: xīnpiàn → xīn piàn")


@pytest.mark.parametrize("reading", ["ㄒㄧㄣ ㄆㄧㄢˋ", "xīn", "xīnpiàn (sic)", "xinpian"])
def test_readings_that_no_list_can_have_are_remarks(anna: Learner, reading: str) -> None:
    """A deck in zhuyin is corrected in zhuyin; a list that the next build refuses would help nobody."""
    anna.edits("芯片", Pinyin=reading, Meaning="<b>microchip</b>")
    (finding,) = found(anna)
    text = fixes([finding])
    assert text == f"{MADE}# 芯片: Pinyin: {reading}\nword,role,reading,meaning,tags,sentence\n芯片,fix,,microchip,,\n"
    path = anna.folder / "fix.csv"
    path.write_text(text, encoding="utf-8")
    assert [row.word for row in wordlists.read(str(path), lexicon.load()).rows] == ["芯片"]


def test_a_field_of_the_learners_own_hides_nothing(anna: Learner) -> None:
    """Whoever cares enough to add a field has corrections to tell."""
    models = anna.collection.models
    model = models.by_name(note_type("cloze").name)
    assert model is not None
    field = models.new_field("Mine")
    models.add_field(model, field)
    models.reposition_field(model, field, 0)
    models.update_dict(model)
    anna.edits("芯片", Pinyin="xīn piàn", Mine="my own")
    (finding,) = found(anna)
    assert finding.edits == (Edit("Pinyin", "xīnpiàn", "xīn piàn"),)


def test_marked_notes_are_wishes(anna: Learner) -> None:
    """On a phone it is easier to flag a card than to type a correction."""
    card = anna.note("算力").cards()[0]
    anna.collection.set_user_flag_for_cards(2, [card.id])
    tagged = anna.note("芯片")
    tagged.tags += ["Fix", "mine"]
    anna.collection.update_note(tagged)
    findings = found(anna)
    assert [(each.word, each.wished, each.tags) for each in findings] == [("算力", True, ()), ("芯片", True, ("mine",))]
    assert fixes(findings).startswith(f"{MADE}# 算力: marked as wrong\n# 芯片: marked as wrong\n")


def test_mature_and_suspended_words_are_known(anna: Learner) -> None:
    """They get no cards in the next article, and count as known for the learning order."""
    anna.collection.db.execute(  # type: ignore[union-attr]
        "UPDATE cards SET type = 2, queue = 2, ivl = 30 WHERE nid = ?", anna.note("芯片").id
    )
    anna.collection.db.execute(  # type: ignore[union-attr]
        "UPDATE cards SET type = 2, queue = 2, ivl = 5 WHERE nid = ?", anna.note("出口管制").id
    )
    anna.collection.sched.suspend_cards([anna.note("算力").cards()[0].id])
    findings = found(anna)
    assert [each.interval for each in findings] == [5, 0, 30]
    assert known_words(findings) == f"{MADE}word,role,reading,meaning,tags,sentence\n算力,known,,,,\n芯片,known,,,,\n"
    assert "every 30 days" in lines(findings)[2]


def test_our_own_changes_are_not_the_learners(anna: Learner) -> None:
    """A learner who has not imported the last build has old notes, not edited ones."""
    newer = build([RICHER, *NOTES[1:]], FIRST.ledger, built=NOW + 60)
    anna.edits("算力", Notes="mine")
    path = anna.folder / "old.apkg"
    options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=False, legacy=True)
    anna.collection.export_anki_package(out_path=str(path), options=options, limit=None)
    assert [each.word for each in harvest(collection.read(path), newer.package.notes)] == ["算力"]


def test_a_closed_collection_can_be_read_itself(anna: Learner, tmp_path: Path) -> None:
    """No export needed when Anki is closed."""
    anna.edits("芯片", Meaning="<b>microchip</b>")
    anna.collection.close()
    findings = harvest(collection.read(tmp_path / "collection.anki2"), FIRST.package.notes)
    anna.collection.reopen()
    assert [each.word for each in findings] == ["芯片"]


def test_a_file_that_is_no_collection_is_an_error(tmp_path: Path) -> None:
    """A wrong file name must not look like a learner without edits."""
    (tmp_path / "collection.anki2").write_bytes(b"SQLite format 3\x00" + bytes(4096))
    with pytest.raises(PackageError, match=r"collection\.anki2"):
        collection.read(tmp_path / "collection.anki2")


def test_nothing_found_is_an_empty_list() -> None:
    """No header without rows: there is nothing to write."""
    assert fixes([]) == known_words([]) == ""
