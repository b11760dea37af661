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
        "任:rén 单:shàn 仇:qiú 解:xiè 曾:zēng 查:zhā 朴:piáo 区:ōu 盖:gě 华:huà 燕:yān 应:yīng 宁:nìng 哈:hǎ 缪:miào "
        "员:yùn 折:shé 洗:xiǎn 秘:bì 种:chóng 繁:pó 召:shào 覃:qín 翟:zhái 乐:yuè 葛:gě 薄:bó 尉:wèi 曲:qū 藏:zāng "
        "干:gān 隗:wěi 祭:zhài 粘:nián 炅:guì 句:gōu 冠:guàn 佴:nài 郗:xī 盛:shèng"
    ).split()
)
"Surnames whose reading is not the usual one of the character, or could be taken for another."

DOTS = frozenset("·・•‧")
"Between the parts of a foreign name."

IN_FOREIGN_NAMES: Mapping[str, str] = {
    "塞": "sài", "勒": "lè", "干": "gān", "都": "dū", "佛": "fó", "柏": "bó", "泊": "bó", "什": "shí", "卜": "bǔ", "得": "dé",
    "地": "dì", "盖": "gài", "查": "chá", "曾": "zēng", "单": "dān", "扎": "zhā", "切": "qiè", "舍": "shě", "莎": "shā",
    "茜": "xī", "娜": "nà", "朴": "pǔ", "埃": "āi", "哈": "hā", "和": "hé", "行": "xíng", "长": "cháng", "重": "zhòng",
    "隆": "lóng", "葛": "gě", "华": "huá", "曼": "màn", "伽": "jiā", "蒙": "méng", "车": "chē", "契": "qì", "撒": "sā",
}  # fmt: skip
"How heteronyms are read that stand for the sound of a foreign name."

_FOREIGN = frozenset(
    "阿埃艾爱奥澳巴芭白班邦鲍贝本比彼别宾冰波伯博勃布查蔡茨达戴丹当道德登邓迪蒂丁东杜敦顿多厄恩尔法凡范菲费芬佛夫弗福盖甘冈高戈哥格"
    "根贡古瓜哈海汉豪赫黑亨侯胡华怀霍基吉加贾简杰捷金卡凯坎考柯科可克肯孔库夸奎昆拉莱赖兰朗劳勒雷黎里理利莉丽连列林琳留龙卢鲁路伦罗"
    "洛吕马玛迈麦曼毛梅门蒙米密明摩莫墨默姆穆纳娜南内尼涅宁牛努女诺欧帕派潘庞佩彭皮匹平珀泼普齐奇契恰乔切钦琴丘让热仁日荣茹儒瑞"
    "若撒萨塞赛三桑瑟森沙莎山尚绍舍申圣施什石史舒顺斯思松苏索塔泰坦汤唐特腾藤提蒂廷图托瓦万旺威韦维温文翁沃乌武伍西希锡夏香肖谢辛欣"
    "兴雄休许雅亚延扬耶叶伊易因英尤于约赞泽曾扎詹张珍朱卓兹宗佐"
)

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
    return frozenset(s for s in known | {s.replace("ü", "u") for s in known} if set(s) & set("aeiouü"))


