"""The command line as a user meets it: what it writes, what it says, how it ends."""

import io
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from anki.collection import ExportAnkiPackageOptions
from anki_support import learner
from articles import share
from conftest import ROOT, SEEDS
from test_push import serving

from flashcards import apkg, ledger, pipeline
from flashcards.syllables import HAN

Run = Callable[..., tuple[int, str, str]]

ARTICLE = """\
---
title: Export controls widen
title_zh: 出口管制扩大
source: Example Wire
date: 2026-02-03
licence: CC0-1.0
---
The United States widened its export controls on chips on Tuesday.
美国周二扩大了对芯片的出口管制。
Chipmakers said the new rules would hurt their sales in China and slow investment.
芯片制造商表示，新规定将影响它们在中国的销售，并使投资放缓。
Regulators in Beijing called the decision a mistake and asked for talks on trade.
北京的监管机构称这一决定是错误的，并要求就贸易问题进行谈判。
Data centres need more computing power every year, an analyst said.
一位分析师说，数据中心每年都需要更多的算力。
"""


@pytest.fixture(autouse=True)
def share_tools(monkeypatch: pytest.MonkeyPatch, tools: pipeline.Toolbox) -> None:
    """The dictionaries are loaded once for all tests; that a process of its own finds them, README's commands show."""
    share(monkeypatch, tools)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "controls.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def project(article: Path) -> Path:
    """The configuration of a project with that article."""
    path = article.with_name("config.yaml")
    path.write_text("namespace: mine\ndecks:\n  - name: News\n    sources: [controls.txt]\n", encoding="utf-8")
    return path


def notes_of(deck: Path) -> dict[str, tuple[str, ...]]:
    """The fields of a package's notes by GUID."""
    return {note.guid: note.fields for note in apkg.read(deck).notes}


# What it does


def test_build_makes_a_deck_of_the_articles_named(run: Run, article: Path, tmp_path: Path) -> None:
    code, out, err = run("build", article, "--output", tmp_path / "news.apkg")
    assert (code, err) == (0, "")
    words = {fields[0] for fields in notes_of(tmp_path / "news.apkg").values()}
    assert {"芯片", "出口管制", "算力"} <= words
    assert f"{len(words)} new, 0 changed, 0 unchanged, 0 retired" in out


def test_building_again_changes_nothing(run: Run, article: Path, tmp_path: Path) -> None:
    """The same words and articles give the same bytes: an import then touches no note."""
    deck = tmp_path / "news.apkg"
    run("build", article, "--output", deck)
    before = deck.read_bytes()
    code, out, _ = run("build", article, "--output", deck)
    assert code == 0
    assert "0 new, 0 changed" in out
    assert deck.read_bytes() == before


def test_a_corrected_article_changes_only_the_notes_of_its_sentence(run: Run, article: Path, tmp_path: Path) -> None:
    deck = tmp_path / "news.apkg"
    run("build", article, "--output", deck)
    before = notes_of(deck)
    article.write_text(ARTICLE.replace("每年都需要更多的算力", "每年都需要更强的算力"), encoding="utf-8")
    _, out, _ = run("build", article, "--output", deck)
    after = notes_of(deck)
    assert set(before) == set(after)
    changed = {after[guid][0] for guid in after if after[guid] != before[guid]}
    assert "算力" in changed
    assert all("算力" in "".join(after[guid]) for guid in after if after[guid] != before[guid])
    assert f"{len(changed)} changed" in out


def test_a_namespace_stays_with_its_package(run: Run, article: Path, tmp_path: Path) -> None:
    """Another namespace would be another deck: learners would get every card a second time."""
    deck, second = tmp_path / "news.apkg", tmp_path / "second.apkg"
    run("build", article, "--output", deck, "--namespace", "mine")
    run("build", article, "--output", second, "--previous", deck)
    assert set(notes_of(deck)) == set(notes_of(second))
    assert ledger.loads(apkg.read(second).memory, "").namespace == "mine"


