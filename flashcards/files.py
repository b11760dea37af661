"""Writing files whole: whoever looks sees the old file or the new, never half of one, and a failure leaves the old.

Links are followed, so that it is the file they lead to that is written; what is no file (a device, a pipe, a folder)
is left alone.
"""

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flashcards.errors import PackageError
from flashcards.model import Location

CACHE_REMEDY = "set FLASHCARDS_CACHE to a folder you can write"
"What to do where the cache cannot be written."


def write_whole(path: Path, data: bytes, remedy: str = "") -> None:
    """Make *data* the content of *path*; its folder is made, and a file that has that content already is left alone.

    Args:
        path: the file.
        data: all of it.
        remedy: what to do if it cannot be written, for the message.

    Raises:
        PackageError: it cannot be written.
    """
    with _told(path, remedy):
        if path.is_file() and path.read_bytes() == data:
            return
    with replacing(path, remedy) as draft:
        draft.write_bytes(data)


@contextmanager
def replacing(path: Path, remedy: str = "") -> Iterator[Path]:
    """A draft in the folder of *path*, which takes its place when all went well and is gone when not.

    Raises:
        PackageError: it cannot be written.
    """
    with _told(path, remedy):
        place = _place(path)
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
        os.close(handle)
        draft = Path(name)
        try:
            yield draft
            draft.chmod(place.stat().st_mode & 0o777 if place.exists() else 0o644)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)


def reserve(paths: Iterable[Path]) -> None:
    """Nothing, if a file can be put at each of *paths*: found out before the first is written, so that all are or none.

    Raises:
        PackageError: one of them cannot be written.
    """
    for path in paths:
        with _told(path), tempfile.TemporaryFile(dir=_place(path).parent):
            pass


def _place(path: Path) -> Path:
    """Where *path* leads, in a folder that exists."""
    place = Path(os.path.realpath(path))  # Path.resolve fails on links that lead to themselves, but not everywhere
    if place.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if path.exists() and not path.is_file():
        raise OSError(errno.EEXIST, "is a folder" if path.is_dir() else "is no file")
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


@contextmanager
def _told(path: Path, remedy: str = "") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = "; ".join(filter(None, (f"cannot be written: {error.strerror}", remedy)))
        raise PackageError(message, Location(str(path))) from error
