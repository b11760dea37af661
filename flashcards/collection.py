"""Anki's own files → plain rows: packages, exports of a whole collection, and the collection file of a closed Anki.

A package is a zip archive with an SQLite database in it::

    collection.anki2      schema 11, note types and decks as JSON in the table `col`: what we and genanki write
    collection.anki21     the same, beside a collection.anki2 that only says "please update Anki"
    collection.anki21b    schema 18, compressed with Zstandard, note types and decks in tables of their own, with
                          protobuf messages where they have details: what Anki exports today

`.colpkg` is the same for a whole collection; `collection.anki2` in a profile folder is a bare database of schema 18.
Reading Zstandard takes Python 3.14 or the package zstandard.
"""

import json
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from flashcards.errors import PackageError
from flashcards.model import LATEST, Location, NoteType
from flashcards.notetype import kind_of, note_type

LEDGER_MEMBER = "flashcards-ledger.json"
"Extra member of our packages, which Anki ignores."

_DATABASES = ("collection.anki21b", "collection.anki21", "collection.anki2")
"Newest first: where there are several, the older ones are there for old programs only."

_LARGEST = 2 << 30
"Bytes that a database may take unpacked: four times what AnkiWeb accepts for a collection, far below a zip bomb."


@dataclass(frozen=True, slots=True)
class Card:
    """How one card stands with its learner."""

    deck: str
    due: int
    "Position, if the card is new."
    interval: int
    "Days between reviews; negative are seconds, 0 is new."
    reviews: int
    suspended: bool
    flag: int
    "0 for none, 1 to 7 for the colours."


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note with its cards."""

    id: int
    guid: str
    note_type: int
    modified: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """What a file of Anki's holds."""

    notes: tuple[NoteRow, ...]
    note_types: tuple[NoteType, ...]
    decks: tuple[tuple[str, str], ...]
    "Name with `::` between parts, and description (empty where the file keeps it out of easy reach)."
    ledger: str = ""
    media: tuple[tuple[str, str], ...] = ()
    "Name in the archive and name in the collection of each media file; empty in Anki's own exports."


def read(path: Path) -> Collection:
    """Everything in *path* that concerns us.

    Raises:
        PackageError: there is no such file, it is damaged, or it is none of Anki's.
    """
    try:
        if not zipfile.is_zipfile(path):
            if not _is_database(path):
                _refuse(path, "it is neither package nor collection")
            return _read_database(path)
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
            names = set(archive.namelist())
            member = next((name for name in _DATABASES if name in names), None)
            if member is None:
                _refuse(path, "it holds no collection")
            database = Path(folder) / "collection.sqlite"
            database.write_bytes(_unpacked(archive, member, path))
            ledger = archive.read(LEDGER_MEMBER).decode("utf-8") if LEDGER_MEMBER in names else ""
            media = json.loads(archive.read("media")) if member != _DATABASES[0] and "media" in names else {}
            content = _read_database(database)
            return Collection(content.notes, content.note_types, content.decks, ledger, tuple(media.items()))
    except _DAMAGE as err:
        raise PackageError(_advice(err), Location(str(path))) from err


_DAMAGE = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    sqlite3.Error,
    ValueError,
    LookupError,
    TypeError,
    RuntimeError,
    AttributeError,
    EOFError,
)
"What the standard library raises over files that are not what they claim to be (RuntimeError: encrypted archives)."


def _advice(fault: Exception) -> str:
    """What to do about a file that cannot be read."""
    if isinstance(fault, FileNotFoundError):
        return "no such file; check the path"
    if isinstance(fault, IsADirectoryError):
        return "is a folder; name the packages in it, for example with /*.apkg"
    if isinstance(fault, OSError) and fault.errno:
        return f"cannot be read ({fault.strerror}); check its name, and who may read it"
    if isinstance(fault, sqlite3.OperationalError) and "locked" in str(fault):
        return "is open in Anki; close Anki, and try again"
    return f"is damaged ({fault}); take another copy of it, or name another file"


