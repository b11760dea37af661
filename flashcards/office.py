"""DOCX documents and XLSX tables become lines. The only module that knows python-docx and openpyxl."""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
from docx.table import Table

from flashcards.formats import cells
from flashcards.layout import Line


def lines(data: bytes, path: Path) -> list[Line]:
    """The paragraphs and table cells of a document, or the cells of a table's first sheet, in reading order.

    Raises:
        BadZipFile: it is damaged or protected by a password; so do many other errors of the two packages.
    """
    return _sheet(data) if path.suffix.lower() == ".xlsx" else list(_document(data))


def _document(data: bytes) -> Iterator[Line]:
    number = 0
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        texts = [cell.text for row in block.rows for cell in row.cells] if isinstance(block, Table) else [block.text]
        for text in texts:
            for line in text.splitlines():
                number += 1
                yield Line(number, line)


def _sheet(data: bytes) -> list[Line]:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    rows = book.worksheets[0].iter_rows(values_only=True)
    found = cells((number, [str(cell) for cell in row if cell is not None]) for number, row in enumerate(rows, 1))
    book.close()
    return found
