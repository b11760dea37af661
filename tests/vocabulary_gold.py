"""Scores terms and glosses against tests/gold, as the README there defines right and wrong.

Used by the quality gate and by benchmarks/vocabulary.py. The figures:

- terms.f1: a hit is exactly a required term; other boundaries, boilerplate and neutral words count neither way
- terms.core: share of the required core terms that are listed
- terms.p30: share of the first thirty terms of each article that are required, another boundary of one, or boilerplate
- terms.domain: share of the required hits, names aside, with the gold's domain
- gloss.exact, gloss.good, gloss.wrong: share of the gold's uses with an English span for which ours is the same words,
  shares at least half of them (F score of 0.5), or is there and does neither
- gloss.null: share of the uses without English for which none is given
- gloss.unmatched: uses of a listed term that we do not list
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashcards.model import Term, TranslationUnit

GOLD = Path(__file__).parent / "gold"
_FIRST = 30


@dataclass(frozen=True, slots=True)
class Found:
    """What the program says of one article."""

    units: tuple[TranslationUnit, ...]
    terms: tuple[Term, ...]
    "Ranked."


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table in tests/gold."""
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def articles() -> list[str]:
    """Names of the articles whose terms are judged."""
    return sorted({row["file"] for row in table("terms.tsv")})


def score_terms(found: Mapping[str, Sequence[tuple[str, str]]]) -> dict[str, float]:
    """The figures of ranked headwords with their domains, by article."""
    neutral = {w for path in GOLD.glob("neutral_*.txt") for w in path.read_text("utf-8").split()}
    rows: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for row in table("terms.tsv"):
        rows[row["file"]][_plain(row["zh"])] = row
    hits = made = wanted = core = core_hits = first = first_right = domains = domains_right = 0
    for name, terms in found.items():
        gold = rows[name]
        heads = [_plain(head) for head, _ in terms]
        required = {head for head, row in gold.items() if row["status"] == "req"}
        judged = [h for h in heads if h in required or (h not in gold and h not in neutral)]
        hits, made, wanted = hits + len(required & set(heads)), made + len(judged), wanted + len(required)
        cores = {head for head in required if gold[head]["importance"] == "core"}
        core, core_hits = core + len(cores), core_hits + len(cores & set(heads))
        first, first_right = first + len(heads[:_FIRST]), first_right + sum(h in gold for h in heads[:_FIRST])
        for head, domain in terms:
            row = gold.get(_plain(head), {})
            if row.get("status") == "req" and row["domain"] != "entity":
                domains, domains_right = domains + 1, domains_right + (row["domain"] == domain)
    return {
        "terms.f1": 2 * hits / max(1, made + wanted),
        "terms.core": core_hits / max(1, core),
        "terms.p30": first_right / max(1, first),
        "terms.domain": domains_right / max(1, domains),
    }


def score_glosses(found: Mapping[str, Found]) -> dict[str, float]:
    """The figures of the English words given for the uses of required terms that are listed."""
    required = {(row["file"], _plain(row["zh"])) for row in table("terms.tsv") if row["status"] == "req"}
    ours: dict[tuple[str, str], list[tuple[str, list[str]]]] = defaultdict(list)
    for name, article in found.items():
        for term in article.terms:
            for use in term.occurrences:
                unit = article.units[use.unit]
                words = _words(use.gloss.of(unit.source)) if use.gloss is not None else []
                ours[name, _plain(term.headword)].append((_plain(unit.target), words))
    n = exact = good = wrong = null = null_right = unmatched = 0
    for row in table("occurrences.tsv"):
        key, sentence = (row["file"], _plain(row["zh"])), _plain(row["zh_sentence"])
        if key not in required or key not in ours or not row["en_sentence"]:
            continue
        here = [words for target, words in ours[key] if sentence in target or target in sentence]
        theirs = _words(row["english_span"])
        if not here:
            unmatched += 1
        elif not theirs:
            null, null_right = null + 1, null_right + ([] in here)
        else:
            likeness = 1.0 if theirs in here else _likeness(here[0], theirs)  # a term used twice has two spans
            n, exact, good = n + 1, exact + (theirs in here), good + (likeness >= 0.5)
            wrong += bool(here[0]) and likeness < 0.5
    return {
        "gloss.exact": exact / max(1, n),
        "gloss.good": good / max(1, n),
        "gloss.wrong": wrong / max(1, n),
        "gloss.null": null_right / max(1, null),
        "gloss.unmatched": unmatched,
    }


def _likeness(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """F score of the words shared, 0 to 1."""
    return 2 * len(set(ours) & set(theirs)) / max(1, len(set(ours)) + len(set(theirs)))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKC", text).lower()) if text != "∅" else []
