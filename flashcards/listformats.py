"""Files of words, as people and programs write them → rows of named cells.

The format follows from the file's ending and its first line::

    words.txt    a word a line, # comments
    words.csv    a header that names the columns in any order; also .tsv, and .csv with semicolons
    words.yaml   a list of words, or of mappings with the same names
    export.txt   Anki's text export: begins with #separator:
    pleco.txt    Pleco's flashcard export: headword[trad]<TAB>pin1yin1<TAB>definition, //category lines
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flashcards import filenames
from flashcards.errors import WordListError
from flashcards.markup import CONTROL, text_of
from flashcards.model import Location
from flashcards.yamlfile import YamlError, parse

COLUMNS = ("word", "role", "reading", "meaning", "tags", "sentence", "domain", "level", "context", "sense")

_FREQUENT = {"gb18030": ("gb2312", range(0xB0, 0xD8)), "big5": ("big5", range(0xA4, 0xC7))}
"""Encodings of lists that are not in UTF-8 → the standard whose first part has their frequent characters, and the first
bytes of these. Of the right decoding nine tenths are among them, of the wrong one about half. Where neither is better
it is the first: spreadsheets in China save CSV in GBK, a part of GB 18030."""
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx, .docx and .ods begin, and .xls and .doc
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ", "colon": ":"}
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNREAD = re.compile(r"<(r[tp])\b[^>]*>.*?</\1>|\[sound:[^\]]*\]", re.DOTALL | re.IGNORECASE)
_LONGEST_WORD = 24  # code points; the longest names of ministries have 17, what is longer is a sentence
_LONGEST_MEANING = 120  # code points; Pleco exports whole dictionary articles, which are no meaning for a card
_NO_WORD = re.compile(r"[。；：？！;?!\n]|[\u3400-\u9fff]\s+[\u3400-\u9fff]")  # but 塞翁失马，焉知非福 is a headword


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a file."""

    line: int
    values: dict[str, str]
    "By column name; without empty cells."


@dataclass(slots=True)
class Table:
    """The rows of a file and what is to be said about it."""

    rows: list[Cells] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    exported: bool = False
    "By another program: nobody can mend single rows there."


def read(path: Path) -> Table:
    """The rows of a text file of words.

    Raises:
        WordListError: it cannot be read, is no text, or is malformed.
    """
    text = _decode(path)
    if not text.strip():
        return Table()
    return _format_of(path, text)(text, str(path))


def is_word(text: str) -> bool:
    """Whether *text* may be a headword rather than a sentence or an explanation."""
    return 0 < len(text) <= _LONGEST_WORD and not _NO_WORD.search(text)


def is_chinese_word(text: str) -> bool:
    """Whether *text* may be a headword with at least one Han character."""
    return is_word(text) and bool(_HAN.search(text))


def shown(field: str) -> str:
    """What a learner reads of a field of any note in Anki: neither sounds nor the readings over its characters.

    >>> shown("<ruby>芯片<rp>(</rp><rt>xīnpiàn</rt><rp>)</rp></ruby>[sound:chip.mp3]")
    '芯片'
    """
    return text_of(_UNREAD.sub("", field)).strip()


def _format_of(path: Path, text: str) -> Callable[[str, str], Table]:
    if path.suffix.lower() in (".csv", ".tsv"):
        return _separated
    if path.suffix.lower() in (".yaml", ".yml"):
        return _yaml
    if text.startswith("#separator:"):
        return _anki_export
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
    return _pleco if any(line.startswith("//") or "\t" in line for line in lines) else _plain


def _decode(path: Path) -> str:
    """The text of a file with line ends as in Unix."""
    where = Location(str(path))
    data = filenames.content(path, WordListError, "name the lists in it, for example with /*.csv")
    if data.startswith(_OFFICE):
        raise WordListError("is a document, no text: save its table as CSV, and name that file", where)
    legacy = sorted(_FREQUENT, key=lambda encoding: -_naturalness(data, encoding))
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", *legacy):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if CONTROL.search(text):
            raise WordListError("is not a text file (control characters); save it as plain text", where)
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise WordListError("has bytes in no known encoding; save it as UTF-8", where)


def _naturalness(data: bytes, encoding: str) -> float:
    """The share of frequent characters among all that are not ASCII, or 0 if the bytes do not decode."""
    standard, first = _FREQUENT[encoding]
    try:
        foreign = [char for char in data.decode(encoding) if not char.isascii()]
    except UnicodeDecodeError:
        return 0.0
    codes = [char.encode(standard, "ignore") for char in foreign]
    return sum(code[0] in first for code in codes if code) / max(1, len(codes))


def _plain(text: str, path: str) -> Table:  # noqa: ARG001  all formats are called alike
    lines = ((number, re.sub(r"(^|\s)#.*", "", line).strip()) for number, line in enumerate(text.split("\n"), 1))
    return Table([Cells(number, {"word": word}) for number, word in lines if word])


