"""What a build did, and how two packages differ, as lines for people."""

from collections import Counter
from collections.abc import Iterator, Sequence

from flashcards.identity import OWN_FIELDS
from flashcards.model import BuildReport, Change, Package
from flashcards.update import anki_search

_ORDER = ("new", "changed", "unchanged", "retired", "archived", "elsewhere")
_MEANING = {
    "retired": "no longer wanted; not in the package, still in learners' collections",
    "archived": "their articles are not listed now; remembered, nothing is lost",
    "elsewhere": "taught by another deck of the namespace",
}


def build_summary(report: BuildReport, namespace: str, *, verbose: bool, dry_run: bool) -> Iterator[str]:
    """The report of one deck: counts, then what needs attention; with *verbose*, every note that is not unchanged."""
    counts = Counter(change.status for change in report.changes)
    numbers = ", ".join(f"{counts[status]} {status}" for status in _ORDER if counts[status] or status in _ORDER[:4])
    yield f"{report.deck} → {report.output}{' (not written)' if dry_run else ''}"
    yield f"  notes: {numbers}; sentences: {report.units}"
    for reason, count in report.dropped:
        yield f"  left out: {count} {reason}"
    for warning in report.warnings:
        yield f"  note: {warning}"
    for status in _ORDER:
        touched = [change for change in report.changes if change.status == status]
        if touched and status in _MEANING:
            yield f"  {status}: {_words(touched)} ({_MEANING[status]})"
            if status == "retired":
                yield f"    find them in Anki with: {anki_search(namespace, touched)}"
        elif touched and verbose and status != "unchanged":
            for change in touched:
                what = f" ({', '.join(change.fields)})" if change.fields else ""
                yield f"  {status}: {change.key}{_slot(change)}{what}"


def missing_words(reports: Sequence[BuildReport]) -> Iterator[str]:
    """The words that were asked for and stand in none of the decks."""
    missing = set(reports[0].missing).intersection(*(report.missing for report in reports))
    if missing:
        yield f"in no article: {'、'.join(sorted(missing))} (asked for by a word list)"


def difference(old: Package, new: Package, *, verbose: bool) -> Iterator[str]:
    """The notes that two packages do not share, and the fields in which the others differ."""
    fields = {look.kind: look.fields for look in (*old.note_types, *new.note_types)}
    before = {note.guid: note for note in old.notes}
    after = {note.guid: note for note in new.notes}
    counts: Counter[str] = Counter()
    lines: list[str] = []
    for guid in dict.fromkeys((*before, *after)):
        one, other = before.get(guid), after.get(guid)
        if one is None or other is None:
            note = other or one
            assert note is not None  # noqa: S101  a GUID of either package
            status = "retired" if other is None else "new"
            lines.append(f"{status}\t{note.fields[0]}")
        else:
            names = fields.get(one.kind, ())
            pairs = zip(names, one.fields, other.fields, strict=False)
            differing = [name for name, a, b in pairs if a != b and name not in OWN_FIELDS]
            differing += ["tags"] if set(one.tags) != set(other.tags) else []
            status = "changed" if differing else "unchanged"
            if differing:
                lines.append(f"{status}\t{other.fields[0]}\t{', '.join(differing)}")
            if verbose:
                shown = dict(zip(names, zip(one.fields, other.fields, strict=False), strict=False))
                lines += [f"  {name}: {shown[name][0]} → {shown[name][1]}" for name in differing if name in shown]
        counts[status] += 1
    yield ", ".join(f"{counts[status]} {status}" for status in _ORDER[:4])
    yield from lines


def _words(changes: list[Change]) -> str:
    return "、".join(dict.fromkeys(change.key for change in changes))


def _slot(change: Change) -> str:
    return f" (sentence {change.slot + 1})" if change.slot else ""