@pytest.mark.parametrize("options", [[], ["--report", "report.md"], ["--fresh"]])
def test_dry_run_writes_nothing_but_the_report(run: Run, project: Path, options: list[str]) -> None:
    """Neither decks nor ledger nor the folder for them."""
    wanted = [project.with_name(name) for name in options[1:]]
    before = {*project.parent.rglob("*"), *wanted}
    code, out, _ = run("build", "--config", project, "--dry-run", *options[:1], *wanted)
    assert code == 0
    assert "(not written)" in out
    assert {*project.parent.rglob("*")} == before


def test_a_project_keeps_its_memory_in_the_ledger(run: Run, project: Path) -> None:
    memory = project.with_name("decks") / "ledger.json"
    assert run("build", "--config", project)[0] == 0
    before = memory.read_bytes()
    assert run("build", "--config", project)[0] == 0
    assert memory.read_bytes() == before


def test_a_clone_without_ledger_takes_the_memory_from_the_package(run: Run, project: Path) -> None:
    run("build", "--config", project)
    (project.with_name("decks") / "ledger.json").unlink()
    _, out, _ = run("build", "--config", project)
    assert "0 new, 0 changed" in out


def test_align_prints_what_evaluation_tools_read(run: Run, article: Path) -> None:
    _, out, _ = run("align", article, "--format", "jsonl", "--readings")
    rows = [json.loads(line) for line in out.splitlines()]
    assert rows[1]["source"].startswith("Chipmakers said")
    assert rows[1]["target"] == "芯片制造商表示，新规定将影响它们在中国的销售，并使投资放缓。"
    assert (rows[1]["line"], rows[1]["bead"]) == ([10, 11], [1, 1])
    for row in rows:
        syllables = [s for token in row["tokens"] for s in token["reading"] or ()]
        assert "".join(token["text"] for token in row["tokens"]) == row["target"]
        assert len(syllables) == len(HAN.findall(row["target"]))


def test_align_prints_a_table_by_default(run: Run, article: Path) -> None:
    _, out, _ = run("align", article)
    header, *rows = out.splitlines()
    assert header.split("\t")[-2:] == ["source", "target"]
    assert len(rows) == 4


def test_align_takes_presegmented_sides(run: Run, tmp_path: Path) -> None:
    (tmp_path / "en").write_text("Chips are scarce.\nEnergy is cheap.\n", encoding="utf-8")
    (tmp_path / "zh").write_text("芯片紧缺。\n能源便宜。\n", encoding="utf-8")
    _, out, _ = run("align", tmp_path / "en", tmp_path / "zh", "--presegmented", "--format", "beads")
    assert [line.rpartition(":")[0] for line in out.splitlines()] == ["[0]:[0]", "[1]:[1]"]


def test_an_article_in_two_files_is_the_same_article(run: Run, article: Path, tmp_path: Path) -> None:
    lines = ARTICLE.split("---\n")[2].splitlines()
    (tmp_path / "a.en.txt").write_text("\n".join(lines[0::2]), encoding="utf-8")
    (tmp_path / "a.zh.txt").write_text("\n".join(lines[1::2]), encoding="utf-8")
    _, pair, _ = run("align", "--pair", tmp_path / "a.en.txt", tmp_path / "a.zh.txt", "--format", "jsonl")
    _, one, _ = run("align", article, "--format", "jsonl")
    sides = [[(u["source"], u["target"]) for u in map(json.loads, out.splitlines())] for out in (pair, one)]
    assert sides[0] == sides[1]


def test_terms_name_exact_spans_of_both_sides(run: Run, article: Path) -> None:
    _, out, _ = run("terms", article, "--format", "jsonl")
    terms = {term["headword"]: term for term in map(json.loads, out.splitlines())}
    for term in terms.values():
        for use in term["occurrences"]:
            assert use["target"][use["start"] : use["end"]] == term["headword"]
            assert use["gloss"] is None or use["gloss"] in use["source"]
    assert terms["出口管制"]["occurrences"][0]["gloss"] == "export controls"
    assert terms["出口管制"]["domain"] == "policy"
    assert terms["芯片"]["reading"] == ["xīn", "piàn"]


