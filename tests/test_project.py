"""What a build reads and writes: `flashcards.project`."""

import json
import shlex
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from anki_support import learner
from articles import BUILT, CONTROLS, LONG, MEMORY, PAIRS, POWER, TALKS, Pair, fields_of, share

from flashcards import apkg, ledger, pipeline, project, reports
from flashcards.config import ListChoice
from flashcards.errors import DocumentError, NoteError, PackageError
from flashcards.keys import split_key
from flashcards.markup import text_of
from flashcards.project import Request, Result

REQUEST = Request(BUILT)
CONFIG = """\
namespace: mine
decks:
  - name: First
    sources: [first.txt]
    output: one.apkg
  - name: Second
    sources: [second.txt]
    output: two.apkg
"""


@contextmanager
def silently(_what: str, _name: str) -> Iterator[None]:
    yield


@pytest.fixture(autouse=True)
def share_tools(monkeypatch: pytest.MonkeyPatch, tools: pipeline.Toolbox) -> None:
    """The dictionaries are loaded once for all tests."""
    share(monkeypatch, tools)


def write(path: Path, *pairs: Pair, header: str = "") -> Path:
    text = "".join(f"{source}\n{target}\n" for source, target in pairs)
    path.write_text(f"---\n{header}---\n{text}" if header else text, encoding="utf-8")
    return path


@pytest.fixture
def configured(tmp_path: Path) -> Path:
    """A project of two decks."""
    write(tmp_path / "first.txt", CONTROLS, TALKS)
    write(tmp_path / "second.txt", POWER, MEMORY)
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    return tmp_path / "config.yaml"


def build(path: Path, request: Request = REQUEST) -> Result:
    return project.build_configured(path, request, silently)


def build_named(
    *articles: Path, output: Path, previous: Path | None = None, namespace: str = "", request: Request = REQUEST
) -> Result:
    return project.build_named(articles, output, previous, namespace, request, silently)


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its content."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def counts(result: Result) -> dict[str, int]:
    """How many notes of all decks have which fate."""
    statuses = [change.status for report in result.reports for change in report.changes]
    return {status: statuses.count(status) for status in sorted(set(statuses))}


# Reading articles


def test_all_faulty_articles_are_told_at_once(tmp_path: Path) -> None:
    """Ten of them are mended in one go."""
    good = write(tmp_path / "good.txt", *PAIRS)
    (tmp_path / "empty.txt").write_bytes(b"")
    paths = [(tmp_path / name, None, None) for name in ("missing.txt", "good.txt", "empty.txt")]
    with pytest.raises(ExceptionGroup) as caught:
        project.read_articles(paths)
    faults = [error for error in caught.value.exceptions if isinstance(error, DocumentError)]
    assert [Path(error.location.path).name for error in faults if error.location] == ["missing.txt", "empty.txt"]
    assert [document.name for document in project.read_articles([(good, None, None)])] == ["good.txt"]


@pytest.mark.parametrize(("given", "licence"), [(None, "CC0-1.0"), ("CC-BY-4.0", "CC-BY-4.0"), ("", "")])
def test_the_configuration_knows_the_licence_better(tmp_path: Path, given: str | None, licence: str) -> None:
    """Empty is an answer, too: not open, whatever the file says."""
    path = write(tmp_path / "a.txt", *PAIRS, header="licence: CC0-1.0\n")
    (document,) = project.read_articles([(path, None, given)])
    assert document.licence == licence


# A project


def test_a_project_writes_its_decks_and_their_memory(configured: Path) -> None:
    result = build(configured)
    assert result.namespace == "mine"
    memory = ledger.read(configured.parent / "decks" / "ledger.json")
    assert memory is not None
    packages = [apkg.read(configured.with_name(name)) for name in ("one.apkg", "two.apkg")]
    guids = {note.guid for package in packages for note in package.notes}
    assert {entry.guid for entry in memory.entries} == guids
    assert {entry.deck for entry in memory.entries} == {"First", "Second"}
    assert counts(result) == {"new": len(guids)}


