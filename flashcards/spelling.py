"""Words → pinyin as it is written: joined, capitalised, punctuated. For showing only; never parsed back.

After GB/T 16159-2012 (Basic rules of the Chinese phonetic alphabet orthography): the word is the unit; names have
capitals and a space between their parts; 着 了 过 join their verb; 的 地 得 stand apart; four-character words are
written at their joint, set phrases with a hyphen; digits and Latin stay as they are. Tones are the dictionary's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from flashcards import wordtable
from flashcards.model import Word
from flashcards.syllables import HAN, STYLES, restyle, tone, toneless

__all__ = ["PUNCTUATION", "STYLES", "restyle", "spell", "tone"]

PUNCTUATION = {
    "，": ",", "、": ",", "。": ".", "．": ".", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")",
    "《": "“", "》": "”", "〈": "‘", "〉": "’", "「": "“", "」": "”", "『": "‘", "』": "’", "【": "[", "】": "]",
    "——": "—", "……": "…", "·": " ", "～": "~", "％": "%", "－": "-", "／": "/",
}  # fmt: skip
"Chinese mark → the mark that pinyin uses for it (GB/T 16159-2012, 6.6); what is not here stays."

_OPENING = frozenset("([{“‘《〈「『【（$¥￥£€#@")
_CLOSING = frozenset(",.;:?!)]}”’…%％。，、；：？！）》〉」』】℃°")
_ASPECT = frozenset("着了过")
_SUFFIXES = frozenset("们性者化式型版界")
_VOWELS = frozenset("aoeāáǎàōóǒòēéěè")


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
    pieces = [piece for index in range(len(words)) for piece in _pieces(words, index, style)]
    text = ""
    for piece in pieces:
        if not text or text[-1] in _OPENING or piece.joins or piece.text[:1] in _CLOSING or text[-1] in " -":
            text += piece.text
        else:
            text += " " + piece.text
    text = " ".join(text.split())
    if sentence and style != "zhuyin":
        first = next((at for at, char in enumerate(text) if char.isalpha()), 0)
        text = text[:first] + text[first : first + 1].upper() + text[first + 1 :]
    return text


def _pieces(words: Sequence[Word], index: int, style: str) -> Iterator[_Piece]:
    word = words[index]
    if not word.syllables:
        yield from _foreign(word, words[index - 1] if index else None)
        return
    if style == "zhuyin":
        yield from (_Piece(restyle(s.text, style), False) for s in word.syllables)
        return
    syllables = iter(word.syllables)
    starts = {0, *_starts(word)}
    hyphen = not word.is_name and len(word.text) == 4 and _tag(word.text) == "i"
    written, capital = "", False
    for at, char in enumerate(word.text):
        if at in starts and written:
            yield _Piece(written, hyphen and at > 2)
            if hyphen:
                yield _Piece("-", True)
            written = ""
        if not written:
            capital = word.is_name
        if HAN.match(char):
            syllable = restyle(next(syllables).text, style)
            apart = written and syllable[0] in _VOWELS and written[-1].isalnum()
            written += ("'" if apart else "") + (syllable.capitalize() if capital and not written else syllable)
        else:
            written += PUNCTUATION.get(char, char)
    yield _Piece(written, _joins(words, index) or hyphen)


def _foreign(word: Word, before: Word | None) -> Iterator[_Piece]:
    if word.text.isspace():
        return
    mark = PUNCTUATION.get(word.text, word.text)
    touching = before is not None and not before.syllables and before.end == word.start and not before.text.isspace()
    yield _Piece(mark, touching and before is not None and before.text[-1].isalnum() and mark[:1].isalnum())


def _joins(words: Sequence[Word], index: int) -> bool:
    """Whether the word at *index* is written to the one before it."""
    word = words[index]
    if not index or len(word.text) != 1 or not words[index - 1].syllables:
        return False
    before, after = words[index - 1], words[index + 1] if index + 1 < len(words) else None
    if word.text in _ASPECT and toneless(word.syllables[0].text) in ("zhe", "le", "guo"):
        ends = after is None or (not after.syllables and not after.text[0].isalnum())
        return _tag(before.text)[:1] in ("v", "a") and (word.text != "了" or not ends)
    return word.text in _SUFFIXES


def _starts(word: Word) -> tuple[int, ...]:
    """Offsets in *word* at which a new written word begins."""
    if word.parts or len(word.text) < 4 or not all(HAN.match(char) for char in word.text):
        return word.parts
    return _joints(word.text)


@cache
def _joints(text: str) -> tuple[int, ...]:
    """Where a long word falls into shorter ones: 人工|智能; a single character stays with the word before it."""
    pieces = wordtable.path(text, wordtable.load(), whole=False)
    starts, at = [], 0
    for part, _ in pieces:
        if at and len(part) > 1:
            starts.append(at)
        at += len(part)
    return tuple(start for start in starts if start > 1)


@cache
def _tag(text: str) -> str:
    return wordtable.load().words.get(text, (0.0, "x"))[1]
