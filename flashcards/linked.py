"""The values that pass between linking, candidates, vocabulary and glossing."""

from dataclasses import dataclass
from typing import Protocol

from flashcards.model import Domain, Level, Token


@dataclass(frozen=True, slots=True)
class Link:
    """One Chinese word and the English words that translate it."""

    token: int
    "Index into UnitLinks.tokens."
    first: int
    "Indices into UnitLinks.words: from first …"
    last: int
    "… to last, inclusive."
    strength: float
    "0 to about 1.3: evidence, closeness and agreement with neighbours."
    evidence: str
    "`curated`, `sense`, `name`, `same`, `coordinated`, `partial`, `fuzzy`, `part`, `model`, `together`, `shared`, `akin`, `place`."


@dataclass(frozen=True, slots=True)
class UnitLinks:
    """The words of both sides of a unit and the links between them."""

    tokens: tuple[Token, ...]
    words: tuple[Token, ...]
    links: tuple[Link, ...]
    "In the order of the tokens; a token may have none, never two."

    def by_token(self) -> dict[int, Link]:
        """Index of a token → its link."""
        return {link.token: link for link in self.links}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form that might be a term, with its uses as (unit, start, end) in the text."""

    headword: str
    "As first written."
    simplified: str
    kind: str
    "`word`, `compound` or `name`."
    parts: tuple[str, ...]
    uses: tuple[tuple[int, int, int], ...]
    name: str = ""
    "Kind of name: person, organisation, place, product, document."
    domain: Domain = Domain.GENERAL
    level: Level | None = None
    evidence: tuple[tuple[str, float], ...] = ()
    stems: tuple[str, ...] = ()
    "Of the English words that translate it somewhere in the article."

    @property
    def score(self) -> float:
        """The sum of the evidence."""
        return sum(weight for _, weight in self.evidence)


class WordFacts(Protocol):
    """What a segmenter's dictionary knows of words in Simplified characters."""

    def grammatical(self, word: str) -> bool:
        """Whether *word* carries grammar, number or time rather than a subject."""

    def tag(self, word: str) -> str:
        """Its part of speech: n, v, vn, a …; empty if unknown."""

    def attested(self, compound: str) -> bool:
        """Whether a run of words is in use as one."""

    def frequency(self, word: str) -> float:
        """Zipf frequency, 0 if unknown."""

    def parts(self, word: str) -> frozenset[tuple[int, int]]:
        """Where words stand of which *word* is made, as (start, end)."""
