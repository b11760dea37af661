"""Sentences → recorded sound files, made by any command that the user names, each sentence once.

::

    espeak-ng -v cmn -w {out} {text}                                      Debian's espeak-ng, offline
    edge-tts --voice zh-CN-XiaoxiaoNeural --text {text} --write-media {out}   Microsoft's voices, online

The command is not run by a shell: it is split as a shell would and its placeholders are filled in afterwards, so that
nothing in a sentence is taken for a command. What it wrote is recognised by its first bytes, whatever it is called.
"""

import hashlib
import shlex
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flashcards.errors import ConfigError, PackageError
from flashcards.files import write_whole

_PATIENCE_S = 60
"Seconds for one sentence; a neural voice on a slow machine takes about as long as the sentence."

_BEGINNINGS = (
    (b"RIFF", "wav"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
)
"First bytes of the formats that every Anki plays."


@dataclass(frozen=True, slots=True)
class Recordings:
    """What could be recorded."""

    names: dict[str, str]
    "Text → name of its file in the collection; texts without one are read out by the device."
    media: tuple[tuple[str, str], ...]
    "Name in the collection and path of each file."
    warnings: tuple[str, ...]


def check(command: str) -> tuple[str, ...]:
    """*command* split into its arguments.

    Raises:
        ConfigError: it does not say where the text or the file goes, or has an unbalanced quotation mark.
    """
    try:
        arguments = tuple(shlex.split(command))
    except ValueError as err:
        raise ConfigError(f"audio command {command!r}: {err}") from err
    for placeholder in ("{text}", "{out}"):
        if not any(placeholder in argument for argument in arguments[1:]):
            raise ConfigError(f"audio command {command!r} needs {placeholder} among its arguments")
    return arguments


def record(texts: Iterable[str], command: str, cache: Path) -> Recordings:
    """A sound file for each of *texts*.

    A recording is made once for each text and command and kept in *cache*. In the collection it is named by its own
    content: Anki replaces no file by another of the same name. The first failure ends the run: a command that fails
    for one sentence fails for hundreds, and the device can speak.

    Raises:
        ConfigError: the command cannot be used.
    """
    arguments = check(command)
    found: dict[str, Path] = {}
    problem = ""
    wanted = tuple(dict.fromkeys(texts))
    for text in wanted:
        path = _cached(text, command, cache)
        if path is None and not problem:
            path, problem = _make(text, arguments, command, cache)
        if path is not None:
            found[text] = path
    missing = len(wanted) - len(found)
    warnings = (f"audio: {problem}; {missing} sentences are read out by the device instead",) if problem else ()
    return _named(found, warnings)


def recall(texts: Iterable[str], command: str, cache: Path) -> Recordings:
    """Those of *texts* that `record` has recorded already; nothing is run and nothing written.

    Raises:
        ConfigError: the command cannot be used.
    """
    check(command)
    return _named({text: path for text in texts if (path := _cached(text, command, cache))})


def _named(found: Mapping[str, Path], warnings: tuple[str, ...] = ()) -> Recordings:
    names = {
        text: f"zh-{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}{path.suffix}" for text, path in found.items()
    }
    media = {names[text]: str(path) for text, path in found.items()}
    return Recordings(names, tuple(sorted(media.items())), warnings)


def _cached(text: str, command: str, cache: Path) -> Path | None:
    """The recording of *text* by *command*, if there is one."""
    return next(iter(sorted(cache.glob(f"{_name(text, command)}.*"))), None)


def _make(text: str, arguments: tuple[str, ...], command: str, cache: Path) -> tuple[Path | None, str]:
    """A new recording in the cache, or what went wrong."""
    program = arguments[0]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "speech.wav"
        # A text that begins with a hyphen would be an option.
        spoken = f" {text}" if text.startswith("-") else text
        filled = [argument.replace("{out}", str(out)).replace("{text}", spoken) for argument in arguments]
        try:
            done = subprocess.run(  # noqa: S603  the user's own command, and no shell
                filled, capture_output=True, timeout=_PATIENCE_S, check=False, stdin=subprocess.DEVNULL
            )
        except FileNotFoundError:
            return None, f"there is no program {program!r}"
        except (OSError, subprocess.TimeoutExpired) as err:
            return None, f"{program} failed ({err})"
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            return None, f"{program} failed with code {done.returncode}{': ' + said[-1] if said else ''}"
        data = out.read_bytes() if out.exists() else b""
    ending = next((ending for start, ending in _BEGINNINGS if data.startswith(start)), "")
    if not ending:
        return None, f"{program} wrote no sound file that Anki plays"
    path = cache / f"{_name(text, command)}.{ending}"
    try:
        write_whole(path, data)
    except PackageError as err:
        return None, f"recordings are not kept, {err}"
    return path, ""


def _name(text: str, command: str) -> str:
    return hashlib.sha256(f"{command}\x1f{text}".encode()).hexdigest()[:24]
