"""The decks of the sample articles, as readable JSON: whatever changes on a card shows up in a diff that a person reads.

After a change that was meant: `make golden`, read the diff, commit it with the change.
"""

import json
from pathlib import Path

import pytest
from anki_support import learner
from conftest import SEEDS

from flashcards import apkg, assembly, documents, pipeline, preview
from flashcards.config import DeckOptions
from flashcards.ledger import Ledger
from flashcards.model import Package
from flashcards.notetype import Look

GOLDEN = Path(__file__).parent / "golden"
BUILT = 1_790_000_000


def package_of(article: Path, tools: pipeline.Toolbox) -> Package:
    """The deck of one sample article with the default options, built at a fixed time."""
    job = assembly.Job(
        name="Golden", output="golden.apkg", description="", options=DeckOptions(), look=Look(),
        siblings=frozenset(), built=BUILT,
    )  # fmt: skip
    update, _ = assembly.build(job, [documents.read(article)], Ledger("golden"), tools)
    return update.package


def readable(package: Package) -> list[dict[str, object]]:
    """The notes in learning order, fields by name, empty ones left out."""
    fields = {look.kind: look.fields for look in package.note_types}
    return [
        {
            "guid": note.guid,
            "due": note.due,
            "tags": list(note.tags),
            "fields": {name: value for name, value in zip(fields[note.kind], note.fields, strict=True) if value},
        }
        for note in package.notes
    ]


@pytest.mark.parametrize("article", SEEDS, ids=lambda path: path.stem)
def test_golden_deck(article: Path, tools: pipeline.Toolbox, request: pytest.FixtureRequest) -> None:
    """The notes are those that a person has read and found right."""
    path = GOLDEN / f"{article.stem}.json"
    found = readable(package_of(article, tools))
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(path.read_text("utf-8")) == found


@pytest.mark.parametrize("article", SEEDS, ids=lambda path: path.stem)
def test_the_preview_shows_what_anki_shows(article: Path, tools: pipeline.Toolbox, tmp_path: Path) -> None:
    """Every golden card, both sides: a preview that differs from Anki would be a promise that breaks on the phone."""
    package = package_of(article, tools)
    path = tmp_path / "golden.apkg"
    apkg.write(package, path)
    looks = {look.kind: look for look in package.note_types}
    with learner(tmp_path) as somebody:
        done = somebody.imports_file(path)
        assert (done.new, done.found) == (len(package.notes), len(package.notes))
        assert somebody.is_sound()
        for note in package.notes:
            (number,) = somebody.collection.find_notes(f"nid:{note.created}")
            shown = somebody.collection.get_note(number).cards()[0].render_output()
            assert (shown.question_text, shown.answer_text) == preview.render(note, looks[note.kind])


@pytest.mark.parametrize("article", SEEDS, ids=lambda path: path.stem)
def test_no_front_gives_its_word_away(article: Path, tools: pipeline.Toolbox) -> None:
    """The headword in any script, or its pinyin, anywhere on the front would make the card worthless."""
    package = package_of(article, tools)
    looks = {look.kind: look for look in package.note_types}
    for note in package.notes:
        fields = dict(zip(looks[note.kind].fields, note.fields, strict=True))
        front, back = preview.render(note, looks[note.kind])
        shown = front.replace(f'data-cloze="{fields["Word"]}"', "")
        assert fields["Word"] not in shown
        assert not fields["Traditional"] or fields["Traditional"] not in shown
        assert fields["Word"] in back
