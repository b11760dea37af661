"""Where the rows of word lists hold in a text, and what becomes of its words there."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from flashcards.model import Span, Syllable, Term, Token, Word
from flashcards.syllables import HAN
from flashcards.wordlists import Row

Placed = tuple[Span, Row]
"A row and a use of its word."


def places(rows: Iterable[Row], text: str, simplify: Callable[[str], str]) -> tuple[Placed, ...]:
    """Every use of the words of *rows* in *text* where they hold, in order; none overlaps another.

    Of rows that overlap, one with a context goes before one without, a longer word before a shorter one.
    """
    simplified = simplify(text)
    found = [(span, row) for row in rows for span in _uses(row, simplified, simplify)]
    found.sort(key=lambda pair: (not pair[1].context, pair[0].start - pair[0].end, pair[0].start))
    kept: list[Placed] = []
    for span, row in found:
        if all(span.end <= other.start or other.end <= span.start for other, _ in kept):
            kept.append((span, row))
    return tuple(sorted(kept, key=lambda pair: pair[0].start))


def row_at(rows: Iterable[Row], text: str, span: Span, simplify: Callable[[str], str]) -> Row | None:
    """The row that holds for the use of its word at *span*: one for this place, else the first for all places."""
    general = None
    for row in rows:
        if not row.context:
            general = general or row
        elif span in _uses(row, simplify(text), simplify):
            return row
    return general


def recut(tokens: Sequence[Token], placed: Iterable[Placed]) -> tuple[Token, ...]:
    """*tokens*, which cover a text, with the words of the rows cut as these say."""
    text = "".join(token.text for token in tokens)
    starts = _starts([token.start for token in tokens], placed, len(text))
    return tuple(Token(text[a:b], a, b) for a, b in zip(starts, [*starts[1:], len(text)], strict=True))


def reread(words: Sequence[Word], placed: Sequence[Placed]) -> tuple[Word, ...]:
    """*words*, which cover a text, cut and read as the rows say."""
    text = "".join(word.text for word in words)
    syllables = dict(_syllables(words))
    for span, row in placed:
        han = [at for at in range(span.start, span.end) if HAN.match(text[at])]
        if row.reading:
            fixed = (Syllable(syllable.lower(), "fix", 1.0) for syllable in row.reading)
            syllables |= dict(zip(han, fixed, strict=True))
    before = {(word.start, word.end): word for word in words}
    names = {(span.start, span.end): row.reading for span, row in placed if row.reading and row.reading[0][0].isupper()}
    starts = _starts([word.start for word in words], placed, len(text))
    result = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        word = before.get((start, end), Word(text[start:end], start, end, ()))
        if (start, end) in names:
            word = word._replace(is_name=True, parts=_joints(word.text, names[start, end]))
        result.append(word._replace(syllables=tuple(syllables[at] for at in range(start, end) if at in syllables)))
    return tuple(result)


def retell(term: Term, row: Row) -> Term:
    """*term* as *row* has it: its meaning, subject, level and sense, where it says something."""
    if row.meaning:
        known = (term.gloss, *term.senses)
        further = tuple(sense for sense in known if sense and sense != row.meaning)
        term = replace(term, gloss=row.meaning, senses=further, composed=False)
    return replace(term, domain=row.domain or term.domain, level=row.level or term.level, sense=row.sense or term.sense)


def _uses(row: Row, simplified: str, simplify: Callable[[str], str]) -> Iterator[Span]:
    word, around = simplify(row.word), simplify(row.context or row.word)
    shift = around.find(word)
    start = simplified.find(around)
    while start >= 0:
        yield Span(start + shift, start + shift + len(word))
        start = simplified.find(around, start + 1)


def _starts(starts: Iterable[int], placed: Iterable[Placed], size: int) -> list[int]:
    """Where words begin in a text of *size*, once those of the rows are cut as these say."""
    kept = set(starts)
    for span, row in placed:
        kept -= set(range(span.start, span.end))
        kept |= {span.start, span.end}
        kept |= {span.start + at for at in accumulate(map(len, row.pieces[:-1]))}
    return sorted(kept - {size})


def _joints(text: str, reading: Sequence[str]) -> tuple[int, ...]:
    """Offsets in a name after its first character at which its reading has a capital."""
    han = [at for at, char in enumerate(text) if HAN.match(char)]
    return tuple(at for at, syllable in zip(han, reading, strict=True) if at and syllable[0].isupper())


def _syllables(words: Iterable[Word]) -> Iterator[tuple[int, Syllable]]:
    """Offset of each Han character and its syllable."""
    for word in words:
        han = (at for at, char in enumerate(word.text, word.start) if HAN.match(char))
        if word.syllables:
            yield from zip(han, word.syllables, strict=True)
