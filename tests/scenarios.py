"""Lives of decks: what is built, what the learner does, what is built next, and what Anki must say to it.

Every scenario names the rule it proves. Some things hold in all of them and are checked in all: no card loses its
history, no word is there twice, nothing but a changed note is touched, no card is empty. `test_scenarios` plays each,
and plays it again with the code for its rule taken out, where it must fail.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from anki.collection import ImportAnkiPackageOptions
from anki.import_export_pb2 import ImportAnkiPackageUpdateCondition
from anki_support import CHIP, CONTROLS, NOTES, NOW, POWER, Import, Learner, build, context, learner, note

from flashcards import apkg, cloze, identity, notetype, update
from flashcards.ledger import Ledger
from flashcards.model import Deck, Note, Span
from flashcards.notetype import FIELDS, Look, note_type

ALWAYS = ImportAnkiPackageUpdateCondition.IMPORT_ANKI_PACKAGE_UPDATE_CONDITION_ALWAYS

LATER = NOW + 604_800
"A week after the first build, still before anything that a learner does today."

FUTURE = 1_900_000_000
"A build later than whatever a learner does during the test."

Step = Callable[[update.Update, "Learner"], update.Update]


@dataclass(frozen=True)
class Scenario:
    """One life of a deck."""

    name: str
    rule: str
    expected: tuple[int, int, int, int]
    "What Anki says to the last import: new, updated, duplicate, conflicting."
    steps: Sequence[Step]
    "Builds after the first, each from the update before."
    learner: Callable[[Learner], None] = lambda _: None
    first: Callable[[], update.Update] = build
    statuses: str = ""
    "Statuses in the last change report, `new:1 unchanged:2`; empty if they do not matter."
    after: Callable[[Learner], None] = lambda _: None
    options: ImportAnkiPackageOptions = field(default_factory=ImportAnkiPackageOptions)
    studied: Sequence[str] = ("芯片",)
    since: tuple[int, int] = (0, 0)
    "Anki that can do it: older than 25.02, it dates an updated note with the import and not with the package."


def play(scenario: Scenario, folder: Path) -> None:
    """Live through *scenario* with a real Anki.

    Raises:
        AssertionError: it does not end as it should.
    """
    with learner(folder) as somebody:
        latest = scenario.first()
        somebody.takes(latest)
        for word in scenario.studied:
            somebody.studies(word)
        scenario.learner(somebody)
        result = Import(0, 0, 0, 0, 0)
        for step in scenario.steps:
            before = state(somebody)
            latest = step(latest, somebody)
            result = somebody.takes(latest, scenario.options)
            check_nothing_is_lost(before, somebody, latest)
        assert (result.new, result.updated, result.duplicate, result.conflicting) == scenario.expected
        statuses = Counter(change.status for change in latest.changes)
        wanted = Counter({name: int(count) for name, count in (each.split(":") for each in scenario.statuses.split())})
        assert not scenario.statuses or statuses == wanted
        scenario.after(somebody)


State = dict[str, tuple[tuple[str, ...], tuple[str, ...], list[tuple[object, ...]]]]


def state(somebody: Learner) -> State:
    """GUID → fields, tags, and what would be lost with each card."""
    return {
        found.guid: (tuple(found.fields), tuple(found.tags), [somebody.history(card) for card in found.cards()])
        for kind in notetype.KINDS
        for found in somebody.notes(kind)
    }


def check_nothing_is_lost(before: State, somebody: Learner, latest: update.Update) -> None:
    """What holds in every scenario."""
    now = state(somebody)
    changed = {change.guid for change in latest.changes if change.status == "changed"}
    for guid, (fields, tags, cards) in before.items():
        assert guid in now, "a note is gone"
        assert now[guid][2] == cards, "a card lost its history"
        if guid not in changed:
            assert now[guid][:2] == (fields, tags), "a note was touched that has not changed"
    keys = Counter(fields[FIELDS.index("Key")] for fields, _, _ in now.values())
    assert [key for key, count in keys.items() if count > 1] == [], "a word is there twice"
    assert all(len(cards) == 1 for _, _, cards in now.values()), "a note has not one card"
    assert somebody.is_sound()


def say(made: Note, **values: str) -> Note:
    """*made* with other text in some fields."""
    return replace(made, fields=tuple(values.get(name, old) for name, old in zip(FIELDS, made.fields, strict=True)))


def gives(notes: Sequence[Note] = NOTES, **details: object) -> Step:
    """A build of *notes* a week later."""
    return lambda before, _: build(notes, before.ledger, **{"built": LATER, **details})  # type: ignore[arg-type]


def forgets(
    recalled: Callable[[Learner, update.Update], Ledger], notes: Sequence[Note] = NOTES, built: int = LATER
) -> Step:
    """A build by somebody who has lost the ledger and recalls it otherwise."""
    return lambda before, somebody: build(notes, recalled(somebody, before), built=built)


def from_package(somebody: Learner, before: update.Update) -> Ledger:
    """The copy of the ledger inside the package."""
    path = somebody.folder / "previous.apkg"
    apkg.write(before.package, path)
    return identity.recall(apkg.read(path), str(path))


def from_export(*, legacy: bool) -> Callable[[Learner, update.Update], Ledger]:
    """What the notes themselves tell after Anki has exported them."""

    def recall(somebody: Learner, _: update.Update) -> Ledger:
        path = somebody.folder / "export.apkg"
        somebody.exports(path, legacy=legacy)
        return identity.recall(apkg.read(path), str(path))

    return recall


def from_export_only(notes: Sequence[Note], *, append: bool = False) -> Step:
    """Next week's article is built by somebody who has only what Anki exports, with `--append` or without."""

    def step(before: update.Update, somebody: Learner) -> update.Update:
        memory = from_export(legacy=False)(somebody, before)
        kept = apkg.read(somebody.folder / "export.apkg").notes if append else ()
        return build(notes, memory, built=LATER, sources=("bills.txt", ""), kept=kept)

    return step


