"""One deck → its subdecks and positions, so that cards come in reading order and do not answer each other.

Anki offers new cards deck by deck in the order of names, then by position. Names of subdecks therefore begin with the
date of their article. Cards that exist already stay where they are, whatever a package says.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flashcards.markup import HARMFUL
from flashcards.model import Deck, Document, Note

DISTANCE = 200
"Positions between two kinds of cards for one word: three weeks with ten new cards a day, the back is forgotten by then."

_LONGEST_NAME = 60
"Characters of a subdeck's name: more is cut off in Anki's list of decks on a phone."


def by_article(deck: Deck, documents: Sequence[Document]) -> tuple[Deck, ...]:
    """*deck* without notes, then a subdeck for each article with notes, named by date and headline.

    Notes of documents that are not given stay in the deck itself.
    """
    names = {document.name: f"{deck.name}::{_name(document)}" for document in documents}
    notes: dict[str, list[Note]] = {}
    for note in deck.notes:
        notes.setdefault(names.get(note.document, deck.name), []).append(note)
    parts = (Deck(name, "", tuple(found)) for name, found in sorted(notes.items()) if name != deck.name)
    return (replace(deck, notes=tuple(notes.get(deck.name, ()))), *parts)


def apart(notes: Iterable[Note], kinds: Sequence[str]) -> tuple[Note, ...]:
    """*notes* with the positions of each kind moved `DISTANCE` behind those of the kind before it in *kinds*."""
    offsets: Mapping[str, int] = {kind: DISTANCE * index for index, kind in enumerate(kinds)}
    return tuple(replace(note, due=note.due + offsets[note.kind]) for note in notes)


def _name(document: Document) -> str:
    """Date and headline as one part of a deck's name: without the colons that separate parts."""
    title = document.title or document.title_target or re.sub(r"\.\w+$", "", document.name)
    text = " ".join(HARMFUL.sub("", f"{document.date} {title}").replace("::", " – ").split())
    short = text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1].rstrip() + "…"
    return short.strip(": ") or "Articles"
