"""The command line: commands, messages, exit codes. The only place that prints."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from flashcards import documents, pipeline, vocabulary

app = typer.Typer(no_args_is_help=True, add_completion=False)


def _print(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


@app.command()
def align(sources: list[Path], readings: bool = False, format: str = "jsonl", presegmented: bool = False) -> None:
    """Sentences and their translations."""
    tools = pipeline.Toolbox()
    if presegmented:
        from flashcards import alignment

        en, zh = (documents.read_lines(p) for p in sources)
        for b in alignment.align_segments(en, zh, tools.lexicon):
            print(f"{list(b.source)}:{list(b.target)}:{b.score:.3f}")
        return
    for path in sources:
        document = documents.read(path)
        units = pipeline.align(document, tools)
        words = pipeline.read(units, tools) if readings else [()] * len(units)
        for unit, row in zip(units, words, strict=True):
            value: dict[str, Any] = {
                "document": unit.document,
                "line": unit.line,
                "bead": unit.bead,
                "source": unit.source,
                "target": unit.target,
                "score": round(unit.score, 3),
            }
            if readings:
                value["tokens"] = [{"text": w.text, "reading": [s.text for s in w.syllables] or None} for w in row]
            _print(value)


@app.command()
def terms(sources: list[Path], format: str = "jsonl", explain: bool = False) -> None:
    """Ranked terms."""
    tools = pipeline.Toolbox()
    for path in sources:
        done = pipeline.analyse(documents.read(path), tools, vocabulary.VocabularyOptions())
        for term in done.terms:
            _print(
                {
                    "headword": term.headword,
                    "simplified": term.simplified,
                    "reading": term.reading,
                    "gloss": term.gloss,
                    "senses": term.senses,
                    "domain": term.domain,
                    "level": f"{term.level.standard}:{term.level.number}" if term.level else None,
                    "count": len(term.occurrences),
                    "score": term.score,
                    "occurrences": [
                        {
                            "source": done.units[o.unit].source,
                            "target": done.units[o.unit].target,
                            "start": o.start,
                            "end": o.end,
                            "gloss": o.gloss.of(done.units[o.unit].source) if o.gloss else None,
                        }
                        for o in term.occurrences
                    ],
                }
            )


@app.command()
def pinyin(file: Annotated[str, typer.Argument()] = "-", format: str = "jsonl") -> None:
    """Readings, line by line."""
    tools = pipeline.Toolbox()
    for line in sys.stdin if file == "-" else Path(file).open(encoding="utf-8"):
        text = line.rstrip("\n")
        words = tools.annotator.annotate(text)
        _print(
            {
                "text": text,
                "tokens": [{"text": w.text, "reading": [s.text for s in w.syllables] or None} for w in words],
            }
        )


def main() -> None:
    app()
