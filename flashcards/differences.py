"""Two packages → what an import of the second does to the notes of the first, note by note and field by field.

For people who want to see before they import: `diff`, and the report of a build.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flashcards.identity import OWN_FIELDS
from flashcards.markup import text_of
from flashcards.model import Change, Package, PackedNote

STATUSES = ("new", "changed", "unchanged", "retired", "archived", "elsewhere")

_HEADINGS = {
    "new": "New",
    "changed": "Changed",
    "retired": "Retired: no longer wanted, still in learners' collections",
    "archived": "Archived: their articles are not listed now",
    "elsewhere": "Taught by another deck",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What happens to one note."""

    status: str
    "One of STATUSES."
    guid: str
    kind: str
    word: str
    fields: tuple[tuple[str, str, str], ...] = ()
    "Of a changed note: name of the field, text before, text after. Text as a reader sees it, HTML where only that differs."


def compare(old: Package, new: Package, changes: Iterable[Change] = ()) -> tuple[Difference, ...]:
    """What becomes of each note of *old* and *new*, sorted by status and then in learning order.

    Args:
        old: what learners have; a package without notes before the first build.
        new: what they will get.
        changes: what the build said, if it was one: tells archived notes from retired ones and names those elsewhere.
    """
    told = {change.guid: change for change in changes}
    before = {note.guid: note for note in old.notes}
    after = {note.guid: note for note in new.notes}
    names = {look.kind: look.fields for look in (*old.note_types, *new.note_types)}
    found = [_difference(before.get(guid), note, names) for guid, note in after.items()]
    for guid, note in before.items():
        if guid not in after:
            status = told[guid].status if guid in told else "retired"
            found.append(Difference(status, guid, note.kind, _word(note)))
    known = before.keys() | after.keys()
    found += [Difference(c.status, c.guid, c.kind, c.key) for c in told.values() if c.guid not in known]
    return tuple(sorted(found, key=lambda each: STATUSES.index(each.status)))


def counts(differences: Iterable[Difference]) -> dict[str, int]:
    """How many notes of each status, in the order of STATUSES; only the first four if they are none."""
    listed = [each.status for each in differences]
    return {status: listed.count(status) for status in STATUSES if status in STATUSES[:4] or status in listed}


def lines(differences: Sequence[Difference], *, verbose: bool = False) -> Iterator[str]:
    """*differences* for a terminal: the counts, then a line for each note that does not stay as it is."""
    yield ", ".join(f"{count} {status}" for status, count in counts(differences).items())
    for each in differences:
        if each.status != "unchanged":
            names = ", ".join(name for name, _, _ in each.fields)
            yield "\t".join(filter(None, (each.status, each.word, each.kind if each.kind != "cloze" else "", names)))
            if verbose:
                for name, before, after in each.fields:
                    yield f"  {name}: {before or '(empty)'} → {after or '(empty)'}"


def markdown(differences: Sequence[Difference], title: str, search: str = "") -> str:
    """*differences* as a report in Markdown.

    Args:
        differences: as compared.
        title: its heading.
        search: what to type into Anki's Browser to find the retired notes.
    """
    numbers = counts(differences)
    pieces = [
        f"# {_escaped(title)}",
        "",
        "| notes | |",
        "|---|---:|",
        *(f"| {s} | {n} |" for s, n in numbers.items()),
        "",
    ]
    for status, heading in _HEADINGS.items():
        chosen = [each for each in differences if each.status == status]
        if not chosen:
            continue
        pieces += [f"## {heading}", ""]
        if status == "changed":
            for each in chosen:
                pieces += [f"### {_named(each)}", "", "| field | before | after |", "|---|---|---|"]
                pieces += [
                    f"| {name} | {_escaped(before)} | {_escaped(after)} |" for name, before, after in each.fields
                ]
                pieces.append("")
        else:
            pieces += [f"- {_named(each)}" for each in chosen]
            pieces.append("")
        if status == "retired" and search:
            pieces += ["Find them in Anki with:", "", "```", search, "```", ""]
    return "\n".join(pieces).rstrip() + "\n"


def _difference(old: PackedNote | None, new: PackedNote, names: dict[str, tuple[str, ...]]) -> Difference:
    if old is None:
        return Difference("new", new.guid, new.kind, _word(new))
    pairs = zip(names.get(new.kind, ()), old.fields, new.fields, strict=False)
    fields = [(name, a, b) for name, a, b in pairs if a != b and name not in OWN_FIELDS]
    shown = {name for name, a, b in fields if text_of(a) != text_of(b)}
    # The ruby sentence says again what the sentence says.
    told = [(name, a, b) for name, a, b in fields if not (name == "SentenceRuby" and "Sentence" in shown)]
    readable = [(name, text_of(a), text_of(b)) if name in shown else (name, a, b) for name, a, b in told]
    if set(old.tags) != set(new.tags):
        readable.append(("Tags", " ".join(sorted(old.tags)), " ".join(sorted(new.tags))))
    return Difference("changed" if readable else "unchanged", new.guid, new.kind, _word(new), tuple(readable))


def _word(note: PackedNote) -> str:
    return text_of(note.fields[0])


def _named(each: Difference) -> str:
    return _escaped(each.word) + (f" ({each.kind})" if each.kind not in ("", "cloze") else "")


def _escaped(text: str) -> str:
    """*text* as Markdown that shows just this, on one line of a table."""
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", " ".join(text.split()))
