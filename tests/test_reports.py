"""What a build says to people: `flashcards.reports`."""

from dataclasses import replace

import pytest

from flashcards.model import BuildReport, Change
from flashcards.reports import build_summary, missing_words


def change(status: str, key: str, slot: int = 0) -> Change:
    return Change(status, key, slot, f"guid-{key}-{slot}")


QUIET = BuildReport("News", "decks/news.apkg", (change("new", "芯片"), change("unchanged", "算力")), units=40)


def summary(report: BuildReport, *, verbose: bool = False, dry_run: bool = False) -> list[str]:
    return list(build_summary(report, "mine", verbose=verbose, dry_run=dry_run))


def test_a_build_without_surprises_takes_two_lines() -> None:
    """What always says something is not read when it matters."""
    assert summary(QUIET) == [
        "News → decks/news.apkg",
        "  notes: 1 new, 0 changed, 1 unchanged, 0 retired; sentences: 40",
    ]


def test_a_dry_run_says_that_nothing_was_written() -> None:
    assert summary(QUIET, dry_run=True)[0] == "News → decks/news.apkg (not written)"


def test_retired_words_are_named_with_a_way_to_find_them() -> None:
    """Anki deletes nothing on import: the learner has to, and must be able to find them."""
    lines = summary(
        replace(QUIET, changes=(change("retired", "芯片"), change("retired", "芯片", 1), change("new", "x")))
    )
    assert lines[1] == "  notes: 1 new, 0 changed, 0 unchanged, 2 retired; sentences: 40"
    assert lines[2] == "  retired: 芯片 (no longer wanted; not in the package, still in learners' collections)"
    assert lines[3] == '    find them in Anki with: "Key:mine|cloze|芯片|0" OR "Key:mine|cloze|芯片|1"'


@pytest.mark.parametrize(("status", "said"), [("archived", "nothing is lost"), ("elsewhere", "another deck")])
def test_rarer_fates_are_counted_only_when_they_happen(status: str, said: str) -> None:
    lines = summary(replace(QUIET, changes=(change(status, "芯片"),)))
    assert f", 1 {status}; sentences" in lines[1]
    assert lines[2].startswith(f"  {status}: 芯片 (")
    assert said in lines[2]
    assert status not in "".join(summary(QUIET))
    assert "find them" not in "".join(lines)


def test_what_was_left_out_and_what_is_strange_is_said() -> None:
    report = replace(QUIET, dropped=(("sentences whose translation is too uncertain", 3),), warnings=("list.csv: odd",))
    assert summary(report)[2:] == [
        "  left out: 3 sentences whose translation is too uncertain",
        "  note: list.csv: odd",
    ]


def test_one_doubt_is_not_many() -> None:
    assert summary(replace(QUIET, doubts=("only",), readings=("only",)))[2:] == [
        "  look at: 1 sentence disagrees with its translation; --verbose lists them",
        "  look at: 1 reading on a card is doubtful; --verbose lists them",
    ]


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (replace(QUIET, doubts=("first", "second")), "2 sentences disagree with their translation"),
        (replace(QUIET, readings=("first", "second")), "2 readings on cards are doubtful"),
    ],
)
def test_doubts_are_counted_and_listed_on_request(report: BuildReport, said: str) -> None:
    (short,) = summary(report)[2:]
    assert said in short
    assert short.endswith("; --verbose lists them")
    counted, *listed = summary(report, verbose=True)[2:]
    assert said in counted
    assert "--verbose" not in counted
    assert listed == ["    first", "    second"]


@pytest.mark.parametrize(
    ("missing", "lines"),
    [
        pytest.param([()], [], id="none"),
        pytest.param([("算力", "大象")], ["in no article: 大象、算力 (asked for by a word list)"], id="sorted"),
        pytest.param(
            [("算力", "大象"), ("大象",)], ["in no article: 大象 (asked for by a word list)"], id="one deck has it"
        ),
        pytest.param([("算力",), ("大象",)], [], id="each is in one deck"),
    ],
)
def test_a_word_is_missing_only_if_no_deck_has_it(missing: list[tuple[str, ...]], lines: list[str]) -> None:
    """A list for all decks holds words of all of them."""
    assert list(missing_words([replace(QUIET, missing=words) for words in missing])) == lines
