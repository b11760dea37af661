"""Notes ↔ `.apkg` files. The only module that knows genanki.

genanki gives one modification time to all notes and writes what it likes as ids; its rows are therefore written by
subclasses. Everything in the file follows from the package alone, so that the same package gives the same bytes.
"""

import hashlib
import io
import json
import re
import sqlite3
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Any

import genanki

from flashcards import collection
from flashcards.errors import NoteError, PackageError
from flashcards.files import write_whole
from flashcards.markup import text_of
from flashcards.model import Location, NoteType, Package, PackedNote

_DEFLATE_LEVEL = 5
"A seventh of the size in two thirds of the time that zlib's default of 6 takes for 2 % less (20,000 notes, 44 MB)."

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_DELETION = re.compile(r"\{\{c(\d+)::(?!\}\}|::).", re.DOTALL)


def write(package: Package, path: Path) -> None:
    """Make *path* the file of *package*; a file with the same bytes is left alone.

    Raises:
        NoteError: Anki would reject or misread one of the notes.
        PackageError: the file cannot be written, or Anki would take its name for a backup and replace everything.
    """
    write_whole(path, dumps(package, str(path)))


def dumps(package: Package, path: str) -> bytes:
    """The bytes of the file of *package*; *path* is its name to be.

    Raises:
        NoteError: Anki would reject or misread one of the notes.
        PackageError: Anki would take the name for a backup, or a sound file cannot be read.
    """
    _check_name(path)
    check(package)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "collection.anki2", _database(package))
        _add(
            archive, "media", json.dumps({str(number): name for number, (name, _) in enumerate(package.media)}).encode()
        )
        if package.memory:
            _add(archive, collection.LEDGER_MEMBER, package.memory.encode())
        for number, (_, source) in enumerate(package.media):
            try:
                _add(archive, str(number), Path(source).read_bytes())
            except OSError as err:
                raise PackageError(f"cannot read this sound file: {err.strerror}", Location(source)) from err
    return stream.getvalue()


def read(path: Path) -> Package:
    """The package in *path*, made by us or exported by Anki; notes of other note types have no kind.

    Raises:
        PackageError: there is no such file, it is damaged, or it is none of Anki's.
    """
    content = collection.read(path)
    kinds = {found.id: found.kind for found in content.note_types}
    notes = tuple(
        PackedNote(
            guid=row.guid,
            kind=kinds.get(row.note_type, ""),
            fields=row.fields,
            tags=row.tags,
            deck=row.cards[0].deck if row.cards else "",
            due=row.cards[0].due if row.cards else 0,
            created=row.id,
            modified=row.modified,
        )
        for row in content.notes
    )
    used = {row.note_type for row in content.notes}
    types = tuple(found for found in content.note_types if found.id in used)
    decks = tuple(deck for deck in content.decks if deck[0] != "Default")
    ordered = tuple(sorted(notes, key=lambda note: (note.due, note.guid)))
    return Package(decks, ordered, types, content.ledger, content.media)


def check(package: Package) -> None:
    """Nothing, if Anki will take every note of *package* as it is meant: one card each, and no one twice.

    Raises:
        NoteError: it will not; the message names the note.
    """
    if not package.notes:
        raise NoteError("there is not a single card to write: every word is left out, or no sentence has one")
    for what, values in (("GUID", [n.guid for n in package.notes]), ("id", [n.created for n in package.notes])):
        repeated = [value for value, count in Counter(values).items() if count > 1]
        if repeated:
            raise NoteError(f"two notes have the same {what} {repeated[0]!r}")
    types = {found.kind: found for found in package.note_types}
    fronts = {kind: _front_fields(found) for kind, found in types.items()}
    decks = {name for name, _ in package.decks if all(map(str.strip, name.split("::")))}
    for note in package.notes:
        own = types.get(note.kind)
        problem = _problem(note, own, fronts[note.kind], decks) if own else "has no note type"
        if problem:
            raise NoteError(f"the note of {note.fields[0]!r} ({note.kind}) {problem}")


def _front_fields(look: NoteType) -> tuple[int, ...]:
    """Indices of the fields that the front of a card shows or asks for."""
    shown = set(re.findall(r"\{\{(?:[^{}#^/]*:)?([^{}#^/:]+)\}\}", look.front))
    return tuple(index for index, name in enumerate(look.fields) if name in shown)


