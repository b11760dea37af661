"""Decks that live: every scenario against real Anki, and again with the code for its rule taken out."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from anki import buildinfo
from scenarios import SCENARIOS, Scenario, play

from flashcards import identity, ledger, update
from flashcards.errors import FlashcardsError
from flashcards.ledger import Entry
from flashcards.model import Change, Note, PackedNote

NAMES = [f"{each.rule}: {each.name}" for each in SCENARIOS]


ANKI = tuple(int(part) for part in buildinfo.version.split(".")[:2])
CASES = [
    pytest.param(each, marks=pytest.mark.xfail(reason="not in this Anki yet") if each.since > ANKI else ())
    for each in SCENARIOS
]


@pytest.mark.parametrize("scenario", CASES, ids=NAMES)
def test_a_deck_lives(scenario: Scenario, tmp_path: Path) -> None:
    """Users import a deck, study for weeks, then want other words, corrected glosses, the next article."""
    play(scenario, tmp_path)


def test_there_are_enough_scenarios() -> None:
    """Each is a way in which other generators cost learners their reviews."""
    assert len(SCENARIOS) >= 40
    assert len(set(NAMES)) == len(NAMES)
    assert {each.rule for each in SCENARIOS} == set(WITHOUT)


Break = Callable[[pytest.MonkeyPatch], None]


def _stamp_now(patch: pytest.MonkeyPatch) -> None:
    """Every note is dated with the build, as genanki does."""
    patch.setattr(update, "_modified", lambda _old, _content, built: built)


def _stamp_once(patch: pytest.MonkeyPatch) -> None:
    """A note keeps the date of its first build, as reproducible builds with one timestamp do."""
    patch.setattr(update, "_modified", lambda old, _content, built: old.modified if old else built)


def _trust_the_clock(patch: pytest.MonkeyPatch) -> None:
    """A changed note is dated with the build, whatever its last date was."""
    kept = update._modified
    patch.setattr(
        update,
        "_modified",
        lambda old, content, built: (
            min(built, kept(old, content, built)) if old and old.content != content else kept(old, content, built)
        ),
    )


def _forget_the_removed(patch: pytest.MonkeyPatch) -> None:
    """What is not in this build leaves the memory."""

    def forgotten(entry: Entry, deck: str, now: update.Circumstances) -> tuple[Entry, Change | None]:
        del deck, now
        return replace(entry, key=f"gone {entry.key}", guid=f"gone {entry.guid}", forms=(), state="archived"), None

    patch.setattr(update, "_leave_out", forgotten)


def _call_all_retired(patch: pytest.MonkeyPatch) -> None:
    """A missing note is a word that nobody wants."""
    kept = update._leave_out
    patch.setattr(
        update,
        "_leave_out",
        lambda entry, deck, now: kept(entry, deck, replace(now, sources=frozenset((entry.document,)))),
    )


def _drop_the_absent(patch: pytest.MonkeyPatch) -> None:
    """Appending is building anew."""
    patch.setattr(update, "_keep", lambda _absent, _deck, _now: {})


def _ignore_forms(patch: pytest.MonkeyPatch) -> None:
    """A key that comes out differently is another term."""
    patch.setattr(update, "known_as", lambda notes, _entries: tuple(notes))


def _ignore_senses(patch: pytest.MonkeyPatch) -> None:
    """A written form is one word."""

    def without(notes: tuple[Note, ...], _: object) -> tuple[Note, ...]:
        return tuple(replace(note, key=note.key.partition("#")[0]) for note in notes)

    patch.setattr(update, "known_as", without)


def _believe_exports(patch: pytest.MonkeyPatch) -> None:
    """What a note has become is taken for what was shipped."""
    kept = identity._recall

    def believing(note: PackedNote, deck: str) -> tuple[str, Entry] | None:
        found = kept(note, deck)
        if found is None:
            return None
        content, _ = ledger.content(identity.said(note.fields), note.tags)
        return found[0], replace(found[1], content=content, modified=note.modified)

    patch.setattr(identity, "_recall", believing)
    patch.setattr(ledger, "loads", lambda _text, _path: ledger.Ledger("test"))


def _forget_the_sentence(patch: pytest.MonkeyPatch) -> None:
    """What an export does not tell is left empty, as with a word that stands in no article."""
    patch.setattr(ledger, "UNKNOWN", "")


def _take_subdecks_for_decks(patch: pytest.MonkeyPatch) -> None:
    """A note belongs to the deck that its card is in."""
    patch.setattr(identity, "_root", lambda deck, _package: deck)


def _slots_by_order(patch: pytest.MonkeyPatch) -> None:
    """The first sentence gets the first slot."""

    def in_order(notes: list[Note], entries: list[Entry]) -> dict[int, Entry]:
        return dict(enumerate(sorted(entries, key=lambda entry: entry.slot)[: len(notes)]))

    patch.setattr(identity, "_pair", in_order)


def _decks_by_name(patch: pytest.MonkeyPatch) -> None:
    """What another name shipped is foreign, also if that deck no longer exists."""

    def by_name(entries: tuple[Entry, ...], deck: str, _: object) -> tuple[list[Entry], list[Entry]]:
        return [e for e in entries if e.deck == deck], [e for e in entries if e.deck != deck]

    patch.setattr(update, "_divide", by_name)


def _share_freely(patch: pytest.MonkeyPatch) -> None:
    """Every deck ships every word that it has."""
    patch.setattr(update, "_divide", lambda entries, _deck, _siblings: (list(entries), []))


def _one_namespace(patch: pytest.MonkeyPatch) -> None:
    """The same word is the same note, whoever makes the deck."""
    kept = ledger.guid
    patch.setattr(ledger, "guid", lambda _space, kind, key, slot: kept("all", kind, key, slot))


def _date_looks_now(patch: pytest.MonkeyPatch) -> None:
    """Every build brings its look as the newest."""
    kept = update._note_types
    patch.setattr(
        update,
        "_note_types",
        lambda kinds, stamps, now: tuple(replace(t, modified=now.built) for t in kept(kinds, stamps, now)),
    )


def _date_looks_once(patch: pytest.MonkeyPatch) -> None:
    """A look keeps the date of its first build."""
    kept = update._note_types
    patch.setattr(
        update,
        "_note_types",
        lambda kinds, stamps, now: tuple(replace(t, modified=1_790_000_000) for t in kept(kinds, stamps, now)),
    )


def _all_cards_first(patch: pytest.MonkeyPatch) -> None:
    """Every card has position 0, as genanki writes it."""
    kept = update._ship_one

    def first(*args: object) -> tuple[PackedNote, Entry, Change]:
        packed, entry, change = kept(*args)  # type: ignore[arg-type]  # passed through
        return replace(packed, due=0), entry, change

    patch.setattr(update, "_ship_one", first)


WITHOUT: dict[str, Break] = {
    "unchanged keeps its time": _stamp_now,
    "a change gets a later time": _stamp_once,
    "no clock hides a change": _trust_the_clock,
    "only what is new is new": _stamp_now,
    "removed words are remembered": _forget_the_removed,
    "a gone article is archived": _call_all_retired,
    "appending keeps last week's": _drop_the_absent,
    "a term is known again by form and reading": _ignore_forms,
    "senses are words of their own": _ignore_senses,
    "notes say who they are": _believe_exports,
    "a forgotten article is not one that was read": _forget_the_sentence,
    "subdecks belong to their deck": _take_subdecks_for_decks,
    "sentences keep their slots": _slots_by_order,
    "a renamed deck is the same deck": _decks_by_name,
    "a term belongs to its first deck": _share_freely,
    "namespaces do not meet": _one_namespace,
    "a look keeps its time": _date_looks_now,
    "a new look gets a later time": _date_looks_once,
    "cards come in learning order": _all_cards_first,
}
"Rule → what other generators do instead."


@pytest.mark.parametrize("scenario", SCENARIOS, ids=NAMES)
def test_a_scenario_fails_without_its_rule(scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scenario that passes either way proves nothing."""
    WITHOUT[scenario.rule](monkeypatch)
    with pytest.raises((AssertionError, FlashcardsError)):
        play(scenario, tmp_path)
