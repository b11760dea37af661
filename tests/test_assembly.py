"""Analyses of articles → a deck with its memory and report: `flashcards.assembly`."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from articles import (
    CONTROLS,
    MAKERS,
    MEMORY,
    NOTHING,
    PAIRS,
    POWER,
    TALKS,
    WRONG,
    article,
    book,
    fields_of,
    job,
    loaded,
)

from flashcards import apkg, assembly, ledger
from flashcards.arrangement import DISTANCE
from flashcards.audio import Recordings
from flashcards.ledger import Ledger
from flashcards.model import BuildReport, Document, Domain, Location
from flashcards.notetype import FIELDS
from flashcards.options import DeckOptions
from flashcards.pipeline import Toolbox
from flashcards.update import Update
from flashcards.wordlists import Row

Build = Callable[..., tuple[Update, BuildReport]]


@pytest.fixture
def build(tools: Toolbox) -> Build:
    """Builds the deck of articles for the words that lists ask for."""

    def run(
        *documents: Document, memory: Ledger = NOTHING, roles: dict[str, str] | None = None, **more: Any
    ) -> tuple[Update, BuildReport]:
        loaded(tools)
        # Words of the tests are in our dictionaries: a cutter of their own would cost a second a test.
        wishes = replace(book(**(roles or {"only": "芯片 出口管制 算力"})), words=frozenset())
        return assembly.build(job(**more), documents or [article()], memory, tools.with_words(wishes))

    return run


def statuses(done: Update) -> dict[str, str]:
    """Key → what becomes of its note."""
    return {change.key: change.status for change in done.changes}


# The deck


def test_each_word_gets_its_note(build: Build) -> None:
    """What stands on the card is the article's, from the sentence to the words for it in the translation."""
    done, report = build(article(title="Controls widen", source="Wire", date="2026-02-03"))
    notes = fields_of(done.package)
    assert set(notes) == {"芯片", "出口管制", "算力"}
    assert notes["出口管制"]["Sentence"] == CONTROLS[1]
    assert notes["出口管制"]["Translation"] == CONTROLS[0]
    assert notes["出口管制"]["Pinyin"] == "chūkǒu guǎnzhì"
    assert notes["算力"]["Source"] == "Controls widen · Wire · 3 February 2026"
    assert (report.deck, report.output, report.units) == ("News", "News.apkg", 4)
    assert statuses(done) == dict.fromkeys(notes, "new")
    assert report.changes == done.changes


def test_the_same_again_gives_the_same_bytes(build: Build) -> None:
    """Whatever the clock says: otherwise an import would touch notes that the learner has edited."""
    first, _ = build()
    again, report = build(memory=first.ledger, built=first.package.notes[0].modified + 1000)
    assert apkg.dumps(again.package, "a.apkg") == apkg.dumps(first.package, "a.apkg")
    assert again.ledger == first.ledger
    assert {change.status for change in report.changes} == {"unchanged"}


def test_articles_in_another_order_are_the_same_notes(build: Build) -> None:
    """The order of files decides what is learnt first, not what a note is."""
    one, two = article(CONTROLS, TALKS), article(POWER, MAKERS, name="b.txt")
    first, _ = build(one, two, roles={"only": "谈判 算力"})
    second, _ = build(two, one, memory=first.ledger, roles={"only": "谈判 算力"})
    assert set(statuses(second).values()) == {"unchanged"}
    assert [note.fields[0] for note in first.package.notes] == ["谈判", "算力"]
    assert [note.fields[0] for note in second.package.notes] == ["算力", "谈判"]


def test_each_kind_of_card_lies_far_behind_the_one_before(build: Build) -> None:
    """Chinese to English today would answer English to Chinese tomorrow."""
    done, _ = build(cards=("recognition", "cloze"))
    places = {(note.kind, note.fields[0]): note.due for note in done.package.notes}
    assert len(places) == 6
    for word in ("芯片", "出口管制", "算力"):
        assert places["cloze", word] - places["recognition", word] == DISTANCE


def test_a_kind_added_later_leaves_the_other_as_it_was(build: Build) -> None:
    """A learner of cloze cards who also wants to produce words loses nothing."""
    first, _ = build()
    second, _ = build(memory=first.ledger, cards=("cloze", "production"))
    news = {(change.kind, change.status) for change in second.changes}
    assert news == {("cloze", "unchanged"), ("production", "new")}