def _problem(note: PackedNote, look: NoteType, front: Sequence[int], decks: Set[str]) -> str:
    """What Anki would not like about *note*; empty if nothing."""
    if len(note.fields) != len(look.fields):
        return f"has {len(note.fields)} fields instead of {len(look.fields)}"
    content = "".join(note.fields)
    shown = "".join(note.fields[index] for index in front)
    faults = (
        (_CONTROL.search(content), "has a control character"),
        (not note.fields[0].strip(), "has an empty first field"),
        (not shown.strip(), "has an empty front"),
        ("" in note.tags or len(" ".join(note.tags).split()) != len(note.tags), "has a tag with white space"),
        (note.deck not in decks, f"is in no deck ({note.deck!r})"),
        (note.created <= 0 or note.modified <= 0, "has no time"),
        (look.is_cloze and not _DELETION.search(shown), "has no deletion c1"),
        (set(_DELETION.findall(content)) - {"1"}, "has other deletions than c1"),
    )
    return next((message for wrong, message in faults if wrong), "")


def _check_name(path: str) -> None:
    """Anki takes files of some names for backups of a whole collection and *replaces* the learner's with them."""
    name = Path(path).name.lower()
    if name == "collection.apkg" or name.startswith("backup-"):
        raise PackageError(
            "Anki would take this for a backup and replace the whole collection: choose another name", Location(path)
        )
    if not name.endswith(".apkg"):
        raise PackageError("Anki only opens packages whose name ends with .apkg", Location(path))


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """*data* as a member without a time of its own: the zip format's first day stands for it."""
    member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.create_system = 3  # Unix, on every system
    member.external_attr = 0o644 << 16
    archive.writestr(member, data, zipfile.ZIP_DEFLATED, _DEFLATE_LEVEL)


def _database(package: Package) -> bytes:
    """The SQLite database of *package* in Anki's schema 11, which every Anki since 2.1 imports."""
    last = max((*(note.modified for note in package.notes), *(found.modified for found in package.note_types)))
    models = {found.kind: _Model(found) for found in package.note_types}
    decks = {name: genanki.Deck(deck_id(name), name, description) for name, description in package.decks}
    for note in package.notes:
        decks[note.deck].add_note(_Note(models[note.kind], note))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection.anki2"
        database = sqlite3.connect(path)
        try:
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            genanki.Package(list(decks.values())).write_to_db(database.cursor(), last, iter(()))
            database.commit()
        finally:
            database.close()
        return path.read_bytes()


def deck_id(name: str) -> int:
    """A number for a deck inside the file: Anki matches decks by name, but takes number 1 for its own Default deck.

    >>> deck_id("News") > 1 << 40
    True
    """
    return (1 << 40) + int.from_bytes(hashlib.sha256(name.casefold().encode()).digest()[:5])


class _Model(genanki.Model):  # type: ignore[misc]  # genanki has no types
    """A note type with ids on its fields and template, and its own modification time."""

    def __init__(self, look: NoteType) -> None:
        kind = genanki.Model.CLOZE if look.is_cloze else genanki.Model.FRONT_BACK
        fields = [{"name": name, "id": number} for name, number in zip(look.fields, look.field_ids, strict=True)]
        template = {"name": look.template_name, "id": look.template_id, "qfmt": look.front, "afmt": look.back}
        super().__init__(look.id, look.name, fields, [template], css=look.css, model_type=kind)
        self.modified = look.modified

    # Which fields a card needs; told to Anki 2.1.27 and older only, newer ones work it out themselves.
    _req = ((0, "any", (0,)),)

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:  # noqa: ARG002
        content: dict[str, Any] = super().to_json(self.modified, deck_id)
        return content


class _Note(genanki.Note):  # type: ignore[misc]  # genanki has no types
    """A note with the ids and the time that it has for ever, and exactly one card."""

    def __init__(self, model: _Model, packed: PackedNote) -> None:
        super().__init__(model, packed.fields, guid=packed.guid, due=packed.due)
        self.packed = packed

    def write_to_db(self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, id_gen: Iterator[int]) -> None:  # noqa: ARG002
        note = self.packed
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        cursor.execute(
            "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')",
            (
                *(note.created, note.guid, self.model.model_id, note.modified, tags),
                *("\x1f".join(note.fields), text_of(note.fields[0])),
            ),
        )
        # A new card: type and queue 0, its position, and no history.
        cursor.execute(
            "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, 0, 0, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')",
            (note.created, note.created, deck_id, note.modified, note.due),
        )
