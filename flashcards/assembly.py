"""Analyses of articles → a deck: choices → contexts → notes → package, memory and report.

Nothing here reads a clock or writes a file: `project` does both, and a recorder of sounds that it passes on may.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flashcards import (
    arrangement,
    cards,
    checks,
    cloze,
    frequency,
    glossing,
    identity,
    ledger,
    ownwords,
    readings,
    script,
    selection,
    update,
    vocabulary,
)
from flashcards.audio import Recordings
from flashcards.keys import split_key
from flashcards.ledger import Ledger
from flashcards.model import BuildReport, CardContext, Deck, Document, Note, PackedNote
from flashcards.notetype import Look
from flashcards.options import DeckOptions
from flashcards.pipeline import Analysis, Toolbox, analyse, read_text

Recorder = Callable[[Iterable[str]], Recordings]
"Records sentences, or finds those that were recorded; for cards with sound files."


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
    own_tags: bool = True
    "Notes carry the tags of the word lists; not in decks made for others."
    recorder: Recorder | None = None
    is_last: bool = True
    "No other deck follows: words of lists that stand in no article of any of them get their cards here."
    unseen: frozenset[str] | None = None
    "The words that no deck before this one has in its articles; None if there is none before it."


def build(job: Job, documents: Sequence[Document], memory: Ledger, tools: Toolbox) -> tuple[update.Update, BuildReport]:
    """One deck: the package to write, the memory to keep, and what to tell people.

    Args:
        job: what to build.
        documents: the articles, in reading order.
        memory: everything the namespace ever shipped.
        tools: dictionaries, tables and the user's lists.
    """
    options = vocabulary_options(job.options)
    analyses = [
        analyse(document, tools, options, _taught(memory, job.name, document), taiwan=job.options.taiwan)
        for document in documents
    ]
    sources = frozenset({"", *(document.name for document in documents)})
    memory = identity.locate(memory, (unit for analysis in analyses for unit in analysis.units))
    doubts = [_doubts(analysis, tools) for analysis in analyses]
    chosen = _select(job, analyses, sources, doubts, memory, tools)
    contexts = [(choice, _context(choice, analyses, job.options, tools)) for choice in chosen.choices]
    missing = _missing(analyses, tools)
    nowhere = tuple(word for word in missing if job.unseen is None or word in job.unseen)
    alone = _alone(job, nowhere, len(contexts), tools) if job.is_last else []
    recorded = _record(job, [context for _, context in (*contexts, *alone)])
    notes = list(_notes(job, contexts, recorded, tools)) + list(_notes(job, alone, recorded, tools))
    description = cards.describe(job.description, documents, zipf=job.options.zipf)
    deck = Deck(job.name, description, arrangement.apart(notes, _kinds(job, notes)))
    now = update.Circumstances(
        built=job.built,
        sources=sources,
        siblings=job.siblings,
        kept=job.kept,
        look=job.look,
        media=recorded.media,
    )
    decks = arrangement.by_article(deck, documents) if job.options.subdecks else (deck,)
    done = update.carry_over(decks, memory, now)
    report = BuildReport(
        deck=job.name,
        output=job.output,
        changes=done.changes,
        units=sum(len(analysis.units) for analysis in analyses),
        dropped=tuple(_dropped(job, analyses, doubts, chosen)),
        warnings=(*job.warnings, *_unserved(analyses, chosen, tools), *recorded.warnings),
        missing=missing,
        carded=tuple(choice.key for choice, _ in alone),
        doubts=tuple(doubt for found in doubts for doubt in found.values()),
        readings=tuple(dict.fromkeys(_doubtful_readings(context for _, context in contexts))),
    )
    return done, report


def _taught(memory: Ledger, deck: str, document: Document) -> frozenset[str]:
    """The words of which learners have cards from this article, those that only a list wanted aside."""
    return frozenset(
        split_key(entry.key)[0]
        for entry in memory.entries
        if entry.deck == deck and entry.document == document.name and entry.state == "active" and not entry.asked
    )


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


def card_options(options: DeckOptions) -> cards.CardOptions:
    """The part of a deck's options that decides how cards write what they say."""
    convert = script.converter(options.script) if options.script in ("simplified", "traditional") else str
    zipf = frequency.zipf if options.zipf else None
    return cards.CardOptions(options.pinyin, options.sandhi, options.script == "both", convert, zipf)


def _select(
    job: Job,
    analyses: Sequence[Analysis],
    sources: Collection[str],
    doubts: Sequence[dict[int, str]],
    memory: Ledger,
    tools: Toolbox,
) -> selection.Selection:
    left_out = job.options.disagreements == "leave-out"
    articles = [
        selection.Article(
            document=analysis.document.name,
            units=analysis.units,
            terms=analysis.terms,
            digests=tuple(ledger.digest(unit.target) for unit in analysis.units),
            unfit=frozenset(found) if left_out else frozenset(),
        )
        for analysis, found in zip(analyses, doubts, strict=True)
    ]
    staying = {note.guid for note in job.kept}
    elsewhere = {key for _, key in update.belongs_elsewhere(memory, job.name, job.siblings)}
    # What --append keeps is taught already, with last week's sentence.
    elsewhere |= {e.key for e in memory.entries if e.guid in staying and e.document not in sources}
    book = tools.book
    wishes = selection.Wishes(book.add, book.only, book.known, book.ignore, frozenset(elsewhere))
    shipped = _shipped(memory, job.options.cards[0], elsewhere)
    return selection.select(articles, wishes, shipped, selection_options(job.options))


