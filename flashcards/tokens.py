"""Chinese text → words. The only module that knows jieba.

jieba's own dictionary lacks the genre's words (英伟达, 出口管制 fall apart) and holds machine-made ones that glue
function words to others (地被, 已约). So it runs on a dictionary of ours, made once and kept in the cache folder: its
words as far as a dictionary or their frequency vouches for them, all headwords of the lexicon, and the user's own.
"""

import logging
import math
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate, combinations
from pathlib import Path

from flashcards.files import CACHE_REMEDY, write_whole
from flashcards.lexicon import Lexicon, cache_folder, tidy
from flashcards.model import Token


@contextmanager
def _hidden(module: str) -> Iterator[None]:
    """Importing *module* fails meanwhile, as if it were not installed."""
    kept = {name: found for name, found in sys.modules.items() if name == module}
    sys.modules[module] = None  # type: ignore[assignment]  # the documented way
    try:
        yield
    finally:
        del sys.modules[module]
        sys.modules.update(kept)


# jieba asks setuptools, where it is installed, for the place of its own files: 0.1 to 0.2 s, four times what all the
# rest of its import takes (setuptools 65, Python 3.11). Without it, it opens them itself.
with _hidden("pkg_resources"):
    import jieba

jieba.setLogLevel(logging.WARNING)

_FORMAT = "11"  # of the dictionary: raise it whenever the rules below change
_RUNS = re.compile(
    r"(?P<han>[\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+)"
    r"|(?P<latin>[A-Za-zÀ-ɏ0-9]+(?:[.,&+#’'-][A-Za-zÀ-ɏ0-9]+)*[+#%]?)|.",
    re.DOTALL,
)
_GRAMMAR_TAGS = frozenset("c d e f m o p q r t u uj ul uv ud ug uz y zg".split())
"Tags of jieba's dictionary (ICTCLAS) for words that carry grammar, numbers or time rather than a subject."
_GLUE = frozenset("的地得了着过被把将就已也都还又与和及或在向从对为是不没有")
_CURATED_COUNT = (
    300  # in jieba's corpus of 60 million words: the genre uses its words more often than general text does
)
_PREFIXES = frozenset("副总新大小超非反准亚次高低多无微老前后再")
"Characters that begin a word of three more often than they end its first two: 总|工程师, but 代工|厂."
_SUFFIXES = frozenset("业厂商方组者率性化度费税法额价量员师权链站库网圈机器板片区州省局部署院会室")
"Characters that make a longer word of the word before them."
_COUNTRIES = frozenset("中美日欧英法德俄韩印澳加台港朝")
"Characters for countries and regions: side by side they are one word, 中美, 美欧日."
_PHRASE = 4  # characters from which an entry of our lexicons may be a phrase
_LONGEST_MERGE = 8  # tokens; the longest headwords of the genre (国家互联网信息办公室) fall into five


