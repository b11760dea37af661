"""Names of files, as people give them → what is there, and why not.

Names and patterns in a configuration are seen from where it stands. Whatever a name is – too long, in a folder that may
not be entered, no text – it leads to an error of ours.
"""

import glob
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from flashcards.errors import ConfigError, FlashcardsError, PackageError
from flashcards.model import Location

_LONGEST = 240
"Bytes of a name that is to be written: systems allow 255, and drafts are called a little longer."


@contextmanager
def opened(
    path: Path, error: type[FlashcardsError], folder: str, missing: str = "check the path"
) -> Iterator[BinaryIO]:
    """A file that somebody named, to be read.

    Args:
        path: the file.
        error: what to raise.
        folder: what to do where it is a folder.
        missing: what to do where there is none.

    Raises:
        FlashcardsError: *error*, if there is no such file, it is a folder or it cannot be read.
    """
    where = Location(str(path))
    try:
        if path.is_dir():
            raise error(f"is a folder; {folder}", where)
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise error(f"no such file; {missing}", where) from None
    except (OSError, ValueError) as fault:
        raise error(f"cannot be read ({reason(fault)}); check its name, and who may read it", where) from fault


def content(path: Path, error: type[FlashcardsError], folder: str, missing: str = "check the path") -> bytes:
    """The bytes of a file that somebody named; arguments and errors as for `opened`."""
    with opened(path, error, folder, missing) as file:
        return file.read()


def exists(path: Path) -> bool:
    """Whether there is something at *path*.

    Raises:
        PackageError: nobody can tell: its folder may not be entered, or no file can be called so.
    """
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as fault:
        message = f"cannot be read ({reason(fault)}); check its name, and who may enter its folder"
        raise PackageError(message, Location(str(path))) from fault
    return True


def reason(fault: OSError | ValueError) -> str:
    """What the system says of a name or a file, without the path."""
    return (fault.strerror if isinstance(fault, OSError) else "") or str(fault)


def check_text(path: Path, error: type[FlashcardsError]) -> None:
    """Nothing, if the name of the file at *path* can stand in packages and memories, which are UTF-8.

    Raises:
        FlashcardsError: *error*, if it has bytes that are no text here.
    """
    try:
        path.name.encode()
    except UnicodeEncodeError:
        message = "the name of this file is not in UTF-8: rename it, or set the environment variable PYTHONUTF8=1"
        raise error(message, Location(str(path))) from None


def check_apart(target: Path, others: Iterable[Path]) -> None:
    """Nothing, unless what is to be written to *target* would replace one of the *others*.

    Raises:
        PackageError: it would.
    """
    for path in others:
        both = exists(path) and exists(target)
        if target.samefile(path) if both else target.resolve() == path.resolve():
            raise PackageError(
                "is one of the files that this command works on: choose another one to write", Location(str(target))
            )


def find(pattern: str, where: Location) -> tuple[Path, ...]:
    """The files that *pattern* stands for, sorted; a plain name stands for one file.

    Args:
        pattern: relative to the folder of the configuration, or absolute, or below `~`; `**` goes into folders.
        where: the line of the configuration that has it.

    Raises:
        ConfigError: there is no such file.
    """
    # A file may be called `notes [draft].txt`: what exists is no pattern.
    if _mode(pattern, where) is not None or not glob.has_magic(pattern):
        return (one(pattern, where),)
    folder = Path(where.path).parent
    # Path.glob takes no absolute patterns.
    names = glob.glob(str(_expanded(pattern)), root_dir=folder, recursive=True)  # noqa: PTH207
    files = tuple(folder / name for name in sorted(names) if (folder / name).is_file())
    if not files:
        raise ConfigError(f"no file matches {pattern!r}; {_hint(where)}", where)
    return files


def one(name: str, where: Location) -> Path:
    """The file called *name*.

    Raises:
        ConfigError: there is none, or it is a folder.
    """
    mode = _mode(name, where)
    if mode is None:
        raise ConfigError(f"there is no file {name!r}; {_hint(where)}", where)
    if stat.S_ISDIR(mode):
        message = f"{name!r} is a folder; name its files, for example {name.rstrip('/') or '.'}/*.txt"
        raise ConfigError(message, where)
    return _path(name, where)


def target(name: str, where: Location) -> Path:
    """Where the file called *name* is to be written.

    Raises:
        ConfigError: no file can be called so.
    """
    path = _path(name, where)
    if len(path.name.encode()) > _LONGEST:
        message = f"the file name {path.name[:20]}… is too long: write output: and a name of at most {_LONGEST} bytes"
        raise ConfigError(message, where)
    _mode(name, where)
    return path


def _mode(name: str, where: Location) -> int | None:
    """What the system says of the kind of file called *name*; None if there is none.

    Raises:
        ConfigError: nobody can tell.
    """
    try:
        return _path(name, where).stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as fault:
        shown = name if len(name) <= 60 else f"{name[:60]}…"
        raise ConfigError(f"the file {shown!r} cannot be used ({reason(fault)}); choose another", where) from fault


def _path(name: str, where: Location) -> Path:
    return Path(where.path).parent / _expanded(name)


def _expanded(name: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:  # nobody here is called so: a file may be called ~draft.txt
        return Path(name)


def _hint(where: Location) -> str:
    return f"names are relative to the folder of {Path(where.path).name}"


def tell_twins(articles: Iterable[Path]) -> str:
    """What to say of two *articles* of one name, by which they are known in decks; empty if there are none.

    >>> tell_twins([Path("a/x.txt"), Path("b/x.txt")])
    'b/x.txt and a/x.txt have the same name, by which articles are known: rename one'
    """
    seen: dict[str, Path] = {}
    for path in articles:
        other = seen.setdefault(path.name, path)
        if other is not path:
            return (
                f"{path} is named twice: once is enough"
                if other == path
                else f"{path} and {other} have the same name, by which articles are known: rename one"
            )
    return ""
