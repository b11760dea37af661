"""What people see: messages on standard error, results on standard output. The only module that knows rich.

Whatever is written may be from strangers – names of files and decks, sentences of articles: none of it is taken for
markup, nor commands a terminal anything.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flashcards.errors import PackageError
from flashcards.model import Location

_MESSAGES = Console(stderr=True, highlight=False, emoji=False)
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # control characters but for tabs and line ends


def say(text: str, style: str = "") -> None:
    """Write a message on standard error, in a *style* of rich's where it is a terminal."""
    _MESSAGES.print(_harmless(text), style=style, markup=False, soft_wrap=True)


@contextmanager
def working(what: str, name: str) -> Iterator[None]:
    """A sign of life on standard error while something takes more than a moment; silent where it is not a terminal."""
    with _MESSAGES.status(Text(_harmless(f"{what} {name} …"))):
        yield


def write(lines: Iterable[str]) -> None:
    """Write *lines* on standard output.

    Raises:
        PackageError: it is closed, or cannot be written.
    """
    with _output():
        for line in lines:
            sys.stdout.write(_harmless(line) + "\n")
        sys.stdout.flush()


def write_table(title: str, columns: Mapping[str, bool], rows: Iterable[Sequence[str]]) -> None:
    """Write a table on standard output, as wide as the terminal.

    Args:
        title: above it.
        columns: name of each column → whether it holds numbers.
        rows: the cells; columns that are missing at the end are empty.

    Raises:
        PackageError: as in `write`.
    """
    table = Table(title=Text(_harmless(title)), title_justify="left")
    for name, is_number in columns.items():
        table.add_column(name, justify="right" if is_number else "left")
    for row in rows:
        table.add_row(*(Text(_harmless(cell)) for cell in row))
    with _output():
        Console(highlight=False, emoji=False).print(table)


@contextmanager
def _output() -> Iterator[None]:
    where = Location("standard output")
    if sys.stdout is None:
        raise PackageError("is closed; open it, for example with > FILE", where)
    try:
        yield
    except BrokenPipeError:  # the reader, such as head, has seen enough
        raise
    except OSError as error:
        raise PackageError(f"cannot be written: {error.strerror}", where) from error


def _harmless(text: str) -> str:
    """*text* with the sign for what cannot be shown in place of each control character."""
    return _COMMANDS.sub("\ufffd", text)
