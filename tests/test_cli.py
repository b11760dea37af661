"""The command line as a user meets it: what it writes, what it says, how it ends."""

import json
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SEEDS

from flashcards import apkg, ledger
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


def test_dry_run_writes_nothing(run: Run, article: Path, tmp_path: Path) -> None:
    code, out, _ = run("build", article, "--output", tmp_path / "news.apkg", "--dry-run")
    assert code == 0
    assert "(not written)" in out
    assert not (tmp_path / "news.apkg").exists()


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
