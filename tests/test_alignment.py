"""Beads: what the alignment promises for every text, and what it makes of typical and of nasty ones."""

import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards import pipeline, scoring, similarity
from flashcards.alignment import align, align_groups, align_segments, units
from flashcards.model import Bead, Document, Language, Paragraph
from flashcards.segmentation import split

ENGLISH = (
    "China said on Monday that it would restrict exports of rare earths.",
    "The Ministry of Commerce gave no date for the licences that it plans to demand.",
    "Analysts called the decision a warning to Washington.",
    "Shares of carmakers in Germany and Japan fell by more than 3 per cent.",
    "“We have stocks for three months,” said an engineer at a battery plant.",
)
CHINESE = (
    "中国周一表示，将限制稀土出口。",
    "商务部没有给出计划要求的许可证的生效日期。",
    "分析师称，这一决定是对华盛顿的警告。",
    "德国和日本汽车制造商的股价下跌逾3%。",
    "“我们的库存够用三个月。”一家电池厂的工程师说。",
)
SENTENCES = st.lists(st.sampled_from((*ENGLISH, *CHINESE, "", "?", "2025", "𠮷", "  ")), max_size=9)


def _shapes(beads: tuple[Bead, ...]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


def _check_cover(beads: tuple[Bead, ...], n: int, m: int) -> None:
    assert [i for bead in beads for i in bead.source] == list(range(n))
    assert [j for bead in beads for j in bead.target] == list(range(m))
    assert all(0.0 <= bead.score <= 1.0 for bead in beads)


def test_sentence_by_sentence(tools: pipeline.Toolbox) -> None:
    """The usual case."""
    beads = align_segments(ENGLISH, CHINESE, tools.lexicon)
    assert _shapes(beads) == [((i,), (i,)) for i in range(5)]
    assert min(bead.score for bead in beads) > 0.9


def test_joined_and_divided_sentences(tools: pipeline.Toolbox) -> None:
    """Translators join short sentences and divide long ones."""
    chinese = (
        CHINESE[0].rstrip("。") + "，但商务部没有给出许可证的生效日期。",
        CHINESE[2],
        "德国的汽车制造商股价下跌。",
        "日本的也下跌。",
        CHINESE[4],
    )
    beads = align_segments(ENGLISH, chinese, tools.lexicon)
    assert _shapes(beads) == [((0, 1), (0,)), ((2,), (1,)), ((3,), (2, 3)), ((4,), (4,))]


@pytest.mark.parametrize("gone", range(5))
def test_an_omitted_sentence_stays_alone(gone: int, tools: pipeline.Toolbox) -> None:
    """Gluing an untranslated sentence to its neighbour would put a false translation on a card."""
    beads = align_segments(ENGLISH, CHINESE[:gone] + CHINESE[gone + 1 :], tools.lexicon)
    assert ((gone,), ()) in _shapes(beads)
    beads = align_segments(ENGLISH[:gone] + ENGLISH[gone + 1 :], CHINESE, tools.lexicon)
    assert ((), (gone,)) in _shapes(beads)


@pytest.mark.parametrize(
    ("english", "right", "wrong"),
    [
        ("It spent Rmb180bn.", "它花费了1800亿元人民币。", "它花费了180亿元人民币。"),
        ("It spent $3.5 million.", "它花费了350万美元。", "它花费了3500万美元。"),
        ("It rose 12 per cent.", "它上涨了12%。", "它上涨了21%。"),
        ("It was Lu Weiping.", "是陆卫平。", "是孙嘉豪。"),
        ("It was Zhou Yu-qing.", "是周玉清。", "是王大力。"),
        ("It uses CoWoS.", "它采用CoWoS。", "它采用EUV。"),
        ("Who pays?", "谁付钱？", "他付钱。"),
    ],
)
def test_evidence(english: str, right: str, wrong: str, tools: pipeline.Toolbox) -> None:
    """Amounts in either counting, names by their pinyin, Latin words and marks tell sentences of one pattern apart."""
    text = scoring.Text.of([english], [right, wrong], tools.lexicon)
    evidence = similarity.collect(text.english, text.chinese, tools.lexicon)
    reach = scoring.lattice(evidence, [([0], [0, 1])], scoring.Weights()).reach
    scores = similarity.blocks(evidence, reach, (np.array([0, 0]), np.array([0, 1])), [(1, 1)], trust=0.5)[1, 1]
    assert scores[0] > scores[1] + 1


def test_traditional_text(tools: pipeline.Toolbox) -> None:
    """The dictionary's Traditional column serves Hong Kong and Taiwan."""
    chinese = [tools.lexicon.traditionalise(text) for text in CHINESE]
    beads = align_segments(ENGLISH, chinese[:1] + chinese[2:], tools.lexicon)
    assert _shapes(beads)[1] == ((1,), ())


@pytest.mark.parametrize(
    ("source", "target"), [((), ()), (ENGLISH, ()), ((), CHINESE), (("",), ("",)), (("a",), ("一", "二"))]
)
def test_degenerate_texts(source: tuple[str, ...], target: tuple[str, ...], tools: pipeline.Toolbox) -> None:
    """Empty sides and empty lines are normal input."""
    _check_cover(align_segments(source, target, tools.lexicon), len(source), len(target))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=SENTENCES, target=SENTENCES)
