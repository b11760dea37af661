"""Linked units → the terms worth studying, ranked, each with its uses.

Candidates are words of the lexicon, names, and compounds of two to four words that something vouches for: jieba's
corpus, repetition in the article, or English words that stand together as theirs do. What a candidate is worth is a
sum of named parts, so that a person can see why it is listed.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flashcards.domains import SUBJECTS
from flashcards.lexicon import Lexicon
from flashcards.linked import Candidate, WordFacts
from flashcards.model import Domain, Level

_WANTED = 25.0
"Weight of a word that the user asked for: above every threshold that the configuration allows."


@dataclass(frozen=True, slots=True)
class VocabularyOptions:
    """What counts as worth studying."""

    threshold: float = 1.0
    "Least score of a listed term; lower lists more general words."
    standard: str = "hsk2025"
    "List whose levels are shown and whose beginners' words stay out."
    known_level: int = 3
    "Words up to this level of the list are taken as known, unless they are in a curated lexicon as terms."


_LEAST_DOMAIN = 0.3  # evidence under which a word is called general; best accuracy on the gold of the sample articles
_CONTEXT = 0.6  # of a vote for the subject of the sentence: enough to decide where the word itself says little
_BY_LEVEL = {1: -2.0, 2: -1.5, 3: -1.0, 4: -0.2, 5: 0.1, 6: 0.2, 7: 0.3}
_BY_CLASS = {"v": -0.25, "a": -0.25, "d": -0.4, "i": -0.25, "l": -0.25, "z": -0.25}
"By the first letter of the ICTCLAS tag: verbs, adjectives, adverbs and idioms are seldom terms, nouns often."
_PHRASE = -0.5  # a word of beginners' characters that no list has is rather a phrase: 也就是, 在一起
_BY_REASON = {"attested": 0.3, "together": 0.3, "quoted": 0.3, "derived": 0.2, "repeated": 0.2}
_ORDINARY = 4.6  # Zipf frequency: half of the terms of the gold are rarer, four fifths of the other words more frequent


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
    subjects = _subjects(candidates, lexicon)
    scored = []
    for candidate in candidates:
        level = lexicon.level(candidate.simplified, options.standard, candidate.parts)
        domain, strength = _domain(candidate, lexicon, subjects)
        evidence = dict(_evidence(candidate, lexicon, facts, level, strength, options))
        if candidate.simplified in asked:
            evidence["wanted"] = _WANTED
        elif _too_easy(candidate, level, options):
            continue
        kept = tuple((name, round(weight, 2)) for name, weight in evidence.items() if round(weight, 2))
        scored.append(replace(candidate, domain=domain, level=level, evidence=kept))
    listed = [candidate for candidate in scored if candidate.score >= options.threshold]
    return tuple(sorted(listed, key=lambda candidate: (-candidate.score, candidate.uses[0])))


def _word_class(tag: str) -> str:
    """The first letter of a tag; a verb that serves as a noun (vn) counts as one."""
    return "n" if tag == "vn" else tag[:1]


def _too_easy(candidate: Candidate, level: Level | None, options: VocabularyOptions) -> bool:
    return (
        candidate.kind == "word" and level is not None and level.basis == "word" and level.number <= options.known_level
    )


def _subjects(candidates: Sequence[Candidate], lexicon: Lexicon) -> Mapping[int, Mapping[Domain, float]]:
    """Unit → share of each subject among its words of the curated lexicons."""
    counts: dict[int, Counter[Domain]] = defaultdict(Counter)
    for candidate in candidates:
        for entry in lexicon.curated(candidate.simplified)[:1]:
            for unit in {use[0] for use in candidate.uses} if entry.domain in SUBJECTS else ():
                counts[unit][entry.domain] += 1
    return {unit: {subject: n / row.total() for subject, n in row.items()} for unit, row in counts.items()}


def _domain(
    candidate: Candidate, lexicon: Lexicon, subjects: Mapping[int, Mapping[Domain, float]]
) -> tuple[Domain, float]:
    """The subject of a candidate and how strongly the word itself speaks for it, -1 to about 3."""
    if candidate.name:
        return Domain.ENTITY, 2.0
    curated = lexicon.curated(candidate.simplified)[:1]
    if curated and curated[0].domain is not Domain.GENERAL:
        return curated[0].domain, 2.0
    votes = lexicon.domains.score(candidate.simplified, lexicon.translations(candidate.simplified), candidate.stems)
    for place, part in enumerate(candidate.parts if len(candidate.parts) > 1 else ()):
        for entry in lexicon.curated(part):
            if entry.domain in votes:
                votes[entry.domain] += 0.8 if place == len(candidate.parts) - 1 else 0.6
    strength = 0.3 if curated else max(votes.values())
    units = {use[0] for use in candidate.uses}
    for subject in votes:
        votes[subject] += _CONTEXT * sum(subjects.get(unit, {}).get(subject, 0.0) for unit in units) / len(units)
    best = max(votes, key=votes.__getitem__)
    return (best if votes[best] >= _LEAST_DOMAIN else Domain.GENERAL), strength


def _evidence(
    candidate: Candidate,
    lexicon: Lexicon,
    facts: WordFacts,
    level: Level | None,
    strength: float,
    options: VocabularyOptions,
) -> Iterator[tuple[str, float]]:
    """Named parts of the score of a candidate."""
    reasons = {name for name, _ in candidate.evidence}
    zipf = facts.frequency(candidate.simplified)
    known = bool(lexicon.curated(candidate.simplified))
    yield "domain", 0.6 * max(-0.5, min(2.0, strength))
    if candidate.name:
        yield "name", 0.3 if candidate.name == "place" else 0.7
    elif known:
        yield "lexicon", 0.6
    if candidate.kind == "compound":
        yield "compound", 0.4
        yield from ((reason, weight) for reason, weight in _BY_REASON.items() if reason in reasons)
    yield "frequency", 0.15 * math.log2(len(candidate.uses))
    if candidate.kind == "word" or (zipf and candidate.name == "place"):
        yield "rarity", max(-0.4, min(0.4, (_ORDINARY - zipf) * 0.3))
    if candidate.kind == "word":
        yield "word class", _BY_CLASS.get(_word_class(facts.tag(candidate.simplified)), 0.0) * (0.6 if known else 1.0)
        yield "length", 0.15 if len(candidate.simplified) > 2 else 0.0
    if level is not None and level.basis == "word":
        yield "level", _BY_LEVEL[level.number]
    elif level is not None and candidate.kind == "word" and level.number <= options.known_level:
        yield "level", _PHRASE
    if candidate.stems:
        yield "translated", 0.4
