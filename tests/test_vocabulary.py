"""What makes a word worth studying, and what it is about."""

import pytest
from linked_units import make_article

from flashcards import vocabulary
from flashcards.linked import Candidate
from flashcards.model import Domain
from flashcards.pipeline import Toolbox
from flashcards.vocabulary import VocabularyOptions

ALL = VocabularyOptions(threshold=-5, known_level=0)


def score(
    tools: Toolbox, *pairs: tuple[str, str], options: VocabularyOptions = ALL, wanted: tuple[str, ...] = ()
) -> dict[str, Candidate]:
    """Headword → scored candidate of an article of sentence pairs, best first."""
    found = make_article(tools, *pairs).candidates
    ranked = vocabulary.score(found, tools.lexicon, options, tools.tokenizer, wanted)
    return {candidate.headword: candidate for candidate in ranked}


EXPORTS = ("The happy children discussed export controls on chips.", "高兴的孩子们讨论了对芯片的出口管制。")


def test_the_score_is_the_sum_of_named_parts(tools: Toolbox) -> None:
    """A person can see why a word is listed."""
    term = score(tools, EXPORTS)["出口管制"]
    assert term.score == pytest.approx(sum(weight for _, weight in term.evidence))
    assert {"domain", "lexicon", "translated"} <= {name for name, _ in term.evidence}


def test_words_of_the_genre_come_before_everyday_words(tools: Toolbox) -> None:
    ranked = list(score(tools, EXPORTS))
    assert ranked.index("出口管制") < ranked.index("讨论")


@pytest.mark.parametrize(("word", "known_level", "listed"), [("高兴", 3, False), ("高兴", 0, True)])
def test_words_that_every_learner_has_stay_out(tools: Toolbox, word: str, known_level: int, listed: bool) -> None:
    options = VocabularyOptions(threshold=-5, known_level=known_level)
    assert (word in score(tools, EXPORTS, options=options)) is listed


def test_a_word_that_the_user_asks_for_is_listed_whatever_its_level(tools: Toolbox) -> None:
    found = score(tools, EXPORTS, options=VocabularyOptions(), wanted=("高兴",))
    assert ("wanted", 25.0) in found["高兴"].evidence


def test_the_threshold_bounds_the_list(tools: Toolbox) -> None:
    assert all(term.score >= 2 for term in score(tools, EXPORTS, options=VocabularyOptions(threshold=2)).values())


@pytest.mark.parametrize(
    ("english", "chinese", "word", "domain"),
    [
        ("The chips use lithography.", "芯片采用光刻技术。", "芯片", Domain.TECH),
        ("Tariffs were imposed.", "关税已加征。", "关税", Domain.POLICY),
        ("Profit margins fell.", "利润率下降。", "利润率", Domain.BUSINESS),
        ("Huawei made it.", "华为制造了它。", "华为", Domain.ENTITY),
    ],
)
def test_a_term_has_the_domain_of_its_sense(
    tools: Toolbox, english: str, chinese: str, word: str, domain: Domain
) -> None:
    assert score(tools, (english, chinese))[word].domain is domain


def test_the_sentence_decides_where_the_word_says_little(tools: Toolbox) -> None:
    """A bottleneck among chips is one of technology."""
    found = score(
        tools, ("The device is the heart of chips, servers and algorithms.", "该装置是芯片、服务器和算法的心脏。")
    )
    assert found["心脏"].domain is Domain.TECH


def test_a_country_ranks_below_a_company(tools: Toolbox) -> None:
    """Every learner can read 美国; not every learner can read 台积电."""
    ranked = list(score(tools, ("TSMC is in the United States.", "台积电在美国。")))
    assert ranked.index("台积电") < ranked.index("美国")


def test_the_level_is_that_of_the_list_asked_for(tools: Toolbox) -> None:
    options = VocabularyOptions(threshold=-5, known_level=0, standard="hsk2.0")
    level = score(tools, EXPORTS, options=options)["讨论"].level
    assert level is not None
    assert level.standard == "hsk2.0"
