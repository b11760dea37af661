"""What must never end in a traceback: damaged files, strange names, outputs that would be inputs.

Each row of a table is run through a command. It says in one line what is wrong, where, and what to do, ends with exit
code 1, prints nothing else and leaves every file as it was.
"""

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


def check_refusal(run: Run, arguments: Iterable[str | Path], said: Iterable[str], folder: Path) -> None:
    """A command ends with one error that says all that is to be *said*, and changes nothing below *folder*."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code, out, err = run(*arguments)
    assert (code, out) == (1, ""), err
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    for part in said:
        assert part in err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def archive(**members: str) -> bytes:
    """A zip archive; in the names of its members `__` stands for a slash."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def encrypted(data: bytes) -> bytes:
    """The archive *data* marked as encrypted."""
    return data.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )


CONTAINER = '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'
PROMISES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"'

ARTICLES = [
    pytest.param("a.epub", b"PK\x03\x04 cut off", ["save it anew"], id="a broken download"),
    pytest.param("a.epub", archive(**{"META-INF__container.xml": "<container/>"}), ["save it anew"], id="no package"),
    pytest.param("a.epub", archive(**{"META-INF__container.xml": CONTAINER}), ["book.opf"], id="no chapters"),
    pytest.param(
        "a.epub",
        encrypted(archive(**{"META-INF__container.xml": CONTAINER})),
        ["encrypted", "password"],
        id="a book with a password",
    ),
    pytest.param("a.docx", archive(**{"[Content_Types].xml": PROMISES}), ["save it anew"], id="half a document"),
    pytest.param("a.xlsx", archive(**{"[Content_Types].xml": PROMISES}), ["save it anew"], id="half a table"),
    pytest.param("a.tmx", b'<?xml version="1.0" encoding="foo"?><tmx/>', ["foo"], id="an encoding that is none"),
    pytest.param("a.tmx", b"<tmx>\n<tu>", ["2", "TMX"], id="half a memory"),
    pytest.param("a.srt", b"no cues", ["subtitles"], id="no subtitles"),
    pytest.param("a.csv", b'en,zh\n"' + b"word " * 30_000, [":2", "quotation mark"], id="an open quotation mark"),
    pytest.param("a.html", b"<div>" * 3_000 + b"<p>Chips", ["Chinese"], id="a page of 3,000 levels"),
]


@pytest.mark.parametrize(("name", "content", "said"), ARTICLES)
def test_a_damaged_article_is_named(run: Run, tmp_path: Path, name: str, content: bytes, said: list[str]) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    check_refusal(run, ["align", path], [str(path), *said], tmp_path)


def test_a_word_may_have_a_thousand_letters(run: Run, tmp_path: Path) -> None:
    """Every spelling of a name in pinyin is tried, letter by letter."""
    (tmp_path / "a.txt").write_text(f"{'Haha' * 350} is how she laughed.\n她笑了。\n", encoding="utf-8")
    assert run("align", tmp_path / "a.txt", "--format", "jsonl", "--readings")[0] == 0
