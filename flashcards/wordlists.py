"""The user's word lists: what must be on cards, what must not, and what we got wrong.

Roles:

    add      always a card, whatever its score
    only     cards for these words and those to add, for no others
    known    never a card, unless it is to be added
    ignore   never a card
    fix      as written here: its words (with spaces between them), its reading, its meaning, its domain, for ever;
             with a context, only where that text stands around it

Files are those of `listformats`; besides, `hsk2025:1-4` names levels of a published list, and a package or collection
of Anki's is the list of the words studied in it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, Protocol, cast, get_args

from flashcards import collection, listformats, transcription
from flashcards.errors import WordListError
from flashcards.model import Domain, Level, Location
from flashcards.syllables import HAN

Role = Literal["add", "only", "known", "ignore", "fix"]

ROLES: tuple[Role, ...] = get_args(Role)

_NAMED = re.compile(r"(hsk(?:2\.0|2021|2025)):(\d{1,2})(?:-(\d{1,2}))?")
_LEVEL = re.compile(r"(hsk2\.0|hsk2021|hsk2025):(?:([1-6])|7(?:-9)?)")
_ANKI = (".apkg", ".colpkg", ".anki2", ".anki21", ".anki21b")
_WORD_FIELDS = (
    "word simplified hanzi chinese characters traditional vocabulary expression 汉字 漢字 简体 单词 生词".split()
)
"Names of fields for the headword, in shared decks of Chinese; else it is the first field that is a word."


class Dictionary(Protocol):
    """What a list needs to know of the language; `Lexicon` does."""

    def simplify(self, text: str) -> str:
        """*text* in Simplified characters, of the same length."""

    def listed(self, standard: str, first: int, last: int) -> Iterable[str]:
        """The words of a published list from one level to another."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a list says about one word."""

    word: str
    "As in the list, without the spaces between its words."
    role: Role
    location: Location
    pieces: tuple[str, ...] = ()
    "The words that it is to be cut into; itself if it has no spaces."
    reading: tuple[str, ...] = ()
    "With tone marks and capitals, one syllable for each Han character; empty to leave ours."
    meaning: str = ""
    tags: tuple[str, ...] = ()
    sentence: str = ""
    domain: Domain | None = None
    level: Level | None = None
    context: str = ""
    "Text in which the word stands once: the row holds only there."
    sense: str = ""


