"""What cards say, put together: `flashcards.cards`."""

from dataclasses import replace
from typing import Any

import pytest
from articles import article

from flashcards.cards import CardOptions, describe, make_context, words_of
from flashcards.model import CardContext, Domain, Span, Syllable, Term, TranslationUnit, Word
from flashcards.pipeline import Toolbox, read_text
from flashcards.script import converter
from flashcards.selection import Choice

PLAIN = CardOptions()


def word(text: str, start: int, reading: str = "", *, is_name: bool = False) -> Word:
    syllables = tuple(Syllable(syllable, "table", 1.0) for syllable in reading.split())
    return Word(text, start, start + len(text), syllables, is_name)


def term(headword: str, **more: Any) -> Term:
    values: dict[str, Any] = {"simplified": headword, "traditional": headword, "reading": (), "gloss": "", "senses": ()}
    values |= {"domain": Domain.TECH, "level": None, "score": 0.0, "occurrences": ()}
    return Term(headword, **(values | more))


def context(tools: Toolbox, headword: str, target: str, options: CardOptions = PLAIN, **more: Any) -> CardContext:
    """The card of *headword* in *target*, read by the annotator."""
    start = target.find(headword)
    uses = (Span(start, start + len(headword)),) if start >= 0 else ()
    simplified = tools.lexicon.simplify(headword)
    choice = Choice(simplified, 0, 3, 0, 0, term(headword, simplified=simplified), uses, None, None)
    unit = TranslationUnit("a.txt", (1, 2), (1, 1), "English.", target, 1.0)
    words = read_text(target or headword, tools)
    return make_context(replace(choice, **more), article(), unit, words, tools.lexicon, options)


# Which words a term is made of

CHIPMAKER = (word("芯片", 0, "xīn piàn"), word("制造商", 2, "zhì zào shāng"), word("说", 5, "shuō"))


def shown(words: tuple[Word, ...]) -> list[tuple[str, str]]:
    return [(each.text, " ".join(syllable.text for syllable in each.syllables)) for each in words]


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        pytest.param(Span(0, 2), [("芯片", "xīn piàn")], id="one word"),
        pytest.param(Span(0, 5), [("芯片", "xīn piàn"), ("制造商", "zhì zào shāng")], id="words as they are"),
        pytest.param(Span(2, 4), [("制造", "zhì zào")], id="part of a word"),
        pytest.param(Span(1, 3), [("片制", "piàn zhì")], id="across a border"),
        pytest.param(Span(4, 6), [("商说", "shāng shuō")], id="two short words in one"),
    ],
)
def test_a_term_is_written_as_the_words_it_is_made_of(use: Span, expected: list[tuple[str, str]]) -> None:
    """Long terms at their parts, short ones as one word, with the syllables that stand in the sentence."""
    assert shown(words_of(CHIPMAKER, use, term("x"))) == expected


def test_what_is_no_han_has_no_syllable() -> None:
    words = (word("5G网络", 0, "wǎng luò"), word("的", 4, "de"))
    assert shown(words_of(words, Span(1, 3), term("x"))) == [("G网", "wǎng")]


def test_a_name_is_written_with_a_capital() -> None:
    (found,) = words_of(CHIPMAKER, Span(1, 3), term("x", kind="person"))
    assert found.is_name


# The context


def test_reading_and_ruby_are_those_of_the_sentence(tools: Toolbox) -> None:
    """The word beside the gap and the word under the ruby must never differ."""
    found = context(tools, "银行", "他在银行行走。")
    assert [syllable.text for syllable in found.reading] == ["yín", "háng"]
    assert found.pinyin == "yínháng"
    ruby = {each.text: [s.text for s in syllables] for each, syllables in zip(found.words, found.spelled, strict=True)}
    assert ruby["银行"] == ["yín", "háng"]


@pytest.mark.parametrize(
    ("style", "reading", "pinyin"),
    [
        ("marks", ["xīn", "piàn"], "xīnpiàn"),
        ("numbers", ["xin1", "pian4"], "xin1pian4"),
        ("zhuyin", ["ㄒㄧㄣ", "ㄆㄧㄢˋ"], "ㄒㄧㄣ ㄆㄧㄢˋ"),
    ],
)
def test_styles_change_letters_and_never_colours(tools: Toolbox, style: str, reading: list[str], pinyin: str) -> None:
    found = context(tools, "芯片", "先进芯片的出口。", CardOptions(style=style))
    assert [syllable.text for syllable in found.reading] == reading
    assert [syllable.tone for syllable in found.reading] == [1, 4]
    assert found.pinyin == pinyin


