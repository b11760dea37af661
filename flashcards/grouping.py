"""Terms of several articles → things to learn: one for each headword and sense, with its other forms."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flashcards.keys import make_key
from flashcards.model import Occurrence, Term

_SURE = 0.7
"Confidence of a gloss from which it counts as found."


@dataclass(frozen=True, slots=True)
class ArticleTerm:
    """A term as one article has it."""

    article: int
    term: Term


@dataclass(frozen=True, slots=True)
class Group:
    """One thing to learn: a term in all the articles, with the terms that are only other forms of it."""

    terms: tuple[ArticleTerm, ...]
    "In reading order; the first gives the headword."
    others: tuple[str, ...] = ()
    "Headwords of other forms."

    @property
    def term(self) -> Term:
        """As the first article has it."""
        return self.terms[0].term

    @property
    def forms(self) -> frozenset[str]:
        """Everything that is written for the term itself."""
        terms = (each.term for each in self.terms)
        return frozenset(form for term in terms for form in (term.simplified, term.headword, term.traditional))

    @property
    def names(self) -> frozenset[str]:
        """Everything by which the user may ask for it."""
        return self.forms | frozenset(self.others)

    @property
    def key(self) -> str:
        """What the notes of the term are known by, if they are new."""
        return make_key(self.term.simplified, self.term.sense)

    @property
    def articles(self) -> tuple[int, ...]:
        """The articles that have it, in order."""
        return tuple(dict.fromkeys(each.article for each in self.terms))

    @property
    def score(self) -> float:
        """What it is worth where it is worth most."""
        return max(each.term.score for each in self.terms)

    @property
    def is_translated(self) -> bool:
        """Whether an article shows somewhere what it means: what is linked to nothing may be cut wrongly, too."""
        return any(is_sure(use) for each in self.terms for use in each.term.occurrences)

    def is_one_of(self, words: Collection[str]) -> bool:
        """Whether *words* have it in any of its forms."""
        return any(name in words for name in self.names)


def is_sure(use: Occurrence) -> bool:
    """Whether the English of *use* is known well enough to be taken for its meaning."""
    return use.gloss is not None and use.confidence >= _SURE


def group(articles: Sequence[Sequence[Term]]) -> list[Group]:
    """Terms of the same headword and sense together; an abbreviation joins its full form where both occur.

    Args:
        articles: the terms of each.
    """
    by_name: dict[tuple[str, str], list[ArticleTerm]] = {}
    for number, found in enumerate(articles):
        for term in found:
            by_name.setdefault((term.simplified, term.sense), []).append(ArticleTerm(number, term))
    groups = {name: Group(tuple(terms)) for name, terms in by_name.items()}
    for name, terms in by_name.items():
        full = (terms[0].term.variant_of, "")
        if full in groups and full != name:
            whole, part = groups[full], groups.pop(name)
            groups[full] = Group(whole.terms, (*whole.others, terms[0].term.headword, *part.others))
    return list(groups.values())