def test_every_sentence_is_in_one_bead(source: list[str], target: list[str], tools: pipeline.Toolbox) -> None:
    """Nothing is lost, nothing is used twice, order is kept."""
    _check_cover(align_segments(source, target, tools.lexicon), len(source), len(target))


def test_groups_are_not_crossed(tools: pipeline.Toolbox) -> None:
    """Sentences of different paragraph pairs never meet in a bead."""
    groups = [((0, 1), (0,)), ((), (1,)), ((2,), (2, 3)), ((3,), ()), ((4,), (4,))]
    beads = align_groups(ENGLISH, CHINESE, groups, tools.lexicon)
    _check_cover(beads, 5, 5)
    for bead in beads:
        assert any(set(bead.source) <= set(s) and set(bead.target) <= set(t) for s, t in groups)


def _document(*paragraphs: tuple[str, Language]) -> Document:
    rows = tuple(Paragraph(text, language, line) for line, (text, language) in enumerate(paragraphs, 1))
    return Document("a.txt", "a.txt", rows)


def test_units_join_by_language(tools: pipeline.Toolbox) -> None:
    """One space between English sentences, nothing between Chinese ones; lines are those of the paragraphs."""
    document = _document(
        (" ".join(ENGLISH[:2]), Language.ENGLISH),
        ("图为一座稀土矿山", Language.CHINESE),
        (CHINESE[0].rstrip("。") + "，但商务部没有给出许可证的生效日期。", Language.CHINESE),
    )
    bitext = split(document)
    beads = align(bitext, tools.lexicon)
    _check_cover(beads, 2, 2)
    (unit,) = units(bitext, beads)
    assert (unit.line, unit.bead) == ((1, 3), (2, 1))
    assert unit.source == " ".join(ENGLISH[:2])


def test_small_print_is_left_out_even_if_translated(tools: pipeline.Toolbox) -> None:
    """Bylines and credits have nothing to teach; a headline has."""
    english = [
        "Beijing restricts exports of rare earths",
        "By our correspondent",
        "By Anne Example in a town with a long name and Ben Example in another one",  # longer than the headline
        *ENGLISH,
        "Additional reporting by our staff",
    ]
    chinese = [
        "北京限制稀土出口",
        "本报记者",
        "安妮·例子在一座名字很长的城市报道，本·例子报道",
        *CHINESE,
        "本报同事补充报道",
    ]
    pairs = [
        pair for e, c in zip(english, chinese, strict=True) for pair in ((e, Language.ENGLISH), (c, Language.CHINESE))
    ]
    bitext = split(_document(*pairs))
    found = [unit.source for unit in units(bitext, align(bitext, tools.lexicon))]
    assert found == [english[0], *ENGLISH]


def test_a_long_text_is_searched_along_a_band(tools: pipeline.Toolbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Books go through the same search as articles, also where a stretch is missing on one side."""
    source = [f"In case {number} of them: {text}" for number in range(24) for text in ENGLISH]
    target = [f"在第{number}个案例中：{text}" for number in range(24) for text in CHINESE]
    cut = target[:40] + target[55:]
    whole = align_segments(source, cut, tools.lexicon)
    monkeypatch.setattr(scoring, "_SMALL", 100)
    banded = align_segments(source, cut, tools.lexicon)
    _check_cover(banded, len(source), len(cut))
    assert len(set(_shapes(whole)) & set(_shapes(banded))) >= 0.9 * len(whole)


def test_time_grows_with_the_length_not_its_square(tools: pipeline.Toolbox) -> None:
    """3,000 sentences on each side take seconds: 9,000,000 pairs are not all looked at."""
    source, target = list(ENGLISH) * 600, list(CHINESE) * 600
    began = time.process_time()
    beads = align_segments(source, target, tools.lexicon)
    assert time.process_time() - began < 20
    _check_cover(beads, 3000, 3000)
