"""Every option of config.yaml: name, type, bounds, default and description. The only module that knows pydantic.

This is the whole truth about the file: the JSON Schema, the table in README and the comments of config.yaml are made
from it. Nothing here knows the stages; the pipeline hands each of them its own options.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from flashcards import complaints
from flashcards.markup import HARMFUL
from flashcards.model import Domain
from flashcards.yamlfile import YamlFile

Kind = Literal["cloze", "recognition", "production", "listening"]
Palette = Literal["own", "pleco", "mdbg", "none"]
Audio = Literal["tts-tags", "files", "none"]
Role = Literal["add", "only", "known", "ignore", "fix"]


class _Model(BaseModel):
    """A mapping in the file: no key but these, no type but theirs."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", use_attribute_docstrings=True, defer_build=True)


_Domain = Annotated[Domain, Field(strict=False)]  # from its text


class DeckOptions(_Model):
    """What may be chosen for each deck."""

    cards: Annotated[tuple[Kind, ...], Field(min_length=1, strict=False)] = ("cloze",)
    """Kinds of cards for each word. cloze: the sentence with a gap. recognition: Chinese to meaning. production:
    English to Chinese. listening: sound first."""
    new_terms_per_article: Annotated[int, Field(ge=0, le=1000)] = 30
    "Most words that are chosen by score from one article. Words of your lists come on top."
    contexts: Annotated[int, Field(ge=1, le=9)] = 1
    "Sentences for each word, each on a card of its own."
    domains: Annotated[tuple[_Domain, ...], Field(min_length=1, strict=False)] = tuple(Domain)
    "Subjects of the words that are chosen by score. entity stands for names."
    threshold: Annotated[float, Field(ge=-5, le=10)] = 1.0
    "Least score of a word. Lower takes more general words; `flashcards terms` shows the scores."
    standard: Literal["hsk2.0", "hsk2021", "hsk2025"] = "hsk2025"
    "The list that levels are taken from. The three disagree on two words in five."
    known_level: Annotated[int, Field(ge=0, le=7)] = 3
    "Words up to this level of the list are taken as known and get no cards. 7 stands for 7-9, 0 for none."
    min_alignment: Annotated[float, Field(ge=0, le=1)] = 0.5
    "Sentences whose translation is less certain than this stay off the cards."
    disagreements: Literal["show", "leave-out"] = "show"
    """Sentences whose numbers, names or length disagree with their translation: on cards like others, or left out. A
    build counts them either way."""
    shortest_sentence: Annotated[int, Field(ge=1, le=1000)] = 12
    "Sentences with fewer Chinese characters are taken only for words that stand in no better one."
    longest_sentence: Annotated[int, Field(ge=1, le=1000, validate_default=True)] = 45
    "Of sentences with more Chinese characters, the front shows the clauses around the word."
    pinyin: Literal["marks", "numbers", "zhuyin"] = "marks"
    "How readings are written: zhōng, zhong1 or ㄓㄨㄥ."
    sandhi: bool = False
    "Readings in the tones of connected speech (yí gè, bú shì). Colours stay those of the dictionary."
    taiwan: bool = False
    "Readings by the standard of Taiwan where it differs from the Mainland's."
    script: Literal["as-is", "simplified", "traditional", "both"] = "as-is"
    """Characters of the sentence: as in the article, converted (needs the extra `scripts`), or on the back also in the
    other script."""
    hint: bool = True
    "The gap shows the English words for the missing one."
    senses: Annotated[int, Field(ge=0, le=20)] = 3
    "Most further meanings beside that in the article."
    zipf: bool = False
    """Beside the level, the frequency of words that are in wordfreq's list (needs the extra `frequency`): Zipf 3 is once
    in a million words, Zipf 4 ten times."""
    missing_words: Literal["report", "card"] = "report"
    "Words of your lists that stand in no article: named by the build, or on plain vocabulary cards."
    subdecks: bool = False
    "A subdeck for each article, in the order of their dates."
    excerpt: Annotated[int, Field(ge=0, le=1000)] = 0
    """Most characters of a Chinese sentence on the cards of articles without an open licence, for decks that you share.
    0 for no limit."""

    @field_validator("cards", "domains")
    @classmethod
    def _names_each_once(cls, chosen: tuple[str, ...], given: ValidationInfo) -> tuple[str, ...]:
        twice = [each for number, each in enumerate(chosen) if each in chosen[:number]]
        if twice:
            raise ValueError(f"{given.field_name} has {twice[0]} twice; once is enough")
        return chosen

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
    "Of an Anki file: least interval between reviews of a word that counts as known, 0 for all words in it."


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
        if HARMFUL.search(name) or name.splitlines() != [name]:
            raise ValueError(f"the name {name!r} has a line end or another character that cannot be seen: leave it out")
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


class File(DeckOptions):
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
    "Sound: spoken by the learner's device, recorded with the command below, or none."
    audio_command: Annotated[str, Field(validate_default=True)] = ""
    """Program that speaks {text} into the file {out}, for audio: files. For example espeak-ng -v cmn -w {out} {text}, or
    edge-tts --voice zh-CN-XiaoxiaoNeural --text {text} --write-media {out}."""

    @field_validator("audio_command")
    @classmethod
    def _check_command(cls, command: str, given: ValidationInfo) -> str:
        if given.data.get("audio") == "files" and not command:
            raise ValueError("audio: files needs an audio_command, for example espeak-ng -v cmn -w {out} {text}")
        return command

    @field_validator("namespace")
    @classmethod
    def _check_namespace(cls, namespace: str) -> str:
        if not re.fullmatch(r"[\w.-]+", namespace):
            raise ValueError(f"the namespace {namespace!r} may have letters, digits, '.', '_' and '-' only")
        return namespace


_MODELS: Mapping[tuple[str, ...], type[_Model]] = {
    (): File,
    ("words",): ListChoice,
    ("decks",): DeckEntry,
    ("decks", "words"): ListChoice,
    ("decks", "sources"): SourceEntry,
}
_SECTIONS = {section: tuple(model.model_fields) for section, model in _MODELS.items()}
"Keys that the file, and each mapping in it, may have."


def validate(file: YamlFile) -> File:
    """The content of *file*.

    Raises:
        ConfigError: it has an unknown or missing key, or a value of the wrong type.
    """
    try:
        return File.model_validate(file.value)
    except ValidationError as error:
        raise complaints.first(error.errors(include_url=False), file, _SECTIONS) from error


def of_deck(file: YamlFile, content: File, number: int) -> DeckOptions:
    """The options of a deck: its own, else those of the file.

    Raises:
        ConfigError: one of its own does not go with one of the file.
    """
    try:
        return DeckOptions.model_validate(_chosen(content) | _chosen(content.decks[number]))
    except ValidationError as error:
        raise complaints.first(error.errors(include_url=False), file, _SECTIONS, ("decks", number)) from error


def of_file(content: File) -> DeckOptions:
    """The options of a deck that has none of its own."""
    return DeckOptions.model_validate(_chosen(content))


def schema() -> dict[str, Any]:
    """The JSON Schema of config.yaml, by which editors complete and check it."""
    described = File.model_json_schema()
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    described["title"] = "config.yaml of flashcards"
    for field in DeckOptions.model_fields:  # what a deck does not say is not the default but what the file says
        del described["$defs"]["DeckEntry"]["properties"][field]["default"]
    return described


def _chosen(section: DeckOptions) -> dict[str, Any]:
    """The options that *section* has itself, not by default."""
    return {name: getattr(section, name) for name in DeckOptions.model_fields if name in section.model_fields_set}
