"""Linked units → the terms worth studying, ranked, each with its uses.

Candidates are words of the lexicon, names, and compounds of two to four words that something vouches for: jieba's
corpus, repetition in the article, or English words that stand together as theirs do. What a candidate is worth is a
sum of named parts, so that a person can see why it is listed.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from flashcards import english
from flashcards.lexicon import Lexicon
from flashcards.linking import FUNCTION_WORDS, Link, UnitLinks
from flashcards.model import Domain, Level, NameMatch, TranslationUnit


@dataclass(frozen=True, slots=True)
class VocabularyOptions:
    """What counts as worth studying."""

    threshold: float = 1.0
    "Least score of a listed term; lower lists more general words."
    standard: str = "hsk2025"
    "List whose levels are shown and whose beginners' words stay out."
    known_level: int = 3
    "Words up to this level of the list are taken as known, unless they are in a curated lexicon as terms."


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


@dataclass(slots=True)
class _Gathering:
    """Uses of one form while they are collected."""

    headword: str
    kind: str
    parts: tuple[str, ...]
    name: str = ""
    uses: dict[tuple[int, int, int], None] = field(default_factory=dict)
    stems: list[str] = field(default_factory=list)
    contiguous: int = 0
    reasons: set[str] = field(default_factory=set)


# Words that name no subject by themselves and end or begin no term: cutting them off leaves the term.
_LIGHT_ENDS = frozenset(
    "方面 领域 问题 情况 期间 过程 之际 以来 之间 之一 部分 议题 措施 水平 人士 时间 关系 需要 要求 程度 人员 进行 增加 减少 表示 认为".split()
)
_LIGHT_STARTS = frozenset(
    "主要 重要 最大 更多 所有 其他 相关 有关 不同 多个 多家 新款 新型 一些 许多 大量 进行 没有 可能 可以 已经 继续 正在 开始 成为 使用 通过 "
    "公司 企业 人士 专家 该公司 提供 加速 加强 推动 实现 需要 表示 认为 包括 涉及 充足 独特 罕见 强大 竞相 改进 面临 缺乏 缺少 获得 取得 产生 出现".split()
)
_NUMERALS = frozenset("一二三四五六七八九十百千万亿两几数半第每各某这那哪该此本")
_DAY = re.compile("周[一二三四五六日末]|星期")
_LONGEST_COMPOUND = 4  # words; longer runs are phrases
_LEAST_DOMAIN = 0.35  # evidence under which a word is called general; best accuracy on the development article


def gather(
    units: Sequence[TranslationUnit],
    links: Sequence[UnitLinks],
    names: Sequence[Sequence[NameMatch]],
    lexicon: Lexicon,
    *,
    grammatical: Callable[[str], bool],
    attested: Callable[[str], bool],
    wanted: Collection[str] = (),
) -> tuple[Candidate, ...]:
    """Every form that might be a term, in order of first use, without scores.

    Args:
        units: the article's units.
        links: for each unit its words and links.
        names: for each unit the names found in it.
        lexicon: dictionaries.
        grammatical: whether a word carries grammar rather than a subject.
        attested: whether a compound is in use as one word elsewhere.
        wanted: words that the user asked for; they are candidates wherever they stand.
    """
    found: dict[str, _Gathering] = {}
    for number, (unit, row, named) in enumerate(zip(units, links, names, strict=True)):
        for gathering, use, stems, contiguous in _in_unit(unit, row, named, lexicon, grammatical):
            key = lexicon.simplify(gathering.headword)
            known = found.setdefault(key, gathering)
            known.uses[number, *use] = None
            known.stems += stems
            known.contiguous += contiguous
            known.name = known.name or gathering.name
    texts = [lexicon.simplify(unit.target) for unit in units]
    for word in dict.fromkeys(map(lexicon.simplify, wanted)):
        for number, text in enumerate(texts):
            for start in _places(word, text):
                target = units[number].target[start : start + len(word)]
                known = found.setdefault(word, _Gathering(target, "word", (word,)))
                known.reasons.add("wanted")
                known.uses[number, start, start + len(word)] = None
    return tuple(_vouched(found, lexicon, attested))


def _in_unit(
    unit: TranslationUnit,
    row: UnitLinks,
    named: Sequence[NameMatch],
    lexicon: Lexicon,
    grammatical: Callable[[str], bool],
) -> Iterator[tuple[_Gathering, tuple[int, int], list[str], int]]:
    """Words, names and compounds of one unit, each with its place, the stems that translate it and 1 if they touch."""
    linked = {link.token: link for link in row.links}
    kinds = {(name.start, name.end): name.kind for name in named}
    content = [_is_content(token.text, lexicon, grammatical) for token in row.tokens]
    for index, token in enumerate(row.tokens):
        kind = kinds.get((token.start, token.end)) or _kind_of_name(token.text, lexicon, grammatical)
        if kind or (content[index] and len(token.text) > 1 and not token.text.isascii()):
            stems = _stems(row, [linked[index]] if index in linked else [])
            gathering = _Gathering(token.text, "name" if kind else "word", (token.text,), kind)
            yield gathering, (token.start, token.end), stems, 0
    apart = [
        (token.start, token.end) in kinds or bool(_kind_of_name(token.text, lexicon, grammatical))
        for token in row.tokens
    ]
    for first, last in _windows(row, content, apart):
        parts = [token.text for token in row.tokens[first : last + 1] if not token.text.isspace()]
        found = [linked[i] for i in range(first, last + 1) if i in linked]
        touching = len(found) == len(parts) and _touch(found, row, unit.source)
        start, end = row.tokens[first].start, row.tokens[last].end
        gathering = _Gathering(unit.target[start:end], "compound", tuple(parts))
        yield gathering, (start, end), _stems(row, found), int(touching)


def _windows(row: UnitLinks, content: Sequence[bool], apart: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last token of every run of two to four content words, none of them a name, that could be a compound."""
    for first, token in enumerate(row.tokens):
        if not content[first] or apart[first] or token.text in _LIGHT_STARTS:
            continue
        count = 1
        for last in range(first + 1, len(row.tokens)):
            text = row.tokens[last].text
            if text == " " and row.tokens[last - 1].text.isascii():
                continue
            if not content[last] or apart[last] or text.isascii():
                break
            count += 1
            if text not in _LIGHT_ENDS and text not in _LIGHT_STARTS:
                yield first, last
            if count == _LONGEST_COMPOUND or text in _LIGHT_ENDS:
                break


