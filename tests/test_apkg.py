"""The file itself: the same bytes for the same notes, nothing that Anki would misread, and safe against accidents."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from anki_support import CHIP, CONTROLS, NOTES, NOW, POWER, build, learner, note

from flashcards import apkg, collection, identity, update
from flashcards.errors import FlashcardsError, NoteError, PackageError
from flashcards.ledger import Ledger, guid
from flashcards.model import Deck, Package, PackedNote
from flashcards.notetype import FIELDS

PACKAGE = build().package


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.apkg"


def test_what_is_written_can_be_read(path: Path) -> None:
    """A package is its own memory: notes, looks, description and ledger come back."""
    apkg.write(PACKAGE, path)
    back = apkg.read(path)
    assert back.notes == PACKAGE.notes
    assert back.memory == PACKAGE.memory
    assert back.decks == PACKAGE.decks
    assert back.note_types == PACKAGE.note_types


def test_the_same_package_has_the_same_bytes(tmp_path: Path) -> None:
    """Reproducible, so that people can check where a deck comes from; an unchanged file is not even touched."""
    apkg.write(PACKAGE, tmp_path / "a.apkg")
    apkg.write(build(NOTES[::-1]).package, tmp_path / "b.apkg")
    assert (tmp_path / "a.apkg").read_bytes() == (tmp_path / "b.apkg").read_bytes()
    before = (tmp_path / "a.apkg").stat()
    apkg.write(PACKAGE, tmp_path / "a.apkg")
    assert (tmp_path / "a.apkg").stat().st_mtime_ns == before.st_mtime_ns


def test_a_rebuild_without_news_has_the_same_bytes(tmp_path: Path) -> None:
    """A week later, from its own memory: nothing in the file tells that it was built again."""
    apkg.write(PACKAGE, tmp_path / "a.apkg")
    remembered = identity.recall(apkg.read(tmp_path / "a.apkg"), "a.apkg")
    apkg.write(build(NOTES, remembered, built=NOW + 604_800).package, tmp_path / "b.apkg")
    assert (tmp_path / "a.apkg").read_bytes() == (tmp_path / "b.apkg").read_bytes()


def test_the_archive_is_deflated_and_plain(path: Path) -> None:
    """A tenth of the size for phones, in the form that every Anki since 2.1 imports."""
    apkg.write(PACKAGE, path)
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["collection.anki2", "media", "flashcards-ledger.json"]
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_DEFLATED}
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_cards_are_new_in_learning_order(path: Path) -> None:
    """The order in which words build on each other is the point of the deck."""
    apkg.write(PACKAGE, path)
    words = [(row.fields[0], row.cards[0].due) for row in collection.read(path).notes]
    assert sorted(words, key=lambda word: word[1]) == [("芯片", 0), ("出口管制", 20), ("算力", 40)]


def test_ids_are_stable_and_not_in_the_future() -> None:
    """Anki 2.1.54 refuses notes from the future; the Browser shows the time as the day the note was made."""
    later = build(NOTES, build((CHIP,)).ledger, built=NOW + 60).package
    first = {entry.guid: entry.created for entry in PACKAGE.notes}
    again = {entry.guid: entry.created for entry in later.notes}
    assert max(first.values()) == NOW * 1000
    assert again[PACKAGE.notes[0].guid] == NOW * 1000
    assert max(again.values()) == (NOW + 60) * 1000


def test_no_deck_is_the_default_deck(path: Path) -> None:
    """Anki would throw the cards of deck number 1 into the learner's Default."""
    apkg.write(PACKAGE, path)
    with zipfile.ZipFile(path) as archive:
        (path.parent / "c.db").write_bytes(archive.read("collection.anki2"))
    database = sqlite3.connect(path.parent / "c.db")
    (decks,) = database.execute("SELECT decks FROM col").fetchone()
    (used,) = zip(*database.execute("SELECT DISTINCT did FROM cards"), strict=True)
    database.close()
    assert {json.loads(decks)[str(number)]["name"] for number in used} == {"News"}
    assert 1 not in used


def put(name: str, value: str) -> Callable[[PackedNote], PackedNote]:
    """A change of one field."""
    at = FIELDS.index(name)
    return lambda packed: replace(packed, fields=(*packed.fields[:at], value, *packed.fields[at + 1 :]))


