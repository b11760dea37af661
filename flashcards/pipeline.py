"""The whole flow on one screen: file → document → units → words and links → terms → choices → notes → package.

Nothing here reads a clock or writes a file: the command line does both, at the end.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from flashcards import (
    alignment,
    candidates,
    cards,
    cloze,
    corrections,
    glossing,
    ledger,
    lexicon,
    linking,
    mentions,
    newwords,
    readings,
    segmentation,
    selection,
    spans,
    spelling,
    tokens,
    update,
    vocabulary,
)
from flashcards.config import DeckOptions
from flashcards.ledger import Ledger
from flashcards.model import BuildReport, CardContext, Deck, Document, PackedNote, Span, Term, TranslationUnit, Word
from flashcards.notetype import Look
from flashcards.wordlists import Wordbook


class Toolbox:
    """The dictionaries and tables, each loaded when first needed, and what the user's lists say."""

    def __init__(self, book: Wordbook | None = None) -> None:
        self.book = book or Wordbook()

    def with_words(self, book: Wordbook) -> "Toolbox":
        """The same tools with other lists; what does not depend on lists is not loaded again."""
        other = Toolbox(book)
        kept = ("lexicon", "annotator", "tokenizer") if book.words == self.book.words else ("lexicon", "annotator")
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
        """Reads Han text."""
        return readings.Annotator(self.lexicon.curated_entries(), simplify=self.lexicon.simplify)

    def placed(self, text: str) -> tuple[corrections.Placed, ...]:
        """Where the user's corrections hold in *text*."""
        return corrections.places(self.book.fixes, text, self.lexicon.simplify)


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that is known of one article before cards are chosen."""

    document: Document
    units: tuple[TranslationUnit, ...]
    words: tuple[tuple[Word, ...], ...]
    "For each unit its target, read."
    terms: tuple[Term, ...]
    "Ranked."


@dataclass(frozen=True, slots=True)
class Job:
    """One deck to build."""

    name: str
    output: str
    "Where the package will be; for the report."
    description: str
    "Plain text."
    options: DeckOptions
    look: Look
    siblings: frozenset[str]
    "Names of the other decks of the namespace that are built as well."
    built: int
    "Time of the build, seconds since 1970."
    kept: tuple[PackedNote, ...] = ()
    "Notes of the previous package that stay although their articles are not listed now."
    warnings: tuple[str, ...] = ()
    "What was strange about the word lists."


def align(document: Document, tools: Toolbox) -> tuple[TranslationUnit, ...]:
    """The translation units of an article."""
    bitext = segmentation.split(document)
    return alignment.units(bitext, alignment.align(bitext, tools.lexicon))


def read(units: Sequence[TranslationUnit], tools: Toolbox) -> tuple[tuple[Word, ...], ...]:
    """For each unit its target as words with readings, the English side of the article known."""
    english = "\n".join(unit.source for unit in units)
    return tuple(
        corrections.reread(tools.annotator.annotate(unit.target, english=english), tools.placed(unit.target))
        for unit in units
    )


def extract(
    units: Sequence[TranslationUnit], tools: Toolbox, options: vocabulary.VocabularyOptions
) -> tuple[Term, ...]:
    """The terms of *units*, ranked, without readings; words that the user asks for are among them where they stand."""
    dictionary, cutter = tools.lexicon, tools.tokenizer
    wanted = tools.book.add | tools.book.only
    rows = [corrections.recut(cutter.cut(unit.target), tools.placed(unit.target)) for unit in units]
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


def analyse(document: Document, tools: Toolbox, options: vocabulary.VocabularyOptions) -> Analysis:
    """Units, readings and ranked terms of one article."""
    units = align(document, tools)
    words = read(units, tools)
    found = (_with_reading(term, words) for term in extract(units, tools, options))
    return Analysis(document, units, words, tuple(_corrected(term, units, tools) for term in found))


def build(
    job: Job, documents: Sequence[Document], memory: Ledger, tools: Toolbox, step: Callable[[str], object] = str
) -> tuple[update.Update, BuildReport]:
    """One deck: the package to write, the memory to keep, and what to tell people.

    Args:
        job: what to build.
        documents: the articles, in reading order.
        memory: everything the namespace ever shipped.
        tools: dictionaries and tables.
        step: called with the name of each article before it is worked on.
    """
    options = vocabulary_options(job.options)
    analyses = []
    for document in documents:
        step(document.name)
        analyses.append(analyse(document, tools, options))
    articles = [selection.Article(a.document.name, a.units, a.terms) for a in analyses]
    elsewhere = frozenset(key for _, key in update.belongs_elsewhere(memory, job.name, job.siblings))
    book = tools.book
    wishes = selection.Wishes(book.add, book.only, book.known, book.ignore, elsewhere)
    chosen = selection.select(
        articles, wishes, _shipped(memory, job, elsewhere), selection_options(job.options), ledger.digest
    )
    notes = [
        replace(
            cloze.make_note(_context(choice, analyses, job.options, tools), cloze_options(job.options), kind),
            asked=choice.asked,
        )
        for kind in job.options.cards
        for choice in chosen.choices
    ]
    deck = Deck(job.name, cards.describe(job.description, documents), tuple(notes))
    now = update.Circumstances(job.built, frozenset(d.name for d in documents), job.siblings, job.kept, job.look)
    done = update.carry_over([deck], memory, now)
    return done, _report(job, analyses, chosen, done, book)


def vocabulary_options(options: DeckOptions) -> vocabulary.VocabularyOptions:
    """The part of a deck's options that the vocabulary stage knows."""
    return vocabulary.VocabularyOptions(options.threshold, options.standard, options.known_level)