def test_subdecks_are_named_by_their_articles(build: Build) -> None:
    one, two = (
        article(CONTROLS, date="2026-01-02", title="One"),
        article(POWER, name="b.txt", date="2026-01-01", title="Two"),
    )
    done, _ = build(one, two, subdecks=True)
    assert {note.fields[0]: note.deck for note in done.package.notes} == {
        "芯片": "News::2026-01-02 One",
        "出口管制": "News::2026-01-02 One",
        "算力": "News::2026-01-01 Two",
    }


def test_the_description_credits_every_article(build: Build) -> None:
    done, _ = build(article(title="A & B", licence="CC0-1.0"), description="For <us>")
    ((_, text),) = done.package.decks
    assert "For &lt;us&gt;" in text
    assert "A &amp; B" in text
    assert "CC0-1.0" in text
    assert "CC-CEDICT" in text


# What a deck does not take


def test_words_of_another_deck_are_left_to_it(build: Build) -> None:
    """Anki keeps a card in the deck that brought it."""
    first, _ = build(name="First", roles={"only": "芯片"})
    second, report = build(name="Second", memory=first.ledger, siblings=frozenset({"First"}))
    assert set(fields_of(second.package)) == {"出口管制", "算力"}
    assert report.dropped == (("words that have a card already", 1),)


def test_a_deck_that_is_no_longer_built_gives_its_words_up(build: Build) -> None:
    """Decks may be merged: the words come with their history."""
    first, _ = build(name="First", roles={"only": "芯片"})
    second, _ = build(name="Second", memory=first.ledger)
    assert statuses(second) == {"芯片": "unchanged", "出口管制": "new", "算力": "new"}
    assert {note.guid for note in first.package.notes} < {note.guid for note in second.package.notes}


def test_uncertain_translations_stay_off_the_cards_and_are_counted(build: Build) -> None:
    done, report = build(min_alignment=1.0)
    assert done.package.notes == ()
    assert report.dropped == (("sentences whose translation is too uncertain", len(PAIRS)),)


def test_disagreeing_sentences_are_named_and_left_out_if_that_is_wanted(build: Build) -> None:
    """A number that the translator got wrong teaches a wrong number; whether to show it is the author's choice."""
    asked = {"only": "数据中心"}
    shown, report = build(article(*PAIRS, WRONG), roles=asked, contexts=2)
    doubts = report.doubts
    assert [doubt.partition(": ")[0] for doubt in doubts] == ["seeds/a.txt:10"]
    assert WRONG[1] in {
        note.fields[1].replace("{{c1::数据中心::data centres}}", "数据中心") for note in shown.package.notes
    }
    left, report = build(article(*PAIRS, WRONG), roles=asked, contexts=2, disagreements="leave-out")
    assert report.doubts == doubts
    assert [fields["Sentence"] for fields in fields_of(left.package).values()] == [POWER[1]]
    assert report.dropped == (("sentences that disagree with their translation", 1),)


def test_a_word_asked_for_whose_only_sentence_is_left_out_is_named(build: Build) -> None:
    """Who asks for a word has a right to a card or to the reason why there is none."""
    done, report = build(article(*PAIRS, WRONG), roles={"only": "建造"}, disagreements="leave-out")
    assert done.package.notes == ()
    assert report.missing == ()
    (warning,) = report.warnings
    assert warning.startswith("建造: no card")


def test_a_word_asked_for_inside_another_is_named(build: Build) -> None:
    """One sentence cannot ask for 芯片 and for 芯片制造商: the first gives half of the second away."""
    done, report = build(article(MAKERS), roles={"only": "芯片 芯片制造商"})
    (word,) = fields_of(done.package)
    (warning,) = report.warnings
    assert {word, warning.partition(":")[0]} == {"芯片", "芯片制造商"}


