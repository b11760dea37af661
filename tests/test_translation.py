"""What characters translate as, learnt from words that dictionaries have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import translation
from flashcards.pipeline import Toolbox

# Uses that neither CC-CEDICT nor our lexicons list for these words, beside a word of the same kind that is no translation.
CASES = [
    ("禁购", "prohibit", "weather"),
    ("禁购", "purchas", "permit"),
    ("减税额", "tax", "wage"),
    ("减税额", "cut", "add"),
    ("裁撤", "withdraw", "appoint"),
    ("运抵", "transport", "design"),
]


@pytest.mark.parametrize(("word", "right", "wrong"), CASES, ids=[case[0] for case in CASES])
def test_words_that_no_dictionary_translates_so_are_known_by_their_characters(
    tools: Toolbox, word: str, right: str, wrong: str
) -> None:
    assert right not in tools.lexicon.translations(word)
    assert tools.lexicon.odds(word, right) > 20 > tools.lexicon.odds(word, wrong)


def test_what_a_character_does_not_explain_is_left_to_its_neighbour() -> None:
    """机 stands beside `print` and `machine` equally often in 印机, but the other machines do not print."""
    table = translation.learn(
        [(word, ("machine", stem)) for word, stem in (("印机", "print"), ("飞机", "fli"), ("纺机", "spin"))]
        + [("印章", ("print", "seal")), ("飞行", ("fli",)), ("纺织", ("spin", "weav"))]
    )
    assert max(table["机"], key=table["机"].__getitem__) == "machine"
    assert [max(table[char], key=table[char].__getitem__) for char in "印飞纺"] == ["print", "fli", "spin"]


def test_nothing_is_learnt_from_nothing() -> None:
    assert translation.learn([]) == {}
    assert translation.learn([("芯片", ())]) == {}


def test_words_without_a_known_character_have_no_odds(tools: Toolbox) -> None:
    assert tools.lexicon.odds("𱁬", "chip") == 0.0


@given(st.lists(st.tuples(st.text("甲乙丙丁", min_size=1, max_size=3), st.lists(st.sampled_from("abcd"), max_size=3))))
def test_odds_are_positive_and_only_of_what_stood_together(meanings: list[tuple[str, list[str]]]) -> None:
    together = {(char, stem) for word, stems in meanings for char in word for stem in stems}
    for char, odds in translation.learn(meanings).items():
        assert all((char, stem) in together and value > 0 for stem, value in odds.items())
