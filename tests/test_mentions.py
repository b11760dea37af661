"""Names that dictionaries do not have, by their sound."""

import pytest
from linked_units import make_article

from flashcards import mentions
from flashcards.pipeline import Toolbox

# English, Chinese, the name, its English
FOUND = [
    ("Ren Zhengfei spoke on Tuesday.", "任正非周二发言。", "任正非", "Ren Zhengfei"),
    ("an engineer, Liang Zhiyuan", "工程师梁志远", "梁志远", "Liang Zhiyuan"),
    ("said Paul Liang, an engineer", "工程师梁志远说", "梁志远", "Paul Liang"),  # another given name
    ("Kevin Wu of Peking University", "北京大学的吴建平", "吴建平", "Kevin Wu"),  # 建平 is a county, too
    ("Samm Sacks, a researcher, thinks", "萨姆·萨克斯研究员认为", "萨姆·萨克斯", "Samm Sacks"),
    ("said Jeff Lutkin", "杰夫·卢特金说", "杰夫·卢特金", "Jeff Lutkin"),  # 杰夫 is in the dictionary
    ("a Kestrel 7 rocket and its Falcon 9 booster", "猎鹰9号助推器", "猎鹰9号", "Falcon 9"),
    ("The Qinglong-20 capsule is damaged.", "青龙二十号返回舱受损。", "青龙二十号", "Qinglong-20"),
    ("a reservoir in Fengning", "丰宁的一座水库", "丰宁", "Fengning"),
]  # fmt: skip


@pytest.mark.parametrize(("english", "chinese", "name", "expected"), FOUND, ids=[case[2] for case in FOUND])
def test_a_name_is_found_with_its_english(tools: Toolbox, english: str, chinese: str, name: str, expected: str) -> None:
    article = make_article(tools, (english, chinese))
    matches = {chinese[m.start : m.end]: m.source for m in article.names[0]}
    assert name in matches
    source = matches[name]
    assert source is not None
    assert source.of(english) == expected


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Gary Lin left early.", "高林早早离开。"),  # the surname stands in another name
        ("Prices will fall.", "价格会下降。"),
        ("He sang a song.", "他唱了一首歌。"),
        ("The Shenzhou-20 capsule returned.", "神舟二十号返回舱回来了。"),  # a name of the lexicon, and whole
        ("It opens on March 6.", "商店6号开门。"),  # a day
        ("Exit 9 of Line 2", "地铁2号线9号出口"),
    ],
)
def test_ordinary_text_has_no_names(tools: Toolbox, english: str, chinese: str) -> None:
    assert make_article(tools, (english, chinese)).names[0] == ()


def test_the_surname_alone_is_known_later(tools: Toolbox) -> None:
    """Newspapers give the full name once."""
    article = make_article(tools, ("said Samm Sacks.", "萨姆·萨克斯说。"), ("Ms. Sacks agreed.", "萨克斯同意。"))
    (match,) = article.names[1]
    assert match.source is not None
    assert match.source.of(article.units[1].source) == "Sacks"


def test_a_name_becomes_one_word(tools: Toolbox) -> None:
    article = make_article(tools, ("said Paul Liang", "梁志远说"))
    assert [token.text for token in article.links[0].tokens] == ["梁志远", "说"]


def test_without_names_words_stay_as_they_are(tools: Toolbox) -> None:
    row = tools.tokenizer.cut("芯片很贵。")
    assert mentions.merge(row, (), "芯片很贵。") == row