def test_doubtful_readings_are_named_once(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many cards show their sentence."""
    monkeypatch.setattr("flashcards.readings.doubtful", lambda words: [(words[0], 1)])
    done, report = build(roles={"only": "监管机构 谈判"})
    assert len(done.package.notes) == 2
    assert report.readings == (f"北京 jīng ({TALKS[1]})",)


# Words of lists that stand in no article


def test_words_in_no_article_are_reported(build: Build) -> None:
    done, report = build(roles={"add": "芯片 大象"})
    assert report.missing == ("大象",)
    assert "大象" not in fields_of(done.package)


def test_words_in_no_article_get_plain_cards_if_that_is_wanted(build: Build) -> None:
    """Without a sentence there is nothing to leave a gap in: Chinese to meaning, then."""
    done, report = build(roles={"add": "大象"}, missing_words="card")
    assert (report.missing, report.carded) == (("大象",), ("大象",))
    found = fields_of(done.package, "recognition")["大象"]
    assert (found["Pinyin"], found["Sentence"]) == ("dàxiàng", "")
    assert "elephant" in found["Meaning"]


def test_a_plain_word_becomes_a_cloze_when_an_article_has_it(build: Build) -> None:
    """The plain card retires: it is another kind of note, not another sentence."""
    first, _ = build(article(CONTROLS), roles={"only": "算力"}, missing_words="card")
    second, _ = build(article(CONTROLS, POWER), memory=first.ledger, roles={"only": "算力"}, missing_words="card")
    assert {change.kind: change.status for change in second.changes} == {"cloze": "new", "recognition": "retired"}


def row(word: str, **more: Any) -> Row:
    return Row(word, more.pop("role", "add"), Location("list"), (word,), **more)


@pytest.mark.parametrize("own_tags", [True, False])
def test_tags_of_lists_stay_out_of_decks_for_others(tools: Toolbox, *, own_tags: bool) -> None:
    loaded(tools)
    listed = replace(book(only="芯片"), words=frozenset(), details={"芯片": (row("芯片", tags=("week3",)),)})
    done, _ = assembly.build(job(own_tags=own_tags), [article()], NOTHING, tools.with_words(listed))
    (note,) = done.package.notes
    assert ("week3" in note.tags) is own_tags


# Memory


def test_last_weeks_notes_stay_when_they_are_kept(build: Build) -> None:
    """`--append`: this week's article has 芯片, too, but last week's sentence is being studied."""
    first, _ = build(article(CONTROLS), roles={"only": "芯片 出口管制"})
    new = article(MEMORY, POWER, name="b.txt")
    second, _ = build(new, memory=first.ledger, roles={"only": "芯片 算力"}, kept=first.package.notes)
    assert fields_of(second.package)["芯片"]["Sentence"] == CONTROLS[1]
    assert set(fields_of(second.package)) == {"芯片", "出口管制", "算力"}
    before = {note.guid: note.modified for note in first.package.notes}
    assert before.items() <= {note.guid: note.modified for note in second.package.notes}.items()


def test_a_word_alone_that_an_article_has_now_is_taught_there(build: Build) -> None:
    """`--append` keeps what other articles taught; a word without an article is no such thing."""
    first, _ = build(article(POWER), roles={"add": "出口管制"}, missing_words="card")
    assert "出口管制" in fields_of(first.package, "recognition")
    new = article(CONTROLS, name="b.txt")
    second, _ = build(new, memory=first.ledger, roles={"add": "出口管制"}, kept=first.package.notes)
    assert fields_of(second.package)["出口管制"]["Sentence"] == CONTROLS[1]


def test_without_it_they_are_archived(build: Build) -> None:
    first, _ = build(article(CONTROLS), roles={"only": "出口管制"})
    second, _ = build(article(POWER, name="b.txt"), memory=first.ledger)
    assert statuses(second) == {"出口管制": "archived", "算力": "new"}


@pytest.mark.parametrize("script", ["traditional", "both"])
def test_another_script_changes_notes_and_keeps_them(build: Build, script: str) -> None:
    """The memory holds the article's own characters, so a deck in Traditional is the same deck in other letters."""
    first, _ = build()
    second, _ = build(memory=first.ledger, script=script)
    assert set(statuses(second).values()) == {"changed"}
    digests = {entry.guid: entry.sentence for entry in first.ledger.entries}
    assert {entry.guid: entry.sentence for entry in second.ledger.entries} == digests
    back, _ = build(memory=second.ledger)
    assert set(statuses(back)) == set(statuses(first))
    assert [note.fields[:3] for note in back.package.notes] == [note.fields[:3] for note in first.package.notes]


def test_frequencies_change_the_level_of_listed_words_and_nothing_else(build: Build) -> None:
    """出口管制 is not in the list of frequencies, so its note stays; and what is taught when stays as it is."""
    first, _ = build()
    second, _ = build(memory=first.ledger, zipf=True)
    fields = {change.key: change.fields for change in second.changes}
    assert fields == {"芯片": ("Level",), "算力": ("Level",), "出口管制": ()}
    assert [(note.guid, note.due) for note in second.package.notes] == [
        (note.guid, note.due) for note in first.package.notes
    ]
    back, _ = build(memory=second.ledger)
    assert {change.key: change.fields for change in back.changes} == fields
    levels = [[note["Level"] for note in fields_of(done.package).values()] for done in (first, back)]
    assert levels[0] == levels[1]


def test_a_word_in_traditional_characters_has_the_frequency_of_its_simplified_form(build: Build) -> None:
    done, _ = build(script="traditional", zipf=True, roles={"only": "芯片 数据中心"})
    assert "Zipf 3.1 (wordfreq)" in fields_of(done.package)["數據中心"]["Level"]


def test_sentences_are_remembered_as_the_article_has_them(build: Build) -> None:
    done, _ = build(roles={"only": "算力"})
    assert [entry.sentence for entry in done.ledger.entries] == [ledger.digest(POWER[1])]


# Sound


def recorded(texts: Iterable[str], folder: Path) -> Recordings:
    """A recorder that has a file for every text but one."""
    wanted = [text for text in dict.fromkeys(texts) if text != POWER[1]]
    (folder / "zh-1.mp3").write_bytes(b"ID3")
    return Recordings(dict.fromkeys(wanted, "zh-1.mp3"), (("zh-1.mp3", str(folder / "zh-1.mp3")),), ("no voice",))


def test_recorded_sentences_are_on_their_cards(build: Build, tmp_path: Path) -> None:
    done, report = build(recorder=partial(recorded, folder=tmp_path))
    sound = {word: fields["Audio"] for word, fields in fields_of(done.package).items()}
    assert sound == {"芯片": "[sound:zh-1.mp3]", "出口管制": "[sound:zh-1.mp3]", "算力": ""}
    assert done.package.media == (("zh-1.mp3", str(tmp_path / "zh-1.mp3")),)
    assert report.warnings == ("no voice",)


def test_a_word_alone_is_recorded_itself(build: Build, tmp_path: Path) -> None:
    texts: list[str] = []

    def recorder(wanted: Iterable[str]) -> Recordings:
        texts.extend(wanted)
        return recorded(texts, tmp_path)

    done, _ = build(roles={"only": "大象"}, missing_words="card", recorder=recorder)
    assert texts == ["大象"]
    assert fields_of(done.package, "recognition")["大象"]["Audio"] == "[sound:zh-1.mp3]"


# Every option reaches its stage

REACHES = [
    ("threshold", 2.5, assembly.vocabulary_options, "threshold"),
    ("standard", "hsk2.0", assembly.vocabulary_options, "standard"),
    ("known_level", 5, assembly.vocabulary_options, "known_level"),
    ("new_terms_per_article", 7, assembly.selection_options, "new_terms_per_article"),
    ("contexts", 3, assembly.selection_options, "contexts"),
    ("min_alignment", 0.9, assembly.selection_options, "min_alignment"),
    ("shortest_sentence", 5, assembly.selection_options, "shortest"),
    ("longest_sentence", 99, assembly.selection_options, "longest"),
    ("pinyin", "numbers", assembly.card_options, "style"),
    ("sandhi", True, assembly.card_options, "sandhi"),
]


@pytest.mark.parametrize(("option", "value", "stage", "name"), REACHES, ids=[case[0] for case in REACHES])
def test_options_reach_their_stage(
    option: str, value: object, stage: Callable[[DeckOptions], object], name: str
) -> None:
    assert getattr(stage(DeckOptions()), name) != value
    assert getattr(stage(DeckOptions.model_validate({option: value})), name) == value


def test_domains_reach_the_selection() -> None:
    assert assembly.selection_options(DeckOptions(domains=(Domain.TECH,))).domains == frozenset({Domain.TECH})


@pytest.mark.parametrize(
    ("script", "shown", "both"),
    [
        ("as-is", "芯片發展", False),
        ("simplified", "芯片发展", False),
        ("traditional", "芯片發展", False),
        ("both", "芯片發展", True),
    ],
)
def test_scripts_are_converted_only_if_that_is_wanted(script: str, shown: str, *, both: bool) -> None:
    options = assembly.card_options(DeckOptions.model_validate({"script": script}))
    assert (options.convert("芯片發展"), options.both_scripts) == (shown, both)


def test_every_field_is_one_of_the_note_type(build: Build) -> None:
    """A note with a field too few is refused by Anki as a whole package."""
    done, _ = build(cards=("cloze", "recognition", "production", "listening"))
    assert {len(note.fields) for note in done.package.notes} == {len(FIELDS)}
    assert {note.kind for note in done.package.notes} == {look.kind for look in done.package.note_types}
