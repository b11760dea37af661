"""`config.yaml` → the decks to build, with every option settled. The only module that knows pydantic.

The models below are the whole truth about the file: names, types, bounds, defaults and descriptions stand here once,
and the JSON Schema, the table in README and the comments of config.yaml are made from them. Nothing in this module
knows the stages; the pipeline hands each of them its own options.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from flashcards import complaints, filenames
from flashcards.errors import ConfigError
from flashcards.model import Domain, Location
from flashcards.yamlfile import YamlError, YamlFile, parse

Kind = Literal["cloze", "recognition", "production", "listening"]
Palette = Literal["own", "pleco", "mdbg", "none"]
Audio = Literal["tts-tags", "none"]
Role = Literal["add", "only", "known", "ignore", "fix"]

_NAMED_LIST = re.compile(r"hsk(2\.0|2021|2025):[1-9](-[1-9])?")
_REMEDY = "make one to begin with by: flashcards init"


class _Model(BaseModel):
    """A mapping in the file: no key but these, no type but theirs."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", use_attribute_docstrings=True)


class DeckOptions(_Model):
    """What may be chosen for each deck."""

    cards: Annotated[tuple[Kind, ...], Field(min_length=1, strict=False)] = ("cloze",)
    """Kinds of cards for each word. cloze: the sentence with a gap. recognition: Chinese to meaning. production:
    English to Chinese. listening: sound first."""
    new_terms_per_article: Annotated[int, Field(ge=0, le=1000)] = 30
    "Most words that are chosen by score from one article. Words of your lists come on top."
    contexts: Annotated[int, Field(ge=1, le=9)] = 1
    "Sentences for each word, each on a card of its own."
    domains: Annotated[tuple[Annotated[Domain, Field(strict=False)], ...], Field(min_length=1, strict=False)] = tuple(
        Domain
    )
    "Subjects of the words that are chosen by score. entity stands for names."
    threshold: Annotated[float, Field(ge=-5, le=10)] = 1.0
    "Least score of a word. Lower takes more general words; `flashcards terms` shows the scores."
    standard: Literal["hsk2.0", "hsk2021", "hsk2025"] = "hsk2025"
    "The list that levels are taken from. The three disagree on two words in five."
    known_level: Annotated[int, Field(ge=0, le=7)] = 3
    "Words up to this level of the list are taken as known and get no cards. 7 stands for 7-9, 0 for none."
    min_alignment: Annotated[float, Field(ge=0, le=1)] = 0.5
    "Sentences whose translation is less certain than this stay off the cards."
    shortest_sentence: Annotated[int, Field(ge=1, le=1000)] = 12
    "Sentences with fewer Chinese characters are taken only for words that stand in no better one."
    longest_sentence: Annotated[int, Field(ge=1, le=1000, validate_default=True)] = 45
    "Of sentences with more Chinese characters, the front shows the clauses around the word."
    pinyin: Literal["marks", "numbers", "zhuyin"] = "marks"
    "How readings are written: zhōng, zhong1 or ㄓㄨㄥ."
    script: Literal["as-is", "both"] = "as-is"
    "Characters of the sentence: as in the article, or on the back also in the other script."
    hint: bool = True
    "The gap shows the English words for the missing one."
    senses: Annotated[int, Field(ge=0, le=20)] = 3
    "Most further meanings beside that in the article."
    excerpt: Annotated[int, Field(ge=0, le=1000)] = 0
    """Most characters of a Chinese sentence on the cards of articles without an open licence, for decks that you share.
    0 for no limit."""

    @field_validator("longest_sentence")
    @classmethod
    def _leaves_room(cls, longest: int, given: ValidationInfo) -> int:
        shortest = given.data.get("shortest_sentence", 0)
        if longest < shortest:
            raise ValueError(f"longest_sentence ({longest}) is less than shortest_sentence ({shortest})")
        return longest


