"""Saved web pages become lines: the text of the main part, block by block. The only module that knows selectolax."""

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from flashcards.decoding import decode
from flashcards.layout import Line

_BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li main "
    "ol p pre section summary table tbody td th thead tr ul".split()
)
# Furniture of a page and what is no text; rt and rp hold pinyin over characters.
_SKIPPED = "script, style, noscript, template, nav, header nav, footer, aside, form, button, select, iframe, svg, rt, rp, [hidden]"
_MAIN = ("article", "main", "[role=main]", "#content", "body")


def lines(data: bytes, path: Path) -> list[Line]:
    """The blocks of the main part of a page in reading order, numbered from 1."""
    return [Line(number, text) for number, text in enumerate(blocks(decode(data, path)), 1)]


def blocks(html: str) -> list[str]:
    """The texts of the paragraphs, headings, list items and table cells of a page."""
    tree = LexborHTMLParser(html)
    for node in tree.css(_SKIPPED):
        node.decompose()
    texts = (re.sub(r"\s+", " ", "".join(parts)).strip() for parts in _collect(_main(tree)))
    return [text for text in texts if text]


def _main(tree: LexborHTMLParser) -> LexborNode:
    """The part of the page that holds most of its text, the smallest such if several do."""
    whole = len(tree.body.text()) if tree.body is not None else 0
    for selector in _MAIN:
        nodes = tree.css(selector)
        best = max(nodes, key=lambda node: len(node.text()), default=None)
        if best is not None and 2 * len(best.text()) >= whole:
            return best
    return tree.root  # type: ignore[return-value]  # a parsed page has a root


def _collect(root: LexborNode) -> list[list[str]]:
    """The texts below *root*, a list for each block."""
    found: list[list[str]] = [[]]
    rest: list[LexborNode | None] = [root]  # the next one last; None is the border of a block
    while rest:
        node = rest.pop()
        if node is None or node.tag == "br":
            found.append([])
        elif node.tag == "-text":
            found[-1].append(node.text(deep=False))
        else:
            border = [None] if node.tag in _BLOCKS else []
            rest += [*border, *reversed(list(node.iter(include_text=True))), *border]
    return found
