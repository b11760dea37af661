"""YAML text → plain values that remember their lines. The only module that knows yaml.

A small and safe dialect: the JSON types, nothing else. Plain YAML 1.1 reads `no` as False, `12:30:45` as 45045 and
`2026-03-01` as a date, and lets a later duplicate key win silently; here they are text, text, text and an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from flashcards.model import Location

try:
    from yaml import CSafeLoader as SafeLoader  # ten times faster; absent where PyYAML was built without libyaml
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]  # same interface, pure Python

_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
_INTEGER = re.compile(r"[-+]?\d+")
_DECIMAL = re.compile(r"[-+]?(\d+\.\d*|\.\d+)([eE][-+]?\d+)?")


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
        YamlError: bad syntax, a duplicate key, an alias or a key that is not text.
    """
    lines: dict[tuple[str | int, ...], int] = {}
    loader = SafeLoader(text)
    try:
        node = loader.get_single_node()
        value = None if node is None else _build(node, (), lines, set())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(f"not valid YAML: {error.problem or error.context}", mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:  # the reader's errors on control characters carry no mark
        raise YamlError(f"not valid YAML: {str(error).splitlines()[0]}", 1) from error
    finally:
        loader.dispose()
    return YamlFile(path, value, lines)


def _build(
    node: yaml.Node, keys: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], seen: set[int]
) -> Any:
    line = node.start_mark.line + 1
    lines[keys] = line
    # An alias is the same node met again: refusing them also refuses texts that grow without bound when expanded.
    if id(node) in seen:
        raise YamlError("anchors and aliases are not supported: write the value out", line)
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style in ("'", '"', "|", ">") else _plain(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*keys, number), lines, seen) for number, child in enumerate(node.value)]
    value: dict[str, Any] = {}
    for key, child, key_line in _items(node):
        if key in value:
            raise YamlError(f"the key {key!r} stands here twice: keep one", key_line)
        value[key] = _build(child, (*keys, key), lines, seen)
        lines[*keys, key] = key_line
    return value


def _items(node: yaml.Node) -> Iterator[tuple[str, yaml.Node, int]]:
    for key, child in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise YamlError("a key must be plain text", line)
        yield key.value, child, line


def _plain(text: str) -> str | int | float | bool | None:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