class SourceEntry(_Model):
    """An article and what is to be known about it. In place of this, its file name alone will do."""

    source: str
    "File of the article; of its English side if there is a target."
    target: str | None = None
    "File of the Chinese side, if the two are in separate files."
    licence: str | None = None
    "Licence of the text (SPDX identifier such as CC-BY-4.0), if its file does not say. Empty: not open."


class ListChoice(_Model):
    """A word list and how to take it. In place of this, its file name alone will do."""

    list: str
    "File, pattern of files, or the name of a list of levels such as hsk2025:1-4."
    role: Role | None = None
    "What the list is for, in place of what it says itself."
    days: Annotated[int, Field(ge=0, le=36500)] = 21
    "Of an Anki file: least interval between reviews of a word that counts as known."


_Sources = Annotated[tuple[str | SourceEntry, ...], Field(min_length=1, strict=False)]
_Lists = Annotated[tuple[str | ListChoice, ...], Field(strict=False)]


class DeckEntry(DeckOptions):
    """A deck. Options that it does not have are those of the file."""

    name: Annotated[str, Field(min_length=1)]
    "Name in Anki. A pair of colons puts it inside another deck: News::Chips."
    output: str | None = None
    "File to write, ending with .apkg. Without it: decks/ and the name."
    sources: _Sources
    """Articles in reading order: files, or patterns such as seeds/*.txt. An article in two files is written
    {source: a.en.txt, target: a.zh.txt}."""
    words: _Lists = ()
    "Word lists of this deck, beside those of the file."
    description: str = ""
    "Text for Anki's deck overview, above the list of sources."

    @field_validator("name")
    @classmethod
    def _check_name(cls, name: str) -> str:
        if not all(part.strip() == part and part for part in name.split("::")):
            raise ValueError(
                f"the name {name!r} has an empty part, or spaces around one: write for example News::Chips"
            )
        return name

    @field_validator("output")
    @classmethod
    def _check_output(cls, output: str | None) -> str | None:
        if output is not None and not output.lower().endswith(".apkg"):
            raise ValueError(f"the output {output!r} must end with .apkg, or Anki does not open it")
        return output


class _File(DeckOptions):
    """Decks of Anki cards from bilingual English/Chinese articles. File names are relative to this file."""

    namespace: Annotated[str, Field(min_length=1, max_length=64)]
    """What keeps your cards apart from everybody else's. Never change it: learners would get every card a second
    time."""
    decks: Annotated[tuple[DeckEntry, ...], Field(min_length=1, strict=False)]
    "The decks to build, in the order in which they are learnt. A word belongs to the first deck that has it."
    words: _Lists = ()
    """Word lists for all decks: files, patterns such as decks/words/*.csv, or levels such as {list: hsk2025:1-4,
    role: known}."""
    tones: Palette = "own"
    "Colours of the tones, on the cards of all decks."
    typed: bool = False
    "Cloze and production cards ask for the word to be typed in."
    audio: Audio = "tts-tags"
    "Sound: spoken by the learner's device, or none."

    @field_validator("namespace")
    @classmethod
    def _check_namespace(cls, namespace: str) -> str:
        if not re.fullmatch(r"[\w.-]+", namespace):
            raise ValueError(f"the namespace {namespace!r} may have letters, digits, '.', '_' and '-' only")
        return namespace


