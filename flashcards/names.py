"""Names in Han text: found through their spelling in the English text beside it, and by surnames of several readings.

The English side is the best evidence there is: where it says Ren Zhengfei, the characters 任正非 are a name, its
surname is Rén, and it is written in two words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from flashcards.syllables import HAN, character_readings, toneless

SURNAMES: Mapping[str, str] = dict(
    pair.split(":")
    for pair in (
        "任:rén 单:shàn 仇:qiú 解:xiè 曾:zēng 查:zhā 朴:piáo 区:ōu 盖:gě 华:huà 燕:yān 应:yīng 宁:nìng 那:nā 哈:hǎ 缪:miào "
        "员:yùn 折:shé 洗:xiǎn 秘:bì 种:chóng 繁:pó 召:shào 覃:qín 翟:zhái 乐:yuè 葛:gě 薄:bó 尉:wèi 曲:qū 相:xiàng 藏:zāng "
        "干:gān 都:dū 过:guō 隗:wěi 祭:zhài 能:nài 粘:nián 炅:guì 句:gōu 么:yāo 冠:guàn 佴:nài 令:líng 黑:hè 郗:xī 盛:shèng"
    ).split()
)
"Surnames whose reading is not the usual one of the character, or could be taken for another."

_WORD = re.compile(r"[A-Z][A-Za-zü]*(?:['’][a-zü]+)?(?:-[A-Za-zü]+)?")
_GAP = re.compile(r"[ \u00a0]")
_MOST_SYLLABLES = 5  # longer spellings than A-li-ba-ba or Hu-he-hao-te stand for no Han name


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in Han text."""

    start: int
    syllables: tuple[str, ...]
    "One for each character, lower case."
    parts: tuple[int, ...]
    "Offsets inside the name at which a new written word begins."


@cache
def _possible(char: str) -> Mapping[str, str]:
    """Spelling without tone → the likeliest reading of *char* that is spelt so."""
    found: dict[str, str] = {}
    for reading in character_readings().get(char, ()):
        found.setdefault(toneless(reading), reading)
        found.setdefault(toneless(reading).replace("ü", "u"), reading)
    return found


@cache
def _inventory() -> frozenset[str]:
    """All syllables of Mandarin, without tones."""
    known = {toneless(reading) for readings in character_readings().values() for reading in readings}
    return frozenset(s for s in known | {s.replace("ü", "u") for s in known} if s[0] in "abcdefghjklmnopqrstwxyz")


