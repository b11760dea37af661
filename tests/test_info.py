"""What is inside a package, at a glance."""

from dataclasses import replace

from anki_support import CHIP, NOTES, build, context

from flashcards import cloze, info
from flashcards.model import Package


def test_info_names_what_matters() -> None:
    """Enough to decide whether to import it, and how to rebuild it."""
    recognition = cloze.make_note(context("算力", meaning="computing power", due=9), kind="recognition")
    text = "\n".join(info.lines(build([*NOTES, recognition]).package, "news.apkg"))
    assert text == (
        "news.apkg\n"
        "  deck News: 4 notes\n"
        "  cards: 3 cloze, 1 recognition\n"
        "  subjects: 4 Technology\n"
        "  levels: 4 HSK 2025 level 7–9\n"
        "  article: Chips and power · 芯片与电力 · Example Times · 9 March 2026 (4)\n"
        "  last change: 2026-09-21\n"
        "  namespace: test\n"
        "  memory: its ledger; 4 active\n"
        "  rebuild with other words: flashcards build ARTICLES --previous news.apkg --output NEW.apkg --words LIST (keeps namespace test)"
    )


def test_info_of_an_export_and_of_foreign_notes() -> None:
    """What Anki exported still says who it is; what is not ours is counted, not read."""
    package = build([CHIP]).package
    foreign = replace(package.notes[0], kind="", fields=("front", "back"), guid="x")
    exported = "\n".join(info.lines(replace(package, memory="", notes=(*package.notes, foreign)), "x.apkg"))
    assert "notes of other note types: 1" in exported
    assert "exported by Anki; 1 active" in exported
    alone = "\n".join(info.lines(Package((("A", ""),), (foreign,), ()), "x.apkg"))
    assert "no card made by flashcards" in alone
    assert "memory: none" in alone