def selection_options(options: DeckOptions) -> selection.SelectionOptions:
    """The part of a deck's options that the selection stage knows."""
    return selection.SelectionOptions(
        new_terms_per_article=options.new_terms_per_article,
        contexts=options.contexts,
        min_alignment=options.min_alignment,
        shortest=options.shortest_sentence,
        longest=options.longest_sentence,
        domains=frozenset(options.domains),
    )


def cloze_options(options: DeckOptions) -> cloze.ClozeOptions:
    """The part of a deck's options that the cloze stage knows."""
    return cloze.ClozeOptions(options.senses, options.hint, options.excerpt)


def _context(
    choice: selection.Choice, analyses: Sequence[Analysis], options: DeckOptions, tools: Toolbox
) -> CardContext:
    article = analyses[choice.article]
    style = cards.CardOptions(options.pinyin, both_scripts=options.script == "both")
    unit, words = article.units[choice.unit], article.words[choice.unit]
    return cards.make_context(choice, article.document, unit, words, tools.lexicon, style)


def _shipped(memory: Ledger, job: Job, elsewhere: Collection[str]) -> list[selection.Shipped]:
    """What the deck shipped before, as selection wants to know it."""
    return [
        selection.Shipped(
            entry.key,
            entry.slot,
            frozenset(entry.forms),
            entry.document,
            entry.sentence,
            active=entry.state == "active",
            asked=entry.asked,
        )
        for entry in memory.entries
        if entry.kind == job.options.cards[0] and entry.key not in elsewhere
    ]


def _report(
    job: Job,
    analyses: Sequence[Analysis],
    chosen: selection.Selection,
    done: update.Update,
    book: Wordbook,
) -> BuildReport:
    units = [unit for analysis in analyses for unit in analysis.units]
    doubtful = sum(unit.score < job.options.min_alignment for unit in units)
    dropped = (
        ("sentences whose translation is too uncertain", doubtful),
        ("words that another deck has", len(chosen.elsewhere)),
    )
    found = {term.simplified for analysis in analyses for term in analysis.terms}
    return BuildReport(
        deck=job.name,
        output=job.output,
        changes=done.changes,
        units=len(units),
        dropped=tuple(pair for pair in dropped if pair[1]),
        warnings=job.warnings,
        missing=tuple(sorted((book.add | book.only) - found)),
    )


def relicense(document: Document, licence: str) -> Document:
    """*document* with the licence that the configuration knows better."""
    return replace(document, licence=licence)


def spell(words: Sequence[Word], style: str) -> str:
    """*words* in pinyin as a sentence of words, or in zhuyin."""
    return spelling.spell(words, style)


def _corrected(term: Term, units: Sequence[TranslationUnit], tools: Toolbox) -> Term:
    """*term* as the user's lists have it at its first use."""
    use = term.occurrences[0]
    rows = tools.book.details.get(term.simplified, ())
    row = corrections.row_at(rows, units[use.unit].target, Span(use.start, use.end), tools.lexicon.simplify)
    return corrections.retell(term, row) if row else term


def _with_reading(term: Term, words: Sequence[Sequence[Word]]) -> Term:
    """*term* with the reading of its first use, as it stands in its sentence."""
    use = term.occurrences[0]
    inside = cards.words_of(words[use.unit], Span(use.start, use.end), term)
    return replace(term, reading=tuple(syllable.text for word in inside for syllable in word.syllables))
