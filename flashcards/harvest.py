"""The way back: what a learner did to our notes in Anki → corrections and known words for the next build.

A correction that a learner makes in Anki stays with that learner. Harvested as rows of a fix list, it reaches
everybody who uses the deck, the learner's own next import included.
"""

import csv
import io
import re
from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flashcards import transcription
from flashcards.collection import Collection, NoteRow
from flashcards.keys import split_key
from flashcards.markup import text_of
from flashcards.model import PackedNote
from flashcards.notetype import FIELDS

MATURE = 21
"Days between reviews from which Anki calls a card mature."

WISHES = ("fix",)
"Tags by which a learner asks for a correction; a flag of any colour asks too."

_MARK = "# made by flashcards harvest, which replaces it: write your own rows into another list"
"First line of a word list that may be made anew."

_COLUMNS = ("word", "role", "reading", "meaning", "tags", "sentence")
_TEACHING = ("Sentence", "Pinyin", "Meaning", "Translation", "Notes")
"Fields in which a learner's edit is a correction for everybody; Sentence stands for the ruby sentence as well."


@dataclass(frozen=True, slots=True)
class Edit:
    """One field as it was shipped and as the learner has it."""

    field: str
    before: str
    "Text without markup."
    after: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a learner did to one note."""

    guid: str
    word: str
    edits: tuple[Edit, ...]
    wished: bool
    "Tagged or flagged: something is wrong with it."
    suspended: bool
    interval: int
    "Days between its reviews; 0 while it is new or being learnt."
    tags: tuple[str, ...]
    "The learner's own."

    @property
    def is_mature(self) -> bool:
        """Whether the learner knows the word well."""
        return self.interval >= MATURE


def harvest(collection: Collection, shipped: Iterable[PackedNote], wishes: AnyOf[str] = WISHES) -> tuple[Finding, ...]:
    """What the learner did, for each note of ours in which there is anything to tell, sorted by word.

    Args:
        collection: the learner's.
        shipped: the notes as they were built, from the packages. A note that the learner has in another version than
            this is not compared: its differences would be ours.
        wishes: tags that ask for a correction.
    """
    known = {note.guid: note for note in shipped}
    kinds = {found.id for found in collection.note_types if found.kind}
    rows = (row for row in collection.notes if row.note_type in kinds)
    findings = (_finding(row, known, {wish.casefold() for wish in wishes}) for row in rows)
    worth = (each for each in findings if each.edits or each.wished or each.suspended or each.interval)
    return tuple(sorted(worth, key=lambda each: (each.word, each.guid)))


def fixes(findings: Iterable[Finding]) -> str:
    """The corrections among *findings* as a word list (CSV) of role `fix`.

    Readings and meanings are taken over as they are. What a list cannot say becomes a comment: a wish without an edit
    of these, or a reading that is no pinyin of the word, such as zhuyin.
    """
    lines: list[Sequence[str]] = []
    notes: list[str] = []
    for each in findings:
        after = {edit.field: edit.after for edit in each.edits}
        reading, meaning = _pinyin(each.word, after.get("Pinyin", "")), after.get("Meaning", "")
        if reading or meaning:
            lines.append((each.word, "fix", reading, meaning, "", ""))
        told = {"Pinyin": reading, "Meaning": meaning}
        remarks = [f"{edit.field}: {edit.after}" for edit in each.edits if not told.get(edit.field)]
        if remarks or (each.wished and not (reading or meaning)):
            notes.append(f"# {each.word}: {'; '.join(remarks) or 'marked as wrong'}")
    return _table(lines, notes)


def known_words(findings: Iterable[Finding]) -> str:
    """The words that the learner knows or has put aside, as a word list (CSV) of role `known`."""
    done = (each for each in findings if each.is_mature or each.suspended)
    return _table([(word, "known", "", "", "", "") for word in dict.fromkeys(each.word for each in done)], [])


def lines(findings: Sequence[Finding]) -> tuple[str, ...]:
    """*findings* for people: one line for each note, then each edit."""
    result = []
    for each in findings:
        marks = (("marked", each.wished), ("suspended", each.suspended), (f"every {each.interval} days", each.interval))
        told = ", ".join([label for label, holds in marks if holds] + [f"tag {tag}" for tag in each.tags])
        result.append(f"{each.word}: {told}" if told else each.word)
        result += [f"  {edit.field}: {edit.before or '(empty)'} → {edit.after or '(empty)'}" for edit in each.edits]
    return tuple(result)


def _finding(row: NoteRow, shipped: Mapping[str, PackedNote], wishes: AnyOf[str]) -> Finding:
    original = shipped.get(row.guid)
    values = dict(zip(FIELDS, row.fields, strict=True))
    edits: tuple[Edit, ...] = ()
    own: tuple[str, ...] = row.tags
    if original:
        before = dict(zip(FIELDS, original.fields, strict=True))
        own = tuple(tag for tag in row.tags if tag not in original.tags)
        if before["Digest"] == values["Digest"]:
            compared = ((name, _shown(name, before[name]), _shown(name, values[name])) for name in _TEACHING)
            edits = tuple(Edit(name, old, new) for name, old, new in compared if old != new)
    tagged = any(tag.casefold() in wishes for tag in row.tags)
    return Finding(
        guid=row.guid,
        word=_headword(values),
        edits=edits,
        wished=tagged or any(card.flag for card in row.cards),
        suspended=any(card.suspended for card in row.cards),
        interval=max((card.interval for card in row.cards), default=0),
        tags=tuple(tag for tag in own if tag.casefold() not in wishes),
    )


def _pinyin(word: str, reading: str) -> str:
    """*reading* if a word list may have it for *word*, else nothing."""
    try:
        transcription.parse(word, reading)
    except ValueError:
        return ""
    return reading


def _headword(values: Mapping[str, str]) -> str:
    """The word by which lists know the note: its key, which is Simplified, else what it shows."""
    parts = text_of(values["Key"]).split("|")
    return split_key(parts[2])[0] if len(parts) == 4 else text_of(values["Word"])


def _shown(name: str, value: str) -> str:
    """What a reader sees of a field; of the meaning that of this article, which comes first and in bold."""
    first = re.match(r"\s*<b>(.*?)</b>", value, re.DOTALL) if name == "Meaning" else None
    return " ".join(text_of(first[1] if first else value).split())


def is_ours(data: bytes) -> bool:
    """Whether *data* are a word list that `fixes` or `known_words` made."""
    return not data or data.startswith(_MARK.encode())


def _table(rows: Sequence[Sequence[str]], notes: Sequence[str]) -> str:
    """A word list as `wordlists` reads it; empty if there is nothing in it."""
    if not rows and not notes:
        return ""
    stream = io.StringIO()
    stream.write(f"{_MARK}\n")
    stream.writelines(f"{note}\n" for note in notes)
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(rows)
    return stream.getvalue()
