"""Accuracy and speed of readings beside what else there is, on the same sentences in one run.

    python benchmarks/readings.py [--cpp FOLDER] [--rules]

Sentences: tests/cases/readings.tsv (every syllable) and, with --cpp, the CPP development set (cpp-dev.sent, cpp-dev.lb:
one marked character each; reported on all of them and on characters with two or more readings). Peers: pypinyin alone,
pypinyin with jieba (its list of words, and word by word), pinyin-pro if node has it. Start-up is timed apart; times are
CPU seconds, taken in turn on every thousand sentences, so that a busy moment of the machine slows all of them alike.
--rules prints what each rule is worth: the same figures without it.
"""

import argparse
import json
import logging
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flashcards import curated, heteronyms, lexicon, readings, wordtable
from flashcards.syllables import HAN, restyle

CASES = Path(__file__).parent.parent / "tests" / "cases" / "readings.tsv"
PINYIN_PRO = """
const {pinyin} = require('pinyin-pro');
const lines = require('fs').readFileSync(0, 'utf8').split('\\n').slice(0, -1);
const start = process.hrtime.bigint();
const out = lines.map(line => pinyin(line, {type: 'array', toneSandhi: false}));
console.log(JSON.stringify({seconds: Number(process.hrtime.bigint() - start) / 1e9, out}));
"""


