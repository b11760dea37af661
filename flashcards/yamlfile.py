"""YAML text → plain values that remember their lines. The only module that knows yaml.

A small and safe dialect: the JSON types, nothing else. Plain YAML 1.1 reads `no` as False, `12:30:45` as 45045 and
`2026-03-01` as a date, and lets a later duplicate key win silently; here they are text, text, text and an error.
"""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from flashcards.model import Location

try:
    from yaml import CSafeLoader as SafeLoader  # ten times faster; absent where PyYAML was built without libyaml
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]  # same interface, pure Python

_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?\d{1,18}")  # what is longer counts nothing: an identifier, or a slip
_DECIMAL = re.compile(r"[-+]?(\d+\.\d*|\.\d+)([eE][-+]?\d+)?")


_DEEPEST = 50
"Levels of a text; ours have six. Far below what Python, or the C stack, can bear."


class YamlError(Exception):
    """The text is not in the dialect; the caller turns it into the error of its kind of file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The value of a YAML text and where its parts stand."""

    path: str
    value: Any
    lines: dict[tuple[str | int, ...], int]

    def location(self, *keys: str | int) -> Location:
        """The place of the part under *keys*, or of the nearest part around it."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return Location(self.path, self.lines.get(keys, 1))


def parse(text: str, path: str) -> YamlFile:
    """The value of *text*; None if it is empty.

    Raises:
        YamlError: bad syntax, a duplicate key, an alias, a key that is not text or more than 50 levels.
    """
    lines: dict[tuple[str | int, ...], int] = {}
    loader = SafeLoader(text)
    try:
        loader.get_event()  # the beginning of the text
        value = None
        if not loader.check_event(yaml.StreamEndEvent):
            loader.get_event()  # the beginning of the document
            value = _build(loader, (), lines)
            loader.get_event()  # and its end
        if not loader.check_event(yaml.StreamEndEvent):
            raise YamlError("a second document begins here: keep one", _line(loader.peek_event()))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(f"not valid YAML: {error.problem or error.context}", mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:  # the reader's errors on control characters carry no mark
        raise YamlError(f"not valid YAML: {str(error).splitlines()[0]}", 1) from error
    finally:
        loader.dispose()
    return YamlFile(path, value, lines)


def _build(loader: SafeLoader, keys: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]) -> Any:
    """The value that comes next."""
    event = loader.get_event()
    line = _line(event)
    lines[keys] = line
    if isinstance(event, yaml.AliasEvent):  # these also make texts that grow without bound when written out
        raise YamlError("anchors and aliases are not supported: write the value out", line)
    if len(keys) > _DEEPEST:
        raise YamlError(f"has more than {_DEEPEST} levels inside each other: write it flatter", line)
    if isinstance(event, yaml.ScalarEvent):
        return event.value if event.style in ("'", '"', "|", ">") else _plain(event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        values: list[Any] = []
        while not loader.check_event(yaml.SequenceEndEvent):
            values.append(_build(loader, (*keys, len(values)), lines))
        loader.get_event()
        return values
    value: dict[str, Any] = {}
    while not loader.check_event(yaml.MappingEndEvent):
        key, key_line = _key(loader)
        if key in value:
            raise YamlError(f"the key {key!r} stands here twice: keep one", key_line)
        value[key] = _build(loader, (*keys, key), lines)
        lines[*keys, key] = key_line
    loader.get_event()
    return value


def _key(loader: SafeLoader) -> tuple[str, int]:
    event = loader.get_event()
    line = _line(event)
    if not isinstance(event, yaml.ScalarEvent):
        raise YamlError("a key must be plain text", line)
    return event.value, line


def _line(event: Any) -> int:  # the stubs of yaml allow for an event without a place
    return int(event.start_mark.line) + 1


def _plain(text: str) -> str | int | float | bool | None:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
