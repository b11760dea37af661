"""The memory of a namespace: every note it ever shipped, when its content last changed, and where it is now.

One JSON file, made to be read, compared and kept under version control: one line for each note, sorted by word.
A package carries the lines of its own notes as an extra member, and every note says who it is in its fields Key
and Digest, so that the memory can be put together again from whatever is left.

::

    {"version": 1, "namespace": "news",
    "note_types": {
    "cloze": {"digest": "5b1c…", "modified": 1795000000}},
    "notes": [
    {"key": "芯片", "kind": "cloze", "slot": 0, "guid": "…", "deck": "News", "state": "active", …},
    …
    ]}
"""

import hashlib
import json
import re
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np

from flashcards.errors import PackageError
from flashcards.model import LATEST, Location

VERSION = 1

UNKNOWN = "/"
"Source of a sentence of which nobody remembers the article; no file is called so."

State = Literal["active", "retired", "archived"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is remembered about one note."""

    key: str
    "Headword under which it first shipped, plus `#sense` if it had one."
    kind: str
    slot: int
    guid: str
    deck: str
    "The deck that ships it: a term belongs to the first that did."
    state: State
    "`active`: in the last package; `retired`: its word is not wanted now; `archived`: its article is not listed now."
    created: int
    "Milliseconds since 1970: Anki's id of the note."
    modified: int
    "Seconds since 1970 at which the content last changed."
    content: str
    "Digest of fields and tags."
    parts: str
    "Digests of the single fields and of the tags, to say which of them changed."
    document: str
    "Source of its sentence: name of the document, UNKNOWN, or nothing for a word that stands in none."
    line: int
    sentence: str
    "Digest of its sentence."
    sketch: str
    "Locality-sensitive digest of its sentence: similar sentences differ in few bits."
    forms: tuple[str, ...] = ()
    "Written forms of the word on the note, by which the term is known again if its key would come out differently."
    reading: str = ""
    "Pinyin on the note: tells two words of one written form apart."
    asked: bool = False
    "It shipped because a word list asked for it, and goes when none does."


@dataclass(frozen=True, slots=True)
class Stamp:
    """State of a note type as it was last shipped."""

    digest: str
    modified: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The memory of one namespace."""

    namespace: str
    entries: tuple[Entry, ...] = ()
    note_types: Mapping[str, Stamp] = field(default_factory=dict)
    "By kind."

    def of_deck(self, deck: str) -> "Ledger":
        """The part that travels inside the package of *deck*."""
        entries = tuple(entry for entry in self.entries if entry.deck == deck)
        kinds = {entry.kind for entry in entries}
        stamps = {kind: stamp for kind, stamp in self.note_types.items() if kind in kinds}
        return Ledger(self.namespace, entries, stamps)


def guid(namespace: str, kind: str, key: str, slot: int) -> str:
    """The GUID of a note: what it is, never what it says, so that no correction can make it another note.

    72 bits: in a collection of a million notes two would agree by chance once in ten billion collections.

    Raises:
        ValueError: the namespace has a character that could not be told from its end.
    """
    if "|" in namespace or "\x1f" in namespace:
        raise ValueError(f"a namespace may not contain '|': {namespace!r}")
    name = "\x1f".join((namespace, kind, key, str(slot)))
    return urlsafe_b64encode(hashlib.sha256(name.encode()).digest()[:9]).decode()


def digest(text: str) -> str:
    """64 bits in hexadecimal that stand for *text*; white space and Unicode composition do not count."""
    return _hash(" ".join(unicodedata.normalize("NFC", text).split()))


def content(values: Sequence[str], tags: Sequence[str]) -> tuple[str, str]:
    """Digest of a note's fields and tags, and short digests of each field and the tags, `-` for an empty one."""
    pieces = [*values, " ".join(sorted(tags))]
    return _hash("\x1f".join(pieces)), " ".join(_hash(piece)[:4] if piece else "-" for piece in pieces)


def sketch(sentence: str) -> str:
    """SimHash of the character pairs of *sentence*, 64 bits in hexadecimal, the same on every machine.

    Source: Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002; the pairs are hashed by
    the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    """
    text = unicodedata.normalize("NFC", "".join(sentence.split())) + "\n"
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    hashes = np.unique(codes[:-1] << np.uint64(32) | codes[1:])
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1)):
        hashes = (hashes ^ hashes >> np.uint64(shift)) * np.uint64(factor)
    bits = np.unpackbits(hashes.astype(">u8").view(np.uint8)).reshape(-1, 64)
    return np.packbits(2 * bits.sum(axis=0) > len(bits)).tobytes().hex()


def distance(one: str, other: str) -> int:
    """Bits in which two sketches differ, 0 to 64; about 32 for unrelated sentences."""
    return (int(one, 16) ^ int(other, 16)).bit_count() if one and other else 64


