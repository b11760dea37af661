"""How long the package stage takes and how large its file is, beside plain genanki with the same notes.

    .venv/bin/python benchmarks/packages.py [NOTES]

Limits: at most 1.5 times genanki's time, at most a fifth of genanki's file. What comes before it and grows with the deck, the
learning order and the ledger, is timed as well.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import genanki

from flashcards import apkg, update
from flashcards.ledger import Ledger
from flashcards.model import Deck, Note, Package
from flashcards.notetype import FIELDS, note_type
from flashcards.order import Lesson, Place, learning_order

RUNS = 3


def main() -> None:
    """Print both times, their ratio, and both sizes."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    ordered = _seconds(lambda: learning_order([_lesson(number) for number in range(count)]))
    deck = Deck("News", "", tuple(_note(number) for number in range(count)))
    now = update.Circumstances(1_790_000_000, frozenset(("a.txt",)))
    built = update.carry_over([deck], Ledger("benchmark"), now)
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.apkg", Path(folder) / "theirs.apkg"
        carried = _seconds(lambda: update.carry_over([deck], built.ledger, now))
        pairs = [
            (_seconds(lambda: _fresh(built.package, ours)), _seconds(lambda: _plain(built.package, theirs)))
            for _ in range(RUNS)
        ]
        mine, other = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"{count} notes: apkg.write {mine:.2f} s, genanki {other:.2f} s, ratio {mine / other:.2f} (limit 1.5)")
        sizes = ours.stat().st_size, theirs.stat().st_size
        print(f"file {sizes[0] / 1e6:.2f} MB, genanki {sizes[1] / 1e6:.2f} MB, a {sizes[1] / sizes[0]:.1f}th (limit 5)")
        print(f"update.carry_over {carried:.2f} s, order.learning_order {ordered:.2f} s")


def _word(number: int) -> str:
    return "".join(chr(0x4E00 + (number * step) % 20_000) for step in (7, 13, 101))


def _lesson(number: int) -> Lesson:
    """One of three words of a sentence that shows a word of the next one, too: 45 characters, thirty words an article."""
    unit, word = number // 3, _word(number)
    words = "".join(map(_word, range(unit * 3, unit * 3 + 4)))
    shown = words + "".join(chr(0x4E00 + (number * 31 + at * 97) % 20_000) for at in range(33))
    return Lesson(word, Place(unit // 10, unit), shown, word, word, number % 7)


def _note(number: int) -> Note:
    """A note of the usual size, about 2.5 kB."""
    word = _word(number)
    characters = word + "".join(chr(0x4E00 + (number * 31 + at * 97) % 20_000) for at in range(30))
    ruby = "".join(f'<span class="t{ord(char) % 5 + 1}"> {char}[zhōng]</span>' for char in characters[3:])
    values = {
        "Word": word,
        "Sentence": f"{{{{c1::{word}::export controls}}}}{characters[3:]}",
        "SentenceRuby": f"{{{{c1::{word}}}}}{ruby}",
        "Pinyin": "zhōngzhōng",
        "Meaning": f"<b>meaning {number}</b>",
        "Translation": f"The translation number {number} of this sentence, with <mark>export controls</mark> in it.",
        "Source": "Headline · Outlet · 1 March 2026",
    }
    fields = tuple(values.get(name, "") for name in FIELDS)
    return Note("cloze", word + str(number), 0, fields, ("domain::tech",), number, "a.txt", number, characters)


def _fresh(package: Package, path: Path) -> None:
    path.unlink(missing_ok=True)
    apkg.write(package, path)


def _plain(package: Package, path: Path) -> None:
    look = note_type("cloze")
    model = genanki.Model(
        look.id, look.name, [{"name": name} for name in look.fields],
        [{"name": look.template_name, "qfmt": look.front, "afmt": look.back}], css=look.css, model_type=genanki.Model.CLOZE,
    )  # fmt: skip
    deck = genanki.Deck(2_000_000_001, "News")
    for note in package.notes:
        deck.add_note(genanki.Note(model, list(note.fields), guid=note.guid, tags=list(note.tags), due=note.due))
    genanki.Package(deck).write_to_file(path)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
