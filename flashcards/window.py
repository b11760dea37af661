"""How much of a sentence a card shows: the clauses around a word, or an excerpt of a few characters."""

import re

from flashcards.model import Span

_CLAUSE_END = re.compile(r"[，；。！？;!?]|(?<!\d)[,:：]|[,:：](?!\d)|——|…+")
"Not inside numbers, 2,000亿 and 10:30: half a number is another number."
_TRIMMED = " \u3000，；：、,;:—…"


def han_length(text: str) -> int:
    """Han characters in *text*, with Latin words and numbers counted as one each."""
    return len(re.findall(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]|[A-Za-z0-9.,]+", text))


def clauses_around(text: str, use: Span, shortest: int, longest: int) -> Span | None:
    """The clauses around *use* if *text* is too long to be read at a glance; None for all of it.

    Whole clauses only, the word's own first, then its neighbours, the following before the preceding one, as long as
    they fit.
    """
    if han_length(text) <= longest:
        return None
    ends = [match.end() for match in _CLAUSE_END.finditer(text)]
    clauses = [Span(a, b) for a, b in zip([0, *ends], [*ends, len(text)], strict=True) if text[a:b].strip()]
    inside = [i for i, clause in enumerate(clauses) if clause.start < use.end and use.start < clause.end]
    first, last = inside[0], inside[-1]
    while True:
        grown = [
            (a, b)
            for a, b in ((first, last + 1), (first - 1, last))
            if a >= 0 and b < len(clauses) and han_length(text[clauses[a].start : clauses[b].end]) <= longest
        ]
        if not grown:
            break
        first, last = grown[0]
    start, end = clauses[first].start, clauses[last].end
    start += len(text[start:end]) - len(text[start:end].lstrip(_TRIMMED))
    end -= len(text[start:end]) - len(text[start:end].rstrip(_TRIMMED))
    if han_length(text[start:end]) < shortest or (start, end) == (0, len(text)):
        return None
    return Span(min(start, use.start), max(end, use.end))


def around(span: Span, window: Span, limit: int) -> Span:
    """At most *limit* code points of *window* with *span* in the middle, never less than the span."""
    margin = max(0, limit - (span.end - span.start)) // 2
    start = max(window.start, min(span.start - margin, window.end - limit))
    start = min(start, span.start)
    return Span(start, max(span.end, min(window.end, start + limit)))
