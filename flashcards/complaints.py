"""What a validator says about a configuration → one line that a person can act on."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from flashcards.errors import ConfigError
from flashcards.yamlfile import YamlFile

_WANTED = {
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "string_type": "text (in quotation marks if it looks like a number)",
    "tuple_type": "a list such as [this, that]",
    "model_type": "a mapping of keys to values",
    "enum": "{expected}",
    "literal_error": "{expected}",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
    "string_too_short": "at least {min_length} character long",
    "string_too_long": "at most {max_length} characters long",
    "too_short": "a list with something in it",
}
"What a value must be, by pydantic's name of the error."

_RANK = {"string_type": 0, "missing": 2}
"Which of several faults in one line to name: what is missing may only be misspelt."

_LONGEST = 80
"Characters of a value that a message shows."

Keys = tuple[str | int, ...]


def first(
    faults: Sequence[Mapping[str, Any]],
    file: YamlFile,
    known: Mapping[tuple[str, ...], Sequence[str]],
    section: Keys = (),
) -> ConfigError:
    """The first of the *faults* in the file, as an error.

    Args:
        faults: as pydantic reports them: `type`, place (`loc`), `input`, `ctx`, `msg`.
        file: what was validated.
        known: by the keys that lead to a mapping, list positions left out: the keys that it may have.
        section: keys of the mapping that was validated.
    """
    placed = [(section + _place(fault, file, section), fault) for fault in faults]
    # Of a text or mapping with a fault inside, pydantic also says that it is no text; of a list, that it is too short.
    innermost = [
        (keys, fault)
        for keys, fault in placed
        if not any(len(other) > len(keys) and other[: len(keys)] == keys for other, _ in placed)
    ]
    keys, fault = min(innermost, key=lambda pair: (file.location(*pair[0]).line, _RANK.get(pair[1]["type"], 1)))
    return ConfigError(_message(fault, keys, known), file.location(*keys))


def _place(fault: Mapping[str, Any], file: YamlFile, section: Keys) -> Keys:
    """The keys of a fault: without the names of types that pydantic puts in between, with the key that is missing."""
    keys: Keys = ()
    for key in fault["loc"]:
        missing = fault["type"] == "missing" and key == fault["loc"][-1]
        if missing or (*section, *keys, key) in file.lines:
            keys = (*keys, key)
    return keys


def _message(fault: Mapping[str, Any], keys: Keys, known: Mapping[tuple[str, ...], Sequence[str]]) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    names = tuple(key for key in keys if isinstance(key, str))
    name = names[-1] if names else "the file"
    if kind == "extra_forbidden":
        return f"unknown option {name!r}; {_nearest(name, known.get(names[:-1], ()))}"
    if kind == "missing":
        return f"the option {name!r} is missing here; add it"
    if kind == "value_error":
        return str(context["error"])
    if kind not in _WANTED:
        return f"{name}: {fault['msg']}"
    return f"{name} must be {_WANTED[kind].format_map(context).replace(chr(39), '')}, not {_shown(fault['input'])}"


def _shown(value: object) -> str:
    if value is None or value in ("", []):
        return "empty"
    kinds = {dict: "a mapping", list: "a list"}
    shown = repr(value)
    shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
    return next((name for kind, name in kinds.items() if isinstance(value, kind)), shown)


def _nearest(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name.casefold(), known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"
