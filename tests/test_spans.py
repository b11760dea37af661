"""The English shown for each use of a term."""

import pytest
from linked_units import glosses, make_article

from flashcards.pipeline import Toolbox

CASES = [
    # whole phrases
    ("Export controls hurt.", "出口管制有害。", "出口管制", ["Export controls"]),
    ("Jensen Huang spoke of chips.", "黄仁勋谈到了芯片。", "黄仁勋", ["Jensen Huang"]),
    ("They use sodium-ion cells.", "他们使用钠离子电池。", "钠离子电池", ["sodium-ion cells"]),
    ("Grid operators also pay for services that steady the frequency.", "电网公司还会为调频服务付费。", "电网公司", ["Grid operators"]),
    ("The race goes on as low orbit fills up.", "近地轨道日益拥挤，竞争不止。", "近地轨道", ["low orbit"]),
    # the head of a compound first
    ("The ban on chips hurts.", "芯片禁令有害。", "芯片禁令", ["ban on chips"]),
    ("The ban on those chips hurts.", "芯片禁令有害。", "芯片禁令", ["chips"]),  # no more than what touches
    # part of a longer word
    ("The ban on chips hurts.", "芯片禁令有害。", "禁令", ["ban"]),
    ("A chipmaker said no.", "芯片制造商说不。", "芯片", ["chip"]),
    ("Solar farms and plants grew.", "光伏电站增多，电站也增多。", "电站", ["farms", "plants"]),
    # none
    ("The H20 is popular.", "H20芯片很受欢迎。", "芯片", [None]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("english", "chinese", "headword", "expected"), CASES, ids=[f"{case[2]} {case[0][:12]}" for case in CASES]
)
def test_the_span_is_the_whole_phrase_and_no_more(
    tools: Toolbox, english: str, chinese: str, headword: str, expected: list[str | None]
) -> None:
    assert glosses(tools, make_article(tools, (english, chinese)), headword) == expected


def test_capitals_of_a_headline_make_no_names(tools: Toolbox) -> None:
    """`Denied Nvidia` is no company."""
    article = make_article(tools, ("China Denied Nvidia Chips and More Tools", "中国未获英伟达芯片及更多工具"))
    assert glosses(tools, article, "英伟达") == ["Nvidia"]
