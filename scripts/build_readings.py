"""Writes flashcards/data/readings/words.txt and readings.tsv from the dictionaries that the project depends on.

    python scripts/build_readings.py [FOLDER]      FOLDER: where to write, by default the package's own

Sources, in this order of trust:

1. corrections.tsv and news.tsv in flashcards/data/readings: written by hand, `word<TAB>syllables`;
2. CC-CEDICT (all homographs; Taiwan variants and variant forms only if nothing else is there);
3. pypinyin's phrases;
4. for words of jieba's list that none of these has: the readings of the words they are made of.

Everywhere 一 is yī and 不 is bù: dictionary tones. jieba's dictionary gives the words, their counts and parts of speech.
Same inputs, same bytes; a test builds the tables again and compares.
"""

import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from flashcards import cedict
from flashcards.model import Entry
from flashcards.names import plausible_given_name
from flashcards.syllables import character_readings, from_numbers, tone, toneless

FOLDER = Path(__file__).parent.parent / "flashcards" / "data" / "readings"
HAND_MADE = ("news.tsv", "corrections.tsv")  # the later file wins

Reading = tuple[str, ...]

_HAN_WORD = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff]+")
_VARIANT = re.compile(r"(old |archaic |erroneous |Japanese )?variant of |\(old\)|\(archaic\)|Japanese ")
LONGEST = 10  # characters; longer words of the sources are read by their parts
FREQUENT = 10  # count from which a word is kept although its characters alone read it right: it keeps others apart
RARE = 3  # the count of words that jieba does not have
OURS = (
    100  # the least count of hand-made words: a person has read them as words, so they hold against two frequent ones
)
INSIDE = {"教": "jiào"}
"Characters that are read otherwise as part of a word than alone: 教委."
IN_NAMES = {"塞": "sài", "撒": "sā", "都": "dū", "勒": "lè"}
"Characters that are read otherwise in names of places and foreigners: 塞尚, 撒丁, 温都尔汗."
AFTER_NUMERAL = {"卷": "juàn", "行": "háng", "载": "zǎi", "重": "chóng", "只": "zhī", "担": "dàn", "斗": "dǒu"}
"Measure words that end a numeral, 二十四卷."
SURNAMES = {"任": "Rén", "曾": "Zēng", "单": "Shàn", "翟": "Zhái", "仇": "Qiú"}
"""Surnames to trust in jieba's lists of persons, which are full of clauses like 任北平 and 那唐僧."""
GIVEN = {"少": "shào", "曾": "zēng"}
"Characters that are read otherwise in given names: 孙少平, 王曾瑜."
STEPS = 5  # costs are stored in steps of 1/5 nat: no difference to the paths of full precision on running text


def package_file(package: str, name: str) -> Path:
    """The file *name* of an installed package, without importing it."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        sys.exit(f"build_readings: {package} is not installed")
    return Path(spec.origin).parent / name


def read_table(path: Path) -> dict[str, Reading]:
    """A hand-made table: word → syllables; lines that start with # are comments."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    rows = (line.split("\t")[:2] for line in lines if line and not line.startswith("#"))
    return {word: tuple(reading.split()) for word, reading in rows}


def normalise(word: str, reading: Iterable[str]) -> Reading:
    """*reading* with the dictionary tones of 一 and 不, and 儿 as a suffix (er without tone) as r."""
    fixed = {"一": "yī", "不": "bù"}
    result = []
    for index, (char, syllable) in enumerate(zip(word, reading, strict=True)):
        if char in fixed:
            result.append(fixed[char].capitalize() if syllable[:1].isupper() else fixed[char])
        elif char == "儿" and index and syllable == "er":
            result.append("r")
        else:
            result.append(syllable)
    return tuple(result)


def harmonise(word: str, reading: Reading) -> Reading:
    """*reading* with 个 as gè, 只 after a numeral as zhī, 塞 in names as sài, and 部分 as bùfen.

    Sources write 个 neutral in some words and not in others; only 这个 那个 哪个 are. 塞 is sāi in none of the
    transliterated names.
    """
    if word in ("这个", "那个", "哪个"):
        return reading
    pairs = list(zip(word, reading, strict=True))
    if "部分" in word:
        at = word.index("部分")
        pairs[at + 1] = ("分", "fen")
    if word[-1] == "只" and word[-2] in "一二两三四五六七八九十百千万亿几余多每这那":
        pairs[-1] = ("只", "zhī")
    name = reading[0][:1].isupper()
    fixed = {("个", "ge"): "gè", ("塞", "Sāi"): "Sài"} | ({("塞", "sāi"): "sài"} if name else {})
    return tuple(fixed.get(pair, pair[1]) for pair in pairs)


