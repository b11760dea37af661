"""Choices → card contexts: everything that a card says, put together from what the stages found.

The reading of a term on its card is that of its sentence, cut out of the words that the sentence was read as.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flashcards import sandhi, spelling
from flashcards.lexicon import Lexicon
from flashcards.markup import linked, plain
from flashcards.model import CardContext, Document, Span, Spelled, Syllable, Term, TranslationUnit, Word
from flashcards.selection import Choice
from flashcards.syllables import HAN, restyle, tone

_ONE_WORD = 3  # characters up to which a term is written as one word (GB/T 16159-2012, 5.1); longer ones at their parts


@dataclass(frozen=True, slots=True)
class CardOptions:
    """How cards write what they say."""

    style: str = "marks"
    "Of readings: `marks`, `numbers` or `zhuyin`."
    sandhi: bool = False
    "Readings in the tones of connected speech; colours stay those of the dictionary."
    both_scripts: bool = False
    "The back shows the sentence in the other script as well."
    convert: Callable[[str], str] = str
    "Gives a text of the same length in the script that cards are to have."
    zipf: Callable[[str], float | None] | None = None
    "Gives the Zipf frequency of a Simplified word; None for cards without it."


def make_context(
    choice: Choice,
    document: Document,
    unit: TranslationUnit,
    words: Sequence[Word],
    lexicon: Lexicon,
    options: CardOptions,
) -> CardContext:
    """What the card of *choice* says."""
    inside = words_of(words, choice.occurrences[0], choice.term) if choice.occurrences else tuple(words)
    own = [syllable for word in inside for syllable in word.syllables]
    target, headword = options.convert(unit.target), options.convert(choice.term.headword)
    shown = target or headword
    is_traditional = lexicon.simplify(shown) != shown
    other = lexicon.simplify if is_traditional else lexicon.traditionalise
    spoken = sandhi.speak(words) if options.sandhi else words
    return CardContext(
        key=choice.key,
        slot=choice.slot,
        due=choice.due,
        document=document,
        unit=replace(unit, target=target),
        term=replace(choice.term, headword=headword),
        occurrences=choice.occurrences,
        gloss=choice.gloss,
        words=tuple(word._replace(text=target[word.start : word.end] or word.text) for word in words),
        spelled=tuple(
            _spelled(word.syllables, say.syllables, options) for word, say in zip(words, spoken, strict=True)
        ),
        reading=_spelled(own, own, options),
        pinyin=spelling.spell(inside, options.style),
        window=choice.window,
        script="Hant" if is_traditional else "Hans",
        other_script=other(target) if options.both_scripts else "",
        notes=_notes(choice, lexicon),
        zipf=options.zipf(choice.term.simplified) if options.zipf else None,
    )


def words_of(words: Sequence[Word], use: Span, term: Term) -> tuple[Word, ...]:
    """The words that make up one use of *term*; as one word if it is a word of two or three characters itself."""
    touched = [word for word in words if word.start < use.end and use.start < word.end]
    whole = touched[0].start == use.start and touched[-1].end == use.end
    if whole and (len(touched) == 1 or use.end - use.start > _ONE_WORD):
        return tuple(touched)
    syllables: list[Syllable] = []
    for word in touched:
        places = [word.start + offset for offset, char in enumerate(word.text) if HAN.match(char)]
        syllables += [s for place, s in zip(places, word.syllables, strict=True) if use.start <= place < use.end]
    text = "".join(word.text for word in touched)
    at = touched[0].start
    return (Word(text[use.start - at : use.end - at], use.start, use.end, tuple(syllables), bool(term.kind)),)


def _spelled(syllables: Sequence[Syllable], spoken: Sequence[Syllable], options: CardOptions) -> tuple[Spelled, ...]:
    """What is written is the *spoken* syllable, what colours it the dictionary's."""
    return tuple(
        Spelled(restyle(say.text, options.style), tone(syllable.text))
        for syllable, say in zip(syllables, spoken, strict=True)
    )


def _notes(choice: Choice, lexicon: Lexicon) -> str:
    """Other names of the same thing, in plain text."""
    lines = [f"Also: {'、'.join(choice.variants)}"] if choice.variants else []
    for entry in lexicon.curated(choice.term.simplified)[:1]:
        lines += [f"Short for {entry.short_for}"] if entry.short_for else []
        regions = [f"{entry.taiwan} (Taiwan)"] if entry.taiwan else []
        regions += [f"{entry.hongkong} (Hong Kong)"] if entry.hongkong else []
        lines += [", ".join(regions)] if regions else []
    return "\n".join(lines)


_ADVICE = (
    "Each card hides one word of a news sentence; the back shows how the newspaper translated it. "
    "In the deck's options, turn on “Bury new siblings” and start with ten new cards a day. "
    "Importing a newer version of this deck keeps your progress."
)
_LICENCE = "(<a href='https://creativecommons.org/licenses/by-sa/4.0/'>CC BY-SA 4.0</a>)"
_DICTIONARY = f"Dictionary: <a href='https://cc-cedict.org/'>CC-CEDICT</a> {_LICENCE}. "
_FREQUENCIES = f"Frequencies: <a href='https://github.com/rspeer/wordfreq'>wordfreq</a> {_LICENCE}. "


def describe(text: str, documents: Sequence[Document], *, zipf: bool = False) -> str:
    """The description of a deck in HTML: the author's own words, advice, sources with licences, credits.

    With *zipf*, the source of the frequencies on its cards is credited as well.
    """
    own = f"<p>{plain(text)}</p>" if text else ""
    sources = "".join(f"<li>{_credit(document)}</li>" for document in documents)
    credit = f"{_DICTIONARY}{_FREQUENCIES if zipf else ''}Made with flashcards."
    return f"{own}<p>{_ADVICE}</p><p>Articles:</p><ul>{sources}</ul><p>{credit}</p>"


def _credit(document: Document) -> str:
    """One article as the description names it; without a title of its own, its file name has to do."""
    title = linked(plain(document.title or document.title_target or document.name), document.url)
    return ", ".join(filter(None, (title, plain(document.source), plain(document.date), plain(document.licence))))
