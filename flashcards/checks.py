"""What speaks against a unit being a faithful translation: numbers, names and lengths that disagree.

A learner should be warned of such units; most of them are slips of the translator, some of the alignment. The checks
would rather miss a fault than cry wolf: numbers may be converted, rounded, spelt out or left out with good reason.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flashcards import numerals
from flashcards.english import stem, words
from flashcards.lexicon import Lexicon
from flashcards.model import TranslationUnit
from flashcards.numerals import Number


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to doubt a unit."""

    kind: str
    "`number`, `unit` (of a number), `name` or `length`."
    message: str
    "What disagrees, quoted from both sides; one line."


_MONTHS = {
    name: float(number)
    for number, names in enumerate(
        "jan january|feb february|mar march|apr april|may|jun june|jul july|aug august|sep sept september|"
        "oct october|nov november|dec december".split("|"),
        1,
    )
    for name in names.split()
}
# Words that state a number without being one; values in the unit that the other language would give.
_STATED = {
    "half": 50.0, "halve": 50.0, "quarter": 25.0, "third": 33.0, "double": 2.0, "twice": 2.0, "twofold": 2.0,
    "triple": 3.0, "threefold": 3.0, "quadruple": 4.0, "fourfold": 4.0, "fivefold": 5.0, "tenfold": 10.0,
    "decade": 10.0, "century": 100.0, "fortnight": 14.0, "dozen": 12.0, "half-century": 50.0,
}  # fmt: skip
_POWER = re.compile(r"\s?-?(?:(gigawatt|GW)|(megawatt|MW)|(?:kilowatt|kW))(?:s|\b)", re.IGNORECASE)
_POWER_CHINESE = re.compile(r"\s?(?:(吉瓦|GW)|(兆瓦|MW)|千瓦)")
_MONTH = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_MONTH_CHINESE = re.compile(r"(?<!\d)(\d{1,2}|[一二三四五六七八九十]{1,2})\s?月(?!\d*个)")
_FRACTION = re.compile(r"([\d一二两三四五六七八九十百]+)分之([\d一二两三四五六七八九十百]+)")
_TENTHS = re.compile(r"([一二三四五六七八九\d])成")
_DOLLARS = frozenset(("USD", "HKD", "TWD", "AUD", "CAD", "SGD"))
_YEARS = range(1500, 2101)
_ROUNDING = 0.001  # relative difference that rounding explains
_VAGUENESS = 1.5  # powers of ten between two vague amounts: thousands may be 上万, but billions are not 数千亿
_RATIO = 3.5  # English characters for one Han character; 3.4 to 3.6 in news
_VARIANCE = 7.0  # of that, per English character; as in the alignment
_FAR_OUT = 16.0  # square of the standard deviations that a length may be off
_LATIN_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z]{2,}[A-Za-z0-9]*")


def check(unit: TranslationUnit, lexicon: Lexicon) -> tuple[Finding, ...]:
    """The reasons to doubt a unit, gravest first; mostly none."""
    return (*_numbers(unit), *_names(unit, lexicon), *_length(unit))


def _numbers(unit: TranslationUnit) -> Iterator[Finding]:
    english, chinese = _english_numbers(unit.source), _chinese_numbers(unit.target)
    stated = _stated_in_english(unit.source), _stated_in_chinese(unit.target)
    lonely = [n for n in english if not _has_partner(n, chinese, stated[1], unit.target)]
    others = [n for n in chinese if not _has_partner(n, english, stated[0], unit.target)]
    strong = [n for n in lonely if _is_strong(n)], [n for n in others if _is_strong(n)]
    # One number may be left out; a number on each side that the other does not have is a contradiction.
    weak_source = [n for n in lonely if n.value >= 3 and not n.vague]
    weak_target = [n for n in others if n.value >= 3 and not n.vague]
    if (strong[0] and weak_target) or (strong[1] and weak_source):
        yield Finding("number", _quote(strong[0] or weak_source, unit.source, strong[1] or weak_target, unit.target))
    elif any(_is_telling(n) for n in (*strong[0], *strong[1])):
        yield Finding("number", _quote(strong[0], unit.source, strong[1], unit.target))
    vague = [n for n in english if n.vague], [n for n in chinese if n.vague]
    if vague[0] and vague[1] and not any(_same_scale(a, b) for a in vague[0] for b in vague[1]):
        yield Finding("number", _quote(vague[0], unit.source, vague[1], unit.target))
    yield from _months(unit)
    yield from _currencies(unit, english, chinese)


def _months(unit: TranslationUnit) -> Iterator[Finding]:
    """Months of the Chinese side that the English side does not name although it names others."""
    named = {_MONTHS[match[0].rstrip(".").lower()] for match in _MONTH.finditer(unit.source)}
    said = [
        (match[0], float(match[1]) if match[1].isdigit() else numerals.han_value(match[1]))
        for match in _MONTH_CHINESE.finditer(unit.target)
    ]
    wrong = [text for text, value in said if value not in named]
    if named and wrong:
        months = ", ".join(match[0] for match in _MONTH.finditer(unit.source))
        yield Finding("number", f"{months} | {'、'.join(wrong)}")


