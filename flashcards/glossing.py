"""Candidates and links → terms: what each use was translated as, and what the term means.

The span shown on the translation is the article's own form; hint and meaning use a dictionary form of it. Confidence
gates the two: a sure span is the gloss, an unsure one yields to the dictionary, and where both are silent the gloss is
composed of the parts and marked so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flashcards import english
from flashcards.english import FUNCTION_WORDS
from flashcards.lexicon import Lexicon
from flashcards.linked import Candidate, Link, UnitLinks
from flashcards.model import Occurrence, Span, Term, TranslationUnit

TRUST: Mapping[str, float] = {
    "shared": 0.85, "coordinated": 0.9, "curated": 0.98, "sense": 0.96, "name": 0.97, "same": 0.98, "part": 0.9, "fuzzy": 0.9, "together": 0.8,
    "bridge": 0.8, "partial": 0.7,
}  # fmt: skip
"""Share of right spans by kind of evidence on the development article, rounded down."""

SURE = 0.7
"Confidence from which the article's own words are the gloss."
_LEAST = 0.42  # strength under which a link is not shown: more of them are wrong than right
_LONGEST_GAP = 2  # function words or unlinked words inside one span
_MOST_SENSES = 4


def link(candidate: Candidate, links: Sequence[UnitLinks], lexicon: Lexicon) -> tuple[Occurrence, ...]:
    """The uses of *candidate* with the English words that translate each."""
    found = []
    for number, start, end in candidate.uses:
        span, confidence = _span(candidate, links[number], Span(start, end), lexicon)
        found.append(Occurrence(number, start, end, span, confidence))
    return tuple(found)


def make_term(
    candidate: Candidate, occurrences: Sequence[Occurrence], units: Sequence[TranslationUnit], lexicon: Lexicon
) -> Term:
    """The term of *candidate* with its meaning; its reading is left to the readings stage."""
    spans = [
        occurrence.gloss.of(units[occurrence.unit].source)
        for occurrence in occurrences
        if occurrence.gloss is not None and occurrence.confidence >= SURE
    ]
    known = lexicon.renderings(candidate.simplified)
    used = _dictionary_form(spans, known, is_name=bool(candidate.name))
    composed = not used and not known
    gloss = used or (known[0] if known else _compose(candidate, lexicon))
    curated = lexicon.curated(candidate.simplified)
    entries = lexicon.entries(candidate.simplified)
    traditional = curated[0].traditional if curated else entries[0].traditional if entries else ""
    return Term(
        headword=candidate.headword,
        simplified=candidate.simplified,
        traditional=traditional or lexicon.traditionalise(candidate.simplified),
        reading=(),
        gloss=gloss,
        senses=_further(known, gloss),
        domain=candidate.domain,
        level=candidate.level,
        score=round(candidate.score, 2),
        occurrences=tuple(occurrences),
        evidence=candidate.evidence,
        variant_of=next((entry.short_for for entry in curated if entry.short_for), ""),
        sense=curated[0].sense if curated else "",
        kind=candidate.name,
        composed=composed,
    )


def _span(candidate: Candidate, row: UnitLinks, use: Span, lexicon: Lexicon) -> tuple[Span | None, float]:
    inside = [i for i, token in enumerate(row.tokens) if use.start <= token.start and token.end <= use.end]
    linked = {link.token: link for link in row.links}
    if inside:
        found = [linked[i] for i in inside if i in linked and linked[i].strength >= _LEAST]
        return _cover(found, row)
    around = next((i for i, token in enumerate(row.tokens) if token.start <= use.start and use.end <= token.end), None)
    if around is None or around not in linked:
        return None, 0.0
    return _narrow(candidate, linked[around], row, lexicon)


def _cover(found: Sequence[Link], row: UnitLinks) -> tuple[Span | None, float]:
    """The words of *found* as one span: of links that stand apart, those around the surest."""
    if not found:
        return None, 0.0
    core = max(found, key=lambda link: (link.strength, link.token))
    first, last = core.first, core.last
    rest = sorted((link for link in found if link is not core), key=lambda link: abs(link.first - core.first))
    used = [core]
    for link in rest:
        if link.first > last and _bridgeable(range(last + 1, link.first), row):
            last = link.last
        elif link.last < first and _bridgeable(range(link.last + 1, first), row):
            first = link.first
        elif first <= link.first and link.last <= last:
            pass
        else:
            continue
        used.append(link)
    confidence = min(_trust(link) for link in used)
    return Span(row.words[first].start, row.words[last].end), confidence


def _bridgeable(gap: range, row: UnitLinks) -> bool:
    """Whether one phrase can span the words of *gap*: a short one without words that translate something else."""
    taken = {index for link in row.links for index in range(link.first, link.last + 1)}
    return len(gap) <= _LONGEST_GAP and not any(index in taken for index in gap)


def _trust(link: Link) -> float:
    trust = TRUST[link.evidence]
    return trust if link.evidence not in ("bridge", "partial", "together") else min(trust, link.strength)


def _narrow(candidate: Candidate, link: Link, row: UnitLinks, lexicon: Lexicon) -> tuple[Span | None, float]:
    """The words inside the span of a longer word that translate the part: chips within artificial intelligence chips."""
    wanted = lexicon.translations(candidate.simplified)
    places = [i for i in range(link.first, link.last + 1) if english.stem(row.words[i].text) in wanted]
    if not places:
        if link.first == link.last:
            return Span(row.words[link.first].start, row.words[link.last].end), 0.6
        return None, 0.0
    return Span(row.words[places[0]].start, row.words[places[-1]].end), 0.9 * TRUST[link.evidence]


def _dictionary_form(spans: Sequence[str], known: Sequence[str], *, is_name: bool) -> str:
    """The most usual of *spans* in the form a dictionary would give it; empty if there are none."""
    if not spans:
        return ""
    by_stems: dict[tuple[str, ...], Counter[str]] = {}
    for span in spans:
        by_stems.setdefault(_content_stems(span), Counter())[span] += 1
    if is_name:
        return max((span for forms in by_stems.values() for span in forms), key=lambda span: (len(span.split()), span))
    stems = max(by_stems, key=lambda key: sum(by_stems[key].values()))
    for rendering in known:
        if _content_stems(rendering) == stems:
            return rendering
    form = by_stems[stems].most_common(1)[0][0]
    return _singular(_lower(form))


def _content_stems(text: str) -> tuple[str, ...]:
    found = tuple(english.stem(word.text) for word in english.words(text) if word.text.lower() not in FUNCTION_WORDS)
    return found or english.stems(text)


def _lower(text: str) -> str:
    """*text* without the capital of a sentence's first word; names and acronyms keep theirs."""
    first, _, rest = text.partition(" ")
    keeps = (
        not first.isascii()
        or not first[:1].isupper()
        or any(char.isupper() for char in first[1:])
        or any(word[:1].isupper() for word in rest.split())
    )
    return text if keeps else first.lower() + text[len(first) :]


def _singular(text: str) -> str:
    """*text* with its last word in the singular, where that is regular."""
    head, space, last = text.rpartition(" ")
    if len(last) < 4 or not last.isalpha() or not last.endswith("s") or last.endswith(("ss", "us", "is", "ics", "ws")):
        return text
    for ending, base in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("s", "")):
        if last.endswith(ending):
            return f"{head}{space}{last[: -len(ending)]}{base}"
    return text


def _further(known: Iterable[str], gloss: str) -> tuple[str, ...]:
    """Other senses than the gloss, at most four, without near repetitions."""
    seen = {_content_stems(gloss)}
    senses: list[str] = []
    for sense in known:
        stems = _content_stems(sense)
        if stems not in seen and len(senses) < _MOST_SENSES:
            seen.add(stems)
            senses.append(sense)
    return tuple(senses)


def _compose(candidate: Candidate, lexicon: Lexicon) -> str:
    """A meaning put together from the first meanings of the parts."""
    pieces: Iterator[str] = (
        next(iter(lexicon.renderings(part)), part if part.isascii() else "") for part in candidate.parts
    )
    return " ".join(piece.removeprefix("to ") for piece in pieces if piece)
