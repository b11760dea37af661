"""Pinyin as people type it → one syllable for each Han character.

With marks or numbers, joined or apart, with ü, v or u:, with apostrophes, hyphens or neither::

    芯片    xīnpiàn   xīn piàn   xin1pian4   xin1 pian4
    西安    Xī'ān     Xi1an1
    AI芯片  AI xīnpiàn
"""

import re
import unicodedata
from functools import cache

from flashcards.syllables import HAN, character_readings, from_numbers, tone, toneless

_BETWEEN = " \t\u3000'’ʼ`-·•/∥"
_LETTERS = re.compile(r"[a-züêāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]{1,6}", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouüê]+")


def parse(word: str, reading: str) -> tuple[str, ...]:
    """The syllables of *reading*, with tone marks and their capitals, one for each Han character of *word*.

    >>> parse("西安", "Xi1'an1"), parse("方案", "fāngàn"), parse("AI女孩儿", "AI nv3hai2r5")
    (('Xī', 'ān'), ('fāng', 'àn'), ('nǚ', 'hái', 'r'))

    Raises:
        ValueError: it is no pinyin, has another number of syllables, or no tones.
    """
    text = unicodedata.normalize("NFC", reading).replace("u:", "ü").replace("U:", "Ü").replace("v", "ü").strip()
    # First as readings that the characters have: fāngàn is fāng'àn for 方案, though by the rules it is fān gàn.
    found = _match(word, 0, text, 0, True, usual=True) or _match(word, 0, text, 0, True, usual=False)
    if found is None:
        han, syllables = len(HAN.findall(word)), len(_VOWELS.findall(toneless(text.lower())))
        if han != syllables:
            counts = f"{_count(han, 'Chinese character')}, its reading {reading!r} {_count(syllables, 'syllable')}"
            raise ValueError(f"{word} has {counts}; write one for each")
        raise ValueError(f"{reading!r} cannot be read as pinyin of {word}; write it like xīnpiàn or xin1pian4")
    if found and not any(tone(syllable) < 5 for syllable in found) and not _is_neutral(word, found):
        raise ValueError(f"the reading {reading!r} of {word} has no tones; write it like xīnpiàn or xin1pian4")
    return found


def is_usual(character: str, syllable: str) -> bool:
    """Whether the dictionaries read *character* so, in whatever tone."""
    return _may_be(character, syllable, usual=True)


def _match(word: str, at: int, text: str, begin: int, apart: bool, *, usual: bool) -> tuple[str, ...] | None:
    """Syllables for ``word[at:]`` that make up ``text[begin:]``; None if there are none.

    Args:
        word: whole word.
        at: index into it.
        text: whole reading.
        begin: index into it.
        apart: the syllable before surely ends here.
        usual: take only syllables that the character has in dictionaries.
    """
    while text[begin : begin + 1] and text[begin] in _BETWEEN:
        begin, apart = begin + 1, True
    if at == len(word):
        return () if begin == len(text) else None
    if not HAN.match(word[at]):  # may be left out of the reading: 5G网络 wǎngluò
        if text[begin : begin + 1].casefold() == word[at].casefold():
            rest = _match(word, at + 1, text, begin + 1, True, usual=usual)
            if rest is not None:
                return rest
        return _match(word, at + 1, text, begin, apart, usual=usual)
    run = _LETTERS.match(text, begin)
    for end in range(run.end() if run else begin, begin, -1):
        letters = text[begin:end]
        # Without an apostrophe a syllable does not begin with a vowel: xiān is one, not two.
        if not _may_be(word[at], letters, usual=usual) or not (apart or _begins_with_consonant(letters)):
            continue
        digit = text[end : end + 1] if text[end : end + 1] in tuple("012345") else ""
        if letters == "r" and digit not in ("", "5"):  # hair2 would leave hai without its tone
            continue
        ends = bool(digit) or (usual and tone(letters) < 5)
        rest = _match(word, at + 1, text, end + len(digit), ends, usual=usual)
        if rest is not None:
            return (from_numbers(letters + digit) if digit else letters, *rest)
    return None


def _begins_with_consonant(letters: str) -> bool:
    return not _VOWELS.match(toneless(letters.lower()))


def _may_be(character: str, letters: str, *, usual: bool) -> bool:
    sound = toneless(letters.lower())
    if sound == "r":
        return character in "儿兒"
    return sound in _sounds(character) if usual else sound in _all_sounds()


def _is_neutral(word: str, syllables: tuple[str, ...]) -> bool:
    """Whether each character has a reading without tone: 的 de, 们 men."""
    return all(
        syllable in character_readings().get(character, ())
        for character, syllable in zip(HAN.findall(word), syllables, strict=True)
    )


@cache
def _sounds(character: str) -> frozenset[str]:
    return frozenset(map(toneless, character_readings().get(character, ())))


@cache
def _all_sounds() -> frozenset[str]:
    """Every syllable with a vowel; `n`, `ng` and `hm` would let a consonant too many pass as a syllable."""
    sounds = {toneless(reading) for readings in character_readings().values() for reading in readings}
    return frozenset(sound for sound in sounds if _VOWELS.search(sound))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
