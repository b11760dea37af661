"""The table of words, and the best path of words through a text.

The table says how frequent a word is, what part of speech it has and how it is read.

The files are made by scripts/build_readings.py. Parts of speech are jieba's (ICTCLAS): n noun, v verb, a adjective,
d adverb, m numeral, q measure word, r pronoun, p preposition, u… particles, nr person, ns place, nt organisation.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flashcards.errors import LexiconError
from flashcards.model import Location

FOLDER = Path(__file__).parent / "data" / "readings"

FOREIGN = frozenset(("mx", "eng", "space", "w"))
"Parts of speech of what is not Han: numbers, words, white space, marks."
UNKNOWN = 17.9, "x"  # cost and tag of a character that the table does not have: once in 60 million words
ORIGINALS: Mapping[str, str] = {
    "隻": "zhī", "髮": "fà", "發": "fā", "乾": "gān", "幹": "gàn", "捲": "juǎn", "鬥": "dòu", "盡": "jìn", "儘": "jǐn",
    "噹": "dāng", "纔": "cái", "麼": "me", "衹": "zhǐ", "祇": "zhǐ", "彆": "biè", "瞭": "liào", "徵": "zhēng",
}  # fmt: skip
"Traditional characters that say more than the Simplified ones they become."

_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"(?P<han>[{_HAN}]+)"
    r"|(?P<mx>[0-9０-９]+(?:[.,:/．][0-9０-９]+)*[%％‰]?)"
    rf"|(?P<eng>[^\W\d_{_HAN}]+(?:['’.&+-]?[^\W_{_HAN}]+)*)"
    r"|(?P<space>\s+)"
    r"|(?P<w>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class WordTable:
    """Words, their readings, and the usual reading of each character."""

    words: Mapping[str, tuple[float, str]]
    "Word → cost in nats (minus the log of its share of all words) and part of speech."
    readings: Mapping[str, str]
    "Word → syllables separated by spaces, capitals where names have them, only where characters alone would mislead."
    doubtful: frozenset[str]
    "Words about whose reading the sources disagree."
    characters: Mapping[str, str]
    "Character → its usual reading when it stands alone, where that is not `syllables.usual_reading`."
    reach: Mapping[str, int]
    "First two characters → length of the longest word that begins with them, if it has more than two."


@cache
def load(folder: Path = FOLDER) -> WordTable:
    """The table that ships with the package. About 0.15 s on first use, nothing after that.

    Raises:
        LexiconError: a file is missing.
    """
    try:
        words: dict[str, tuple[float, str]] = {}
        for line in (folder / "words.txt").read_text("utf-8").splitlines():
            cost, tag, group = line.split("\t")
            words.update(dict.fromkeys(group.split(" "), (float(cost), tag)))
        known = dict(line.split("\t", 1) for line in (folder / "readings.tsv").read_text("utf-8").splitlines())
        ours = [
            line.split("\t") for line in (folder / "characters.tsv").read_text("utf-8").splitlines() if line[0] != "#"
        ]
    except OSError as error:
        where = Location(str(error.filename))
        raise LexiconError("a table of readings is missing: install the package again", where) from error
    doubtful = frozenset(word for word, reading in known.items() if "\t" in reading)
    return WordTable(
        words=words,
        readings=known | {word: known[word].partition("\t")[0] for word in doubtful},
        doubtful=doubtful,
        characters=dict(ours),
        reach=reach(words),
    )


def reach(words: Iterable[str]) -> dict[str, int]:
    """For `WordTable.reach`."""
    found: dict[str, int] = {}
    for word in words:
        size = len(word)
        if size > 2 and size > found.get(start := word[:2], 0):
            found[start] = size
    return found


@cache
def taiwan(folder: Path = FOLDER) -> Mapping[tuple[str, str], str]:
    """Simplified word or character with its Mainland reading → its reading by the standard of Taiwan."""
    lines = (folder / "taiwan.tsv").read_text("utf-8").splitlines()
    return {(word, ours): theirs for word, ours, theirs in (line.split("\t") for line in lines)}


def path(text: str, table: WordTable, *, whole: bool = True) -> list[tuple[str, str]]:
    """The likeliest division of *text*, Han characters only, into words of the table: (word, part of speech).

    The product of word frequencies decides (Viterbi), so 的确定性 is 的 | 确定性, not 的确 | 定性. Time grows with the
    length of *text*. With `whole` False, *text* itself does not count as a word.
    """
    find, reach, size = table.words.get, table.reach.get, len(text)
    excluded = "" if whole else text
    costs = [0.0] * (size + 1)  # of the best path from each character to the end
    steps = [""] * size  # the first word of that path
    for start in range(size - 1, -1, -1):
        step, pair = text[start], text[start : start + 2]
        cost = find(step, UNKNOWN)[0] + costs[start + 1]
        if (known := find(pair)) and (other := known[0] + costs[start + len(pair)]) < cost and pair != excluded:
            step, cost = pair, other
        if longest := reach(pair):
            for end in range(start + 3, min(start + longest, size) + 1):
                word = text[start:end]
                if (known := find(word)) and (other := known[0] + costs[end]) < cost and word != excluded:
                    step, cost = word, other
        costs[start], steps[start] = cost, step
    result, start = [], 0
    while start < size:
        word = steps[start]
        result.append((word, find(word, UNKNOWN)[1]))
        start += len(word)
    return result


def divide(text: str, table: WordTable) -> list[tuple[str, str]]:
    """All of *text* as (piece, part of speech): Han runs by `path`; numbers mx, Latin words eng, the rest w."""
    pieces: list[tuple[str, str]] = []
    for match in _PIECE.finditer(text):
        if match.lastgroup == "han":
            pieces += path(match[0], table)
        else:
            pieces.append((match[0], match.lastgroup or "w"))
    return pieces