def _shipped(memory: Ledger, kind: str, elsewhere: Collection[str]) -> list[selection.Shipped]:
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
        if entry.kind == kind and entry.key not in elsewhere
    ]


def _context(
    choice: selection.Choice, analyses: Sequence[Analysis], options: DeckOptions, tools: Toolbox
) -> CardContext:
    article = analyses[choice.article]
    unit, words = article.units[choice.unit], article.words[choice.unit]
    settled = any(row.meaning for row in tools.book.details.get(choice.term.simplified, ()))
    if choice.gloss and choice.is_sure and not settled:
        choice = replace(choice, term=glossing.as_used(choice.term, choice.gloss.of(unit.source), tools.lexicon))
    return cards.make_context(choice, article.document, unit, words, tools.lexicon, card_options(options))


def _missing(analyses: Sequence[Analysis], tools: Toolbox) -> tuple[str, ...]:
    """The words asked for that stand in no article."""
    found = {term.simplified for analysis in analyses for term in analysis.terms}
    return tuple(sorted((tools.book.add | tools.book.only) - found))


def _unserved(analyses: Sequence[Analysis], chosen: selection.Selection, tools: Toolbox) -> Iterator[str]:
    """The words asked for that stand in an article and have no card all the same."""
    found = {form for choice in chosen.choices for form in (choice.term.simplified, *choice.variants)}
    served = {tools.lexicon.simplify(form) for form in (*found, *chosen.elsewhere)}
    terms = {term.simplified for analysis in analyses for term in analysis.terms}
    unserved = sorted((tools.book.add | tools.book.only) & (terms - served))
    if unserved:
        yield f"{'、'.join(unserved)}: no card, since every sentence is left out or shows another card's word around it"


def _alone(job: Job, missing: Sequence[str], due: int, tools: Toolbox) -> list[tuple[selection.Choice, CardContext]]:
    """Contexts of words that stand in no article, if they are to have cards."""
    if job.options.missing_words != "card":
        return []
    made = []
    for place, word in enumerate(missing):
        choice, unit = ownwords.choose(word, tools.book, tools.lexicon, job.options.standard, due + place)
        words = read_text(unit.target or choice.term.headword, tools, taiwan=job.options.taiwan)
        document = Document(path="", name="", paragraphs=())
        made.append(
            (choice, cards.make_context(choice, document, unit, words, tools.lexicon, card_options(job.options)))
        )
    return made


def _record(job: Job, contexts: Iterable[CardContext]) -> Recordings:
    if job.recorder is None:
        return Recordings({}, (), ())
    return job.recorder(context.unit.target or context.term.headword for context in contexts)


def _notes(
    job: Job, contexts: Iterable[tuple[selection.Choice, CardContext]], recorded: Recordings, tools: Toolbox
) -> Iterator[Note]:
    """For each context a note of each kind; a word without a sentence makes plain vocabulary notes."""
    style = cloze.ClozeOptions(job.options.senses, job.options.hint, job.options.excerpt)
    for choice, context in contexts:
        heard = replace(context, audio=recorded.names.get(context.unit.target or context.term.headword, ""))
        kinds = job.options.cards if heard.unit.target else ownwords.plain_kinds(job.options.cards)
        for kind in kinds:
            note = cloze.make_note(heard, style, kind)
            tags = ownwords.tags_of(choice.key, tools.book) if job.own_tags else ()
            # The sentence as the article writes it, in whatever script the card shows it.
            yield replace(note, asked=choice.asked, sentence=choice.sentence or note.sentence, tags=(*note.tags, *tags))


def _kinds(job: Job, notes: Iterable[Note]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*job.options.cards, *(note.kind for note in notes))))


def _doubts(analysis: Analysis, tools: Toolbox) -> dict[int, str]:
    """Units whose two sides disagree → where and what."""
    found = {}
    for number, unit in enumerate(analysis.units):
        findings = checks.check(unit, tools.lexicon)
        if findings:
            found[number] = f"{analysis.document.path}:{unit.line[1]}: {findings[0].message}"
    return found


def _doubtful_readings(contexts: Iterable[CardContext]) -> Iterator[str]:
    """Syllables on cards that a person should look at, each with its sentence."""
    for context in contexts:
        for word, index in readings.doubtful(context.words):
            yield f"{word.text} {word.syllables[index].text} ({context.unit.target})"


def _dropped(
    job: Job, analyses: Sequence[Analysis], doubts: Sequence[dict[int, str]], chosen: selection.Selection
) -> Iterator[tuple[str, int]]:
    least = job.options.min_alignment
    uncertain = sum(unit.score < least for analysis in analyses for unit in analysis.units)
    disagreeing = sum(map(len, doubts)) if job.options.disagreements == "leave-out" else 0
    for reason, count in (
        ("sentences whose translation is too uncertain", uncertain),
        ("sentences that disagree with their translation", disagreeing),
        ("words that have a card already", len(chosen.elsewhere)),
    ):
        if count:
            yield reason, count
