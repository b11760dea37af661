"""The whole flow on one screen: file → document → units → words and links → terms."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from flashcards import (
    alignment,
    cards,
    glossing,
    lexicon,
    linking,
    mentions,
    readings,
    segmentation,
    tokens,
    vocabulary,
)
from flashcards.model import Document, Span, Term, TranslationUnit, Word


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is known of one article before cards are chosen."""

    document: Document
    units: tuple[TranslationUnit, ...]
    words: tuple[tuple[Word, ...], ...]
    "For each unit its target, read."
    terms: tuple[Term, ...]
    "Ranked."


class Toolbox:
    """The dictionaries and tables, each loaded when first needed."""

    def __init__(self, own_words: Collection[str] = (), fixes: Iterable[readings.Fix] = ()) -> None:
        self._own_words = tuple(own_words)
        self._fixes = tuple(fixes)

    @cached_property
    def lexicon(self) -> lexicon.Lexicon:
        """CC-CEDICT, curated entries, levels."""
        return lexicon.load()

    @cached_property
    def tokenizer(self) -> tokens.Tokenizer:
        """Cuts Chinese into words."""
        return tokens.load(self.lexicon, self._own_words)

    @cached_property
    def annotator(self) -> readings.Annotator:
        """Reads Han text."""
        return readings.Annotator(self.lexicon.curated_entries(), self._fixes, self.lexicon.simplify)


def align(document: Document, tools: Toolbox) -> tuple[TranslationUnit, ...]:
    """The translation units of an article."""
    bitext = segmentation.split(document)
    return alignment.units(bitext, alignment.align(bitext, tools.lexicon))


def read(units: Sequence[TranslationUnit], tools: Toolbox) -> tuple[tuple[Word, ...], ...]:
    """For each unit its target as words with readings, the English side of the article known."""
    english = "\n".join(unit.source for unit in units)
    return tuple(tools.annotator.annotate(unit.target, english=english) for unit in units)


def analyse(
    document: Document,
    tools: Toolbox,
    options: vocabulary.VocabularyOptions,
    wanted: Collection[str] = (),
) -> Analysis:
    """Units, readings and ranked terms of one article."""
    units = align(document, tools)
    found = extract(units, tools, options, wanted)
    words = read(units, tools)
    return Analysis(document, units, words, tuple(_with_reading(term, words) for term in found))


def extract(
    units: Sequence[TranslationUnit],
    tools: Toolbox,
    options: vocabulary.VocabularyOptions,
    wanted: Collection[str] = (),
) -> tuple[Term, ...]:
    """The terms of *units*, ranked, without readings."""
    dictionary, cutter = tools.lexicon, tools.tokenizer
    rows = [cutter.cut(unit.target) for unit in units]
    names = mentions.find(units, rows, dictionary)
    rows = [mentions.merge(row, found, unit.target) for row, found, unit in zip(rows, names, units, strict=True)]
    links = linking.link_units(units, rows, names, dictionary)
    candidates = vocabulary.gather(
        units, links, names, dictionary,
        grammatical=cutter.grammatical, attested=cutter.attested, wanted=wanted,
    )  # fmt: skip
    ranked = vocabulary.score(candidates, dictionary, options, frequency=cutter.frequency, wanted=wanted)
    return tuple(
        glossing.make_term(candidate, glossing.link(candidate, links, dictionary), units, dictionary)
        for candidate in ranked
    )


def _with_reading(term: Term, words: Sequence[Sequence[Word]]) -> Term:
    """*term* with the reading of its first use, as it stands in its sentence."""
    use = term.occurrences[0]
    inside = cards.words_of(words[use.unit], Span(use.start, use.end), term)
    return replace(term, reading=tuple(syllable.text for word in inside for syllable in word.syllables))