@lru_cache(maxsize=1 << 14)
def _syllabify(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read an English word as pinyin: `Xian` as xian and as xi an."""
    if not word:
        return ((),)
    return tuple(
        (word[:size], *rest)
        for size in range(min(6, len(word)), 0, -1)
        if word[:size] in _inventory()
        for rest in _syllabify(word[size:].lstrip("'’-"))
        if len(rest) < _MOST_SYLLABLES
    )


@lru_cache(maxsize=64)
def spellings(english: str) -> Mapping[str, tuple[tuple[tuple[str, ...], ...], ...]]:
    """First syllable → names in *english* that begin with it, each as its written words of toneless syllables.

    >>> spellings("The founder Ren Zhengfei said")["ren"]
    ((('ren',), ('zheng', 'fei')),)
    """
    found: dict[tuple[tuple[str, ...], ...], None] = {}
    run: list[tuple[tuple[str, ...], ...]] = []
    end = -1
    for match in _WORD.finditer(english):
        ways = _syllabify(match[0].lower().replace("-", "").replace("’", "'"))
        if not _GAP.fullmatch(english[end : match.start()]):
            run = []
        run = [*run, ways] if ways else []
        end = match.end()
        for length in (1, 2, 3):
            if length <= len(run):
                for name in _combine(run[-length:]):
                    found.setdefault(name)
                    if length == 2:
                        found.setdefault(name[::-1])  # given name first, as some write it
    names: dict[str, list[tuple[tuple[str, ...], ...]]] = {}
    for name in found:
        if 2 <= sum(map(len, name)) <= _MOST_SYLLABLES:
            names.setdefault(name[0][0], []).append(name)
    return {first: tuple(sorted(group, key=lambda n: -sum(map(len, n)))) for first, group in names.items()}


def _combine(run: Sequence[tuple[tuple[str, ...], ...]]) -> Iterator[tuple[tuple[str, ...], ...]]:
    if not run:
        yield ()
        return
    for way in run[0]:
        for rest in _combine(run[1:]):
            yield (way, *rest)


def in_english(text: str, english: str, taken: Sequence[str]) -> Iterator[Match]:
    """The names that *english* spells, where *text* (Simplified) has characters that can be read so.

    Args:
        text: Han text.
        english: English text in which the names are capitalised.
        taken: the syllable that each code point of *text* has so far, empty for what is not Han; its tone is kept
            where it fits the spelling.
    """
    known = spellings(english)
    position = 0
    while position < len(text):
        match = next(_at(text, position, known, taken), None) if HAN.match(text[position]) else None
        if match is not None:
            yield match
        position += len(match.syllables) if match is not None else 1


def _at(
    text: str, start: int, known: Mapping[str, tuple[tuple[tuple[str, ...], ...], ...]], taken: Sequence[str]
) -> Iterator[Match]:
    for first in _possible(text[start]):
        for name in known.get(first, ()):
            flat = [syllable for word in name for syllable in word]
            chars = text[start : start + len(flat)]
            if len(chars) == len(flat) and all(s in _possible(c) for c, s in zip(chars, flat, strict=True)):
                syllables = [
                    now if toneless(now).replace("ü", "u") == wanted.replace("ü", "u") else _possible(char)[wanted]
                    for char, wanted, now in zip(chars, flat, taken[start:], strict=False)
                ]
                surname = SURNAMES.get(chars[0], "")
                if len(name) > 1 and len(name[0]) == 1 and toneless(surname) == flat[0]:
                    syllables[0] = surname
                yield Match(start, tuple(syllables), tuple(_starts(name)))


def _starts(name: Sequence[Sequence[str]]) -> Iterator[int]:
    at = 0
    for word in name[:-1]:
        at += len(word)
        yield at


_TITLES = frozenset(
    "总统 主席 总理 部长 市长 省长 县长 书记 总书记 教授 先生 女士 小姐 同志 记者 博士 院士 老师 医生 经理 总经理 董事长 总裁 "
    "主任 局长 处长 科长 校长 院长 司长 会长 秘书长 委员 议员 发言人 队长 教练 导演 演员 歌手 作家 律师 法官 创始人 首席执行官 "
    "研究员 分析师 工程师 村民 市民 学生 选手 球员 党委书记 副总理 副总裁 副主任 代表 队员 冠军".split()
)
_SPEAKS = frozenset(
    "说 表示 称 认为 指出 介绍 告诉 透露 强调 坦言 回忆 回应 说道 在 则 也 就 和 与 的 是 出席 会见 率 曾 将 "
    "担任 主持 参加 宣布 接受 当选 获 任".split()
)
_NO_GIVEN_NAME = frozenset(
    "的了在是有和与及或被把将就都也又还不没很太更最等着过地得之其这那此该各每某中上下前后内外里我你他她它们说"
)


def by_surname(words: Sequence[str], tags: Sequence[str], index: int) -> int:
    """How many words after the surname at *index* make up a given name, 0 if nothing speaks for a name.

    Only for surnames in `SURNAMES`, and only with a title or a verb of speech beside the name: reading every 任 or 华
    as a surname makes far more mistakes than it mends.
    """
    given, used = "", 0
    for word, tag in list(zip(words[index + 1 : index + 3], tags[index + 1 : index + 3], strict=True)):
        if (
            len(given + word) > 2
            or not HAN.match(word)
            or set(word) & _NO_GIVEN_NAME
            or tag in ("m", "q", "r", "p", "d")
        ):
            break
        given, used = given + word, used + 1
    if not given:
        return 0
    before = words[index - 1] if index else ""
    following = words[index + 1 + used] if index + 1 + used < len(words) else ""
    titled = before in _TITLES or following in _TITLES
    return used if titled or (len(given) == 2 and used == 2 and following in _SPEAKS) else 0