BAD_NOTES: list[tuple[str, Callable[[PackedNote], PackedNote], str]] = [
    ("no deletion", put("Sentence", "芯片"), "c1"),
    ("another number", put("Sentence", "{{c2::芯片}}"), "c1"),
    ("two numbers", put("Sentence", "{{c1::芯片}}{{c2::x}}"), "c1"),
    ("empty deletion", put("Sentence", "{{c1::}}"), "c1"),
    ("empty deletion with a hint", put("Sentence", "{{c1::::chip}}"), "c1"),
    ("empty word", put("Word", " "), "first field"),
    ("end of field", put("Notes", "a\x1fb"), "control"),
    ("half a surrogate pair", put("Notes", "\ud800"), "control"),
    ("field missing", lambda packed: replace(packed, fields=packed.fields[:-1]), "fields"),
    ("tag with a space", lambda packed: replace(packed, tags=("a b",)), "white space"),
    ("tag with an ideographic space", lambda packed: replace(packed, tags=("a\u3000b",)), "white space"),
    ("deck that is not there", lambda packed: replace(packed, deck="Other"), "no deck"),
    ("unknown kind", lambda packed: replace(packed, kind="poem"), "note type"),
    ("before all time", lambda packed: replace(packed, created=0), "no time"),
]


@pytest.mark.parametrize(("change", "message"), [case[1:] for case in BAD_NOTES], ids=[case[0] for case in BAD_NOTES])
def test_what_anki_would_misread_is_never_written(
    change: Callable[[PackedNote], PackedNote], message: str, path: Path
) -> None:
    """Anki imports most of these without a word, and the card is missing or blank."""
    bad = replace(PACKAGE, notes=(change(PACKAGE.notes[0]), *PACKAGE.notes[1:]))
    with pytest.raises(NoteError, match=message):
        apkg.write(bad, path)
    assert not path.exists()


def test_two_notes_with_one_guid_are_an_error(path: Path) -> None:
    """The first import makes two notes of them, the second writes both over one."""
    twin = replace(PACKAGE.notes[0], created=5)
    with pytest.raises(NoteError, match="same GUID"):
        apkg.write(replace(PACKAGE, notes=(*PACKAGE.notes, twin)), path)


def test_an_empty_deck_is_an_error(path: Path) -> None:
    """Nobody wants to find out in Anki that the word list excluded everything."""
    with pytest.raises(NoteError, match="not a single card"):
        apkg.write(replace(PACKAGE, notes=()), path)


