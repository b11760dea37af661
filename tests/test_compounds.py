"""Which runs of words are one term: the borders of what is studied."""

import pytest
from linked_units import make_article

from flashcards.pipeline import Toolbox

TERMS = [
    ("They shared the computing workloads.", "它们分担了计算负载。", "计算负载"),
    ("Grid operators paid for it.", "电网公司为此付费。", "电网公司"),
    ("The designers chose one.", "设计人员选择了一种。", "设计人员"),
    ("The chip industry grew.", "芯片业增长了。", "芯片业"),
    ("They built a packaging plant.", "他们兴建了封装厂。", "封装厂"),
    ("Its network infrastructure is good.", "其网络基础设施很好。", "网络基础设施"),
    ("Six “countries of concern” are named.", "六个“受关注国家”被点名。", "受关注国家"),  # in quotation marks
    ("A rule on drone parts is out.", "《无人机零件规定》已公布。", "无人机零件规定"),  # in title marks
]

PHRASES = [
    ("They will shorten supply chains.", "他们将缩短供应链。", "缩短供应链"),  # verb and object
    ("They discussed export controls.", "他们讨论出口管制。", "讨论出口管制"),
    ("Companies transfer data.", "企业传输数据。", "传输数据"),
    ("The data show a rise.", "数据显示上升。", "数据显示"),  # a clause
    ("Nvidia’s chief executive left.", "英伟达首席执行官离开。", "英伟达首席执行官"),  # a name joins nothing
    ("They have a strong platform.", "他们有强大平台。", "强大平台"),  # an adjective joins everything
    ("Supply chains were caught off guard.", "供应链措手不及。", "供应链措手不及"),
]


@pytest.mark.parametrize(("english", "chinese", "term"), TERMS, ids=[case[2] for case in TERMS])
def test_a_compound_is_a_candidate(tools: Toolbox, english: str, chinese: str, term: str) -> None:
    assert make_article(tools, (english, chinese)).candidate(term) is not None


@pytest.mark.parametrize(("english", "chinese", "phrase"), PHRASES, ids=[case[2] for case in PHRASES])
def test_a_phrase_is_none(tools: Toolbox, english: str, chinese: str, phrase: str) -> None:
    """An over-joined span is a card that nobody needs."""
    assert make_article(tools, (english, chinese)).candidate(phrase) is None


@pytest.mark.xfail(
    strict=True, reason="the cut into 数据|自由|流动 leaves a verb at the end, which nothing vouches for"
)
def test_a_verb_that_english_makes_a_noun_may_end_a_compound(tools: Toolbox) -> None:
    article = make_article(tools, ("It promotes free flows of goods.", "它推动自由流动。"))
    assert article.candidate("自由流动") is not None


def test_three_words_need_more_than_their_english(tools: Toolbox) -> None:
    article = make_article(tools, ("The staff salary records leaked.", "员工薪资记录泄露了。"))
    assert article.candidate("员工薪资记录") is None
