"""Ranked terms → what goes on cards: which words, in which sentence, in which order.

Selection is sticky: what shipped keeps its place and its sentence, so that a rebuild changes nothing that need not
change. It is bounded, it makes one card of words that overlap in one sentence, and it keeps notes that share a sentence
so far apart that the back of one has faded before the front of the next.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flashcards.keys import make_key, split_key
from flashcards.model import Domain, Occurrence, Span, Term, TranslationUnit
from flashcards.order import APART, Lesson, Place, learning_order
from flashcards.window import clauses_around, han_length

_SENTENCE_END = re.compile(r"[。！？!?.…][”’」』）)\"']*\s*$")
_STICKY = 100.0  # outweighs every other reason for a sentence
_UNTRANSLATED = 1.0  # taken from the score of a term without any sure gloss: about the worth of a curated entry
_SURE = 0.7  # confidence of a gloss from which it counts as found


@dataclass(frozen=True, slots=True)
class SelectionOptions:
    """What a deck takes from its articles."""

    new_terms_per_article: int = 30
    "Most terms chosen by score from one article; words that the user asked for come on top."
    contexts: int = 1
    "Sentences for each term."
    min_alignment: float = 0.5
    "Least probability of a unit to be right for its sentence to go on a card."
    shortest: int = 12
    "Han characters; shorter sentences say too little."
    longest: int = 45
    "Han characters; of longer sentences the front shows the clauses around the word."
    domains: frozenset[Domain] = frozenset(Domain)
    "Domains of the terms chosen by score."


@dataclass(frozen=True, slots=True)
class Article:
    """What selection needs to know of one article."""

    document: str
    "Document.name."
    units: tuple[TranslationUnit, ...]
    terms: tuple[Term, ...]
    "Ranked."
    unfit: frozenset[int] = frozenset()
    "Units that must not go on cards, for other reasons than their alignment."


@dataclass(frozen=True, slots=True)
class Wishes:
    """The user's words, Simplified."""

    add: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    "If not empty, nothing else is chosen."
    known: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    "Keys of the terms that another deck of the namespace has."


@dataclass(frozen=True, slots=True)
class Shipped:
    """One note that learners may already have."""

    key: str
    slot: int
    forms: frozenset[str]
    "Written forms by which its term is known again."
    document: str
    sentence: str
    "Digest of its sentence."
    active: bool
    "It was in the last package."
    asked: bool = False
    "It shipped because a word list asked for it."


@dataclass(frozen=True, slots=True)
class Choice:
    """One term in one sentence."""

    key: str
    slot: int
    due: int
    article: int
    unit: int
    term: Term
    occurrences: tuple[Span, ...]
    "All uses of the term in the unit's target."
    gloss: Span | None
    "The English for one of them."
    window: Span | None
    "Part of the target for the front; None for all of it."
    variants: tuple[str, ...] = ()
    "Other forms of the same thing in the article: the abbreviation or the full form."
    asked: bool = False
    is_sure: bool = False
    "The gloss is sure enough to be the meaning on the card."
    sentence: str = ""
    "What the note is remembered by: the unit's target as the article writes it."


@dataclass(frozen=True, slots=True)
class Selection:
    """What a deck teaches."""

    choices: tuple[Choice, ...]
    "In learning order."
    elsewhere: tuple[str, ...]
    "Words that would have been chosen if another deck did not have them."


@dataclass(slots=True)
class _State:
    """What has been chosen so far."""

    room: int
    "Notes that one sentence may serve."
    places: Sequence[Mapping[int, Sequence[Span]]]
    "For each article and unit where terms stand."
    notes: Counter[tuple[int, int]] = field(default_factory=Counter)
    spans: dict[tuple[int, int], list[Span]] = field(default_factory=lambda: defaultdict(list))


def select(
    articles: Sequence[Article],
    wishes: Wishes,
    shipped: Iterable[Shipped],
    options: SelectionOptions,
    digest: Callable[[str], str],
) -> Selection:
    """The notes of a deck, and what it leaves to other decks.

    Args:
        articles: in reading order.
        wishes: the user's words.
        shipped: what this deck shipped before.
        options: bounds.
        digest: of a sentence, as in `shipped`.
    """
    before = _Before(shipped)
    groups = _group(articles)
    chosen = _choose_terms(groups, wishes, before, options)
    state = _State(_room(chosen, wishes, options), [_spans(article) for article in articles])
    choices: list[Choice] = []
    elsewhere: list[str] = []
    taken: Counter[int] = Counter()
    for group in chosen:
        asked = group.asked(wishes)
        sticky = before.of(group.forms)
        free = asked or _kept(sticky) or any(taken[a] < options.new_terms_per_article for a in group.articles)
        if free and (group.names | {group.key}) & wishes.elsewhere:
            elsewhere.append(group.terms[0][1].headword)
            continue
        found = list(_contexts(group, articles, state, options, sticky, digest, asked=asked)) if free else []
        if not found:
            continue
        if not asked:
            # Of several articles that have the word, the one with most room pays for it.
            taken[min(group.articles, key=lambda number: taken[number])] += 1
        choices += found
    return Selection(_in_learning_order(choices, articles), tuple(elsewhere))


