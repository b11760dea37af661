"""Values → lines of the machine formats that the commands print: JSON lines and tab-separated tables.

The names of the keys are a contract: other programs read them.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from flashcards.model import Bead, Occurrence, Term, TranslationUnit, Word
from flashcards.syllables import HAN, restyle

ALIGN_COLUMNS = ("document", "line_en", "line_zh", "bead", "score", "source", "target")
TERM_COLUMNS = ("headword", "traditional", "reading", "gloss", "domain", "level", "count", "score", "variant_of")
ZIPF_COLUMN = "zipf"
"Behind TERM_COLUMNS if frequencies are asked for."

Zipf = Callable[[str], float | None]
"Gives the Zipf frequency of a Simplified word, None if it is not known."


def unit_json(unit: TranslationUnit, words: Sequence[Word] | None = None, warnings: Sequence[str] = ()) -> str:
    """One unit as a JSON object, with the readings of its words if they are given."""
    value: dict[str, Any] = {
        "document": unit.document,
        "line": unit.line,
        "bead": unit.bead,
        "source": unit.source,
        "target": unit.target,
        "score": round(unit.score, 4),
    }
    if words is not None:
        value["tokens"] = tokens_of(words)
    if warnings:
        value["warnings"] = list(warnings)
    return _json(value)


def unit_row(unit: TranslationUnit) -> str:
    """One unit as a row under ALIGN_COLUMNS."""
    bead = f"{unit.bead[0]}-{unit.bead[1]}"
    return _row((unit.document, *unit.line, bead, f"{unit.score:.3f}", unit.source, unit.target))


def bead_line(bead: Bead) -> str:
    """One bead in the form that alignment tools share: `[0, 1]:[0]:0.97`."""
    return f"{list(bead.source)}:{list(bead.target)}:{bead.score:.4f}"


def term_json(term: Term, units: Sequence[TranslationUnit], *, explain: bool = False, zipf: Zipf | None = None) -> str:
    """One term as a JSON object with all its uses; with *explain*, the named parts of its score; with *zipf*, its frequency."""
    value: dict[str, Any] = {
        "headword": term.headword,
        "simplified": term.simplified,
        "traditional": term.traditional,
        "reading": term.reading,
        "gloss": term.gloss,
        "senses": term.senses,
        "composed": term.composed,
        "domain": term.domain,
        "kind": term.kind or None,
        "level": level_name(term),
        "count": len(term.occurrences),
        "score": term.score,
        "variant_of": term.variant_of or None,
        "occurrences": [_use(use, units[use.unit]) for use in term.occurrences],
    }
    if explain:
        value["evidence"] = dict(term.evidence)
    if zipf:
        value["zipf"] = zipf(term.simplified)
    return _json(value)


def term_row(term: Term, zipf: Zipf | None = None) -> str:
    """One term as a row under TERM_COLUMNS; with *zipf*, its frequency under ZIPF_COLUMN."""
    reading = " ".join(term.reading)
    return _row(
        (
            term.headword, term.traditional, reading, term.gloss, term.domain, level_name(term) or "",
            len(term.occurrences), term.score, term.variant_of, *((zipf(term.simplified) or "",) if zipf else ()),
        )
    )  # fmt: skip


def level_name(term: Term) -> str | None:
    """The level with its list and how it was found: `hsk2025:7 (parts)`; None if it has none."""
    if term.level is None:
        return None
    number = "7-9" if term.level.number == 7 and term.level.standard != "hsk2.0" else str(term.level.number)
    return f"{term.level.standard}:{number}" + ("" if term.level.basis == "word" else f" ({term.level.basis})")


def tokens_of(words: Iterable[Word], style: str = "marks") -> list[dict[str, Any]]:
    """Words as the objects that `pinyin` and `align --readings` print."""
    return [{"text": word.text, "reading": [restyle(s.text, style) for s in word.syllables] or None} for word in words]


def reading_json(text: str, words: Sequence[Word], style: str = "marks") -> str:
    """One line with its readings as a JSON object."""
    return _json({"text": text, "tokens": tokens_of(words, style)})


def doubtful_row(line: int, word: Word, index: int) -> str:
    """One doubtful syllable: line, word, its character, the reading, who says so, how surely."""
    syllable = word.syllables[index]
    return _row((line, word.text, HAN.findall(word.text)[index], syllable.text, syllable.source, syllable.confidence))


def table(columns: Sequence[str], rows: Iterable[str]) -> Iterator[str]:
    """A tab-separated table with its header."""
    yield "\t".join(columns)
    yield from rows


def _use(use: Occurrence, unit: TranslationUnit) -> dict[str, Any]:
    return {
        "source": unit.source,
        "target": unit.target,
        "start": use.start,
        "end": use.end,
        "gloss": use.gloss.of(unit.source) if use.gloss else None,
        "confidence": round(use.confidence, 2),
    }


def _row(values: Iterable[object]) -> str:
    return "\t".join(" ".join(str(value).split()) for value in values)


def _json(value: dict[str, Any]) -> str:
    written = json.dumps(value, ensure_ascii=False)
    # Terminals take these for commands, too; JSON must escape only those below the space.
    return re.sub(r"[\x7f-\x9f]", lambda match: f"\\u{ord(match[0]):04x}", written)
