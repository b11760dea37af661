"""One build at a time for each memory: of two at once, the second to end would undo what the first has remembered."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from flashcards.errors import PackageError
from flashcards.model import Location


@contextmanager
def held(path: Path, folder: Path) -> Iterator[None]:
    """Nobody else on this machine who uses the same *folder* holds *path* meanwhile.

    The lock is that of an empty database of SQLite, which on every system ends with its process, however that ends.
    Its file stays in *folder*, since whoever takes away a lock may take that of somebody else; beside *path* it would
    get into version control. Where it cannot be made, there is none.

    Raises:
        PackageError: somebody does.
    """
    name = blake2b(str(path.resolve()).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    file = folder / f"{name}.lock"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        file.touch()  # the latest are kept when the folder is tidied up
    with ExitStack() as stack:
        try:
            database = sqlite3.connect(file, timeout=0, isolation_level=None)
            stack.enter_context(closing(database)).execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                message = "another build is at work on this; wait for it to end, then try again"
                raise PackageError(message, Location(str(path))) from error
        yield
