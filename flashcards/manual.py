"""What the configuration's models say of themselves → the table of options, config.yaml with comments, a first project."""

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from flashcards.options import DeckOptions, schema

_HEAD = """\
# Everything that `flashcards build` can be told, with its default. File names are relative to this file.
"""
_DECK_HEAD = """\
# From here on, a deck may have a value of its own: the same option under its name.
"""
_SCHEMA = "config.schema.json"
_SCHEMA_HEAD = f"""\
# Editors complete and check it with the schema beside it (made by: flashcards config --schema).
# yaml-language-server: $schema={_SCHEMA}
"""
_STARTER_DECK = """\
  - name: News
    sources: [seeds/*.txt]
"""
_STARTER_WORDS = "[decks/words/*.csv]"
_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Option:
    """One option as documentation shows it."""

    name: str
    place: str
    "Where it may stand: `file`, `deck`, or `file or deck`."
    type: str
    "In words, for example `whole number, 0 to 1000`."
    default: str
    "As it is written in YAML; empty if there is none."
    description: str


def describe() -> tuple[Option, ...]:
    """Every option of config.yaml, in the order in which the file shows them."""
    described = schema()
    file, deck = described["properties"], described["$defs"]["DeckEntry"]["properties"]
    per_deck = DeckOptions.model_fields
    return (
        *_options("file", file, ("namespace", "decks"), described),
        *_options("deck", deck, [name for name in deck if name not in per_deck], described),
        *_options("file", file, [name for name in file if name not in (*per_deck, "namespace", "decks")], described),
        *_options("file or deck", file, per_deck, described),
    )


def commented(namespace: str, decks: str, words: str, head: str = _HEAD) -> str:
    """config.yaml with every option at its default, each under a comment that explains it.

    Args:
        namespace: value of that option.
        decks: the items of that option in YAML, indented by two spaces.
        words: the value of that option of the file.
        head: comment at the top.
    """
    given = {"namespace": f" {namespace}", "words": f" {words}", "decks": f"\n{decks.rstrip()}"}
    options = describe()
    parts = [head]
    for option in (option for option in options if option.place != "deck"):
        if option.name == next(iter(DeckOptions.model_fields)):
            parts.append(_DECK_HEAD)
        comment = _wrapped(option.description, "# ")
        if option.name == "decks":
            comment += [line for own in options if own.place == "deck" for line in _item(own)]
        value = given.get(option.name) or f" {option.default}  # {option.type}"
        parts.append("\n".join([*comment, f"{option.name}:{value}", ""]))
    return "\n".join(parts)


def init_files(namespace: str) -> dict[str, str]:
    """The files of a new project, which builds as it is: path relative to its folder → text."""
    folder = resources.files("flashcards").joinpath("data", "starter")
    return {
        "config.yaml": commented(namespace, _STARTER_DECK, _STARTER_WORDS, _HEAD + _SCHEMA_HEAD),
        _SCHEMA: json.dumps(schema(), ensure_ascii=False, indent=2) + "\n",
        "decks/words/words.csv": folder.joinpath("words.csv").read_text("utf-8"),
        "seeds/example.txt": folder.joinpath("example.txt").read_text("utf-8"),
    }


def _options(
    place: str, properties: Mapping[str, Any], names: Iterable[str], described: Mapping[str, Any]
) -> Iterator[Option]:
    for name in names:
        default = properties[name].get("default")
        yield Option(
            name=name,
            place=place,
            type=_type(properties[name], described["$defs"]),
            default="" if default is None else _yaml(default),
            description=" ".join(properties[name]["description"].split()),
        )


def _item(option: Option) -> list[str]:
    return _wrapped(f"{option.name}: {option.description}", "#   ", "#     ")


def _wrapped(text: str, first: str, other: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=other or first)


def _type(described: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """A type of the JSON Schema in words."""
    if "$ref" in described:
        described = definitions[described["$ref"].rpartition("/")[2]]
    if "anyOf" in described:
        return " or ".join(_type(kind, definitions) for kind in described["anyOf"] if kind.get("type") != "null")
    if "enum" in described:
        *others, last = described["enum"]
        return f"{', '.join(others)} or {last}"
    if described["type"] == "array":
        return f"list of {_type(described['items'], definitions)}"
    names = {"integer": "whole number", "number": "number", "boolean": "true or false", "string": "text"}
    words = names.get(described["type"], "mapping")
    return f"{words}, {described['minimum']:g} to {described['maximum']:g}" if "minimum" in described else words


def _yaml(value: object) -> str:
    """A default as it is written in YAML."""
    if isinstance(value, list):
        return f"[{', '.join(map(_yaml, value))}]"
    if value == "":
        return '""'
    return str(value).lower() if isinstance(value, bool) else str(value)
