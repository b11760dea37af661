"""Han text → words with one syllable for each character.

Who decides, first to last (`_Line.read`):

1. the user's fix list, wherever its words stand;
2. the curated lexicons' words, where the best path through the sentence has them;
3. names: capitalised English words that spell Han characters of the text, then surnames;
4. the table of words, along the best path;
5. rules for single heteronyms (`heteronyms`);
6. the usual reading of the character.

Everything is read in its Simplified form, of the same length; offsets and text of the result are the original's.
Tones are the dictionary's: 一 yī, 不 bù, no third-tone sandhi (`spelling` has them as a switch).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from flashcards import heteronyms, names, wordtable
from flashcards.model import CuratedEntry, Syllable, Token, Word
from flashcards.syllables import HAN
from flashcards.wordtable import WordTable

CONFIDENCE: Mapping[str, float] = {
    "fix": 1.0,
    "lexicon": 0.99,
    "name": 0.97,
    "table": 0.98,
    "doubtful": 0.8,
    "rule": 0.95,
    "default": 0.97,
    "open": 0.85,
}
"""How sure each source is: the share of its syllables that were right on running text, rounded down. `doubtful` is a
word about which the dictionaries disagree, `open` a heteronym that stands alone without a rule."""

NAME_TAGS = frozenset(("nr", "ns", "nt", "nz"))
_CURATED_COST = 11.0  # of a curated word that the table lacks: about as frequent as 反垄断 in newspapers, 1 in 60,000


@dataclass(frozen=True, slots=True)
class Fix:
    """A reading that the user has settled."""

    word: str
    syllables: tuple[str, ...]
    "With tone marks; capitals mark names and the beginnings of their parts."


class Annotator:
    """Reads Han text. Holds the tables; making one takes about 0.3 s the first time in a process."""

    def __init__(
        self,
        entries: Iterable[CuratedEntry] = (),
        fixes: Iterable[Fix] = (),
        simplify: Callable[[str], str] = str,
        table: WordTable | None = None,
    ) -> None:
        """An annotator.

        Args:
            entries: the curated lexicons.
            fixes: the user's readings; they win over everything.
            simplify: gives the Simplified form of a text, same length.
            table: words and readings instead of those that ship with the package.
        """
        self._simplify = simplify
        self._fixes = {simplify(fix.word): fix.syllables for fix in fixes}
        self._curated = {simplify(e.word): e.reading for e in entries if e.reading and not e.sense}
        base = table or wordtable.load()
        extra = {word: (_CURATED_COST, "nz") for word in self._curated if word not in base.words}
        words = {**base.words, **extra}
        self._table = replace(base, words=words, longest=max(base.longest, *map(len, words)))

    def annotate(
        self, text: str, *, tokens: Sequence[Token] | None = None, english: Sequence[str] | str = ()
    ) -> tuple[Word, ...]:
        """The words of *text* in order; they concatenate to it.

        Args:
            text: one sentence or paragraph, any script, no line ends needed.
            tokens: words to be kept together, covering *text* or not; the best path's own words if None.
            english: the English side of the article, for names: the more of it, the better.
        """
        line = _Line(text, self._form(text), self._table, self._curated)
        line.read_words()
        line.read_names(english if isinstance(english, str) else "\n".join(english))
        line.apply(self._fixes)
        return line.words(tokens)

    def _form(self, text: str) -> str:
        """*text* as it is looked up: Simplified, same length.

        A character stays where the table has it more often than the one it would become: 么 and 宁 are Traditional
        forms of 幺 and 㝉, too.
        """
        simple = self._simplify(text)
        if simple == text:
            return text
        words = self._table.words
        return "".join(
            char
            if char != form and words.get(char, wordtable.UNKNOWN)[0] < words.get(form, wordtable.UNKNOWN)[0]
            else form
            for char, form in zip(text, simple, strict=True)
        )


class _Line:
    """One text while it is being read: a syllable for each code point, overwritten by whoever knows better."""

    def __init__(self, text: str, form: str, table: WordTable, curated: Mapping[str, tuple[str, ...]]) -> None:
        self.text = text
        self.form = form
        self.table = table
        self.curated = curated
        self.pieces = wordtable.divide(form, table)
        self.syllables: list[Syllable | None] = [None] * len(text)
        self.names: dict[int, tuple[int, tuple[int, ...]]] = {}
        "Start of a name → its end and the offsets inside it where a written word begins."

    def read_words(self) -> None:
        words, tags = [w for w, _ in self.pieces], [t for _, t in self.pieces]
        start = 0
        for index, word in enumerate(words):
            if HAN.match(word):
                self._read_word(words, tags, index, start)
            start += len(word)
        for at, char in enumerate(self.form):
            if char == "々" and at:
                self.syllables[at] = self.syllables[at - 1]

    def _read_word(self, words: Sequence[str], tags: Sequence[str], index: int, start: int) -> None:
        word, usual = words[index], self.table.characters
        if ruled := heteronyms.settle(words, tags, index):
            self._set(start, ruled.split(" "), "rule", False)
        elif word in self.curated:
            self._set(start, self.curated[word], "lexicon", False)  # capitals in the entry say that it is a name
        elif len(word) > 1:
            reading = self.table.readings.get(word)
            syllables = reading.split(" ") if reading else [usual.get(char, "") for char in word]
            source = "doubtful" if word in self.table.doubtful else "table"
            self._set(start, syllables, source, tags[index][:2] in NAME_TAGS)
        else:
            self._set(start, [usual.get(word, "")], "default", False)

    def _set(self, start: int, syllables: Sequence[str], source: str, name: bool) -> None:
        name = name or syllables[0][:1].isupper()
        if name:
            capitals = tuple(i for i, s in enumerate(syllables) if i and s[:1].isupper())
            self.names[start] = (start + len(syllables), capitals)
        written = "table" if source == "doubtful" else source
        for at, syllable in enumerate(syllables, start):
            self.syllables[at] = Syllable(syllable.lower(), written, CONFIDENCE[source])

    def read_names(self, english: str) -> None:
        """Overwrite what the English side or a surname says better."""
        if english:
            now = [s.text if s else "" for s in self.syllables]
            inside = self._inside()
            for match in names.in_english(self.form, english, now):
                end = match.start + len(match.syllables)
                if len(match.syllables) == 2 and (match.start in inside or end in inside):
                    continue  # 那里|那么 is no Li Na
                self._overwrite(match.start, match.syllables, "name", match.parts)
        words, tags = [w for w, _ in self.pieces], [t for _, t in self.pieces]
        start = 0
        for index, word in enumerate(words):
            if word in names.SURNAMES and start not in self.names:
                used = names.by_surname(words, tags, index)
                if used:
                    given = [
                        s.text
                        for s in self.syllables[
                            start + 1 : start + 1 + sum(map(len, words[index + 1 : index + 1 + used]))
                        ]
                        if s
                    ]
                    self._overwrite(start, [names.SURNAMES[word], *given], "name", (1,))
            start += len(word)

    def _inside(self) -> set[int]:
        """Offsets that are not at the edge of a word."""
        found: set[int] = set()
        start = 0
        for word, _ in self.pieces:
            found.update(range(start + 1, start + len(word)))
            start += len(word)
        return found

    def _overwrite(self, start: int, syllables: Sequence[str], source: str, parts: tuple[int, ...]) -> None:
        end = start + len(syllables)
        for at in [a for a, (b, _) in self.names.items() if a < end and b > start]:
            del self.names[at]
        for at, syllable in enumerate(syllables, start):
            self.syllables[at] = Syllable(syllable, source, CONFIDENCE[source])
        self.names[start] = (end, parts)

    def apply(self, fixes: Mapping[str, tuple[str, ...]]) -> None:
        """The user's readings, wherever their words stand, longest first."""
        for word in sorted(fixes, key=len):
            start = self.form.find(word)
            while start >= 0:
                han = [at for at in range(start, start + len(word)) if HAN.match(self.form[at])]
                for at, syllable in zip(han, fixes[word], strict=True):
                    self.syllables[at] = Syllable(syllable.lower(), "fix", CONFIDENCE["fix"])
                start = self.form.find(word, start + len(word))

    def words(self, tokens: Sequence[Token] | None) -> tuple[Word, ...]:
        """The line's words: those of *tokens* where given, with names kept together."""
        result = []
        for start, end in self._spans(tokens):
            known = self.names.get(start)
            name = known is not None and known[0] == end
            syllables = tuple(s for s in self.syllables[start:end] if s is not None)
            parts = known[1] if known is not None and name else ()
            result.append(Word(self.text[start:end], start, end, syllables, name, parts))
        return tuple(result)

    def _spans(self, tokens: Sequence[Token] | None) -> list[tuple[int, int]]:
        edges = {0, len(self.text)}
        at = 0
        for word, _ in self.pieces:
            edges.add(at)
            at += len(word)
        if tokens is not None:
            for token in tokens:
                edges -= set(range(token.start + 1, token.end))
                edges |= {token.start, token.end}
        for start, (end, _) in self.names.items():
            if tokens is None:
                edges -= set(range(start + 1, end))
                edges |= {start, end}
        ordered = sorted(edges)
        return list(pairwise(ordered))
