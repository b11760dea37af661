"""What counts as a word in each language, and which words translate which.

For comparing sentences, not for showing: English words are stems; Chinese ones the longest headwords. What is the same
in both languages gets a mark before it: `#` values of numbers, `.` punctuation, `~` names in pinyin, and on the
Chinese side `=` stems of Latin words.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from flashcards import numerals, romanisation
from flashcards.english import spellings, stem, words
from flashcards.lexicon import Lexicon

_HAN_RUN = re.compile("[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’-]*[0-9]*|[0-9]+[A-Za-z]+[A-Za-z0-9]*")
_NAME = re.compile(r"\b[A-Z][a-zü]+(?:['’-][A-Za-z][a-zü]+)*")
_DIGIT = re.compile(r"\d")
_PUNCTUATION = tuple(
    ("." + mark, frozenset(chars))
    for mark, chars in (
        ("?", "?？"),
        ("!", "!！"),
        ('"', '"“”「」『』«»'),
        ("(", "(（"),
        ("...", "…"),
        (":", ":："),
        (";", ";；"),
    )
)
_STOPWORDS = frozenset(
    "a an the of to in on at by for with from as and or but be is are was were been it its this that these those he she "
    "they we you i his her their our your my him them me us who which what whose s t not no do does did have has had "
    "will would can could may might shall should there then than so if".split()
)
_LONGEST = 8  # characters of a headword that is worth looking for: longer ones are sayings
_PART_WEIGHT = 0.4  # what a word inside a longer one tells, against the whole one (芯片 in 芯片制造商)

_LEAST_WEIGHT = 0.01  # of a rendering by a part; less tells nothing and costs time
_CHARACTER_WEIGHT = 0.1  # likewise for its single characters (瞧 in 瞧见)


def tokens(source: Sequence[str], target: Sequence[str], lexicon: Lexicon) -> tuple[list[list[str]], list[list[str]]]:
    """The words of each English and each Chinese sentence."""
    spelt = romanisation.spelt_like_pinyin(source)
    names = frozenset(spelt.values())
    find = romanisation.in_chinese(spelt, _readings(lexicon))
    return [_english(text, names) for text in source], [_chinese(text, lexicon, find) for text in target]


def _readings(lexicon: Lexicon) -> Callable[[str], tuple[str, ...]]:
    @cache
    def readings(char: str) -> tuple[str, ...]:
        found = (entry.reading[0] for entry in lexicon.entries(char) if len(entry.reading) == 1)
        return tuple(dict.fromkeys(reading.rstrip("12345").lower().replace("u:", "ü") for reading in found))

    return readings


def _english(text: str, names: Collection[str]) -> list[str]:
    numbers = [number for number in _numbers(numerals.in_english, text) if not number.ordinal]
    taken = {i for number in numbers for i in range(number.start, number.end)}
    spelt = [word.text for word in words(text) if word.start not in taken] if taken else spellings(text)
    stems = [stem(word) for word in spelt if word.lower() not in _STOPWORDS]
    known = [name for word in _NAME.findall(text) if (name := re.sub("['’-]", "", word).lower()) in names]
    return stems + [_number(number) for number in numbers] + _marks(text) + ["~" + name for name in known]


def _chinese(text: str, lexicon: Lexicon, names: Callable[[str], Iterable[str]]) -> list[str]:
    numbers = _numbers(numerals.in_chinese, text)
    blank = list(text)
    for number in numbers:
        blank[number.start : number.end] = " " * (number.end - number.start)
    text_left = "".join(blank)
    headwords = [word for run in _HAN_RUN.findall(text_left) for word in _longest(run, lexicon.headwords)]
    latin = [stem(word) for word in _LATIN.findall(text_left)]
    known = ["~" + name for run in _HAN_RUN.findall(text) for name in names(run)]
    return headwords + ["=" + word for word in latin] + [_number(number) for number in numbers] + _marks(text) + known


def _longest(run: str, headwords: Collection[str]) -> Iterator[str]:
    start = 0
    while start < len(run):
        end = min(len(run), start + _LONGEST)
        while end > start + 1 and run[start:end] not in headwords:
            end -= 1
        yield run[start:end]
        start = end


def _numbers(read: Callable[[str], Iterable[numerals.Number]], text: str) -> list[numerals.Number]:
    """The numbers in digits; most sentences have none, which is seen sooner than what other numbers they have."""
    return [number for number in read(text) if not number.words] if _DIGIT.search(text) else []


def _number(number: numerals.Number) -> str:
    return f"#{number.value:g}"


def _marks(text: str) -> list[str]:
    chars = set(text)
    return [mark for mark, marks in _PUNCTUATION if not marks.isdisjoint(chars)]


@lru_cache(maxsize=1 << 14)  # an article is asked for by its paragraphs and by its sentences, and articles share words
def renderings(word: str, lexicon: Lexicon) -> Mapping[str, float]:
    """What a Chinese word of `tokens` may be on the English side → weights, at most 1."""
    if word[0] in "#.~":
        return {word: 1.0}
    if word[0] == "=":
        return {word[1:]: 1.0}
    found = {key: weight for key, weight in lexicon.translations(word).items() if key not in _STOPWORDS}
    parts = {word[i:j] for i in range(len(word)) for j in range(i + 1, len(word) + 1) if j - i < len(word)}
    for part in parts & lexicon.headwords:
        share = _PART_WEIGHT if len(part) > 1 else _CHARACTER_WEIGHT
        for key, weight in lexicon.translations(part).items():
            if share * weight >= _LEAST_WEIGHT and key not in _STOPWORDS:
                found[key] = max(found.get(key, 0.0), share * weight)
    return found