NEXT_WEEK = [replace(note("法案", "新的法案", "A new bill", "bill", due=at), document="bills.txt") for at in (0,)]
RICHER = say(CHIP, Meaning="<b>chip</b> of silicon")
TWICE = [CHIP, replace(note("芯片", "芯片很重要", "Chips matter", "Chips", due=60, line=9), slot=1)]
CHEMISTRY = note("法", "法很重要", "Law matters", "Law", key="法#fǎ")
SECOND = replace(
    say(note("法", "重要的法", "It matters", ""), Pinyin="fà"), key="法#fà", line=8
)  # a second reading of one written form


def edit(somebody: Learner) -> None:
    """The learner adds a mnemonic to a note, and tags it."""
    somebody.edits("算力", Notes="my mnemonic")
    found = somebody.note("算力")
    found.add_tag("mine")
    found.add_tag("marked")
    somebody.collection.update_note(found)


def still_edited(somebody: Learner) -> None:
    """The mnemonic and the tags are still there."""
    found = somebody.note("算力")
    assert found["Notes"] == "my mnemonic"
    assert {"mine", "marked"} <= set(found.tags)


def edited_before(somebody: Learner) -> None:
    """The learner edits the note of 芯片, long before the next build."""
    somebody.edits("芯片", Notes="my mnemonic")
    somebody.collection.db.execute("UPDATE notes SET mod = ? WHERE id = ?", NOW + 10, somebody.note("芯片").id)  # type: ignore[union-attr]


def shows(word: str, name: str, text: str, kind: str = "cloze") -> Callable[[Learner], None]:
    """The field of the word's note holds *text*."""

    def check(somebody: Learner) -> None:
        assert text in somebody.note(word, kind)[name]

    return check


def suspend(somebody: Learner) -> None:
    """The learner suspends and flags a card."""
    card = somebody.note("芯片").cards()[0]
    somebody.collection.set_user_flag_for_cards(3, [card.id])
    somebody.collection.sched.suspend_cards([card.id])


def still_suspended(somebody: Learner) -> None:
    """Neither has been lifted."""
    card = somebody.note("芯片").cards()[0]
    assert (card.queue, card.user_flag()) == (-1, 3)


def delete(somebody: Learner) -> None:
    """The learner throws a note away."""
    somebody.collection.remove_notes([somebody.note("算力").id])


