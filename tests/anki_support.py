"""Small articles, decks and a learner with a real Anki: what the tests of the deck side share."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from anki.collection import Collection, ExportAnkiPackageOptions, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.notes import Note as AnkiNote

from flashcards import apkg, cloze, notetype, update
from flashcards.ledger import Ledger
from flashcards.model import (
    CardContext,
    Deck,
    Document,
    Domain,
    Level,
    Note,
    Span,
    Spelled,
    Term,
    TranslationUnit,
    Word,
)

if TYPE_CHECKING:
    from anki.cards import Card  # at run time it can only be imported after anki.collection

NOW = 1_790_000_000
"When the builds of these tests take place, in seconds: in the past, so that a learner's own edits come later."

SYLLABLES = dict(
    pair.split()
    for pair in (
        "美 měi|国 guó|对 duì|芯 xīn|片 piàn|的 de|出 chū|口 kǒu|管 guǎn|制 zhì|算 suàn|力 lì|新 xīn|法 fǎ|案 àn|人 rén|"
        "工 gōng|智 zhì|能 néng|很 hěn|重 zhòng|要 yào|造 zào|是 shì|晶 jīng|半 bàn|导 dǎo|体 tǐ|供 gōng|应 yìng|链 liàn"
    ).split("|")
)
_TONES = {"āēīōū": 1, "áéíóú": 2, "ǎěǐǒǔ": 3, "àèìòù": 4}

ARTICLE = Document(
    path="seeds/chips.txt",
    name="chips.txt",
    paragraphs=(),
    title="Chips and power",
    title_target="芯片与电力",
    source="Example Times",
    date="2026-03-09",
    url="https://example.org/chips",
    licence="CC0-1.0",
)


def spelled(text: str) -> tuple[Spelled, ...]:
    """The syllables of the Han characters of *text* that the table above knows."""
    return tuple(_spelled(SYLLABLES[char]) for char in text if char in SYLLABLES)


def _spelled(syllable: str) -> Spelled:
    return Spelled(syllable, next((tone for marks, tone in _TONES.items() if set(marks) & set(syllable)), 5))


def context(
    word: str,
    target: str = "",
    source: str = "",
    gloss: str = "",
    *,
    key: str = "",
    slot: int = 0,
    due: int = 0,
    line: int = 2,
    document: Document = ARTICLE,
    meaning: str = "",
    senses: Sequence[str] = (),
    traditional: str = "",
    window: Span | None = None,
    pinyin: str = "",
) -> CardContext:
    """A context in which every character is a word of its own and *gloss* is found by search."""
    at = source.find(gloss) if gloss else -1
    term = Term(
        headword=word,
        simplified=word,
        traditional=traditional or word,
        reading=tuple(syllable.text for syllable in spelled(word)),
        gloss=meaning or gloss,
        senses=tuple(senses),
        domain=Domain.TECH,
        level=Level("hsk2025", 7, "word"),
        score=1.0,
        occurrences=(),
    )
    start = target.find(word)
    return CardContext(
        key=key or word,
        slot=slot,
        due=due,
        document=document,
        unit=TranslationUnit(document.name, (line - 1, line), (1, 1), source, target, 1.0),
        term=term,
        occurrences=(Span(start, start + len(word)),) if start >= 0 else (),
        gloss=Span(at, at + len(gloss)) if at >= 0 else None,
        words=tuple(Word(char, index, index + 1, ()) for index, char in enumerate(target)),
        spelled=tuple(spelled(char) for char in target),
        reading=spelled(word),
        pinyin=pinyin or "".join(syllable.text for syllable in spelled(word)),
        window=window,
    )


def note(word: str, target: str = "", source: str = "", gloss: str = "", **details: object) -> Note:
    """The cloze note of such a context."""
    return cloze.make_note(context(word, target, source, gloss, **details))  # type: ignore[arg-type]  # passed through


CHIP = note("芯片", "美国对芯片的出口管制", "US export controls on chips", "chips", due=0)
CONTROLS = note("出口管制", "出口管制很重要", "Export controls matter", "Export controls", due=20, line=4)
POWER = note("算力", "新的算力", "New computing power", "computing power", due=40, line=6)
NOTES = (CHIP, CONTROLS, POWER)


def build(
    notes: Sequence[Note] = NOTES,
    ledger: Ledger = Ledger("test"),  # noqa: B008  frozen
    *,
    built: int = NOW,
    name: str = "News",
    sources: Sequence[str] = ("chips.txt",),
    **more: object,
) -> update.Update:
    """The deck *name* of *notes*, carried over from *ledger*."""
    now = update.Circumstances(built, frozenset(sources), **more)  # type: ignore[arg-type]  # passed through
    return update.carry_over([Deck(name, "About this deck", tuple(notes))], ledger, now)


_DIALOG = ImportAnkiPackageOptions()
"The settings that Anki's import dialog starts with."


@dataclass
class Import:
    """What Anki said about one import."""

    new: int
    updated: int
    duplicate: int
    conflicting: int
    found: int


@dataclass
class Learner:
    """Somebody with a real Anki collection."""

    collection: Collection
    folder: Path
    imports: list[Import] = field(default_factory=list)

    def imports_file(self, path: Path, options: ImportAnkiPackageOptions = _DIALOG) -> Import:
        """Import a package as Anki's dialog does unless its settings are changed."""
        request = ImportAnkiPackageRequest(package_path=str(path), options=options)
        log = self.collection.import_anki_package(request).log
        self.collection.models._clear_cache()  # as the program does after an import
        counts = Import(len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting), log.found_notes)
        self.imports.append(counts)
        return counts

    def takes(self, build: update.Update, options: ImportAnkiPackageOptions = _DIALOG) -> Import:
        """Import the package of a build."""
        path = self.folder / f"build-{len(self.imports)}.apkg"
        apkg.write(build.package, path)
        return self.imports_file(path, options)

    def exports(self, path: Path, *, legacy: bool = False) -> None:
        """Export all decks with their learning progress, in today's format or in that for older Ankis."""
        options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy)
        self.collection.export_anki_package(out_path=str(path), options=options, limit=None)

    def note(self, word: str, kind: str = "cloze", slot: int = 0) -> AnkiNote:
        """The one note of a word."""
        found = [note for note in self.notes(kind) if note["Key"].endswith(f"|{kind}|{word}|{slot}")]
        assert len(found) == 1, f"{len(found)} notes of {word}"
        return found[0]

    def notes(self, kind: str = "cloze") -> list[AnkiNote]:
        """All notes of a kind."""
        found = self.collection.find_notes(f'"note:{notetype.note_type(kind).name}"')
        return [self.collection.get_note(number) for number in sorted(found)]

    def studies(self, word: str, slot: int = 0) -> None:
        """Answer the card of a word well, three times."""
        card = self.note(word, slot=slot).cards()[0]
        for _ in range(3):
            card = self.collection.get_card(card.id)
            card.start_timer()
            self.collection.sched.answerCard(card, 3)

    def schedule(self, word: str, slot: int = 0) -> tuple[object, ...]:
        """The history of a word's card."""
        return self.history(self.note(word, slot=slot).cards()[0])

    def history(self, card: "Card") -> tuple[object, ...]:
        """All that a learner would lose with the card."""
        reviews = self.collection.db.scalar("SELECT count() FROM revlog WHERE cid = ?", card.id)  # type: ignore[union-attr]
        return card.id, card.did, card.type, card.queue, card.due, card.ivl, card.reps, card.flags, reviews

    def edits(self, word: str, **values: str) -> None:
        """Change fields by hand, now."""
        found = self.note(word)
        for name, value in values.items():
            found[name] = value
        self.collection.update_note(found)

    def is_sound(self) -> bool:
        """Neither an empty card nor anything for Check Database to repair.

        Once in a thousand answers Anki itself forgets when it was given, which no import has to do with.
        """
        empty = self.collection.get_empty_cards().notes
        said, fine = self.collection.fix_integrity()
        *repaired, _ = said.splitlines()  # the last line says that it is done
        return not empty and (fine or all(line.startswith("Added last review time") for line in repaired))


@contextmanager
def learner(folder: Path, name: str = "collection") -> Iterator[Learner]:
    """A learner with an empty collection in *folder*."""
    collection = Collection(str(folder / f"{name}.anki2"))
    try:
        yield Learner(collection, folder)
    finally:
        collection.close()