def _refuse(path: Path, why: str) -> NoReturn:
    raise PackageError(f"this is no file of Anki's: {why}", Location(str(path)))


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"


def _unpacked(archive: zipfile.ZipFile, member: str, path: Path) -> bytes:
    if archive.getinfo(member).file_size > _LARGEST:
        _refuse(path, "its collection is too large")
    data = archive.read(member)
    if member != _DATABASES[0]:
        return data
    try:
        return _decompress(data)
    except ImportError as err:
        message = "reading what Anki exports today needs: pip install 'flashcards-zh[exports]'; or tick “Support older Anki versions” on export"
        raise PackageError(message, Location(str(path))) from err


def _decompress(data: bytes) -> bytes:
    """One Zstandard frame, unpacked.

    Raises:
        ImportError: neither this Python nor an installed package can.
        OSError: the data are damaged.
    """
    try:
        library = import_module("compression.zstd")  # Python 3.14 and newer
        unpack = library.decompress
    except ImportError:
        library = import_module("zstandard")
        unpack = library.ZstdDecompressor().decompressobj().decompress
    try:
        return bytes(unpack(data))
    except library.ZstdError as err:
        raise OSError(str(err)) from err


def _read_database(path: Path) -> Collection:
    with _connect(path) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        types, decks, descriptions = (_modern if "notetypes" in tables else _legacy)(database)
        cards: dict[int, list[Card]] = {}
        query = "SELECT nid, CASE WHEN odid THEN odid ELSE did END, due, type, ivl, reps, queue, flags FROM cards ORDER BY ord"
        for note, deck, due, kind, interval, reviews, queue, flags in database.execute(query):
            name = decks.get(deck, "")
            card = Card(name, int(due) if kind == 0 else 0, interval if kind else 0, reviews, queue == -1, flags & 7)
            cards.setdefault(note, []).append(card)
        notes = tuple(
            NoteRow(
                key, guid, mid, _time(mod), tuple(tags.split()), tuple(flds.split("\x1f")), tuple(cards.get(key, ()))
            )
            for key, guid, mid, mod, tags, flds in database.execute(
                "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id"
            )
        )
        named = tuple(
            (name, descriptions.get(key, "")) for key, name in sorted(decks.items(), key=lambda item: item[1])
        )
        return _as_shipped(Collection(notes, types, named))


def _as_shipped(content: Collection) -> Collection:
    """*content* with the fields of our notes in our order, without what a learner added and whatever they call them.

    A note type that has lost one of our fields is ours no longer. Fields are known by their ids, which Anki keeps
    since 2.1.67, else by their names.
    """
    types: list[NoteType] = []
    orders: dict[int, tuple[int, ...]] = {}
    for found in content.note_types:
        order = _order(found) if found.kind else None
        if order is None:
            types.append(replace(found, kind=""))
        else:
            orders[found.id] = order
            names, ids = tuple(found.fields[at] for at in order), tuple(found.field_ids[at] for at in order)
            types.append(replace(found, fields=names, field_ids=ids))
    notes = tuple(
        replace(row, fields=tuple(row.fields[at] if at < len(row.fields) else "" for at in orders[row.note_type]))
        if row.note_type in orders
        else row
        for row in content.notes
    )
    return replace(content, notes=notes, note_types=tuple(types))


def _order(found: NoteType) -> tuple[int, ...] | None:
    """For each field that our note type ships its place among those *found*; None if one is missing."""
    shipped = note_type(found.kind)
    places: dict[str | int, int] = {name: at for at, name in enumerate(found.fields)}
    places |= {key: at for at, key in enumerate(found.field_ids) if key}
    known = [key if key in places else name for name, key in zip(shipped.fields, shipped.field_ids, strict=True)]
    return tuple(places[key] for key in known) if places.keys() >= set(known) else None


