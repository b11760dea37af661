"""Candidates and links → terms: what each use was translated as, and what the term means.

The span shown on the translation is the article's own form; hint and meaning use a dictionary form of it. Confidence
gates the two: a sure span is the gloss, an unsure one yields to the dictionary, and where both are silent the gloss is
composed of the parts and marked so.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flashcards import english
from flashcards.english import FUNCTION_WORDS
from flashcards.lexicon import Lexicon
from flashcards.linked import Candidate
from flashcards.model import Occurrence, Term, TranslationUnit

SURE = 0.7
"Confidence from which the article's own words are the gloss."
_MOST_SENSES = 4
_ABBREVIATED = ("organisation", "document")
_SHORTEST = 3  # characters of an abbreviation that cannot be many things
_LONGEST_SENSE = 8  # words; CC-CEDICT explains where it has no English word

_LEADING = re.compile(r"^(?:to|an?|the) (?=\w)")


def make_term(
    candidate: Candidate, occurrences: Sequence[Occurrence], units: Sequence[TranslationUnit], lexicon: Lexicon
) -> Term:
    """The term of *candidate* with its meaning; its reading is left to the readings stage.

    The gloss is what the article says if that is sure, else the dictionary's sense that suits its sentences, else what
    the article seems to say, else the meanings of the parts, marked as composed.
    """
    curated = lexicon.curated(candidate.simplified)
    forms = [e.traditional for e in curated] + [e.traditional for e in lexicon.entries(candidate.simplified)]
    spans = [(o.gloss.of(units[o.unit].source), o.confidence) for o in occurrences if o.gloss is not None]
    sources = " ".join(units[number].source for number in sorted({o.unit for o in occurrences}))
    known = _suiting(lexicon.renderings(candidate.simplified), sources)
    sure = [text for text, confidence in spans if confidence >= SURE]
    ours = [text for entry in curated for text in entry.english]
    gloss = _name(sure, ours, candidate.name) if candidate.name else _dictionary_form(sure, known, ours)
    gloss = gloss or next(iter(known), "") or _dictionary_form([text for text, _ in spans], ())
    composed = "" if gloss else _compose(candidate, lexicon)
    return Term(
        headword=candidate.headword,
        simplified=candidate.simplified,
        traditional=next(iter(forms), lexicon.traditionalise(candidate.simplified)),
        reading=(),
        gloss=_tidy(gloss or composed),
        # Our own renderings are those of the genre; beside them, CC-CEDICT's further senses mislead: 电网, electrified wire netting.
        senses=_further(ours or known, gloss),
        domain=candidate.domain,
        level=None if candidate.name else candidate.level,  # 吉利 the company is not 吉利 the wish
        score=round(candidate.score, 2),
        occurrences=tuple(occurrences),
        evidence=candidate.evidence,
        variant_of=next((entry.short_for for entry in curated if entry.short_for), ""),
        sense=curated[0].sense if curated else "",
        kind=candidate.name,
        composed=bool(composed),
    )


def as_used(term: Term, span: str, lexicon: Lexicon) -> Term:
    """*term* with the meaning that it has in one sentence, whose English for it is *span*; what it means elsewhere follows."""
    ours = [text for entry in lexicon.curated(term.simplified) for text in entry.english]
    gloss = _tidy(_dictionary_form([span], lexicon.renderings(term.simplified), ours))
    if term.kind or not gloss or gloss == term.gloss:
        return term
    return replace(term, gloss=gloss, senses=_further((term.gloss, *term.senses), gloss), composed=False)


def link_variants(terms: Sequence[Term]) -> tuple[Term, ...]:
    """*terms*, where abbreviations of names that the lexicon does not link say which of the others they stand for.

    An abbreviation begins like its full form and takes its other characters in order: 国家网信办 from
    国家互联网信息办公室.
    """
    full = [term for term in terms if term.kind in _ABBREVIATED]
    return tuple(replace(term, variant_of=_full_form(term, full)) for term in terms)


def _full_form(term: Term, full: Sequence[Term]) -> str:
    short = term.simplified
    if term.variant_of or term.kind not in _ABBREVIATED or len(short) < _SHORTEST:
        return term.variant_of
    found = [
        other.simplified
        for other in full
        if other.kind == term.kind
        and len(other.simplified) >= len(short) + 2
        and other.simplified[0] == short[0]
        and short not in other.simplified
        and _is_subsequence(short, other.simplified)
    ]
    return found[0] if len(found) == 1 else ""


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def _suiting(renderings: Sequence[str], sources: str) -> tuple[str, ...]:
    """*renderings*, those first of which the head stands in the English of the term's sentences; no long explanations."""
    here = set(english.stems(sources))
    short = [text for text in renderings if len(text.split()) <= _LONGEST_SENSE] or list(renderings)
    return tuple(sorted(short, key=lambda text: not here.intersection(_content_stems(text)[-1:])))


def _name(spans: Sequence[str], ours: Sequence[str], kind: str) -> str:
    """The English of a name: our first rendering of a place (Netherlands, not Dutch), else the one the article uses."""
    if kind == "place" and ours:
        return ours[0]
    used = {_content_stems(span) for span in spans}
    matching = next((text for text in ours if _content_stems(text) in used), "")
    return matching or next(iter(ours), "") or max(spans, key=lambda span: (len(span.split()), span), default="")


def _dictionary_form(spans: Sequence[str], known: Sequence[str], ours: Sequence[str] = ()) -> str:
    """The most usual of *spans* in the form a dictionary would give it; empty if there are none.

    A span that is part of one of *our* renderings stands for all of it: in “packaging” 先进封装 is advanced packaging.
    """
    if not spans:
        return ""
    by_stems: dict[tuple[str, ...], Counter[str]] = {}
    for span in spans:
        by_stems.setdefault(_content_stems(span), Counter())[span] += 1
    stems = max(by_stems, key=lambda key: by_stems[key].total())
    for rendering in known:
        if _content_stems(rendering) == stems:
            return rendering
    for rendering in ours:
        if set(stems) < set(_content_stems(rendering)):
            return rendering
    form = by_stems[stems].most_common(1)[0][0]
    return _singular(_lower(form))


def _tidy(text: str) -> str:
    """*text* as a meaning stands in a list: no `to` or article before it, no quotation mark without its partner."""
    bare = _LEADING.sub("", text.strip())
    if bare.count("“") != bare.count("”") or bare.count('"') % 2:
        bare = re.sub('[“”"]', "", bare)
    return bare or text


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
    """*text* with its head in the singular, where that is regular: the last word, or the one before `of`."""
    phrase, of, rest = text.partition(" of ")
    if of:
        return _singular(phrase) + of + rest
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
            senses.append(_tidy(sense))
    return tuple(senses)


def _compose(candidate: Candidate, lexicon: Lexicon) -> str:
    """A meaning put together from the first meanings of the parts; of the longest known words inside a single one."""
    parts = candidate.parts if len(candidate.parts) > 1 else tuple(_known_parts(candidate.simplified, lexicon))
    pieces = (next(iter(lexicon.renderings(part)), part if part.isascii() else "") for part in parts)
    return " ".join(piece.removeprefix("to ") for piece in pieces if piece)


def _known_parts(word: str, lexicon: Lexicon) -> Iterator[str]:
    start = 0
    while start < len(word):
        ends = range(len(word), start + 1, -1)
        end = next((e for e in ends if word[start:e] != word and word[start:e] in lexicon), start + 1)
        yield word[start:end]
        start = end
