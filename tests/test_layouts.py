"""The same article in every layout that bilingual pages come in gives the same units."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import layouts
import pytest
from layouts import Article, Block, Layout

from flashcards import documents, pipeline

ARTICLES = layouts.articles()

# One unit of 454 is a figure of speech (former, latter) that crosses its sentences: .9934 is what straight pages give.
FLOORS = {"with_vocabulary": 0.985, "wrapped": 0.985, "wrapped_one_after_the_other": 0.985, "glued_by_sentence": 0.988}
FLOOR = 0.993


def _score(articles: list[Article], layout: Layout, tools: pipeline.Toolbox, folder: Path) -> tuple[float, list[str]]:
    """Strict F1 of the units, and the lines of noise found in them."""
    hit = made = wanted = 0
    leaks: list[str] = []
    for article in articles:
        path = folder / article.name
        path.write_text("\n".join(layout(article.blocks)), "utf-8")
        units = {(_plain(u.source), _plain(u.target)) for u in pipeline.align(documents.read(path), tools)}
        wanted_units = {(_plain(source), _plain(target)) for source, target in article.units}
        text = "\n".join(part for unit in units for part in unit)
        leaks += [line for line in article.noise if _plain(line) in text]
        hit, made, wanted = hit + len(units & wanted_units), made + len(units), wanted + len(wanted_units)
    return 2 * hit / (made + wanted), leaks


@pytest.mark.parametrize("name", layouts.LAYOUTS)
def test_layout(name: str, tools: pipeline.Toolbox, tmp_path: Path) -> None:
    """One mechanism finds the pairs from order and content; no noise line reaches a card."""
    f1, leaks = _score(ARTICLES, layouts.LAYOUTS[name], tools, tmp_path)
    assert f1 >= FLOORS.get(name, FLOOR)
    assert leaks == []


def test_traditional_characters(tools: pipeline.Toolbox, tmp_path: Path) -> None:
    """Pages from Taiwan and Hong Kong use the dictionary's Traditional column."""
    articles = [layouts.traditional(article, tools.lexicon) for article in ARTICLES]
    f1, leaks = _score(articles, layouts.interleaved, tools, tmp_path)
    assert f1 >= FLOOR
    assert leaks == []


def test_inline_english_glosses(tools: pipeline.Toolbox, tmp_path: Path) -> None:
    """Official translations quote the English term in brackets; that makes no paragraph English."""
    articles = [layouts.with_inline_glosses(article) for article in ARTICLES]
    f1, leaks = _score(articles, layouts.interleaved, tools, tmp_path)
    assert f1 >= 0.985  # one and the same gloss in every sentence blurs them a little
    assert leaks == []


def _plain(text: str) -> str:
    """The text without white space: where a line was broken, nothing tells whether there was a space."""
    return "".join(text.split())


def _merged(blocks: tuple[Block, ...], size: int, change: Callable[[list[Block]], Block]) -> tuple[Block, ...]:
    _, *kept = (block for block in blocks if block.units)  # without the headline, which has no full stop
    return tuple(change(kept[i : i + size]) for i in range(0, len(kept), size))


def test_two_english_paragraphs_before_one_chinese(tools: pipeline.Toolbox, tmp_path: Path) -> None:
    """Newspapers cut English into shorter paragraphs than Chinese."""

    def change(pair: list[Block]) -> Block:
        return Block(
            "\n".join(block.english for block in pair),
            "".join(block.chinese for block in pair),
            tuple(unit for block in pair for unit in block.units),
        )

    articles = [Article(a.name, _merged(a.blocks, 2, change), ()) for a in ARTICLES]
    f1, _ = _score(articles, layouts.interleaved, tools, tmp_path)
    assert f1 >= 0.97


def test_one_side_without_paragraphs(tools: pipeline.Toolbox, tmp_path: Path) -> None:
    """Where the Chinese came out of a PDF as one lump, sentences are aligned without paragraphs."""

    def lump(blocks: Sequence[Block]) -> Iterator[str]:
        yield from (block.english for block in blocks)
        yield "".join(block.chinese for block in blocks)

    articles = [Article(a.name, tuple(b for b in a.blocks if b.units)[1:], ()) for a in ARTICLES]
    f1, _ = _score(articles, lump, tools, tmp_path)
    assert f1 >= 0.95
