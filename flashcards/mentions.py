"""Names in translation units: which Han characters stand for which capitalised English words, by sound.

Five ways, surest first: English that is pinyin (Ren Zhengfei, 任正非), a surname that is (William Xu, 徐文伟),
transliteration whose consonants agree (萨姆·萨克斯, Samm Sacks), the same number (猎鹰9号, Falcon 9), and what one unit of
the article has shown (later just 萨克斯, Ms. Sacks). Names of the lexicon need none of them: they are words already.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from flashcards.english import FUNCTION_WORDS, stem
from flashcards.lexicon import Lexicon
from flashcards.model import NameMatch, Span, Token, TranslationUnit
from flashcards.names import in_english, plausible_given_name
from flashcards.numerals import han_value
from flashcards.syllables import HAN, character_readings, toneless, usual_reading

_CAPITALISED = re.compile(r"[A-Z][\w’'-]*[A-Za-zÀ-ÿ]")
_FULL_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)? (?P<last>[A-Z][a-z]{1,5})\b")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱"
    "夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
)
"The hundred most frequent surnames of China by its census."
_AFTER_NAMES = frozenset("说称在和与的是等则也就")
_TITLES = frozenset(
    "Mr Mrs Ms Dr President Premier Prime Minister Professor Secretary Senator Chairman Sir Chief".split()
)
# Characters that transliterate foreign names; from the tables that news agencies use for English, French and Spanish.
_TRANSLITERATING = frozenset(
    "阿埃艾安奥巴白班邦保鲍贝本比彼毕宾波伯博勃布查达戴丹当道得德登邓狄迪蒂丁东杜多厄恩尔法范方菲费芬丰佛夫弗福富盖甘冈高戈哥"
    "格根贡古瓜圭哈海汉豪赫亨洪侯胡华怀惠霍基吉加贾简杰金卡凯坎康考科克肯孔库夸拉莱赖兰劳勒雷伦里利连廉列林卢鲁路伦罗洛吕马迈麦曼"
    "茂梅门蒙米密敏明莫默姆穆纳奈南内尼涅宁纽努诺欧帕派潘庞佩彭皮平珀普奇齐恰乔切琴丘让热仁日荣茹瑞若萨塞赛桑瑟森沙山尚绍舍申圣施"
    "什史舒斯丝松苏索塔泰坦汤唐特腾提铁廷通图托瓦万旺威韦维魏温文翁沃乌武伍西希锡夏谢辛欣休许雅亚扬耶叶伊因尤约云泽曾扎詹珍朱兹佐"
)
_DOTS = frozenset("·•・")
_NUMBERED = re.compile(r"(\d{1,3}|[一二三四五六七八九十]{1,3})号")
_NUMBERED_NAME = re.compile(r"(?:(?!The )(?P<more>[A-Z]\w+) )?(?P<name>[A-Z]\w+)[ -](?P<number>\d{1,3})\b")
_CLASSES = (
    ("sch", "S"), ("sh", "S"), ("tch", "S"), ("ch", "S"), ("ph", "F"), ("th", "T"), ("ck", "K"), ("gh", "K"), ("qu", "K"),
    ("x", "KS"), ("ce", "S"), ("ci", "S"), ("cy", "S"), ("ge", "S"), ("gi", "S"), ("b", "P"), ("p", "P"), ("f", "F"), ("v", "F"),
    ("w", "F"), ("m", "M"), ("n", "N"), ("d", "T"), ("t", "T"), ("l", "L"), ("r", "L"), ("g", "K"), ("k", "K"), ("c", "K"),
    ("q", "K"), ("h", "K"), ("j", "S"), ("s", "S"), ("z", "S"),
)  # fmt: skip
# Agreement of consonants from which a run of characters is taken for a name, with a dot inside and without; below,
# chance pairs appear in the sample articles.
_ALIKE, _ALIKE_ALONE = 0.62, 0.75


def find(
    units: Sequence[TranslationUnit], tokens: Sequence[Sequence[Token]], lexicon: Lexicon
) -> tuple[tuple[NameMatch, ...], ...]:
    """For each unit the names that the lexicon does not know, in order, without overlaps."""
    first = [
        {
            match.start: match
            for match in (
                *_transliterated(unit, row, lexicon),
                *_by_surname(unit, row, lexicon),
                *_spelt(unit, lexicon),
                *_numbered(unit, row, lexicon),
            )
        }
        for unit, row in zip(units, tokens, strict=True)
    ]
    known: dict[str, str] = {}
    for unit, matches in zip(units, first, strict=True):
        for match in matches.values():
            name, source = unit.target[match.start : match.end], match.source.of(unit.source) if match.source else ""
            known.setdefault(name, source)
            if "·" in name and " " in source:
                known.setdefault(name.rpartition("·")[2], source.rpartition(" ")[2])
    found = []
    for unit, row, matches in zip(units, tokens, first, strict=True):
        every = [*matches.values(), *_repeated(unit, known)]
        found.append(tuple(_without_overlaps([match for match in every if not _inside(match, row, lexicon)])))
    return tuple(found)


def _inside(match: NameMatch, row: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether a name is part of a longer one that the lexicon has: 神舟 in 神舟二十号."""
    return any(
        token.start <= match.start and match.end <= token.end and match.end - match.start < token.end - token.start
        for token in row
        if len(token.text) > 1 and lexicon.is_name(token.text)
    )