def _is_content(text: str, lexicon: Lexicon, grammatical: Callable[[str], bool]) -> bool:
    if text.isascii():
        return text.isupper() and text.isalpha() and len(text) > 1
    if not "\u3400" <= text[0] <= "\u9fff" or len(text) < 2:
        return False
    simplified = lexicon.simplify(text)
    return bool(lexicon.curated(simplified)) or not (grammatical(simplified) or simplified[0] in _NUMERALS)


def _kind_of_name(text: str, lexicon: Lexicon, grammatical: Callable[[str], bool]) -> str:
    """The kind of name that *text* is by the dictionaries; empty if it is none. CC-CEDICT capitalises 周二 too."""
    for entry in lexicon.curated(text):
        return entry.kind
    return "place" if len(text) > 1 and lexicon.is_name(text) and not grammatical(text) and not _DAY.match(text) else ""


def _touch(found: Sequence[Link], row: UnitLinks, source: str) -> bool:
    """Whether the English words stand together, in the same order, or around `of`: rare earths, theft of secrets."""
    ordered = sorted(found, key=lambda link: link.first)
    for one, other in pairwise(ordered):
        if one.first == other.first:
            continue
        between = source[row.words[one.last].end : row.words[other.first].start].strip(" -–’'s").lower()
        if between not in ("", "of", "of the", "and", "&"):
            return False
    return True


