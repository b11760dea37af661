"""How well terms and glosses are found, beside jieba's own keyword extraction, on the gold of the sample articles.

    python benchmarks/vocabulary.py [--leave-out]

`--leave-out` also prints the figures with those entries of our lexicons left out that stand in the article which is
scored: what remains is the method, the difference is the lexicon. It builds an index for each article, which takes
about 20 seconds each.

- ours: all that `flashcards terms` lists
- jieba TF-IDF, TextRank: jieba.analyse with its part-of-speech filter, as many words as the gold has for the article
"""

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import jieba
import jieba.analyse

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))  # the scorer

import vocabulary_gold as gold  # noqa: E402 - same

from flashcards import documents, lexicon, lexiconindex, pipeline, tokens, vocabulary  # noqa: E402 - needs the path

_KINDS = ("n", "nr", "ns", "nt", "nz", "vn", "v", "eng")
"Tags that jieba's keyword extraction keeps here: its default, with names and verbs of the genre."


def ours(tools_for: Callable[[Path], pipeline.Toolbox]) -> tuple[dict[str, gold.Found], float]:
    """What the program finds in each article, and the seconds it took after start-up."""
    found, seconds = {}, 0.0
    for name in gold.articles():
        path = ROOT / "seeds" / name
        tools = tools_for(path)
        units = pipeline.align(documents.read(path), tools)
        _ = tools.tokenizer  # loaded before the clock runs
        start = time.perf_counter()
        found[name] = gold.Found(units, pipeline.extract(units, tools, vocabulary.VocabularyOptions()))
        seconds += time.perf_counter() - start
    return found, seconds


def figures(found: Mapping[str, gold.Found]) -> dict[str, float]:
    """All figures of what the program finds."""
    terms = {name: [(term.headword, term.domain.value) for term in article.terms] for name, article in found.items()}
    return gold.score_terms(terms) | gold.score_glosses(found)


def without_entries(path: Path, folder: Path) -> pipeline.Toolbox:
    """Tools that do not know those curated words which stand in the article *path*."""
    known = lexicon.load()
    text = known.simplify(path.read_text("utf-8"))
    index = folder / f"lexicon-{path.stem}.sqlite3"
    lexiconindex.build(index, leave_out={entry.word for entry in known.curated_entries() if entry.word in text})
    tools = pipeline.Toolbox()
    tools.__dict__["lexicon"] = lexicon.Lexicon(index)
    tools.__dict__["tokenizer"] = tokens.load(tools.lexicon, cache=folder)
    return tools


def by_jieba(rank: Callable[..., list[str]]) -> dict[str, float]:
    """The figures of one of jieba's rankings; it gives no domains and no glosses."""
    wanted = {name: sum(row["file"] == name and row["status"] == "req" for row in gold.table("terms.tsv"))
              for name in gold.articles()}  # fmt: skip
    texts = {name: "".join(p.text for p in documents.read(ROOT / "seeds" / name).paragraphs if p.language == "zh")
             for name in gold.articles()}  # fmt: skip
    found = {name: [(w, "") for w in rank(texts[name], topK=wanted[name], allowPOS=_KINDS)] for name in wanted}
    return {name: value for name, value in gold.score_terms(found).items() if name != "terms.domain"}


def main() -> None:
    """Prints one line for each method."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leave-out", action="store_true", help="also without the curated entries of the article")
    arguments = parser.parse_args()
    jieba.setLogLevel(logging.WARNING)
    tools = pipeline.Toolbox()
    found, seconds = ours(lambda _: tools)
    show("ours", figures(found))
    print(f"{'':20}{seconds:.2f} s for {len(found)} articles after start-up")
    if arguments.leave_out:
        with tempfile.TemporaryDirectory() as folder:
            found, _ = ours(lambda path: without_entries(path, Path(folder)))
            show("ours, entries out", figures(found))
    show("jieba TF-IDF", by_jieba(jieba.analyse.extract_tags))
    show("jieba TextRank", by_jieba(jieba.analyse.textrank))


def show(method: str, values: Mapping[str, float]) -> None:
    """Prints the figures of one method in one line."""
    print(f"{method:20}" + "  ".join(f"{name} {value:.3f}" for name, value in values.items()))


if __name__ == "__main__":
    main()
