"""One article on one screen: document → sentences → units → words and links → terms, with readings.

What becomes of several articles, choices → notes → package, is in `assembly`. Nothing here reads a clock or a file.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from flashcards import (
    alignment,
    candidates,
    cards,
    corrections,
    glossing,
    lexicon,
    linking,
    mentions,
    newwords,
    readings,
    segmentation,
    spans,
    tokens,
    vocabulary,
)
from flashcards.model import Document, Occurrence, Span, Term, Token, TranslationUnit, Word
from flashcards.wordlists import Row, Wordbook


class Toolbox:
    """The dictionaries and tables, each loaded when first needed, and what the user's lists say."""

    def __init__(self, book: Wordbook | None = None) -> None:
        self.book = book or Wordbook()

    def with_words(self, book: Wordbook) -> "Toolbox":
        """The same tools with other lists; what does not depend on lists is not loaded again."""
        other = Toolbox(book)
        kept = ("lexicon", "annotator", "taiwan_annotator", *(("tokenizer",) if book.words == self.book.words else ()))
        other.__dict__.update({name: self.__dict__[name] for name in kept if name in self.__dict__})
        return other

    @cached_property
    def lexicon(self) -> lexicon.Lexicon:
        """CC-CEDICT, curated entries, levels."""
        return lexicon.load()

    @cached_property
    def tokenizer(self) -> tokens.Tokenizer:
        """Cuts Chinese into words."""
        return tokens.load(self.lexicon, self.book.words)

    @cached_property
    def annotator(self) -> readings.Annotator:
        """Reads Han text as in the Mainland."""
        return readings.Annotator(self.lexicon.curated_entries(), simplify=self.lexicon.simplify)

    @cached_property
    def taiwan_annotator(self) -> readings.Annotator:
        """Reads Han text as in Taiwan."""
        return readings.Annotator(self.lexicon.curated_entries(), simplify=self.lexicon.simplify, taiwan=True)

    def placed(self, text: str) -> tuple[corrections.Placed, ...]:
        """Where the user's corrections hold in *text*."""
        return corrections.places(self.book.fixes, text, self.lexicon.simplify)

    def spoken(self, text: str) -> tuple[corrections.Placed, ...]:
        """Where the user's lists say how *text* is read: their corrections, and readings of words to add."""
        return corrections.places(self._spoken_rows, text, self.lexicon.simplify)

    @cached_property
    def _spoken_rows(self) -> tuple[Row, ...]:
        rows = (row for found in self.book.details.values() for row in found)
        return (*self.book.fixes, *(row for row in rows if row.role != "fix" and row.reading))


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is known of one article before cards are chosen."""

    document: Document
    units: tuple[TranslationUnit, ...]
    words: tuple[tuple[Word, ...], ...]
    "For each unit its target, read."
    terms: tuple[Term, ...]
    "Ranked."


def align(document: Document, tools: Toolbox) -> tuple[TranslationUnit, ...]:
    """The translation units of an article."""
    bitext = segmentation.split(document)
    return alignment.units(bitext, alignment.align(bitext, tools.lexicon))


def read(units: Sequence[TranslationUnit], tools: Toolbox, *, taiwan: bool = False) -> tuple[tuple[Word, ...], ...]:
    """For each unit its target as words with readings, the English side of the article known."""
    english = "\n".join(unit.source for unit in units)
    return tuple(read_text(unit.target, tools, english, taiwan=taiwan) for unit in units)


def read_text(text: str, tools: Toolbox, english: str = "", *, taiwan: bool = False) -> tuple[Word, ...]:
    """*text* as words with readings, those of the user's lists first."""
    annotator = tools.taiwan_annotator if taiwan else tools.annotator
    words, placed = annotator.annotate(text, english=english), tools.spoken(text)
    cut = corrections.reread(words, [each for each in placed if _settles(each, words)])
    said = iter([syllable for word in corrections.reread(words, placed) for syllable in word.syllables])
    return tuple(word._replace(syllables=tuple(islice(said, len(word.syllables)))) for word in cut)


def _settles(placed: corrections.Placed, words: Iterable[Token | Word]) -> bool:
    """Whether a correction says where words end: a better meaning for 芯片 is no reason to cut 芯片制造商 in two."""
    span, row = placed
    inside = any(
        word.start <= span.start and span.end <= word.end and (word.start, word.end) != (span.start, span.end)
        for word in words
    )
    return bool(row.context) or len(row.pieces) > 1 or not inside


def extract(
    units: Sequence[TranslationUnit],
    tools: Toolbox,
    options: vocabulary.VocabularyOptions,
    taught: Collection[str] = (),
) -> tuple[Term, ...]:
    """The terms of *units*, ranked, without readings.

    Words that the user asks for are among them where they stand, and so are those that are *taught* already: a later
    dictionary that cuts otherwise takes no card away.
    """
    dictionary, cutter = tools.lexicon, tools.tokenizer
    wanted = tools.book.add | tools.book.only | set(taught)
    rows = [_cut(unit.target, tools) for unit in units]
    names = mentions.find(units, rows, dictionary)
    rows = [mentions.merge(row, found, unit.target) for row, found, unit in zip(rows, names, units, strict=True)]
    rows = newwords.join_repeated(rows)
    links = linking.link_units(units, rows, names, dictionary, cutter)
    gathered = candidates.gather(units, links, names, dictionary, cutter, wanted)
    ranked = vocabulary.score(gathered, dictionary, options, cutter, wanted)
    return glossing.link_variants(
        [
            glossing.make_term(candidate, spans.link(candidate, links, units, dictionary), units, dictionary)
            for candidate in ranked
        ]
    )


def _cut(text: str, tools: Toolbox) -> tuple[Token, ...]:
    cut = tools.tokenizer.cut(text)
    return corrections.recut(cut, [each for each in tools.placed(text) if _settles(each, cut)])


def analyse(
    document: Document,
    tools: Toolbox,
    options: vocabulary.VocabularyOptions,
    taught: Collection[str] = (),
    *,
    taiwan: bool = False,
) -> Analysis:
    """Units, readings and ranked terms of one article, of which the words *taught* have cards already."""
    units = align(document, tools)
    words = read(units, tools, taiwan=taiwan)
    found = (told for term in extract(units, tools, options, taught) for told in _told(term, units, tools))
    return Analysis(document, units, words, tuple(_with_reading(term, words) for term in found))


def _told(term: Term, units: Sequence[TranslationUnit], tools: Toolbox) -> Iterator[Term]:
    """*term* as the user's lists have it; as several terms where they tell different things about different uses."""
    rows = tools.book.details.get(term.simplified, ())
    uses: dict[Term, list[Occurrence]] = {}
    for use in term.occurrences:
        row = corrections.row_at(rows, units[use.unit].target, Span(use.start, use.end), tools.lexicon.simplify)
        uses.setdefault(corrections.retell(term, row) if row else term, []).append(use)
    for told, found in uses.items():
        yield replace(told, occurrences=tuple(found))


def _with_reading(term: Term, words: Sequence[Sequence[Word]]) -> Term:
    """*term* with the reading of its first use, as it stands in its sentence."""
    use = term.occurrences[0]
    inside = cards.words_of(words[use.unit], Span(use.start, use.end), term)
    return replace(term, reading=tuple(syllable.text for word in inside for syllable in word.syllables))
