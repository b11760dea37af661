"""What an import will do, told before it is done."""

from dataclasses import replace

from anki_support import CHIP, CONTROLS, NOTES, NOW, POWER, build, note
from scenarios import NEXT_WEEK, RICHER, also, say

from flashcards.differences import compare, counts, lines, markdown
from flashcards.model import Package

FIRST = build()
NOTHING = Package((), (), ())


def test_a_first_build_is_all_new() -> None:
    """There is nothing to compare it with."""
    found = compare(NOTHING, FIRST.package, FIRST.changes)
    assert counts(found) == {"new": 3, "changed": 0, "unchanged": 0, "retired": 0}
    assert list(lines(found)) == ["3 new, 0 changed, 0 unchanged, 0 retired", "new\t芯片", "new\t出口管制", "new\t算力"]


def test_changes_are_shown_field_by_field() -> None:
    """As a reader sees them; identity and date are no news."""
    second = build([replace(RICHER, tags=("x",)), CONTROLS, *NEXT_WEEK], FIRST.ledger, built=NOW + 60)
    found = compare(FIRST.package, second.package, second.changes)
    assert list(lines(found, verbose=True)) == [
        "1 new, 1 changed, 1 unchanged, 1 retired",
        "new\t法案",
        "changed\t芯片\tMeaning, Tags",
        "  Meaning: chips → chip of silicon",
        "  Tags: article::2026-03 domain::tech hsk2025::7 → x",
        "retired\t算力",
    ]


def test_a_new_sentence_is_shown_once() -> None:
    """Not again with its pinyin."""
    second = build([note("芯片", "新的芯片", "New chips", "chips"), CONTROLS, POWER], FIRST.ledger, built=NOW + 60)
    (changed,) = [each for each in compare(FIRST.package, second.package) if each.status == "changed"]
    assert [name for name, _, _ in changed.fields] == ["Sentence", "Translation"]


def test_a_difference_in_markup_alone_is_shown_as_markup() -> None:
    """A corrected tone colour is a correction."""
    recoloured = say(CHIP, Pinyin='<span class="t2">xīn</span><span class="t4">piàn</span>')
    second = build([recoloured, CONTROLS, POWER], FIRST.ledger, built=NOW + 60)
    (changed,) = [each for each in compare(FIRST.package, second.package) if each.status == "changed"]
    ((name, before, after),) = changed.fields
    assert (name, 'class="t1"' in before, 'class="t2"' in after) == ("Pinyin", True, True)


def test_archived_and_retired_are_told_apart_by_the_build() -> None:
    """Two packages alone cannot tell; then it is retired."""
    second = build(NEXT_WEEK, FIRST.ledger, built=NOW + 60, sources=("bills.txt",))
    assert counts(compare(FIRST.package, second.package, second.changes))["archived"] == 3
    assert counts(compare(FIRST.package, second.package))["retired"] == 3


def test_words_of_other_decks_are_listed() -> None:
    """They stand in neither package."""
    more = build([CHIP, *NEXT_WEEK], FIRST.ledger, name="More", siblings=frozenset(("News",)))
    found = compare(NOTHING, more.package, more.changes)
    assert [(each.status, each.word) for each in found] == [("new", "法案"), ("elsewhere", "芯片")]


def test_the_report_is_markdown_that_shows_everything() -> None:
    """To be kept beside the deck, or sent to its learners."""
    wild = say(RICHER, Meaning="a|b *c* [d] &lt;e&gt;")
    second = build([wild, CONTROLS, also("recognition", POWER)], FIRST.ledger, built=NOW + 60)
    report = markdown(compare(FIRST.package, second.package, second.changes), "News", "Key:x")
    assert report == (
        "# News\n\n| notes | |\n|---|---:|\n| new | 1 |\n| changed | 1 |\n| unchanged | 1 |\n| retired | 1 |\n\n"
        "## New\n\n- 算力 (recognition)\n\n"
        "## Changed\n\n### 芯片\n\n| field | before | after |\n|---|---|---|\n"
        "| Meaning | chips | a\\|b \\*c\\* \\[d\\] \\<e\\> |\n\n"
        "## Retired: no longer wanted, still in learners' collections\n\n- 算力\n\n"
        "Find them in Anki with:\n\n```\nKey:x\n```\n"
    )


def test_the_same_package_has_no_differences() -> None:
    """And the report says so in a line."""
    found = compare(FIRST.package, build(NOTES, FIRST.ledger, built=NOW + 60).package)
    assert list(lines(found, verbose=True)) == ["0 new, 0 changed, 3 unchanged, 0 retired"]