def dumps(ledger: Ledger) -> str:
    """*ledger* as text, the same for the same content."""
    stamps = sorted(ledger.note_types.items())
    types = ",\n".join(f"{_line(kind)}: {_line({'digest': s.digest, 'modified': s.modified})}" for kind, s in stamps)
    entries = sorted(ledger.entries, key=lambda entry: (entry.key, entry.kind, entry.slot))
    notes = ",\n".join(_line({name: getattr(entry, name) for name in _NAMES}) for entry in entries)
    return (
        f'{{"version": {VERSION}, "namespace": {_line(ledger.namespace)},\n'
        f'"note_types": {{\n{types}}},\n"notes": [\n{notes}\n]}}\n'
    )


def loads(text: str, path: str) -> Ledger:
    """The ledger written as *text*.

    Args:
        text: as `dumps` wrote it, of this or an earlier version.
        path: where it came from, for messages.

    Raises:
        PackageError: it is damaged or from a later version of the program.
    """
    try:
        data = json.loads(text)
        version = data["version"]
    except (ValueError, TypeError, KeyError, RecursionError) as err:
        line = err.lineno if isinstance(err, json.JSONDecodeError) else 0
        raise PackageError(f"this ledger is damaged: {_REMEDY}", Location(path, line)) from err
    if not isinstance(version, int) or version > VERSION:
        raise PackageError("a later version of flashcards wrote this ledger: update flashcards", Location(path))
    try:
        stamps = {kind: Stamp(str(s["digest"]), int(s["modified"])) for kind, s in data["note_types"].items()}
        entries = tuple(map(_entry, data["notes"]))
        if len({entry.guid for entry in entries}) < len(entries):
            raise ValueError("a note stands in it twice")
        namespace = str(data["namespace"])
        guid(namespace, "", "", 0)
        return Ledger(namespace, entries, stamps)
    except (AttributeError, ValueError, TypeError, KeyError) as err:
        raise PackageError(f"this ledger is damaged ({err!r}): {_REMEDY}", Location(path)) from err


def merge(ledgers: Sequence[Ledger]) -> Ledger:
    """One memory from the copies inside several packages of a namespace: of each note and type the latest.

    Raises:
        PackageError: they are of different namespaces.
        ValueError: there is none.
    """
    spaces = sorted({each.namespace for each in ledgers})
    if len(spaces) > 1:
        raise PackageError(f"these packages are of different namespaces: {', '.join(spaces)}")
    entries: dict[str, Entry] = {}
    stamps: dict[str, Stamp] = {}
    for each in ledgers:
        for entry in each.entries:
            known = entries.get(entry.guid)
            if known is None or (known.modified, known.state == "active") < (entry.modified, entry.state == "active"):
                entries[entry.guid] = entry
        for kind, stamp in each.note_types.items():
            if kind not in stamps or stamps[kind].modified < stamp.modified:
                stamps[kind] = stamp
    (namespace,) = spaces
    ordered = sorted(entries.values(), key=lambda entry: (entry.key, entry.kind, entry.slot))
    return Ledger(namespace, tuple(ordered), stamps)


def read(path: Path) -> Ledger | None:
    """The ledger in a file; None if there is no such file.

    Raises:
        PackageError: it cannot be read, is damaged or from a later version.
    """
    try:
        return loads(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as err:
        raise PackageError(f"cannot read this ledger ({err}): {_REMEDY}", Location(str(path))) from err


_REMEDY = "restore it from version control or a backup, or start anew with --fresh"
_NAMES = tuple(item.name for item in fields(Entry))
_TYPES: dict[str, type] = {"slot": int, "created": int, "modified": int, "line": int, "forms": list, "asked": bool}


def _entry(data: dict[str, Any]) -> Entry:
    """One line of the ledger, its types checked: a wrong one here would show up far from its cause.

    Raises:
        ValueError: a value is missing or is not what it should be.
    """
    values = {name: data[name] for name in _NAMES}
    for name, value in values.items():
        bad = type(value) is not _TYPES.get(name, str)
        if bad or (type(value) is int and not 0 <= value <= (LATEST * 1000 if name == "created" else LATEST)):
            raise ValueError(f"{name} is {value!r}")
    if values["state"] not in get_args(State):
        raise ValueError(f"state is {values['state']!r}")
    if not re.fullmatch(r"(?:[0-9a-f]{16})?", values["sketch"]):
        raise ValueError(f"sketch is {values['sketch']!r}")
    forms = tuple(map(str, values["forms"]))
    # Half a character, which JSON can write and no file can hold, is a ValueError.
    "".join((*forms, *(value for value in values.values() if isinstance(value, str)))).encode()
    return Entry(**{**values, "forms": forms})


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