def test_a_word_of_two_decks_is_in_the_first(configured: Path) -> None:
    """Both articles have 芯片; Anki would keep the card in one deck anyway."""
    words = (ListChoice(list=str(configured.with_name("w.txt"))),)
    configured.with_name("w.txt").write_text("芯片\n", encoding="utf-8")
    build(configured, Request(BUILT, lists=words))
    assert "芯片" in fields_of(apkg.read(configured.with_name("one.apkg")))
    assert "芯片" not in fields_of(apkg.read(configured.with_name("two.apkg")))


def test_building_again_leaves_every_file_as_it_is(configured: Path) -> None:
    build(configured)
    before = files(configured.parent)
    build(configured, Request(BUILT + 5000))
    assert files(configured.parent) == before


def test_a_dry_run_writes_nothing_and_says_the_same(configured: Path) -> None:
    before = files(configured.parent)
    dry = build(configured, Request(BUILT, dry_run=True))
    assert files(configured.parent) == before
    assert build(configured).reports == dry.reports


def test_a_dry_run_records_nothing(configured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice on the network costs money; and what was recorded is no change."""
    monkeypatch.setenv("FLASHCARDS_CACHE", str(configured.with_name("cache")))
    code = "import sys; open(sys.argv[1], 'wb').write(b'ID3' + sys.argv[2].encode())"
    command = shlex.join([sys.executable, "-c", code, "{out}", "{text}"])
    configured.write_text(f"audio: files\naudio_command: {json.dumps(command)}\n{CONFIG}", encoding="utf-8")
    before = files(configured.parent)
    dry = build(configured, Request(BUILT, dry_run=True))
    assert files(configured.parent) == before
    assert counts(build(configured)) == counts(dry)
    before = files(configured.parent)
    assert any(name.endswith(".mp3") for name in before)
    assert set(counts(build(configured, Request(BUILT + 60, dry_run=True)))) == {"unchanged"}
    assert files(configured.parent) == before


def test_a_lost_ledger_comes_back_from_the_packages(configured: Path) -> None:
    """A fresh clone that somebody built before: no learner gets a card twice."""
    build(configured)
    memory = configured.parent / "decks" / "ledger.json"
    before = memory.read_bytes()
    memory.unlink()
    assert set(counts(build(configured, Request(BUILT + 60)))) == {"unchanged"}
    assert memory.read_bytes() == before


def test_another_namespace_is_refused(configured: Path) -> None:
    """Changing it by accident would give every learner every card a second time."""
    build(configured)
    before = files(configured.parent)
    configured.write_text(CONFIG.replace("mine", "yours"), encoding="utf-8")
    with pytest.raises(PackageError, match=r"'mine'.*'yours'.*--fresh"):
        build(configured)
    configured.write_text(CONFIG, encoding="utf-8")
    assert files(configured.parent) == before


def test_fresh_forgets_what_shipped(configured: Path) -> None:
    build(configured)
    assert set(counts(build(configured, Request(BUILT + 60, fresh=True)))) == {"new"}


@pytest.mark.parametrize("blocked", ["two.apkg", "decks/ledger.json", "sub/two.apkg", "report.md"])
def test_where_one_file_cannot_be_written_none_is(configured: Path, blocked: str) -> None:
    """A new package beside an old ledger would be half a build, and so would a report of what was not built."""
    configured.write_text(CONFIG.replace("two.apkg", blocked) if "apkg" in blocked else CONFIG, encoding="utf-8")
    if "sub" in blocked:
        configured.with_name("sub").write_text("no folder", encoding="utf-8")
    else:
        (configured.parent / blocked).mkdir(parents=True)
    before = files(configured.parent)
    with pytest.raises(PackageError):
        build(configured, Request(BUILT, report=configured.with_name("report.md")))
    assert files(configured.parent) == before


def test_an_error_in_the_second_deck_leaves_the_first_alone(configured: Path) -> None:
    build(configured)
    before = files(configured.parent)
    write(configured.with_name("first.txt"), CONTROLS, TALKS, PAIRS[1])
    configured.with_name("second.txt").write_text("Only English here.\nNothing else.\n", encoding="utf-8")
    with pytest.raises(ExceptionGroup):
        build(configured)
    assert {name: data for name, data in files(configured.parent).items() if not name.endswith(".txt")} == {
        name: data for name, data in before.items() if not name.endswith(".txt")
    }


def test_append_keeps_last_weeks_cards(configured: Path) -> None:
    build(configured)
    write(configured.with_name("third.txt"), PAIRS[1])
    configured.write_text(CONFIG.replace("first.txt", "third.txt"), encoding="utf-8")
    before = {note.guid for note in apkg.read(configured.with_name("one.apkg")).notes}
    kept = build(configured, Request(BUILT + 60, append=True))
    after = {note.guid for note in apkg.read(configured.with_name("one.apkg")).notes}
    assert before < after
    assert "archived" not in counts(kept)
    assert counts(build(configured, Request(BUILT + 120)))["archived"] == len(before)


def test_a_report_says_what_changes_field_by_field(configured: Path, tmp_path: Path) -> None:
    build(configured)
    write(configured.with_name("second.txt"), (POWER[0].replace("every", "each"), POWER[1]), MEMORY)
    report = tmp_path / "sub" / "report.md"
    build(configured, Request(BUILT + 60, report=report))
    text = report.read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("# ")] == ["# First", "# Second"]
    assert "## Changed" in text
    assert f"| Translation | {POWER[0]} | {POWER[0].replace('every', 'each')} |" in text


def test_a_dry_run_writes_the_report_and_nothing_else(configured: Path) -> None:
    """To see before building is what both are for."""
    before = files(configured.parent)
    build(configured, Request(BUILT, dry_run=True, report=configured.with_name("report.md")))
    assert files(configured.parent).keys() - before.keys() == {"report.md"}


def test_words_may_have_a_number_sign(configured: Path) -> None:
    """C# is a word and no sense of C: its tags arrive, it is not reported as missing, and it stays itself."""
    configured.with_name("w.csv").write_text(
        "word,role,meaning,tags,sense\nC#,add,a language,code,\n井#,add,well,code,hole\n", encoding="utf-8"
    )
    configured.write_text(f"missing_words: card\nwords: [w.csv]\n{CONFIG}", encoding="utf-8")
    done = build(configured)
    notes = apkg.read(configured.with_name("two.apkg")).notes
    assert {text_of(note.fields[0]) for note in notes if "code" in note.tags} == {"C#", "井#"}
    assert list(reports.missing_words(done.reports)) == []
    assert set(counts(build(configured, Request(BUILT + 60)))) == {"unchanged"}
    memory = ledger.read(configured.parent / "decks" / "ledger.json")
    assert memory is not None
    assert {split_key(entry.key) for entry in memory.entries} >= {("C#", ""), ("井#", "hole")}


def test_a_deck_without_a_single_card_is_named(configured: Path) -> None:
    """Of twenty decks, one has no word of the list: which?"""
    configured.with_name("w.csv").write_text("word,role\n芯片,only\n谈判,only\n", encoding="utf-8")
    with pytest.raises(NoteError, match=r"two\.apkg.*not a single card"):
        build(configured, Request(BUILT, lists=(ListChoice(list=str(configured.with_name("w.csv"))),)))
    assert not configured.with_name("one.apkg").exists()


# Decks for others


@pytest.mark.parametrize(("licence", "whole"), [("", False), ("CC0-1.0", True)])
def test_shared_decks_quote_and_do_not_reprint(tmp_path: Path, licence: str, *, whole: bool) -> None:
    """At most sixty characters of a sentence, unless its licence is open."""
    source = write(tmp_path / "a.txt", *PAIRS, LONG, header=f"title: T\nlicence: {licence}\n")
    words = tmp_path / "w.csv"
    words.write_text("word,role,tags\n项目,only,private\n", encoding="utf-8")
    request = Request(BUILT, share=True, lists=(ListChoice(list=str(words)),))
    build_named(source, output=tmp_path / "shared.apkg", request=request)
    package = apkg.read(tmp_path / "shared.apkg")
    (note,) = package.notes
    texts = fields_of(package)["项目"]
    assert (LONG[1] in (texts["Sentence"], texts["FullSentence"])) is whole
    assert whole or len(texts["Sentence"].strip("…")) <= 60
    assert "private" not in note.tags
    assert note.deck == "shared::T"


def test_shared_decks_name_no_folder_of_the_author(tmp_path: Path) -> None:
    """What somebody's computer is called is nobody's business."""
    source = write(tmp_path / "a.txt", *PAIRS)
    build_named(source, output=tmp_path / "shared.apkg", request=Request(BUILT, share=True))
    with zipfile.ZipFile(tmp_path / "shared.apkg") as archive:
        for name in archive.namelist():
            assert str(tmp_path).encode() not in archive.read(name)


# Articles named on the command line


def test_a_first_deck_gets_a_namespace_of_its_own(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", *PAIRS)
    names = [build_named(source, output=tmp_path / f"{name}.apkg").namespace for name in "xy"]
    assert names[0] != names[1]
    assert all(project.is_namespace(name) for name in names)


@pytest.mark.parametrize(
    ("second", "said"), [("other/a.txt", "have the same name"), ("a.txt", "named twice"), ("./a.txt", "named twice")]
)
def test_articles_of_one_name_are_refused(tmp_path: Path, second: str, said: str) -> None:
    """Articles are known by their names: notes of the one would later be taken for those of the other."""
    source = write(tmp_path / "a.txt", *PAIRS)
    (tmp_path / "other").mkdir()
    write(tmp_path / "other" / "a.txt", POWER)
    with pytest.raises(DocumentError, match=said):
        build_named(source, tmp_path / second, output=tmp_path / "a.apkg")
    assert not (tmp_path / "a.apkg").exists()


def test_a_package_is_its_own_memory(tmp_path: Path) -> None:
    source = write(tmp_path / "a.txt", *PAIRS)
    first = build_named(source, output=tmp_path / "a.apkg", namespace="mine")
    second = build_named(source, output=tmp_path / "a.apkg")
    assert (first.namespace, second.namespace) == ("mine", "mine")
    assert set(counts(second)) == {"unchanged"}


def test_a_package_of_another_namespace_is_not_taken_over(tmp_path: Path) -> None:
    """Asking for one namespace and getting another, silently, would split the learners."""
    source = write(tmp_path / "a.txt", *PAIRS)
    build_named(source, output=tmp_path / "a.apkg", namespace="mine")
    before = files(tmp_path)
    with pytest.raises(PackageError, match=r"'mine'.*'yours'"):
        build_named(source, output=tmp_path / "a.apkg", namespace="yours")
    assert files(tmp_path) == before
    assert (
        build_named(source, output=tmp_path / "a.apkg", namespace="yours", request=Request(BUILT, fresh=True)).namespace
        == "yours"
    )


def test_a_renamed_file_is_the_same_deck(tmp_path: Path) -> None:
    """Otherwise its new words would go to a second deck in Anki."""
    source = write(tmp_path / "a.txt", *PAIRS)
    build_named(source, output=tmp_path / "news.apkg")
    done = build_named(source, output=tmp_path / "other.apkg", previous=tmp_path / "news.apkg")
    assert [report.deck for report in done.reports] == ["news"]
    assert apkg.read(tmp_path / "other.apkg").decks[0][0] == "news"


@pytest.mark.parametrize("legacy", [True, False])
@pytest.mark.parametrize("share", [False, True])
def test_an_export_of_anki_is_a_memory_as_well(tmp_path: Path, *, legacy: bool, share: bool) -> None:
    """The deck that a colleague sends back goes on as from our own package, whatever is built next."""
    first = write(tmp_path / "first.txt", CONTROLS, TALKS, header="title: One\ndate: 2026-01-01\n")
    build_named(first, output=tmp_path / "news.apkg", request=Request(BUILT, share=share))
    with learner(tmp_path) as anna:
        anna.imports_file(tmp_path / "news.apkg")
        anna.exports(tmp_path / "export.apkg", legacy=legacy)
    assert apkg.read(tmp_path / "export.apkg").memory == ""
    second = write(tmp_path / "second.txt", POWER, MEMORY, header="title: Two\ndate: 2026-01-08\n")
    known = tmp_path / "known.csv"
    known.write_text("word,role\n出口管制,ignore\n", encoding="utf-8")
    decks = ["news", *(["news::2026-01-01 One", "news::2026-01-08 Two"] if share else [])]
    request = Request(BUILT + 60, share=share)
    futures: tuple[tuple[list[Path], dict[str, Any], set[str]], ...] = (
        ([first], {}, {"unchanged"}),
        ([second], {}, {"new", "archived"}),
        ([second], {"append": True}, {"new", "unchanged"}),
        ([first, second], {"append": True}, {"new", "unchanged"}),
        ([first], {"lists": (ListChoice(list=str(known)),)}, {"new", "unchanged", "retired"}),
    )
    for articles, more, fates in futures:
        done = {
            name: build_named(
                *articles, output=tmp_path / f"next-{name}", previous=tmp_path / name, request=replace(request, **more)
            )
            for name in ("export.apkg", "news.apkg")
        }
        assert counts(done["export.apkg"]) == counts(done["news.apkg"])
        assert set(counts(done["export.apkg"])) == fates
        built = apkg.read(tmp_path / "next-export.apkg")
        assert {name for name, _ in built.decks} <= set(decks)
        assert {note.guid for note in built.notes} == {
            note.guid for note in apkg.read(tmp_path / "next-news.apkg").notes
        }


def test_most_cards_say_what_the_deck_is_called(tmp_path: Path) -> None:
    """A learner who sorts a card into a deck of their own gives the deck no other name."""
    source = write(tmp_path / "a.txt", *PAIRS)
    build_named(source, output=tmp_path / "news.apkg")
    with learner(tmp_path) as anna:
        anna.imports_file(tmp_path / "news.apkg")
        anna.collection.set_deck([anna.notes()[0].cards()[0].id], anna.collection.decks.id("A deck of mine") or 0)
        anna.exports(tmp_path / "export.apkg")
    done = build_named(source, output=tmp_path / "next.apkg", previous=tmp_path / "export.apkg")
    assert [report.deck for report in done.reports] == ["news"]


def test_a_previous_package_that_is_missing_is_an_error(tmp_path: Path) -> None:
    """A typing error must not start a new history."""
    source = write(tmp_path / "a.txt", *PAIRS)
    with pytest.raises(PackageError, match=r"old\.apkg"):
        build_named(source, output=tmp_path / "new.apkg", previous=tmp_path / "old.apkg")
    assert not (tmp_path / "new.apkg").exists()


@pytest.mark.parametrize(
    ("name", "fine"),
    [
        ("deck-0123", True),
        ("新闻", True),
        ("a|b", False),
        ("a b", False),
        ("", False),
        ("a" * 65, False),
        ("a::b", False),
    ],
)
def test_a_namespace_can_stand_in_a_key(name: str, *, fine: bool) -> None:
    assert project.is_namespace(name) is fine
