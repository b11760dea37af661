"""Chinese words: where they begin and end."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import newwords, tokens
from flashcards.model import Token
from flashcards.pipeline import Toolbox
from flashcards.tokens import Tokenizer


@pytest.fixture(scope="session")
def cutter(tools: Toolbox) -> Tokenizer:
    return tools.tokenizer


CASES = [
    # wild: cut wrongly by the segmenter's own dictionary
    ("英伟达首席执行官", "英伟达|首席执行官"),  # Nvidia's chief executive
    ("监管部门已约谈企业", "监管部门|已|约谈|企业"),  # 已约 is no word
    ("三星和美光", "三星|和|美光"),  # 和美 is a township
    ("中美贸易谈判", "中美|贸易谈判"),
    ("美欧日三方", "美欧日|三|方"),
    ("国产替代品", "国产|替代品"),  # 国产替代 took the beginning of 替代品
    ("出口管制", "出口管制"),
    ("大语言模型", "大语言模型"),
    # mixed script
    ("华为CloudMatrix 384服务器", "华为|CloudMatrix| |384|服务器"),
    ("约250亿美元", "约|250|亿|美元"),
    # negative: what looks like a word of the lexicon but is none here
    ("他在做多少事", "他|在|做|多少|事"),  # 做多 is to go long
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text or "nothing" for text, _ in CASES])
def test_words_end_where_they_should(cutter: Tokenizer, text: str, expected: str) -> None:
    assert "|".join(token.text for token in cutter.cut(text)) == expected


@given(text=st.text(max_size=40))
def test_words_cover_any_text(cutter: Tokenizer, text: str) -> None:
    found = cutter.cut(text)
    assert "".join(token.text for token in found) == text
    assert all(text[token.start : token.end] == token.text for token in found)


def test_traditional_text_is_cut_as_simplified_text_is(cutter: Tokenizer) -> None:
    assert [token.text for token in cutter.cut("發展晶片產業")] == ["發展", "晶片", "產業"]


@pytest.mark.parametrize("ending", ["txt", "tags", "raised", "compounds"])
def test_what_is_missing_from_the_cache_is_made_anew(
    cutter: Tokenizer, tools: Toolbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr("flashcards.tokens.make_dictionary", lambda *_: ({"芯片": 9}, {"芯片": "n"}, {}, {"芯片": 1}))
    tokens.load(tools.lexicon, cache=tmp_path)
    (gone,) = tmp_path.glob(f"words-*.{ending}")
    gone.unlink()
    assert tokens.load(tools.lexicon, cache=tmp_path).cut("芯片") == cutter.cut("芯片")
    assert gone.exists()


def test_words_of_the_user_win(tools: Toolbox) -> None:
    own = tokens.load(tools.lexicon, ["特供版"])
    assert [token.text for token in own.cut("中国特供版芯片")] == ["中国", "特供版", "芯片"]


@pytest.mark.parametrize(
    ("word", "inside"),
    [
        ("芯片制造商", {"芯片", "制造商", "芯片制造", "制造", "商"}),
        ("代工厂", {"代工", "厂"}),  # not 工厂: that would cross a border
        ("磷酸铁锂电池", {"磷酸铁锂", "电池", "磷酸", "铁", "锂", "磷酸铁", "铁锂"}),  # not 锂电池
        ("芯片", set()),
        ("AI", set()),
    ],
)
def test_words_inside_a_longer_word(cutter: Tokenizer, word: str, inside: set[str]) -> None:
    """芯片 is used in 芯片制造商 and belongs to its uses."""
    assert {word[start:end] for start, end in cutter.parts(word)} == inside


def test_facts_about_words(cutter: Tokenizer) -> None:
    assert cutter.grammatical("但是")
    assert not cutter.grammatical("芯片")
    assert cutter.tag("训练") == "vn"
    assert cutter.attested("市场需求")
    assert cutter.frequency("经济") > cutter.frequency("光刻机") > cutter.frequency("大语言模型") == 0


def rows(*sentences: str) -> list[list[Token]]:
    found = []
    for sentence in sentences:
        row, at = [], 0
        for text in sentence.split("|"):
            row.append(Token(text, at, at + len(text)))
            at += len(text)
        found.append(row)
    return found


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (("购买|特|供|版|芯片", "特|供|版|很|慢"), ("购买|特供版|芯片", "特供版|很|慢")),
        (("购买|特|供|版|芯片",), ("购买|特|供|版|芯片",)),  # once is chance
        (("他|在|这", "他|在|这"), ("他|在|这", "他|在|这")),  # grammar makes no words
        ((), ()),
    ],
)
def test_an_article_that_repeats_a_run_of_characters_makes_a_word_of_it(
    sentences: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    joined = newwords.join_repeated(rows(*sentences))
    assert tuple("|".join(token.text for token in row) for row in joined) == expected
