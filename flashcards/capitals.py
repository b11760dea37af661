"""Names that no dictionary knows, by the capitals of the English beside them.

`National Energy Administration` makes one name of 国家|能源|局, `Samsung` one of 三星, which could as well be three
stars, and `Ascend` one of a word that nobody has listed.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from flashcards.english import FUNCTION_WORDS
from flashcards.lexicon import Lexicon
from flashcards.linked import Link, UnitLinks

_ENDINGS = dict.fromkeys("院会部局署厅府处行团党军校委", "organisation") | dict.fromkeys("案法约", "document")
"Characters in which words for institutions and laws end, 法院, 议会, 商务部, 法案 → their kind of name."
_LONGEST = 5  # words of such a name
_HEADLINE = 0.6  # share of capitalised words from which capitals say nothing
_WEAK = frozenset(("place", "akin", "model", "fuzzy"))  # evidence that a name does not give
_SINGLE_LETTER = 1


def find(
    row: UnitLinks, source: str, kinds: Sequence[str], carrying: Sequence[bool], lexicon: Lexicon
) -> Iterator[tuple[int, int, str]]:
    """First and last token and kind of every name that capitals show.

    Args:
        row: a unit's words and links.
        source: its English.
        kinds: for each token the kind of name it is known to be, empty for other words.
        carrying: for each token whether it has a meaning of its own, as days and pronouns have not.
        lexicon: dictionaries.
    """
    words = [word.text for word in row.words if word.text.lower() not in FUNCTION_WORDS]
    if sum(word[0].isupper() for word in words) > _HEADLINE * len(words):
        return
    linked = row.by_token()
    for last, token in enumerate(row.tokens):
        if kinds[last]:
            continue
        kind = _ENDINGS.get(token.text[-1], "")
        first = _whole_name(last, row, source, kinds, carrying) if kind else None
        if first is not None:
            yield first, last, kind
        elif carrying[last] and last in linked and _is_name(token.text, linked[last], row, source, lexicon):
            yield last, last, "organisation"


def _whole_name(last: int, row: UnitLinks, source: str, kinds: Sequence[str], carrying: Sequence[bool]) -> int | None:
    """The first token of the name that ends at *last*: the English words of its parts are one name."""
    linked = row.by_token()
    found = None
    for first in range(last - 1, max(-1, last - _LONGEST), -1):
        if not (carrying[first] or kinds[first] in ("place", "organisation")):
            break
        links = [linked[i] for i in range(first, last + 1) if i in linked]
        if len(links) > 1 and first in linked and _one_name(links, row, source):
            found = first
    return found


def _one_name(links: Sequence[Link], row: UnitLinks, source: str) -> bool:
    """Whether the English words of *links* are capitalised and stand together, but for `of` and `the`."""
    ordered = sorted(links, key=lambda link: link.first)
    if not all(row.words[i].text[0].isupper() for link in ordered for i in (link.first, link.last)):
        return False
    for one, other in pairwise(ordered):
        between = source[row.words[one.last].end : row.words[other.first].start]
        if not all(word in ("of", "the", "and", "for", "’s", "'s") or word.istitle() for word in between.split()):
            return False
        if len(between.split()) > 2 or any(mark in between for mark in ",.;:"):
            return False
    return True


def _is_name(text: str, link: Link, row: UnitLinks, source: str, lexicon: Lexicon) -> bool:
    """Whether one word is a name here: its English is capitalised inside a sentence and no ordinary word."""
    if link.evidence in _WEAK or len(text) <= _SINGLE_LETTER or text.isascii():
        return False
    first = row.words[link.first]
    inside = source[: first.start].rstrip(" “\"'‘(")[-1:] not in ("", ".", "?", "!", ":")
    capitals = all(row.words[i].text[0].isupper() for i in range(link.first, link.last + 1))
    if not (capitals and inside) or len(first.text) <= _SINGLE_LETTER:
        return False
    simplified = lexicon.simplify(text)
    if simplified not in lexicon:
        return not lexicon.headwords_for(first.text.lower())
    return any(
        rendering[:1].isupper() and rendering.split()[0] == first.text for rendering in lexicon.renderings(simplified)
    ) and not lexicon.curated(simplified)