@dataclass(frozen=True, slots=True)
class WordList:
    """One list as read."""

    rows: tuple[Row, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wordbook:
    """All lists of a deck as one; its words are Simplified."""

    add: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    "If not empty, no others are wanted."
    known: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    "What has to be told from its surroundings when text is cut into words."
    details: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    "By word: the rows that add or fix it, those of the latest list first."

    @property
    def fixes(self) -> tuple[Row, ...]:
        """All corrections."""
        return tuple(row for rows in self.details.values() for row in rows if row.role == "fix")


def read(name: str, dictionary: Dictionary, *, role: Role | None = None, days: int = 21) -> WordList:
    """The list in a file, or the one that is called *name*.

    Args:
        name: path, or levels of a published list such as `hsk2025:1-4`.
        dictionary: to compare the two scripts, and to look up published lists.
        role: in place of what the rows say, but for corrections, which stay what they are; where neither says
            anything, rows of files are to be added and those of published lists and of Anki are known.
        days: least interval between reviews of a word that is known, in a file of Anki's.

    Raises:
        WordListError: it cannot be read, or a row says something that cannot be.
        PackageError: a file of Anki's cannot be read.
    """
    try:
        published = levels(name)
    except ValueError as error:
        raise WordListError(str(error)) from error
    if published:
        return _published(name, published, dictionary, role or "known")
    path = Path(name)
    if path.suffix.lower() in _ANKI:
        return _studied(path, role or "known", days)
    table = listformats.read(path)
    given = [(cells.values, Location(name, cells.line)) for cells in table.rows]
    if table.exported:
        rows = [_row(_without_bad_reading(values), where, dictionary, role) for values, where in given]
        bad = sum("reading" in values for values, _ in given) - sum(bool(row.reading) for row in rows)
        warning = f"{name}: {bad} readings that do not fit their words left out"
        return WordList(tuple(rows), (*table.warnings, *([warning] if bad else [])))
    rows = [_row(values, where, dictionary, role) for values, where in given]
    _check_agreement(rows, dictionary)
    return WordList(tuple(rows), (*table.warnings, *filter(None, map(_doubt, rows))))


def merge(lists: Iterable[WordList], simplify: Callable[[str], str]) -> Wordbook:
    """All *lists* as one. Where they disagree about a word: ignore goes before add, add before known, known before only.

    Raises:
        WordListError: there are words to take only, but others list all of them as known or to be ignored.
    """
    rows = [row for found in lists for row in found.rows]
    named = {role: frozenset(simplify(row.word) for row in rows if row.role == role) for role in ROLES}
    ignore = named["ignore"]
    add = named["add"] - ignore
    known = named["known"] - add
    only = (named["only"] - known - ignore) | (add if named["only"] else frozenset())
    if named["only"] and not only:
        first = next(row for row in rows if row.role == "only")
        raise WordListError("other lists have all of these words as known or ignored; no card is left", first.location)
    details: dict[str, tuple[Row, ...]] = {}
    for row in rows:
        if row.role in ("add", "only", "fix"):
            word = simplify(row.word)
            details[word] = (row, *details.get(word, ()))
    pieces = {simplify(piece) for row in rows if row.role == "fix" and not row.context for piece in row.pieces}
    return Wordbook(add, only, known, ignore, frozenset(add | only | pieces), details)


def levels(name: str) -> tuple[str, int, int] | None:
    """The published list, and the first and last level of it, that *name* stands for; None for the name of a file.

    Raises:
        ValueError: there is no such list, or it has no such levels.

    >>> levels("hsk2025:1-4"), levels("words/hsk.csv")
    (('hsk2025', 1, 4), None)
    """
    if not re.match(r"hsk[\d.]*:", name, re.IGNORECASE):
        return None
    match = _NAMED.fullmatch(name)
    if not match:
        raise ValueError(f"there is no list {name!r}: write for example hsk2025:1-4")
    standard, first, last = match[1], int(match[2]), int(match[3] or match[2])
    top = 6 if standard == "hsk2.0" else 9
    if not 1 <= first <= last <= top:
        raise ValueError(f"{standard} has the levels 1 to {top}, not {name!r}: write for example {standard}:1-4")
    return standard, first, last


def _published(name: str, of: tuple[str, int, int], dictionary: Dictionary, role: Role) -> WordList:
    standard, first, last = of
    words = dictionary.listed(standard, min(7, first), min(7, last))  # the levels 7 to 9 are one list
    return WordList(tuple(Row(word, role, Location(name), (word,)) for word in words))


def _studied(path: Path, role: Role, days: int) -> WordList:
    """The words of all notes in *path* with a card that comes at least *days* after its last review."""
    content = collection.read(path)
    fields = {found.id: found.fields for found in content.note_types}
    rows: dict[str, Row] = {}
    strange = 0
    for note in content.notes:
        if max((card.interval for card in note.cards), default=0) >= days:
            word = _headword(fields.get(note.note_type, ()), note.fields)
            strange += not word
            if word:
                rows.setdefault(word, Row(word, role, Location(str(path)), (word,)))
    warning = f"{path}: {strange} notes have no Chinese word: left out"
    return WordList(tuple(rows.values()), (warning,) if strange else ())


def _headword(names: Iterable[str], values: Iterable[str]) -> str:
    """The word of a note of whatever type; empty if there is none."""
    texts = [re.sub(r"\[.*?\]", "", listformats.shown(value)).strip() for value in values]
    words = [
        (name.casefold(), text) for name, text in zip(names, texts, strict=False) if listformats.is_chinese_word(text)
    ]
    ranked = sorted(words, key=lambda pair: _WORD_FIELDS.index(pair[0]) if pair[0] in _WORD_FIELDS else 99)
    return ranked[0][1] if ranked else ""


def _row(values: Mapping[str, str], where: Location, dictionary: Dictionary, role: Role | None) -> Row:
    own = _choice(values.get("role", "").lower(), ROLES, "role", where)
    chosen = cast("Role", "fix" if own == "fix" else role or own or "add")
    written = values.get("word", "")
    pieces = tuple(written.split()) if chosen == "fix" else (written,)
    word = "".join(pieces)
    if not word:
        raise WordListError("a row needs a word", where)
    if not listformats.is_word(word):
        message = f"{word[:20]!r} is no word; write one in a row (only those with the role fix are cut at spaces)"
        raise WordListError(message, where)
    _check_uses(word, values, where, dictionary)
    domain = _choice(values.get("domain", "").lower(), tuple(Domain), "domain", where)
    return Row(
        word=word,
        role=chosen,
        location=where,
        pieces=pieces,
        reading=_reading(word, values.get("reading", ""), where),
        meaning=values.get("meaning", ""),
        tags=tuple(values.get("tags", "").split()),
        sentence=values.get("sentence", ""),
        domain=Domain(domain) if domain else None,
        level=_level(values.get("level", ""), where),
        context=values.get("context", ""),
        sense=values.get("sense", ""),
    )


def _check_uses(word: str, values: Mapping[str, str], where: Location, dictionary: Dictionary) -> None:
    """Nothing, if the word stands in its sentence, and once in its context: more often, the place would be open."""
    for name in ("sentence", "context"):
        count = dictionary.simplify(values.get(name, "")).count(dictionary.simplify(word))
        if name in values and (not count or (name == "context" and count > 1)):
            how = "does not stand" if not count else "stands more than once"
            raise WordListError(f"{word} {how} in its {name} {values[name]!r}; write the text just around it", where)


def _reading(word: str, text: str, where: Location) -> tuple[str, ...]:
    try:
        return transcription.parse(word, text) if text else ()
    except ValueError as error:
        raise WordListError(str(error), where) from error


def _without_bad_reading(values: Mapping[str, str]) -> Mapping[str, str]:
    try:
        transcription.parse(values["word"], values.get("reading", ""))
    except ValueError:
        return {name: value for name, value in values.items() if name != "reading"}
    return values


def _doubt(row: Row) -> str:
    """What to ask the author of *row*: whether a reading that no dictionary has was meant."""
    pairs = zip(HAN.findall(row.word), row.reading, strict=False)
    strange = [f"{char} as {syllable}" for char, syllable in pairs if not transcription.is_usual(char, syllable)]
    return f"{row.location}: no dictionary reads {', '.join(strange)}; taken as it is" if strange else ""


def _choice(text: str, known: Sequence[str], what: str, where: Location) -> str:
    if text and text not in known:
        close = get_close_matches(text, known, n=1)
        remedy = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
        raise WordListError(f"unknown {what} {text!r}; {remedy}", where)
    return text


def _level(text: str, where: Location) -> Level | None:
    if not text:
        return None
    match = _LEVEL.fullmatch(text)
    if not match:
        raise WordListError(f"unknown level {text!r}; write for example hsk2025:4", where)
    return Level(match[1], int(match[2] or 7), "word")


def _check_agreement(rows: Iterable[Row], dictionary: Dictionary) -> None:
    """Nothing, unless two rows of one list say different things about one word in one place."""
    seen: dict[tuple[str, str, str, bool], Row] = {}
    for row in rows:
        key = (dictionary.simplify(row.word), row.sense, dictionary.simplify(row.context), row.role == "fix")
        other = seen.setdefault(key, row)
        if replace(other, location=row.location) != row:
            message = f"{row.word} stands already in line {other.location.line} and says something else; keep one"
            raise WordListError(message, row.location)
