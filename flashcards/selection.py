"""Ranked terms → what goes on cards: which words, and each in which sentence.

Selection is sticky: what shipped keeps its place and its sentence, so that a rebuild changes nothing that need not
change. It is bounded, and it makes one card of words that overlap in one sentence.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from flashcards import grouping
from flashcards.grouping import Group, is_sure
from flashcards.keys import split_key
from flashcards.model import Domain, Occurrence, Span, Term, TranslationUnit
from flashcards.order import APART, Lesson, Place, learning_order
from flashcards.window import clauses_around, han_length

_SENTENCE_END = re.compile(r"[。！？!?.…][”’」』）)\"']*\s*$")

_UNTRANSLATED = 1.0
"Taken from the score of a term without any sure gloss: about the worth of a curated entry."

# What makes a sentence good for a word, in points beside the probability (0 to 1) that it is aligned rightly. By
# hand, not fitted: of the 360 cards of the sample articles (each article a deck, and all in one) halving or doubling
# any but the first moves at most 18 to another sentence, and brings at most 4 in or out. No sample has a word that
# only the weight of short sentences decides.
_SHIPPED = 100.0
"The word's note showed it before: outweighs everything else, so that nothing is learnt anew without need."
_SURE_GLOSS = 2.0
"The English for the word is sure …"
_GLOSS = 0.5
"… or found at all."
_FITTING = 1.5
"From the shortest to the longest that a card shows whole …"
_LONG = 1.0
"… or longer, so that the front shows a part …"
_SHORT = -0.5
"… or shorter."
_HEADLINE = -1.5
"No full stop: headlines drop words."
_OTHER_NOTE = -1.0
"For each note that it serves already."
_LATER_ARTICLE = -0.5
"For each article before it."
_TERM = -0.1
"For each term in it."
_LATER_UNIT = -0.02
"For each unit before it in its article."


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
    digests: tuple[str, ...]
    "What the sentence of each unit is remembered by, as in `Shipped`."
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A word that may get cards."""

    group: Group
    is_asked: bool
    shipped: tuple[Shipped, ...]
    "Its notes, by slot."

    @property
    def is_kept(self) -> bool:
        """Whether it stays because it was there: not if it only was there because a list asked for it."""
        return any(note.active and not note.asked for note in self.shipped)

    @property
    def key(self) -> str:
        """What its notes are known by."""
        return self.shipped[0].key if self.shipped else self.group.key


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that may serve a word."""

    worth: float
    place: Place
    term: Term
    "As its article has it."
    uses: tuple[Occurrence, ...]
    "Of the word in the sentence."


@dataclass(slots=True)
class _State:
    """All sentences, and what they serve so far."""

    articles: Sequence[Article]
    options: SelectionOptions
    room: int
    "Notes that one sentence may serve."
    terms: Mapping[Place, Sequence[Sequence[Occurrence]]]
    "The uses of each term, chosen or not, that stands in a sentence."
    notes: Counter[Place] = field(default_factory=Counter)
    spans: dict[Place, list[Span]] = field(default_factory=lambda: defaultdict(list))
    "Where the words of these notes stand."

    def unit(self, place: Place) -> TranslationUnit:
        """The sentence with its translation."""
        return self.articles[place.article].units[place.unit]

    def serve(self, sentence: _Sentence) -> None:
        """Book a note for *sentence*."""
        self.notes[sentence.place] += 1
        self.spans[sentence.place] += map(_span, sentence.uses)


def select(
    articles: Sequence[Article], wishes: Wishes, shipped: Iterable[Shipped], options: SelectionOptions
) -> Selection:
    """The notes of a deck, and what it leaves to other decks.

    Args:
        articles: in reading order.
        wishes: the user's words.
        shipped: what this deck shipped before.
        options: bounds.
    """
    groups = grouping.group([article.terms for article in articles])
    candidates = _candidates(groups, wishes, _Before(shipped), options)
    state = _State(articles, options, _room(candidates, options), _terms(articles))
    choices: list[Choice] = []
    elsewhere: list[str] = []
    taken: Counter[int] = Counter()
    for candidate in candidates:
        group, invited = candidate.group, candidate.is_asked or candidate.is_kept
        if not invited and all(taken[number] >= options.new_terms_per_article for number in group.articles):
            continue
        if group.is_one_of(wishes.elsewhere) or group.key in wishes.elsewhere:
            elsewhere.append(group.term.headword)
            continue
        sentences = sorted(_sentences(candidate, state), key=lambda sentence: -sentence.worth)
        if not invited:
            sentences = [each for each in sentences if taken[each.place.article] < options.new_terms_per_article]
        sentences = sentences[: options.contexts]
        if sentences and not candidate.is_asked:
            taken[sentences[0].place.article] += 1  # the same article in the next build, whatever comes before it then
        for slot, sentence in enumerate(sentences):  # which slot each had before is for `identity` to say
            state.serve(sentence)
            choices.append(_choice(candidate, slot, sentence, state))
    return Selection(_in_learning_order(choices, articles), tuple(elsewhere))


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


def _candidates(
    groups: Sequence[Group], wishes: Wishes, before: _Before, options: SelectionOptions
) -> list[_Candidate]:
    """Words in the order in which they may claim sentences: shipped, asked for, then by score."""
    asked_for, refused = wishes.add | wishes.only, wishes.ignore | wishes.known
    found = []
    for group in groups:
        candidate = _Candidate(group, group.is_one_of(asked_for), before.of(group.forms))
        if not candidate.is_asked and (wishes.only or group.is_one_of(refused)):
            continue
        if candidate.is_asked or candidate.is_kept or group.term.domain in options.domains:
            found.append(candidate)
    return sorted(found, key=_claim)


def _claim(candidate: _Candidate) -> tuple[int, float]:
    worth = candidate.group.score - (0.0 if candidate.group.is_translated else _UNTRANSLATED)
    return 0 if candidate.is_kept else 1 if candidate.is_asked else 2, -worth


def _room(candidates: Sequence[_Candidate], options: SelectionOptions) -> int:
    """Notes that one sentence may serve: as many as the deck can keep apart, but two in the smallest deck."""
    articles = {article for candidate in candidates for article in candidate.group.articles}
    asked = sum(candidate.is_asked for candidate in candidates)
    expected = min(len(candidates), options.new_terms_per_article * len(articles) + asked) * options.contexts
    return max(2, 1 + (expected - 1) // APART)


def _terms(articles: Sequence[Article]) -> dict[Place, list[list[Occurrence]]]:
    found: dict[Place, list[list[Occurrence]]] = defaultdict(list)
    for number, article in enumerate(articles):
        for term in article.terms:
            for unit, uses in _by_unit(term).items():
                found[Place(number, unit)].append(uses)
    return found


def _by_unit(term: Term) -> dict[int, list[Occurrence]]:
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for use in term.occurrences:
        found[use.unit].append(use)
    return found


def _choice(candidate: _Candidate, slot: int, sentence: _Sentence, state: _State) -> Choice:
    """The note for a word in one sentence, still without its position."""
    text = state.unit(sentence.place).target
    best = _best(sentence.uses)
    return Choice(
        key=candidate.key,
        slot=slot,
        due=0,
        article=sentence.place.article,
        unit=sentence.place.unit,
        term=sentence.term,
        occurrences=tuple(map(_span, sentence.uses)),
        gloss=best.gloss,
        window=clauses_around(text, _span(best), state.options.shortest, state.options.longest),
        variants=candidate.group.others,
        asked=candidate.is_asked,
        is_sure=is_sure(best),
        sentence=text,
    )


def _sentences(candidate: _Candidate, state: _State) -> Iterator[_Sentence]:
    """Sentences that may serve the word."""
    before = {note.sentence for note in candidate.shipped}
    for number, term in ((each.article, each.term) for each in candidate.group.terms):
        article = state.articles[number]
        for unit, uses in _by_unit(term).items():
            place = Place(number, unit)
            if article.units[unit].score < state.options.min_alignment or unit in article.unfit:
                continue
            if any(_overlap(use, span) for use in uses for span in state.spans[place]):
                continue
            is_shipped = article.digests[unit] in before
            is_full = state.notes[place] >= state.room
            if (is_full or all(_inside_another(use, state.terms[place]) for use in uses)) and not (
                candidate.is_asked or is_shipped
            ):
                continue
            worth = _worth(place, _best(uses), state) + (_SHIPPED if is_shipped else 0.0) + _LATER_ARTICLE * number
            yield _Sentence(worth, place, term, tuple(uses))


def _worth(place: Place, use: Occurrence, state: _State) -> float:
    """How well a sentence shows a word, and how much it is used already."""
    unit, options = state.unit(place), state.options
    size = han_length(unit.target)
    worth = unit.score + _LATER_UNIT * place.unit
    worth += _SURE_GLOSS if is_sure(use) else _GLOSS if use.gloss is not None else 0.0
    worth += _SHORT if size < options.shortest else _FITTING if size <= options.longest else _LONG
    worth += 0.0 if _SENTENCE_END.search(unit.target) else _HEADLINE
    return worth + _TERM * len(state.terms[place]) + _OTHER_NOTE * state.notes[place]


def _best(uses: Sequence[Occurrence]) -> Occurrence:
    return max(uses, key=lambda use: (use.gloss is not None, use.confidence, -use.start))


def _span(use: Occurrence) -> Span:
    return Span(use.start, use.end)


def _overlap(use: Occurrence, span: Span) -> bool:
    return use.start < span.end and span.start < use.end


def _inside_another(use: Occurrence, terms: Iterable[Sequence[Occurrence]]) -> bool:
    """Whether *use* is part of a longer word there: 智能 in 人工智能 is no use of 智能 that teaches it."""
    return any(
        other.start <= use.start and use.end <= other.end and other.end - other.start > use.end - use.start
        for term in terms
        for other in term
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
