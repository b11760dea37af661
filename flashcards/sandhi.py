"""Dictionary tones → spoken tones. A switch for those who want to read aloud; never what is stored or shown by default.

一 yī: yí before a fourth tone, yì before the others; stays in numbers, ordinals and at the end. 不 bù: bú before a
fourth tone. Third tones: all but the last of a run inside a word turn into second tones, and so does a word of one
syllable before another third tone (hěn hǎo → hén hǎo). Runs over longer words depend on the speed of speech and stay.
"""

from collections.abc import Sequence
from dataclasses import replace

from flashcards.model import Syllable, Word
from flashcards.syllables import HAN, tone, toneless, with_tone

_DIGITS = frozenset("一二三四五六七八九十零〇百千万亿第初")


def speak(words: Sequence[Word]) -> tuple[Word, ...]:
    """*words* with the tones of connected speech."""
    flat = [
        (at, char, syllable)
        for at, word in enumerate(words)
        for char, syllable in zip(HAN.findall(word.text), word.syllables, strict=True)
    ]
    spoken = [_spoken(flat, index, words) for index in range(len(flat))]
    result, used = [], 0
    for word in words:
        syllables = tuple(spoken[used : used + len(word.syllables)])
        used += len(word.syllables)
        result.append(word._replace(syllables=syllables))
    return tuple(result)


def _spoken(flat: Sequence[tuple[int, str, Syllable]], index: int, words: Sequence[Word]) -> Syllable:
    at, char, syllable = flat[index]
    if index + 1 == len(flat) or not _adjoins(words, at, flat[index + 1][0]):
        return syllable
    next_at, next_char, following = flat[index + 1]
    number = index and flat[index - 1][1] in _DIGITS and _adjoins(words, flat[index - 1][0], at)
    coming = tone(following.text)
    if char == "一" and syllable.text == "yī" and next_char not in _DIGITS and not number:
        return replace(syllable, text="yí" if coming == 4 or following.text == "ge" else "yì")
    if char == "不" and syllable.text == "bù" and coming == 4:
        return replace(syllable, text="bú")
    alone = len(words[at].syllables) == 1 and len(words[next_at].syllables) <= 2
    if tone(syllable.text) == coming == 3 and (at == next_at or alone):
        return replace(syllable, text=with_tone(toneless(syllable.text), 2))
    return syllable


def _adjoins(words: Sequence[Word], left: int, right: int) -> bool:
    """Whether two words of Han characters stand in one breath: the same, or neighbours without a mark between."""
    return left == right or (right == left + 1 and words[left].end == words[right].start)
