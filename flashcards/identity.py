"""Which note is which: new notes find the identity that they shipped under, and notes of a package say theirs.

A learner's history belongs to a GUID, the GUID to a term and one of its slots. So the same term must come out under
the same key, and the same sentence in the same slot, whatever dictionary, list or article has changed in between.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from flashcards import ledger as memory
from flashcards.errors import PackageError
from flashcards.keys import split_key
from flashcards.ledger import Entry, Ledger
from flashcards.markup import plain, text_of
from flashcards.model import Location, Note, Package, PackedNote, TranslationUnit
from flashcards.notetype import FIELDS

_SIMILAR = 20
"""Most bits in which the sketches of a sentence and its revision differ. Measured on the sample articles: two sentences
differ in 31 ± 4 of 64 bits, one pair in 220 in no more than 20; a revision of a fifth of the characters stays below in
97 of 100 cases if it is in one place, in 77 if it is scattered."""

OWN_FIELDS = ("Key", "Digest")
"Who the note is; not part of what it says."

_FORMS = tuple(map(FIELDS.index, ("Word", "Simplified", "Traditional", "Pinyin")))


@dataclass(frozen=True, slots=True)
class Placed:
    """A note in the slot that is its own for ever."""

    note: Note
    part: str
    "Name of the deck or subdeck that its card goes into."
    entry: Entry | None
    "What is remembered of it; None if it is new."


def known_as(notes: Sequence[Note], entries: Iterable[Entry]) -> tuple[Note, ...]:
    """*notes* under the keys that they shipped under.

    A term whose key comes out differently now, because a dictionary simplifies another way or tells senses apart that
    it did not, is known again by a written form and its reading: both must agree, and no other term of this build may
    claim the old key.
    """
    exact = {(entry.kind, entry.key) for entry in entries}
    claimed = {(note.kind, note.key) for note in notes}
    by_form: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for entry in entries:
        if (entry.kind, entry.key) not in claimed:
            for form in (*entry.forms, split_key(entry.key)[0]):
                by_form[entry.kind, form, entry.reading].append(entry.key)
    result = []
    for note in notes:
        key = note.key
        if (note.kind, key) not in exact:
            forms, reading = forms_of(note.fields)
            base, sense = split_key(key)
            names = [name for form in (base, *forms) for name in by_form.get((note.kind, form, reading), ())]
            senses = ((name, split_key(name)[1]) for name in sorted(names))
            key = next((name for name, other in senses if not (sense and other and sense != other)), key)
        result.append(replace(note, key=key))
    return tuple(result)


def into_slots(wanted: Iterable[tuple[Note, str]], own: Iterable[Entry]) -> list[Placed]:
    """Each note in the slot of its term that had its sentence, else one whose sentence is gone, else a new one."""
    remembered: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in own:
        remembered[entry.kind, entry.key].append(entry)
    groups: dict[tuple[str, str], list[tuple[Note, str]]] = defaultdict(list)
    for note, part in wanted:
        groups[note.kind, note.key].append((note, part))
    placed = []
    for name, group in groups.items():
        group.sort(key=lambda item: item[0].slot)
        pairs = _pair([note for note, _ in group], remembered[name])
        used = {entry.slot for entry in pairs.values()}
        free = (slot for slot in range(len(group) + len(used)) if slot not in used)
        old = {entry.slot: entry for entry in remembered[name]}
        for index, (note, part) in enumerate(group):
            slot = pairs[index].slot if index in pairs else next(free)
            placed.append(Placed(replace(note, slot=slot), part, old.get(slot)))
    return placed


def recall(package: Package, path: str, namespace: str = "") -> Ledger:
    """The memory inside a package, or what can be told from its notes if Anki itself has exported it.

    Args:
        package: as read.
        path: where it came from, for messages.
        namespace: the one to recall, if a package without a ledger holds notes of several.

    Raises:
        PackageError: its ledger is damaged, or no note of it says who it is.
    """
    if package.memory:
        return memory.loads(package.memory, path)
    entries = [found for note in package.notes if (found := _recall(note, _root(note.deck, package)))]
    spaces = sorted({space for space, _ in entries})
    if namespace:
        spaces = [space for space in spaces if space == namespace]
    if not spaces:
        raise PackageError("no note in this package was made by flashcards: start anew with --fresh", Location(path))
    if len(spaces) > 1:
        listed = ", ".join(spaces)
        raise PackageError(f"this package has notes of several namespaces: choose one of {listed}", Location(path))
    return Ledger(spaces[0], tuple(entry for space, entry in entries if space == spaces[0]))


def remember(packages: Iterable[tuple[str, Package]], namespace: str) -> Ledger:
    """The memory of *namespace* put together from packages (path and content), where its own file is missing."""
    parts = [recall(package, path, namespace) for path, package in packages]
    return memory.merge([Ledger(namespace), *(part for part in parts if part.namespace == namespace)])


def locate(memories: Ledger, units: Iterable[TranslationUnit]) -> Ledger:
    """*memories* in which a sentence of an unknown article is one of the article among *units* that has it."""
    if all(entry.document != memory.UNKNOWN for entry in memories.entries):
        return memories
    found = {memory.digest(unit.target): unit for unit in units}
    entries = (
        replace(entry, document=found[entry.sentence].document, line=found[entry.sentence].line[1])
        if entry.document == memory.UNKNOWN and entry.sentence in found
        else entry
        for entry in memories.entries
    )
    return replace(memories, entries=tuple(entries))


def said(values: Sequence[str]) -> tuple[str, ...]:
    """The fields of a note without those that say who it is: what its content digest is made of."""
    return tuple("" if name in OWN_FIELDS else value for name, value in zip(FIELDS, values, strict=True))


def signed(values: Sequence[str], namespace: str, entry: Entry) -> tuple[str, ...]:
    """The fields of a note with those filled in that say who it is, so that it still does after an export by Anki."""
    own = (plain(f"{namespace}|{entry.kind}|{entry.key}|{entry.slot}"), f"{entry.content} {entry.modified}")
    signature = dict(zip(OWN_FIELDS, own, strict=True))
    return tuple(signature.get(name, value) for name, value in zip(FIELDS, values, strict=True))


def forms_of(values: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Written forms and reading of the word on a note."""
    *forms, reading = (text_of(values[at]) for at in _FORMS)
    return tuple(dict.fromkeys(filter(None, forms))), reading


