"""Decks through Anki's own importer: what a learner gets, and what they never lose."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import ExportAnkiPackageOptions, ImportAnkiPackageOptions
from anki.decks import DeckId
from anki.models import NotetypeId
from anki_support import CHIP, CONTROLS, NOTES, NOW, POWER, Import, Learner, build, context, learner, note
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards import apkg, cloze, identity
from flashcards.model import Span
from flashcards.notetype import FIELDS, note_type


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Learner]:
    with learner(tmp_path) as somebody:
        yield somebody


def test_first_import_makes_one_card_for_each_note(anna: Learner) -> None:
    """A fresh import is the first impression: everything arrives, nothing is empty or broken."""
    assert anna.takes(build()) == Import(new=3, updated=0, duplicate=0, conflicting=0, found=3)
    assert anna.collection.card_count() == 3
    assert anna.is_sound()


def test_same_package_again_changes_nothing(anna: Learner) -> None:
    """Importing twice is the commonest mistake there is; it must be none."""
    anna.takes(build())
    anna.studies("芯片")
    before = anna.schedule("芯片")
    assert anna.takes(build()) == Import(new=0, updated=0, duplicate=3, conflicting=0, found=3)
    assert anna.schedule("芯片") == before


def test_corrected_gloss_reaches_exactly_that_note(anna: Learner) -> None:
    """A correction arrives, costs no review, and leaves the learner's edit of another note alone."""
    first = build()
    anna.takes(first)
    anna.studies("芯片")
    before = anna.schedule("芯片")
    anna.edits("算力", Notes="my own mnemonic")
    corrected = replace(CHIP, fields=tuple(value.replace("chips", "microchips") for value in CHIP.fields))
    second = build((corrected, CONTROLS, POWER), first.ledger, built=NOW + 60)
    assert anna.takes(second) == Import(new=0, updated=1, duplicate=2, conflicting=0, found=3)
    assert "microchips" in anna.note("芯片")["Sentence"]
    assert anna.schedule("芯片") == before
    assert anna.note("算力")["Notes"] == "my own mnemonic"


def test_note_type_keeps_id_and_fields(anna: Learner) -> None:
    """A second note type would strand every note that a learner already has."""
    first = build()
    anna.takes(first)
    types = {entry.id: entry.name for entry in anna.collection.models.all_names_and_ids()}
    anna.takes(build(NOTES, first.ledger, built=NOW + 60))
    assert {entry.id: entry.name for entry in anna.collection.models.all_names_and_ids()} == types
    model = anna.collection.models.get(note_type("cloze").id)  # type: ignore[arg-type]  # NotetypeId is an int
    assert model is not None
    assert tuple(field["name"] for field in model["flds"]) == FIELDS


def test_question_hides_the_word_and_answer_shows_it(anna: Learner) -> None:
    """Every use of the word is hidden, those inside longer words too; the other side shows word and pinyin."""
    twice = note("芯片", "芯片制造是芯片的重要", "Chip making is what matters in chips", "Chip")
    anna.takes(build((twice,)))
    card = anna.note("芯片").cards()[0]
    output = card.render_output()
    question = output.question_text.replace('data-cloze="芯片"', "")
    assert "芯片" not in question
    assert "xīn" not in question
    assert question.count('class="cloze"') == 2
    assert "[Chip]" in question
    assert "芯片" in output.answer_text
    assert "<rb>芯</rb><rt>xīn</rt>" in output.answer_text


def test_speech_is_plain_text_on_the_back_only(anna: Learner) -> None:
    """Ruby would be read out twice, and a sentence spoken on the front would be the answer."""
    anna.takes(build())
    output = anna.note("芯片").cards()[0].render_output()
    assert output.question_av_tags == []
    assert [tag.field_text for tag in output.answer_av_tags] == ["美国对芯片的出口管制"]  # type: ignore[union-attr]


