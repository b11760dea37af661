"""Our own lexicons: YAML files of technology, policy and business words and of names.

Fields of an entry: `word`, `traditional`, `reading`, `english`, `domain`, `kind`, `short_for`, `taiwan`, `hongkong`,
`sense`; see CuratedEntry. A file gives the `domain` of its entries once at the top.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flashcards.errors import LexiconError
from flashcards.model import CuratedEntry, Domain, Location
from flashcards.yamlfile import YamlError, YamlFile, parse

FOLDER = Path(__file__).parent / "data" / "lexicon"
KINDS = ("person", "organisation", "place", "product", "document")
_KEYS = ("word", "traditional", "reading", "english", "domain", "kind", "short_for", "taiwan", "hongkong", "sense")
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")


def files(folder: Path = FOLDER) -> tuple[Path, ...]:
    """The lexicon files in *folder*, sorted by name."""
    return tuple(sorted(folder.glob("*.yaml")))


def read(paths: Iterable[Path], traditionalise: Callable[[str], str]) -> tuple[CuratedEntry, ...]:
    """All entries of *paths*, in order.

    Args:
        paths: the files.
        traditionalise: gives the Traditional form of a word, for entries that don't.

    Raises:
        LexiconError: an unknown key, a missing rendering, a reading with the wrong number of syllables, a duplicate.
    """
    entries: list[CuratedEntry] = []
    seen: dict[tuple[str, str], Location] = {}
    for path in paths:
        try:
            file = parse(path.read_text("utf-8"), str(path))
        except YamlError as error:
            raise LexiconError(error.message, Location(str(path), error.line)) from error
        domain = Domain(file.value["domain"])
        for number, fields in enumerate(file.value["entries"]):
            entry = _entry(file, number, fields, domain, traditionalise)
            where = file.location("entries", number)
            first = seen.setdefault((entry.word, entry.sense), where)
            if first is not where:
                raise LexiconError(f"{entry.word} stands already at {first}: keep one, or give each a sense", where)
            entries.append(entry)
    return tuple(entries)


def _entry(
    file: YamlFile, number: int, fields: dict[str, Any], domain: Domain, traditionalise: Callable[[str], str]
) -> CuratedEntry:
    where = file.location("entries", number)
    unknown = sorted(set(fields) - set(_KEYS))
    if unknown:
        raise LexiconError(f"unknown key {unknown[0]!r}: use {', '.join(_KEYS)}", where)
    word, english = str(fields.get("word") or ""), fields.get("english")
    if not word or not isinstance(english, list) or not all(str(text).strip() for text in english) or not english:
        raise LexiconError("an entry needs a word and at least one English rendering", where)
    reading = tuple(str(fields.get("reading") or "").split())
    if reading and len(reading) != len(_HAN.findall(word)):
        raise LexiconError(f"{word} has {len(_HAN.findall(word))} Han characters, its reading {len(reading)}", where)
    kind = str(fields.get("kind") or "")
    if kind and kind not in KINDS:
        raise LexiconError(f"unknown kind {kind!r}: use {', '.join(KINDS)}", where)
    return CuratedEntry(
        word=word,
        traditional=str(fields.get("traditional") or traditionalise(word)),
        reading=reading,
        english=tuple(str(text).strip() for text in english),
        domain=Domain(fields.get("domain") or domain),
        kind=kind,
        short_for=str(fields.get("short_for") or ""),
        taiwan=str(fields.get("taiwan") or ""),
        hongkong=str(fields.get("hongkong") or ""),
        sense=str(fields.get("sense") or ""),
    )
