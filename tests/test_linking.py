"""Which English words translate which Chinese words."""

import pytest
from linked_units import make_article

from flashcards import evidence, leftover
from flashcards.pipeline import Toolbox

# label, English, Chinese, links that must be there (None: the word must have none)
CASES: list[tuple[str, str, str, dict[str, str | None]]] = [
    ("a curated rendering", "Beijing tightened export controls.", "北京收紧了出口管制。", {"出口管制": "export controls"}),
    ("a form of a word", "Regulators summoned the company.", "监管机构约谈了该公司。", {"约谈": "summoned"}),
    ("a derived word", "It was a reversal of policy.", "这是政策的逆转。", {"逆转": "reversal"}),
    ("shared characters", "The ban hurt sales.", "这项禁令打击了销售。", {"禁令": "ban"}),
    ("a compound word", "The chipmaker said no.", "芯片制造商说不。", {"芯片制造商": "chipmaker"}),
    ("Latin letters", "Huawei uses CloudMatrix.", "华为使用CloudMatrix。", {"CloudMatrix": "CloudMatrix"}),
    ("a name by sound", "A plant in Fengning opened.", "丰宁的一座电站投产。", {"丰宁": "Fengning"}),
    ("a surname alone", "Mr Xi said the plan was sound.", "习近平说，该计划是合理的。", {"习近平": "Xi"}),
    ("a currency", "It cost Rmb180bn ($25bn).", "耗资1800亿元人民币（约合250亿美元）。", {"人民币": "Rmb", "美元": "$"}),
    (
        "two heads in one",
        "Wind and solar farms were built.",
        "风电场和光伏电站建成了。",
        {"风电场": "Wind and solar farms", "光伏电站": "solar farms"},
    ),
    (
        "one word for two of one root",
        "America bans sales; the ban helps Huawei.",
        "美国禁止销售，这项禁令帮助了华为。",
        {"禁令": "ban", "禁止": "bans"},
    ),
    (
        "a free translation",
        "The heat and the machine weight caused issues.",
        "热量及设备重量造成了问题。",
        {"设备": "machine"},
    ),
    # negative
    ("particles take nothing", "They are made in Japan and sold here.", "它们在日本制造和在这里销售。", {"和": None, "在": None}),
    ("a unit is converted", "It has 3.6 gigawatts of capacity.", "装机容量为360万千瓦。", {"千瓦": None}),
    ("a description is no name", "The regulator changed course.", "国家网信办调整了方向。", {"国家网信办": None}),
]  # fmt: skip


@pytest.mark.parametrize(("label", "english", "chinese", "expected"), CASES, ids=[case[0] for case in CASES])
def test_words_are_linked(
    tools: Toolbox, label: str, english: str, chinese: str, expected: dict[str, str | None]
) -> None:
    linked = make_article(tools, (english, chinese)).linked()
    assert {word: linked.get(word) for word in expected} == expected, label


def test_the_article_teaches_its_own_words(tools: Toolbox) -> None:
    """Nothing but the article says that 昇光 is Brightrise."""
    article = make_article(
        tools,
        ("Brightrise is expensive.", "昇光很贵。"),
        ("Customers like Brightrise.", "客户喜欢昇光。"),
        ("The company sells Brightrise abroad.", "该公司在国外销售昇光。"),
    )
    assert [article.linked(i).get("昇光") for i in range(3)] == ["Brightrise"] * 3


def test_no_word_is_linked_twice(tools: Toolbox) -> None:
    article = make_article(tools, ("Chips power chips and chips.", "芯片驱动芯片和芯片。"))
    tokens = [link.token for link in article.links[0].links]
    assert len(tokens) == len(set(tokens))


def test_a_sentence_without_words_has_no_links(tools: Toolbox) -> None:
    article = make_article(tools, ("…", "……"))
    assert article.links[0].links == ()


@pytest.mark.parametrize(
    ("chinese", "near", "far"), [("设备", "machine", "weight"), ("协议", "arrangement", "successor")]
)
def test_words_of_near_meaning_share_translations(tools: Toolbox, chinese: str, near: str, far: str) -> None:
    """What makes a free translation likely, where no dictionary has it."""
    likeness = leftover.Leftover(tools.lexicon, tools.tokenizer, ())._likeness_of
    sides = [evidence.side(word).stems[0] for word in (near, far)]
    assert likeness(chinese, sides[0]) > 0.02 > likeness(chinese, sides[1])