def merge(tokens: Sequence[Token], matches: Sequence[NameMatch], text: str) -> tuple[Token, ...]:
    """*tokens* with each name as one token; tokens that a name cuts through are cut there."""
    edges = {token.start for token in tokens} | {len(text)}
    for match in matches:
        edges -= set(range(match.start + 1, match.end))
        edges |= {match.start, match.end}
    ordered = sorted(edges)
    return tuple(Token(text[a:b], a, b) for a, b in pairwise(ordered))


def _spelt(unit: TranslationUnit, lexicon: Lexicon) -> Iterator[NameMatch]:
    """Names whose English is their pinyin; CC-CEDICT explains many places without naming them in English."""
    text = lexicon.simplify(unit.target)
    first = [usual_reading(char) if HAN.match(char) else "" for char in text]
    for match in in_english(text, unit.source, first):
        end = match.start + len(match.syllables)
        word = text[match.start : end]
        if word in lexicon and not lexicon.is_name(word):
            continue
        kind = "person" if match.parts else "organisation"
        if word in lexicon:
            kind = next((entry.kind for entry in lexicon.curated(word)), "place")
        source = _run(unit.source, "".join(map(toneless, match.syllables)))
        if source is not None:
            yield NameMatch(match.start, end, source, kind, match.parts)


def _by_surname(unit: TranslationUnit, row: Sequence[Token], lexicon: Lexicon) -> Iterator[NameMatch]:
    """Chinese people who are known in English by another given name: 徐文伟, William Xu."""
    text = lexicon.simplify(unit.target)
    alone = {token.start for token in row if len(token.text) == 1}
    for match in _FULL_NAME.finditer(unit.source):
        surname = match["last"].lower()
        for start, char in enumerate(text):
            if char not in _SURNAMES or surname not in map(toneless, character_readings().get(char, ())):
                continue
            for size in (2, 1):
                given = text[start + 1 : start + 1 + size]
                following = text[start + 1 + size : start + 2 + size]
                if char + given in lexicon:
                    break
                ends = size > 1 or following in _AFTER_NAMES or not HAN.match(following)
                unknown = plausible_given_name(given) or set(range(start, start + 1 + size)) <= alone
                if len(given) == size and ends and unknown and _free(given, lexicon):
                    yield NameMatch(start, start + 1 + size, Span(*match.span()), "person", (1,))
                    break


def _free(given: str, lexicon: Lexicon) -> bool:
    """Whether *given* is no word of its own; counties are called like people (建平)."""
    return len(given) == 1 or given not in lexicon or lexicon.is_name(given)


def _run(source: str, letters: str) -> Span | None:
    """The capitalised words of *source* that spell *letters*, in either order of the two parts of a name."""
    found = list(_CAPITALISED.finditer(source))
    wanted = letters.replace("ü", "u")
    for index in range(len(found)):
        for length in (1, 2, 3):
            run = found[index : index + length]
            plain = [re.sub(r"[^a-z]", "", word[0].lower().replace("’s", "").replace("'s", "")) for word in run]
            if "".join(plain) == wanted or "".join(plain[::-1]) == wanted:
                return Span(run[0].start(), run[-1].start() + len(re.sub(r"[’']s$", "", run[-1][0])))
    return None


def _transliterated(unit: TranslationUnit, row: Sequence[Token], lexicon: Lexicon) -> Iterator[NameMatch]:
    """Foreign names: runs of transliterating characters whose consonants agree with capitalised English words."""
    english = list(_capitalised_runs(unit.source, lexicon))
    for start, end in _foreign_runs(unit.target, row, lexicon):
        text = unit.target[start:end]
        best = max(
            ((_agreement(text, run.of(unit.source)), run) for run in english), key=lambda pair: pair[0], default=None
        )
        if best is not None and best[0] >= (_ALIKE if "·" in text else _ALIKE_ALONE):
            yield NameMatch(start, end, best[1], "person")
        elif "·" in text:
            yield NameMatch(start, end, None, "person")  # nothing else is written so