def _pair(notes: Sequence[Note], entries: Iterable[Entry]) -> dict[int, Entry]:
    """Index of a note → the entry of its term that it continues: same text, same place, similar text, any active."""
    pairs: dict[int, Entry] = {}
    digests = [memory.digest(note.sentence) for note in notes]
    left = sorted(entries, key=lambda entry: (entry.state != "active", entry.slot))
    rounds: tuple[Callable[[int, Entry], int | None], ...] = (
        lambda index, entry: 0 if entry.sentence == digests[index] else None,
        lambda index, entry: 0 if (entry.document, entry.line) == (notes[index].document, notes[index].line) else None,
        lambda index, entry: _bits(notes[index].sentence, entry.sketch),
        lambda _, entry: 0 if entry.state == "active" else None,
    )
    for cost in rounds:
        options = [
            (price, rank, index)
            for rank, entry in enumerate(left)
            for index in range(len(notes))
            if index not in pairs and (price := cost(index, entry)) is not None
        ]
        for _, rank, index in sorted(options):
            if index not in pairs and left[rank] not in pairs.values():
                pairs[index] = left[rank]
        left = [entry for entry in left if entry not in pairs.values()]
    return pairs


def _bits(sentence: str, sketch: str) -> int | None:
    """How far *sentence* is from the one that was sketched; None if it is another."""
    bits = memory.distance(memory.sketch(sentence), sketch)
    return bits if bits <= _SIMILAR else None


def _root(deck: str, package: Package) -> str:
    """The deck that was built with *deck* in it: only that one has a description, its subdecks have none."""
    parts = deck.split("::")
    above = ("::".join(parts[:length]) for length in range(len(parts), 0, -1))
    described = {name for name, description in package.decks if description}
    return next((name for name in above if name in described), deck)


def _recall(note: PackedNote, deck: str) -> tuple[str, Entry] | None:
    """Namespace and entry of a note of *deck* that says who it is; None if it does not, or not truly."""
    if not note.kind:
        return None
    shown = dict(zip(FIELDS, map(text_of, note.fields), strict=True))
    match = re.fullmatch(r"([^|]+)\|([^|]+)\|(.+)\|(\d+)", shown["Key"])
    if not match or note.guid != memory.guid(match[1], match[2], match[3], int(match[4])):
        return None
    content, parts = memory.content(said(note.fields), note.tags)
    # What was shipped, not what it has become: the learner's own edits are no news.
    stamp = re.fullmatch(r"([0-9a-f]{16}) (\d+)", shown["Digest"])
    sentence = shown["FullSentence"] or shown["Sentence"]
    forms, reading = forms_of(note.fields)
    return match[1], Entry(
        key=match[3],
        kind=match[2],
        slot=int(match[4]),
        guid=note.guid,
        deck=deck,
        state="active",
        created=note.created,
        modified=int(stamp[2]) if stamp else note.modified,
        content=stamp[1] if stamp else content,
        parts=parts,
        document=memory.UNKNOWN if sentence else "",
        line=0,
        sentence=memory.digest(sentence),
        sketch=memory.sketch(sentence),
        forms=forms,
        reading=reading,
    )