@lru_cache(maxsize=1 << 14)
def _syllabify(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read an English word as pinyin: `Xian` as xian and as xi an."""
    if not word:
        return ((),)
    if len(word) > 6 * _MOST_SYLLABLES:  # also keeps a laugh of a thousand letters from going as deep
        return ()
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
                    if length == 2 and sum(map(len, name)) > 2:
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


_SIGNS = DOTS | SURNAMES.keys()


def may_stand_in(pieces: Sequence[tuple[str, str]]) -> bool:
    """Whether `around_dot` or `by_surname` could find anything: most texts have neither dot nor such a surname."""
    return not _SIGNS.isdisjoint([word for word, _ in pieces])


def around_dot(words: Sequence[str], index: int) -> Iterator[tuple[int, int]]:
    """The parts of a foreign name before and after the dot at *index*, as half-open ranges of words.

    A part is one word of several characters, or a run of single characters that are used for foreign sounds.
    """
    first = index
    while first and _is_part(words[first - 1]) and (len(words[first - 1]) == 1 or first == index):
        first -= 1
    last = index + 1
    while last < len(words) and _is_part(words[last]) and (len(words[last]) == 1 or last == index + 1):
        last += 1
    if first < index and index + 1 < last:
        yield first, index
        yield index + 1, last


def _is_part(word: str) -> bool:
    return word in _FOREIGN or (len(word) > 1 and bool(HAN.match(word)))


_TITLES = frozenset(
    "总统 主席 总理 部长 市长 省长 县长 书记 总书记 教授 先生 女士 小姐 同志 记者 博士 院士 老师 医生 经理 总经理 董事长 总裁 领导 "
    "主任 局长 处长 科长 校长 院长 司长 会长 秘书长 委员 议员 发言人 队长 教练 导演 演员 歌手 作家 律师 法官 创始人 首席执行官 学者 "
    "研究员 分析师 工程师 村民 市民 学生 选手 球员 党委书记 副总理 副总裁 副主任 代表 队员 冠军 剑客 诗人 画家 将军 大使 家属 嫌疑人".split()
)
_COMMON_IN_NAMES = frozenset(
    "伟芳秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂华玉兰红梅海燕波辉建国志文斌宇浩凯鑫鹏飞林峰雷云龙宁慧婷雪琳莉萍玲晶颖倩"
    "佳嘉欣怡子轩涵梓晨诗雨思语昊天睿博泽瑞霖皓航翔俊宏毅诚达康健祥福贵荣昌兴旺德仁义礼智信忠孝廉耻正邦安庆喜春夏秋冬梦"
    "琪瑶瑾璇珊珍珠翠凤凰鸾仙娥娜婉柔媛姗姝妍妮娇娴婵蓉莲菊兰荷薇芬芸芷若菲萱蕾蓓茜茹莎萌晓旭东升朝阳光辰昱昭晖景晴晗"
    "曦月星辉振兴民生学习进步远近长征卫卿良友善美新纪元培根基业立成功利耀祖宗传承继绍先觉启明哲理道清源泉江河湖海山岳岩石"
    "金银铜铁锋剑钧铭钟鼎锦绣彩虹青松柏树森木桐楠梓枫桦槐栋梁材才俊杰豪雄威武震霆霄汉霁雯霜露冰凌寒洁冬梅竹兰菊仪和谐同心"
    "正非镛振华瑞田沪弼时之乃其如尚允恩惠慈爱怀念忆恒久永常延年寿彭炳炎焕烈照熙煜灿烨炜然熹勤劳俭朴实诚恳治平定策略韬谋"
    "中大少小伯仲叔季孟一二三士元九万千百亿兆廷朝相侯王臣卿宰辅弼佐助贤能达观自在如来往返存义全胜利凯旋归宗".replace(
        "\n", ""
    )
)
_NO_GIVEN_NAME = frozenset("的了在是有和与及或被把就都也又还不没很太更最等着得这那该各每某上下前后内外里我你他她它们说")


_ALSO_WORDS = frozenset("任应曾洗盛种")  # surnames that are often verbs or adverbs before one character


def plausible_given_name(characters: str) -> bool:
    """Whether *characters* could well be a Chinese given name: one or two that parents choose."""
    return 0 < len(characters) <= 2 and set(characters) <= _COMMON_IN_NAMES


def by_surname(pieces: Sequence[tuple[str, str]], index: int) -> int:
    """How many words after the surname at *index* make up a given name, 0 if nothing speaks for a name.

    Only for surnames in `SURNAMES`, and only for two characters that parents choose or beside a title: reading every
    任 or 华 as a surname makes far more mistakes than it mends.
    """
    given, used = "", 0
    for word, _ in pieces[index + 1 : index + 3]:
        if len(given + word) > 2 or not HAN.match(word) or set(word) & _NO_GIVEN_NAME:
            break
        given, used = given + word, used + 1
    before, tag_before = pieces[index - 1] if index else ("", "")
    following = pieces[index + 1 + used][0] if index + 1 + used < len(pieces) else ""
    if (
        given
        and (before in _TITLES or following in _TITLES)
        and (plausible_given_name(given) or (used == len(given) and pieces[index][0] not in _ALSO_WORDS))
    ):
        return used
    starts = not before or not HAN.match(before) or tag_before in ("c", "p", "v")
    whole = used == 2 or (used == 1 and pieces[index + 1][1] == "nr")
    return used if starts and whole and plausible_given_name(given) else 0
