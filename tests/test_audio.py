"""Recorded sound by any command, once for each sentence, and never at the cost of the deck."""

import shlex
import sys
from pathlib import Path

import pytest

from flashcards.audio import check, recall, record
from flashcards.errors import ConfigError

SAY = "import sys; open(sys.argv[1], 'wb').write(b'RIFF' + sys.argv[2].encode())"
COUNT = "import sys; open(sys.argv[3], 'a').write('x'); open(sys.argv[1], 'wb').write(b'ID3' + sys.argv[2].encode())"


def command(code: str, *more: str) -> str:
    """A command line that runs *code* with the file and the text."""
    return shlex.join([sys.executable, "-c", code, "{out}", "{text}", *more])


def test_each_text_gets_a_file_named_by_its_content(tmp_path: Path) -> None:
    """Anki never replaces a file by another of the same name: new sound needs a new name."""
    made = record(["芯片", "算力", "芯片"], command(SAY), tmp_path)
    assert set(made.names) == {"芯片", "算力"}
    assert made.warnings == ()
    for name, path in made.media:
        assert Path(path).read_bytes().startswith(b"RIFF")
        assert name.endswith(".wav")
    assert sorted(made.names.values()) == [name for name, _ in made.media]


def test_recordings_are_made_once(tmp_path: Path) -> None:
    """A voice on the network costs money and a second a sentence; the same bytes keep the deck the same."""
    runs = tmp_path / "runs"
    first = record(["芯片"], command(COUNT, str(runs)), tmp_path / "cache")
    again = record(["芯片", "算力"], command(COUNT, str(runs)), tmp_path / "cache")
    assert runs.read_text(encoding="utf-8") == "xx"
    assert again.names["芯片"] == first.names["芯片"]
    other = record(["芯片"], command(COUNT, str(runs), "slower"), tmp_path / "cache")
    assert runs.read_text(encoding="utf-8") == "xxx"
    assert other.names == first.names


def test_recalling_runs_nothing(tmp_path: Path) -> None:
    """A dry run knows the sounds that there are, and costs neither money nor a file."""
    runs, cache = tmp_path / "runs", tmp_path / "cache"
    line = command(COUNT, str(runs))
    assert recall(["芯片"], line, cache).names == {}
    assert not cache.exists()
    made = record(["芯片"], line, cache)
    assert recall(["芯片", "算力"], line, cache) == made
    assert runs.read_text(encoding="utf-8") == "x"


WILD = ["$(touch harm)", "; touch harm", "`touch harm`", "{out}", "-x", "a b  c", "'\"\\", "😀"]


@pytest.mark.parametrize("text", WILD)
def test_no_text_is_taken_for_a_command(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles come from anywhere."""
    monkeypatch.chdir(tmp_path)
    made = record([text], command(SAY), tmp_path / "cache")
    ((_, path),) = made.media
    assert Path(path).read_bytes().decode().removeprefix("RIFF").strip() == text
    assert not (tmp_path / "harm").exists()


FAILURES = [
    ("no such program", "no-such-voice {out} {text}", "no program 'no-such-voice'"),
    ("fails", command("import sys; sys.exit('no voice for zh')"), "no voice for zh; 2 sentences"),
    ("writes nothing", command("pass"), "no sound file"),
    ("writes text", command("import sys; open(sys.argv[1], 'w').write('error')"), "no sound file"),
]


@pytest.mark.parametrize(("line", "message"), [case[1:] for case in FAILURES], ids=[case[0] for case in FAILURES])
def test_a_failing_command_is_a_warning(line: str, message: str, tmp_path: Path) -> None:
    """The deck is built all the same, and the device reads out what could not be recorded."""
    made = record(["芯片", "算力"], line, tmp_path)
    assert made.names == {}
    assert made.media == ()
    (warning,) = made.warnings
    assert message in warning


def test_what_was_recorded_before_a_failure_is_used(tmp_path: Path) -> None:
    """The network goes away half way through."""
    code = "import sys; sys.argv[2] == 'bad' and sys.exit(1); open(sys.argv[1], 'wb').write(b'OggS')"
    made = record(["芯片", "bad", "算力"], command(code), tmp_path)
    assert set(made.names) == {"芯片"}
    assert "2 sentences" in made.warnings[0]


@pytest.mark.parametrize("line", ["", "say {text}", "say {out}", "say '{out} {text}", "{text} {out}"])
def test_a_command_without_its_placeholders_is_an_error(line: str) -> None:
    """Found before an hour of recording, not after."""
    with pytest.raises(ConfigError, match="audio command"):
        check(line)