@pytest.mark.parametrize("name", ["collection.apkg", "Collection.APKG", "backup-2026.apkg", "deck.zip", "deck"])
def test_names_that_anki_misunderstands_are_refused(name: str, tmp_path: Path) -> None:
    """Anki takes the first three for backups and replaces the learner's whole collection."""
    with pytest.raises(PackageError):
        apkg.write(PACKAGE, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The previous package may be the only memory there is."""
    apkg.write(PACKAGE, path)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(PackageError, match="No space left"):
        apkg.write(build((CHIP,)).package, path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["news.apkg"]


def test_an_unwritable_place_is_an_error(tmp_path: Path) -> None:
    """One line with the place, no traceback."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PackageError, match="cannot be written"):
        apkg.write(PACKAGE, tmp_path / "file" / "news.apkg")


def damaged(change: Callable[[bytes], bytes]) -> bytes:
    return change(apkg.dumps(PACKAGE, "news.apkg"))


def without(name: str) -> bytes:
    """The package without one member."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(apkg.dumps(PACKAGE, "x.apkg"))) as old, zipfile.ZipFile(stream, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
    return stream.getvalue()


DAMAGED = [
    ("empty file", b""),
    ("no archive", b"not an archive"),
    ("cut off", damaged(lambda data: data[: len(data) // 2])),
    ("bits flipped", damaged(lambda data: data[:200] + bytes(byte ^ 255 for byte in data[200:400]) + data[400:])),
    ("no collection", without("collection.anki2")),
    ("a database of something else", b"SQLite format 3\x00" + bytes(100)),
]


@pytest.mark.parametrize("data", [case[1] for case in DAMAGED], ids=[case[0] for case in DAMAGED])
def test_a_damaged_package_is_an_error_and_stays_as_it_is(data: bytes, path: Path) -> None:
    """It may still be rescued by hand; a build that went on would forget everything it held."""
    path.write_bytes(data)
    with pytest.raises(PackageError, match=r"news\.apkg"):
        apkg.read(path)
    assert path.read_bytes() == data


def test_a_missing_package_is_an_error(path: Path) -> None:
    """`--previous` with a typing mistake must not start a new life."""
    with pytest.raises(PackageError, match=r"news\.apkg"):
        apkg.read(path)


def test_a_damaged_ledger_inside_a_package_is_an_error(path: Path) -> None:
    """The notes' own Key would do, but somebody should know that the file was tampered with."""
    apkg.write(replace(PACKAGE, memory='{"version": 1'), path)
    with pytest.raises(PackageError, match="damaged"):
        identity.recall(apkg.read(path), str(path))


def test_a_package_of_somebody_else_has_no_memory(path: Path) -> None:
    """Taking it for ours would hand out a namespace that nobody has."""
    foreign = replace(PACKAGE, memory="", notes=tuple(put("Key", "")(packed) for packed in PACKAGE.notes))
    apkg.write(foreign, path)
    with pytest.raises(PackageError, match="made by flashcards"):
        identity.recall(apkg.read(path), str(path))


def test_notes_with_a_forged_key_are_not_ours(path: Path) -> None:
    """The key says who the note is; the GUID proves it."""
    forged = put("Key", "test|cloze|别的|0")
    mixed = replace(PACKAGE, memory="", notes=(forged(PACKAGE.notes[0]), *PACKAGE.notes[1:]))
    apkg.write(mixed, path)
    keys = {entry.key for entry in identity.recall(apkg.read(path), str(path)).entries}
    assert keys == {"出口管制", "算力"}


def test_a_package_of_two_namespaces_asks_which(path: Path) -> None:
    """A learner's export may hold the decks of several people."""
    other = tuple(
        replace(packed, created=packed.created + 50, guid=guid("other", "cloze", packed.fields[0], 0))
        for packed in PACKAGE.notes
    )
    renamed = tuple(put("Key", f"other|cloze|{packed.fields[0]}|0")(packed) for packed in other)
    apkg.write(replace(PACKAGE, memory="", notes=PACKAGE.notes + renamed), path)
    with pytest.raises(PackageError, match="other, test"):
        identity.recall(apkg.read(path), str(path))
    assert identity.recall(apkg.read(path), str(path), "other").namespace == "other"


def test_sound_files_travel_and_arrive(path: Path) -> None:
    """Recorded audio plays on every phone, voices or not."""
    (path.parent / "recording.mp3").write_bytes(b"ID3 sound")
    spoken = replace(
        CHIP,
        fields=tuple("[sound:xinpian-1.mp3]" if n == "Audio" else f for n, f in zip(FIELDS, CHIP.fields, strict=True)),
    )
    package = build((spoken, POWER), media=(("xinpian-1.mp3", str(path.parent / "recording.mp3")),)).package
    with learner(path.parent) as somebody:
        apkg.write(package, path)
        assert somebody.imports_file(path).new == 2
        assert (Path(somebody.collection.media.dir()) / "xinpian-1.mp3").read_bytes() == b"ID3 sound"
        (tag,) = somebody.note("芯片").cards()[0].render_output().answer_av_tags
        assert getattr(tag, "filename", "") == "xinpian-1.mp3"


def test_a_missing_sound_file_is_an_error(path: Path) -> None:
    """A silent card would be noticed on the bus."""
    with pytest.raises(FlashcardsError, match="sound file"):
        apkg.write(build(media=(("a.mp3", "/nowhere/a.mp3"),)).package, path)


def test_cards_go_into_their_subdecks(path: Path) -> None:
    """Name order is reading order in Anki's list of decks."""
    now = update.Circumstances(NOW, frozenset(("chips.txt",)))
    parts = [Deck("News", "All", ()), Deck("News::01", "One", (CHIP,)), Deck("News::02", "", (CONTROLS,))]
    with learner(path.parent) as somebody:
        somebody.takes(update.carry_over(parts, Ledger("test"), now))
        decks = {somebody.collection.decks.name(card.did) for n in somebody.notes() for card in n.cards()}
        assert decks == {"News::01", "News::02"}


def test_deck_names_keep_their_markup(path: Path) -> None:
    """A name is text; so is the description's own HTML when it is read back."""
    package = build(name="News <b> & more").package
    apkg.write(package, path)
    assert apkg.read(path).decks == (("News <b> & more", "About this deck"),)
    assert isinstance(apkg.read(path), Package)


def test_wild_words_survive_the_way_there_and_back(path: Path) -> None:
    """Characters outside the Basic Multilingual Plane are four bytes in UTF-8 and two in UTF-16."""
    package = build((note("𠮷😀", "新的𠮷😀", "x", "x"),)).package
    apkg.write(package, path)
    assert apkg.read(path).notes == package.notes
