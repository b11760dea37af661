"""Every value that passes between stages.

All values are frozen, all sequences are tuples. Offsets count code points of the untouched text. The source side
is English, the target side Chinese, always in that order. Glossary: docs in ARCHITECTURE.md.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

LATEST = 253_402_300_799
"The end of the year 9999 in seconds since 1970: a later time in a file is damage."


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file, shown as `path:line`."""

    path: str
    "As the user named it."
    line: int = 0
    "1-based; 0 means the file as a whole."

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class Language(StrEnum):
    """The two languages of a bitext, as in BCP 47."""

    ENGLISH = "en"
    CHINESE = "zh"


class Domain(StrEnum):
    """What a term is about, by the sense used in the article."""

    TECH = "tech"
    POLICY = "policy"
    BUSINESS = "business"
    ENTITY = "entity"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of an article in one language."""

    text: str
    "Without line ends or surrounding white space, otherwise as in the file."
    language: Language
    line: int
    "1-based line of the file on which it starts."


@dataclass(frozen=True, slots=True)
class Document:
    """One bilingual article as read from its file(s)."""

    path: str
    "As the user named it; for messages."
    name: str
    "File name with ending: identity of the source in ledger and output."
    paragraphs: tuple[Paragraph, ...]
    "In file order, both languages mixed."
    title: str = ""
    "English headline, from the header; empty if there is none."
    title_target: str = ""
    "Chinese headline."
    source: str = ""
    "Outlet as it should be credited."
    date: str = ""
    "ISO 8601 date of publication."
    url: str = ""
    licence: str = ""
    "SPDX identifier if the text is openly licensed."


@dataclass(frozen=True, slots=True)
class Segment:
    """One sentence."""

    text: str
    "Exactly as in the paragraph, trailing white space included: segments concatenate to their paragraph."
    paragraph: int
    "Index into Document.paragraphs."
    line: int
    "Line of its paragraph."


@dataclass(frozen=True, slots=True)
class Bitext:
    """An article cut into sentences, not yet aligned."""

    document: Document
    source: tuple[Segment, ...]
    "English sentences in order."
    target: tuple[Segment, ...]
    "Chinese sentences in order."


@dataclass(frozen=True, slots=True)
class Bead:
    """The smallest group of sentences that translate each other."""

    source: tuple[int, ...]
    "Consecutive indices into Bitext.source; empty if the target has no counterpart."
    target: tuple[int, ...]
    score: float
    "Probability that the bead is right, 0 to 1."


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """The text of one bead that has both sides."""

    document: str
    "Document.name."
    line: tuple[int, int]
    "Lines of the first English and the first Chinese paragraph."
    bead: tuple[int, int]
    "Number of English and Chinese sentences."
    source: str
    "English sentences joined by one space."
    target: str
    "Chinese sentences joined by nothing."
    score: float


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The part of *text* in the range."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Token:
    """A word in place: `text == sentence[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Syllable:
    """The reading of one Han character in place."""

    text: str
    "Lower case with tone mark, dictionary tone, e.g. `zhōng`, `lǜ`, `de`."
    source: str
    "Who says so: `fix`, `lexicon`, `name`, `table`, `rule`, `default`."
    confidence: float
    "0 to 1; under 0.9 the syllable is listed as doubtful."


class Word(NamedTuple):
    """A token with its reading.

    A named tuple, since a text has more of these than of anything else and a frozen dataclass takes three times as long
    to make: a third of the time of reading.
    """

    text: str
    start: int
    end: int
    syllables: tuple[Syllable, ...]
    "One for each Han character of the text; empty if it has none."
    is_name: bool = False
    "Proper name: capitalised where pinyin is shown as words."
    parts: tuple[int, ...] = ()
    "Offsets inside the text at which a new written word begins (任|正非 -> (1,)); display only."


@dataclass(frozen=True, slots=True)
class Entry:
    """One CC-CEDICT line: one reading of one written form."""

    traditional: str
    simplified: str
    reading: tuple[str, ...]
    "Syllables with tone digits as in CC-CEDICT: `xin1`, `lu:4`, `r5`; capitals mark names."
    glosses: tuple[str, ...]
    "Senses in order, untouched."


@dataclass(frozen=True, slots=True)
class CuratedEntry:
    """One line of our own lexicons."""

    word: str
    "Simplified headword."
    traditional: str
    "Traditional form, derived where the file does not give it."
    reading: tuple[str, ...]
    "Syllables with tone marks, capitals at the beginning of written words of names; empty if not given."
    english: tuple[str, ...]
    "Renderings, the most usual first."
    domain: Domain
    kind: str = ""
    "Of names: person, organisation, place, product, document."
    short_for: str = ""
    "Headword of the full form."
    taiwan: str = ""
    hongkong: str = ""
    sense: str = ""
    "Label that keeps two readings of one written form apart."


@dataclass(frozen=True, slots=True)
class Level:
    """A word's place in a published list of words for learners."""

    standard: str
    "`hsk2.0`, `hsk2021` or `hsk2025`; the lists disagree, so the name always goes with the number."
    number: int
    "1 to 6 for hsk2.0, 1 to 7 for the others, 7 standing for 7-9."
    basis: str
    "`word` (listed itself), `parts` (all its words are listed; the highest) or `characters`."


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A proper name in place, recognised by its sound or by the aligned English."""

    start: int
    "Into the unit's target."
    end: int
    source: Span | None
    "The name in the unit's source."
    kind: str = "person"
    "person, organisation, place or product."
    parts: tuple[int, ...] = ()
    "Offsets inside the name at which a new written word begins (任|正非 -> (1,))."


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One use of a term."""

    unit: int
    "Index into the units the terms were extracted from."
    start: int
    "Into the unit's target."
    end: int
    gloss: Span | None = None
    "The English words that translate it here, in the unit's source; None if there are none."
    confidence: float = 0.0
    "Probability that the span is right."


@dataclass(frozen=True, slots=True)
class Term:
    """A headword worth studying, with all its uses in the units it was extracted from."""

    headword: str
    "As written in the text."
    simplified: str
    traditional: str
    reading: tuple[str, ...]
    "One syllable for each Han character, as in most of its uses."
    gloss: str
    "Short English meaning in dictionary form, as this article uses the word."
    senses: tuple[str, ...]
    "Further senses, likeliest first."
    domain: Domain
    level: Level | None
    score: float
    occurrences: tuple[Occurrence, ...]
    evidence: tuple[tuple[str, float], ...] = ()
    "Named parts of the score; they sum to it."
    variant_of: str = ""
    "Simplified headword of the full form that this abbreviates."
    sense: str = ""
    kind: str = ""
    "Of names: person, organisation, place, product, document."
    composed: bool = False
    "The gloss was put together from the glosses of the parts."


@dataclass(frozen=True, slots=True)
class Spelled:
    """A syllable as a card shows it."""

    text: str
    "In the style of the deck: `xīn`, `xin1`, `ㄒㄧㄣ`."
    tone: int
    "The colour: dictionary tone 1 to 4, 5 for the neutral tone."


@dataclass(frozen=True, slots=True)
class CardContext:
    """One term in one sentence, with everything that its card says: all that `cloze` needs to know."""

    key: str
    "Identity wished for, as `keys` makes it: Simplified headword, plus `#sense` if the term has one."
    slot: int
    "0 for the term's first sentence, 1 for the second …; a wish, what shipped before decides."
    due: int
    "Position among the new cards."
    document: Document
    unit: TranslationUnit
    term: Term
    occurrences: tuple[Span, ...]
    "Every use of the term in the unit's target, in order, inside the window."
    gloss: Span | None
    "The English words for the first of them, in the unit's source."
    words: tuple[Word, ...]
    "The whole target, in order."
    spelled: tuple[tuple[Spelled, ...], ...]
    "For each of the words: its syllables, one for each Han character."
    reading: tuple[Spelled, ...]
    "The syllables of the term itself, one for each Han character."
    pinyin: str
    "The term's reading written as words, with spaces, capitals and apostrophes: `Rén Zhèngfēi`, `Xī’ān`."
    window: Span | None = None
    "The part of the target on the card's front, if the sentence is too long for it."
    source_window: Span | None = None
    "The part of the source shown with it; None for all of it."
    script: str = "Hans"
    "Script of the target as it stands in the unit: `Hans` or `Hant`, for the right glyphs."
    other_script: str = ""
    "The target in the other script, of the same length, if the card is to show both."
    notes: str = ""
    "Plain text for people: what it abbreviates, register, variants."
    zipf: float | None = None
    "Zipf frequency of the term, if the card is to show it and wordfreq's list has it."
    audio: str = ""
    "Name of a recorded sound file in the package; empty: the device speaks."


