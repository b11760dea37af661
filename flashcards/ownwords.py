"""Words of the user's lists beyond what articles say of them: cards for those that stand in none, and tags."""

from collections.abc import Sequence

from flashcards import corrections
from flashcards.keys import make_key, split_key
from flashcards.lexicon import Lexicon
from flashcards.model import Domain, Span, Term, TranslationUnit
from flashcards.selection import Choice
from flashcards.wordlists import Row, Wordbook

_PLAIN = ("recognition", "production")
"Kinds of notes that need no sentence."


def choose(word: str, book: Wordbook, lexicon: Lexicon, standard: str, due: int) -> tuple[Choice, TranslationUnit]:
    """The choice for a *word* that stands in no article, with the sentence of its list, or with none."""
    rows = book.details.get(word, ())
    # In whichever script the list has the one and the other.
    sentence = next((row.sentence for row in rows if row.sentence), "")
    start = lexicon.simplify(sentence).find(word)
    use = Span(start, start + len(word))
    headword = use.of(sentence) if start >= 0 else rows[0].word if rows else word
    uses = (use,) if start >= 0 else ()
    row = corrections.row_at(rows, sentence, use, lexicon.simplify)
    term = _term(word, headword, row, lexicon, standard)
    unit = TranslationUnit("", (0, 0), (0, 1 if sentence else 0), "", sentence, 1.0)
    choice = Choice(
        make_key(word, term.sense), 0, due, 0, 0, term, uses, None, None, asked=True, sentence=sentence or word
    )
    return choice, unit


def plain_kinds(kinds: Sequence[str]) -> tuple[str, ...]:
    """The kinds of notes that a word without a sentence can have: those chosen, else recognition."""
    return tuple(kind for kind in kinds if kind in _PLAIN) or _PLAIN[:1]


def tags_of(key: str, book: Wordbook) -> tuple[str, ...]:
    """The tags that the lists give a word."""
    rows = book.details.get(split_key(key)[0], ())
    return tuple(dict.fromkeys(tag for row in rows for tag in row.tags))


def _term(word: str, headword: str, row: Row | None, lexicon: Lexicon, standard: str) -> Term:
    known = lexicon.renderings(word)
    curated = lexicon.curated(word)
    entries = lexicon.entries(word)
    traditional = curated[0].traditional if curated else entries[0].traditional if entries else ""
    term = Term(
        headword=headword,
        simplified=word,
        traditional=traditional or lexicon.traditionalise(word),
        reading=(),
        gloss=known[0].removeprefix("to ") if known else "",
        senses=known[1:5],
        domain=curated[0].domain if curated else Domain.GENERAL,
        level=lexicon.level(word, standard),
        score=0.0,
        occurrences=(),
        kind=curated[0].kind if curated else "",
    )
    return corrections.retell(term, row) if row else term
