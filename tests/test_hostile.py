"""What must never end in a traceback: damaged files, strange names, outputs that would be inputs.

Each row of a table is run through a command. It says in one line what is wrong, where, and what to do, ends with exit
code 1, prints nothing else and leaves every file as it was.
"""

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from articles import share

from flashcards import pipeline

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


# Names

ARTICLE = "Chipmakers are buying more memory.\n芯片制造商正在购买更多的存储器。\n"

NAMES = [
    pytest.param("x" * 300, "too long", id="too long"),
    pytest.param("loop/x", "symbolic links", id="below a link to itself"),
    pytest.param("a.txt/x", "", id="below a file"),
]
"What no file can be called, as seen from a folder with a link `loop` to itself; who may not enter a folder meets the same."

COMMANDS = [
    "align NAME.txt", "align --pair en.txt NAME.txt", "terms NAME.html", "pinyin NAME.txt", "info NAME.apkg",
    "preview NAME.apkg", "diff NAME.apkg NAME.apkg", "push NAME.apkg", "harvest NAME.anki2 NAME.apkg",
    "config NAME.yaml", "build --config NAME.yaml", "init NAME", "build a.txt --output NAME.apkg",
    "build a.txt --output x.apkg --previous NAME.apkg", "build a.txt --output x.apkg --words NAME.csv",
    "build a.txt --output x.apkg --known NAME.apkg",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tools: pipeline.Toolbox) -> Path:
    """The folder in which commands are run: one article `a.txt`, and a link `loop` to itself."""
    share(monkeypatch, tools)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "en.txt").write_text(ARTICLE.splitlines()[0], encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    return tmp_path


@pytest.mark.parametrize(("name", "said"), NAMES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_name_that_no_file_can_have_is_named(run: Run, folder: Path, command: str, name: str, said: str) -> None:
    check_refusal(run, [part.replace("NAME", name) for part in command.split()], [name[:60], said], folder)


CONFIGURED = [
    pytest.param({"output": "o\0.apkg"}, "null byte", id="a null byte"),
    pytest.param({"output": f"{'x' * 300}.apkg"}, "too long", id="an output that is too long"),
    pytest.param({"output": "loop/x.apkg"}, "symbolic links", id="an output below a link to itself"),
    pytest.param({"name": "新" * 100}, "too long", id="a deck whose file would be too long"),
    pytest.param({"sources": ["x" * 300]}, "too long", id="an article that is too long"),
    pytest.param({"sources": ["loop/*.txt"]}, "symbolic links", id="a pattern below a link to itself"),
    pytest.param({"sources": ["~nobody-is-called-so/*.txt"]}, "no file matches", id="the home of nobody"),
    pytest.param({"sources": [""]}, "for example ./*.txt", id="no name"),
    pytest.param({"words": ["loop/x.csv"]}, "symbolic links", id="a list below a link to itself"),
    pytest.param({"words": ["x\0.csv"]}, "null byte", id="a list with a null byte"),
]


@pytest.mark.parametrize(("options", "said"), CONFIGURED)
@pytest.mark.parametrize("command", ["build --config", "config"])
def test_such_names_in_a_configuration_come_with_their_line(
    run: Run, folder: Path, command: str, options: dict[str, object], said: str
) -> None:
    deck = {"name": "News", "sources": ["a.txt"], **options}
    (folder / "config.yaml").write_text(json.dumps({"namespace": "mine", "decks": [deck]}), encoding="utf-8")
    check_refusal(run, [*command.split(), "config.yaml"], ["config.yaml:1: ", said], folder)


def test_a_file_may_begin_with_a_tilde(run: Run, folder: Path) -> None:
    (folder / "~draft.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "config.yaml").write_text('{"namespace": "mine", "decks": [{"name": "News", "sources": ["~draft.txt"]}]}')
    assert run("config")[0] == 0


def test_a_name_that_is_not_in_utf_8_is_refused(run: Run, folder: Path) -> None:
    """As a zip archive from a Chinese Windows leaves it on Linux: neither ledger nor package could hold it."""
    name = os.fsdecode("新闻.txt".encode("gbk"))
    (folder / name).write_text(ARTICLE, encoding="utf-8")
    for arguments in (["align", name], ["build", "a.txt", "--output", name.replace(".txt", ".apkg")]):
        check_refusal(run, arguments, ["not in UTF-8: rename it"], folder)


def test_two_decks_may_not_have_one_file_however_it_is_spelt(run: Run, folder: Path) -> None:
    """The second would silently replace the first."""
    (folder / "here").symlink_to(".")
    (folder / "sub").mkdir()
    for output in ("sub/../o.apkg", "here/o.apkg", "./O.apkg"):
        decks = [{"name": str(n), "sources": ["a.txt"], "output": o} for n, o in enumerate(("o.apkg", output))]
        (folder / "config.yaml").write_text(json.dumps({"namespace": "mine", "decks": decks}), encoding="utf-8")
        check_refusal(run, ["config"], ["another deck has the output"], folder)
