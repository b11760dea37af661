"""One syllable: its tone, its styles, and which syllables a character can have. The only module that knows pypinyin.

pypinyin is used for its character readings (41,923 characters, the most usual reading first) and its zhuyin. The
characters are read from its data file: importing the package would load its 47,000 phrases as well, which our own
table of words already holds, checked (0.2 s and 25 MB).
"""

import json
import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from flashcards.errors import LexiconError

HAN = re.compile(r"[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
"One Han character; 〇 is one, and 々 has the reading of the character before it."

STYLES = ("marks", "numbers", "zhuyin")

_MARKS = {"\u0304": 1, "\u0301": 2, "\u030c": 3, "\u0300": 4}
_TONE_OF_MARK = {tone: mark for mark, tone in _MARKS.items()}
# Where the mark stands: on a or e, else on the o of ou, else on the last vowel; hm, ng and n carry it on the consonant.
_BEARERS = tuple(map(re.compile, ("[aeê]", "o(?=u)", "[iouü](?!.*[iouü])", "[nm]")))


@cache
def tone(syllable: str) -> int:
    """The tone of a syllable with marks, 1 to 4; 5 is neutral.

    >>> [tone(s) for s in ("zhōng", "guó", "lǚ", "dì", "de", "r")]
    [1, 2, 3, 4, 5, 5]
    """
    return next((_MARKS[char] for char in unicodedata.normalize("NFD", syllable) if char in _MARKS), 5)


@cache
def toneless(syllable: str) -> str:
    """The letters of *syllable* without its tone mark; ü stays.

    >>> toneless("lǜ"), toneless("zhōng")
    ('lü', 'zhong')
    """
    kept = "".join(char for char in unicodedata.normalize("NFD", syllable) if char not in _MARKS)
    return unicodedata.normalize("NFC", kept)


@cache
def with_tone(letters: str, number: int) -> str:
    """The syllable of *letters* in the tone *number*, with a mark.

    >>> with_tone("lüe", 4), with_tone("gui", 4), with_tone("dou", 1), with_tone("de", 5)
    ('lüè', 'guì', 'dōu', 'de')
    """
    bearer = next(filter(None, (pattern.search(letters.lower()) for pattern in _BEARERS)), None)
    if number not in _TONE_OF_MARK or bearer is None:
        return letters
    return unicodedata.normalize("NFC", letters[: bearer.end()] + _TONE_OF_MARK[number] + letters[bearer.end() :])


@cache
def from_numbers(syllable: str) -> str:
    """A syllable as CC-CEDICT writes it (`lu:4`, `r5`, `Zhong1`), with a mark, its capital kept.

    >>> from_numbers("lu:e4"), from_numbers("r5"), from_numbers("Zhong1")
    ('lüè', 'r', 'Zhōng')
    """
    letters = syllable.rstrip("012345")
    digit = syllable[len(letters) :]
    return with_tone(letters.replace("u:", "ü").replace("U:", "Ü").replace("v", "ü"), int(digit or 5))


@cache
def restyle(syllable: str, style: str) -> str:
    """A syllable with marks in another style: `marks`, `numbers` (`lü4`, `de5`) or `zhuyin` (`ㄌㄩˋ`).

    >>> restyle("lǜ", "numbers"), restyle("de", "numbers"), restyle("zhōng", "marks")
    ('lü4', 'de5', 'zhōng')
    """
    if style == "marks":
        return syllable
    if style == "numbers":
        return f"{toneless(syllable)}{tone(syllable)}"
    if style != "zhuyin":
        raise ValueError(f"no style {style!r}: use {', '.join(STYLES)}")
    if toneless(syllable.lower()) == "r":
        return "˙ㄦ"
    from pypinyin.style.bopomofo import converter  # noqa: PLC0415 - loads all phrases; few runs want zhuyin

    plain = converter.to_bopomofo(syllable.lower())
    return f"˙{plain.removesuffix('˙')}" if tone(syllable) == 5 else str(plain)


@cache
def character_readings() -> dict[str, tuple[str, ...]]:
    """Character → all its readings in pypinyin, the most usual first. About 40 ms on first use."""
    return {chr(int(point)): tuple(readings.split(",")) for point, readings in _file().items()}


def usual_reading(char: str) -> str:
    """The first of the `character_readings` of *char*, empty if it has none. About 10 ms on first use."""
    return _file().get(str(ord(char)), "").partition(",")[0]


@cache
def _file() -> dict[str, str]:
    """Code point in decimal → readings with commas between them, as pypinyin stores them."""
    spec = find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise LexiconError("the package pypinyin is not installed: run make again")
    table: dict[str, str] = json.loads((Path(spec.origin).parent / "pinyin_dict.json").read_text("utf-8"))
    return table
