"""Links → for each use of a term the English words that translate it there, as a stretch of the sentence.

The links say which words; the stretch is made whole: `export controls`, not `controls`, `Jensen Huang`, not `Huang`.
Of a word inside a longer one it is the part that is left to it: `farms` in `solar farms`, `chip` in `chipmaker`.
"""

from collections.abc import Mapping, Sequence

from flashcards import english
from flashcards.english import FUNCTION_WORDS
from flashcards.lexicon import Lexicon
from flashcards.linked import Candidate, Link, UnitLinks
from flashcards.model import Occurrence, Span, TranslationUnit

TRUST: Mapping[str, float] = {
    "curated": 0.98, "same": 0.98, "name": 0.97, "sense": 0.96, "coordinated": 0.9, "part": 0.9, "fuzzy": 0.9,
    "shared": 0.85, "akin": 0.6, "model": 0.8, "together": 0.8, "partial": 0.7, "place": 0.5,
}  # fmt: skip
"""Share of right spans by kind of evidence on the gold of the sample articles, rounded down."""

_GRADED = frozenset(("model", "partial", "together"))  # kinds whose strength says more than their average
_LEAST = 0.42  # strength under which a link is not shown: more of them are wrong than right
_LONGEST_GAP = 2  # function words or unlinked words inside one span
_NARROWED = 0.7  # of the confidence of a longer word's span, for a part of it: good enough to show, not to be the gloss
_FIRM, _LOOSE = 0.9, 0.65  # strength beside which a link, if it is weaker than the other, is left out of a span
_HEADLINE = 0.6  # share of capitalised words from which capitals say nothing
_TITLES = frozenset(
    "Mr Mrs Ms Dr President Premier Prime Minister Professor Secretary Senator Chairman Sir Chief".split()
)
_JOINTS = frozenset(("of", "for", "and"))


def link(
    candidate: Candidate, links: Sequence[UnitLinks], units: Sequence[TranslationUnit], lexicon: Lexicon
) -> tuple[Occurrence, ...]:
    """The uses of *candidate* with the English words that translate each."""
    found = []
    for number, start, end in candidate.uses:
        here = _Sentence(links[number], units[number].source)
        words, confidence = here.words_for(candidate, Span(start, end), lexicon)
        found.append(Occurrence(number, start, end, words, confidence))
    return tuple(found)


