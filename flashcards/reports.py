"""What was found and done, for people: the report of a build, the table of terms.

What becomes of each note is told by `differences`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from flashcards.keys import split_key
from flashcards.model import BuildReport, Change, Term
from flashcards.records import Zipf, level_name
from flashcards.update import anki_search

_ORDER = ("new", "changed", "unchanged", "retired", "archived", "elsewhere")
_MEANING = {
    "retired": "no longer wanted; not in the package, still in learners' collections",
    "archived": "their articles are not listed now; remembered, nothing is lost",
    "elsewhere": "taught by another deck of the namespace",
}


def build_summary(report: BuildReport, namespace: str, *, verbose: bool, dry_run: bool) -> Iterator[str]:
    """The report of one deck: counts, then what needs attention; with *verbose*, every note that is not unchanged."""
    counts = Counter(change.status for change in report.changes)
    numbers = ", ".join(f"{counts[status]} {status}" for status in _ORDER if counts[status] or status in _ORDER[:4])
    yield f"{report.deck} → {report.output}{' (not written)' if dry_run else ''}"
    yield f"  notes: {numbers}; sentences: {report.units}"
    for reason, count in report.dropped:
        yield f"  left out: {count} {reason}"
    for warning in report.warnings:
        yield f"  note: {warning}"
    for status in _ORDER:
        touched = [change for change in report.changes if change.status == status]
        if touched and status in _MEANING:
            yield f"  {status}: {_words(touched)} ({_MEANING[status]})"
            if status == "retired":
                yield f"    find them in Anki with: {anki_search(namespace, touched)}"
    for listed, one, more in (
        (report.doubts, "sentence disagrees with its translation", "sentences disagree with their translation"),
        (report.readings, "reading on a card is doubtful", "readings on cards are doubtful"),
    ):
        if listed:
            what = one if len(listed) == 1 else more
            yield f"  look at: {len(listed)} {what}{'' if verbose else '; --verbose lists them'}"
            yield from (f"    {line}" for line in (listed if verbose else ()))


def missing_words(reports: Sequence[BuildReport]) -> Iterator[str]:
    """The words that were asked for and stand in none of the decks."""
    missing = set(reports[0].missing).intersection(*(report.missing for report in reports))
    missing -= {split_key(key)[0] for report in reports for key in report.carded}
    if missing:
        yield f"in no article: {'、'.join(sorted(missing))} (asked for by a word list)"


def term_table(
    terms: Sequence[Term], zipf: Zipf | None = None, *, explain: bool = False
) -> tuple[dict[str, bool], list[tuple[str, ...]]]:
    """Columns, each with whether it holds numbers, and rows of *terms*.

    With *zipf*, their frequencies in a last column; with *explain*, under each term what its score is made of.
    """
    names = ("word", "pinyin", "meaning here", "domain", "level", "uses", "score", *(("zipf",) if zipf else ()))
    rows: list[tuple[str, ...]] = []
    for term in terms:
        cells = (
            term.headword, " ".join(term.reading), term.gloss + ("*" if term.composed else ""), term.domain,
            level_name(term) or "–", str(len(term.occurrences)), f"{term.score:.2f}",
        )  # fmt: skip
        rows.append((*cells, str(zipf(term.simplified) or "–")) if zipf else cells)
        if explain:
            rows.append(("", "", ", ".join(f"{name} {weight:+.2f}" for name, weight in term.evidence)))
    return {name: name in ("uses", "score", "zipf") for name in names}, rows


def _words(changes: list[Change]) -> str:
    return "、".join(dict.fromkeys(change.key for change in changes))
