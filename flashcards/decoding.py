"""Bytes of a text file become text, whatever its encoding. The only module that knows charset-normalizer."""

import codecs
import re
from functools import partial
from io import BytesIO, IncrementalNewlineDecoder
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import charset_normalizer

from flashcards.errors import DocumentError
from flashcards.markup import CONTROL
from flashcards.model import Location

SAMPLE = 1 << 18
"Bytes by which an encoding is judged: 100,000 characters, in which the frequent ones have settled long since."

_CHUNK = 1 << 20  # bytes read at a time
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LEGACY_ENCODINGS = ("gb18030", "big5hkscs", "utf_16_le", "utf_16_be")
# The most frequent characters of both scripts. A wrong decoding yields rare characters, so in a right one these make
# up a fifth of all Han characters and in a wrong one next to nothing.
_FREQUENT = frozenset(
    "的一是不在了有人和国國这這中为為大上个個我以要他时時来來用们們到说說地出也子就对對能会會于於年着"
)
_FREQUENT_SHARE = 0.05
_NOT_ASCII = re.compile(rb"[^\x00-\x7f]")


def decode(data: bytes, path: Path) -> str:
    """The text of a file with line ends as in Unix.

    Raises:
        DocumentError: as in `encoding_of`.
    """
    text = data.decode(encoding_of(BytesIO(data), path))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def encoding_of(file: BinaryIO, path: Path) -> str:
    """The encoding in which the whole of *file* is text; the memory that this takes does not grow with the file.

    UTF-8, UTF-16, GB18030 with its subsets GBK and GB2312, or Big5 with the Hong Kong characters. A file that has no
    byte order mark and is not in UTF-8 is judged by `SAMPLE` bytes of it, from its first character beyond ASCII.

    Raises:
        DocumentError: the bytes are in none of them, or are no text; `path:line` says where.
    """
    head = file.read(max(map(len, _BYTE_ORDER_MARKS)))
    marked = next((encoding for mark, encoding in _BYTE_ORDER_MARKS.items() if head.startswith(mark)), None)
    try:
        return _checked(file, marked or "utf-8", path)
    except DocumentError:
        found = None if marked else _legacy_encoding(_sample(file))
        if found is None:
            raise
    return _checked(file, found, path)


def _checked(file: BinaryIO, encoding: str, path: Path) -> str:
    """*encoding*, if the whole of *file* is text in it."""
    file.seek(0)
    decoder = IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)(), translate=True)
    line = 1
    for data in chain(iter(partial(file.read, _CHUNK), b""), (b"",)):
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            where = Location(str(path), line + error.object.count(b"\n", 0, error.start))
            raise DocumentError("has bytes in no known encoding; save it as UTF-8", where) from error
        if (control := CONTROL.search(text)) is not None:
            where = Location(str(path), line + text.count("\n", 0, control.start()))
            raise DocumentError("is not a text file (control characters); save it as plain text", where)
        line += text.count("\n")
    return encoding


def _sample(file: BinaryIO) -> bytes:
    """The part of *file* that `encoding_of` judges by; nothing if all is ASCII."""
    start = 0
    file.seek(start)
    while data := file.read(_CHUNK):
        if found := _NOT_ASCII.search(data):
            file.seek((start + found.start()) & ~1)  # an even place, between two characters of UTF-16
            return file.read(SAMPLE)
        start += len(data)
    return b""


def _legacy_encoding(data: bytes) -> str | None:
    """The encoding among those of Chinese files before UTF-8 that gives natural Chinese, or None."""
    candidates = charset_normalizer.from_bytes(data, cp_isolation=list(_LEGACY_ENCODINGS), threshold=0.6)
    names = dict.fromkeys((*(match.encoding for match in candidates), *_LEGACY_ENCODINGS))
    shares = {name: share for name in names if (share := _naturalness(data, name)) > _FREQUENT_SHARE}
    return max(shares, key=shares.__getitem__, default=None)


def _naturalness(data: bytes, encoding: str) -> float:
    """The share of very frequent characters among all that are not ASCII, or 0 if the bytes do not decode."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data, final=len(data) < SAMPLE)
    except UnicodeDecodeError:
        return 0.0
    foreign = [char for char in text if not char.isascii()]
    return sum(char in _FREQUENT for char in foreign) / max(1, len(foreign))