def move(somebody: Learner) -> None:
    """The learner sorts a card into a deck of their own."""
    deck = somebody.collection.decks.id("My words")
    assert deck is not None
    somebody.collection.set_deck([somebody.note("芯片").cards()[0].id], deck)


def in_deck(word: str, name: str) -> Callable[[Learner], None]:
    """The word's card is in that deck."""

    def check(somebody: Learner) -> None:
        assert somebody.collection.decks.name(somebody.note(word).cards()[0].did) == name

    return check


def restyle(somebody: Learner) -> None:
    """The learner changes the look of the cards."""
    model = somebody.collection.models.get(note_type("cloze").id)  # type: ignore[arg-type]
    assert model is not None
    model["css"] += "\n.sentence { font-size: 77px; }"
    somebody.collection.models.update_dict(model)


def css_has(text: str, *, there: bool = True) -> Callable[[Learner], None]:
    """The style of the cloze note type holds *text*, or not."""

    def check(somebody: Learner) -> None:
        model = somebody.collection.models.get(note_type("cloze").id)  # type: ignore[arg-type]
        assert model is not None
        assert (text in model["css"] + model["tmpls"][0]["qfmt"]) == there

    return check


def both(*checks: Callable[[Learner], None]) -> Callable[[Learner], None]:
    """One check after the other."""

    def check(somebody: Learner) -> None:
        for each in checks:
            each(somebody)

    return check


def sentences(word: str, *texts: str) -> Callable[[Learner], None]:
    """The slots of a word hold these sentences, the first in slot 0."""

    def check(somebody: Learner) -> None:
        found = [somebody.note(word, slot=slot)["Sentence"] for slot in range(len(texts))]
        assert all(text in sentence for text, sentence in zip(texts, found, strict=True)), found

    return check


def second_deck(notes: Sequence[Note] = (CHIP, *NEXT_WEEK), **details: object) -> Step:
    """Another deck of the namespace is built after the first."""
    more = {"built": LATER, "name": "More", "siblings": frozenset(("News",)), "sources": ("chips.txt", "bills.txt")}
    return lambda before, _: build(notes, before.ledger, **{**more, **details})  # type: ignore[arg-type]


def build_parts(
    first: Sequence[Note],
    second: Sequence[Note],
    ledger: Ledger = Ledger("test"),  # noqa: B008  frozen
) -> update.Update:
    """The deck with two subdecks."""
    now = update.Circumstances(LATER, frozenset(("chips.txt",)))
    decks = [Deck("News", "All", ()), Deck("News::1", "", tuple(first)), Deck("News::2", "", tuple(second))]
    return update.carry_over(decks, ledger, now)


def parts(first: Sequence[Note], second: Sequence[Note]) -> Step:
    """A build with two subdecks."""
    return lambda before, _: build_parts(first, second, before.ledger)


def whole_from_export(before: update.Update, somebody: Learner) -> update.Update:
    """The deck with its subdecks is built by somebody who has only what Anki exports, under the name that this tells."""
    memory = from_export(legacy=False)(somebody, before)
    names = {entry.deck for entry in memory.entries}
    assert names == {"News"}, names
    fresh = replace(NEXT_WEEK[0], document="chips.txt")
    return build_parts([CHIP], [CONTROLS, POWER, fresh], memory)


def also(kind: str, word: Note = CHIP) -> Note:
    """The note of another kind for the same word."""
    made = context(word.key, f"美国对{word.key}的出口管制", "US export controls on chips", "chips", due=100)
    return cloze.make_note(made, kind=kind)


def due_positions(somebody: Learner) -> None:
    """New cards come in the order of the deck."""
    cards = [somebody.note(word).cards()[0] for word in ("芯片", "出口管制", "算力")]
    assert [card.due for card in cards] == [0, 20, 40]


SAME, ONE_CHANGED, ONE_NEW = (0, 0, 3, 0), (0, 1, 2, 0), (1, 0, 3, 0)