_WILD = st.text(
    st.one_of(
        st.sampled_from("芯片{}[]:<>&;'\"|\\\x1f\x00 \u3000\t\n\r\u0338\u202e\ud800😀👩‍💻𠮷豈々〇c1#$"),
        st.characters(),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=_WILD, word=st.sampled_from(["芯片", "𠮷", "AI 芯片", "c1::芯}}片"]), after=_WILD, english=_WILD, gloss=_WILD
)
def test_any_text_makes_a_package_that_imports(
    tmp_path_factory: pytest.TempPathFactory, *, before: str, word: str, after: str, english: str, gloss: str
) -> None:
    """Articles hold anything; a card shows it as it stands and never breaks the import of all others."""
    source = english + gloss
    wild = replace(
        context(word, before + word + after, source), gloss=Span(len(english), len(source)) if gloss else None
    )
    with learner(tmp_path_factory.mktemp("wild")) as somebody:
        result = somebody.takes(build((cloze.make_note(wild), CONTROLS)))
        assert (result.new, result.found) == (2, 2)
        assert somebody.is_sound()
        assert somebody.collection.card_count() == 2


def test_package_that_anki_exported_still_says_who_its_notes_are(anna: Learner, tmp_path: Path) -> None:
    """Identity travels in the notes, so that a deck can be rebuilt from what Anki itself wrote."""
    first = build()
    anna.takes(first)
    anna.edits("算力", Notes="my own")
    for legacy in (True, False):
        path = tmp_path / f"export-{legacy}.apkg"
        options = ExportAnkiPackageOptions(
            with_scheduling=True, with_deck_configs=False, with_media=True, legacy=legacy
        )
        anna.collection.export_anki_package(out_path=str(path), options=options, limit=None)
        recalled = identity.recall(apkg.read(path), str(path))
        assert recalled.namespace == "test"
        second = build(NOTES, recalled, built=NOW + 60)
        assert {change.status for change in second.changes} == {"unchanged"}
        assert anna.takes(second).duplicate == 3
        assert anna.note("算力")["Notes"] == "my own"


def test_a_later_edit_wins_over_an_earlier_build(anna: Learner) -> None:
    """Whoever wrote last is shown: the learner knew the old text when they changed it."""
    first = build()
    anna.takes(first)
    anna.edits("芯片", Meaning="mine")  # today, long after both builds
    corrected = replace(CHIP, fields=tuple(value.replace("chips", "microchips") for value in CHIP.fields))
    assert anna.takes(build((corrected, CONTROLS, POWER), first.ledger, built=NOW + 60)).updated == 0
    assert anna.note("芯片")["Meaning"] == "mine"


@pytest.mark.parametrize(("merge", "expected"), [(False, Import(1, 0, 0, 3, 4)), (True, Import(1, 1, 2, 0, 4))])
def test_a_field_that_the_learner_added_costs_nothing(anna: Learner, expected: Import, *, merge: bool) -> None:
    """Anki then refuses our updates unless "Merge note types" is ticked; either way history and own field stay."""
    first = build()
    anna.takes(first)
    anna.studies("芯片")
    before = anna.schedule("芯片")
    models = anna.collection.models
    model = models.get(NotetypeId(note_type("cloze").id))
    assert model is not None
    models.add_field(model, models.new_field("Mine"))
    models.update_dict(model)
    anna.edits("算力", Mine="my own")
    corrected = replace(CHIP, fields=tuple(value.replace("chips", "microchips") for value in CHIP.fields))
    second = build((corrected, CONTROLS, POWER, note("法案", "新的法案", due=60)), first.ledger, built=1_900_000_000)
    assert anna.takes(second, ImportAnkiPackageOptions(merge_notetypes=merge)) == expected
    assert anna.schedule("芯片") == before
    assert anna.note("算力")["Mine"] == "my own"
    assert anna.collection.note_count() == 4


def test_a_deck_that_the_learner_renamed_keeps_its_cards(anna: Learner) -> None:
    """Anki knows decks by name: what is new comes under the old name, what is studied stays where it is."""
    first = build()
    anna.takes(first)
    (deck,) = [entry.id for entry in anna.collection.decks.all_names_and_ids() if entry.name == "News"]
    anna.collection.decks.rename(DeckId(deck), "My Chinese")
    anna.takes(build((*NOTES, note("法案", "新的法案", due=60)), first.ledger, built=NOW + 60))
    names = {word: anna.collection.decks.name(anna.note(word).cards()[0].did) for word in ("芯片", "法案")}
    assert names == {"芯片": "My Chinese", "法案": "News"}


def test_the_description_arrives(anna: Learner) -> None:
    """Licences, credits and advice stand where a learner sees them before studying."""
    anna.takes(build())
    deck = anna.collection.decks.by_name("News")
    assert deck is not None
    assert deck["desc"] == "About this deck"
