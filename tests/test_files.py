"""Files are written whole or not at all: `flashcards.files`."""

import os
from pathlib import Path

import pytest

from flashcards.errors import PackageError
from flashcards.files import replacing, reserve, write_whole


def test_a_file_is_written_with_its_folder(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "c.html", b"x")
    assert (tmp_path / "a" / "b" / "c.html").read_bytes() == b"x"


def test_writing_the_same_again_leaves_the_file_alone(tmp_path: Path) -> None:
    """An unchanged file keeps its time: nothing to commit, nothing for make to redo."""
    path = tmp_path / "new" / "ledger.json"
    write_whole(path, b"x")
    before = path.stat()
    write_whole(path, b"x")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert [each.name for each in path.parent.iterdir()] == ["ledger.json"]


@pytest.mark.parametrize(("before", "after"), [(None, 0o644), (0o600, 0o600), (0o664, 0o664)])
def test_others_may_read_what_they_could(tmp_path: Path, before: int | None, after: int) -> None:
    """A cache is shared, a deck is handed on; but what somebody has closed stays closed."""
    path = tmp_path / "x"
    if before is not None:
        path.write_bytes(b"old")
        path.chmod(before)
    write_whole(path, b"new")
    assert path.stat().st_mode & 0o777 == after


def test_a_link_leads_to_the_file_that_is_written(tmp_path: Path) -> None:
    """A deck in a synchronised folder, linked from the project."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "news.apkg").write_bytes(b"old")
    link = tmp_path / "news.apkg"
    link.symlink_to("real/news.apkg")
    write_whole(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "news.apkg").read_bytes() == b"new"
    assert [each.name for each in (tmp_path / "real").iterdir()] == ["news.apkg"]


def test_what_is_no_file_is_left_alone(tmp_path: Path) -> None:
    """Reading a pipe to compare it would wait for ever; a device would be replaced by a file."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "blocked").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to("circle")
    for name, said in (
        ("folder", "is a folder"),
        ("pipe", "is no file"),
        ("/dev/null", "is no file"),
        ("blocked/x", "cannot be written"),
        ("circle", "cannot be written"),
    ):
        path = tmp_path / name
        with pytest.raises(PackageError, match=said) as caught:
            write_whole(path, b"x", "choose another")
        assert str(caught.value).endswith("; choose another")
        assert caught.value.location is not None
        assert caught.value.location.path == str(path)
        with pytest.raises(PackageError, match=said):
            reserve([tmp_path / "fine", path])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blocked", "circle", "folder", "pipe"]


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replacing(path) as draft:
        draft.write_bytes(bytes([1 // 0]))
    with pytest.raises(PackageError, match="No such file"), replacing(path) as draft:
        draft.write_bytes((tmp_path / "nowhere").read_bytes())
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["x"]