def _currencies(unit: TranslationUnit, english: Sequence[Number], chinese: Sequence[Number]) -> Iterator[Finding]:
    for number in english:
        same = [other for other in chinese if other.unit and _equal(number.value, other.value)]
        if number.unit and same and not any(_same_unit(number, other, unit.source) for other in same):
            yield Finding("unit", _quote([number], unit.source, same[:1], unit.target))


def _english_numbers(text: str) -> list[Number]:
    found = []
    for number in numerals.in_english(text):
        power = _POWER.match(text, number.end)
        scale = 1.0 if power is None else 1e6 if power[1] else 1e3 if power[2] else 1.0
        found.append(replace(number, value=number.value * scale))
    return found


def _chinese_numbers(text: str) -> list[Number]:
    skip = [match.span() for pattern in (_FRACTION, _TENTHS) for match in pattern.finditer(text)]
    skip += [match.span() for match in _MONTH_CHINESE.finditer(text)]
    found = []
    for number in numerals.in_chinese(text):
        if any(start <= number.start < end for start, end in skip):
            continue
        power = _POWER_CHINESE.match(text, number.end)
        scale = 1.0 if power is None else 1e6 if power[1] else 1e3 if power[2] else 1.0
        found.append(replace(number, value=number.value * scale))
    return found


def _stated_in_english(text: str) -> list[float]:
    tokens = [word.text.lower().rstrip(".") for word in words(text)]
    return [
        value
        for token in tokens
        for table in (_MONTHS, _STATED)
        if (value := table.get(token, table.get(token.removesuffix("d"), table.get(token.removesuffix("s")))))
        is not None
    ]


def _stated_in_chinese(text: str) -> list[float]:
    found = (
        [50.0] * ("半" in text) + [2.0] * bool(re.search("翻[一]?番|一倍|加倍|双", text)) + [10.0] * ("十年" in text)
    )
    for match in _FRACTION.finditer(text):
        whole, part = (float(g) if g.isdigit() else numerals.han_value(g) for g in match.groups())
        found += [whole, part, 100 * part / whole if whole else 0.0]
    for match in _TENTHS.finditer(text):
        found.append(10 * (float(match[1]) if match[1].isdigit() else numerals.han_value(match[1])))
    return found


def _has_partner(number: Number, others: Sequence[Number], stated: Sequence[float], target: str) -> bool:
    """Whether the other side has the number in some form; *target* is the Chinese text."""
    if any(_equal(number.value, value) for value in stated):
        return True
    for other in others:
        close = _same_scale(number, other) if number.vague or other.vague else _equal(number.value, other.value)
        if close or _is_decade(number, other, target) or _is_decade(other, number, target):
            return True
    return False


def _is_decade(short: Number, long: Number, target: str) -> bool:
    """Whether one number is the decade of the other: 90年代 are the 1990s."""
    return target.startswith("年代", short.end) and long.value in _YEARS and long.value % 100 == short.value


def _equal(a: float, b: float) -> bool:
    if a < 1000 or a in _YEARS:
        return math.isclose(a, b, rel_tol=1e-6)
    return abs(a - b) <= _ROUNDING * max(a, b)


def _same_scale(a: Number, b: Number) -> bool:
    if a.value <= 0 or b.value <= 0:
        return False
    same = not (a.unit and b.unit) or a.unit == b.unit
    return same and abs(math.log10(a.value) - math.log10(b.value)) < _VAGUENESS


def _same_unit(number: Number, other: Number, source: str) -> bool:
    if number.unit == other.unit:
        return True
    text = source[number.start : number.end].lower()
    local = text.lstrip().startswith("$") or "dollar" in text  # Hong Kong papers write $ for theirs
    return local and number.unit in _DOLLARS and other.unit in _DOLLARS


def _is_strong(number: Number) -> bool:
    """Whether the number is meant to be read as an amount: digits, or a scale with a count before it."""
    return not number.vague and not number.ordinal and (not number.words or number.value >= 1000) and number.value > 0


def _is_telling(number: Number) -> bool:
    """Whether it would be odd to leave the number out of a translation."""
    return bool(number.unit) and not number.words


def _quote(english: Sequence[Number], source: str, chinese: Sequence[Number], target: str) -> str:
    left = ", ".join(source[n.start : n.end].strip() for n in english) or "nothing"
    right = "、".join(target[n.start : n.end].strip() for n in chinese) or "nothing"
    return f"{left} | {right}"


def _names(unit: TranslationUnit, lexicon: Lexicon) -> Iterator[Finding]:
    """Latin names of the Chinese side that the English side does not have."""
    plain = unit.source.lower().replace(".", "").replace("-", "")
    for name in dict.fromkeys(_LATIN_NAME.findall(unit.target)):
        if name.lower() not in plain and not lexicon.headwords_for(stem(name)):
            yield Finding("name", f"{name} is only in the Chinese")


def _length(unit: TranslationUnit) -> Iterator[Finding]:
    english = float(len(unit.source))
    chinese = _RATIO * sum(1.0 if ord(char) > 0x2E7F else 0.33 for char in unit.target)
    if (english - chinese) ** 2 > _FAR_OUT * _VARIANCE * (english + chinese) / 2:
        longer = "English" if english > chinese else "Chinese"
        yield Finding(
            "length",
            f"the {longer} side is {max(english, chinese) / max(1.0, min(english, chinese)):.1f} times too long",
        )
