"""Linked units → every form that might be a term, with all its uses.

Candidates are words that carry a subject, names, what stands in title marks, and compounds that something vouches
for: jieba's corpus, repetition in the article, quotation marks, or English words that stand together as theirs do.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from flashcards import capitals, compounds, english
from flashcards.english import FUNCTION_WORDS
from flashcards.lexicon import Lexicon
from flashcards.linked import Candidate, Link, UnitLinks, WordFacts
from flashcards.model import Domain, NameMatch, TranslationUnit

_NUMERALS = frozenset("一二三四五六七八九十百千万亿两几数半第每各某这那哪该此本")
_DAY = re.compile("周[一二三四五六日末]|星期")
_TITLE = re.compile("《([^《》]{2,20})》")
_INNER = 2  # longer words in which a word must stand that never stands alone: 智能 in 人工智能 is no term by itself
_COMPOSED = 4  # characters from which a word that CC-CEDICT lacks is rather a phrase of our lexicons: 训练芯片
_LONGEST_HEADWORD = 24  # code points; titles of laws and full names of agencies


@dataclass(slots=True)
class _Gathering:
    """Uses of one form while they are collected."""

    headword: str
    kind: str
    parts: tuple[str, ...]
    name: str = ""
    uses: dict[tuple[int, int, int], None] = field(default_factory=dict)
    stems: list[str] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)


def gather(
    units: Sequence[TranslationUnit],
    links: Sequence[UnitLinks],
    names: Sequence[Sequence[NameMatch]],
    lexicon: Lexicon,
    facts: WordFacts,
    wanted: Collection[str] = (),
) -> tuple[Candidate, ...]:
    """Every form that might be a term, in order of first use, without scores.

    Args:
        units: the article's units.
        links: for each unit its words and links.
        names: for each unit the names found in it.
        lexicon: dictionaries.
        facts: parts of speech and other facts about words.
        wanted: words that the user asked for; they are candidates wherever they stand.

    Linear in the number of units.
    """
    found: dict[str, _Gathering] = {}
    for number, (unit, row, named) in enumerate(zip(units, links, names, strict=True)):
        for gathering in _in_unit(number, unit, row, named, lexicon, facts):
            known = found.setdefault(lexicon.simplify(gathering.headword), gathering)
            if known is not gathering:
                known.uses |= gathering.uses
                known.stems += gathering.stems
                known.reasons |= gathering.reasons
                known.name = known.name or gathering.name
                known.kind = gathering.kind if known.kind == "inner" or gathering.name else known.kind
    kept = _vouched(found)
    asked = {lexicon.simplify(word) for word in wanted}
    texts = [lexicon.simplify(unit.target) for unit in units]
    for number, (text, row) in enumerate(zip(texts, links, strict=True)):
        places = dict.fromkeys((*_places(text, row, facts), *_anywhere(text, asked)))
        for start, end in sorted(places):
            word = text[start:end]
            if word in asked and word not in kept:
                kept[word] = _Gathering(units[number].target[start:end], "word", (word,))
            if word in kept:
                kept[word].uses[number, start, end] = None
    return tuple(_candidate(key, gathering) for key, gathering in kept.items())


def _candidate(key: str, gathering: _Gathering) -> Candidate:
    return Candidate(
        headword=gathering.headword,
        simplified=key,
        kind="word" if gathering.kind == "inner" else gathering.kind,
        parts=gathering.parts,
        uses=tuple(sorted(gathering.uses)),
        name=gathering.name,
        evidence=tuple((reason, 0.0) for reason in sorted(gathering.reasons) if gathering.kind != "inner"),
        stems=tuple(dict.fromkeys(gathering.stems)),
    )


def _in_unit(
    number: int,
    unit: TranslationUnit,
    row: UnitLinks,
    named: Sequence[NameMatch],
    lexicon: Lexicon,
    facts: WordFacts,
) -> Iterator[_Gathering]:
    """Words, names, titles and compounds of one unit."""
    linked = row.by_token()
    by_sound = {(name.start, name.end): name.kind for name in named}
    kinds = [by_sound.get((t.start, t.end)) or _kind_of_name(t.text, lexicon, facts) for t in row.tokens]
    content = [_is_content(token.text, lexicon, facts) for token in row.tokens]
    for index, token in enumerate(row.tokens):
        stems = _stems(row, [linked[index]] if index in linked else [])
        if kinds[index]:
            yield _Gathering(
                token.text, "name", (token.text,), kinds[index], {(number, token.start, token.end): None}, stems
            )
        elif content[index] and not token.text.isascii():
            yield _Gathering(token.text, "word", (token.text,), "", {(number, token.start, token.end): None}, stems)
        yield from _inside(token.text, bool(kinds[index]), lexicon, facts)
    carrying = [not facts.grammatical(lexicon.simplify(token.text)) for token in row.tokens]
    for first, last, kind in capitals.find(row, unit.source, kinds, carrying, lexicon):
        start, end = row.tokens[first].start, row.tokens[last].end
        parts = tuple(token.text for token in row.tokens[first : last + 1])
        stems = _stems(row, [linked[i] for i in range(first, last + 1) if i in linked])
        yield _Gathering(unit.target[start:end], "name", parts, kind, {(number, start, end): None}, stems)
    yield from _compounds(number, unit, row, content, [bool(kind) for kind in kinds], lexicon, facts)
    for match in _TITLE.finditer(unit.target):
        yield _Gathering(match[1], "name", (match[1],), "document", {(number, *match.span(1)): None})


def _inside(text: str, is_name: bool, lexicon: Lexicon, facts: WordFacts) -> Iterator[_Gathering]:
    """Words inside a longer one; of a name the agency at its end (美国|司法部)."""
    simplified = lexicon.simplify(text)
    parts = facts.parts(simplified)
    fixed = {(start, end) for start, end in parts if lexicon.entries(simplified[start:end])}
    for start, end in sorted(parts):
        if any(a <= start and end <= b and (a, b) != (start, end) for a, b in fixed):
            continue
        word = text[start:end]
        for entry in lexicon.curated(word)[: end - start > 1]:
            of_subject = entry.domain is not Domain.GENERAL or len(word) >= _COMPOSED
            if is_name and end == len(text) and entry.kind in ("organisation", "document"):
                yield _Gathering(word, "name", (word,), entry.kind)
            elif not is_name and entry.kind and start == 0 and not lexicon.entries(simplified):
                yield _Gathering(word, "name", (word,), entry.kind)  # 昇腾 in 昇腾芯片
            elif not is_name and not entry.kind and of_subject:
                # CC-CEDICT lists what is one notion: 智能 is no term because of 人工智能, 训练 is one in 训练芯片.
                kind = "inner" if lexicon.entries(simplified) or len(text) < _COMPOSED else "word"
                yield _Gathering(word, kind, (word,), reasons={text} if kind == "inner" else set())


def _compounds(
    number: int,
    unit: TranslationUnit,
    row: UnitLinks,
    content: Sequence[bool],
    apart: Sequence[bool],
    lexicon: Lexicon,
    facts: WordFacts,
) -> Iterator[_Gathering]:
    linked = row.by_token()
    in_quotes = set(compounds.quoted(row, unit.target, facts))
    for first, last in dict.fromkeys((*compounds.windows(row, content, apart, facts), *sorted(in_quotes))):
        said = compounds.reasons(row, first, last, unit.source, lexicon, facts)
        if (first, last) in in_quotes:
            said = (said or frozenset()) | {"quoted"}
        if said is not None:
            parts = tuple(token.text for token in row.tokens[first : last + 1] if not token.text.isspace())
            start, end = row.tokens[first].start, row.tokens[last].end
            stems = _stems(row, [linked[i] for i in range(first, last + 1) if i in linked])
            yield _Gathering(
                unit.target[start:end], "compound", parts, "", {(number, start, end): None}, stems, set(said)
            )
    for token, suffix in pairwise(row.tokens):
        for start, end in sorted(facts.parts(lexicon.simplify(token.text))):
            word = token.text[start:] + suffix.text
            # The segmenter took the longest word first: 锂离子电池|组 hides 电池组.
            if end == len(token.text) and len(suffix.text) == 1 and facts.frequency(lexicon.simplify(word)):
                place = (number, token.start + start, suffix.end)
                yield _Gathering(
                    word, "compound", (token.text[start:], suffix.text), "", {place: None}, [], {"attested"}
                )


def _is_content(text: str, lexicon: Lexicon, facts: WordFacts) -> bool:
    if text.isascii():
        return text.isupper() and text.isalpha() and len(text) > 1
    if not "\u3400" <= text[0] <= "\u9fff" or len(text) < 2:
        return False
    simplified = lexicon.simplify(text)
    if lexicon.curated(simplified):
        return True
    # 数 and 半 begin numbers (数百) and nouns (数据, 半导体), which the part of speech tells apart.
    numeral = simplified[0] in _NUMERALS and facts.tag(simplified)[:1] not in ("n", "v", "a", "b", "j")
    return not (facts.grammatical(simplified) or numeral)


def _kind_of_name(text: str, lexicon: Lexicon, facts: WordFacts) -> str:
    """The kind of name that *text* is by the dictionaries; empty if it is none. CC-CEDICT capitalises 周二 too."""
    for entry in lexicon.curated(text):
        return entry.kind
    if len(text) < 2 or not lexicon.is_name(text) or facts.grammatical(lexicon.simplify(text)) or _DAY.match(text):
        return ""
    return "place"


def _stems(row: UnitLinks, found: Iterable[Link]) -> list[str]:
    sure = (link for link in found if link.evidence not in ("place", "akin"))
    indices = (index for link in sure for index in range(link.first, link.last + 1))
    words = (row.words[index].text for index in indices)
    return [english.stem(word) for word in words if word.lower() not in FUNCTION_WORDS]


def _vouched(found: Mapping[str, _Gathering]) -> dict[str, _Gathering]:
    """The candidates that something vouches for; a compound inside another one with the same uses is left out."""
    kept: dict[str, _Gathering] = {}
    for key, gathering in found.items():
        if gathering.kind == "compound":
            if len(gathering.uses) > 1:
                gathering.reasons.add("repeated")
            strong = gathering.reasons & {"repeated", "attested", "quoted"} or gathering.parts[0] in compounds.PREFIXES
            if not gathering.reasons or (len(gathering.parts) > 2 and not strong):
                continue
        elif gathering.kind == "inner" and len(_outermost(gathering.reasons)) < _INNER:
            continue
        kept[key] = gathering
    units: dict[int, list[str]] = defaultdict(list)
    for key, gathering in kept.items():
        if gathering.kind == "compound":
            for use in gathering.uses:
                units[use[0]].append(key)
    inside = {
        key
        for key, gathering in kept.items()
        if gathering.kind == "compound"
        and "attested" not in gathering.reasons
        and any(
            key in other and key != other and len(kept[other].uses) >= len(gathering.uses)
            for use in gathering.uses
            for other in units[use[0]]
        )
    }
    return {key: gathering for key, gathering in kept.items() if key not in inside}


def _outermost(words: Collection[str]) -> set[str]:
    return {word for word in words if not any(word in other and word != other for other in words)}


def _places(text: str, row: UnitLinks, facts: WordFacts) -> Iterator[tuple[int, int]]:
    """Every stretch of *text* between borders of words, also of words inside longer ones (芯片 in 芯片制造商)."""
    starts, ends = {token.start for token in row.tokens}, {token.end for token in row.tokens}
    for token in row.tokens:
        for start, end in facts.parts(text[token.start : token.end]):
            yield token.start + start, token.start + end
            if token.start + end == token.end:
                starts.add(token.start + start)
            if start == 0:
                ends.add(token.start + end)
    for start in starts:
        yield from ((start, end) for end in ends if 0 < end - start <= _LONGEST_HEADWORD)


def _anywhere(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    for word in words:
        start = text.find(word)
        while start >= 0:
            yield start, start + len(word)
            start = text.find(word, start + len(word))
