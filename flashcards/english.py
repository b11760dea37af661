"""English text → words and stems. The only module that knows snowballstemmer.

Stems are for comparing, never for showing: `restriction` and `restrict` share one, so a dictionary's verb finds the
article's noun.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import snowballstemmer

from flashcards.model import Token

_WORD = re.compile(
    r"""
    (?:[A-Za-z]\.){2,}                      # A.I.  U.S.  G.D.P.
    | (?:\b(?:US|NT|HK|A|C|S|R))?[$€£¥]       # $25bn  NT$1.2tn: the sign of a currency is a word of its own
    | \b(?:Rmb|RMB|CNY|USD|EUR|JPY)(?=\d)    # Rmb180bn
    | \d+(?:[.,]\d+)+                       # 1,800  3.5
    | \b\w+\.(?:ai|com|cn|io|net|org)\b      # Z.ai
    | (?<!\w['’])[^\W_]+(?:['’](?!s\b)[^\W_]+)*   # chipmaker  don’t  H20; a possessive ’s stays outside
    """,
    re.VERBOSE,
)

# Irregular forms that news uses; the stemmer only strips endings.
_IRREGULAR = {
    form: base
    for base, forms in {
        "be": "is are was were been being am", "become": "became", "begin": "began begun", "break": "broke broken",
        "bring": "brought", "build": "built", "buy": "bought", "catch": "caught", "child": "children",
        "choose": "chose chosen", "come": "came", "do": "did done does", "draw": "drew drawn", "drive": "drove driven",
        "fall": "fell fallen", "feel": "felt", "fight": "fought", "find": "found", "fly": "flew flown",
        "foot": "feet", "forbid": "forbade forbidden", "get": "got gotten", "give": "gave given", "go": "went gone goes",
        "grow": "grew grown", "have": "had has", "hold": "held", "keep": "kept", "know": "knew known", "lead": "led",
        "leave": "left", "lend": "lent", "lose": "lost", "make": "made", "man": "men", "mean": "meant", "meet": "met",
        "pay": "paid", "person": "people persons", "rise": "rose risen", "run": "ran", "say": "said", "see": "saw seen",
        "seek": "sought", "sell": "sold", "send": "sent", "shake": "shook shaken", "show": "shown", "shrink": "shrank",
        "speak": "spoke spoken", "spend": "spent", "stand": "stood", "steal": "stole stolen", "strike": "struck",
        "swear": "swore sworn", "take": "took taken", "teach": "taught", "tell": "told", "think": "thought",
        "throw": "threw thrown", "undergo": "underwent", "undertake": "undertook", "understand": "understood",
        "wake": "woke", "wear": "wore worn", "win": "won", "withdraw": "withdrew withdrawn", "woman": "women",
        "write": "wrote written", "analysis": "analyses", "crisis": "crises", "criterion": "criteria",
        "medium": "media", "phenomenon": "phenomena",
    }.items()
    for form in forms.split()
}  # fmt: skip

# British and American spellings of one word share a stem.
_SPELLINGS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^(cent|fib|theat|lit|met)re(s?)$", r"\1er\2"),
        (r"^(col|fav|lab|harb|neighb|hon|behavi|rum|endeav|arm)our", r"\1or"),
        (r"(?<=[a-z]{3})is(e|es|ed|ing|ation|ations)$", r"iz\1"),
        (r"^(defen|offen|licen|preten)ce", r"\1se"),
        (r"^programme(s?)$", r"program\1"),
        (r"^(alumin)ium$", r"\1um"),
    )
)

_CURRENCIES = {
    "$": "dollar",
    "us$": "dollar",
    "€": "euro",
    "£": "pound",
    "¥": "yuan",
    "usd": "dollar",
    "cny": "rmb",
    "eur": "euro",
}

FUNCTION_WORDS = frozenset(
    "a an the of in on at by for with from into onto as and or but nor if than that this these those which who whom whose what "
    "when where while how why it its he she they them his her their we us our you your i my me him is are was were be been being am "
    "has have had do does did will would can could may might shall should must not no so to too very also just only there then "
    "here about over under between among through during before after up down out off more most such each both any some all "
    "s t re ve ll d m said says say mr ms mrs according however still yet well even ever never often".split()
)
"Words that carry grammar or reporting: they translate no term by themselves."

_STEMMER = snowballstemmer.stemmer("english")
_KNOWN: dict[str, str] = {}
"What `stem` answers for the words of dictionaries, written down: always what it would find itself."


def words(text: str) -> tuple[Token, ...]:
    """The words and numbers of *text* in order, without punctuation and possessive endings.

    >>> [word.text for word in words("Nvidia’s A.I.-enabled H20 cost $1,800.")]
    ['Nvidia', 'A.I.', 'enabled', 'H20', 'cost', '$', '1,800']
    """
    return tuple(Token(match[0], match.start(), match.end()) for match in _WORD.finditer(text))


def spellings(text: str) -> list[str]:
    """The words that `words` gives, without their places: at half its cost."""
    return _WORD.findall(text)


def learn(answers: Iterable[Sequence[str]]) -> None:
    """Take over what `stem` answered elsewhere, as pairs of word and stem: reading takes 0.02 s for 50,000 words, finding 2 s."""
    _KNOWN.update(answers)  # type: ignore[arg-type]  # pairs, as split from lines


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """The form under which *word* is compared: lower case, no dots, inflection and derivation stripped.

    >>> stem("A.I."), stem("Restrictions"), stem("led"), stem("chipmakers"), stem("US"), stem("us")
    ('ai', 'restrict', 'lead', 'chipmak', 'usa', 'us')
    >>> stem("centres") == stem("center"), stem("defence") == stem("defense"), stem("raise") == stem("raised")
    (True, True, True)
    """
    return _KNOWN.get(word) or _stem(word)


def _stem(word: str) -> str:
    if word in ("US", "U.S.", "U.S"):
        return "usa"
    if word.lower() in _CURRENCIES:
        return _CURRENCIES[word.lower()]
    plain = word.lower().replace(".", "").replace("’", "'") if not word[:1].isdigit() else word.replace(",", "")
    for pattern, replacement in _SPELLINGS:
        plain = pattern.sub(replacement, plain)
    return str(_STEMMER.stemWord(_IRREGULAR.get(plain, plain)))


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of *text* in order."""
    return tuple(stem(word.text) for word in words(text))