def _stems(row: UnitLinks, found: Iterable[Link]) -> list[str]:
    indices = (index for link in found for index in range(link.first, link.last + 1))
    words = (row.words[index].text for index in indices)
    return [english.stem(word) for word in words if word.lower() not in FUNCTION_WORDS]


def _places(word: str, text: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + len(word))


def _vouched(found: Mapping[str, _Gathering], lexicon: Lexicon, attested: Callable[[str], bool]) -> Iterator[Candidate]:
    """The candidates that something vouches for; a compound inside another one with the same uses is left out."""
    kept: dict[str, _Gathering] = {}
    for key, gathering in found.items():
        if gathering.kind == "compound":
            reasons = {
                "attested": attested(key),
                "together": gathering.contiguous > 0,
                "repeated": len(gathering.uses) > 1,
            }
            gathering.reasons |= {name for name, holds in reasons.items() if holds}
            if not gathering.reasons or _is_phrase(gathering, lexicon):
                continue
        kept[key] = gathering
    units: dict[int, list[str]] = defaultdict(list)
    for key, gathering in kept.items():
        if gathering.kind == "compound":
            for use in gathering.uses:
                units[use[0]].append(key)
    for key, gathering in kept.items():
        longer = {other for use in gathering.uses for other in units[use[0]] if key in other and key != other}
        if gathering.kind == "compound" and any(len(kept[o].uses) >= len(gathering.uses) for o in longer):
            continue
        yield Candidate(
            headword=gathering.headword,
            simplified=key,
            kind=gathering.kind,
            parts=gathering.parts,
            uses=tuple(gathering.uses),
            name=gathering.name,
            evidence=tuple((reason, 0.0) for reason in sorted(gathering.reasons)),
            stems=tuple(dict.fromkeys(gathering.stems)),
        )


def _is_phrase(gathering: _Gathering, lexicon: Lexicon) -> bool:
    """Whether a compound is rather a verb with its object: 训练芯片 is something one does, 计算负载 is something.

    A first part that is only a verb makes a phrase unless the compound is attested or a noun that ends in a verb.
    """
    first, last = gathering.parts[0], gathering.parts[-1]
    if "attested" in gathering.reasons:
        return False
    return _only_verb(first, lexicon) and not _only_verb(last, lexicon) and "together" not in gathering.reasons


def _only_verb(text: str, lexicon: Lexicon) -> bool:
    meanings = [gloss for entry in lexicon.entries(text) for gloss in entry.glosses]
    return bool(meanings) and all(gloss.startswith(("to ", "(")) for gloss in meanings)


def score(
    candidates: Sequence[Candidate],
    lexicon: Lexicon,
    options: VocabularyOptions,
    *,
    frequency: Callable[[str], float],
    wanted: Collection[str] = (),
) -> tuple[Candidate, ...]:
    """The *candidates* worth listing, best first, with domain, level and evidence.

    Args:
        candidates: as gathered.
        lexicon: dictionaries.
        options: threshold, level list.
        frequency: Zipf frequency of a word in the language, 0 if unknown.
        wanted: words the user asked for: always listed.
    """
    asked = {lexicon.simplify(word) for word in wanted}
    scored = []
    for candidate in candidates:
        level = lexicon.level(candidate.simplified, options.standard, candidate.parts)
        domain, strength = _domain(candidate, lexicon)
        known = bool(lexicon.curated(candidate.simplified))
        evidence = dict(_evidence(candidate, known, level, strength, frequency(candidate.simplified)))
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
        for reason, weight in (("attested", 0.3), ("together", 0.3), ("repeated", 0.2)):
            if reason in reasons:
                yield reason, weight
    yield "frequency", 0.25 * math.log2(len(candidate.uses))
    if candidate.kind == "word" and zipf:
        yield "rarity", max(-0.4, min(0.4, (4.6 - zipf) * 0.3))
    if level is not None and level.basis == "word":
        yield "level", {1: -2.0, 2: -1.5, 3: -1.0, 4: -0.2, 5: 0.1, 6: 0.2, 7: 0.3}[level.number]
    if candidate.stems:
        yield "translated", 0.2
