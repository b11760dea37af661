"""Terms and glosses of the sample articles against hand-made gold: floors that no change may lower unseen.

When a figure rises, raise its floor. When the gold changes, measure again, look at the difference, and pin both.
"""

from hashlib import blake2b

import pytest
import vocabulary_gold as gold
from conftest import ROOT

from flashcards import documents, pipeline, vocabulary
from flashcards.pipeline import Toolbox

FLOORS = {
    "terms.f1": 0.90,
    "terms.core": 0.92,
    "terms.p30": 0.95,
    "terms.domain": 0.89,
    "gloss.exact": 0.89,
    "gloss.good": 0.94,
    "gloss.null": 0.90,
}
CEILINGS = {"gloss.wrong": 0.02, "gloss.unmatched": 0}
CORPUS = "c6c2298c8e2ef22b"


@pytest.fixture(scope="module")
def figures(tools: Toolbox) -> dict[str, float]:
    found = {}
    for name in gold.articles():
        units = pipeline.align(documents.read(ROOT / "seeds" / name), tools)
        found[name] = gold.Found(units, pipeline.extract(units, tools, vocabulary.VocabularyOptions()))
    heads = {name: [(term.headword, term.domain.value) for term in article.terms] for name, article in found.items()}
    return gold.score_terms(heads) | gold.score_glosses(found)


@pytest.mark.parametrize(("figure", "floor"), FLOORS.items(), ids=list(FLOORS))
def test_quality_stays(figures: dict[str, float], figure: str, floor: float) -> None:
    assert figures[figure] >= floor


@pytest.mark.parametrize(("figure", "ceiling"), CEILINGS.items(), ids=list(CEILINGS))
def test_mistakes_stay_few(figures: dict[str, float], figure: str, ceiling: float) -> None:
    assert figures[figure] <= ceiling


def test_the_gold_is_that_for_which_the_floors_were_measured() -> None:
    """A floor means nothing if what it is measured on has changed."""
    assert digest() == CORPUS


def digest() -> str:
    """Of the articles with gold for terms, and of that gold."""
    files = [ROOT / "seeds" / name for name in gold.articles()]
    files += sorted(path for path in gold.GOLD.iterdir() if path.stem.startswith(("terms", "occurrences", "neutral")))
    value = blake2b(digest_size=8)
    for path in files:
        value.update(path.read_bytes())
    return value.hexdigest()