def _room(chosen: Sequence["_Group"], wishes: Wishes, options: SelectionOptions) -> int:
    """Notes that one sentence may serve: as many as the deck can keep apart, but two in the smallest deck."""
    articles = {article for group in chosen for article in group.articles}
    asked = sum(group.asked(wishes) for group in chosen)
    expected = min(len(chosen), options.new_terms_per_article * len(articles) + asked) * options.contexts
    return max(2, 1 + (expected - 1) // APART)


@dataclass(frozen=True, slots=True)
class _Group:
    """One thing to learn: a term in all the articles, with the terms that are only other forms of it."""

    terms: tuple[tuple[int, Term], ...]
    "Article and term; the first gives the headword."
    others: tuple[str, ...] = ()
    "Headwords of other forms."

    @property
    def forms(self) -> frozenset[str]:
        return frozenset(form for _, term in self.terms for form in (term.simplified, term.headword, term.traditional))

    @property
    def key(self) -> str:
        """What the notes of the term are known by, if they are new."""
        term = self.terms[0][1]
        return make_key(term.simplified, term.sense)

    @property
    def articles(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(article for article, _ in self.terms))

    @property
    def score(self) -> float:
        return max(term.score for _, term in self.terms)

    @property
    def is_translated(self) -> bool:
        """Whether the article shows somewhere what it means: what is linked to nothing may be cut wrongly, too."""
        uses = (use for _, term in self.terms for use in term.occurrences)
        return any(use.gloss is not None and use.confidence >= _SURE for use in uses)

    def asked(self, wishes: Wishes) -> bool:
        return bool(self.names & (wishes.add | wishes.only))

    @property
    def names(self) -> frozenset[str]:
        return self.forms | frozenset(self.others)


class _Before:
    """What shipped, by the forms of its words."""

    def __init__(self, shipped: Iterable[Shipped]) -> None:
        self._by_form: dict[str, list[Shipped]] = defaultdict(list)
        for note in shipped:
            for form in note.forms | {split_key(note.key)[0]}:
                self._by_form[form].append(note)

    def of(self, forms: Collection[str]) -> tuple[Shipped, ...]:
        """The notes of a term in any of its *forms*, by slot."""
        found = {(note.key, note.slot): note for form in sorted(forms) for note in self._by_form.get(form, ())}
        return tuple(found[place] for place in sorted(found))


def _group(articles: Sequence[Article]) -> list[_Group]:
    """Terms of the same headword and sense together; an abbreviation joins its full form where both occur."""
    by_name: dict[tuple[str, str], list[tuple[int, Term]]] = {}
    for number, article in enumerate(articles):
        for term in article.terms:
            by_name.setdefault((term.simplified, term.sense), []).append((number, term))
    groups = {name: _Group(tuple(terms)) for name, terms in by_name.items()}
    for name, terms in by_name.items():
        full = (terms[0][1].variant_of, "")
        if full in groups and full != name:
            whole, part = groups[full], groups.pop(name)
            groups[full] = _Group(whole.terms, (*whole.others, terms[0][1].headword, *part.others))
    return list(groups.values())


def _choose_terms(groups: Sequence[_Group], wishes: Wishes, before: _Before, options: SelectionOptions) -> list[_Group]:
    """Terms in the order in which they may claim sentences: shipped, asked for, then by score."""
    refused = wishes.ignore | wishes.known
    ranked: list[tuple[tuple[int, float, int], _Group]] = []
    for number, group in enumerate(groups):
        asked = group.asked(wishes)
        if group.names & refused and not asked:
            continue
        if wishes.only and not asked:
            continue
        kept = _kept(before.of(group.forms))
        if not (asked or kept or group.terms[0][1].domain in options.domains):
            continue
        worth = group.score if group.is_translated else group.score - _UNTRANSLATED
        ranked.append(((0 if kept else 1 if asked else 2, -worth, number), group))
    return [group for _, group in sorted(ranked, key=lambda pair: pair[0])]


def _kept(notes: Iterable[Shipped]) -> bool:
    """Whether a term stays because it was there: not if it only was there because a list asked for it."""
    return any(note.active and not note.asked for note in notes)


def _contexts(
    group: _Group,
    articles: Sequence[Article],
    state: _State,
    options: SelectionOptions,
    sticky: Sequence[Shipped],
    digest: Callable[[str], str],
    *,
    asked: bool,
) -> Iterator[Choice]:
    """The best sentences of one term, at most `contexts`; which slot each had before is for `identity` to say."""
    worth = _sentences(group, articles, state, options, sticky, digest, asked=asked)
    found = sorted(worth, key=lambda sentence: -sentence[0])[: options.contexts]
    key = sticky[0].key if sticky else group.key
    for slot, (_, number, unit, term) in enumerate(found):
        uses = [use for use in term.occurrences if use.unit == unit]
        best = _best_use(uses)
        state.notes[number, unit] += 1
        state.spans[number, unit] += [Span(use.start, use.end) for use in uses]
        text = articles[number].units[unit].target
        window = clauses_around(text, Span(best.start, best.end), options.shortest, options.longest)
        spans = tuple(Span(use.start, use.end) for use in uses)
        yield Choice(
            key=key,
            slot=slot,
            due=0,
            article=number,
            unit=unit,
            term=term,
            occurrences=spans,
            gloss=best.gloss,
            window=window,
            variants=group.others,
            asked=asked,
            is_sure=best.gloss is not None and best.confidence >= _SURE,
            sentence=text,
        )


def _sentences(
    group: _Group,
    articles: Sequence[Article],
    state: _State,
    options: SelectionOptions,
    sticky: Sequence[Shipped],
    digest: Callable[[str], str],
    *,
    asked: bool,
) -> Iterator[tuple[float, int, int, Term]]:
    """Sentences that may serve the term, each with its worth."""
    before = {note.sentence for note in sticky}
    for number, term in group.terms:
        by_unit: dict[int, list[Occurrence]] = defaultdict(list)
        for use in term.occurrences:
            by_unit[use.unit].append(use)
        for unit, uses in by_unit.items():
            place = (number, unit)
            text = articles[number].units[unit]
            if text.score < options.min_alignment or unit in articles[number].unfit:
                continue
            if any(_overlap(use, span) for use in uses for span in state.spans[place]):
                continue
            if not asked and all(_inside_another(use, state.places[number][unit]) for use in uses):
                continue
            shipped_here = digest(text.target) in before
            if state.notes[place] >= state.room and not (asked or shipped_here):
                continue
            worth = _worth(text, _best_use(uses), articles[number], unit, options) - state.notes[place]
            yield worth + (_STICKY if shipped_here else 0.0) - 0.5 * number, number, unit, term


def _worth(text: TranslationUnit, use: Occurrence, article: Article, unit: int, options: SelectionOptions) -> float:
    """How well a sentence shows a word."""
    size = han_length(text.target)
    worth = text.score - 0.02 * unit
    worth += 2.0 if use.gloss is not None and use.confidence >= _SURE else 0.5 if use.gloss is not None else 0.0
    worth += 1.5 if options.shortest <= size <= options.longest else 1.0 if size > options.longest else -0.5
    worth -= 0.0 if _SENTENCE_END.search(text.target) else 1.5  # a headline
    others = sum(1 for term in article.terms if any(o.unit == unit for o in term.occurrences))
    return worth - 0.1 * others


def _best_use(uses: Sequence[Occurrence]) -> Occurrence:
    return max(uses, key=lambda use: (use.gloss is not None, use.confidence, -use.start))


def _overlap(use: Occurrence, span: Span) -> bool:
    return use.start < span.end and span.start < use.end


def _spans(article: Article) -> dict[int, list[Span]]:
    """For each unit the places of all terms, chosen or not."""
    found: dict[int, list[Span]] = defaultdict(list)
    for term in article.terms:
        for use in term.occurrences:
            found[use.unit].append(Span(use.start, use.end))
    return found


def _inside_another(use: Occurrence, spans: Iterable[Span]) -> bool:
    """Whether *use* is part of a longer word there: 智能 in 人工智能 is no use of 智能 that teaches it."""
    return any(
        span.start <= use.start and use.end <= span.end and span.end - span.start > use.end - use.start
        for span in spans
    )


def _in_learning_order(choices: Sequence[Choice], articles: Sequence[Article]) -> tuple[Choice, ...]:
    """*choices* with their positions."""
    positions = learning_order([_lesson(choice, articles) for choice in choices])
    placed = [replace(choice, due=due) for choice, due in zip(choices, positions, strict=True)]
    return tuple(sorted(placed, key=lambda choice: choice.due))


def _lesson(choice: Choice, articles: Sequence[Article]) -> Lesson:
    text = articles[choice.article].units[choice.unit].target
    return Lesson(
        key=choice.key,
        place=Place(choice.article, choice.unit),
        shown=choice.window.of(text) if choice.window else text,
        word=choice.term.simplified,
        written=choice.term.headword,
        score=choice.term.score,
    )
