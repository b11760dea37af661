"""New notes meet the memory of their namespace: what learners may already have keeps its identity, history and edits.

Anki knows a note by its GUID and updates it on import when the incoming one is newer. So a note keeps the
modification time of its last change for ever, and gets a later one exactly when its fields or tags differ: then,
and only then, an import replaces it, with the learner's own edits and tags. Cards are never touched by an import.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from operator import attrgetter

from flashcards import ledger as memory
from flashcards.identity import Placed, forms_of, into_slots, known_as, said, signed
from flashcards.ledger import Entry, Ledger, Stamp, State
from flashcards.markup import plain
from flashcards.model import Change, Deck, Note, NoteType, Package, PackedNote
from flashcards.notetype import DEFAULT_LOOK, FIELDS, KINDS, RELEASED, Look, note_type


@dataclass(frozen=True, slots=True)
class Update:
    """What a build hands on: the package to write, the memory to keep, and what to tell people."""

    package: Package
    ledger: Ledger
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a build knows beside its notes."""

    built: int
    "Time of the build, seconds since 1970."
    sources: frozenset[str]
    "Names of the documents the notes were made from."
    siblings: frozenset[str] = frozenset()
    "Names of the other decks that the namespace ships now."
    kept: tuple[PackedNote, ...] = ()
    "Notes of the previous package that stay although their document is not among the sources (`--append`)."
    look: Look = DEFAULT_LOOK
    media: tuple[tuple[str, str], ...] = ()
    "Sound files: name in the collection, path."


def carry_over(decks: Sequence[Deck], ledger: Ledger, now: Circumstances) -> Update:
    """*decks* as one package in which every note that shipped before is itself again.

    A term that another deck of the namespace ships is left out: an import would give the learner this sentence for
    that one and no card here; once that deck has given it up, it may come here with its history. A note that is
    missing now is `retired` if its document is still a source, else `archived`; both are remembered and come back as
    they were.

    Args:
        decks: the deck and, after it, its subdecks; the first one's name is the deck's identity in the ledger.
        ledger: everything the namespace ever shipped.
        now: the circumstances of the build.
    """
    deck = decks[0].name
    own, foreign = _divide(ledger.entries, deck, now.siblings)
    taken = {(entry.kind, entry.key) for entry in foreign if entry.state == "active"}
    kept = _keep(own, deck, now)
    settled = taken | {(entry.kind, entry.key) for entry in own if entry.guid in kept}
    known = known_as(tuple(note for part in decks for note in part.notes), ledger.entries)
    parts = [part.name for part in decks for _ in part.notes]
    later = 1 + max((note.due for note in kept.values()), default=-1)  # this week's cards come after last week's
    wanted = [
        (replace(note, due=note.due + later), part)
        for note, part in zip(known, parts, strict=True)
        if (note.kind, note.key) not in settled
    ]

    names = {(note.kind, note.key) for note, _ in wanted}
    free = [entry for entry in foreign if (entry.kind, entry.key) in names]  # none active: those are taken
    shipped = _ship(into_slots(wanted, own + free), ledger, deck, now)
    done = {entry.guid for _, entry, _ in shipped}
    absent = [entry for entry in own if entry.guid not in done]
    left = [_leave_out(entry, deck, now) for entry in absent if entry.guid not in kept]

    notes = (*(note for note, _, _ in shipped), *kept.values())
    types = _note_types({note.kind for note in notes}, ledger.note_types, now)
    entries = (
        *(entry for entry in foreign if entry.guid not in done),
        *(entry for _, entry, _ in shipped),
        *(replace(entry, deck=deck) for entry in absent if entry.guid in kept),
        *(entry for entry, _ in left),
    )
    stamps = {**ledger.note_types, **{kind.kind: Stamp(_look_digest(kind), kind.modified) for kind in types}}
    grown = Ledger(ledger.namespace, tuple(sorted(entries, key=attrgetter("key", "kind", "slot"))), stamps)
    named = {part.name: part.description for part in decks}
    package = Package(
        decks=tuple((named | {note.deck: named.get(note.deck, "") for note in notes}).items()),
        notes=tuple(sorted(notes, key=attrgetter("due", "guid"))),
        note_types=types,
        memory=memory.dumps(grown.of_deck(deck)),
        media=now.media,
    )
    changes = (
        *(change for _, _, change in shipped),
        *(_change("unchanged", entry) for entry in absent if entry.guid in kept),
        *(change for _, change in left if change),
        *_elsewhere(known, taken, ledger),
    )
    return Update(package, grown, tuple(sorted(changes, key=attrgetter("key", "slot", "guid"))))


def belongs_elsewhere(ledger: Ledger, deck: str, siblings: Set[str]) -> frozenset[tuple[str, str]]:
    """Kind and key of every term that another deck ships, so that selection need not spend a place on it."""
    _, foreign = _divide(ledger.entries, deck, siblings)
    return frozenset((entry.kind, entry.key) for entry in foreign if entry.state == "active")


def anki_search(namespace: str, changes: Iterable[Change]) -> str:
    """What to type into Anki's Browser to find the notes of *changes*; empty if there are none."""
    terms = []
    for change in changes:
        name = plain(f"{namespace}|{change.kind}|{change.key}|{change.slot}")  # as it stands in the field
        escaped = "".join(f"\\{char}" if char in '\\"*_:' else char for char in name)
        terms.append(f'"Key:{escaped}"')
    return " OR ".join(terms)


def _divide(entries: Iterable[Entry], deck: str, siblings: Set[str]) -> tuple[list[Entry], list[Entry]]:
    """Entries of *deck*, and those of other decks.

    What a deck shipped that no longer exists belongs to whoever ships it now: the deck has been renamed, or dropped.
    """
    own: list[Entry] = []
    foreign: list[Entry] = []
    for entry in entries:
        (foreign if entry.deck in siblings - {deck} else own).append(entry)
    return own, foreign