def test_terms_explains_its_scores(run: Run, article: Path) -> None:
    _, out, _ = run("terms", article, "--format", "jsonl", "--explain")
    for term in map(json.loads, out.splitlines()):
        assert sum(term["evidence"].values()) == pytest.approx(term["score"], abs=0.05)


@pytest.mark.parametrize(
    ("style", "expected"), [("marks", "xīnpiàn"), ("numbers", "xin1pian4"), ("zhuyin", "ㄒㄧㄣ ㄆㄧㄢˋ")]
)
def test_pinyin_writes_lines_in_words(run: Run, tmp_path: Path, style: str, expected: str) -> None:
    (tmp_path / "zh.txt").write_text("芯片\n\n芯片\n", encoding="utf-8")
    _, out, _ = run("pinyin", tmp_path / "zh.txt", "--style", style)
    assert out.splitlines() == [expected, "", expected]


def test_preview_writes_a_page_beside_the_deck(run: Run, article: Path, tmp_path: Path) -> None:
    run("build", article, "--output", tmp_path / "news.apkg")
    code, _, err = run("preview", tmp_path / "news.apkg")
    assert code == 0
    assert "news.apkg.html" in err
    assert "出口管制" in (tmp_path / "news.apkg.html").read_text("utf-8")


def test_diff_names_the_fields_that_changed(run: Run, article: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old.apkg", tmp_path / "new.apkg"
    run("build", article, "--output", old)
    article.write_text(ARTICLE.replace("every year", "each year"), encoding="utf-8")
    run("build", article, "--output", new, "--previous", old)
    _, out, _ = run("diff", old, new)
    assert "changed\t算力\tTranslation" in out


def test_config_prints_its_schema(run: Run) -> None:
    _, out, _ = run("config", "--schema")
    assert json.loads(out)["properties"]["namespace"]["type"] == "string"


def test_init_makes_a_project_that_builds(run: Run, tmp_path: Path) -> None:
    """A newcomer's first build must not fail, and two newcomers must not share a namespace."""
    for name in ("one", "two"):
        assert run("init", tmp_path / name)[0] == 0
        assert run("build", "--config", tmp_path / name / "config.yaml")[0] == 0
    memories = [ledger.read(tmp_path / name / "decks" / "ledger.json") for name in ("one", "two")]
    assert len({memory.namespace for memory in memories if memory}) == 2


def test_init_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("mine", encoding="utf-8")
    code, _, err = run("init", tmp_path)
    assert code == 1
    assert "config.yaml" in err
    assert (tmp_path / "config.yaml").read_text("utf-8") == "mine"


# Word lists and other wishes of a build


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """A list of one word that stands in the article and one that does not."""
    path = tmp_path / "words.csv"
    path.write_text("word,role,meaning\n投资,add,money laid out\n大象,add,\n", encoding="utf-8")
    return path


def words_of(deck: Path) -> set[str]:
    return {fields[0] for fields in notes_of(deck).values()}


def test_words_that_are_asked_for_get_cards_and_those_in_no_article_are_named(
    run: Run, article: Path, words: Path, tmp_path: Path
) -> None:
    code, out, _ = run("build", article, "--words", words, "--output", tmp_path / "news.apkg")
    assert code == 0
    assert "投资" in words_of(tmp_path / "news.apkg")
    assert "in no article: 大象" in out


def test_words_that_are_known_get_no_cards(run: Run, article: Path, tmp_path: Path) -> None:
    """From a list of one's own and from a published one, several of them."""
    (tmp_path / "known.txt").write_text("芯片\n", encoding="utf-8")
    deck = tmp_path / "news.apkg"
    run("build", article, "--known", tmp_path / "known.txt", "--known", "hsk2025:1-6", "--output", deck)
    assert "芯片制造商" in words_of(deck)
    assert not words_of(deck) & {"芯片", "出口管制"[2:], "贸易", "销售"}


def test_a_list_that_is_no_longer_named_takes_its_words_with_it(run: Run, article: Path, tmp_path: Path) -> None:
    """Retired, not deleted: named with the search by which the learner finds them in Anki."""
    deck = tmp_path / "news.apkg"
    (tmp_path / "rare.txt").write_text("每年\n", encoding="utf-8")
    run("build", article, "--words", tmp_path / "rare.txt", "--output", deck, "--namespace", "mine")
    assert "每年" in words_of(deck)
    _, out, _ = run("build", article, "--output", deck)
    assert "每年" not in words_of(deck)
    assert '"Key:mine|cloze|每年|0"' in out


def test_a_wrong_word_list_is_named_with_its_line(run: Run, article: Path, tmp_path: Path) -> None:
    """反应 has two characters: a third syllable would shift the pinyin of the sentence."""
    (tmp_path / "w.csv").write_text("word,role,reading\n芯片,add,xīnpiàn\n反应,fix,fǎn yìng duī\n", encoding="utf-8")
    code, _, err = run("build", article, "--words", tmp_path / "w.csv", "--output", tmp_path / "news.apkg")
    assert code == 1
    assert err.startswith(f"error: {tmp_path / 'w.csv'}:3: ")
    assert not (tmp_path / "news.apkg").exists()


def test_append_keeps_the_cards_of_last_week(run: Run, article: Path, tmp_path: Path) -> None:
    deck = tmp_path / "news.apkg"
    run("build", article, "--output", deck)
    before = notes_of(deck)
    week = tmp_path / "week2.txt"
    week.write_text(
        "Farmers sold more soybeans to Chinese buyers.\n农民向中国买家出售了更多的大豆。\n", encoding="utf-8"
    )
    code, out, _ = run("build", week, "--append", "--output", deck, "--words", _list(tmp_path, "大豆"))
    assert code == 0
    assert before.items() < notes_of(deck).items()
    assert "大豆" in words_of(deck)
    assert f"{len(before)} unchanged" in out


def _list(folder: Path, *words: str) -> Path:
    path = folder / "list.txt"
    path.write_text("\n".join(words), encoding="utf-8")
    return path


def test_without_append_they_are_archived_and_come_back(run: Run, article: Path, tmp_path: Path) -> None:
    deck, other = tmp_path / "news.apkg", tmp_path / "other.txt"
    other.write_text(ARTICLE.replace("扩大", "放宽"), encoding="utf-8")
    run("build", article, "--output", deck)
    before = notes_of(deck)
    other.write_text(
        "Farmers sold more soybeans to Chinese buyers.\n农民向中国买家出售了更多的大豆。\n", encoding="utf-8"
    )
    _, out, _ = run("build", other, "--output", deck, "--words", _list(tmp_path, "大豆"))
    assert f"{len(before)} archived" in out
    run("build", article, other, "--output", deck, "--words", _list(tmp_path, "大豆"))
    assert before.keys() < notes_of(deck).keys()


def test_fresh_starts_a_new_history(run: Run, article: Path, tmp_path: Path) -> None:
    deck = tmp_path / "news.apkg"
    run("build", article, "--output", deck)
    first = notes_of(deck)
    code, out, _ = run("build", article, "--output", deck, "--fresh")
    assert code == 0
    assert f"{len(first)} new" in out
    assert not first.keys() & notes_of(deck).keys()


def test_share_makes_a_deck_for_others(run: Run, article: Path, tmp_path: Path) -> None:
    """A subdeck for each article; the build names no own folder anywhere."""
    code, _, _ = run("build", article, "--share", "--output", tmp_path / "shared.apkg")
    assert code == 0
    package = apkg.read(tmp_path / "shared.apkg")
    assert {note.deck for note in package.notes} == {"shared::2026-02-03 Export controls widen"}
    assert str(tmp_path) not in "".join(field for note in package.notes for field in note.fields)


@pytest.mark.parametrize("dry", [True, False])
def test_report_says_in_markdown_what_changes(run: Run, article: Path, tmp_path: Path, *, dry: bool) -> None:
    """Whoever asks for the report of a dry run wants to read it before anything is written."""
    deck, report = tmp_path / "news.apkg", tmp_path / "report.md"
    run("build", article, "--output", deck)
    before = deck.read_bytes()
    article.write_text(ARTICLE.replace("every year", "each year"), encoding="utf-8")
    run("build", article, "--output", deck, "--report", report, *(["--dry-run"] if dry else []))
    text = report.read_text("utf-8")
    assert text.startswith("# news\n")
    assert "### 算力" in text
    assert "| Translation | Data centres need more computing power every year" in text
    assert (deck.read_bytes() == before) is dry


def test_verbose_names_every_note(run: Run, article: Path, tmp_path: Path) -> None:
    _, out, _ = run("build", article, "--output", tmp_path / "news.apkg", "--verbose")
    assert "  new\t芯片" in out.splitlines()


@pytest.mark.parametrize("option", [("--namespace", "mine"), ("--previous", "old.apkg")])
def test_options_of_named_articles_do_not_go_with_a_configuration(
    run: Run, project: Path, option: tuple[str, str]
) -> None:
    """An option that does nothing is a promise that is not kept."""
    code, _, err = run("build", "--config", project, *option)
    assert code == 2
    assert "--output" in err
    assert not project.with_name("decks").exists()


@pytest.mark.parametrize("name", ["a|b", "a b", "x" * 65])
def test_a_namespace_that_could_not_be_found_again_is_refused(
    run: Run, article: Path, tmp_path: Path, name: str
) -> None:
    """It stands in each note's Key, between bars."""
    code, _, err = run("build", article, "--output", tmp_path / "news.apkg", "--namespace", name)
    assert code == 2
    assert "namespace" in err
    assert not (tmp_path / "news.apkg").exists()


# Other commands


def test_align_check_lists_only_what_disagrees(run: Run, article: Path, tmp_path: Path) -> None:
    assert run("align", article, "--check") == (0, "", "")
    wrong = tmp_path / "wrong.txt"
    pair = "The company built 12 data centres last year.\n该公司去年建造了40个数据中心。\n"
    wrong.write_text(ARTICLE + pair, encoding="utf-8")
    code, out, _ = run("align", wrong, "--check")
    (line,) = out.splitlines()
    assert code == 0
    assert line.startswith(f"{wrong}:17: number: ")
    assert "40" in line


def test_terms_of_several_articles_are_one_table(run: Run, article: Path, tmp_path: Path) -> None:
    """A header in the middle would be read as a term."""
    shutil.copy(article, tmp_path / "second.txt")
    _, out, _ = run("terms", article, tmp_path / "second.txt", "--format", "tsv")
    header, *rows = out.splitlines()
    assert header.startswith("headword\t")
    assert [row.partition("\t")[0] for row in rows].count("芯片") == 2
    assert header not in rows


@pytest.mark.parametrize("form", ["tsv", "jsonl", "table"])
def test_terms_show_frequencies_if_asked_to(run: Run, article: Path, form: str) -> None:
    """芯片 is in the list of frequencies, 出口管制 is not: the same terms in the same order, with a value more."""
    _, plain, _ = run("terms", article, "--format", form)
    code, out, _ = run("terms", article, "--format", form, "--zipf")
    assert code == 0
    assert "4.16" in out
    assert "4.16" not in plain
    if form == "tsv":
        rows = {row[0]: row for row in (line.split("\t") for line in out.splitlines())}
        assert [rows[word][-1] for word in ("headword", "芯片", "出口管制")] == ["zipf", "4.16", ""]
        assert [line.rpartition("\t")[0] for line in out.splitlines()] == plain.splitlines()


def test_terms_are_shown_as_a_table(run: Run, article: Path) -> None:
    _, out, _ = run("terms", article)
    assert "Export controls widen" in out
    assert "芯片" in out


PINYIN = [
    pytest.param("不是", [], "bù shì", id="dictionary tones"),
    pytest.param("不是", ["--sandhi"], "bú shì", id="spoken tones"),
    pytest.param("期间", [], "qījiān", id="Mainland"),
    pytest.param("期间", ["--taiwan"], "qíjiān", id="Taiwan"),
]


@pytest.mark.parametrize(("text", "options", "expected"), PINYIN)
def test_pinyin_has_the_tones_that_are_asked_for(
    run: Run, tmp_path: Path, text: str, options: list[str], expected: str
) -> None:
    (tmp_path / "zh.txt").write_text(text, encoding="utf-8")
    _, out, _ = run("pinyin", tmp_path / "zh.txt", *options)
    assert out.strip().replace(" ", "") == expected.replace(" ", "")


def test_doubtful_readings_come_with_line_and_character(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that a person goes through with the article beside it."""
    monkeypatch.setattr("flashcards.readings.doubtful", lambda words: [(words[0], 1)] if words else [])
    (tmp_path / "zh.txt").write_text("\n芯片\n", encoding="utf-8")
    _, out, _ = run("pinyin", tmp_path / "zh.txt", "--doubtful")
    (row,) = out.splitlines()
    assert row.split("\t")[:4] == ["2", "芯片", "片", "piàn"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("build --fresh --append", "--append"),
        ("build --previous a.apkg", "--previous"),
        ("align a.txt --readings", "--format"),
        ("align a.txt --readings --format tmx", "--format"),
        ("align a.txt --check --readings", "--readings"),
        ("align a.txt --check --format jsonl", "--format"),
        ("align a.txt b.txt --check --presegmented", "--presegmented"),
        ("align a.txt b.txt --presegmented", "--format"),
        ("align a.txt --format beads", "--presegmented"),
        ("align --pair a.txt b.txt --presegmented --format beads", "--presegmented"),
        ("terms a.txt --explain --format tsv", "--format"),
        ("pinyin a.txt --doubtful --format jsonl", "--format"),
        ("pinyin a.txt --doubtful --style zhuyin", "--style"),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    run: Run, arguments: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(ARTICLE, encoding="utf-8")
    code, out, err = run(*arguments.split())
    assert (code, out) == (2, "")
    assert said in err


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))


def test_pinyin_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """In UTF-8 whatever the terminal, with the mark that Windows puts before it or without."""
    stdin(monkeypatch, b"\xef\xbb\xbf" + "芯片\r\n\r\n芯片".encode())
    assert run("pinyin") == (0, "xīnpiàn\n\nxīnpiàn\n", "")


def test_pinyin_reads_what_another_program_writes(run: Run) -> None:
    """`pinyin <(…)` and `pinyin /dev/stdin` name a pipe, which can be read only once."""
    read, write = os.pipe()
    os.write(write, "芯片\n".encode())
    os.close(write)
    assert run("pinyin", f"/dev/fd/{read}") == (0, "xīnpiàn\n", "")
    os.close(read)


def test_standard_input_that_is_no_text_is_an_error(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"\xff\xfe\x00")
    code, _, err = run("pinyin")
    assert code == 1
    assert err.startswith("error: standard input: ")


def test_info_says_what_is_inside(run: Run, article: Path, tmp_path: Path) -> None:
    deck = tmp_path / "news.apkg"
    run("build", article, "--output", deck, "--namespace", "mine")
    code, out, _ = run("info", deck)
    count = len(notes_of(deck))
    assert code == 0
    assert f"deck news: {count} notes" in out
    assert "article: Export controls widen · 出口管制扩大 · Example Wire · 3 February 2026" in out
    assert "namespace: mine" in out


def test_config_checks_a_configuration(run: Run, project: Path) -> None:
    code, out, err = run("config", project)
    assert (code, out) == (0, "")
    assert err.startswith("News: 1 articles → ")


@pytest.mark.parametrize("command", ["preview", "info", "push", "diff"])
def test_a_missing_package_is_named(run: Run, tmp_path: Path, command: str) -> None:
    missing = tmp_path / "none.apkg"
    code, _, err = run(command, missing, *([missing] if command == "diff" else []))
    assert code == 1
    assert str(missing) in err


def test_a_file_may_be_called_anything(article: Path) -> None:
    """A name that is no text must give a message all the same, not a traceback from printing it."""
    name = os.fsencode(article.parent) + b"/caf\xe9.txt"
    code = "from flashcards.cli import main; main()"
    program: list[str | bytes] = [sys.executable, "-c", code, "align", name]
    done = subprocess.run(program, capture_output=True, text=True, check=False, encoding="utf-8", cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "no such file" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_number_of_a_line_is_no_picture(run: Run, article: Path, tmp_path: Path) -> None:
    """`:100:` is an emoji to some who print."""
    words = tmp_path / "words.csv"
    words.write_text("word,role\n" + "芯片,add\n" * 98 + "算力,teach\n", encoding="utf-8")
    code, _, messages = run("build", article, "--words", words, "--output", tmp_path / "x.apkg")
    assert (code, "words.csv:100: " in messages) == (1, True)


# Into Anki and back


def test_push_hands_packages_to_the_anki_that_is_open(run: Run, article: Path, tmp_path: Path) -> None:
    """Through the add-on's own protocol, and Anki has the notes."""
    deck = tmp_path / "news.apkg"
    run("build", article, "--output", deck)
    (tmp_path / "anki").mkdir()
    with learner(tmp_path / "anki") as somebody:
        asked: list[dict[str, object]] = []

        def answer(question: dict[str, object]) -> object:
            asked.append(question)
            if question["action"] == "importPackage":
                parameters = question["params"]
                assert isinstance(parameters, dict)
                somebody.imports_file(Path(parameters["path"]))
                return {"result": True, "error": None}
            return {"result": 6, "error": None}

        with serving(answer) as port:
            code, _, err = run("push", deck, "--port", port, "--key", "secret")
        assert (code, f"imported {deck}" in err.replace("\n", "")) == (0, True)
        assert {question["key"] for question in asked} == {"secret"}
        assert {note.guid for note in somebody.notes()} == notes_of(deck).keys()


def test_push_without_anki_says_what_to_open(run: Run, article: Path, tmp_path: Path) -> None:
    deck = tmp_path / "news.apkg"
    run("build", article, "--output", deck)
    with serving(lambda _: {"result": 6, "error": None}) as port:
        pass
    code, _, err = run("push", deck, "--port", port)
    assert code == 1
    assert "open Anki" in err


def test_what_a_learner_corrects_comes_back_for_everybody(run: Run, article: Path, tmp_path: Path) -> None:
    """The whole way round: build, import, edit and learn in Anki, export, harvest, build again."""
    deck, fix, known = tmp_path / "news.apkg", tmp_path / "fix.csv", tmp_path / "known.csv"
    run("build", article, "--output", deck)
    (tmp_path / "anki").mkdir()
    with learner(tmp_path / "anki") as somebody:
        somebody.imports_file(deck)
        somebody.edits("芯片", Meaning="<b>microchip</b>")
        somebody.collection.sched.suspend_cards([somebody.note("算力").cards()[0].id])
        export = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=False, legacy=True)
        path = tmp_path / "export.apkg"
        somebody.collection.export_anki_package(out_path=str(path), options=export, limit=None)
    code, out, err = run("harvest", path, deck, "--fix", fix, "--known", known)
    assert code == 0
    assert "芯片" in out.splitlines()
    assert err.count("wrote ") == 2
    _, out, _ = run("build", article, "--output", deck, "--words", fix, "--known", known)
    fields = {note[0]: note for note in notes_of(deck).values()}
    assert "microchip" in fields["芯片"][4]
    assert "算力" not in fields
    assert " 1 retired" in out


# Bad input: one line that says what, where and what to do; exit code 1; nothing overwritten

ENGLISH = "The United States widened its export controls on Tuesday.\nChipmakers complained about it.\n"
CHINESE = "美国周二扩大了出口管制。\n芯片制造商对此表示不满。\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "empty", id="an empty file"),
        pytest.param(ENGLISH.encode(), "Chinese", id="English only"),
        pytest.param(CHINESE.encode(), "English", id="Chinese only"),
        pytest.param(b"\x81\x00\xff\xfe\xfa" * 40, "encoding", id="undecodable bytes"),
    ],
)
def test_an_article_that_cannot_be_used_is_named(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    source, deck = tmp_path / "bad.txt", tmp_path / "news.apkg"
    source.write_bytes(content)
    deck.write_bytes(b"old")
    shutil.copy(ROOT / "seeds" / SEEDS[0].name, tmp_path / "good.txt")
    code, out, err = run("build", tmp_path / "good.txt", source, "--output", tmp_path / "new.apkg")
    assert (code, out) == (1, "")
    assert err.startswith(f"error: {source}")
    assert said in err
    assert deck.read_bytes() == b"old"
    assert not (tmp_path / "new.apkg").exists()


def test_a_folder_is_no_article(run: Run, tmp_path: Path) -> None:
    code, _, err = run("align", tmp_path)
    assert code == 1
    assert "folder" in err


def test_a_missing_article_is_named(run: Run, tmp_path: Path) -> None:
    code, _, err = run("terms", tmp_path / "nowhere.txt")
    assert code == 1
    assert "nowhere.txt" in err


def test_all_faulty_articles_are_named_at_once(run: Run, tmp_path: Path) -> None:
    """Ten bad articles are mended in one go, not in ten runs."""
    code, _, err = run("align", tmp_path / "one.txt", tmp_path / "two.txt")
    assert code == 1
    assert err.count("error: ") == 2


def test_an_unwritable_folder_is_named(run: Run, article: Path, tmp_path: Path) -> None:
    """A file where a folder should be stands for every kind of place that cannot be written: root writes anywhere."""
    (tmp_path / "blocked").write_text("a file", encoding="utf-8")
    code, _, err = run("build", article, "--output", tmp_path / "blocked" / "news.apkg")
    assert code == 1
    assert "cannot" in err
    assert (tmp_path / "blocked").read_text("utf-8") == "a file"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("contxts: 2", "contexts", id="unknown key"),
        pytest.param("namespace: again", "twice", id="duplicate key"),
        pytest.param("contexts: many", "whole number", id="wrong type"),
        pytest.param("decks: [", "YAML", id="broken YAML"),
    ],
)
def test_a_faulty_configuration_is_named_with_its_line(run: Run, project: Path, line: str, said: str) -> None:
    head = "" if line.startswith("decks") else "decks:\n  - name: News\n    sources: [controls.txt]\n"
    project.write_text(f"namespace: mine\n{head}{line}\n", encoding="utf-8")
    code, _, err = run("build", "--config", project)
    assert code == 1
    assert f"{project}:" in err
    assert said in err
    assert not project.with_name("decks").exists()


