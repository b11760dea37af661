"""The dialect of YAML that our files are written in."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.model import Location
from flashcards.yamlfile import YamlError, parse

SCALARS = {
    "no": "no",  # YAML 1.1 reads False, and Norway disappears
    "yes": "yes",
    "on": "on",
    "true": True,
    "false": False,
    "True": "True",
    "12": 12,
    "-3": -3,
    "007": 7,
    "0x10": "0x10",
    "1.50": 1.5,
    "1e3": "1e3",
    "12:30:45": "12:30:45",  # YAML 1.1 reads 45045
    "2026-03-01": "2026-03-01",  # YAML 1.1 reads a date
    "~": None,
    "null": None,
    '"12"': "12",
    "'true'": "true",
    "芯片": "芯片",
    "𠮷野家": "𠮷野家",
    "hsk2025:1-4": "hsk2025:1-4",
}


@pytest.mark.parametrize(("text", "value"), SCALARS.items())
def test_plain_values_are_what_they_look_like(text: str, value: object) -> None:
    """A namespace `no` or a date must arrive as written, not as what YAML 1.1 makes of it."""
    assert parse(f"key: {text}", "a.yaml").value == {"key": value}
    assert type(parse(f"key: {text}", "a.yaml").value["key"]) is type(value)


def test_an_empty_text_has_no_value() -> None:
    assert parse("", "a.yaml").value is None
    assert parse("# only a comment\n", "a.yaml").value is None


def test_every_part_knows_its_line() -> None:
    """Errors lead to the line to edit."""
    file = parse("one: 1\ndecks:\n  - name: A\n    sources:\n      - x\n      - y\n  - name: B\n", "a.yaml")
    lines = {
        ("one",): 1,
        ("decks",): 2,
        ("decks", 0): 3,
        ("decks", 0, "sources"): 4,
        ("decks", 0, "sources", 1): 6,
        ("decks", 1, "name"): 7,
    }
    assert {keys: file.location(*keys).line for keys in lines} == lines


def test_the_place_of_what_is_not_there_is_that_of_what_should_have_it() -> None:
    file = parse("a: 1\ndecks:\n  - name: A\n", "a.yaml")
    assert file.location("decks", 0, "sources", 3) == Location("a.yaml", 3)
    assert file.location("nothing") == Location("a.yaml", 1)


ERRORS = {
    "duplicate key": ("a: 1\nb: 2\na: 3\n", 3, "twice"),
    "duplicate key inside": ("a:\n  - b: 1\n    b: 1\n", 3, "twice"),
    "alias": ("a: 0\nb: &x [1]\nc: *x\n", 3, "anchors"),
    "alias of a plain value": ("a: &x 1\nb: *x\n", 2, "anchors"),
    "alias bomb": ("a: &a [x, x]\nb: &b [*a, *a]\n", 2, "anchors"),
    "merge key": ("a: &x {b: 1}\nc:\n  <<: *x\n", 3, "anchors"),
    "key that is a list": ("? [a]\n: b\n", 1, "plain text"),
    "open bracket": ("a: [1, 2\n", 2, "not valid YAML"),
    "bottomless list": (f"a:\n  {'- ' * 100_000}", 2, "levels"),
    "bottomless brackets": ("a: " + "[" * 100_000 + "]" * 100_000, 1, "levels"),
    "tab": ("a:\n\tb: 1\n", 2, "not valid YAML"),
    "control character": ("a: \x07\n", 1, "not valid YAML"),
    "two documents": ("a: 1\n---\nb: 2\n", 2, "a second document"),
}


@pytest.mark.parametrize(("text", "line", "part"), ERRORS.values(), ids=ERRORS)
def test_what_is_not_in_the_dialect_is_refused_with_its_line(text: str, line: int, part: str) -> None:
    with pytest.raises(YamlError, match=part) as caught:
        parse(text, "a.yaml")
    assert caught.value.line == line


@given(st.text())
def test_any_text_is_a_value_or_an_error(text: str) -> None:
    """Whatever a person saves, they get a message and never a traceback."""
    with suppress(YamlError):
        parse(text, "a.yaml")
