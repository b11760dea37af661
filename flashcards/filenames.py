"""Names and patterns of files in a configuration → the files, as seen from where it stands."""

import glob
from collections.abc import Iterable
from pathlib import Path

from flashcards.errors import ConfigError
from flashcards.model import Location


def find(pattern: str, where: Location) -> tuple[Path, ...]:
    """The files that *pattern* stands for, sorted; a plain name stands for one file.

    Args:
        pattern: relative to the folder of the configuration, or absolute, or below `~`; `**` goes into folders.
        where: the line of the configuration that has it.

    Raises:
        ConfigError: there is no such file.
    """
    # A file may be called `notes [draft].txt`: what exists is no pattern.
    if _path(pattern, where).exists() or not glob.has_magic(pattern):
        return (one(pattern, where),)
    folder = Path(where.path).parent
    # Path.glob takes no absolute patterns.
    names = glob.glob(str(Path(pattern).expanduser()), root_dir=folder, recursive=True)  # noqa: PTH207
    files = tuple(folder / name for name in sorted(names) if (folder / name).is_file())
    if not files:
        raise ConfigError(f"no file matches {pattern!r}; {_hint(where)}", where)
    return files


def one(name: str, where: Location) -> Path:
    """The file called *name*.

    Raises:
        ConfigError: there is none, or it is a folder.
    """
    path = _path(name, where)
    if path.is_dir():
        raise ConfigError(f"{name!r} is a folder; name its files, for example {name.rstrip('/')}/*.txt", where)
    if not path.exists():
        raise ConfigError(f"there is no file {name!r}; {_hint(where)}", where)
    return path


def _path(name: str, where: Location) -> Path:
    return Path(where.path).parent / Path(name).expanduser()


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
