"""What is known about words before any article is read: CC-CEDICT, our own lexicons, HSK levels.

Looked up in an index in the user's cache folder that is built once for each set of dictionary files; afterwards loading
takes some hundredths of a second.
"""

import json
import os
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from functools import lru_cache
from pathlib import Path

from flashcards import cedict, domains, lexiconindex
from flashcards.english import learn
from flashcards.lexiconindex import STANDARDS, traditionalise, unpack
from flashcards.model import CuratedEntry, Entry, Level

__all__ = ["STANDARDS", "Lexicon", "cache_folder", "load"]

_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CURATED_SHARE = 0.6  # of the weight of a word's translations where CC-CEDICT has it too: ours are the genre's senses


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
        self.longest = int(self._text("longest"))
        "Code points of the longest headword."
        self._to_simplified, self._to_traditional = (
            str.maketrans(json.loads(self._text(name))) for name in ("simplified", "traditional")
        )
        self.domains = domains.DomainModel(
            *(json.loads(self._text(name)) for name in ("domains.english", "domains.chinese"))
        )
        "What words are about."
        self._irregular: dict[str, str] = json.loads(self._text("irregular"))
        learn(line.split(" ") for line in self._text("stems").split("\n"))
        self.entries = lru_cache(maxsize=1 << 16)(self._entries)
        self.curated = lru_cache(maxsize=1 << 16)(self._curated)
        self.renderings = lru_cache(maxsize=1 << 16)(self._renderings)
        self.translations = lru_cache(maxsize=1 << 16)(self._translations)
        self._odds = lru_cache(maxsize=1 << 13)(self._odds_of)
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
        return tuple(unpack(json.loads(fields)) for (fields,) in found)

    def curated_entries(self) -> tuple[CuratedEntry, ...]:
        """Our lexicons whole, in the order of their files."""
        return tuple(map(unpack, json.loads(self._text("curated"))))

    def _renderings(self, word: str) -> tuple[str, ...]:
        """English meanings of *word*: ours first, then the senses of all its CC-CEDICT entries, names last."""
        ours = [text for entry in self.curated(word) for text in entry.english]
        entries = sorted(self.entries(word), key=cedict.is_name)
        theirs = [sense for entry in entries for sense in cedict.senses(entry)]
        return tuple(dict.fromkeys(ours + theirs))

    def _translations(self, word: str) -> Mapping[str, float]:
        """English stems that may translate *word* → weights that sum to 1; empty if it is unknown."""
        ours = _weigh(self._rows.execute("SELECT stems FROM curated WHERE form = ? ORDER BY rowid", (word,)))
        theirs = _weigh(self._rows.execute("SELECT stems FROM entry WHERE form = ? ORDER BY rowid", (word,)))
        if not ours or not theirs:
            return ours or theirs
        merged = {key: (1 - _CURATED_SHARE) * weight for key, weight in theirs.items()}
        for key, weight in ours.items():
            merged[key] = merged.get(key, 0.0) + _CURATED_SHARE * weight
        return merged

    def _headwords_for(self, english: str) -> Mapping[str, float]:
        """Simplified headwords that an English *stem* may translate → how much of one of their senses it is."""
        row = self._rows.execute("SELECT words FROM reverse WHERE stem = ?", (english,)).fetchone()
        return json.loads(row[0]) if row else {}

    def odds(self, word: str, stem: str) -> float:
        """How many times likelier an English *stem* is beside the Simplified *word* than anywhere, by its characters."""
        return sum(self._odds(character).get(stem, 0.0) for character in word) / len(word)

    def _odds_of(self, character: str) -> Mapping[str, float]:
        row = self._rows.execute("SELECT odds FROM character WHERE form = ?", (character,)).fetchone()
        return json.loads(row[0]) if row else {}

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

    def simplify(self, text: str) -> str:
        """*text* in Simplified characters, of the same length; Simplified text comes back as it is."""
        if text.translate(self._to_simplified) == text:
            return text
        pieces: list[str] = []
        start = 0
        while start < len(text):
            sizes = (size for size in (4, 3, 2) if text[start : start + size] in self._irregular)
            size = next(sizes, 1)
            piece = text[start : start + size]
            pieces.append(self._irregular.get(piece) or piece.translate(self._to_simplified))
            start += size
        return "".join(pieces)

    def traditionalise(self, text: str) -> str:
        """*text* in Traditional characters, of the same length: by words where the dictionary has them."""
        return traditionalise(text, self._entries_traditional, self.longest, self._to_traditional)

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
    index = (cache or cache_folder()) / lexiconindex.name(dictionary)
    if not _is_whole(index):
        lexiconindex.build(index, dictionary)
        tidy(index.parent, "lexicon-*", keep=3)
    return Lexicon(index)


def tidy(folder: Path, *patterns: str, keep: int = 12) -> None:
    """Remove all but the newest files of *folder* that match: what older versions of the dictionaries left behind."""
    for pattern in patterns:
        with suppress(OSError):  # another process may be doing the same, or still be reading
            for old in sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime)[:-keep]:
                old.unlink()


def _is_whole(index: Path) -> bool:
    """Whether there is an index that can be read: one may be damaged, or another user's."""
    try:
        with closing(sqlite3.connect(f"{index.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as rows:
            return rows.execute("SELECT value FROM text WHERE name = 'headwords'").fetchone() is not None
    except sqlite3.Error:
        return False


def cache_folder() -> Path:
    """The folder for files that can be made again: XDG on Linux, the platform's own elsewhere."""
    named = os.environ.get("FLASHCARDS_CACHE")
    if named:
        return Path(named).absolute()
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "flashcards"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flashcards"


def _weigh(entries: Iterable[tuple[str]]) -> dict[str, float]:
    """The weights of the stems of all senses of some entries: each sense weighs the same, and each stem in it."""
    weights: dict[str, float] = {}
    for (senses,) in entries:
        for sense in senses.split("/"):
            stems = sense.split()
            for key in stems:
                weights[key] = weights.get(key, 0.0) + 1 / len(stems)
    total = sum(weights.values())
    return {key: weight / total for key, weight in weights.items()}
