"""Chinese names as English text spells them: 正非 is Zhengfei, 宝玉 is Bao-yu.

Neither the lexicon nor the context is asked who somebody is: a capitalised English word that is spelt like pinyin
and characters that are read like it are taken for the same name when both stand in one article. That is evidence for
the alignment, which weighs it; which characters really are a name is for `names` to say.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache

_CAPITALISED = re.compile(
    r"(?<![\w.])(?P<first>(?:^|[.?!:]\s*)?[“‘\"'(]*)(?P<name>[A-Z][a-zü]+(?:['’-][A-Za-z][a-zü]+)*)"
)
_LOWER_CASE = re.compile(r"\b[a-zü]+\b")
_INITIALS = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINALS = (
    "iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u|ü"
)
_SYLLABLE = re.compile(rf"(?:{_INITIALS})(?:{_FINALS})|a|an|ai|ao|e|en|er|o|ou")
_LONGEST = 3  # syllables of a name that is written as one word

Syllables = tuple[str, ...]


def spelt_like_pinyin(texts: Iterable[str]) -> Mapping[Syllables, str]:
    """The names in English *texts* that may be pinyin: syllables → name in lower case without hyphens.

    Words that the texts also write in lower case are no names, nor are those that only begin sentences.
    """
    found: dict[str, None] = {}
    lower: set[str] = set()
    for text in texts:
        lower.update(_LOWER_CASE.findall(text))
        for match in _CAPITALISED.finditer(text):
            if not match["first"] or "-" in match["name"]:
                found.setdefault(re.sub("['’-]", "", match["name"]).lower())
    return {syllables: name for name in found if name not in lower for syllables in readings_of(name)}


@lru_cache(maxsize=1 << 12)
def readings_of(name: str) -> tuple[Syllables, ...]:
    """All ways to cut a name into one to three syllables of pinyin.

    >>> readings_of("xian")
    (('xi', 'an'), ('xian',))
    """
    return tuple(sorted(_cut(name, _LONGEST)))


def _cut(rest: str, most: int) -> Iterator[Syllables]:
    if not rest:
        yield ()
    elif most:
        for end in range(1, min(6, len(rest)) + 1):
            if _SYLLABLE.fullmatch(rest[:end]):
                yield from ((rest[:end], *more) for more in _cut(rest[end:], most - 1))


def in_chinese(
    names: Mapping[Syllables, str], readings: Callable[[str], Iterable[str]]
) -> Callable[[str], Iterator[str]]:
    """What gives for a run of Han characters the names among *names* that some neighbours in it can be read as.

    Args:
        names: from `spelt_like_pinyin`.
        readings: syllables without tone of a character.
    """
    beginnings = {syllables[:end] for syllables in names for end in range(1, len(syllables) + 1)}

    @cache
    def begun(char: str) -> list[Syllables]:
        return [(syllable,) for syllable in readings(char) if (syllable,) in beginnings]

    def find(run: str) -> Iterator[str]:
        for start, first in enumerate(run, 1):
            ways = begun(first)
            for char in run[start:]:
                if not ways:
                    break
                yield from (names[way] for way in ways if way in names)
                longer = ((*way, syllable) for way in ways for syllable in readings(char))
                ways = [way for way in longer if way in beginnings]
            yield from (names[way] for way in ways if way in names)

    return find
