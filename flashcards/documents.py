"""Articles as files become `Document` values.

A text file may begin with a header that credits it::

    ---
    title: Beijing tightens rules on data exports
    title_zh: 北京收紧数据出境规定
    source: flashcards sample
    date: 2025-11-03
    url: https://example.org/article
    licence: CC-BY-4.0
    ---

All keys are optional; a key that is not one of these is an error.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from io import BytesIO, TextIOWrapper
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO, TextIO

from flashcards import filenames, formats
from flashcards.decoding import decode, encoding_of
from flashcards.errors import DocumentError
from flashcards.layout import Line, paragraphs
from flashcards.model import Document, Language, Location, Paragraph

_HEADER_KEYS = {
    "title": "title",
    "title_zh": "title_target",
    "source": "source",
    "date": "date",
    "url": "url",
    "licence": "licence",
}
_HEADER_LINE = re.compile(r"([A-Za-z_][\w -]{0,30}?)\s*:\s*(.*)")
_CHUNK = 1 << 16  # bytes
_LONGEST = 1 << 16  # characters of a line read at a time: thirty times a long paragraph; with its words about 30 MB
_BREAKS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (r".*[。！？；][”’」』）》]*(?=[^。！？；”’」』）》])", r".*\s(?=\S)", r".*")
)
"Where a longer line may be cut, the best place first: no rule of readings looks over the end of a sentence."

_ADVICE = "an article needs both languages, English paragraphs and their Chinese translation"


def read(path: Path) -> Document:
    """The article in one file that holds both languages.

    Raises:
        DocumentError: there is no such file, it is a folder, its bytes are in no known encoding, its header has an
            unknown key, or it lacks one of the languages.
    """
    header, lines = _lines(path)
    return _checked(_document(path, header, paragraphs(lines)))


def read_pair(source: Path, target: Path) -> Document:
    """The article whose English and Chinese are in two files; headers of both are read, English first.

    Paragraphs of the wrong language in either file are noise and left out. The document takes path and name of the
    English file; line numbers of Chinese paragraphs are those of the Chinese file. Subtitles are brought together by
    their times.

    Raises:
        DocumentError: as in `read`.
    """
    if formats.are_subtitles(source, target):
        lines = formats.subtitles_together((_bytes(source), source), (_bytes(target), target))
        return _checked(_document(source, {}, paragraphs(lines)))
    parts = []
    for path, language in ((source, Language.ENGLISH), (target, Language.CHINESE)):
        header, lines = _lines(path)
        found = paragraphs(lines)
        own = tuple(paragraph for paragraph in found if paragraph.language == language)
        if 2 * len(own) <= len(found) or not own:
            name = {"en": "English", "zh": "Chinese"}[language]
            raise DocumentError(f"is not in {name}; name the English file first", Location(str(path)))
        parts.append(_document(path, header, own))
    english, chinese = parts
    return replace(
        english,
        paragraphs=english.paragraphs + chinese.paragraphs,
        **{key: getattr(english, key) or getattr(chinese, key) for key in _HEADER_KEYS.values()},
    )


def read_lines(path: Path) -> tuple[str, ...]:
    """The lines of a text file without line ends: one sentence each, for pre-segmented text.

    Raises:
        DocumentError: the file is missing or in no known encoding.
    """
    return tuple(decode(_bytes(path), path).removesuffix("\n").split("\n"))


def stream_lines(path: Path) -> Iterator[tuple[int, str]]:
    """What `split_lines` gives for a text file; the memory that this takes does not grow with the file.

    The file is read twice or more, since only its end says that its encoding was the right one.

    Raises:
        DocumentError: as in `read_lines`, before the first line.
    """
    with _opened(path) as file:
        encoding = encoding_of(file, path)
        file.seek(0)
        with TextIOWrapper(file, encoding) as text:
            yield from split_lines(text)


def split_lines(text: TextIO) -> Iterator[tuple[int, str]]:
    """The lines of *text* as they come, numbered from 1, without ends; one over 65,536 characters comes in parts.

    Parts end where a sentence does, at white space if there is no such place, or anywhere if there is none either.
    """
    number, part = 1, ""
    for read in iter(partial(text.readline, _LONGEST), ""):
        part += read
        if part.endswith("\n"):
            yield number, part.rstrip("\r\n")
            number, part = number + 1, ""
        elif len(part) >= _LONGEST:
            end = next(found.end() for pattern in _BREAKS if (found := pattern.match(part)))
            yield number, part[:end]
            part = part[end:]
    if part:
        yield number, part


def _lines(path: Path) -> tuple[dict[str, str], list[Line]]:
    """Header and lines of a file of any known format."""
    data = _bytes(path)
    if path.suffix.lower() in formats.READERS:
        return {}, formats.read(data, path)
    header, lines = _split_header(decode(data, path), path)
    return header, formats.without_marks(lines) if path.suffix.lower() in formats.MARKDOWN else lines


def _bytes(path: Path) -> bytes:
    """The content of a file, or an error that says why there is none."""
    with _opened(path) as file:
        return file.read()


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A file that has content, or an error that says why there is none."""
    with filenames.opened(path, DocumentError, "name the articles in it, for example with /*.txt") as opened:
        filenames.check_text(path, DocumentError)
        file = opened if opened.seekable() else BytesIO(opened.read())  # a pipe can be read only once
        if not any(data.strip() for data in iter(partial(file.read, _CHUNK), b"")):
            raise DocumentError(f"is empty; {_ADVICE}", Location(str(path)))
        file.seek(0)
        yield file


def _split_header(text: str, path: Path) -> tuple[dict[str, str], list[Line]]:
    """The fields of the header by name of the `Document` field, and the lines after it."""
    lines = [Line(i, line) for i, line in enumerate(text.split("\n"), 1)]
    if lines[0].text.strip() != "---":
        return {}, lines
    inside = list(takewhile(lambda line: line.text.strip() != "---", lines[1:]))
    matches = [(line, _HEADER_LINE.fullmatch(line.text.strip())) for line in inside if line.text.strip()]
    if len(inside) == len(lines) - 1 or any(match is None for _, match in matches):
        return {}, lines  # a page that merely begins with a rule
    header: dict[str, str] = {}
    for line, match in matches:
        if match is not None:
            header |= _header_field(match[1], match[2], Location(str(path), line.number))
    return header, lines[len(inside) + 2 :]


def _header_field(key: str, value: str, location: Location) -> dict[str, str]:
    if key not in _HEADER_KEYS:
        raise DocumentError(f"unknown header key {key!r}; known are {', '.join(_HEADER_KEYS)}", location)
    if key == "date" and value:
        try:
            value = datetime.date.fromisoformat(value).isoformat()  # 20251103 and 2025-W45-1 are dates, too
        except ValueError:
            raise DocumentError(f"date {value!r} is not of the form 2025-11-03", location) from None
    return {_HEADER_KEYS[key]: value}


def _document(path: Path, header: dict[str, str], found: Iterable[Paragraph]) -> Document:
    return Document(path=str(path), name=path.name, paragraphs=tuple(found), **header)


def _checked(document: Document) -> Document:
    """The document, if it has both languages."""
    missing = [
        name
        for name, language in (("English", Language.ENGLISH), ("Chinese", Language.CHINESE))
        if not _has(document.paragraphs, language)
    ]
    if missing:
        raise DocumentError(f"no {' and no '.join(missing)} paragraph found; {_ADVICE}", Location(document.path))
    return document


def _has(found: Sequence[Paragraph], language: Language) -> bool:
    return any(paragraph.language == language for paragraph in found)
