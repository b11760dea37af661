"""What words are about, learnt from the lexicons."""

import pytest

from flashcards import domains
from flashcards.model import CuratedEntry, Domain, Entry
from flashcards.pipeline import Toolbox

# Words that no lexicon of ours has, in the sense that news gives them.
CASES = [
    ("晶圆片", ("wafer", "chip"), Domain.TECH),
    ("算法模型", ("algorithm", "model"), Domain.TECH),
    ("关税战", ("tariff", "war"), Domain.POLICY),
    ("立法会议员", ("legisl", "member"), Domain.POLICY),
    ("利润表", ("profit", "statement"), Domain.BUSINESS),
    ("股价指数", ("stock", "price", "index"), Domain.BUSINESS),
]


@pytest.mark.parametrize(("word", "stems", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_strongest_subject_is_the_right_one(
    tools: Toolbox, word: str, stems: tuple[str, ...], expected: Domain
) -> None:
    votes = tools.lexicon.domains.score(word, stems, stems)
    assert max(votes, key=votes.__getitem__) is expected


@pytest.mark.parametrize("word", ["孩子", "蓝色", "唱歌"])
def test_everyday_words_have_no_subject(tools: Toolbox, word: str) -> None:
    """Child, blue and to sing must not be taught as technology."""
    votes = tools.lexicon.domains.score(word, tools.lexicon.translations(word), ())
    assert max(votes.values()) < 0.5


def test_a_feature_seen_once_says_nothing() -> None:
    """One entry must not make a subject of its characters."""
    ours = [(CuratedEntry("芯片", "芯片", (), ("chip",), Domain.TECH), ("chip",))]
    theirs = [(Entry("山", "山", ("shan1",), ("mountain",)), ("mountain",))]
    model = domains.learn(theirs, ours)
    assert model.score("芯片", ("chip",), ()) == dict.fromkeys(domains.SUBJECTS, 0.0)
