"""What must never end in a traceback: damaged files, strange names, outputs that would be inputs.

Each row of a table is run through a command. It says in one line what is wrong, where, and what to do, ends with exit
code 1, prints nothing else and leaves every file as it was.
"""

import io
import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from articles import share
from conftest import ROOT
from rich.console import Console

from flashcards import apkg, lock, pipeline, terminal
from flashcards.lexicon import cache_folder
from flashcards.model import Package, PackedNote

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


UNREADABLE = [
    "align en.txt", "terms en.txt", "info a.txt", "preview a.txt", "diff a.txt a.txt", "harvest a.txt a.txt", "config a.txt",
    "build --config a.txt", "build a.txt --previous a.txt --output x.apkg", "build en.txt --output x.apkg",
]  # fmt: skip


@pytest.mark.parametrize("command", UNREADABLE)
def test_whoever_may_not_read_a_file_is_told_by_an_error_not_by_the_usage(
    run: Run, folder: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parser of the command line would look at permissions first."""
    monkeypatch.setattr("os.access", lambda *_, **__: False)
    check_refusal(run, command.split(), ["a.txt" if "a.txt" in command else "en.txt"], folder)


CONFIGURED = [
    pytest.param({"output": "o\0.apkg"}, "null byte", id="a null byte"),
    pytest.param({"output": f"{'x' * 300}.apkg"}, "too long", id="an output that is too long"),
    pytest.param({"output": "loop/x.apkg"}, "symbolic links", id="an output below a link to itself"),
    pytest.param({"output": "\ud800.apkg"}, "", id="an output with half a character"),
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


# Outputs that are inputs

NEWS = {"namespace": "mine", "decks": [{"name": "News", "sources": ["a.txt"], "output": "news.apkg"}]}

OVERWRITING = [
    "build a.txt --output new.apkg --report a.txt",
    "build --pair en.txt zh.txt --output new.apkg --report zh.txt",
    "build a.txt --output new.apkg --report new.apkg",
    "build a.txt --output new.apkg --previous news.apkg --report here/news.apkg",
    "build a.txt --output new.apkg --words words.csv --report words.csv",
    "build a.txt --output learnt.apkg --known learnt.apkg",
    "build --report config.yaml",
    "build --report a.txt",
    "build --report news.apkg",
    "build --report decks/ledger.json",
    "preview news.apkg --output here/news.apkg",
    "harvest learnt.apkg news.apkg --fix config.yaml",
    "harvest learnt.apkg news.apkg --known words.csv",
    "harvest learnt.apkg news.apkg --fix news.apkg",
]


@pytest.mark.parametrize("command", OVERWRITING)
def test_nothing_that_somebody_has_made_is_overwritten(run: Run, folder: Path, command: str) -> None:
    (folder / "here").symlink_to(".")
    (folder / "zh.txt").write_text(ARTICLE.splitlines()[1], encoding="utf-8")
    (folder / "config.yaml").write_text(json.dumps(NEWS), encoding="utf-8")
    (folder / "words.csv").write_text("word\n芯片\n", encoding="utf-8")
    assert run("build")[0] == 0
    shutil.copy(folder / "news.apkg", folder / "learnt.apkg")
    check_refusal(run, command.split(), ["choose another"], folder)


def test_harvest_replaces_its_own_lists_only_and_writes_no_empty_ones(run: Run, folder: Path) -> None:
    assert run("build", "a.txt", "--output", "news.apkg")[0] == 0
    code, _, err = run("harvest", "news.apkg", "news.apkg", "--fix", "fix.csv")
    assert (code, err) == (0, "no words for --fix: fix.csv is not written\n")
    assert not (folder / "fix.csv").exists()
    assert run("harvest", "news.apkg", "news.apkg", "--fix", "x.csv", "--known", "x.csv")[0] == 2


def test_two_builds_of_one_memory_do_not_run_at_once(run: Run, folder: Path) -> None:
    """The second to end would undo what the first has remembered."""
    (folder / "config.yaml").write_text(json.dumps(NEWS), encoding="utf-8")
    for memory, command in (("decks/ledger.json", "build"), ("x.apkg", "build a.txt --output x.apkg")):
        with lock.held(folder / memory, cache_folder() / "locks"):
            check_refusal(run, command.split(), [memory, "another build", "try again"], folder)
            assert run(*command.split(), "--dry-run")[0] == 0
        assert run(*command.split())[0] == 0


def test_where_no_lock_can_be_kept_there_is_none(folder: Path) -> None:
    """A cache that cannot be written is no reason not to build."""
    (folder / "junk").mkdir()
    with lock.held(folder / "x.apkg", folder / "junk"):
        pass
    (path,) = (folder / "junk").iterdir()
    path.write_bytes(b"no database " * 100)
    for place in (folder / "junk", folder / "a.txt" / "locks"):
        with lock.held(folder / "x.apkg", place):
            pass


# Several faults, several decks


def test_the_faulty_articles_of_all_decks_are_named_at_once(run: Run, folder: Path) -> None:
    """And each of those of lists, before anything is built."""
    decks = [{"name": name, "sources": [f"{name}.txt"]} for name in ("one", "two")]
    (folder / "config.yaml").write_text(json.dumps({"namespace": "mine", "decks": decks}), encoding="utf-8")
    for name in ("one", "two"):
        (folder / f"{name}.txt").write_text("English only.\n", encoding="utf-8")
    code, out, err = run("build")
    assert (code, out) == (1, "")
    assert ["one.txt" in line or "two.txt" in line for line in err.splitlines()] == [True, True]


def test_a_list_of_all_decks_is_read_once(run: Run, folder: Path) -> None:
    """What is strange about it is said once, too."""
    (folder / "b.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "words.csv").write_text("word,colour\n芯片,red\n", encoding="utf-8")
    decks = [{"name": name, "sources": [f"{name}.txt"]} for name in ("a", "b")]
    whole = {"namespace": "mine", "decks": decks, "words": ["words.csv"], "cards": ["cloze"]}
    (folder / "config.yaml").write_text(json.dumps(whole), encoding="utf-8")
    _, out, _ = run("build", "--dry-run")
    assert out.count("colour") == 1


# What strangers write must not command a terminal


@pytest.mark.parametrize("name", ["News [/b]", "[red]News", "News [link=x]"])
def test_brackets_are_no_markup_in_messages(run: Run, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the names of decks and folders and in titles, also on a terminal that shows what is being done."""
    monkeypatch.setattr(
        terminal, "_MESSAGES", Console(stderr=True, highlight=False, force_terminal=True, no_color=True)
    )
    deck = {"name": name, "sources": ["a.txt"], "output": "x.apkg"}
    (folder / "config.yaml").write_text(json.dumps({"namespace": "mine", "decks": [deck]}), encoding="utf-8")
    (folder / "a.txt").write_text(f"---\ntitle: {name}\n---\n{ARTICLE}", encoding="utf-8")
    assert name in run("config")[2]
    assert run("build")[0] == 0
    assert name in run("terms", "a.txt")[1]
    assert f"cd {name} &&" in run("init", name)[2]


COMMAND = "\x1b]0;evil\x07\x1b[2J\x9b2J"
"Sets the title of a terminal and clears its screen."


@pytest.mark.usefixtures("folder")
def test_control_characters_are_not_printed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    note = PackedNote("guid", "", ("front", "back"), (), COMMAND, 0, 1, 1)
    monkeypatch.setattr(apkg, "read", lambda _: Package(((COMMAND, ""),), (note,), ()))
    code, out, _ = run("info", "evil.apkg")
    assert code == 0
    assert "2J" in out
    commands = (["info", "evil.apkg"], ["align", f"{COMMAND}.txt"], ["init", COMMAND])
    assert not [arguments for arguments in commands if set("".join(run(*arguments)[1:])) & set("\x07\x1b\x9b")]


def test_a_collection_that_anki_has_open_is_told_from_a_damaged_one(run: Run, folder: Path) -> None:
    path = folder / "collection.anki2"
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript("CREATE TABLE col (models); BEGIN EXCLUSIVE")
    check_refusal(run, ["harvest", path, path], ["close Anki"], folder)
    database.close()
    check_refusal(run, ["harvest", path, path], ["is damaged", "another copy"], folder)


# Standard streams

STREAMS = [
    pytest.param("align a.txt > /dev/full", "standard output: cannot be written", id="a full disk"),
    pytest.param("align a.txt >&-", "standard output: is closed", id="no output"),
    pytest.param("terms a.txt >&-", "standard output: is closed", id="no output for a table"),
    pytest.param("pinyin <&-", "standard input: is closed", id="no input"),
    pytest.param("align nothing.txt 2>&-", "", id="no place for messages"),
]


@pytest.mark.parametrize(("command", "said"), STREAMS)
def test_streams_may_be_closed_or_full(folder: Path, command: str, said: str) -> None:
    shell = f"{shlex.quote(sys.executable)} -m flashcards {command}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False, cwd=folder, env=environment)
    assert done.returncode == 1
    assert (done.stderr.startswith(f"error: {said}") and done.stderr.count("\n") == 1) or not said


@pytest.mark.parametrize("given", ["0", "abc", "9" * 20, "-5", "²"])
def test_a_time_of_the_build_that_is_none_is_refused(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    check_refusal(run, "build a.txt --output x.apkg".split(), ["SOURCE_DATE_EPOCH", "seconds since 1970"], folder)
