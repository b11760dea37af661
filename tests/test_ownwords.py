"""Cards for words of the user's lists that stand in no article, and tags: `flashcards.ownwords`."""

from typing import Any

import pytest

from flashcards import ownwords
from flashcards.model import Domain, Level, Location, Span, TranslationUnit
from flashcards.pipeline import Toolbox
from flashcards.selection import Choice
from flashcards.wordlists import Row, Wordbook


def row(word: str, **more: Any) -> Row:
    return Row(word, more.pop("role", "add"), Location("list.csv", 2), (word,), **more)


def choose(tools: Toolbox, word: str, *rows: Row) -> tuple[Choice, TranslationUnit]:
    return ownwords.choose(word, Wordbook(details={word: rows} if rows else {}), tools.lexicon, "hsk2025", 7)


def test_a_word_alone_is_told_by_the_dictionary(tools: Toolbox) -> None:
    choice, unit = choose(tools, "大象")
    assert (choice.term.headword, choice.term.traditional, choice.term.gloss) == ("大象", "大象", "elephant")
    assert (choice.key, choice.slot, choice.due, choice.occurrences) == ("大象", 0, 7, ())
    assert (unit.source, unit.target, unit.bead) == ("", "", (0, 0))
    assert choice.asked


def test_verbs_lose_their_to(tools: Toolbox) -> None:
    """The hint on a card is what would stand in a sentence."""
    choice, _ = choose(tools, "游泳")
    assert choice.term.gloss.startswith("swim")


def test_a_curated_word_keeps_its_subject_and_kind(tools: Toolbox) -> None:
    choice, _ = choose(tools, "华为")
    assert (choice.term.domain, choice.term.gloss) == (Domain.ENTITY, "Huawei")
    assert choice.term.kind == "organisation"


def test_a_word_that_nobody_knows_is_what_the_list_says_of_it(tools: Toolbox) -> None:
    told = row("甲乙丙丁戊", meaning="a test", domain=Domain.TECH, level=Level("hsk2021", 4, "word"))
    choice, _ = choose(tools, "甲乙丙丁戊", told)
    assert (choice.term.gloss, choice.term.domain, choice.term.level) == ("a test", Domain.TECH, told.level)


def test_nothing_is_made_up(tools: Toolbox) -> None:
    """A word without any meaning gets none: an empty field is better than a false one."""
    choice, _ = choose(tools, "甲乙丙丁戊")
    assert (choice.term.gloss, choice.term.senses, choice.term.reading) == ("", (), ())


def test_the_sentence_of_the_list_makes_a_cloze(tools: Toolbox) -> None:
    choice, unit = choose(tools, "大象", row("大象", sentence="动物园里有三头大象。"))
    assert unit.target == choice.sentence == "动物园里有三头大象。"
    assert [use.of(unit.target) for use in choice.occurrences] == ["大象"]


@pytest.mark.parametrize(
    ("written", "sentence", "shown"),
    [
        pytest.param("发展", "經濟發展很快。", "發展", id="word Simplified, sentence Traditional"),
        pytest.param("發展", "经济发展很快。", "发展", id="word Traditional, sentence Simplified"),
        pytest.param("發展", "經濟發展很快。", "發展", id="both Traditional"),
    ],
)
def test_word_and_sentence_may_be_in_different_scripts(tools: Toolbox, written: str, sentence: str, shown: str) -> None:
    """The list is accepted that way, so the sentence must not be dropped without a word."""
    choice, unit = choose(tools, "发展", row(written, sentence=sentence))
    assert unit.target == sentence
    assert [use.of(sentence) for use in choice.occurrences] == [shown]
    assert (choice.term.headword, choice.key) == (shown, "发展")


def test_a_later_row_may_bring_the_sentence(tools: Toolbox) -> None:
    """Two lists have the word, one says what it means, the other where it stands."""
    rows = (row("發展", meaning="growth"), row("发展", sentence="经济发展很快。"))
    choice, unit = choose(tools, "发展", *rows)
    assert choice.occurrences == (Span(2, 4),)
    assert (unit.target, choice.term.gloss) == ("经济发展很快。", "growth")


def test_a_correction_for_another_place_does_not_hold_here(tools: Toolbox) -> None:
    choice, _ = choose(tools, "大象", row("大象", role="fix", meaning="elephant bet", context="大象彩票"))
    assert choice.term.gloss == "elephant"


def test_a_sense_is_part_of_the_identity(tools: Toolbox) -> None:
    """分子 fēnzǐ, molecule, and 分子 fènzǐ, element of society, are two words with two histories."""
    choice, _ = choose(tools, "分子", row("分子", sense="fenzi"))
    assert choice.key == "分子#fenzi"


@pytest.mark.parametrize(
    ("kinds", "plain"),
    [
        (("cloze",), ("recognition",)),
        (("cloze", "listening"), ("recognition",)),
        (("cloze", "production"), ("production",)),
        (("recognition", "cloze", "production"), ("recognition", "production")),
    ],
)
def test_without_a_sentence_only_plain_kinds_make_sense(kinds: tuple[str, ...], plain: tuple[str, ...]) -> None:
    """A gap needs text around it, and a single word heard without context has many homophones."""
    assert ownwords.plain_kinds(kinds) == plain


def test_tags_come_from_all_lists_once() -> None:
    rows = (row("分子", tags=("a", "b")), row("分子", tags=("b", "c")))
    book = Wordbook(details={"分子": rows})
    assert ownwords.tags_of("分子#fenzi", book) == ("a", "b", "c")
    assert ownwords.tags_of("芯片", book) == ()
