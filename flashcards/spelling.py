"""Words → pinyin as it is written: joined, capitalised, punctuated. For showing only; never parsed back.

After GB/T 16159-2012 (Basic rules of the Chinese phonetic alphabet orthography): the word is the unit; names have
capitals and a space between their parts; 着 了 过 and 们 性 者 join the word before, 的 地 得 stand apart; numerals
stand apart from measure words; words of four and more characters are written at their joints, set phrases with a
hyphen; digits and Latin stay as they are. Tones are the dictionary's (`sandhi` has the spoken ones).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flashcards import wordtable
from flashcards.model import Word
from flashcards.syllables import HAN, STYLES, restyle, tone, toneless

__all__ = ["PUNCTUATION", "STYLES", "restyle", "spell", "tone"]

PUNCTUATION = {
    "，": ",", "、": ",", "。": ".", "．": ".", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")",
    "《": "“", "》": "”", "〈": "‘", "〉": "’", "「": "“", "」": "”", "『": "‘", "』": "’", "【": "[", "】": "]",
    "～": "~", "％": "%", "－": "-", "／": "/", "·": "", "・": "", "•": "",
}  # fmt: skip
"Chinese mark → the mark that pinyin uses for it; what is not here stays, what is empty is written as a space."

_OPENING = frozenset("([{“‘《〈「『【$¥￥£€#@")
_CLOSING = frozenset(",.;:?!)]}”’…%℃°")
_REPEATED = frozenset("—…")  # two of them in Chinese, one in pinyin
_ASPECT = frozenset("着了过")
_SUFFIXES = frozenset("们性者化式型版界")
_VOWELS = frozenset("aoeāáǎàōóǒòēéěè")
_NUMERALS = frozenset("一二三四五六七八九十百千万亿零〇两几数半多余")
_MEASURES = frozenset(
    "个家名位次种项款件条张只本座辆台部场句天年月日周岁米里元吨克升层级批份段届期轮组支枚架艘栋幢间所套门股笔起宗桩户口人章节页篇"
    "幅首集处片块根粒颗滴杯瓶碗盘桶箱袋包盒束群队排列行圈步声眼把双对副伙帮代道扇面顿阵番遍趟回刻秒分时度倍成角亩"
)
_POINTERS = frozenset("这那哪各每某该本此另首头")
_SMALL = frozenset("和与及暨的之")  # not capitalised inside names
_PLACES = frozenset("省市县区州镇乡村山河湖江海岛路街桥港湾洲")


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    joins: bool
    "Written to the piece before without a space."


def spell(words: Sequence[Word], style: str = "marks", *, sentence: bool = False) -> str:
    """*words* in pinyin.

    Args:
        words: consecutive words of a text.
        style: one of `STYLES`; zhuyin has no word division and no capitals: its syllables stand apart.
        sentence: begin with a capital.

    Returns:
        For 任正非周二表示 `Rén Zhèngfēi Zhōu'èr biǎoshì`.
    """
    text = ""
    for index in range(len(words)):
        for piece in _pieces(words, index, style):
            apart = text and not piece.joins and text[-1] not in _OPENING and piece.text[0] not in _CLOSING
            text += (" " if apart else "") + piece.text
    if sentence and style != "zhuyin":
        first = next((at for at, char in enumerate(text) if char.isalpha()), 0)
        text = text[:first] + text[first : first + 1].upper() + text[first + 1 :]
    return text


def _pieces(words: Sequence[Word], index: int, style: str) -> Iterator[_Piece]:
    word = words[index]
    if not word.syllables:
        yield from _foreign(words, index)
    elif style == "zhuyin":
        yield from (_Piece(restyle(s.text, style), joins=False) for s in word.syllables)
    else:
        joins = _joins(words, index)
        for separator, written in _written(word, style):
            yield _Piece(separator + written, joins or separator == "-")
            joins = False


def _written(word: Word, style: str) -> Iterator[tuple[str, str]]:
    """The written words of *word*, each with what separates it from the one before: nothing (a space) or a hyphen."""
    syllables = iter(word.syllables)
    starts = _starts(word)
    written, separator = "", ""
    for at, char in enumerate(word.text):
        if at in starts and written:
            yield separator, written
            written, separator = "", starts[at]
        if not HAN.match(char):
            written += PUNCTUATION.get(char, char)
            continue
        syllable = restyle(next(syllables).text, style)
        if word.is_name and not written and char not in _SMALL:
            syllable = syllable.capitalize()
        apostrophe = "'" if written and written[-1].isalnum() and syllable[0] in _VOWELS else ""
        written += apostrophe + syllable
    yield separator, written


def _foreign(words: Sequence[Word], index: int) -> Iterator[_Piece]:
    """Punctuation, digits and Latin."""
    word, before = words[index], words[index - 1] if index else None
    mark = PUNCTUATION.get(word.text, word.text)
    if word.text == '"':
        mark = "“" if sum(other.text == '"' for other in words[:index]) % 2 == 0 else "”"
    repeated = before is not None and before.text == word.text and word.text in _REPEATED
    if not mark.strip() or repeated:
        return
    touches = before is not None and before.end == word.start and not before.syllables
    yield _Piece(mark, touches and before is not None and (before.text + mark).isalnum())


def _joins(words: Sequence[Word], index: int) -> bool:
    """Whether the word at *index* is written to the one before it."""
    word = words[index]
    if not index or len(word.text) != 1 or not words[index - 1].syllables:
        return False
    before, after = words[index - 1], words[index + 1] if index + 1 < len(words) else None
    if word.text in _ASPECT and toneless(word.syllables[0].text) in ("zhe", "le", "guo"):
        ends = after is None or (not after.syllables and not after.text[0].isalnum())
        return _tag(before.text)[:1] in ("v", "a") and (word.text != "了" or not ends)
    return word.text in _SUFFIXES and len(before.text) > 1


_PREFIXES = frozenset("副总非反超可无半多微亚准前后单双老阿第初不再防抗")
"Characters that join what follows (GB/T 16159-2012, 6.1)."


def _starts(word: Word) -> dict[int, str]:
    """Offsets in *word* at which a new written word begins → what stands before it: nothing (a space) or a hyphen."""
    if word.parts:
        return dict.fromkeys(word.parts, "")
    if not all(map(HAN.match, word.text)):
        return {}
    return _name_starts(word.text) if word.is_name else _common_starts(word.text)


@lru_cache(maxsize=1 << 14)
def _name_starts(text: str) -> dict[int, str]:
    if len(text) > 2 and text[-1] in _PLACES and _tag(text)[:2] == "ns":
        return {len(text) - 1: ""}  # Shànghǎi Shì
    return dict.fromkeys(_joints(text), "") if _tag(text)[:2] == "nt" else {}


@lru_cache(maxsize=1 << 16)
def _common_starts(text: str) -> dict[int, str]:
    kind = _tag(text)
    starts = {1: "-"} if text[0] == "第" and len(text) > 1 else {}
    if len(text) > 1 and text[-1] in _MEASURES and kind[:1] in ("m", "r", "q", "x", "t"):
        if set(text[:-1].removeprefix("第")) <= _NUMERALS:
            return starts | {len(text) - 1: ""} if text not in ("万一", "半天") else {}
        if len(text) == 2 and text[0] in _POINTERS and text[0] != "本":
            return {1: ""}
    if len(text) == 4 and kind == "i":
        return {2: "-"} if _joints(text) == (2,) else {}
    return starts | dict.fromkeys(_joints(text), "") if len(text) > 3 else starts


@lru_cache(maxsize=1 << 16)
def _joints(text: str) -> tuple[int, ...]:
    """Where a long word falls into shorter ones, 人工|智能; a single character stays with the word before it.

    One at the beginning stands alone before two words, 大|语言|模型, unless it is a prefix: 超大|规模.
    """
    starts, at = [], 0
    for part, tag in wordtable.path(text, wordtable.load(), whole=False):
        alone = at == 1 and len(text) > 4 and text[0] not in _PREFIXES
        if (at > 1 or alone) and len(part) > 1:
            starts.append(at)
        if len(part) > 3 and tag != "i":
            starts += [at + inner for inner in _joints(part)]
        at += len(part)
    return tuple(starts)


def _tag(text: str) -> str:
    return wordtable.load().words.get(text, (0.0, "x"))[1]
