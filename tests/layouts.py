"""The sample articles in the layouts that bilingual pages come in; for tests and benchmarks.

Each layout is a function from the blocks of an article to the text of a page. What does not depend on the layout, the
units that an alignment has to find, comes with it from the gold.
"""

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flashcards.lexicon import Lexicon

ROOT = Path(__file__).parent.parent
Unit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of a page that belong together: a paragraph with its translation, or noise in one language."""

    english: str
    chinese: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A sample article without its header."""

    name: str
    blocks: tuple[Block, ...]
    noise: tuple[str, ...]

    @property
    def units(self) -> set[Unit]:
        """What an alignment has to find."""
        return {unit for block in self.blocks for unit in block.units}


def articles() -> list[Article]:
    """The sample articles, by name."""
    return [_article(path) for path in sorted((ROOT / "tests" / "gold").glob("align_*.json"))]


def _article(path: Path) -> Article:
    data = json.loads(path.read_text("utf-8"))
    lines = (ROOT / "seeds" / data["document"]).read_text("utf-8").splitlines()
    partner: dict[int, int] = {}
    for unit in data["units"]:
        partner[unit["line"][0]] = unit["line"][1]
    header = lines.index("---", 1) + 1
    blocks = []
    for number, line in enumerate(lines, 1):
        if number <= header or not line.strip() or number in partner.values():
            continue
        units = tuple((u["source"], u["target"]) for u in data["units"] if u["line"][0] == number)
        if number in partner:
            blocks.append(Block(line, lines[partner[number] - 1], units))
        else:
            chinese = any("\u4e00" <= char <= "\u9fff" for char in line)
            blocks.append(Block("" if chinese else line, line if chinese else "", ()))
    return Article(data["document"], tuple(blocks), tuple(data["noise"]))


Layout = Callable[[Sequence[Block]], Iterator[str]]


def interleaved(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from filter(None, (block.english, block.chinese))


def blank_lines(blocks: Sequence[Block]) -> Iterator[str]:
    for line in interleaved(blocks):
        yield from (line, "")


def chinese_first(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from filter(None, (block.chinese, block.english))


def three_by_three(blocks: Sequence[Block]) -> Iterator[str]:
    for start in range(0, len(blocks), 3):
        yield from filter(None, (block.chinese for block in blocks[start : start + 3]))
        yield from filter(None, (block.english for block in blocks[start : start + 3]))


def one_after_the_other(blocks: Sequence[Block]) -> Iterator[str]:
    yield from filter(None, (block.english for block in blocks))
    yield from filter(None, (block.chinese for block in blocks))


def with_headings(blocks: Sequence[Block]) -> Iterator[str]:
    yield "原文"
    yield from filter(None, (block.english for block in blocks))
    yield "参考译文："
    yield from filter(None, (block.chinese for block in blocks))


def sentence_by_sentence(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        for unit in block.units or ((block.english, block.chinese),):
            yield from filter(None, unit)


def glued(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.english + block.chinese


def glued_by_sentence(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield " ".join(f"{english} {chinese}" for english, chinese in block.units) or block.english + block.chinese


def numbered(blocks: Sequence[Block]) -> Iterator[str]:
    number = 0
    for block in blocks:
        number += bool(block.units)
        mark = f"【{number}】" if block.units else ""
        yield from (mark + text for text in (block.english, block.chinese) if text)


def numbered_with_points(blocks: Sequence[Block]) -> Iterator[str]:
    for number, block in enumerate(blocks, 1):
        if block.english:
            yield f"{number}. {block.english}"
        if block.chinese:
            yield f"{number}、{block.chinese}"


def labelled(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.english:
            yield block.english
        if block.chinese:
            yield f"翻译：{block.chinese}" if block.units else block.chinese


def with_vocabulary(blocks: Sequence[Block]) -> Iterator[str]:
    glosses = ("supply chain n. 供应链", "make headlines 登上新闻头条 = be widely reported", "curb v. 限制；抑制")
    for number, block in enumerate(blocks):
        yield from filter(None, (block.english, block.chinese))
        yield glosses[number % 3]


def wrapped(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if block.english:
            yield from (*textwrap.wrap(block.english, 72, break_on_hyphens=False), "")
        if block.chinese:
            yield from (*_wrap_chinese(block.chinese, 36), "")


def wrapped_one_after_the_other(blocks: Sequence[Block]) -> Iterator[str]:
    yield from wrapped([Block(block.english, "", ()) for block in blocks if block.english])
    yield from wrapped([Block("", block.chinese, ()) for block in blocks if block.chinese])


def _wrap_chinese(text: str, width: int) -> Iterator[str]:
    """Lines of *width* characters, none of which begins with punctuation."""
    while text:
        end = width
        while end < len(text) and (text[end] in "，。！？；：、”」）》" or (text[end - 1 : end + 1].isascii())):
            end -= 1
        yield text[:end]
        text = text[end:]


def with_page_furniture(blocks: Sequence[Block]) -> Iterator[str]:
    yield from ("首页 > 双语新闻 > 正文", "字号：大 中 小", "分享到微信朋友圈")
    for number, block in enumerate(blocks):
        yield from filter(None, (block.english, block.chinese))
        if number % 4 == 3:
            yield from ("下载音频到电脑", f"{number}.jpg")
    yield from ("Read more: More bilingual news", "您可能还喜欢", "Copyright © 2026. All rights reserved.", "举报/反馈")


LAYOUTS: Mapping[str, Layout] = {
    layout.__name__: layout
    for layout in (
        interleaved, blank_lines, chinese_first, three_by_three, one_after_the_other, with_headings,
        sentence_by_sentence, glued, glued_by_sentence, numbered, numbered_with_points, labelled, with_vocabulary,
        wrapped, wrapped_one_after_the_other, with_page_furniture,
    )
}  # fmt: skip


def traditional(article: Article, lexicon: Lexicon) -> Article:
    """The article with its Chinese in Traditional characters."""
    return _changed(article, lexicon.traditionalise)


def with_inline_glosses(article: Article) -> Article:
    """The article with an English gloss in brackets before the last mark of each Chinese sentence group."""

    def gloss(text: str) -> str:
        return f"{text[:-1]}（global supply chain）{text[-1]}" if text.endswith("。") else text

    blocks = []
    for block in article.blocks:
        chinese = block.chinese
        for _, target in block.units:
            chinese = chinese.replace(target, gloss(target))
        blocks.append(Block(block.english, chinese, tuple((s, gloss(t)) for s, t in block.units)))
    return Article(article.name, tuple(blocks), article.noise)


def _changed(article: Article, change: Callable[[str], str]) -> Article:
    blocks = (
        Block(block.english, change(block.chinese), tuple((s, change(t)) for s, t in block.units))
        for block in article.blocks
    )
    return Article(article.name, tuple(blocks), tuple(map(change, article.noise)))
