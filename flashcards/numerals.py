"""Numbers with their units, read from English and from Chinese text into one form.

`Rmb180bn` and `1800 亿元人民币` are both 180,000,000,000 CNY. Vague amounts (`billions of dollars`, 数千亿) are read
as an order of magnitude.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """One number in place."""

    value: float
    "In ones: scale words and signs are multiplied in, percentages are in percent."
    unit: str
    "ISO 4217 code of a currency, `%`, or nothing."
    start: int
    end: int
    vague: bool = False
    "Only the order of magnitude is stated: the value is its lower end (数千亿 -> 1e11)."
    ordinal: bool = False
    words: bool = False
    "Written without digits."


_ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {word: 10 * tens for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9,
    "b": 1e9, "trillion": 1e12, "tn": 1e12, "dozen": 12.0,
}  # fmt: skip
_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "€": "EUR", "eur": "EUR",
    "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "¥": "CNY",
    "rmb": "CNY", "cny": "CNY", "yuan": "CNY", "renminbi": "CNY", "yen": "JPY", "jpy": "JPY", "hk$": "HKD",
    "nt$": "TWD", "won": "KRW", "rupees": "INR", "a$": "AUD", "c$": "CAD", "s$": "SGD",
    "美元": "USD", "美金": "USD", "欧元": "EUR", "歐元": "EUR", "英镑": "GBP", "英鎊": "GBP", "元人民币": "CNY",
    "元人民幣": "CNY", "人民币": "CNY", "人民幣": "CNY", "元": "CNY", "日元": "JPY", "日圆": "JPY", "日圓": "JPY",
    "元新台币": "TWD", "元新台幣": "TWD", "元港币": "HKD", "港元": "HKD", "港币": "HKD", "新台币": "TWD", "新台幣": "TWD", "韩元": "KRW", "韓元": "KRW", "韩圆": "KRW",
    "卢比": "INR", "澳元": "AUD", "加元": "CAD", "新元": "SGD", "新加坡元": "SGD", "块钱": "CNY", "塊錢": "CNY",
}  # fmt: skip


def _alternatives(names: object) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))  # type: ignore[call-overload]


_WORD = "|".join(sorted({*_ONES, *_ORDINALS, "half"}, key=len, reverse=True))
_SCALE = "hundred|thousand|million|billion|trillion|dozen"
_ENGLISH = re.compile(
    rf"""
    (?:
        (?<![\w.])(?<![A-Za-z]-)
        (?P<before>(?:US|HK|NT|A|C|S)?\$|[€£¥]|(?:Rmb|CNY|USD|EUR|GBP|JPY)\s?)?
        (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<suffix>(?:st|nd|rd|th)\b)?
        | \b(?P<spelled>(?:(?:{_WORD})(?:[\s-](?:and\s)?(?=(?:{_WORD})\b))?)+(?![a-z])|an?(?=\s(?:{_SCALE})\b))
        | \b(?P<plural>(?:tens|dozens|hundreds|thousands|millions|billions|trillions))(?:\sof)?\b
          (?:\s(?P<plural2>thousands|millions|billions|trillions)(?:\sof)?\b)?
    )
    (?P<scales>(?:[\s-]?(?:{_SCALE}|(?<=\d)(?:bn|mn|tn|[mkb](?![\w-])))\b)*)
    (?:\s?(?P<percent>%|per\scent\b|percent\b)|[\s-](?:of\s)?(?P<after>{_alternatives(k for k in _CURRENCIES if k.isascii() and k.isalpha())})\b)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HAN_DIGITS = {
    char: value
    for value, chars in enumerate(("〇零○", "一壹", "二两兩贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_HAN_UNITS = {"十": 10.0, "百": 100.0, "千": 1000.0}
_HAN_MYRIADS = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12}
_CHINESE = re.compile(
    rf"""
    (?P<ordinal>第)?
    (?P<hundredth>百分之)?
    (?P<vague>[数數几幾上](?=[十百千万萬亿億]))?
    (?P<number>
        (?<![A-Za-z\d.])(?<![A-Za-z][-–])(?:\d{{1,3}}(?:[,，]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
      | (?!千[瓦米克卡伏赫])[〇零○一二两兩三四五六七八九十百千万萬亿億]+(?:点[〇零一二三四五六七八九]+)?
    )
    (?P<more>[余餘多几幾来])?
    (?:\s?(?P<scales>(?:\d*(?:[十百万萬亿億]|[千兆](?![瓦米克卡伏赫])))+))?
    (?P<more2>[余餘多])?
    (?:\s?(?P<percent>[%％])|\s?(?:多)?(?P<after>{_alternatives(k for k in _CURRENCIES if not k.isascii())}))?
    """,
    re.VERBOSE,
)


def in_english(text: str) -> tuple[Number, ...]:
    """The numbers of an English text in order.

    >>> [(n.value, n.unit) for n in in_english("Rmb180bn ($25bn), twenty-five per cent, two million euros in 2025")]
    [(180000000000.0, 'CNY'), (25000000000.0, 'USD'), (25.0, '%'), (2000000.0, 'EUR'), (2025.0, '')]
    """
    return tuple(_english(text))


def in_chinese(text: str) -> tuple[Number, ...]:
    """The numbers of a Chinese text in order, Traditional or Simplified.

    >>> [(n.value, n.unit) for n in in_chinese("1800 亿元人民币（约合250亿美元）增长百分之二十五，二百万欧元，第三")]
    [(180000000000.0, 'CNY'), (25000000000.0, 'USD'), (25.0, '%'), (2000000.0, 'EUR'), (3.0, '')]
    """
    return tuple(_chinese(text))


def _english(text: str) -> Iterator[Number]:
    for match in _ENGLISH.finditer(text):
        value = _english_value(match)
        for scale in re.findall(r"[a-z]+", (match["scales"] or "").lower()):
            value *= _SCALES[scale]
        if match["plural2"]:
            value *= _SCALES[match["plural2"].lower().removesuffix("s")]
        currency = (match["before"] or match["after"] or "").strip().lower()
        spelled = (match["spelled"] or "").lower()
        yield Number(
            round(value, 4),
            "%" if match["percent"] else _CURRENCIES.get(currency, ""),
            match.start(),
            match.end(),
            vague=match["plural"] is not None,
            ordinal=match["suffix"] is not None or any(word in _ORDINALS for word in re.findall("[a-z]+", spelled)),
            words=match["digits"] is None,
        )


def _english_value(match: re.Match[str]) -> float:
    if match["digits"]:
        return float(match["digits"].replace(",", ""))
    if match["plural"]:
        word = match["plural"].lower().removesuffix("s")
        return 10.0 if word == "ten" else _SCALES[word]
    total = 0.0
    for word in re.findall("[a-z]+", match["spelled"].lower()):
        total += 0.5 if word == "half" else 1.0 if word in ("a", "an") else _ONES.get(word, _ORDINALS.get(word, 0))
    return total


def _chinese(text: str) -> Iterator[Number]:
    for match in _CHINESE.finditer(text):
        number = match["number"]
        value = float(re.sub("[,，]", "", number)) if number[0].isdigit() and number[0].isascii() else han_value(number)
        for scale in match["scales"] or "":
            value *= _HAN_UNITS.get(scale) or _HAN_MYRIADS.get(scale) or 1.0
        yield Number(
            round(value, 4),
            "%" if match["percent"] or match["hundredth"] else _CURRENCIES.get(match["after"] or "", ""),
            match.start(),
            match.end(),
            vague=match["vague"] is not None,
            ordinal=match["ordinal"] is not None,
            words=not number[0].isascii(),
        )


def han_value(text: str) -> float:
    """The value of a number in Han characters.

    >>> han_value("一万二千三百"), han_value("二〇二五"), han_value("十"), han_value("三点五"), han_value("两亿三千万")
    (12300.0, 2025.0, 10.0, 3.5, 230000000.0)
    >>> han_value("３２"), han_value("3百"), han_value("１点５")
    (32.0, 300.0, 1.5)
    >>> han_value("三万五"), han_value("两千五"), han_value("一万零五"), han_value("十五")
    (35000.0, 2500.0, 10005.0, 15.0)
    """
    whole, _, fraction = text.partition("点")
    if len(whole) > 1 and all(char in _HAN_DIGITS for char in whole):
        return float("".join(str(_HAN_DIGITS[char]) for char in whole))
    total = section = digit = 0.0
    pending = False
    for char in whole:
        if char in _HAN_DIGITS:
            digit, pending = float(_HAN_DIGITS[char]), True
        elif char.isdecimal():  # of any script: ３ in older typesetting, 3百 in none
            digit, pending = digit * 10 + int(char), True
        elif char in _HAN_UNITS:
            section += (digit if pending else 1.0) * _HAN_UNITS[char]
            digit, pending = 0.0, False
        elif char in _HAN_MYRIADS:
            section += digit
            scaled = (section or (total or 1.0)) * _HAN_MYRIADS[char]
            total = scaled if not section else total + scaled
            section = digit = 0.0
            pending = False
    before = whole[-2:-1]
    if pending and not fraction:  # 三万五 is short for 三万五千
        digit *= (_HAN_UNITS.get(before) or _HAN_MYRIADS.get(before) or 10.0) / 10
    decimals = "".join(str(_HAN_DIGITS.get(char, int(char) if char.isdecimal() else "")) for char in fraction)
    return total + section + digit + (float("0." + decimals) if decimals else 0.0)