class _Sentence:
    """One unit: its links and its English."""

    def __init__(self, row: UnitLinks, source: str) -> None:
        self._row = row
        self._words = row.words
        self._source = source
        self._linked = row.by_token()
        capitals = [word.text[:1].isupper() for word in row.words if word.text.lower() not in FUNCTION_WORDS]
        self._is_headline = sum(capitals) > _HEADLINE * len(capitals)
        self._taken = {index for link in row.links for index in range(link.first, link.last + 1)}

    def words_for(self, candidate: Candidate, use: Span, lexicon: Lexicon) -> tuple[Span | None, float]:
        """The English of one use and the probability that it is right."""
        inside = [i for i, token in enumerate(self._row.tokens) if use.start <= token.start and token.end <= use.end]
        found = [self._linked[i] for i in inside if i in self._linked and self._linked[i].strength >= _LEAST]
        if found:
            first, last, used = self._cover(found)
            first, last = self._whole(first, last, candidate)
            headless = used[-1].evidence == "partial" or inside[-1] not in {link.token for link in used}
            heads = {stem for text in lexicon.renderings(candidate.simplified) for stem in english.stems(text)[-1:]}
            headless = headless and english.stem(self._text(last)) not in heads  # low orbit | fills up
            if headless and not candidate.name and self._is_free_head(last):
                last += 1
            return self._span(first, last), min(map(_trust, used))
        for index, token in enumerate(self._row.tokens):
            start, end = max(token.start, use.start), min(token.end, use.end)
            if start < end and index not in inside:
                rest = (token.text[: start - token.start], token.text[end - token.start :])
                word = lexicon.simplify(token.text[start - token.start : end - token.start])
                if index in self._linked:
                    return self._part(word, rest, self._linked[index], lexicon)
                return self._left_for(word, lexicon)
        return None, 0.0

    def _span(self, first: int, last: int) -> Span:
        return Span(self._words[first].start, self._words[last].end)

    def _cover(self, found: Sequence[Link]) -> tuple[int, int, list[Link]]:
        """The words of *found* as one run: of links that stand apart, those around the surest."""
        core = max(found, key=lambda link: (link.strength, link.token))
        if core.strength >= _FIRM:
            found = [link for link in found if link.strength >= _LOOSE or self._beside(link, core)]
        first, last, used = core.first, core.last, [core]
        for link in sorted((link for link in found if link is not core), key=lambda link: abs(link.first - core.first)):
            if link.first > last and self._is_open(range(last + 1, link.first)):
                last = link.last
            elif link.last < first and self._is_open(range(link.last + 1, first)):
                first = link.first
            elif not (first <= link.first and link.last <= last):
                continue
            used.append(link)
        return first, last, used

    @staticmethod
    def _beside(one: Link, other: Link) -> bool:
        return other.last + 1 == one.first or one.last + 1 == other.first

    def _is_open(self, gap: range) -> bool:
        """Whether one phrase can span the words of *gap*: a short one without words that translate something else."""
        return len(gap) <= _LONGEST_GAP and not any(index in self._taken for index in gap)

    def _whole(self, first: int, last: int, candidate: Candidate) -> tuple[int, int]:
        """The run widened to the whole name, hyphenated word or compound that it is part of."""
        while self._joins(first - 1, first, "-") or (candidate.name and self._is_name(first - 1, first)):
            first -= 1
        while self._joins(last, last + 1, "-") or (candidate.name and self._is_name(last + 1, last)):
            last += 1
        if candidate.name in ("organisation", "document"):
            while self._text(last + 1) in _JOINTS and self._is_name(last + 2, last + 1):
                last += 2
        return first, last

    def _is_free_head(self, last: int) -> bool:
        """Whether the word after *last* can be the head of its phrase: it touches it and translates nothing else."""
        text = self._text(last + 1)
        return (
            text.isalpha()
            and text.islower()
            and text not in FUNCTION_WORDS
            and last + 1 not in self._taken
            and not text.endswith(("ed", "ing", "ly"))
            and self._source[self._words[last].end : self._words[last + 1].start] in (" ", "-")
        )

    def _text(self, index: int) -> str:
        return self._words[index].text if 0 <= index < len(self._words) else ""

    def _joins(self, one: int, other: int, mark: str) -> bool:
        """Whether *mark* alone stands between two neighbouring words, one of which is still free."""
        if not (one >= 0 and other < len(self._words)) or {one, other} <= self._taken:
            return False
        return self._source[self._words[one].end : self._words[other].start] == mark

    def _is_name(self, index: int, beside: int) -> bool:
        """Whether the free word *index* is capitalised and follows or precedes *beside* directly."""
        text = self._text(index)
        low, high = sorted((index, beside))
        return (
            text[:1].isupper()
            and not self._is_headline
            and index not in self._taken
            and text not in _TITLES
            and text.lower() not in FUNCTION_WORDS
            and self._source[self._words[low].end : self._words[high].start] == " "
        )

    def _part(self, word: str, around: tuple[str, str], link: Link, lexicon: Lexicon) -> tuple[Span | None, float]:
        """The words inside the span of a longer word that translate the part *word* of it."""
        confidence = _NARROWED * _trust(link)
        run = range(link.first, link.last + 1)
        wanted = lexicon.translations(word)
        places = [i for i in run if english.stem(self._words[i].text) in wanted]
        if places:
            return self._span(places[0], places[-1]), confidence
        if len(run) == 1:
            return self._prefix(link.first, wanted), confidence
        rest = {stem for text in around if text for stem in lexicon.translations(text)}
        left = [i for i in run if english.stem(self._words[i].text) not in rest and self._text(i) not in FUNCTION_WORDS]
        if 0 < len(left) < len(run) and left == list(range(left[0], left[-1] + 1)):
            return self._span(left[0], left[-1]), confidence
        return None, 0.0

    def _left_for(self, word: str, lexicon: Lexicon) -> tuple[Span | None, float]:
        """The one free word that translates the part *word* of a longer one without link: 芯片禁令, `the ban on chips`."""
        wanted = lexicon.translations(word) if len(word) > 1 else {}
        places = [i for i, each in enumerate(self._words) if i not in self._taken and english.stem(each.text) in wanted]
        if len(places) != 1 or self._text(places[0]).lower() in FUNCTION_WORDS:
            return None, 0.0
        return self._span(places[0], places[0]), _NARROWED * TRUST["sense"]

    def _prefix(self, index: int, wanted: Mapping[str, float]) -> Span | None:
        """The beginning of an English compound that translates a part: chip in chipmaker."""
        text = self._text(index).lower()
        size = max((len(s) for s in wanted if 3 < len(s) < len(text) - 2 and text.startswith(s)), default=0)
        start = self._words[index].start
        return Span(start, start + size) if size else None


def _trust(link: Link) -> float:
    trust = TRUST[link.evidence]
    return min(trust, link.strength) if link.evidence in _GRADED else trust
