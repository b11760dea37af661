"""Small bilingual articles as values, and the jobs that make decks of them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from flashcards import pipeline
from flashcards.assembly import Job
from flashcards.ledger import Ledger
from flashcards.markup import text_of
from flashcards.model import Document, Language, Package, Paragraph
from flashcards.notetype import FIELDS, Look
from flashcards.options import DeckOptions
from flashcards.pipeline import Toolbox
from flashcards.tokens import Tokenizer, load
from flashcards.wordlists import Wordbook

Pair = tuple[str, str]
"A sentence and its translation."

CONTROLS = (
    "The United States widened its export controls on chips on Tuesday.",
    "美国周二扩大了对芯片的出口管制。",
)
MAKERS = (
    "Chipmakers said the new rules would hurt their sales in China and slow investment.",
    "芯片制造商表示，新规定将影响它们在中国的销售，并使投资放缓。",
)
TALKS = (
    "Regulators in Beijing called the decision a mistake and asked for talks on trade.",
    "北京的监管机构称这一决定是错误的，并要求就贸易问题进行谈判。",
)
POWER = (
    "Data centres need more computing power every year, an analyst said.",
    "一位分析师说，数据中心每年都需要更多的算力。",
)
MEMORY = (
    "Memory chips have become scarce because so many data centres are being built.",
    "由于正在兴建的数据中心太多，存储芯片变得紧缺。",
)
LONG = (
    (
        "Officials said that because the supply of advanced chips remained tight, many data centre projects in the "
        "western provinces had been postponed, while manufacturers on the coast had started to look for partners in "
        "South-East Asia so that they could deliver their orders before the end of the year."
    ),
    "官员表示，由于先进芯片的供应仍然紧张，西部省份的许多数据中心项目已被推迟，而沿海地区的制造商则开始在东南亚寻找合作伙伴，以便能够在今年年底之前交付已经接到的订单。",
)
WRONG = ("The company built 12 data centres last year.", "该公司去年建造了40个数据中心。")
"Its two sides disagree about a number."
PAIRS = (CONTROLS, MAKERS, TALKS, POWER)
BUILT = 1_790_000_000
"When the builds take place, in seconds since 1970."
NOTHING = Ledger("test")
"The memory of a namespace that has shipped nothing yet."


def article(*pairs: Pair, name: str = "a.txt", **credit: str) -> Document:
    """An article of *pairs*, each sentence a paragraph on a line of its own."""
    texts = [text for pair in pairs or PAIRS for text in pair]
    languages = (Language.ENGLISH, Language.CHINESE)
    paragraphs = tuple(Paragraph(text, languages[at % 2], at + 1) for at, text in enumerate(texts))
    return Document(f"seeds/{name}", name, paragraphs, **credit)


def job(name: str = "News", *, look: Look = Look(), **more: Any) -> Job:  # noqa: B008  frozen
    """The job of building the deck *name*; what is an option of decks goes there."""
    chosen = {key: more.pop(key) for key in tuple(more) if key in DeckOptions.model_fields}
    plain: dict[str, Any] = {"output": f"{name}.apkg", "description": "", "siblings": frozenset(), "built": BUILT}
    return Job(name=name, look=look, options=DeckOptions(**chosen), **(plain | more))


def book(**roles: str) -> Wordbook:
    """What the lists ask for: words with spaces between them, by role."""
    named = {role: frozenset(words.split()) for role, words in roles.items()}
    return Wordbook(**named, words=named.get("add", frozenset()) | named.get("only", frozenset()))  # type: ignore[arg-type]  # sets of words


def fields_of(package: Package, kind: str = "cloze") -> Mapping[str, Mapping[str, str]]:
    """Word → the fields of its note of *kind*, as a reader sees them."""
    notes = [dict(zip(FIELDS, map(text_of, note.fields), strict=True)) for note in package.notes if note.kind == kind]
    return {note["Word"]: note for note in notes}


def loaded(tools: Toolbox) -> Toolbox:
    """*tools* with everything loaded, so that those with other lists share it instead of loading it each time."""
    _ = tools.lexicon, tools.tokenizer, tools.annotator
    return tools


def share(monkeypatch: pytest.MonkeyPatch, tools: Toolbox) -> None:
    """From now on a new toolbox is not empty, but has what *tools* have: a build then takes a moment, not two seconds."""
    loaded(tools)

    class Shared(Toolbox):
        def __init__(self, book: Wordbook | None = None) -> None:
            super().__init__(book)
            self.__dict__.update(lexicon=tools.lexicon, annotator=tools.annotator)
            self.__dict__.update(tokenizer=_cutter(tools, self.book.words) if self.book.words else tools.tokenizer)

    monkeypatch.setattr(pipeline, "Toolbox", Shared)


@cache
def _cutter(tools: Toolbox, words: frozenset[str]) -> Tokenizer:
    return load(tools.lexicon, words)
