"""Cards in reading order, and siblings far apart."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from anki_support import ARTICLE, CHIP, CONTROLS, NOW, POWER, Learner, learner
from hypothesis import given
from hypothesis import strategies as st

from flashcards.arrangement import DISTANCE, apart, by_article
from flashcards.ledger import Ledger
from flashcards.model import Deck
from flashcards.update import Circumstances, carry_over

SECOND = replace(ARTICLE, name="power.txt", title="Power: the long :: bill", date="2026-01-02")


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Learner]:
    with learner(tmp_path) as somebody:
        yield somebody


def test_articles_become_subdecks_in_the_order_of_their_dates() -> None:
    """Name order is the order in which Anki offers new cards."""
    notes = (CHIP, replace(POWER, document="power.txt"), replace(CONTROLS, document="elsewhere.txt"))
    parts = by_article(Deck("News", "About", notes), [ARTICLE, SECOND])
    assert [(part.name, part.description, len(part.notes)) for part in parts] == [
        ("News", "About", 1),
        ("News::2026-01-02 Power: the long – bill", "", 1),
        ("News::2026-03-09 Chips and power", "", 1),
    ]


def test_subdecks_arrive_in_anki_as_named(anna: Learner) -> None:
    """Anki makes the parents and keeps the order."""
    parts = by_article(Deck("News", "About", (CHIP, replace(POWER, document="power.txt"))), [ARTICLE, SECOND])
    anna.takes(carry_over(parts, Ledger("test"), Circumstances(NOW, frozenset())))
    names = [entry.name for entry in anna.collection.decks.all_names_and_ids() if entry.name != "Default"]
    assert names == [part.name for part in parts]


@given(st.text(), st.text(max_size=10))
def test_any_headline_names_one_deck(title: str, date: str) -> None:
    """No headline opens a deck inside a deck, ends in blanks or is too long for a phone."""
    document = replace(ARTICLE, title=title, date=date)
    _, part = by_article(Deck("News", "", (CHIP,)), [document])
    name = part.name.removeprefix("News::")
    assert name == name.strip() != ""
    assert "::" not in name
    assert len(name) <= 60


def test_kinds_of_one_word_lie_apart() -> None:
    """The back of one card is the front of the other."""
    notes = apart(
        [CHIP, replace(CHIP, kind="recognition"), replace(CHIP, kind="production")],
        ["cloze", "recognition", "production"],
    )
    assert [note.due for note in notes] == [0, DISTANCE, 2 * DISTANCE]
