"""What is inside a package, for somebody who has been sent one."""

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from flashcards import identity
from flashcards.errors import PackageError
from flashcards.markup import text_of
from flashcards.model import Package, PackedNote
from flashcards.notetype import FIELDS, KINDS

_MOST = 12
"Articles that are listed by name; a deck of a year has hundreds."


def lines(package: Package, path: str) -> Iterator[str]:
    """One line for each thing worth knowing about *package*: decks, cards, articles, memory."""
    ours = [note for note in package.notes if note.kind]
    foreign = len(package.notes) - len(ours)
    yield path
    for name, _ in package.decks:
        count = sum(note.deck == name for note in package.notes)
        if count:
            yield f"  deck {name}: {count} notes"
    kinds = Counter(note.kind for note in ours)
    yield f"  cards: {_counted((kind, kinds[kind]) for kind in KINDS)}" if ours else "  no card made by flashcards"
    if foreign:
        yield f"  notes of other note types: {foreign}"
    yield from _content(ours)
    if package.media:
        yield f"  sound files: {len(package.media)}"
    yield from _memory(package, path)


def _content(notes: list[PackedNote]) -> Iterator[str]:
    """Subjects, levels and articles, each with its number of notes; the newest change."""
    for label, field in (("subjects", "Domain"), ("levels", "Level")):
        values = Counter(text_of(note.fields[FIELDS.index(field)]) or "none" for note in notes)
        if values:
            yield f"  {label}: {_counted(sorted(values.items(), key=lambda item: (item[0] == 'none', item[0])))}"
    articles = Counter(text_of(note.fields[FIELDS.index("Source")]) for note in notes)
    articles.pop("", None)
    for title, count in list(articles.items())[:_MOST]:
        yield f"  article: {title} ({count})"
    if len(articles) > _MOST:
        yield f"  and {len(articles) - _MOST} more articles"
    if notes:
        yield f"  last change: {datetime.fromtimestamp(max(note.modified for note in notes), UTC):%Y-%m-%d}"


def _memory(package: Package, path: str) -> Iterator[str]:
    """Whether the deck can be rebuilt, and as what."""
    try:
        memory = identity.recall(package, path)
    except PackageError as err:
        yield f"  memory: none ({err.message})"
        return
    states = Counter(entry.state for entry in memory.entries)
    told = "its ledger" if package.memory else "told by its notes, the package was exported by Anki"
    yield f"  namespace: {memory.namespace}"
    yield f"  memory: {told}; {_counted(sorted(states.items()))}"
    command = f"flashcards build ARTICLES --previous {shlex.quote(path)} --output NEW.apkg --words LIST"
    yield f"  rebuild with other words: {command} (keeps namespace {memory.namespace})"


def _counted(items: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{count} {name}" for name, count in items if count)