def _numbered(unit: TranslationUnit, row: Sequence[Token], lexicon: Lexicon) -> Iterator[NameMatch]:
    """Craft and models with a number: 神舟二十号, Shenzhou-20, and 猎鹰9号, Falcon 9."""
    english = {int(match["number"]): match for match in _NUMBERED_NAME.finditer(unit.source)}
    text = lexicon.simplify(unit.target)
    starts = {token.end: token.start for token in row if len(token.text) > 1}
    for match in _NUMBERED.finditer(text):
        theirs, start = english.get(int(han_value(match[1]))), starts.get(match.start())
        if theirs is None or start is None:
            continue
        word = text[start : match.start()]
        sound = "".join(toneless(next(iter(character_readings().get(char, ("",))))) for char in word)
        known = lexicon.translations(word)
        if sound == theirs["name"].lower() or stem(theirs["name"]) in known:
            whole = theirs["more"] and stem(theirs["more"]) in known  # Long March 10, but Chinese | Shenzhou-20
            yield NameMatch(
                start, match.end(), Span(theirs.start("more" if whole else "name"), theirs.end()), "product"
            )


def _foreign_runs(text: str, row: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Runs of single characters and unknown pieces, and everything that a dot joins."""
    run: list[Token] = []
    for token, following in pairwise([*row, Token("", len(text), len(text)), Token("", len(text), len(text))]):
        dotted = token.text in _DOTS
        tied = following.text in _DOTS or any(piece.text in _DOTS for piece in run)
        foreign = bool(token.text) and all(char in _TRANSLITERATING for char in token.text)
        # A dictionary word ends a run unless a dot ties it to the name: 华盛顿|德米特里·塞瓦斯托普洛.
        if dotted or (foreign and (len(token.text) == 1 or tied or token.text not in lexicon)):
            run.append(token)
            continue
        if sum(len(piece.text) for piece in run) > 1 and run[-1].text not in _DOTS:
            yield run[0].start, run[-1].end
        run = []


def _capitalised_runs(source: str, lexicon: Lexicon) -> Iterator[Span]:
    """Every run of one to three capitalised words that could be a name, longest first.

    A word alone must not be one that the dictionary explains: sentences begin with those.
    """
    words = [
        match
        for match in _CAPITALISED.finditer(source)
        if match[0].lower() not in FUNCTION_WORDS and match[0] not in _TITLES
    ]
    for length in (3, 2, 1):
        for index in range(len(words) - length + 1):
            run = words[index : index + length]
            gaps = [source[a.end() : b.start()] for a, b in pairwise(run)]
            if length == 1 and lexicon.headwords_for(stem(run[0][0])):
                continue
            if all(gap == " " for gap in gaps):
                last = re.sub(r"[’']s$", "", run[-1][0])
                yield Span(run[0].start(), run[-1].start() + len(last))


@lru_cache(maxsize=1 << 14)
def _agreement(chinese: str, english: str) -> float:
    """How well the consonants of a transliteration follow those of the English name, 0 to 1."""
    if "·" in chinese and chinese.count("·") != english.count(" "):
        return 0.0
    one, other = _consonants_of_han(chinese), _consonants(english)
    if len(one) < 2 or one[0] != other[:1]:
        return 0.0
    return 2 * _common(one, other) / (len(one) + len(other))


def _consonants_of_han(text: str) -> str:
    found = ""
    for char in text:
        syllable = toneless(usual_reading(char))
        if syllable in ("er", "r"):
            found += "L"
            continue
        initial = _consonants(syllable.rstrip("aeioungü").replace("zh", "s").replace("q", "s").replace("x", "s"))
        final = "N" if syllable.endswith(("n", "ng")) and len(syllable) > 1 else ""
        found += initial + final
    return found


def _consonants(text: str) -> str:
    """The consonant classes of *text*, repeated ones once: `Sacks` SKS, `Lutnick` LTNK."""
    plain, found, at = text.lower(), "", 0
    while at < len(plain):
        for letters, kind in _CLASSES:
            if plain.startswith(letters, at):
                at += len(letters)
                found += kind if not found.endswith(kind) else ""
                break
        else:
            at += 1
    return found


def _common(one: str, other: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for a in one:
        diagonal = 0
        for index, b in enumerate(other, 1):
            diagonal, row[index] = row[index], diagonal + 1 if a == b else max(row[index], row[index - 1])
    return row[-1]


def _repeated(unit: TranslationUnit, known: Mapping[str, str]) -> Iterator[NameMatch]:
    """Further uses of names that another unit has explained."""
    for name, source in known.items():
        start = unit.target.find(name)
        while start >= 0:
            yield NameMatch(start, start + len(name), _again(unit.source, source), "person")
            start = unit.target.find(name, start + len(name))


def _again(source: str, name: str) -> Span | None:
    """*name*, or one word of it, in *source*."""
    for form in (name, *name.split()):
        at = source.find(form) if form else -1
        if at >= 0:
            return Span(at, at + len(form))
    return None


def _without_overlaps(matches: Sequence[NameMatch]) -> Iterator[NameMatch]:
    by_start: dict[int, list[NameMatch]] = defaultdict(list)
    for match in matches:
        by_start[match.start].append(match)
    end = 0
    for start in sorted(by_start):
        if start >= end:
            best = max(by_start[start], key=lambda match: (match.end, match.source is not None))
            yield best
            end = best.end
