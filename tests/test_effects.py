"""Every option of config.yaml does something to the deck: none is there for show."""

import re
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from articles import BUILT, CONTROLS, LONG, MAKERS, MEMORY, POWER, TALKS, WRONG, fields_of, share

from flashcards import apkg, pipeline, project
from flashcards.errors import NoteError
from flashcards.model import BuildReport, NoteType, Package
from flashcards.options import DeckEntry, File

SHORTAGE = (
    "The company said the chip shortage would not end during this period.",
    "该公司表示，芯片短缺在此期间不会结束。",
)
ARTICLE = (CONTROLS, MAKERS, TALKS, POWER, MEMORY, SHORTAGE, LONG, WRONG)
LIST = "word,role\n芯片,only\n出口管制,only\n数据中心,only\n短缺,only\n项目,only\n建造,only\n大象,only\n"
BASE = """\
namespace: mine
decks:
  - name: News
    sources: [article.txt]
"""
LISTED = f"{BASE}    words: [words.csv]\n"
WORKS = "import sys; open(sys.argv[1], 'wb').write(b'RIFF')"


@dataclass(frozen=True)
class Found:
    """What a configuration makes."""

    package: Package
    report: BuildReport
    output: Path

    def field(self, name: str, word: str = "", kind: str = "cloze") -> str:
        """A field of a word's note as a reader sees it, or of all notes."""
        notes = fields_of(self.package, kind)
        return notes[word][name] if word else "\n".join(note[name] for note in notes.values())

    @property
    def words(self) -> set[str]:
        return set(fields_of(self.package))

    @property
    def raw(self) -> str:
        """All fields as they are written."""
        return "\n".join(field for note in self.package.notes for field in note.fields)

    @property
    def tags(self) -> set[str]:
        return {tag for note in self.package.notes for tag in note.tags}

    @property
    def look(self) -> NoteType:
        return self.package.note_types[0]