class Tokenizer:
    """Cuts Chinese text with the words of a lexicon and of the user."""

    def __init__(self, dictionary: Path, lexicon: Lexicon, own_words: Iterable[str] = ()) -> None:
        self._jieba = jieba.Tokenizer(str(dictionary))
        self._jieba.tmp_dir = str(dictionary.parent)  # jieba's default is one file in a folder everybody can write
        self._jieba.initialize()
        self._lexicon = lexicon
        self._tags = _read_table(dictionary.with_suffix(".tags"))
        self._raised = _read_table(dictionary.with_suffix(".raised"))
        self._compounds = _read_table(dictionary.with_suffix(".compounds"))
        self._own = {lexicon.simplify(word) for word in own_words}
        for word in sorted(self._own):
            self._jieba.add_word(word, freq=self._jieba.total // 100)
        self._total = float(self._jieba.total)
        self.frequency = lru_cache(maxsize=1 << 16)(self._frequency)
        self.parts = lru_cache(maxsize=1 << 14)(self._parts)

    def cut(self, text: str) -> tuple[Token, ...]:
        """The words of *text*, in order and without gaps: joined they give the text back.

        Runs of Latin letters and digits are one token, any other character is one by itself. Traditional text is cut
        in its Simplified form; offsets are those of the text given.
        """
        simplified = self._lexicon.simplify(text)
        spans = self._regroup(simplified, list(self._merge(simplified, list(self._cut(simplified)))))
        return tuple(Token(text[start:end], start, end) for start, end in spans)

    def grammatical(self, word: str) -> bool:
        """Whether *word* is an adverb, pronoun, number, time or other word that carries grammar rather than a subject."""
        tag = self.tag(word)
        # Units of measure and money (美元, 千瓦时) are words to learn, 个 and 张 are grammar.
        return tag in _GRAMMAR_TAGS and not (tag == "q" and len(word) > 1)

    def tag(self, word: str) -> str:
        """The part of speech of *word* in jieba's dictionary (ICTCLAS tags: n, v, vn, a, nr …); empty if unknown."""
        return self._tags.get(word, "")

    def attested(self, compound: str) -> bool:
        """Whether *compound*, which is cut into its words, is in use as one: jieba's corpus has 数据处理, 贸易谈判."""
        return compound in self._compounds

    def _parts(self, word: str) -> frozenset[tuple[int, int]]:
        """The places inside *word* (Simplified), as (start, end), where words stand that it is made of, at any depth.

        芯片制造商 is 芯片|制造商, then 制造|商: 芯片, 制造商, 制造 and 商 stand in it. In 代工厂, 代工|厂, stands no 工厂.
        """
        found: set[tuple[int, int]] = set()
        for pieces in self._pieces(word):
            edges = [0, *accumulate(map(len, pieces))]
            found |= {(start, end) for start, end in combinations(edges, 2) if end - start < len(word)}
            for edge, piece in zip(edges, pieces, strict=False):
                found |= {(edge + start, edge + end) for start, end in self.parts(piece) if len(piece) < len(word)}
        return frozenset(found)

    def _pieces(self, word: str) -> list[tuple[str, ...]]:
        """The ways to make up *word* of the fewest words: 芯片制造|商 and 芯片|制造商; none for a simple word."""
        if len(word) < 3 or word.isascii():
            return []
        best: list[tuple[float, list[tuple[str, ...]]]] = [(0.0, [()])]
        for end in range(1, len(word) + 1):
            ways: dict[float, list[tuple[str, ...]]] = {}
            for start in range(end):
                piece = word[start:end]
                if piece != word and (len(piece) == 1 or piece in self._lexicon or self._frequency(piece)):
                    cost, before = best[start]
                    ways.setdefault(round(cost + self._cost(piece, start, len(word)), 1), []).extend(
                        (*pieces, piece) for pieces in before
                    )
            best.append((min(ways), ways[min(ways)]))
        return best[-1][1]

    @staticmethod
    def _cost(piece: str, start: int, length: int) -> float:
        if len(piece) > 1:
            return 1.0
        if start == 0:
            return 0.9 if piece in _PREFIXES else 1.1
        return 1.0 if length == 3 or piece in _SUFFIXES else 1.2  # a word of three is most often two and one

    def _frequency(self, word: str) -> float:
        """Zipf frequency of *word* (log10 of uses per billion words) in jieba's corpus; 0 if it is not in it."""
        count = int(self._raised.get(word, self._jieba.FREQ.get(word) or 0))
        return math.log10(count / self._total * 1e9) if count > 1 else 0.0

    def _cut(self, text: str) -> Iterator[tuple[int, int]]:
        for match in _RUNS.finditer(text):
            if match.lastgroup != "han":
                yield match.span()
                continue
            start = match.start()
            for word in self._jieba.cut(match[0], HMM=False):
                yield start, start + len(word)
                start += len(word)

    def _merge(self, text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        index = 0
        while index < len(spans):
            start = spans[index][0]
            end = index
            while end < len(spans) and set(text[slice(*spans[end])]) <= _COUNTRIES:
                end += 1
            if end - index > 1:
                yield start, spans[end - 1][1]
                index = end
                continue
            for last in range(min(len(spans), index + _LONGEST_MERGE) - 1, index, -1):
                word = text[start : spans[last][1]]
                if word in self._own or (len(word) > 2 and word in self._lexicon):
                    yield start, spans[last][1]
                    index = last + 1
                    break
            else:
                yield spans[index]
                index += 1

    def _regroup(self, text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """*spans*, where a phrase of our lexicons has taken the beginning of a word: 国产替代|品 is 国产|替代品."""
        at = 0
        for (start, end), after in zip(spans, [*(end for _, end in spans[1:]), len(text)][: len(spans)], strict=True):
            if start < at:
                continue
            phrase = text[start:end]
            border = self._border(phrase, text[end:after]) if after == end + 1 and len(phrase) >= _PHRASE else 0
            at = after if border else end
            yield from ((start, start + border), (start + border, after)) if border else ((start, end),)

    def _border(self, phrase: str, char: str) -> int:
        """Where *phrase* falls apart if its end makes a longer word with *char*; 0 if it does not."""
        if self._lexicon.entries(phrase) or any(entry.kind for entry in self._lexicon.curated(phrase)):
            return 0
        known = (
            i for i in range(2, len(phrase) - 1) if phrase[:i] in self._lexicon and phrase[i:] + char in self._lexicon
        )
        return next(known, 0)


def load(lexicon: Lexicon, own_words: Iterable[str] = (), cache: Path | None = None) -> Tokenizer:
    """A tokenizer for *lexicon* and the user's *own_words*; makes the dictionary in the cache folder if need be.

    Raises:
        PackageError: the cache folder cannot be written.
    """
    folder = cache or cache_folder()
    source = Path(jieba.__file__).parent / "dict.txt"
    digest = blake2b(f"{_FORMAT} {jieba.__version__}".encode(), digest_size=8)
    digest.update(lexicon.digest.encode())
    path = folder / f"words-{digest.hexdigest()}.txt"
    # Programs that tidy up may take one of them, and what is there may be another user's.
    if not all(os.access(path.with_suffix(ending), os.R_OK) for ending in (".txt", ".raised", ".tags", ".compounds")):
        words, tags, compounds, raised = make_dictionary(
            source.read_text("utf-8"), lexicon.headwords, lexicon.simplify, [e.word for e in lexicon.curated_entries()]
        )
        for ending, text in (
            (".raised", _grouped(raised)),
            (".tags", _grouped(tags)),
            (".compounds", _grouped(compounds)),
            (".txt", "".join(f"{word} {count}\n" for word, count in words.items())),
        ):
            write_whole(path.with_suffix(ending), text.encode(), CACHE_REMEDY)
        tidy(folder, "words-*", "jieba.u*")
    return Tokenizer(path, lexicon, own_words)


def make_dictionary(
    source: str, headwords: Collection[str], simplify: Callable[[str], str], ours: Collection[str] = ()
) -> tuple[dict[str, int], dict[str, str], dict[str, str], dict[str, int]]:
    """Words with counts for jieba, tags of words and of compounds that were left out, and counts in jieba's corpus.

    The last are those of words whose count for jieba is not that of its corpus.

    Args:
        source: jieba's dictionary, lines of word, count and tag.
        headwords: words that are certain to be words, in both scripts.
        simplify: Traditional to Simplified.
        ours: the headwords that are words of the genre.
    """
    counts: dict[str, int] = {}
    tags: dict[str, str] = {}
    compounds: dict[str, str] = {}
    for line in source.splitlines():
        word, count, tag = line.split(" ")
        if word not in headwords and _compositional(word, headwords):
            compounds[word] = tag
        elif word in headwords or _vouched(word, int(count), tag):
            counts[word] = int(count)
            if tag in _GRAMMAR_TAGS or word in headwords:
                tags[word] = tag
    total = sum(counts.values())
    genre = frozenset(ours)
    # Longer headwords are put together again by `Tokenizer._merge`: leaving them out makes loading a fifth faster.
    missing = {word for word in headwords if word not in counts and 1 < len(word) < 4 and simplify(word) == word}
    added = {
        word: max(_count_to_win(word, counts, total), counts.get(word, 0), _CURATED_COUNT if word in genre else 0)
        for word in sorted(missing | genre)
        if re.fullmatch(r"[\u3007\u3400-\u9fff]+", word) and len(word) > 1
    }
    raised = {word: counts.get(word, 0) for word, count in added.items() if count != counts.get(word, 0)}
    return counts | added, tags, compounds, raised


def _compositional(word: str, headwords: Collection[str]) -> bool:
    """Whether two headwords make up *word*: 中国|政府, 数据|处理. Cut apart, both stay within a learner's reach."""
    return any(word[:cut] in headwords and word[cut:] in headwords for cut in range(2, len(word) - 1))


def _vouched(word: str, count: int, tag: str) -> bool:
    """Whether a word that no dictionary has is worth keeping, judged on random samples of jieba's list.

    Of two-character words under 30 uses and personal names under 30 most are pieces of phrases (李永金接, 上周四); longer
    words are sound from 5 uses on, number phrases never matter.
    """
    if tag == "m" or word[0] in _GLUE or word[-1] in _GLUE:
        return len(word) == 1
    if len(word) == 1:
        return True
    return count >= (30 if len(word) == 2 or tag.startswith("nr") else 5)


def _count_to_win(word: str, counts: Mapping[str, int], total: int) -> int:
    """The smallest count with which *word* is more probable than its likeliest split."""
    best = [0.0] + [-math.inf] * len(word)
    floor = math.log(0.5 / total)
    for start in range(len(word)):
        for end in range(start + 1, len(word) + 1):
            count = counts.get(word[start:end], 0)
            if count or end == start + 1:
                best[end] = max(best[end], best[start] + (math.log(count / total) if count else floor))
    return int(math.exp(best[-1]) * total) + 1


def _grouped(table: Mapping[str, object]) -> str:
    """*table* as lines of a value and all its words: ten times as fast to read as a line for each word."""
    groups: dict[str, list[str]] = {}
    for word, value in table.items():
        groups.setdefault(str(value), []).append(word)
    return "".join(f"{value}\t{' '.join(words)}\n" for value, words in sorted(groups.items()))


def _read_table(path: Path) -> dict[str, str]:
    table: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        value, _, words = line.partition("\t")
        table.update(dict.fromkeys(words.split(" "), value))
    return table
