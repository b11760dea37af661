"""`config.yaml` → the decks to build, with every option settled and every file found."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flashcards import filenames, options, wordlists
from flashcards.errors import ConfigError
from flashcards.manual import describe, init_files
from flashcards.model import Location
from flashcards.options import Audio, DeckOptions, File, ListChoice, Palette, SourceEntry, schema
from flashcards.yamlfile import YamlError, YamlFile, parse

__all__ = ["Config", "DeckOptions", "DeckRecipe", "ListChoice", "Source", "describe", "init_files", "read", "schema"]

_REMEDY = "make one to begin with by: flashcards init"


@dataclass(frozen=True, slots=True)
class Source:
    """One article to read."""

    path: Path
    "The file; of the English side if there is a target."
    target: Path | None = None
    licence: str | None = None
    "To take in place of what the file says; None to leave that."


@dataclass(frozen=True, slots=True)
class DeckRecipe:
    """One deck to build."""

    name: str
    output: Path
    sources: tuple[Source, ...]
    "In reading order, no file twice."
    words: tuple[ListChoice, ...] = ()
    "Those for all decks, then its own."
    description: str = ""
    options: DeckOptions = DeckOptions()  # noqa: RUF009  frozen, so it can be shared


@dataclass(frozen=True, slots=True)
class Config:
    """All that a configuration says."""

    path: Path
    namespace: str
    decks: tuple[DeckRecipe, ...]
    options: DeckOptions
    "Of a deck that has none of its own."
    words: tuple[ListChoice, ...]
    "Lists for all decks."
    tones: Palette
    typed: bool
    audio: Audio
    audio_command: str

    @property
    def ledger(self) -> Path:
        """Where the memory of the namespace is kept."""
        return self.path.parent / "decks" / "ledger.json"


def read(path: Path) -> Config:
    """What the configuration in *path* says.

    Raises:
        ConfigError: there is no such file, it is no text in UTF-8 or no YAML, it has an unknown, doubled or missing
            key or a value of the wrong type, or names a file that does not exist.
    """
    try:
        file = parse(_text(path), str(path))
    except YamlError as error:
        raise ConfigError(error.message, Location(str(path), error.line)) from error
    if file.value is None:
        raise ConfigError(f"is empty; {_REMEDY}", Location(str(path)))
    content = options.validate(file)
    shared = tuple(_lists(file, content.words, "words"))
    decks = tuple(_recipe(file, content, number, shared) for number in range(len(content.decks)))
    _refuse_twins(file, decks)
    return Config(
        path=path,
        namespace=content.namespace,
        decks=decks,
        options=options.of_file(content),
        words=shared,
        tones=content.tones,
        typed=content.typed,
        audio=content.audio,
        audio_command=content.audio_command,
    )


def _text(path: Path) -> str:
    data = filenames.content(path, ConfigError, "name the file in it, for example config.yaml", _REMEDY)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError("has bytes that are not UTF-8; save it as UTF-8", Location(str(path), line)) from error


def _recipe(file: YamlFile, content: File, number: int, shared: tuple[ListChoice, ...]) -> DeckRecipe:
    entry = content.decks[number]
    return DeckRecipe(
        name=entry.name,
        output=filenames.target(
            entry.output or f"decks/{_slug(entry.name)}.apkg", file.location("decks", number, "output")
        ),
        sources=_sources(file, entry.sources, number),
        words=(*shared, *_lists(file, entry.words, "decks", number, "words")),
        description=entry.description,
        options=options.of_deck(file, content, number),
    )


def _slug(name: str) -> str:
    """A file name for a deck: `News::Chips and AI` becomes news-chips-and-ai."""
    return re.sub(r"\W+", "-", name.casefold()).strip("-") or "deck"


def _sources(file: YamlFile, entries: Iterable[str | SourceEntry], deck: int) -> tuple[Source, ...]:
    """The articles of a deck, patterns written out; what an entry says of one file holds wherever a pattern has it."""
    found: dict[Path, Source] = {}
    for number, entry in enumerate(entries):
        where = file.location("decks", deck, "sources", number)
        if isinstance(entry, str):
            found |= {path: Source(path) for path in filenames.find(entry, where) if path not in found}
        elif entry.target is None:
            found |= {path: Source(path, licence=entry.licence) for path in filenames.find(entry.source, where)}
        else:
            path = filenames.one(entry.source, where)
            found[path] = Source(path, filenames.one(entry.target, where), entry.licence)
    if twins := filenames.tell_twins(found):
        raise ConfigError(twins, file.location("decks", deck, "sources"))
    return tuple(found.values())


def _lists(file: YamlFile, entries: Iterable[str | ListChoice], *keys: str | int) -> Iterator[ListChoice]:
    """The lists, patterns written out, files by their path as seen from here."""
    for number, entry in enumerate(entries):
        where = file.location(*keys, number)
        choice = ListChoice(list=entry) if isinstance(entry, str) else entry
        try:
            is_published = wordlists.levels(choice.list)
        except ValueError as error:
            raise ConfigError(str(error), where) from error
        if is_published:
            yield choice
        else:
            for path in filenames.find(choice.list, where):
                yield choice.model_copy(update={"list": str(path)})


def _refuse_twins(file: YamlFile, decks: Iterable[DeckRecipe]) -> None:
    """Decks of one name are one deck to Anki, whatever their case, and files of one name overwrite each other."""
    seen: dict[tuple[str, str], int] = {}
    for number, deck in enumerate(decks):
        for what, said, key in (
            ("name", deck.name, deck.name),
            ("output", str(deck.output), str(deck.output.resolve())),
        ):
            if seen.setdefault((what, key.casefold()), number) != number:
                raise ConfigError(f"another deck has the {what} {said!r}, too", file.location("decks", number, what))