def same(left: Reading, right: Reading) -> bool:
    """Whether two readings differ in nothing but capitals and neutral tones."""
    return all(
        toneless(a.lower()) == toneless(b.lower()) and (tone(a) == tone(b) or 5 in (tone(a), tone(b)))
        for a, b in zip(left, right, strict=True)
    )


def from_cedict(entries: Iterable[Entry]) -> dict[str, list[Reading]]:
    """Simplified word → its readings, the likeliest first."""
    found: dict[str, list[tuple[bool, bool, int, Reading]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        word = entry.simplified
        if len(word) < 2 or not _HAN_WORD.fullmatch(word) or len(entry.reading) != len(word):
            continue
        reading = normalise(word, map(from_numbers, entry.reading))
        variant = all(_VARIANT.match(gloss) for gloss in entry.glosses)
        found[word].append((variant, cedict.is_name(entry), number, reading))
    return {word: list(dict.fromkeys(r for *_, r in sorted(rows))) for word, rows in found.items()}


def from_pypinyin() -> dict[str, Reading]:
    """The phrases of pypinyin."""
    phrases = json.loads(package_file("pypinyin", "phrases_dict.json").read_text("utf-8"))
    return {
        word: normalise(word, (choices[0] for choices in reading))
        for word, reading in phrases.items()
        if len(word) == len(reading) > 1 and _HAN_WORD.fullmatch(word)
    }


def from_jieba() -> dict[str, tuple[int, str]]:
    """The words of jieba: count and part of speech."""
    rows = (line.split(" ") for line in package_file("jieba", "dict.txt").read_text("utf-8").splitlines())
    return {word: (int(count), tag) for word, count, tag in rows if _HAN_WORD.fullmatch(word) and len(word) <= LONGEST}


def choose(
    word: str, ours: Mapping[str, Reading], theirs: Mapping[str, list[Reading]], phrases: Mapping[str, Reading]
) -> tuple[Reading | None, bool]:
    """The reading of *word* by the sources, and whether they disagree about more than a neutral tone."""
    if word in ours:
        return ours[word], False
    phrase = phrases.get(word)
    if word in theirs:
        readings = theirs[word]
        agreed = [r for r in readings if phrase and same(r, phrase)]
        lower = [r for r in agreed if not r[0][:1].isupper()]
        best = (lower or agreed or readings)[0]
        real = [r for r in readings if not same(r, best)]
        return best, bool(real) or (phrase is not None and not agreed)
    return phrase, False


def patch(word: str, tag: str, reading: Reading) -> Reading:
    """The composed *reading* of a word that no dictionary has, mended by what kind of word it is."""
    syllables, last = list(reading), word[-1]
    if tag in ("ns", "nt", "nz", "nrt") or (tag == "nr" and word[0] != "都"):
        syllables = [IN_NAMES.get(char, syllable) for char, syllable in zip(word, syllables, strict=True)]
    elif last == "都":
        syllables[-1] = "dū"  # 雾都
    if tag[:1] == "m" and last in AFTER_NUMERAL:
        syllables[-1] = AFTER_NUMERAL[last]
    elif last == "长" and tag == "n":
        syllables[-1] = "zhǎng"  # 支队长, 署长: heads of things; lengths are words of the dictionaries
    elif tag == "nr" and len(word) == 3:
        if word[0] in SURNAMES and plausible_given_name(word[1:]):
            syllables[:2] = [SURNAMES[word[0]], syllables[1].capitalize()]
        syllables[1:] = [GIVEN.get(char, syllable) for char, syllable in zip(word[1:], syllables[1:], strict=True)]
    return tuple(syllables)


def compose(
    word: str, known: Mapping[str, Reading], costs: Mapping[str, float], defaults: Mapping[str, str]
) -> Reading:
    """The reading of *word* by the words it is made of: fewest first, then most frequent."""
    best: list[tuple[int, float, Reading]] = [(0, 0.0, ())]
    for end in range(1, len(word) + 1):
        choices = []
        for start in range(end):
            part = word[start:end]
            if part == word or (end - start > 1 and part not in known):
                continue
            count, cost, reading = best[start]
            own = known[part] if end - start > 1 else (defaults.get(part, part),)
            choices.append((count + 1, cost + costs.get(part, 20.0), reading + own))
        best.append(min(choices, key=lambda choice: choice[:2]))
    return best[-1][2]


def gather(
    jieba: Mapping[str, tuple[int, str]],
    ours: Mapping[str, Reading],
    theirs: Mapping[str, list[Reading]],
    phrases: Mapping[str, Reading],
    entries: Iterable[Entry],
) -> dict[str, tuple[int, str]]:
    """Every word of every source: count and part of speech."""
    known = [(entry.simplified, entry.glosses) for entry in entries]
    verbs = {word for word, glosses in known if any(gloss.startswith("to ") for gloss in glosses)}
    idioms = {word for word, glosses in known if len(word) == 4 and any("(idiom" in gloss for gloss in glosses)}
    named = {word for word, readings in theirs.items() if readings[0][0][:1].isupper()}
    words = dict(jieba)
    for word in [*ours, *theirs, *phrases]:
        if len(word) <= LONGEST and word not in words:
            words[word] = (RARE, "nz" if word in named else "v" if word in verbs else "x")
    words |= {word: (max(OURS, words[word][0]), words[word][1]) for word in ours if word in words}
    for word, (count, tag) in words.items():
        if word in idioms or (len(word) == 4 and word in phrases and tag in ("i", "l", "z", "nz", "nr", "ns")):
            words[word] = (count, "i")
        elif tag[:2] in ("nr", "ns", "nt", "nz") and word in theirs and word not in named:
            words[word] = (count, "v" if word in verbs else "n")  # jieba takes 公正 for a name
    return words


def build(folder: Path = FOLDER) -> dict[str, str]:
    """File name → text of the tables. About 8 s."""
    defaults = {char: readings[0] for char, readings in character_readings().items()}
    defaults |= {char: reading[0] for char, reading in read_table(folder / "characters.tsv").items()}
    inside = defaults | INSIDE
    ours: dict[str, Reading] = {}
    for name in HAND_MADE:
        ours |= read_table(folder / name)
    entries = list(cedict.read(cedict.data_file()))
    theirs, phrases = from_cedict(entries), from_pypinyin()
    words = gather(from_jieba(), ours, theirs, phrases, entries)
    total = sum(count for count, _ in words.values())
    costs = {word: math.log(total / max(1, count)) for word, (count, _tag) in words.items()}

    decided = {word: choose(word, ours, theirs, phrases) for word in words if len(word) > 1}
    known = {word: reading for word, (reading, _) in decided.items() if reading is not None}
    # Hand-made words keep others apart even where their characters alone read them right: 同行人, 排长队.
    lines, needed = [], {word for word in words if len(word) == 1 or words[word][0] >= FREQUENT or word in ours}
    for word in sorted(decided):
        found, doubtful = decided[word]
        composed = found or patch(word, words[word][1], compose(word, known, costs, inside))
        reading = harmonise(word, composed)
        if doubtful or reading != tuple(defaults.get(char, char) for char in word):
            lines.append("\t".join((word, " ".join(reading), "?")[: 2 + doubtful]) + "\n")
            needed.add(word)

    groups: dict[tuple[int, str], list[str]] = defaultdict(list)
    for word in needed:
        groups[round(costs[word] * STEPS), words[word][1]].append(word)
    grouped = (f"{cost / STEPS:g}\t{tag}\t{' '.join(sorted(groups[cost, tag]))}\n" for cost, tag in sorted(groups))
    return {"words.txt": "".join(grouped), "readings.tsv": "".join(lines), "taiwan.tsv": taiwan(entries)}


def taiwan(entries: Iterable[Entry]) -> str:
    """The notes "Taiwan pr. [qi2]" as lines: Simplified form, Mainland reading, reading in Taiwan."""
    lines = set()
    for entry in entries:
        for note in re.findall(r"Taiwan pr\. \[([^\]]+)\]", "/".join(entry.glosses)):
            ours, theirs = tuple(entry.reading), tuple(note.split())
            if len(ours) == len(theirs) == len(entry.simplified) and _HAN_WORD.fullmatch(entry.simplified):
                readings = (" ".join(map(from_numbers, r)).lower() for r in (ours, theirs))
                lines.add("\t".join((entry.simplified, *readings)) + "\n")
    return "".join(sorted(lines))


def main() -> None:
    """Write the tables."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name, text in build().items():
        (folder / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
