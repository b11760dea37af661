"""Draw the pictures of cards in docs/ with a headless Chromium.

    .venv/bin/python scripts/picture_cards.py DECK.apkg WORD KIND... --output docs/cards.png [--night]

Fronts and backs of the word's cards of each kind stand side by side, 390 pixels wide like a phone. Chromium and
fonts-noto-cjk come from the system.
"""

import argparse
import html
import re
import subprocess
import tempfile
from pathlib import Path

from flashcards import apkg, preview
from flashcards.markup import text_of
from flashcards.model import Package

WIDTH = 390
_PLAY = "<span style='display:inline-block;width:38px;height:38px;border:1.5px solid;border-radius:50%;text-align:center;line-height:38px;font-size:15px'>▶</span>"


def main() -> None:
    """Read the arguments and draw."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("deck", type=Path)
    parser.add_argument("word")
    parser.add_argument("kinds", nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--night", action="store_true", help="each card also in night mode")
    parser.add_argument("--height", type=int, default=640)
    given = parser.parse_args()
    sides = [side for kind in given.kinds for side in _sides(apkg.read(given.deck), given.word, kind)]
    frames = [(side, False) for side in sides] + [(side, True) for side in sides if given.night]
    _draw(frames, given.height, given.output)


def _sides(package: Package, word: str, kind: str) -> tuple[str, str]:
    """Front and back as whole pages, without the mode."""
    look = next(found for found in package.note_types if found.kind == kind)
    note = next(note for note in package.notes if note.kind == kind and text_of(note.fields[0]) == word)
    front, back = (re.sub(r"\[anki:play:[^\]]*\]", _PLAY, side) for side in preview.render(note, look))
    return tuple(f"<style>{look.css}</style>{side}" for side in (front, back))  # type: ignore[return-value]  # two


def _draw(frames: list[tuple[str, bool]], height: int, output: Path) -> None:
    cells = "".join(
        f'<iframe style="width:{WIDTH}px;height:{height}px;border:0;border-radius:14px" srcdoc="{html.escape(_page(side, night=night))}"></iframe>'
        for side, night in frames
    )
    columns = min(4, len(frames))
    rows = -(-len(frames) // columns)
    style = f"margin:0;padding:16px;display:grid;gap:16px;grid-template-columns:repeat({columns},{WIDTH}px);background:#cfcbc2"
    size = f"{columns * (WIDTH + 16) + 16},{rows * (height + 16) + 16}"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(f'<!doctype html><meta charset="utf-8"><body style="{style}">{cells}</body>', encoding="utf-8")
        subprocess.run(  # noqa: S603  the system's own browser
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",  # noqa: S607
             "--disable-background-networking", f"--user-data-dir={folder}/profile", f"--window-size={size}",
             f"--screenshot={output.absolute()}", page.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


def _page(side: str, *, night: bool) -> str:
    mode = " nightMode" if night else ""
    return f'<!doctype html><meta charset="utf-8"><body class="card card1{mode}">{side}</body>'


if __name__ == "__main__":
    main()
