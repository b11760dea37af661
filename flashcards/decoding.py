"""Bytes of a text file become text, whatever its encoding. The only module that knows charset-normalizer."""

import codecs
import re
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import charset_normalizer

from flashcards.errors import DocumentError
from flashcards.model import Location

_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LEGACY_ENCODINGS = ("gb18030", "big5hkscs", "utf_16_le", "utf_16_be")
# The most frequent characters of both scripts. A wrong decoding yields rare characters, so in a right one these make
# up a fifth of all Han characters and in a wrong one next to nothing.
_FREQUENT = frozenset(
    "的一是不在了有人和国國这這中为為大上个個我以要他时時来來用们們到说說地出也子就对對能会會于於年着"
)
_FREQUENT_SHARE = 0.05
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a]")


def decode(data: bytes, path: Path) -> str:
    """The text of a file with line ends as in Unix.

    UTF-8, UTF-16, GB18030 with its subsets GBK and GB2312, or Big5 with the Hong Kong characters.

    Raises:
        DocumentError: the bytes are in none of them, or are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _text(data, encoding, path)
    try:
        return _text(data, "utf-8", path)
    except DocumentError as error:
        found = _legacy_encoding(data)
        if found is None:
            raise error from None
    return _text(data, found, path)


def is_plain(chunks: Iterable[bytes]) -> bool:
    """Whether `decode` would take the whole of *chunks* for UTF-8 text that says something."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    says_something = False
    try:
        for data, last in chain(((chunk, False) for chunk in chunks), ((b"", True),)):
            text = decoder.decode(data, last)
            if _CONTROL.search(text):
                return False
            says_something = says_something or bool(data.strip())
    except UnicodeDecodeError:
        return False
    return says_something


def _text(data: bytes, encoding: str, path: Path) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError("has bytes in no known encoding; save it as UTF-8", Location(str(path), line)) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (control := _CONTROL.search(text)) is not None:
        line = text.count("\n", 0, control.start()) + 1
        raise DocumentError("is not a text file (control characters); save it as plain text", Location(str(path), line))
    return text


def _legacy_encoding(data: bytes) -> str | None:
    """The encoding among those of Chinese files before UTF-8 that gives natural Chinese, or None."""
    candidates = charset_normalizer.from_bytes(data, cp_isolation=list(_LEGACY_ENCODINGS), threshold=0.6)
    names = dict.fromkeys((*(match.encoding for match in candidates), *_LEGACY_ENCODINGS))
    shares = {name: share for name in names if (share := _naturalness(data, name)) > _FREQUENT_SHARE}
    return max(shares, key=shares.__getitem__, default=None)


def _naturalness(data: bytes, encoding: str) -> float:
    """The share of very frequent characters among all that are not ASCII, or 0 if the bytes do not decode."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    foreign = [char for char in text if not char.isascii()]
    return sum(char in _FREQUENT for char in foreign) / max(1, len(foreign))
