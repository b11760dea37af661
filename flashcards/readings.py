"""Han text → words with one syllable for each character.

Who decides, later ones overwriting earlier ones (`Annotator.annotate`):

1. the usual reading of the character;
2. the table of words, along the best path of words through the text;
3. the curated lexicons' words, on the same path;
4. rules: what stands beside a heteronym (`heteronyms`), for characters and for words that have two readings;
5. names: foreign ones around a dot, capitalised English words that spell Han characters, surnames (`names`);
6. the standard of Taiwan, if asked for;
7. the user's fix list, wherever its words stand.

Everything is read in its Simplified form, of the same length; offsets and text of the result are the original's.
Tones are the dictionary's: 一 yī, 不 bù, no third-tone sandhi (`sandhi` has them as a switch).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from flashcards import heteronyms, names, wordtable
from flashcards.model import CuratedEntry, Syllable, Token, Word
from flashcards.syllables import HAN, usual_reading
from flashcards.wordtable import WordTable

CONFIDENCE: Mapping[str, float] = {
    "fix": 1.0,
    "lexicon": 0.99,
    "name": 0.97,
    "table": 0.99,
    "doubtful": 0.8,
    "rule": 0.95,
    "default": 0.98,
    "open": 0.85,
}
"""How sure each source is. `doubtful`: a word about which the dictionaries disagree; `open`: a heteronym on its own
about whose neighbours the rules know nothing. benchmarks/readings.py prints how often each was right."""

UNREAD = "?"
"Stands for the reading of a character that no dictionary has."

DOUBTFUL = 0.9
"Syllables under this confidence are worth a look by a person."

_OPEN = frozenset(
    "长倒行调干卷空难藏散折称强背冲供担几降角教禁劲看乐率露落模磨宁铺奇曲任塞舍盛提挑系相削兴压应载扎正转钻"
)
"Heteronyms whose readings are all frequent when they stand alone."

_NAME_TAGS = frozenset(("nr", "ns", "nt", "nz"))
_NO_NAME: tuple[int, tuple[int, ...]] = (-1, ())
_ORDINARY = frozenset("rdpcufmqy")  # parts of speech of words that are no names even if English spells them: 那里
_LONG = 4  # characters from which a curated word without a reading is left to its parts
_CURATED_COST = 11.0  # of a curated word that the table lacks: about as frequent as 反垄断 in newspapers, 1 in 60,000


@dataclass(frozen=True, slots=True)
class Fix:
    """A reading that the user has settled."""

    word: str
    syllables: tuple[str, ...]
    "With tone marks; capitals mark names and the beginnings of their parts."


def doubtful(words: Sequence[Word], below: float = DOUBTFUL) -> Iterator[tuple[Word, int]]:
    """The syllables that a person should look at, as words with the position of the syllable in them."""
    for word in words:
        for index, syllable in enumerate(word.syllables):
            if syllable.confidence < below:
                yield word, index


@lru_cache(maxsize=1 << 14)
def _syllable(text: str, source: str) -> Syllable:
    shown = {"doubtful": "table", "open": "default"}.get(source, source)
    return Syllable(text.lower(), shown, CONFIDENCE[source])


class _Reading(NamedTuple):
    """How a word is read wherever it stands: the last fields of a `Word`."""

    syllables: tuple[Syllable, ...] = ()
    is_name: bool = False
    parts: tuple[int, ...] = ()


_NO_READING = _Reading()  # of what is not Han


class Annotator:
    """Reads Han text. Making one takes about 0.2 s the first time in a process."""

    def __init__(
        self,
        entries: Iterable[CuratedEntry] = (),
        fixes: Iterable[Fix] = (),
        simplify: Callable[[str], str] = str,
        table: WordTable | None = None,
        *,
        taiwan: bool = False,
    ) -> None:
        """An annotator.

        Args:
            entries: the curated lexicons.
            fixes: the user's readings; they win over everything.
            simplify: gives the Simplified form of a text, same length.
            table: words and readings instead of those that ship with the package.
            taiwan: read by the standard of Taiwan where CC-CEDICT notes a difference.
        """
        self._simplify = simplify
        self._fixes = {simplify(fix.word): fix.syllables for fix in fixes}
        known = [entry for entry in entries if entry.reading and not entry.sense]
        self._curated = {simplify(entry.word): entry.reading for entry in known}
        base = table or wordtable.load()
        # Entries without a reading are words as well: they keep 算力 and 车企 from falling apart.
        tags = {
            entry.word: "nz" if entry.kind else "n" for entry in entries if len(entry.word) < _LONG or entry.reading
        }
        extra = {word: (_CURATED_COST, tag) for word, tag in tags.items() if word not in base.words}
        words, reach = {**base.words, **extra}, dict(base.reach)
        for start, size in wordtable.reach(extra).items():
            reach[start] = max(size, reach.get(start, 0))
        self._table = replace(base, words=words, reach=reach) if extra else base
        self._taiwan = wordtable.taiwan() if taiwan else {}
        self._lexical = lru_cache(maxsize=1 << 16)(self._read)

    def annotate(
        self, text: str, *, tokens: Sequence[Token] | None = None, english: Sequence[str] | str = ()
    ) -> tuple[Word, ...]:
        """The words of *text* in order; they concatenate to it.

        Args:
            text: one sentence or paragraph in any script.
            tokens: words to be kept together, covering *text* or not; the best path's own words if None.
            english: the English side of the article, for names: the more of it, the better.
        """
        form = self._form(text)
        pieces = wordtable.divide(form, self._table)
        words = self._words(text, form, pieces)
        if not (english or self._taiwan or self._fixes or names.may_stand_in(pieces)) and tokens is None:
            return words
        line = _Line(form, pieces, words)
        line.read_dotted_names()
        line.read_english_names(english if isinstance(english, str) else "\n".join(english), self._table)
        line.read_surnames()
        line.read_taiwan(self._taiwan)
        line.read_fixes(self._fixes)
        return line.words(text, tokens)

    def _words(self, text: str, form: str, pieces: Sequence[tuple[str, str]]) -> tuple[Word, ...]:
        """The words of the path, each read by itself or by a rule: all that most texts need."""
        read = [_NO_READING if tag in wordtable.FOREIGN else self._lexical(word, tag) for word, tag in pieces]
        for index, ruled in heteronyms.settle(pieces):
            read[index] = _Reading(tuple(_syllable(syllable, "rule") for syllable in ruled.split(" ")))
        result, start = [], 0
        for (piece, _), reading in zip(pieces, read, strict=True):
            end = start + len(piece)
            result.append(Word(text[start:end], start, end, *reading))
            start = end
        for index, word in enumerate(result if text != form else ()):
            if word.text in wordtable.ORIGINALS and word.text != form[word.start]:
                syllable = _syllable(wordtable.ORIGINALS[word.text], "rule")
                result[index] = word._replace(syllables=(syllable,), is_name=False, parts=())
        for index, word in enumerate(result if "々" in text else ()):
            if word.text == "々":
                before = result[index - 1].syllables[-1:] if index else ()
                result[index] = word._replace(syllables=before or (_syllable(UNREAD, "open"),))
        return tuple(result)

    def _read(self, word: str, tag: str) -> _Reading:
        """The reading of *word* by the curated lexicons, the table or its characters."""
        table = self._table
        written = table.readings.get(word)
        placed = False
        if word in self._curated:
            syllables, source = self._curated[word], "lexicon"
        elif len(word) == 1:
            syllables = (self._usual(word),)
            source = "open" if word in _OPEN or syllables == (UNREAD,) else "default"
        else:
            syllables = tuple(written.split(" ") if written else map(self._usual, word))
            source, placed = "doubtful" if word in table.doubtful else "table", tag[:2] in _NAME_TAGS
        capitals = tuple(at for at, syllable in enumerate(syllables) if at and syllable[:1].isupper())
        name = placed or syllables[0][:1].isupper()
        return _Reading(tuple(_syllable(syllable, source) for syllable in syllables), name, capitals if name else ())

    def _usual(self, char: str) -> str:
        return self._table.characters.get(char) or usual_reading(char) or UNREAD

    def _form(self, text: str) -> str:
        """*text* as it is looked up: Simplified, same length.

        A character stays where the table has it more often than the one it would become: 么 and 宁 are Traditional
        forms of 幺 and 㝉, too.
        """
        simple = self._simplify(text)
        if simple == text:
            return text
        words, unknown = self._table.words, wordtable.UNKNOWN
        return "".join(
            char if char != form and words.get(char, unknown) < words.get(form, unknown) else form
            for char, form in zip(text, simple, strict=True)
        )


class _Line:
    """Words while names, Taiwan and fixes overwrite them, wherever they end: a syllable for each code point."""

    def __init__(self, form: str, pieces: Sequence[tuple[str, str]], words: Sequence[Word]) -> None:
        self.form = form
        self.pieces = pieces
        self.starts = [*(word.start for word in words), len(form)]
        self.syllables: list[Syllable | None] = []
        for word in words:
            self.syllables += word.syllables or [None] * len(word.text)
        self.names = {word.start: (word.end, word.parts) for word in words if word.is_name}
        "Start of a name → its end and the offsets inside it where a written word begins."
        self.joined = False  # whether a name may cover several pieces

    def read_dotted_names(self) -> None:
        """Foreign names around a dot, 萨姆·萨克斯: their characters belong together and are read as in names."""
        words = [word for word, _ in self.pieces]
        for index, word in enumerate(words):
            for first, last in names.around_dot(words, index) if word in names.DOTS else ():
                start, end = self.starts[first], self.starts[last]
                syllables = [
                    names.IN_FOREIGN_NAMES.get(self.form[at], syllable.text)
                    for at in range(start, end)
                    if (syllable := self.syllables[at])
                ]
                self._name(start, syllables, ())

    def read_english_names(self, english: str, table: WordTable) -> None:
        """Names that the English side spells."""
        if not english:
            return
        now = [syllable.text if syllable else "" for syllable in self.syllables]
        edges = set(self.starts)
        for match in names.in_english(self.form, english, now):
            end = match.start + len(match.syllables)
            ordinary = table.words.get(self.form[match.start : end], wordtable.UNKNOWN)[1][:1] in _ORDINARY
            if len(match.syllables) > 2 or (match.start in edges and end in edges and not ordinary):
                self._name(match.start, match.syllables, match.parts)  # but in 那里|那么 there is no Li Na

    def read_surnames(self) -> None:
        """Chinese names that begin with a surname of several readings."""
        for index, ((word, _), start) in enumerate(zip(self.pieces, self.starts, strict=False)):
            used = names.by_surname(self.pieces, index) if word in names.SURNAMES else 0
            if used and start not in self.names:
                given = self.syllables[start + 1 : self.starts[index + 1 + used]]
                self._name(start, [names.SURNAMES[word], *(s.text for s in given if s)], (1,))

    def read_taiwan(self, differences: Mapping[tuple[str, str], str]) -> None:
        """Words, then characters, that Taiwan reads otherwise."""
        if not differences:
            return
        now = [syllable.text if syllable else "" for syllable in self.syllables]
        for (word, _), start in zip(self.pieces, self.starts, strict=False):
            theirs = differences.get((word, " ".join(now[start : start + len(word)])), "").split()
            for at, char in enumerate(word, start):
                other = theirs[at - start] if theirs else differences.get((char, now[at]))
                if other and (syllable := self.syllables[at]):
                    self.syllables[at] = replace(syllable, text=other)

    def read_fixes(self, fixes: Mapping[str, tuple[str, ...]]) -> None:
        """The user's readings; the longest word that covers a character wins."""
        for word in sorted(fixes, key=len):
            start = self.form.find(word)
            while start >= 0:
                han = [at for at in range(start, start + len(word)) if HAN.match(self.form[at])]
                for at, syllable in zip(han, fixes[word], strict=True):
                    self.syllables[at] = _syllable(syllable, "fix")
                start = self.form.find(word, start + len(word))

    def _name(self, start: int, syllables: Sequence[str], parts: tuple[int, ...]) -> None:
        end = start + len(syllables)
        for at in [a for a, (b, _) in self.names.items() if a < end and b > start]:
            del self.names[at]
        self.syllables[start:end] = [_syllable(syllable, "name") for syllable in syllables]
        self.names[start] = (end, parts)
        self.joined = True

    def words(self, text: str, tokens: Sequence[Token] | None) -> tuple[Word, ...]:
        """The words of *text*: those of *tokens* where given, otherwise those of the path and the names."""
        edges = self.starts if tokens is None and not self.joined else self._edges(tokens)
        result = []
        for start, end in pairwise(edges):
            known, parts = self.names.get(start, _NO_NAME)
            syllables = tuple(filter(None, self.syllables[start:end]))
            name = known == end
            result.append(Word(text[start:end], start, end, syllables, name, parts if name else ()))
        return tuple(result)

    def _edges(self, tokens: Sequence[Token] | None) -> list[int]:
        edges = set(self.starts)
        spans = (
            [(t.start, t.end) for t in tokens] if tokens is not None else [(a, b) for a, (b, _) in self.names.items()]
        )
        for start, end in spans:
            edges.difference_update(range(start + 1, end))
            edges |= {start, end}
        return sorted(edges)