@dataclass(frozen=True, slots=True)
class Note:
    """One Anki note before it is written: pure content, no times."""

    kind: str
    "Key of its note type: `cloze` …"
    key: str
    "Identity of the term: Simplified headword under which it first shipped, plus `#sense` if there is one."
    slot: int
    "0 for the first sentence of a term, 1 for the second …"
    fields: tuple[str, ...]
    "HTML, in the order of the note type's fields."
    tags: tuple[str, ...]
    due: int
    "Position among the new cards."
    document: str
    "Document.name of its sentence."
    line: int
    "Line of the Chinese paragraph of its sentence."
    sentence: str
    "Plain Chinese sentence (whole unit target), for matching slots."
    asked: bool = False
    "A word list asked for it: it goes when the list no longer does."


@dataclass(frozen=True, slots=True)
class Deck:
    """What goes into one package."""

    name: str
    description: str
    "HTML shown in Anki's deck overview."
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type: the fields of its notes and the look of their cards."""

    kind: str
    "Key in `Note.kind`; empty for a note type that is not ours."
    id: int
    name: str
    is_cloze: bool
    fields: tuple[str, ...]
    "Names."
    field_ids: tuple[int, ...]
    "One for each field."
    template_id: int
    template_name: str
    front: str
    back: str
    css: str
    modified: int = 0
    "Seconds since 1970: what decides whether Anki updates the note type that a learner has."


@dataclass(frozen=True, slots=True)
class PackedNote:
    """One note as it stands in a package."""

    guid: str
    "How Anki knows the note again, for ever."
    kind: str
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    deck: str
    "Full name of the deck of its card, `::` between parts."
    due: int
    created: int
    "Milliseconds since 1970; Anki's id of the note and of its card."
    modified: int
    "Seconds since 1970 at which fields or tags last changed: what decides whether an import updates the note."


@dataclass(frozen=True, slots=True)
class Package:
    """Everything in an `.apkg` file."""

    decks: tuple[tuple[str, str], ...]
    "Name and description (HTML) of each deck, the outermost first."
    notes: tuple[PackedNote, ...]
    note_types: tuple[NoteType, ...]
    memory: str = ""
    "The ledger of its notes as text; empty if the package has none, as after an export by Anki."
    media: tuple[tuple[str, str], ...] = ()
    "Name in the collection and path of each sound file."


@dataclass(frozen=True, slots=True)
class Change:
    """What a build does to one note that learners may already have."""

    status: str
    "`new`, `changed`, `unchanged`, `retired`, `archived`, `elsewhere` (belongs to another deck of the namespace)."
    key: str
    slot: int
    guid: str
    fields: tuple[str, ...] = ()
    "Names of the fields that differ, if changed."
    kind: str = "cloze"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, for people."""

    deck: str
    output: str
    "Path of the written package; empty if nothing was written."
    changes: tuple[Change, ...]
    units: int
    "Translation units found."
    dropped: tuple[tuple[str, int], ...] = field(default=())
    "Reasons for which units or terms stay off the cards, with counts."
    warnings: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    "Words that the user asked for and that stand in no article of the deck."
    carded: tuple[str, ...] = ()
    "Those of them that have plain vocabulary cards."
    doubts: tuple[str, ...] = ()
    "Places where a translation disagrees with its original in numbers, names or length."
    readings: tuple[str, ...] = ()
    "Syllables on cards of which no source is sure, each with its word and sentence."