SCENARIOS = [
    # Nothing new
    Scenario("same words", "unchanged keeps its time", SAME, [gives()], edit, statuses="unchanged:3", after=still_edited),
    Scenario("same words, many builds", "unchanged keeps its time", SAME, [gives(), gives(built=LATER + 9)], edit),
    Scenario("sentence moved to another line", "unchanged keeps its time", SAME, [gives([replace(n, line=77) for n in NOTES])]),
    Scenario("article reordered", "unchanged keeps its time", SAME, [gives([replace(n, due=99 - n.due) for n in NOTES])]),
    Scenario("notes in another order", "unchanged keeps its time", SAME, [gives(NOTES[::-1])]),
    Scenario("cards keep their first order", "cards come in learning order", SAME, [gives()], studied=(), after=due_positions),
    # Corrections
    Scenario("gloss", "a change gets a later time", ONE_CHANGED, [gives([RICHER, CONTROLS, POWER])], edit,
             statuses="changed:1 unchanged:2", after=both(shows("芯片", "Meaning", "of silicon"), still_edited)),
    Scenario("reading", "a change gets a later time", ONE_CHANGED,
             [gives([say(CHIP, Pinyin="xīn piàn"), CONTROLS, POWER])], after=shows("芯片", "Pinyin", "xīn piàn")),
    Scenario("sentence", "a change gets a later time", ONE_CHANGED,
             [gives([note("芯片", "美国对新芯片的出口管制", "", ""), CONTROLS, POWER])],
             after=shows("芯片", "Sentence", "新{{c1::芯片}}")),
    Scenario("sentence cut shorter", "a change gets a later time", ONE_CHANGED,
             [gives([cloze.make_note(context("芯片", "美国对芯片的出口管制", window=Span(2, 8))), CONTROLS, POWER])],
             after=shows("芯片", "Sentence", "…对{{c1::芯片}}")),
    Scenario("translation", "a change gets a later time", ONE_CHANGED, [gives([say(CHIP, Translation="x"), CONTROLS, POWER])]),
    Scenario("tags", "a change gets a later time", ONE_CHANGED, [gives([replace(CHIP, tags=("hsk2025::6",)), CONTROLS, POWER])],
             after=lambda anna: _tags(anna, ["hsk2025::6"])),
    Scenario("recorded sound", "a change gets a later time", ONE_CHANGED, [gives([say(CHIP, Audio="[sound:x.mp3]"), CONTROLS, POWER])]),
    Scenario("twice", "a change gets a later time", ONE_CHANGED,
             [gives([RICHER, CONTROLS, POWER]), gives([say(CHIP, Meaning="third"), CONTROLS, POWER], built=FUTURE)]),
    Scenario("taken back", "a change gets a later time", ONE_CHANGED,
             [gives([RICHER, CONTROLS, POWER]), gives(built=FUTURE)], after=shows("芯片", "Meaning", "<b>chips</b>")),
    Scenario("in the second of the first build", "no clock hides a change", ONE_CHANGED,
             [gives([RICHER, CONTROLS, POWER], built=NOW)], after=shows("芯片", "Meaning", "of silicon")),
    Scenario("with a clock behind", "no clock hides a change", ONE_CHANGED,
             [gives([RICHER, CONTROLS, POWER], built=NOW - 9999)], after=shows("芯片", "Meaning", "of silicon")),
    Scenario("twice with a clock that stands", "no clock hides a change", ONE_CHANGED,
             [gives([RICHER, CONTROLS, POWER], built=NOW), gives([say(CHIP, Meaning="third"), CONTROLS, POWER], built=NOW)],
             after=shows("芯片", "Meaning", "third"), since=(25, 2)),
    # Word lists
    Scenario("word added", "only what is new is new", ONE_NEW, [gives([*NOTES, replace(NEXT_WEEK[0], document="chips.txt")])],
             edit, statuses="new:1 unchanged:3", after=still_edited),
    Scenario("all words but one added later", "only what is new is new", (2, 0, 1, 0), [gives()], first=lambda: build([CHIP])),
    Scenario("word removed", "removed words are remembered", (0, 0, 2, 0), [gives([CHIP, CONTROLS])], edit,
             statuses="retired:1 unchanged:2", after=still_edited),
    Scenario("word back", "removed words are remembered", SAME, [gives([CHIP, CONTROLS]), gives(built=LATER + 9)], edit,
             statuses="unchanged:3", after=still_edited),
    Scenario("word back after long", "removed words are remembered", SAME,
             [gives([CHIP]), gives([CHIP, CONTROLS], built=LATER + 9), gives(built=LATER + 99)], edit, after=still_edited),
    Scenario("word back, corrected", "a change gets a later time", ONE_CHANGED,
             [gives([CONTROLS, POWER]), gives([RICHER, CONTROLS, POWER], built=LATER + 9)], after=shows("芯片", "Meaning", "silicon")),
    Scenario("all words replaced", "removed words are remembered", (1, 0, 0, 0), [gives(NEXT_WEEK)], statuses="new:1 retired:3"),
    # Sources
    Scenario("article renamed", "unchanged keeps its time", SAME,
             [gives([replace(n, document="renamed.txt") for n in NOTES], sources=("renamed.txt",))], edit, after=still_edited),
    Scenario("article gone", "a gone article is archived", (1, 0, 0, 0), [gives(NEXT_WEEK, sources=("bills.txt",))],
             statuses="new:1 archived:3"),
    Scenario("article back", "removed words are remembered", SAME,
             [gives(NEXT_WEEK, sources=("bills.txt",)), gives(built=LATER + 9)], edit, after=still_edited),
    Scenario("article added", "only what is new is new", ONE_NEW, [gives([*NOTES, *NEXT_WEEK], sources=("chips.txt", "bills.txt"))]),
    Scenario("next week's article appended", "appending keeps last week's", ONE_NEW,
             [lambda before, _: build(NEXT_WEEK, before.ledger, built=LATER, sources=("bills.txt",), kept=before.package.notes)],
             edit, statuses="new:1 unchanged:3", after=still_edited),
    Scenario("appended twice", "appending keeps last week's", (0, 0, 4, 0),
             [lambda before, _: build(NEXT_WEEK, before.ledger, built=LATER, sources=("bills.txt",), kept=before.package.notes)] * 2,
             edit, statuses="unchanged:4", after=still_edited),
    Scenario("appended article has a word that stays", "appending keeps last week's", ONE_NEW,
             [lambda before, _: build([replace(note("芯片", "人工智能的芯片"), document="bills.txt"), *NEXT_WEEK], before.ledger,
                                      built=LATER, sources=("bills.txt",), kept=before.package.notes)],
             edit, statuses="new:1 unchanged:3", after=both(still_edited, shows("芯片", "Sentence", "出口管制"))),
    Scenario("appended cards come after those that stay", "appending keeps last week's", ONE_NEW,
             [lambda before, _: build(NEXT_WEEK, before.ledger, built=LATER, sources=("bills.txt",), kept=before.package.notes)],
             after=lambda anna: _due(anna, "法案", 41), studied=()),
    # Identity
    Scenario("dictionary simplifies otherwise", "a term is known again by form and reading", SAME,
             [gives([replace(CHIP, key="晶片"), CONTROLS, POWER])], edit, statuses="unchanged:3", after=still_edited),
    Scenario("dictionary tells senses apart", "a term is known again by form and reading", SAME,
             [gives([replace(CHIP, key="芯片#xīnpiàn"), CONTROLS, POWER])], edit, after=still_edited),
    Scenario("senses no longer told apart", "a term is known again by form and reading", SAME, [gives([CHIP, CONTROLS, POWER])],
             first=lambda: build([replace(CHIP, key="芯片#xīnpiàn"), CONTROLS, POWER]), studied=("出口管制",)),
    Scenario("another reading of one form", "senses are words of their own", (1, 0, 1, 0), [gives([CHEMISTRY, SECOND])],
             first=lambda: build([CHEMISTRY]), studied=("法#fǎ",), statuses="new:1 unchanged:1"),
    Scenario("one of two senses corrected", "senses are words of their own", (0, 1, 1, 0),
             [gives([CHEMISTRY, say(SECOND, Meaning="x")])], first=lambda: build([CHEMISTRY, SECOND]), studied=("法#fǎ",)),
    Scenario("ledger lost, package kept", "notes say who they are", SAME, [forgets(from_package)], edit, after=still_edited),
    Scenario("ledger lost, export of Anki", "notes say who they are", SAME, [forgets(from_export(legacy=True))],
             edit, statuses="unchanged:3", after=still_edited),
    Scenario("ledger lost, today's export of Anki", "notes say who they are", SAME, [forgets(from_export(legacy=False))],
             edit, statuses="unchanged:3", after=still_edited),
    Scenario("ledger lost, export of Anki, correction", "notes say who they are", ONE_CHANGED,
             [forgets(from_export(legacy=False), [RICHER, CONTROLS, POWER])], edit,
             after=both(still_edited, shows("芯片", "Meaning", "of silicon"))),
    Scenario("next week appended to an export of Anki", "a forgotten article is not one that was read", ONE_NEW,
             [from_export_only(NEXT_WEEK, append=True)], edit, statuses="new:1 unchanged:3", after=still_edited),
    Scenario("other article after an export of Anki", "a forgotten article is not one that was read", (1, 0, 0, 0),
             [from_export_only(NEXT_WEEK)], edit, statuses="new:1 archived:3", after=still_edited),
    Scenario("subdecks after an export of Anki", "subdecks belong to their deck", ONE_NEW, [whole_from_export], edit,
             first=lambda: build_parts([CHIP], [CONTROLS, POWER]), statuses="new:1 unchanged:3",
             after=both(still_edited, in_deck("芯片", "News::1"), in_deck("法案", "News::2"))),
    # Slots
    Scenario("second sentence", "only what is new is new", (1, 0, 1, 0), [gives(TWICE)], first=lambda: build([CHIP]),
             after=sentences("芯片", "出口管制", "很重要")),
    Scenario("sentences in another order", "sentences keep their slots", (0, 0, 2, 0),
             [gives([replace(TWICE[1], slot=0), replace(TWICE[0], slot=1)])], first=lambda: build(TWICE),
             after=sentences("芯片", "出口管制", "很重要")),
    Scenario("one sentence fewer", "sentences keep their slots", (0, 0, 1, 0), [gives([replace(TWICE[1], slot=0)])],
             first=lambda: build(TWICE), statuses="unchanged:1 retired:1", after=sentences("芯片", "出口管制", "很重要")),
    Scenario("second sentence back", "removed words are remembered", (0, 0, 2, 0), [gives([CHIP]), gives(TWICE, built=LATER + 9)],
             first=lambda: build(TWICE), after=sentences("芯片", "出口管制", "很重要")),
    Scenario("reordered and corrected", "sentences keep their slots", (0, 1, 1, 0),
             [gives([replace(note("芯片", "芯片很很重要", "", "", line=9), slot=0), replace(CHIP, slot=1)])],
             first=lambda: build(TWICE), after=sentences("芯片", "出口管制", "很很重要")),
    Scenario("corrected and moved", "sentences keep their slots", (0, 1, 1, 0),
             [gives([replace(note("芯片", "美国对芯片的新出口管制", "", "", line=50), slot=1), replace(TWICE[1], slot=0)])],
             first=lambda: build(TWICE), after=sentences("芯片", "新出口管制", "很重要")),
    Scenario("sentence of one slot replaced", "sentences keep their slots", (0, 1, 1, 0),
             [gives([replace(TWICE[1], slot=0), replace(note("芯片", "人工智能的芯片", "", "", line=70), slot=1)])],
             first=lambda: build(TWICE), after=sentences("芯片", "人工智能", "很重要")),
    # Decks
    Scenario("deck renamed", "a renamed deck is the same deck", SAME, [gives(name="Technology")], edit,
             statuses="unchanged:3", after=both(still_edited, in_deck("芯片", "News"))),
    Scenario("second deck shares a word", "a term belongs to its first deck", (1, 0, 0, 0), [second_deck()], edit,
             statuses="new:1 elsewhere:1", after=both(still_edited, in_deck("芯片", "News"))),
    Scenario("second deck has another sentence", "a term belongs to its first deck", (1, 0, 0, 0),
             [second_deck([note("芯片", "人工智能的芯片"), *NEXT_WEEK])], after=shows("芯片", "Sentence", "出口管制")),
    Scenario("second deck takes a word over", "a term belongs to its first deck", (1, 0, 1, 0), [gives([CONTROLS, POWER]), second_deck()],
             statuses="new:1 unchanged:1", after=in_deck("芯片", "News")),
    Scenario("deck of another namespace", "namespaces do not meet", (3, 0, 0, 0),
             [lambda *_: build(NOTES, Ledger("other"), built=LATER)],
             after=lambda anna: _count(anna, 6)),
    Scenario("cards sorted into subdecks", "unchanged keeps its time", SAME, [parts([CHIP], [CONTROLS, POWER])], edit,
             after=both(still_edited, in_deck("芯片", "News"))),
    # The learner's own
    Scenario("suspended and flagged", "a change gets a later time", ONE_CHANGED, [gives([RICHER, CONTROLS, POWER])], suspend,
             after=still_suspended),
    Scenario("edited before the correction", "a change gets a later time", ONE_CHANGED, [gives([RICHER, CONTROLS, POWER])],
             edited_before, after=shows("芯片", "Meaning", "of silicon")),
    Scenario("deleted", "unchanged keeps its time", (1, 0, 2, 0), [gives()], delete, after=lambda anna: _count(anna, 3)),
    Scenario("moved to a deck of their own", "unchanged keeps its time", SAME, [gives()], move, after=in_deck("芯片", "My words")),
    Scenario("moved, then corrected", "a change gets a later time", ONE_CHANGED, [gives([RICHER, CONTROLS, POWER])], move,
             after=in_deck("芯片", "My words")),
    Scenario("an older package once more", "unchanged keeps its time", SAME, [gives([RICHER, CONTROLS, POWER]), lambda *_: build()],
             after=shows("芯片", "Meaning", "of silicon")),
    Scenario("always update", "unchanged keeps its time", SAME, [gives()], options=ImportAnkiPackageOptions(update_notes=ALWAYS)),
    Scenario("with learning progress", "unchanged keeps its time", SAME, [gives()],
             options=ImportAnkiPackageOptions(with_scheduling=True)),
    Scenario("note types merged", "unchanged keeps its time", SAME, [gives()], edit, after=still_edited,
             options=ImportAnkiPackageOptions(merge_notetypes=True)),
    # Looks
    Scenario("own style, same look", "a look keeps its time", SAME, [gives(built=FUTURE)], restyle, after=css_has("77px")),
    Scenario("own style, another namespace", "a look keeps its time", (3, 0, 0, 0),
             [lambda *_: build(NOTES, Ledger("other"), built=FUTURE)], restyle, after=css_has("77px")),
    Scenario("typing switched on", "a new look gets a later time", SAME, [gives(look=Look(typed=True), built=FUTURE)], edit,
             after=both(still_edited, css_has("type:Word"))),
    Scenario("other tone colours", "a new look gets a later time", SAME, [gives(look=Look(palette="pleco"), built=FUTURE)],
             after=css_has("#02b31c")),
    Scenario("colours back again", "a new look gets a later time", SAME, [gives(built=FUTURE)],
             first=lambda: build(look=Look(palette="pleco")), after=css_has("#02b31c", there=False)),
    # Kinds
    Scenario("recognition cards added", "only what is new is new", ONE_NEW, [gives([*NOTES, also("recognition")])], edit,
             after=still_edited),
    Scenario("three kinds of cards", "only what is new is new", (3, 0, 3, 0),
             [gives([*NOTES, also("recognition"), also("production"), also("listening")])], edit, after=still_edited),
    Scenario("production cards dropped", "removed words are remembered", SAME, [gives(), gives([*NOTES, also("production")], built=LATER + 9), gives()],
             first=lambda: build([*NOTES, also("production")])),
]  # fmt: skip


def _tags(somebody: Learner, tags: list[str]) -> None:
    assert somebody.note("芯片").tags == tags


def _due(somebody: Learner, word: str, due: int) -> None:
    assert somebody.note(word).cards()[0].due == due


def _count(somebody: Learner, notes: int) -> None:
    assert somebody.collection.note_count() == notes