_MODELS: Mapping[tuple[str, ...], type[_Model]] = {
    (): _File,
    ("words",): ListChoice,
    ("decks",): DeckEntry,
    ("decks", "words"): ListChoice,
    ("decks", "sources"): SourceEntry,
}
_SECTIONS = {section: tuple(model.model_fields) for section, model in _MODELS.items()}
"Keys that the file, and each mapping in it, may have."


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
    try:
        content = _File.model_validate(file.value)
    except ValidationError as error:
        raise complaints.first(error.errors(include_url=False), file, _SECTIONS) from error
    shared = tuple(_lists(file, content.words, "words"))
    decks = tuple(_recipe(file, content, number, shared) for number in range(len(content.decks)))
    _refuse_twins(file, decks)
    return Config(
        path=path,
        namespace=content.namespace,
        decks=decks,
        options=_options(content, content.model_fields_set),
        words=shared,
        tones=content.tones,
        typed=content.typed,
        audio=content.audio,
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of config.yaml, by which editors complete and check it."""
    described = _File.model_json_schema()
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    described["title"] = "config.yaml of flashcards"
    for field in DeckOptions.model_fields:  # what a deck does not say is not the default but what the file says
        del described["$defs"]["DeckEntry"]["properties"][field]["default"]
    return described


def _text(path: Path) -> str:
    where = Location(str(path))
    if path.is_dir():
        raise ConfigError("is a folder; name the file in it, for example config.yaml", where)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"no such file; {_REMEDY}", where) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError("has bytes that are not UTF-8; save it as UTF-8", Location(str(path), line)) from error
    except OSError as error:
        raise ConfigError(f"cannot be read ({error.strerror})", where) from error


def _options(section: DeckOptions, chosen: Iterable[str], base: DeckOptions | None = None) -> DeckOptions:
    """*base* with the values of *section* for the options that it has *chosen* itself."""
    values = {name: getattr(section, name) for name in DeckOptions.model_fields if name in set(chosen)}
    return DeckOptions.model_validate({**(base.model_dump() if base else {}), **values})


def _recipe(file: YamlFile, content: _File, number: int, shared: tuple[ListChoice, ...]) -> DeckRecipe:
    entry, folder = content.decks[number], Path(file.path).parent
    defaults = _options(content, content.model_fields_set)
    try:
        options = _options(entry, entry.model_fields_set, defaults)
    except ValidationError as error:  # each is right by itself, but not with another of the file
        raise complaints.first(error.errors(include_url=False), file, _SECTIONS, ("decks", number)) from error
    return DeckRecipe(
        name=entry.name,
        output=folder / (entry.output or f"decks/{_slug(entry.name)}.apkg"),
        sources=_sources(file, entry.sources, number),
        words=(*shared, *_lists(file, entry.words, "decks", number, "words")),
        description=entry.description,
        options=options,
    )


def _slug(name: str) -> str:
    """A file name for a deck: `News::Chips and AI` becomes news-chips-and-ai."""
    return re.sub(r"\W+", "-", name.casefold()).strip("-") or "deck"


def _sources(file: YamlFile, entries: Iterable[str | SourceEntry], deck: int) -> tuple[Source, ...]:
    """The articles of a deck, patterns written out; of a file named twice the later entry holds, in the first place."""
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
    names: dict[str, Path] = {}
    for path in found:
        if names.setdefault(path.name, path) != path:
            message = f"{path} and {names[path.name]} have the same name, by which articles are known: rename one"
            raise ConfigError(message, file.location("decks", deck, "sources"))
    return tuple(found.values())


def _lists(file: YamlFile, entries: Iterable[str | ListChoice], *keys: str | int) -> Iterator[ListChoice]:
    """The lists, patterns written out, files by their path as seen from here."""
    for number, entry in enumerate(entries):
        where = file.location(*keys, number)
        choice = ListChoice(list=entry) if isinstance(entry, str) else entry
        if re.match(r"hsk[\d.]*:", choice.list):
            if not _NAMED_LIST.fullmatch(choice.list):
                raise ConfigError(f"there is no list {choice.list!r}: write for example hsk2025:1-4", where)
            yield choice
        else:
            for path in filenames.find(choice.list, where):
                yield choice.model_copy(update={"list": str(path)})


def _refuse_twins(file: YamlFile, decks: Iterable[DeckRecipe]) -> None:
    """Decks of one name are one deck to Anki, whatever their case, and files of one name overwrite each other."""
    for what, of in (("name", lambda deck: deck.name), ("output", lambda deck: str(deck.output))):
        seen: dict[str, int] = {}
        for number, deck in enumerate(decks):
            if seen.setdefault(of(deck).casefold(), number) != number:
                raise ConfigError(
                    f"another deck has the {what} {of(deck)!r}, too", file.location("decks", number, what)
                )