@dataclass(frozen=True, slots=True)
class Reader:
    """One way to read text. Only `run` is timed: what a program would call."""

    run: Callable[[str], Any]
    syllables: Callable[[Any], Sequence[str]]
    "The answer as one numbered syllable for each Han character, `v` for ü."

    def __call__(self, text: str) -> Sequence[str]:
        """The syllables of *text*."""
        return self.syllables(self.run(text))


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence with the right reading of some of its Han characters."""

    text: str
    gold: Mapping[int, str]
    "Position among the Han characters → syllable."
    several: bool = True
    "Whether the marked character has more than one reading in the set."


def cases() -> list[Item]:
    """The sentences of the project."""
    rows = [line.split("\t") for line in CASES.read_text("utf-8").splitlines()[1:]]
    return [Item(row[0], dict(enumerate(row[1].split()))) for row in rows]


def cpp(folder: Path) -> list[Item]:
    """The development set of CPP."""
    labels = (folder / "cpp-dev.lb").read_text("utf-8").replace("u:", "v").split()
    marked = (folder / "cpp-dev.sent").read_text("utf-8").splitlines()
    seen: dict[str, set[str]] = defaultdict(set)
    for line, label in zip(marked, labels, strict=True):
        seen[line[line.index("▁") + 1]].add(label)
    items = []
    for line, label in zip(marked, labels, strict=True):
        before, char, after = line.strip().split("▁")
        items.append(Item(before + char + after, {len(HAN.findall(before)): label}, len(seen[char]) > 1))
    return items


def numbered(syllable: str) -> str:
    """A marked syllable as the gold writes it."""
    return restyle(syllable, "numbers").replace("ü", "v")


def ours(annotator: readings.Annotator) -> Reader:
    """This project."""
    return Reader(annotator.annotate, lambda words: [numbered(s.text) for word in words for s in word.syllables])


def pypinyin_readers() -> Iterator[tuple[str, Reader]]:
    """Pypinyin alone and with jieba in both ways."""
    import jieba  # noqa: PLC0415 - its start-up is part of what is measured
    from pypinyin import Style, pinyin  # noqa: PLC0415 - same

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()

    def read(part: str | list[str]) -> list[list[str]]:
        return pinyin(part, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")

    def flat(parts: list[list[list[str]]]) -> list[str]:
        return [syllable for part in parts for (syllable,) in part]

    yield "pypinyin", Reader(lambda text: [read(text)], flat)
    yield "pypinyin + jieba, list", Reader(lambda text: [read(jieba.lcut(text))], flat)
    yield "pypinyin + jieba, words", Reader(lambda text: [read(word) for word in jieba.lcut(text)], flat)


def score(items: Sequence[Item], answers: Sequence[Sequence[str]]) -> tuple[int, int, int, int]:
    """Characters wrong and all; the same for characters with several readings."""
    wrong = total = wrong_several = several = 0
    for item, answer in zip(items, answers, strict=True):
        for at, syllable in item.gold.items():
            miss = at >= len(answer) or answer[at] != syllable
            wrong, total = wrong + miss, total + 1
            if item.several:
                wrong_several, several = wrong_several + miss, several + 1
    return wrong, total, wrong_several, several


def show(sets: Mapping[str, Sequence[Item]], readers: Sequence[tuple[str, Reader, float]]) -> None:
    """One line for each of *readers* (name, reader, seconds to start): accuracy on each set, sentences per second."""
    accuracies = [accuracy(sets, reader) for _, reader, _ in readers]  # and all that is loaded on first use
    texts = [item.text for items in sets.values() for item in items]
    seconds = [0.0] * len(readers)
    for start in range(0, len(texts), 1000):
        for index, (_, reader, _) in enumerate(readers):
            begun = time.process_time()
            for text in texts[start : start + 1000]:  # kept answers would time the garbage collector
                reader.run(text)
            seconds[index] += time.process_time() - begun
    for (name, _, start_up), figures, spent in zip(readers, accuracies, seconds, strict=True):
        print(f"{name:26} {figures}  {len(texts) / spent:6.0f} sent/CPU-s  start {start_up:.2f} s", flush=True)


def accuracy(sets: Mapping[str, Sequence[Item]], reader: Reader) -> str:
    """The share of characters read right in each set; of those with several readings, where that differs."""
    figures = []
    for label, items in sets.items():
        wrong, total, wrong_several, several = score(items, [reader(item.text) for item in items])
        figures.append(f"{label} {100 * (1 - wrong / total):6.2f} %")
        if several != total:
            figures.append(f"(several readings {100 * (1 - wrong_several / several):5.2f} %)")
    return "  ".join(figures)


def show_pinyin_pro(sets: Mapping[str, Sequence[Item]]) -> None:
    """Pinyin-pro through node, where both are installed."""
    text = "".join(item.text + "\n" for items in sets.values() for item in items)
    try:
        done = subprocess.run(["node", "-e", PINYIN_PRO], input=text, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        print("pinyin-pro                 not installed: npm install pinyin-pro")
        return
    result = json.loads(done.stdout)
    lines = dict(zip(text.splitlines(), result["out"], strict=True))
    han = {
        t: [numbered(s) for c, s in zip(t, syllables, strict=False) if HAN.match(c)] for t, syllables in lines.items()
    }
    figures = accuracy(sets, Reader(han.__getitem__, list))
    print(f"{'pinyin-pro':26} {figures}  {len(lines) / result['seconds']:6.0f} sent/s inside node")


def show_rules(sets: Mapping[str, Sequence[Item]], annotator: readings.Annotator) -> None:
    """What each rule is worth: characters wrong with it and without it, on the sentences that have its word."""
    reader = ours(annotator)
    for word in (*heteronyms.RULES, *(w for w in heteronyms.contexts() if w not in heteronyms.RULES)):
        figures = []
        for label, items in sets.items():
            own = [item for item in items if word in item.text]
            with_rule = score(own, [reader(item.text) for item in own])[0]
            rules = {key: rule for key, rule in heteronyms.RULES.items() if key != word}
            table = {key: lines for key, lines in heteronyms.contexts().items() if key != word}
            with patch.multiple(heteronyms, RULES=rules, contexts=lambda table=table: table):
                without_rule = score(own, [reader(item.text) for item in own])[0]
            figures.append(f"{label} {with_rule:4} / {without_rule:4}")
        print(f"{word}\t{'   '.join(figures)}", flush=True)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cpp", type=Path, help="folder with cpp-dev.sent and cpp-dev.lb")
    parser.add_argument("--rules", action="store_true", help="what each rule is worth")
    arguments = parser.parse_args()
    sets = {"cases": cases()} | ({"CPP dev": cpp(arguments.cpp)} if arguments.cpp else {})
    begun = time.process_time()
    wordtable.load()
    table_load = time.process_time() - begun
    dictionary = lexicon.load()
    entries = curated.read(curated.files(), dictionary.traditionalise)
    begun = time.process_time()
    annotator = readings.Annotator(entries, simplify=dictionary.simplify)
    start_up = table_load + time.process_time() - begun
    if arguments.rules:
        print("characters wrong with the rule / without it")
        show_rules(sets, annotator)
        return
    readers = [
        ("flashcards", ours(annotator), start_up),
        ("  without curated lexicons", ours(readings.Annotator(simplify=dictionary.simplify)), table_load),
    ]
    begun = time.process_time()
    for name, reader in pypinyin_readers():
        readers.append((name, reader, time.process_time() - begun))
        begun = time.process_time()
    show(sets, readers)
    show_pinyin_pro(sets)


if __name__ == "__main__":
    main()