def _separated(text: str, path: str) -> Table:
    lines = ["" if line.startswith("#") else line for line in text.split("\n")]
    header = next((line for line in lines if line.strip()), "")
    delimiter = max("\t,;" if path.lower().endswith(".tsv") else ",;\t", key=header.count)
    names: list[str] = []
    table = Table()
    for number, cells in _csv_rows(lines, delimiter, path):
        if not names:
            names = [cell.strip().lower() for cell in cells]
            _check_header(names, Location(path, number))
            unknown = [name for name in names if name and name not in COLUMNS]
            if unknown:
                table.warnings.append(_unknown(unknown, Location(path, number)))
            continue
        if len(cells) > len(names):
            message = (
                f"has {len(cells)} cells for {len(names)} columns; put a cell with {delimiter!r} in quotation marks"
            )
            raise WordListError(message, Location(path, number))
        values = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name in COLUMNS}
        table.rows.append(Cells(number, {name: cell for name, cell in values.items() if cell}))
    return table


def _csv_rows(lines: Sequence[str], delimiter: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with the lines on which they begin."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
    begin = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as error:
        raise WordListError(
            f"quotation marks do not match ({error}); double those inside a cell", Location(path, begin)
        ) from error


def _check_header(names: Sequence[str], where: Location) -> None:
    if "word" not in names:
        raise WordListError(f"the first line must name the columns, word among them: {','.join(COLUMNS)}", where)
    twice = [name for name, count in Counter(filter(None, names)).items() if count > 1]
    if twice:
        raise WordListError(f"two columns are called {twice[0]!r}; keep one", where)


def _unknown(names: Sequence[str], where: Location) -> str:
    listed = ", ".join(dict.fromkeys(names))
    return f"{where}: unknown columns left out: {listed}; known are {', '.join(COLUMNS)}"


def _yaml(text: str, path: str) -> Table:
    try:
        file = parse(text, path)
    except YamlError as error:
        raise WordListError(error.message, Location(path, error.line)) from error
    if file.value is None:
        return Table()
    if not isinstance(file.value, list):
        raise WordListError("must be a list: a line for each word, beginning with '- '", Location(path, 1))
    table = Table()
    for number, item in enumerate(file.value):
        where = file.location(number)
        values = item if isinstance(item, dict) else {"word": item}
        if any(isinstance(value, dict | list) for value in values.values()):
            raise WordListError("a word is text, or a mapping of names to text", where)
        unknown = [name for name in values if name not in COLUMNS]
        if unknown:
            table.warnings.append(_unknown(unknown, where))
        cells = {name: str(value).strip() for name, value in values.items() if name in COLUMNS and value is not None}
        table.rows.append(Cells(where.line, {name: cell for name, cell in cells.items() if cell}))
    return table


def _anki_export(text: str, path: str) -> Table:
    """Notes or cards that Anki exported as text.

    Source: https://docs.ankiweb.net/importing/text-files.html#file-headers
    """
    lines = text.split("\n")
    size = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    headers = dict(line[1:].lower().split(":", 1) for line in lines[:size] if ":" in line)
    delimiter = _SEPARATORS.get(headers["separator"], headers["separator"])
    if len(delimiter) != 1:
        raise WordListError(f"unknown separator {delimiter!r}; export again with tabs", Location(path, 1))
    rows = [
        (number, [shown(cell) for cell in cells])
        for number, cells in _csv_rows([""] * size + lines[size:], delimiter, path)
    ]
    names = headers["columns"].split(delimiter) if "columns" in headers else []
    special = {int(value) - 1 for key, value in headers.items() if key.endswith(" column") and value.isdigit()}
    table = Table(exported=True)
    if "word" not in names:
        names = _guessed(rows, special)
    for number, cells in rows:
        values = {name: cell for name, cell in zip(names, cells, strict=False) if name in COLUMNS and cell}
        values["word"] = re.sub(r"\[.*?\]", "", values.get("word", "")).strip()
        if is_chinese_word(values["word"]):
            table.rows.append(Cells(number, values))
    if len(table.rows) < len(rows):
        table.warnings.append(
            f"{path}: {len(rows) - len(table.rows)} of {len(rows)} notes have no Chinese word: left out"
        )
    return table


def _guessed(rows: Sequence[tuple[int, Sequence[str]]], special: set[int]) -> list[str]:
    """Column names where an export has none: `word` for the column that has most words, the first of several."""
    counts = Counter(
        index for _, cells in rows for index, cell in enumerate(cells) if index not in special and is_chinese_word(cell)
    )
    if not counts:
        return []
    best = min(counts, key=lambda index: (-counts[index], index))
    return [*[""] * best, "word"]


def _pleco(text: str, path: str) -> Table:
    """Flashcards that Pleco exported as text; the headword is Simplified, with the Traditional form in brackets."""
    table = Table(exported=True)
    strange = long = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith(("//", "#")):
            continue
        word, reading, meaning = (*line.split("\t"), "", "")[:3]
        # Pleco marks line ends and bold type inside definitions by characters of the private use area.
        meaning = " ".join(re.sub(r"[\ue000-\uf8ff]", " ", meaning).split())
        if len(meaning) > _LONGEST_MEANING:
            long, meaning = long + 1, ""
        values = {"word": re.sub(r"\[.*\]", "", word).strip(), "reading": reading.strip(), "meaning": meaning}
        if is_word(values["word"]):
            table.rows.append(Cells(number, {name: cell for name, cell in values.items() if cell}))
        else:
            strange += 1
    if strange:
        table.warnings.append(f"{path}: {strange} cards have no word: left out")
    if long:
        table.warnings.append(f"{path}: {long} definitions of more than {_LONGEST_MEANING} characters left out")
    return table
