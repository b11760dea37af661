"""Floors under the quality on the sample articles.

`baseline.json` holds the floors and a digest of articles and gold. Who changes those measures anew and pins again:
a floor may be raised, and lowered only with a reason in the commit message.
"""

import hashlib
import json

import layouts
from conftest import ROOT, SEEDS

from flashcards import documents, pipeline

BASELINE = json.loads((ROOT / "tests" / "baseline.json").read_text("utf-8"))


def corpus_digest() -> str:
    """Changes with every character of the sample articles and of their aligned units."""
    digest = hashlib.sha256()
    for path in (*SEEDS, *sorted((ROOT / "tests" / "gold").glob("align_*.json"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def test_corpus_is_the_pinned_one() -> None:
    """Figures on another corpus say nothing about these floors."""
    assert corpus_digest() == BASELINE["corpus"], "articles or gold changed: measure again and pin anew"


def test_alignment(tools: pipeline.Toolbox) -> None:
    """Strict F1 of units over all sample articles, and no line of noise in any unit."""
    hit = made = wanted = leaks = 0
    for article in layouts.articles():
        found = {
            (unit.source, unit.target) for unit in pipeline.align(documents.read(ROOT / "seeds" / article.name), tools)
        }
        text = "\n".join(part for unit in found for part in unit)
        leaks += sum(line in text for line in article.noise)
        hit, made, wanted = hit + len(found & article.units), made + len(found), wanted + len(article.units)
    assert 2 * hit / (made + wanted) >= BASELINE["align.f1"]
    assert leaks <= BASELINE["align.leaks"]
