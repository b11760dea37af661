"""Any life of a deck, not only those that somebody thought of."""

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from anki import buildinfo
from anki_support import NOW, Learner, build, learner, note
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from scenarios import check_nothing_is_lost, from_export, from_package, say, state

from flashcards import update
from flashcards.ledger import Ledger
from flashcards.model import Note

ANKI = tuple(int(part) for part in buildinfo.version.split(".")[:2])
"Before 25.02 it dated an updated note with the import, so that a second correction could come too early."

WORDS = ("芯片", "出口管制", "算力", "法案", "半导体", "供应链")
words = st.sampled_from(WORDS)


class LivingDeck(RuleBasedStateMachine):
    """A deck that is built and built again, and a learner who studies it all the while.

    Never is a review lost, a word there twice, a card empty, or an edit overwritten on a note that has not changed;
    and every correction arrives that is later than the learner's own edit.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        self.anna: Learner = self.stack.enter_context(learner(Path(folder)))
        self.chosen: dict[str, int] = {}
        "Word → version of its gloss."
        self.sentences = [0]
        self.document = "chips.txt"
        self.name = "News"
        self.clock = NOW
        self.latest: update.Update | None = None
        self.edited: set[str] = set()

    def teardown(self) -> None:
        """Close Anki."""
        self.stack.close()

    def notes(self) -> list[Note]:
        """What the articles and lists make of it now."""
        made = []
        for at, (word, version) in enumerate(self.chosen.items()):
            for slot, which in enumerate(self.sentences):
                text = f"{'新的美国' * which}{word}很重要"
                plain = note(word, text, f"{word} matters", line=which + 2, due=40 * at + slot)
                told = say(plain, Meaning=f"<b>gloss {version}</b>")
                made.append(replace(told, document=self.document, slot=slot))
        return made

    @initialize(first=st.sets(words, min_size=1))
    def begin(self, first: set[str]) -> None:
        """The first build is imported."""
        self.chosen = dict.fromkeys(sorted(first), 0)
        self.release(Ledger("test"))

    def release(self, memory: Ledger) -> None:
        """Build and import."""
        self.clock += 60
        before = state(self.anna)
        self.latest = build(self.notes(), memory, built=self.clock, sources=(self.document,), name=self.name)
        self.anna.takes(self.latest)
        check_nothing_is_lost(before, self.anna, self.latest)
        changed = {change.guid for change in self.latest.changes if change.status == "changed"}
        for packed in self.latest.package.notes if ANKI >= (25, 2) else ():
            if packed.guid in changed and packed.guid not in self.edited:
                (found,) = [each for kind in ("cloze",) for each in self.anna.notes(kind) if each.guid == packed.guid]
                assert tuple(found.fields) == packed.fields, "a correction did not arrive"

    @rule(word=words)
    def want(self, word: str) -> None:
        """A word is put on the list."""
        self.chosen.setdefault(word, 0)

    @precondition(lambda self: len(self.chosen) > 1)
    @rule(word=words)
    def unwant(self, word: str) -> None:
        """A word is taken off the list."""
        self.chosen.pop(word, None)
        self.chosen = self.chosen or {WORDS[0]: 0}

    @rule(word=words)
    def correct(self, word: str) -> None:
        """A gloss is corrected."""
        if word in self.chosen:
            self.chosen[word] += 1

    @rule(order=st.permutations(WORDS))
    def reorder(self, order: list[str]) -> None:
        """The learning order comes out differently."""
        self.chosen = {word: self.chosen[word] for word in order if word in self.chosen}

    @rule(name=st.sampled_from(("chips.txt", "renamed.txt")))
    def rename_article(self, name: str) -> None:
        """The file gets another name."""
        self.document = name

    @rule(name=st.sampled_from(("News", "Technology")))
    def rename_deck(self, name: str) -> None:
        """The deck gets another name in the configuration."""
        self.name = name

    @rule(sentences=st.sampled_from(([0], [1], [0, 1], [1, 0])))
    def take_contexts(self, sentences: list[int]) -> None:
        """More or fewer sentences for each word, or the same in another order."""
        self.sentences = sentences

    @rule(seconds=st.sampled_from((-1000, 0, 1, 1000)))
    def pass_time(self, seconds: int) -> None:
        """The clock goes on, stands, or is set back."""
        self.clock += seconds

    @rule(pick=st.integers(0, 50))
    def study(self, pick: int) -> None:
        """The learner answers a card."""
        found = self.anna.notes()
        card = found[pick % len(found)].cards()[0]
        card.start_timer()
        self.anna.collection.sched.answerCard(card, 3)

    @rule(pick=st.integers(0, 50), text=st.sampled_from(("mine", "better")))
    def edit(self, pick: int, text: str) -> None:
        """The learner edits a note."""
        found = self.anna.notes()
        chosen = found[pick % len(found)]
        chosen["Notes"] = text
        self.anna.collection.update_note(chosen)
        self.edited.add(chosen.guid)

    @rule()
    def rebuild(self) -> None:
        """The next build, from the ledger."""
        assert self.latest is not None
        self.release(self.latest.ledger)

    @rule()
    def rebuild_from_package(self) -> None:
        """The next build by somebody who has only the last package."""
        assert self.latest is not None
        self.release(from_package(self.anna, self.latest))

    @rule()
    def rebuild_from_export(self) -> None:
        """The next build by somebody who has only what Anki exports."""
        assert self.latest is not None
        self.release(from_export(legacy=False)(self.anna, self.latest))


TestLivingDeck = LivingDeck.TestCase
TestLivingDeck.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