def test_a_damaged_ledger_is_left_as_it_was(run: Run, project: Path) -> None:
    memory = project.with_name("decks") / "ledger.json"
    memory.parent.mkdir()
    memory.write_text('{"version": 1, ', encoding="utf-8")
    code, _, err = run("build", "--config", project)
    assert code == 1
    assert str(memory) in err
    assert "--fresh" in err
    assert memory.read_text("utf-8") == '{"version": 1, '
    assert run("build", "--config", project, "--fresh")[0] == 0


def test_a_damaged_package_is_left_as_it_was(run: Run, article: Path, tmp_path: Path) -> None:
    deck = tmp_path / "news.apkg"
    deck.write_bytes(b"PK\x03\x04 half a file")
    code, _, err = run("build", article, "--output", deck)
    assert code == 1
    assert str(deck) in err
    assert deck.read_bytes() == b"PK\x03\x04 half a file"


def test_a_name_that_anki_takes_for_a_backup_is_refused(run: Run, article: Path, tmp_path: Path) -> None:
    """Anki replaces the whole collection by a file called collection.apkg."""
    code, _, err = run("build", article, "--output", tmp_path / "collection.apkg")
    assert code == 1
    assert "collection.apkg" in err


@pytest.mark.parametrize("arguments", [["build", "a.txt"], ["build", "--output", "x.apkg"], ["align"], ["nonsense"]])
def test_wrong_usage_ends_with_2(run: Run, arguments: list[str]) -> None:
    assert run(*arguments)[0] == 2


def test_written_files_can_be_read_by_others(run: Run, article: Path, tmp_path: Path) -> None:
    run("build", article, "--output", tmp_path / "news.apkg")
    assert stat.S_IMODE((tmp_path / "news.apkg").stat().st_mode) & 0o044