def _ship(
    placed: Sequence[Placed], ledger: Ledger, deck: str, now: Circumstances
) -> list[tuple[PackedNote, Entry, Change]]:
    """For each note what goes into the package, what is remembered, and what is said about it."""
    used = {entry.created for entry in ledger.entries}
    times = iter(_creation_times(sum(item.entry is None for item in placed), now.built, used))
    return [
        _ship_one(item, ledger.namespace, deck, now, item.entry.created if item.entry else next(times))
        for item in sorted(placed, key=lambda item: item.note.due)
    ]


def _ship_one(
    item: Placed, namespace: str, deck: str, now: Circumstances, created: int
) -> tuple[PackedNote, Entry, Change]:
    note, old = item.note, item.entry
    values, tags = said(note.fields), tuple(sorted(note.tags))
    content, parts = memory.content(values, tags)
    forms, reading = forms_of(note.fields)
    sentence = memory.digest(note.sentence)
    entry = Entry(
        key=note.key,
        kind=note.kind,
        slot=note.slot,
        guid=old.guid if old else memory.guid(namespace, note.kind, note.key, note.slot),
        deck=deck,
        state="active",
        created=created,
        modified=_modified(old, content, now.built),
        content=content,
        parts=parts,
        document=note.document,
        line=note.line,
        sentence=sentence,
        sketch=old.sketch if old and old.sentence == sentence else memory.sketch(note.sentence),
        forms=forms,
        reading=reading,
        # What a deck chose by itself does not become a list's word because a list names it too.
        asked=note.asked and (old is None or old.asked or old.state != "active"),
    )
    packed = PackedNote(
        guid=entry.guid,
        kind=note.kind,
        fields=signed(values, namespace, entry),
        tags=tags,
        deck=item.part,
        due=note.due,
        created=entry.created,
        modified=entry.modified,
    )
    if old is None:
        return packed, entry, _change("new", entry)
    if old.content == content:
        return packed, entry, _change("unchanged", entry)
    return packed, entry, replace(_change("changed", entry), fields=_differing(old.parts, parts))


def _modified(old: Entry | None, content: str, built: int) -> int:
    """When the content last changed. A build with a clock behind that of the last one must still pass on its news."""
    if old is None:
        return built
    return old.modified if old.content == content else max(built, old.modified + 1)


def _creation_times(count: int, built: int, used: Set[int]) -> list[int]:
    """*count* milliseconds in ascending order, up to the time of the build: Anki refuses notes from the future."""
    times: list[int] = []
    time = built * 1000
    while len(times) < count:
        if time not in used:
            times.append(time)
        time -= 1
    return times[::-1]


_LEARNERS_TAGS = {"marked", "leech"}
"Tags that Anki itself gives."


def _keep(own: Iterable[Entry], deck: str, now: Circumstances) -> dict[str, PackedNote]:
    """GUID → note of those that stay in the package although their article was not read this time.

    Their terms keep these sentences if an article read now has them too: last week's cards are being studied. They are in the deck as it is called now. What the previous package was may have gone through a learner's Anki:
    that learner's marks stay out.
    """
    stay = {e.guid: e.deck for e in own if e.state == "active" and e.document not in now.sources}
    kept = {}
    for note in now.kept:
        if note.guid in stay:
            tags = tuple(tag for tag in note.tags if tag.casefold() not in _LEARNERS_TAGS)
            part = note.deck.removeprefix(stay[note.guid])
            kept[note.guid] = replace(note, tags=tags, deck=deck + part if part.startswith("::") else deck)
    return kept


def _leave_out(entry: Entry, deck: str, now: Circumstances) -> tuple[Entry, Change | None]:
    """What is remembered of a note that is not shipped now, and the news if it was until now."""
    state: State = "retired" if entry.document in now.sources else "archived"
    if entry.state != "active":
        return replace(entry, deck=deck), None
    gone = replace(entry, deck=deck, state=state)
    return gone, _change(state, gone)


def _elsewhere(notes: Iterable[Note], taken: Set[tuple[str, str]], ledger: Ledger) -> list[Change]:
    """One change for each term that this deck would have had if another did not ship it."""
    first = {(entry.kind, entry.key): entry for entry in reversed(ledger.entries) if entry.state == "active"}
    names = sorted({(note.kind, note.key) for note in notes if (note.kind, note.key) in taken})
    return [_change("elsewhere", first[name]) for name in names]


def _note_types(kinds: Set[str], stamps: Mapping[str, Stamp], now: Circumstances) -> tuple[NoteType, ...]:
    """The note types of *kinds*, each with the time at which its look last changed."""
    result = []
    for kind in KINDS:
        if kind in kinds:
            wanted, stamp = note_type(kind, now.look), stamps.get(kind)
            if stamp is None:
                modified = min(RELEASED, now.built) if now.look == DEFAULT_LOOK else now.built
            elif stamp.digest == _look_digest(wanted):
                modified = stamp.modified
            else:
                modified = max(now.built, stamp.modified + 1)
            result.append(replace(wanted, modified=modified))
    return tuple(result)


def _look_digest(look: NoteType) -> str:
    return memory.digest("\x1f".join((look.name, look.front, look.back, look.css)))


def _differing(before: str, after: str) -> tuple[str, ...]:
    names = (*FIELDS, "Tags")
    return tuple(name for name, old, new in zip(names, before.split(), after.split(), strict=False) if old != new)


def _change(status: str, entry: Entry) -> Change:
    return Change(status, entry.key, entry.slot, entry.guid, kind=entry.kind)
