"""Linked units → the terms worth studying, ranked, each with its uses.

Candidates are words of the lexicon, names, and compounds of two to four words that something vouches for: jieba's
corpus, repetition in the article, or English words that stand together as theirs do. What a candidate is worth is a
sum of named parts, so that a person can see why it is listed.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from flashcards.lexicon import Lexicon
from flashcards.linked import Candidate, WordFacts
from flashcards.model import Domain, Level


@dataclass(frozen=True, slots=True)
class VocabularyOptions:
    """What counts as worth studying."""

    threshold: float = 1.0
    "Least score of a listed term; lower lists more general words."
    standard: str = "hsk2025"
    "List whose levels are shown and whose beginners' words stay out."
    known_level: int = 3
    "Words up to this level of the list are taken as known, unless they are in a curated lexicon as terms."


_LEAST_DOMAIN = 0.35  # evidence under which a word is called general; best accuracy on the development article


def score(
    candidates: Sequence[Candidate],
    lexicon: Lexicon,
    options: VocabularyOptions,
    facts: WordFacts,
    wanted: Collection[str] = (),
) -> tuple[Candidate, ...]:
    """The *candidates* worth listing, best first, with domain, level and evidence.

    Args:
        candidates: as gathered.
        lexicon: dictionaries.
        options: threshold, level list.
        facts: frequencies and other facts about words.
        wanted: words the user asked for: always listed.
    """
    asked = {lexicon.simplify(word) for word in wanted}
    scored = []
    for candidate in candidates:
        level = lexicon.level(candidate.simplified, options.standard, candidate.parts)
        domain, strength = _domain(candidate, lexicon)
        known = bool(lexicon.curated(candidate.simplified))
        evidence = dict(_evidence(candidate, known, level, strength, facts.frequency(candidate.simplified)))
        if candidate.simplified in asked:
            evidence["wanted"] = 9.0
        elif _too_easy(candidate, level, options):
            continue
        kept = tuple((name, round(weight, 2)) for name, weight in evidence.items() if weight)
        scored.append(replace(candidate, domain=domain, level=level, evidence=kept))
    listed = [candidate for candidate in scored if candidate.score >= options.threshold]
    return tuple(sorted(listed, key=lambda candidate: (-candidate.score, candidate.uses[0])))


def _too_easy(candidate: Candidate, level: Level | None, options: VocabularyOptions) -> bool:
    return (
        candidate.kind == "word" and level is not None and level.basis == "word" and level.number <= options.known_level
    )


def _domain(candidate: Candidate, lexicon: Lexicon) -> tuple[Domain, float]:
    """The subject of a candidate and how strong the evidence for it is, 0 to about 3."""
    if candidate.name:
        return Domain.ENTITY, 2.0
    for entry in lexicon.curated(candidate.simplified):
        return entry.domain, 2.0 if entry.domain is not Domain.GENERAL else 0.3
    votes = lexicon.domains.score(candidate.simplified, lexicon.translations(candidate.simplified), candidate.stems)
    for place, part in enumerate(candidate.parts if len(candidate.parts) > 1 else ()):
        for entry in lexicon.curated(part):
            if entry.domain in votes:
                votes[entry.domain] += 0.8 if place == len(candidate.parts) - 1 else 0.6
    best = max(votes, key=votes.__getitem__)
    return (best, votes[best]) if votes[best] >= _LEAST_DOMAIN else (Domain.GENERAL, votes[best])


def _evidence(
    candidate: Candidate, known: bool, level: Level | None, strength: float, zipf: float
) -> Iterator[tuple[str, float]]:
    """Named parts of the score of a candidate."""
    reasons = {name for name, _ in candidate.evidence}
    yield "domain", 0.6 * max(-0.5, min(2.0, strength))
    if candidate.name:
        yield "name", 0.6
    elif known:
        yield "lexicon", 0.6
    if candidate.kind == "compound":
        yield "compound", 0.4
        for reason, weight in (("attested", 0.3), ("together", 0.3), ("repeated", 0.2), ("quoted", 0.3)):
            if reason in reasons:
                yield reason, weight
    yield "frequency", 0.25 * math.log2(len(candidate.uses))
    if candidate.kind == "word" and zipf:
        yield "rarity", max(-0.4, min(0.4, (4.6 - zipf) * 0.3))
    if level is not None and level.basis == "word":
        yield "level", {1: -2.0, 2: -1.5, 3: -1.0, 4: -0.2, 5: 0.1, 6: 0.2, 7: 0.3}[level.number]
    if candidate.stems:
        yield "translated", 0.2
