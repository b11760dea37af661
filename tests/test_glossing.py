"""What a term means, as the article uses it."""

import pytest
from linked_units import make_article

from flashcards import glossing, spans
from flashcards.model import Term
from flashcards.pipeline import Toolbox


def term(tools: Toolbox, headword: str, *pairs: tuple[str, str]) -> Term:
    """The term of that form in an article of sentence pairs."""
    article = make_article(tools, *pairs)
    candidate = article.candidate(headword)
    assert candidate is not None
    uses = spans.link(candidate, article.links, article.units, tools.lexicon)
    return glossing.make_term(candidate, uses, article.units, tools.lexicon)


@pytest.mark.parametrize(
    ("english", "chinese", "headword", "gloss"),
    [
        ("Chips are dear.", "芯片很贵。", "芯片", "chip"),  # a dictionary's form, not the article's plural
        ("China’s exports of cars rose.", "中国汽车出口增长。", "汽车出口", "export of cars"),  # the head alone
        ("Regulators summoned the firm.", "监管机构约谈了该公司。", "约谈", "summon"),
        ("Jensen Huang left.", "黄仁勋离开了。", "黄仁勋", "Jensen Huang"),
        ("The Dutch company sells it.", "荷兰公司销售它。", "荷兰", "Netherlands"),  # the place, not the adjective
        ("They earn money.", "他们赚钱。", "赚钱", "earn money"),  # without to
    ],
)
def test_the_gloss_is_what_the_article_says_in_dictionary_form(
    tools: Toolbox, english: str, chinese: str, headword: str, gloss: str
) -> None:
    assert term(tools, headword, (english, chinese)).gloss == gloss


def test_the_commonest_translation_wins(tools: Toolbox) -> None:
    pairs = [
        ("The duty rose.", "关税上升。"),
        ("Tariffs fell.", "关税下降。"),
        ("A tariff is a tax.", "关税是一种税。"),
    ]
    assert term(tools, "关税", *pairs).gloss == "tariff"


def test_without_a_counterpart_the_dictionary_speaks(tools: Toolbox) -> None:
    found = term(tools, "芯片", ("The H20 sells well.", "H20芯片卖得很好。"))
    assert found.occurrences[0].gloss is None
    assert found.gloss == "chip"
    assert not found.composed


def test_a_meaning_put_together_says_so(tools: Toolbox) -> None:
    """A reader must know that nobody has written this gloss."""
    pairs = [("It did.", "蓝色山羊很好。"), ("It was.", "蓝色山羊来了。")]
    found = term(tools, "蓝色山羊", *pairs)
    assert found.composed
    assert found.gloss == "blue goat"


def test_further_senses_are_few_and_other(tools: Toolbox) -> None:
    found = term(tools, "发展", ("They develop it.", "他们发展它。"))
    assert len(found.senses) <= 4
    assert found.gloss not in found.senses


def test_no_gloss_has_pinyin_or_han(tools: Toolbox) -> None:
    found = term(tools, "上海", ("Shanghai grew.", "上海发展了。"))
    assert not any(
        "[" in text or "\u4e00" <= char <= "\u9fff" for text in (found.gloss, *found.senses) for char in text
    )


def test_spans_are_cut_out_of_the_sentence(tools: Toolbox) -> None:
    english = "The ban on chips hurts."
    found = term(tools, "禁令", (english, "芯片禁令有害。"))
    assert [use.gloss.of(english) for use in found.occurrences if use.gloss] == ["ban"]


def test_an_abbreviation_of_the_lexicon_leads_to_its_full_form(tools: Toolbox) -> None:
    assert term(tools, "发改委", ("The NDRC said no.", "发改委说不。")).variant_of == "国家发展和改革委员会"


def test_an_unknown_abbreviation_leads_to_the_full_form_in_the_article(tools: Toolbox) -> None:
    """A title named in full once and shortened later."""
    pairs = (
        ("Under the Drone Noise Protection Act", "根据《无人机噪声保护法》"),
        ("the Drone Noise Act", "《无人机噪声法》"),
    )
    full, short = (term(tools, word, *pairs) for word in ("无人机噪声保护法", "无人机噪声法"))
    assert [found.variant_of for found in glossing.link_variants([full, short])] == ["", "无人机噪声保护法"]