@contextmanager
def silently(_what: str, _name: str) -> Iterator[None]:
    yield


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tools: pipeline.Toolbox) -> Callable[[str], Found]:
    """Builds the one deck of a configuration."""
    share(monkeypatch, tools)
    monkeypatch.setenv("FLASHCARDS_CACHE", str(tmp_path / "cache"))
    text = "".join(f"{source}\n{target}\n" for source, target in ARTICLE)
    (tmp_path / "article.txt").write_text(f"---\ntitle: Chips\ndate: 2026-01-02\n---\n{text}", encoding="utf-8")
    (tmp_path / "words.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "more.csv").write_text("word,role\n每年,add\n", encoding="utf-8")

    def run(config: str) -> Found:
        path = tmp_path / "config.yaml"
        path.write_text(config, encoding="utf-8")
        done = project.build_configured(path, project.Request(BUILT), silently)
        output = Path(done.reports[0].output)
        return Found(apkg.read(output), done.reports[0], output)

    return run


def audio() -> str:
    return shlex.join([sys.executable, "-c", WORKS, "{out}", "{text}"]).replace("'", "''")


Holds = Callable[[Found], object]

EFFECTS: dict[str, tuple[str, str, Holds]] = {
    "namespace": (LISTED, LISTED.replace("mine", "other"), lambda d: "other|cloze|" in d.field("Key")),
    "tones": (LISTED, f"{LISTED}tones: pleco\n", lambda d: "#e30000" in d.look.css),
    "typed": (LISTED, f"{LISTED}typed: true\n", lambda d: "{{type:Word}}" in d.look.front),
    "audio": (LISTED, f"{LISTED}audio: none\n", lambda d: "{{tts" not in d.look.back),
    "audio_command": (
        LISTED,
        f"{LISTED}audio: files\naudio_command: '{audio()}'\n",
        lambda d: d.package.media and "[sound:zh-" in d.field("Audio", "芯片"),
    ),
    "words": (BASE, f"{BASE}words: [words.csv]\n", lambda d: d.report.missing == ("大象",)),
    "cards": (LISTED, f"{LISTED}cards: [production]\n", lambda d: {n.kind for n in d.package.notes} == {"production"}),
    "new_terms_per_article": (BASE, f"{BASE}new_terms_per_article: 2\n", lambda d: len(d.package.notes) == 2),
    "contexts": (LISTED, f"{LISTED}contexts: 2\n", lambda d: re.search(r"^mine\|cloze\|芯片\|1$", d.raw, re.MULTILINE)),
    "domains": (BASE, f"{BASE}domains: [tech]\n", lambda d: {t for t in d.tags if "domain" in t} == {"domain::tech"}),
    "threshold": (
        f"{BASE}words: [more.csv]\n",
        f"{BASE}words: [more.csv]\nthreshold: 5\n",
        lambda d: d.words == {"每年"},
    ),
    "standard": (LISTED, f"{LISTED}standard: hsk2.0\n", lambda d: "HSK 2.0" in d.field("Level")),
    "known_level": (BASE, f"{BASE}known_level: 7\n", lambda d: not any(t.startswith("hsk") for t in d.tags)),
    "disagreements": (LISTED, f"{LISTED}disagreements: leave-out\n", lambda d: "建造" not in d.words),
    "shortest_sentence": (
        f"{LISTED}longest_sentence: 200\n",
        f"{LISTED}longest_sentence: 200\nshortest_sentence: 50\n",
        lambda d: d.field("Sentence", "数据中心") == LONG[1] or d.field("Sentence", "芯片") == LONG[1],
    ),
    "longest_sentence": (LISTED, f"{LISTED}longest_sentence: 200\n", lambda d: "…" not in d.field("Sentence")),
    "pinyin": (LISTED, f"{LISTED}pinyin: numbers\n", lambda d: d.field("Pinyin", "芯片") == "xin1pian4"),
    "sandhi": (LISTED, f"{LISTED}sandhi: true\n", lambda d: "[bú]" in d.raw),
    "taiwan": (LISTED, f"{LISTED}taiwan: true\n", lambda d: "期[qí]" in d.raw),
    "script": (LISTED, f"{LISTED}script: traditional\n", lambda d: "數據中心" in d.words),
    "hint": (LISTED, f"{LISTED}hint: false\n", lambda d: "{{c1::芯片}}" in d.raw),
    "senses": (LISTED, f"{LISTED}senses: 0\n", lambda d: 'class="senses"' not in d.raw),
    "zipf": (LISTED, f"{LISTED}zipf: true\n", lambda d: "Zipf 4.2 (wordfreq)" in d.field("Level", "芯片")),
    "missing_words": (
        LISTED,
        f"{LISTED}missing_words: card\n",
        lambda d: "elephant" in d.field("Meaning", kind="recognition"),
    ),
    "subdecks": (
        LISTED,
        f"{LISTED}subdecks: true\n",
        lambda d: {n.deck for n in d.package.notes} == {"News::2026-01-02 Chips"},
    ),
    "excerpt": (LISTED, f"{LISTED}excerpt: 10\n", lambda d: not d.field("FullSentence").strip()),
    "name": (LISTED, LISTED.replace("News", "Other"), lambda d: d.package.decks[0][0] == "Other"),
    "output": (LISTED, f"{LISTED}    output: sub/x.apkg\n", lambda d: d.output.match("sub/x.apkg")),
    "sources": (
        f"{LISTED}excerpt: 10\n",
        LISTED.replace("[article.txt]", "[{source: article.txt, licence: CC0-1.0}]") + "excerpt: 10\n",
        lambda d: d.field("Sentence", "出口管制") == CONTROLS[1],
    ),
    "description": (
        LISTED,
        f"{LISTED}    description: For my class\n",
        lambda d: "For my class" in d.package.decks[0][1],
    ),
}
"Option → a configuration without it, the same with it, and what is true of the deck with it alone."


@pytest.mark.parametrize(("without", "given", "holds"), EFFECTS.values(), ids=EFFECTS)
def test_an_option_has_an_effect(build: Callable[[str], Found], without: str, given: str, holds: Holds) -> None:
    """The deck changes as the option says; without it, it is not so."""
    before = build(without)
    assert not holds(before)
    before.output.unlink()
    (before.output.parent / "ledger.json").unlink()
    assert holds(build(given))


def test_least_certainty_has_an_effect(build: Callable[[str], Found]) -> None:
    """`min_alignment`: no alignment is certain, so nothing is left at 1."""
    assert build(LISTED).words
    with pytest.raises(NoteError, match="not a single card"):
        build(f"{LISTED}min_alignment: 1.0\n")


def test_no_option_is_missing_here() -> None:
    """Whoever adds an option has to say here what it does."""
    assert {*EFFECTS, "min_alignment", "decks"} == {*File.model_fields, *DeckEntry.model_fields}


@pytest.mark.parametrize("option", ["pinyin: numbers", "contexts: 2", "hint: false", "cards: [recognition]"])
def test_an_option_of_a_deck_goes_before_that_of_the_file(build: Callable[[str], Found], option: str) -> None:
    """Two decks of one project may be for two learners."""
    of_file, of_deck = build(f"{LISTED}{option}\n"), build(f"{LISTED}    {option}\n")
    assert {note.guid: note.fields for note in of_file.package.notes} == {
        note.guid: note.fields for note in of_deck.package.notes
    }
