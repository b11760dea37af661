"""Units whose two sides contradict each other are named, and hardly any other."""

import random
import re

import layouts
import pytest

from flashcards import checks, pipeline
from flashcards.model import TranslationUnit

UNITS = sorted(unit for article in layouts.articles() for unit in article.units)
DIGITS = re.compile(r"(?<![A-Za-z0-9.])(?<![A-Za-z][-–])\d+(?:\.\d+)?(?![A-Za-z0-9])")


def _unit(source: str, target: str) -> TranslationUnit:
    return TranslationUnit("a.txt", (1, 2), (1, 1), source, target, 1.0)


@pytest.mark.parametrize(
    ("source", "target", "kinds"),
    [
        ("The plant cost Rmb90bn ($12bn).", "工厂造价900亿元人民币（约合120亿美元）。", []),
        ("It lost billions of dollars on ships.", "它在造船上亏损数千亿人民币。", ["number"]),
        ("It spent hundreds of billions of dollars.", "已投入数千亿美元。", []),
        ("It spent $25bn.", "它花费了250亿欧元。", ["unit"]),
        ("It spent $25bn.", "它花费了25亿美元。", ["number"]),
        ("It raised $25,000.", "它筹得两万五美元。", []),
        ("It has HK$5m.", "它有500万港元。", []),
        ("A quarter of sales, or 40 per cent of profit.", "四分之一的销售额，即四成利润。", []),
        ("In the 1990s it had three plants.", "90年代，它有3家工厂。", []),
        ("In May 2025 it had five plants.", "2025年5月，它有5家工厂。", []),
        ("In May 2025 it closed.", "2025年6月，它关闭了。", ["number"]),
        ("Last month it closed.", "2025年6月，它关闭了。", []),
        ("It added 277 gigawatts of solar capacity.", "新增光伏装机2.77亿千瓦。", []),
        ("It added 277 gigawatts of solar capacity.", "新增光伏装机2.77万千瓦。", ["number"]),
        ("The H20 is a chip for GPT-4.", "H20是用于GPT-4的芯片。", []),
        ("Nvidia declined to comment on the report.", "英伟达和Graphcore拒绝就报道置评。", ["name"]),
        (
            "Yes.",
            "该公司周二在一份很长的声明中表示，将继续与各方保持沟通并遵守所有适用的法律法规，同时扩大在亚洲的投资。",
            ["length"],
        ),
        ("Never.", "千万不要。", []),
    ],
)
def test_cases(source: str, target: str, kinds: list[str], tools: pipeline.Toolbox) -> None:
    """Conversions, spelt-out and vague numbers are no contradictions; other amounts and currencies are."""
    assert [finding.kind for finding in checks.check(_unit(source, target), tools.lexicon)] == kinds


def test_clean_units_raise_no_alarm(tools: pipeline.Toolbox) -> None:
    """A warning that is usually wrong is not read: at most one in fifty units of the sample articles."""
    alarms = [unit for unit in UNITS if checks.check(_unit(*unit), tools.lexicon)]
    assert 50 * len(alarms) <= len(UNITS)


def _corrupted(text: str, chance: random.Random) -> str | None:
    """The text with one number changed: another digit, ten thousandfold, or another currency."""
    places = list(DIGITS.finditer(text))
    if not places:
        return None
    place = chance.choice(places)
    before, number, after = text[: place.start()], place[0], text[place.end() :]
    kind = chance.choice(("digit", "scale", "currency"))
    for wanted, swaps in (("scale", {"万": "亿", "亿": "万"}), ("currency", {"美元": "欧元", "欧元": "美元"})):
        unit = re.match(rf"\s?[万亿]*({'|'.join(swaps)})" if wanted == "currency" else r"\s?([万亿])", after)
        if kind == wanted and unit is not None:
            return before + number + after.replace(unit[1], swaps[unit[1]], 1)
    spot = chance.choice([i for i, char in enumerate(number) if char.isdigit()])
    digit = chance.choice([char for char in "123456789" if char != number[spot]])
    return before + number[:spot] + digit + number[spot + 1 :] + after


def test_injected_errors_are_found(tools: pipeline.Toolbox) -> None:
    """Nine of ten wrong numbers, of any kind, are named."""
    chance = random.Random(2026)  # noqa: S311  # a fixed sequence, not a secret
    cases = [(source, wrong) for source, target in UNITS * 2 if (wrong := _corrupted(target, chance)) is not None]
    found = [case for case in cases if checks.check(_unit(*case), tools.lexicon)]
    assert len(cases) >= 100
    assert len(found) >= 0.9 * len(cases)
