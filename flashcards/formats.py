"""Which module reads which kind of file into lines, and the small formats that need none.

Whatever the format, the result is a page: lines in reading order, from which `layout` makes paragraphs. Tables of pairs
give a line for each cell, so that source and translation stand next to each other as on an interleaved page.
"""

import csv
import importlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from flashcards.decoding import decode
from flashcards.errors import DocumentError
from flashcards.layout import HAN, Line
from flashcards.model import Location

READERS: Mapping[str, str] = {
    ".html": "webpages",
    ".htm": "webpages",
    ".xhtml": "webpages",
    ".epub": "books",
    ".docx": "office",
    ".xlsx": "office",
    ".tmx": "tmx",
    ".srt": "subtitles",
    ".vtt": "subtitles",
    ".ass": "subtitles",
    ".ssa": "subtitles",
    ".tsv": "formats",
    ".csv": "formats",
}
"Ending of a file name → module whose function `lines` reads it; anything else is plain text."
MARKDOWN = frozenset((".md", ".markdown"))

_HEADINGS = frozenset(
    "en zh en-us en-gb zh-cn zh-tw zh-hans zh-hant english chinese source target 英文 中文 原文 译文 譯文".split()
)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]+(?:\s\"[^\"]*\")?\)")
_BLOCK_MARK = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,3}\.\s{1,3}(?=\S))+")
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|(?<!\w)__|(?<!\w)_|`)(?=\S)(.+?)(?<=\S)\1")
_RULE = re.compile(r"\s*(?:[-*_|:]\s*){3,}")
_CHINESE = rf"{HAN}\u3000-\u303f\uff00-\uffef"  # with its punctuation

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # what both parsers of XML raise is one
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    OSError,
    RuntimeError,
)
"What readers raise over files that are not what their names say (RuntimeError: encrypted archives, bottomless nesting)."


def read(data: bytes, path: Path) -> list[Line]:
    """The lines of a file whose format is known by its ending.

    Raises:
        DocumentError: the file is damaged, or its reader needs a package that is not installed.
    """
    reader: Callable[[bytes, Path], list[Line]] = _module(READERS[path.suffix.lower()], path).lines
    with _readable(path):
        return reader(data, path)


def are_subtitles(*files: Path) -> bool:
    """Whether all *files* are subtitles."""
    return all(READERS.get(path.suffix.lower()) == "subtitles" for path in files)


def subtitles_together(source: tuple[bytes, Path], target: tuple[bytes, Path]) -> list[Line]:
    """The lines of two files of subtitles in order of time, each given by content and path.

    Raises:
        DocumentError: as in `read`.
    """
    reader = _module("subtitles", source[1])
    cues = []
    for data, path in (source, target):
        with _readable(path):
            cues.append(reader.cues(data, path))
    page: list[Line] = reader.together(*cues)
    return page


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Whatever a reader stumbles over in the file at *path*, as the one error that says what to do about it."""
    try:
        yield
    except _DAMAGE as error:
        message = f"cannot be read as {path.suffix.lower()} ({error}); open it in its program and save it anew, without a password"
        raise DocumentError(message, Location(str(path))) from error


def _module(name: str, path: Path) -> ModuleType:
    try:
        return importlib.import_module(f"flashcards.{name}")
    except ModuleNotFoundError as error:
        message = f"{path.suffix} files need the package {error.name}: pip install 'flashcards-zh[formats]'"
        raise DocumentError(message, Location(str(path))) from error


def lines(data: bytes, path: Path) -> list[Line]:
    """The cells of a table of pairs, row by row."""
    text = decode(data, path)
    if path.suffix.lower() == ".tsv":  # not quoted: a quotation mark there is text
        return cells(enumerate((line.split("\t") for line in text.split("\n")), 1))
    rows = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
    try:
        return cells(enumerate(rows, 1))
    except csv.Error as error:
        message = f"has a quotation mark that is not closed ({error}); close it, or double it if it is text"
        raise DocumentError(message, Location(str(path), rows.line_num)) from error


def _delimiter(text: str) -> str:
    """What stands between the two languages of a table: where the comma is for decimals, spreadsheets write semicolons.

    >>> _delimiter("Prices, he said, fell; costs did not.,价格，他说，下跌了；成本没有。"), _delimiter("Yes, he said.;是的，他说。")
    (',', ';')
    """

    def borders(mark: str) -> int:
        between = rf'[" ]*{mark}[" ]*'
        either = rf'[^{_CHINESE}" \n]{between}[{_CHINESE}]|[{_CHINESE}]{between}[^{_CHINESE}" \n]'
        return len(re.findall(either, text))

    return max(",;\t", key=borders)


def cells(rows: Iterable[tuple[int, Iterable[str]]]) -> list[Line]:
    """A line for each cell of numbered rows that holds text, without headings of columns."""
    return [
        Line(number, " ".join(cell.split()))
        for number, row in rows
        for cell in row
        if cell.strip() and cell.strip().lower() not in _HEADINGS
    ]


def without_marks(page: Iterable[Line]) -> list[Line]:
    """Markdown without its marks: headings, quotations, lists, emphasis, links and pictures; code blocks are gone.

    >>> [line.text for line in without_marks([Line(1, "## The *new* [chip](https://a.b)"), Line(2, "- **芯片**")])]
    ['The new chip', '芯片']
    """
    found: list[Line] = []
    in_code = False
    for line in page:
        if line.text.lstrip().startswith(("```", "~~~")):
            in_code = not in_code
        elif not in_code and not _RULE.fullmatch(line.text):
            text = _LINK.sub(r"\1", _IMAGE.sub("", _BLOCK_MARK.sub("", line.text)))
            parts = text.strip().strip("|").split("|") if text.strip().startswith("|") else [text]
            found += [Line(line.number, _EMPHASIS.sub(r"\2", part).strip()) for part in parts]
        else:
            found.append(Line(line.number, ""))
    return found