@contextmanager
def _connect(path: Path) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
    try:
        # Anki's own order of names; ours need only agree with itself within one file.
        database.create_collation("unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold()))
        yield database
    finally:
        database.close()


def _legacy(database: sqlite3.Connection) -> tuple[tuple[NoteType, ...], dict[int, str], dict[int, str]]:
    """Note types, names and descriptions of decks, from the JSON of schema 11."""
    models, decks = database.execute("SELECT models, decks FROM col").fetchone()
    types = tuple(
        NoteType(
            kind=kind_of(int(model["id"])) or "",
            id=int(model["id"]),
            name=_string(model["name"]),
            is_cloze=model["type"] == 1,
            fields=tuple(_string(item["name"]) for item in model["flds"]),
            field_ids=tuple(int(item.get("id") or 0) for item in model["flds"]),
            template_id=int(model["tmpls"][0].get("id") or 0),
            template_name=_string(model["tmpls"][0]["name"]),
            front=_string(model["tmpls"][0]["qfmt"]),
            back=_string(model["tmpls"][0]["afmt"]),
            css=_string(model["css"]),
            modified=_time(model["mod"]),
        )
        for model in json.loads(models).values()
    )
    listed = json.loads(decks)
    names = {int(key): _string(deck["name"]) for key, deck in listed.items()}
    return types, names, {int(key): _string(deck.get("desc") or "") for key, deck in listed.items()}


def _modern(database: sqlite3.Connection) -> tuple[tuple[NoteType, ...], dict[int, str], dict[int, str]]:
    """Note types, names and descriptions of decks, from the tables of schema 18.

    Source of the field numbers: ankitects/anki, `proto/anki/notetypes.proto` and `proto/anki/decks.proto`.
    """
    types = []
    for key, name, modified, blob in database.execute("SELECT id, name, mtime_secs, config FROM notetypes ORDER BY id"):
        config = _message(blob)
        fields = database.execute("SELECT name, config FROM fields WHERE ntid = ? ORDER BY ord", (key,)).fetchall()
        template = database.execute("SELECT name, config FROM templates WHERE ntid = ? ORDER BY ord", (key,)).fetchone()
        look = _message(template[1])
        types.append(
            NoteType(
                kind=kind_of(key) or "",
                id=key,
                name=name,
                is_cloze=config.get(1) == 1,
                fields=tuple(field for field, _ in fields),
                field_ids=tuple(_number(_message(blob).get(9, 0)) for _, blob in fields),
                template_id=_number(look.get(8, 0)),
                template_name=template[0],
                front=_text(look.get(1, b"")),
                back=_text(look.get(2, b"")),
                css=_text(config.get(3, b"")),
                modified=_time(modified),
            )
        )
    rows = database.execute("SELECT id, name, kind FROM decks").fetchall()
    names = {key: name.replace("\x1f", "::") for key, name, _ in rows}
    normal = {key: _message(kind).get(1, b"") for key, _, kind in rows}
    return (
        tuple(types),
        names,
        {key: _text(_message(blob).get(4, b"")) for key, blob in normal.items() if isinstance(blob, bytes)},
    )


def _message(data: bytes) -> dict[int, int | bytes]:
    """A protobuf message as field number → value, the last one where a number repeats.

    Source: https://protobuf.dev/programming-guides/encoding/
    """
    fields: dict[int, int | bytes] = {}
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            fields[number], at = _varint(data, at)
            continue
        size, at = _varint(data, at) if wire == 2 else ({1: 8, 5: 4}[wire], at)
        fields[number] = data[at : at + size]
        at += size
    return fields


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """The number at *at*, seven bits a byte, and where it ends."""
    number = shift = 0
    while True:
        byte = data[at]
        number |= (byte & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if not byte & 0x80:
            return number, at


def _time(value: object) -> int:
    """Seconds since 1970.

    Raises:
        ValueError: it is no number, or before 1970 or after the year 9999.
    """
    seconds = int(str(value))
    if not 0 <= seconds <= LATEST:
        raise ValueError(f"no time: {seconds}")
    return seconds


def _string(value: object) -> str:
    """*value* from JSON as text.

    Raises:
        ValueError: it has half a character, which JSON can write and no file can hold.
    """
    text = str(value)
    text.encode()
    return text


def _text(value: int | bytes) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else ""


def _number(value: int | bytes) -> int:
    return value if isinstance(value, int) else 0
