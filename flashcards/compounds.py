"""Runs of words → those that are one term, and why.

Neighbouring words make a compound (计算|负载), a clause (数据|显示), or a verb with its object (缩短|供应链), and nothing
in the Chinese tells them apart: the dictionaries say which words can be verbs, and the English beside them says
whether this one is a verb here (`computing workloads`, but `shorten supply chains`).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from flashcards import english
from flashcards.english import FUNCTION_WORDS
from flashcards.lexicon import Lexicon
from flashcards.linked import Link, UnitLinks, WordFacts

# Words that end no term: cutting them off leaves the term.
_LIGHT_ENDS = frozenset(
    "方面 领域 问题 情况 期间 过程 之际 以来 之间 之一 部分 议题 时间 关系 需要 要求 程度 增加 减少 表示 认为 规模 比例 方向".split()
)
# Words that begin none: they say which one or how much of a thing, not what it is.
_LIGHT_STARTS = frozenset(
    "主要 重要 最大 更多 所有 其他 相关 有关 不同 多个 多家 新款 一些 许多 大量 进行 没有 可能 可以 已经 继续 正在 开始 成为 使用 通过 部分 "
    "同一 公司 企业 人士 专家 该公司 提供 加速 加强 推动 实现 需要 表示 认为 包括 涉及 充足 独特 罕见 强大 竞相 改进 面临 缺乏 缺少 获得 "
    "取得 产生 出现 记者 全部 多数 少数 现行 目前 采用 利用 新建 国内 令人".split()
)
# Heads so general that they join a simple word (设计人员, 电网公司) but no compound: 出口管制|措施.
_GENERAL_HEADS = frozenset(
    "公司 企业 人员 机构 措施 水平 能力 产品 系统 活动 项目 行业 部门 设施 计划 政策 工作 服务 技术 平台 官员 厂商 巨头".split()
)
# Characters that make a noun of the word before them.
_SUFFIXES = frozenset("业厂商方组者率性化度费税法额价量员师权链站库网圈股债机器板片区州省")
_HEADS_OF_VERBS = frozenset("人员 机构 企业 公司 措施 能力 部门 行业 活动 厂商 官员".split())
"Heads of which a verb says what they do or what is done with them: 设计人员, 发电企业. Other nouns are its object."
_NOUN = re.compile(r"(?:[ts]ion|ment|[ae]nce|ity|ness|ive|ical|ional|ship|ism)s?$")
"English endings that verbs do not have."
_NEVER_LAST = frozenset("d i l z c p r m q u y t f".split())
"Tags of words that end no noun compound: adverbs, idioms, descriptions and grammar."
PREFIXES = frozenset("大高低超微多")
"Adjectives of one character that begin technical terms of three words: 高|带宽|存储器."
_MODIFIERS = ("a", "b", "z", "d")
"First letters of the tags of adjectives: they join any noun (廉价土地), so that the English beside them shows nothing."
_LONGEST = 4  # words; longer runs are phrases
_LONG_PART, _LONG_COMPOUND = 4, 7  # characters: a compound with another part is longer than what is studied as one


def windows(
    row: UnitLinks, content: Sequence[bool], apart: Sequence[bool], facts: WordFacts
) -> Iterator[tuple[int, int]]:
    """First and last token of every run of two to four content words that could be a compound.

    Args:
        row: a unit's words.
        content: for each whether it carries a subject.
        apart: for each whether it is a name, which joins nothing.
        facts: parts of speech.
    """
    for first, token in enumerate(row.tokens):
        if not (content[first] or token.text in PREFIXES) or apart[first] or token.text in _LIGHT_STARTS:
            continue
        count = 1
        for last in range(first + 1, len(row.tokens)):
            text = row.tokens[last].text
            if text.isspace() and row.tokens[last - 1].text.isascii():
                continue
            suffix = text in _SUFFIXES and not token.text.isascii()
            if not (content[last] or suffix) or apart[last] or text.isascii():
                break
            count += 1
            open_end = facts.tag(text) == "a" and content[last + 1 : last + 2] == [True]
            bare = (
                token.text in PREFIXES and last == first + 1
            )  # 大|公司 is a big company, 大|语言|模型 a kind of model
            if (
                not open_end
                and not bare
                and text not in _LIGHT_ENDS
                and (text not in _LIGHT_STARTS or text in _GENERAL_HEADS)
            ):
                yield first, last
            if count == _LONGEST or suffix or text in _LIGHT_ENDS:
                break


def quoted(row: UnitLinks, text: str, facts: WordFacts) -> Iterator[tuple[int, int]]:
    """First and last token of every short phrase in quotation marks: newspapers put new terms there."""
    opened = None
    for index, token in enumerate(row.tokens):
        if token.text == "“":
            opened = index + 1
        elif token.text == "”" and opened is not None:
            inside = row.tokens[opened:index]
            if (
                1 < len(inside) <= _LONGEST
                and inside[-1].end - inside[0].start <= _LONG_COMPOUND
                and all("\u3400" <= char <= "\u9fff" for char in text[inside[0].start : inside[-1].end])
                and not any(facts.grammatical(piece.text) and len(piece.text) > 1 for piece in inside)
                and not set("的了是不我你他们也都就在").intersection(piece.text for piece in inside)
            ):
                yield opened, index - 1
            opened = None


def reasons(
    row: UnitLinks, first: int, last: int, source: str, lexicon: Lexicon, facts: WordFacts
) -> frozenset[str] | None:
    """What speaks for a run of words as a term in this place; None if it is a phrase here.

    `together`: the English words of its parts touch. `derived`: one English word stands for a word and its suffix.
    `attested`: it is in use as one word elsewhere.
    """
    tokens = [token for token in row.tokens[first : last + 1] if not token.text.isspace()]
    linked = {token: link for token, link in row.by_token().items() if link.evidence not in ("place", "akin")}
    found = [linked.get(i) for i in range(first, last + 1) if not row.tokens[i].text.isspace()]
    parts = [lexicon.simplify(token.text) for token in tokens]
    if _is_phrase(parts, found, row, source, lexicon, facts):
        return None
    word = "".join(parts)
    links = [link for link in found if link is not None]
    said: set[str] = set()
    free = facts.tag(parts[0])[:1] in _MODIFIERS and parts[0] not in PREFIXES
    if len(links) == len(parts) and _touch(links, row, source) and not free:
        said.add("together")
    if parts[-1] in _SUFFIXES | _GENERAL_HEADS and found[0] is not None and found[-1] is None:
        said.add("derived")
    if facts.attested(word):
        said.add("attested")
    return frozenset(said)


def _is_phrase(
    parts: Sequence[str],
    found: Sequence[Link | None],
    row: UnitLinks,
    source: str,
    lexicon: Lexicon,
    facts: WordFacts,
) -> bool:
    attested = facts.attested("".join(parts))
    if all(found) and len({link.first for link in found if link is not None}) == 1:
        return False  # one English word for all: chatbot
    if facts.tag(parts[-1]) in _NEVER_LAST and not lexicon.curated(parts[-1]):
        return True
    nouns = all(facts.tag(part) == "vn" for part in (parts[0], parts[-1]))  # 出口管制: a verb takes no verb for object
    if (
        parts[-1] not in _SUFFIXES | _HEADS_OF_VERBS
        and not nouns
        and _is_verb(parts[0], found[0], row, source, lexicon, facts, strict=True)
    ):
        apart = all(link is not None for link in found)
        return not attested or (apart and not _is_participle(found[0], row))
    if parts[-1] in _GENERAL_HEADS and any(len(part) >= _LONG_PART for part in parts[:-1]):
        return True
    if any(len(part) >= _LONG_PART for part in parts) and sum(map(len, parts)) > _LONG_COMPOUND:
        return True
    later = list(zip(parts, found, strict=True))[1:]
    return not attested and any(
        _is_verb(part, link, row, source, lexicon, facts) and not _is_gerund(link, row) for part, link in later
    )


def _is_verb(
    text: str,
    link: Link | None,
    row: UnitLinks,
    source: str,
    lexicon: Lexicon,
    facts: WordFacts,
    *,
    strict: bool = False,
) -> bool:
    """Whether a word is a verb in its sentence, as far as dictionaries and the English can tell.

    With *strict* also where the English is a noun as well as a verb: before its object, a verb is what it is.
    """
    if text.isascii() or len(text) < 2 or not lexicon.renderings(text):
        return False
    tag = facts.tag(text)
    nominal, verbal = _words_by_class(text, tag, lexicon)
    if link is None:
        return tag == "v" or not nominal
    used = [word.text.lower() for word in row.words[link.first : link.last + 1]]
    if strict and any(word in nominal and word in verbal for word in used):
        return True
    after = source[row.words[link.last].end :][:1]
    theirs = [gloss for entry in lexicon.entries(text) for gloss in entry.glosses]
    countable = any(not gloss.startswith("to ") for gloss in theirs)  # CL: of a noun, or a noun
    if (
        any(nominal.intersection(_singulars(word)) or _NOUN.search(word) for word in used)
        or (used[-1].endswith("s") and (tag == "vn" or after in (",", ".", ";", ":")))  # a verb in -s would go on
        or (countable and any(word.endswith("ing") for word in used))
    ):
        return False
    stems = {english.stem(word) for word in verbal}
    return any(english.stem(word) in stems for word in used) or tag.startswith("v") or not nominal


def _words_by_class(text: str, tag: str, lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """The English words of the senses of *text* that are no verbs and of those that are.

    CC-CEDICT writes `to force`; our lexicons write `force`, which is a verb if CC-CEDICT or the Chinese says so.
    """
    ours = [rendering for entry in lexicon.curated(text) for rendering in entry.english]
    theirs = [sense for sense in lexicon.renderings(text) if sense not in ours]
    unknown_verb = tag.startswith("v") and not theirs
    found: tuple[set[str], set[str]] = (set(), set())
    for sense in (*ours, *theirs):
        words = {w.text.lower() for w in english.words(sense) if w.text.lower() not in FUNCTION_WORDS}
        looks_nominal = any(_NOUN.search(word) or word.endswith("ing") for word in words)
        is_verb = sense.startswith("to ") or f"to {sense}" in theirs or (unknown_verb and not looks_nominal)
        found[is_verb].update(words)
        if sense in ours and tag.startswith("v") and not looks_nominal and any(t.startswith("to ") for t in theirs):
            found[True].update(words)  # `transfer` is noun and verb
    return frozenset(found[0]), frozenset(found[1])


def _is_gerund(link: Link | None, row: UnitLinks) -> bool:
    """Whether the English is a form in -ing: after its noun, as in `car manufacturing`, that is no verb."""
    return link is not None and row.words[link.last].text.endswith("ing")


def _is_participle(link: Link | None, row: UnitLinks) -> bool:
    return link is not None and row.words[link.last].text.endswith("ed")


def _singulars(word: str) -> tuple[str, ...]:
    """*word* and what it may be the plural of."""
    found = [word]
    found += [word[:-1]] if word.endswith("s") else []
    found += [word[:-2]] if word.endswith("es") else []
    found += [word[:-3] + "y"] if word.endswith("ies") else []
    return tuple(found)


def _touch(found: Sequence[Link], row: UnitLinks, source: str) -> bool:
    """Whether the English words stand together: in the same order, or turned around `of` (theft of secrets)."""
    for one, other in pairwise(found):
        first, second = (one, other) if one.first <= other.first else (other, one)
        if first.first == second.first:
            continue
        between = source[row.words[first.last].end : row.words[second.first].start].strip(" -–’'s").lower()
        turned = first is other
        if between not in (("", "of", "of the", "for") if turned else ("", "and", "&")):
            return False
    return True
