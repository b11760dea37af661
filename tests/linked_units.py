"""Units cut and linked with the real dictionaries, for the tests of the stages that follow."""

from dataclasses import dataclass

from flashcards import candidates, linking, mentions, newwords, spans
from flashcards.linked import Candidate, UnitLinks
from flashcards.model import NameMatch, Occurrence, TranslationUnit
from flashcards.pipeline import Toolbox


@dataclass(frozen=True, slots=True)
class Article:
    """A few sentences with all that is known of them before terms are scored."""

    units: tuple[TranslationUnit, ...]
    names: tuple[tuple[NameMatch, ...], ...]
    links: tuple[UnitLinks, ...]
    candidates: tuple[Candidate, ...]

    def linked(self, number: int = 0) -> dict[str, str]:
        """Chinese word → the English words it is linked to, in one unit."""
        row, source = self.links[number], self.units[number].source
        return {
            row.tokens[link.token].text: source[row.words[link.first].start : row.words[link.last].end]
            for link in row.links
        }

    def candidate(self, headword: str) -> Candidate | None:
        """The candidate of that form, if there is one."""
        return next((candidate for candidate in self.candidates if candidate.headword == headword), None)


def make_article(tools: Toolbox, *pairs: tuple[str, str]) -> Article:
    """An article of sentence pairs, English first."""
    units = tuple(
        TranslationUnit("test.txt", (2 * i + 1, 2 * i + 2), (1, 1), en, zh, 1.0) for i, (en, zh) in enumerate(pairs)
    )
    cutter, dictionary = tools.tokenizer, tools.lexicon
    rows = [cutter.cut(unit.target) for unit in units]
    names = mentions.find(units, rows, dictionary)
    rows = [mentions.merge(row, found, unit.target) for row, found, unit in zip(rows, names, units, strict=True)]
    links = linking.link_units(units, newwords.join_repeated(rows), names, dictionary, cutter)
    return Article(units, names, links, candidates.gather(units, links, names, dictionary, cutter))


def glosses(tools: Toolbox, article: Article, headword: str) -> list[str | None]:
    """The English given for each use of a candidate."""
    candidate = article.candidate(headword)
    uses: tuple[Occurrence, ...] = ()
    if candidate is not None:
        uses = spans.link(candidate, article.links, article.units, tools.lexicon)
    return [use.gloss.of(article.units[use.unit].source) if use.gloss else None for use in uses]
