"""Packages that a learner, Anki or a stranger has changed, through every command: an answer or one line, never a traceback."""

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from anki_support import Learner, learner
from articles import CONTROLS, POWER, share

from flashcards import collection, pipeline
from flashcards.notetype import note_type

Run = Callable[..., tuple[int, str, str]]
Change = Callable[[Learner], None]


@pytest.fixture(autouse=True)
def share_tools(monkeypatch: pytest.MonkeyPatch, tools: pipeline.Toolbox) -> None:
    """The dictionaries are loaded once for all tests."""
    share(monkeypatch, tools)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    lines = (*CONTROLS, *POWER)
    path.write_text("\n".join(("---", "title: News", "date: 2026-01-01", "---", *lines)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def shipped(run: Run, article: Path, tmp_path: Path) -> Path:
    """A package with a subdeck."""
    path = tmp_path / "news.apkg"
    assert run("build", article, "--output", path, "--namespace", "mine", "--share")[0] == 0
    return path


def answers(run: Run, article: Path, shipped: Path, changed: Path) -> dict[str, tuple[int, str]]:
    """What every command that reads packages does with the *changed* one: exit code, and what it prints."""
    folder = changed.parent
    commands = {
        "info": ("info", changed),
        "diff": ("diff", shipped, changed, "--verbose"),
        "diff back": ("diff", changed, shipped, "--verbose"),
        "preview": ("preview", changed, "--output", folder / "page.html"),
        "harvest": ("harvest", changed, shipped, "--fix", folder / "fix.csv", "--known", folder / "known.csv"),
        "build": ("build", article, "--previous", changed, "--output", folder / "next.apkg", "--share"),
        "append": ("build", article, "--previous", changed, "--output", folder / "more.apkg", "--append", "--share"),
    }
    found = {}
    for name, arguments in commands.items():
        code, out, err = run(*arguments)
        assert code in (0, 1, 2), name
        assert (code == 0) == ("error:" not in err), (name, err)
        assert err.count("error:") <= 1, err
        found[name] = (code, out)
    return found


# What a learner did in Anki


def model_of(anna: Learner) -> dict[str, Any]:
    model = anna.collection.models.by_name(note_type("cloze").name)
    assert model is not None
    return model


def fields(change: Callable[[Learner, dict[str, Any]], None]) -> Change:
    """A change of our note type."""

    def apply(anna: Learner) -> None:
        model = model_of(anna)
        change(anna, model)
        anna.collection.models.update_dict(model)

    return apply


def add_field(anna: Learner, model: dict[str, Any], place: int | None = None) -> None:
    models = anna.collection.models
    field = models.new_field("Mine")
    models.add_field(model, field)
    if place is not None:
        models.reposition_field(model, field, place)


def rename_field(anna: Learner, model: dict[str, Any]) -> None:
    anna.collection.models.rename_field(model, model["flds"][0], "Wort")


def remove_field(anna: Learner, model: dict[str, Any]) -> None:
    anna.collection.models.remove_field(model, model["flds"][-1])


def on_the_card(text: str) -> Change:
    """Something more in the templates."""

    def add(anna: Learner, model: dict[str, Any]) -> None:
        if "Mine" in text:
            add_field(anna, model)
        for side in ("qfmt", "afmt"):
            model["tmpls"][0][side] += text

    return fields(add)


def move_cards(*names: str) -> Change:
    """The first cards go to decks of the learner's own."""

    def move(anna: Learner) -> None:
        for found, name in zip(anna.notes(), names, strict=False):
            anna.collection.set_deck([found.cards()[0].id], anna.collection.decks.id(name) or 0)

    return move


def rename_deck(anna: Learner) -> None:
    deck = anna.collection.decks.id_for_name("news")
    assert deck is not None
    anna.collection.decks.rename(deck, "Chinese::News of the week")


def make_filtered(anna: Learner) -> None:
    deck = anna.collection.decks.new_filtered("Today")
    anna.collection.sched.rebuild_filtered_deck(deck)


def edit_wildly(anna: Learner) -> None:
    wild = "{{c1::{{c2::}} ::<b [x] {{c3::a::b::c}}\x07</i>&nbsp;" * 20
    anna.edits("芯片", Sentence=wild, Pinyin=wild, Meaning=wild, Key="no key", Digest="", Word=wild)
    for found in anna.notes():
        found.tags += ["marked", "leech", "FIX", "{{x}}", "a::b::c"]
        anna.collection.update_note(found)


def change_type(anna: Learner) -> None:
    """Notes become notes of another type."""
    basic = anna.collection.models.by_name("Basic")
    assert basic is not None
    notes = [found.id for found in anna.notes()]
    anna.collection.models.change(model_of(anna), notes[:1], basic, {0: 0, 1: 1}, {0: 0})


def delete_all(anna: Learner) -> None:
    anna.collection.remove_notes([found.id for found in anna.notes()])


def add_notes(anna: Learner) -> None:
    basic = anna.collection.models.by_name("Basic")
    assert basic is not None
    found = anna.collection.new_note(basic)
    found["Front"], found["Back"] = "一", ""
    anna.collection.add_note(found, anna.collection.decks.id("Mine") or 0)  # type: ignore[arg-type]  # a deck's id


EVERYTHING = "{{Tags}}{{Deck}}{{Subdeck}}{{Type}}{{Card}}{{CardFlag}}{{text:Meaning}}{{hint:Word}}{{#Tags}}x{{/Tags}}{{#c1}}y{{/c1}}"

BY_LEARNERS: dict[str, tuple[Change, str, int]] = {
    "exported only": (lambda _: None, "", 0),
    "field added": (fields(add_field), "", 0),
    "field added in front": (fields(lambda anna, model: add_field(anna, model, 0)), "", 0),
    "field renamed": (fields(rename_field), "", 0),
    "field removed": (fields(remove_field), "preview build append", 0),
    "everything on the card": (on_the_card(EVERYTHING), "", 0),
    "own field on the card": (on_the_card("{{Mine}}"), "preview", 0),
    "own field asked for on the card": (on_the_card("{{#Mine}}x{{/Mine}}"), "preview", 0),
    "a card sorted into another deck": (move_cards("A deck of mine"), "", 0),
    "every card sorted somewhere": (move_cards("One", "Two", "One::Three", "Four"), "", 0),
    "deck renamed": (rename_deck, "", 0),
    "filtered deck": (make_filtered, "", 0),
    "wild edits": (edit_wildly, "", 1),
    "a note of another type": (change_type, "", 1),
    "all deleted": (delete_all, "preview build append", 0),
    "notes of their own": (add_notes, "", 0),
}
"What happened, which commands then end with an error, and how many notes nobody could know again."


@pytest.mark.parametrize(("change", "errors", "lost"), BY_LEARNERS.values(), ids=BY_LEARNERS)
def test_what_a_learner_changed_is_understood(
    run: Run, article: Path, shipped: Path, change: Change, errors: str, lost: int
) -> None:
    """Whoever exports a deck from Anki can have it rebuilt, whatever they did to it."""
    with learner(shipped.parent) as anna:
        anna.imports_file(shipped)
        change(anna)
        path = shipped.with_name("export.apkg")
        anna.exports(path)
    found = answers(run, article, shipped, path)
    assert {name: code for name, (code, _) in found.items() if code} == dict.fromkeys(errors.split(), 1)
    known = 4 - lost
    for name in {"build", "append"} - set(errors.split()):
        assert f"notes: {lost} new, 0 changed, {known} unchanged, 0 retired;" in found[name][1]


# What somebody did to the file


def in_collection(change: Callable[[sqlite3.Connection], object]) -> Callable[[Path], None]:
    """The package's database is changed."""

    def apply(path: Path) -> None:
        database = sqlite3.connect(":memory:")
        with zipfile.ZipFile(path) as archive:
            database.deserialize(archive.read("collection.anki2"))
        change(database)
        database.commit()
        with_members(**{"collection.anki2": database.serialize()})(path)
        database.close()

    return apply


def in_database(statement: str) -> Callable[[Path], None]:
    """The statement is run in the package's database."""
    return in_collection(lambda database: database.execute(statement))


def with_members(**changed: bytes | None) -> Callable[[Path], None]:
    """Members of the archive are replaced, or gone."""

    def change(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            members: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in (members | changed).items():
                if data is not None:
                    archive.writestr(name, data)

    return change


_READ = {"models": "SELECT models FROM col", "decks": "SELECT decks FROM col"}
_WRITE = {"models": "UPDATE col SET models = ?", "decks": "UPDATE col SET decks = ?"}


def in_json(column: str, change: Callable[[Any], object]) -> Callable[[Path], None]:
    """The JSON of note types or decks is changed."""

    def apply(database: sqlite3.Connection) -> None:
        ((text,),) = database.execute(_READ[column])
        content = json.loads(text)
        for each in content.values():
            change(each)
        database.execute(_WRITE[column], (json.dumps(content),))

    return in_collection(apply)


def in_ledger(old: str, new: str) -> Callable[[Path], None]:
    """Text of the ledger is replaced."""

    def change(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            text = archive.read(collection.LEDGER_MEMBER).decode()
        assert old in text
        with_members(**{collection.LEDGER_MEMBER: text.replace(old, new).encode()})(path)

    return change


no_ledger = with_members(**{collection.LEDGER_MEMBER: None})


def both(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        for each in changes:
            each(path)

    return change


BY_STRANGERS: dict[str, Callable[[Path], None]] = {
    "no ledger": no_ledger,
    "ledger of nothing": with_members(**{collection.LEDGER_MEMBER: b""}),
    "ledger that is no text": with_members(**{collection.LEDGER_MEMBER: b"\xff\xfe"}),
    "ledger that is no JSON": with_members(**{collection.LEDGER_MEMBER: b"{"}),
    "ledger that is a list": with_members(**{collection.LEDGER_MEMBER: b"[]"}),
    "ledger nested without end": with_members(**{collection.LEDGER_MEMBER: b"[" * 100_000}),
    "ledger of the future": in_ledger('"version": 1', '"version": 99'),
    "ledger of another namespace": in_ledger('"namespace": "mine"', '"namespace": "a|b"'),
    "ledger with a digest of another kind": in_ledger('"parts": "', '"parts": "x y '),
    "ledger with a number out of bounds": in_ledger('"modified": 1', '"modified": 9999999999999991'),
    "ledger with half a character": in_ledger('"key": "', '"key": "\\ud800'),
    "ledger with a negative slot": in_ledger('"slot": 0', '"slot": -1'),
    "no media list": with_members(media=None),
    "media list of another shape": with_members(media=b"[]"),
    "media list that is no JSON": with_members(media=b"\x00"),
    "media list of numbers": with_members(media=b'{"0": 1}'),
    "note with a field too few": both(no_ledger, in_database("UPDATE notes SET flds = 'a' || char(31) || 'b'")),
    "note with a field too many": both(no_ledger, in_database("UPDATE notes SET flds = flds || char(31) || 'b'")),
    "note that is a number": in_database("UPDATE notes SET flds = 1, tags = 2, guid = 3"),
    "note that is no text": in_database("UPDATE notes SET flds = x'ff'"),
    "note without end": both(no_ledger, in_database("UPDATE notes SET flds = replace(flds, '{{', replace(hex(zeroblob(9999)), '00', '{{c1::'))")),
    "note with half a character": in_database("UPDATE notes SET flds = flds || char(55296)"),
    "note with control characters": both(no_ledger, in_database("UPDATE notes SET flds = char(27) || flds, tags = ' ' || char(27) || ' '")),
    "note of no time": both(no_ledger, in_database("UPDATE notes SET mod = 0")),
    "note of all time": both(no_ledger, in_database("UPDATE notes SET mod = 99999999999999")),
    "note before all time": both(no_ledger, in_database("UPDATE notes SET mod = -99999999999999")),
    "note dated with text": both(no_ledger, in_database("UPDATE notes SET mod = 'today'")),
    "note with another GUID": both(no_ledger, in_database("UPDATE notes SET guid = guid || 'x'")),
    "notes with one GUID": both(no_ledger, in_database("UPDATE notes SET guid = 'x'")),
    "card of no deck": both(no_ledger, in_database("UPDATE cards SET did = 99")),
    "card of the default deck": both(no_ledger, in_database("UPDATE cards SET did = 1")),
    "card of no note": in_database("UPDATE cards SET nid = 99"),
    "card of a place that is text": in_database("UPDATE cards SET due = 'x'"),
    "no cards": both(no_ledger, in_database("DELETE FROM cards")),
    "no notes": in_database("DELETE FROM notes"),
    "no collection": in_database("DELETE FROM col"),
    "no table of cards": in_database("DROP TABLE cards"),
    "note types without templates": in_json("models", lambda each: each.update(tmpls=[])),
    "note types without fields": in_json("models", lambda each: each.update(flds=[])),
    "note types with fields of one name": in_json("models", lambda each: [f.update(name="x", id=None) for f in each["flds"]]),
    "note types with half a template": in_json("models", lambda each: each["tmpls"][0].update(qfmt="{{#Word}}{{/Sentence}}{{/x}}{{")),
    "note types with templates of numbers": in_json("models", lambda each: each["tmpls"][0].update(qfmt=1)),
    "note types called by a number": in_json("models", lambda each: each.update(name=1, css=2)),
    "note types that are no cloze": in_json("models", lambda each: each.update(type=0)),
    "decks without a name": in_json("decks", lambda each: each.pop("name")),
    "decks called by a number": in_json("decks", lambda each: each.update(name=1)),
    "decks with an empty name": both(no_ledger, in_json("decks", lambda each: each.update(name=""))),
    "decks of parts without a name": both(no_ledger, in_json("decks", lambda each: each.update(name="a::::b"))),
    "decks with a description of nothing": in_json("decks", lambda each: each.update(desc=None)),
    "decks with control characters": both(no_ledger, in_json("decks", lambda each: each.update(name="a\x1b[2J\ud800"))),
}  # fmt: skip
"What happened: whatever it was, every command answers."


@pytest.mark.parametrize("change", BY_STRANGERS.values(), ids=BY_STRANGERS)
def test_whatever_is_in_a_package_is_answered(
    run: Run, article: Path, shipped: Path, change: Callable[[Path], None]
) -> None:
    """Packages come from anywhere; what is wrong with one is said in a line."""
    path = shipped.with_name("changed.apkg")
    shutil.copy(shipped, path)
    change(path)
    answers(run, article, shipped, path)