def test_sandhi_writes_what_is_said_in_the_colour_of_the_dictionary(tools: Toolbox) -> None:
    """不 before a fourth tone is said bú; its colour stays that of bù, or the eye would learn a wrong tone."""
    target = "这不是芯片。"
    dictionary, speech = (context(tools, "芯片", target, CardOptions(sandhi=on)) for on in (False, True))
    at = [each.start for each in speech.words].index(target.index("不"))
    said = speech.spelled[at][0]
    assert (said.text, said.tone) == ("bú", 4)
    assert dictionary.spelled[at][0].text == "bù"


def test_the_word_itself_is_in_dictionary_tones(tools: Toolbox) -> None:
    """It is looked up and learnt by them: 你好 is nǐ hǎo in every dictionary."""
    found = context(tools, "你好", "他说你好。", CardOptions(sandhi=True))
    assert [syllable.text for syllable in found.reading] == ["nǐ", "hǎo"]


def test_conversion_changes_characters_and_keeps_offsets(tools: Toolbox) -> None:
    found = context(tools, "发展", "经济发展很快。", CardOptions(convert=converter("traditional")))
    assert (found.unit.target, found.term.headword, found.script) == ("經濟發展很快。", "發展", "Hant")
    assert "".join(each.text for each in found.words) == found.unit.target
    assert found.occurrences[0].of(found.unit.target) == "發展"
    assert (found.key, found.term.simplified) == ("发展", "发展")


@pytest.mark.parametrize(
    ("target", "script", "other"),
    [("经济发展很快。", "Hans", "經濟發展很快。"), ("經濟發展很快。", "Hant", "经济发展很快。")],
)
def test_both_scripts_show_the_other_one(tools: Toolbox, target: str, script: str, other: str) -> None:
    found = context(tools, target[2:4], target, CardOptions(both_scripts=True))
    assert (found.script, found.other_script) == (script, other)
    assert context(tools, target[2:4], target).other_script == ""


@pytest.mark.parametrize(("headword", "script"), [("發展", "Hant"), ("发展", "Hans")])
def test_a_word_without_a_sentence_has_its_own_script(tools: Toolbox, headword: str, script: str) -> None:
    """The right glyphs, and the other form beside it."""
    found = context(tools, headword, "")
    assert (found.script, found.pinyin) == (script, "fāzhǎn")


def test_notes_say_what_else_it_is_called(tools: Toolbox) -> None:
    entry = next(entry for entry in tools.lexicon.curated_entries() if entry.taiwan and not entry.hongkong)
    found = context(tools, entry.word, f"{entry.word}很重要。", variants=("甲", "乙"))
    assert found.notes.splitlines()[0] == "Also: 甲、乙"
    assert f"{entry.taiwan} (Taiwan)" in found.notes


def test_notes_say_what_is_abbreviated(tools: Toolbox) -> None:
    entry = next(entry for entry in tools.lexicon.curated_entries() if entry.short_for)
    found = context(tools, entry.word, f"{entry.word}很重要。")
    assert f"Short for {entry.short_for}" in found.notes.splitlines()


def test_most_words_need_no_notes(tools: Toolbox) -> None:
    assert context(tools, "大象", "三头大象。").notes == ""


# The description of the deck


def test_a_description_has_advice_and_credits() -> None:
    """CC-CEDICT's licence asks to be named wherever its words go."""
    text = describe("", [])
    assert "Bury new siblings" in text
    assert "CC-CEDICT" in text
    assert "creativecommons.org/licenses/by-sa/4.0" in text


@pytest.mark.parametrize("zipf", [True, False])
def test_a_list_of_frequencies_is_credited_where_they_are_shown(*, zipf: bool) -> None:
    assert ("wordfreq</a> (<a" in describe("", [], zipf=zipf)) == zipf


CREDITS = [
    pytest.param({}, "a.txt", id="nothing but a file"),
    pytest.param({"title_target": "芯片"}, "芯片", id="Chinese title only"),
    pytest.param({"title": "Chips", "title_target": "芯片"}, "Chips", id="both titles"),
    pytest.param(
        {"title": "A", "source": "Wire", "date": "2026-02-03", "licence": "CC0-1.0"},
        "A, Wire, 2026-02-03, CC0-1.0",
        id="all",
    ),
    pytest.param({"title": "A", "url": "https://example.org/"}, '<a href="https&#58;//example.org/">A</a>', id="link"),
    pytest.param({"title": "A", "url": "javascript:alert(1)"}, "A", id="no address on the web"),
    pytest.param({"title": "<b>A</b> & B"}, "&lt;b&gt;A&lt;/b&gt; &amp; B", id="no markup from articles"),
]


@pytest.mark.parametrize(("credit", "expected"), CREDITS)
def test_articles_are_credited_as_far_as_they_say(credit: dict[str, str], expected: str) -> None:
    assert f"<ul><li>{expected}</li></ul>" in describe("", [article(**credit)])


def test_the_authors_own_words_come_first_and_are_no_markup() -> None:
    assert describe("For <my> class", []).startswith("<p>For &lt;my&gt; class</p>")
