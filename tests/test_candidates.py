"""Forms that might be terms, and all their uses."""

import pytest
from linked_units import Article, make_article

from flashcards import candidates
from flashcards.pipeline import Toolbox


def uses(article: Article, headword: str) -> list[str]:
    """The text around each use of a candidate."""
    candidate = article.candidate(headword)
    assert candidate is not None
    return [article.units[unit].target[max(0, start - 1) : end + 1] for unit, start, end in candidate.uses]


def test_uses_inside_longer_words_count(tools: Toolbox) -> None:
    """芯片 in 芯片制造商 is 芯片."""
    article = make_article(tools, ("Chips are made by chipmakers.", "芯片由芯片制造商制造。"))
    assert uses(article, "芯片") == ["芯片由", "由芯片制"]


def test_a_border_of_words_is_never_crossed(tools: Toolbox) -> None:
    """代工厂 is 代工|厂: 工厂 is not in it."""
    article = make_article(tools, ("Factories envy foundries.", "工厂羡慕代工厂。"))
    assert uses(article, "工厂") == ["工厂羡"]


@pytest.mark.parametrize(
    ("english", "chinese", "name", "kind"),
    [
        ("Huawei sells it.", "华为销售它。", "华为", "organisation"),
        ("They met in London.", "他们在伦敦会面。", "伦敦", "place"),
        (
            "The National Bird Office said that numbers fell in spring.",
            "国家鸟类局称，春季数量下降。",
            "国家鸟类局",
            "organisation",
        ),
        ("under the new Drone Act", "根据新的《无人机法》", "无人机法", "document"),
    ],
)
def test_names_are_of_a_kind(tools: Toolbox, english: str, chinese: str, name: str, kind: str) -> None:
    candidate = make_article(tools, (english, chinese)).candidate(name)
    assert candidate is not None
    assert (candidate.kind, candidate.name) == ("name", kind)


@pytest.mark.parametrize("word", ["但是", "周二", "三十", "的"])
def test_grammar_days_and_numbers_are_none(tools: Toolbox, word: str) -> None:
    article = make_article(tools, ("But thirty came on Tuesday.", "但是三十人周二来的。"))
    assert article.candidate(word) is None


def test_part_of_one_notion_is_none(tools: Toolbox) -> None:
    """智能 is no term of an article that only has 人工智能."""
    article = make_article(tools, ("Artificial intelligence is here.", "人工智能来了。"))
    assert article.candidate("人工智能") is not None
    assert article.candidate("智能") is None


def test_a_word_that_the_user_asks_for_is_one_wherever_it_stands(tools: Toolbox) -> None:
    article = make_article(tools, ("It is very expensive.", "它非常贵。"))
    found = candidates.gather(article.units, article.links, article.names, tools.lexicon, tools.tokenizer, {"常贵"})
    assert "常贵" in {candidate.headword for candidate in found}


def test_traditional_text_keeps_its_form(tools: Toolbox) -> None:
    article = make_article(tools, ("Chips are dear.", "晶片很貴，關稅也很高。"))
    candidate = article.candidate("關稅")
    assert candidate is not None
    assert candidate.simplified == "关税"
