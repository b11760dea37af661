"""One article from file to terms, with the user's lists: `flashcards.pipeline`."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from articles import CONTROLS, PAIRS, POWER, TALKS, article, book, loaded
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards import pipeline, wordlists
from flashcards.model import Domain, Term
from flashcards.pipeline import Analysis, Toolbox
from flashcards.syllables import HAN
from flashcards.vocabulary import VocabularyOptions
from flashcards.wordlists import Wordbook

Listed = Callable[..., Toolbox]

EVERYTHING = VocabularyOptions(threshold=-5, known_level=0)
"So that no test depends on what a word is worth."


@pytest.fixture
def listed(tools: Toolbox, tmp_path: Path) -> Listed:
    """The tools with a word list (CSV) of this text; those that are `cut` as usual need no second for a new cutter."""
    loaded(tools)

    def read(text: str, *, cut: bool = True) -> Toolbox:
        path = tmp_path / "words.csv"
        path.write_text(text, encoding="utf-8")
        found = wordlists.merge([wordlists.read(str(path), tools.lexicon)], tools.lexicon.simplify)
        return tools.with_words(found if cut else replace(found, words=frozenset()))

    return read


def terms_of(done: Analysis) -> dict[str, Term]:
    return {term.simplified: term for term in done.terms}


def readings_of(done: Analysis, unit: int) -> list[tuple[str, str]]:
    """Each word of a unit with its reading."""
    return [(word.text, " ".join(syllable.text for syllable in word.syllables)) for word in done.words[unit]]


# The tools


def test_a_toolbox_loads_nothing_before_it_is_needed() -> None:
    """`flashcards --help` must not read a dictionary of 120,000 entries."""
    assert set(vars(Toolbox())) == {"book"}


def test_other_lists_do_not_load_the_dictionaries_again(tools: Toolbox) -> None:
    """Three decks with lists of their own cost one second, not three."""
    before = (tools.lexicon, tools.annotator, tools.tokenizer)
    other = tools.with_words(book(known="芯片"))
    assert (other.lexicon, other.annotator, other.tokenizer) == before


def test_words_that_must_be_told_apart_get_a_cutter_of_their_own(listed: Listed) -> None:
    """And the next deck, without the list, must not cut by it."""
    text, two = CONTROLS[1], "周二扩大"  # two words that no dictionary has as one
    other = listed(f"word\n{two}\n")
    assert two in {token.text for token in other.tokenizer.cut(text)}
    assert two not in {token.text for token in other.with_words(Wordbook()).tokenizer.cut(text)}


def test_one_decks_corrections_do_not_reach_the_next(listed: Listed) -> None:
    fixed = listed("word,role,reading\n芯片,fix,xìnpiàn\n", cut=False)
    assert fixed.spoken("芯片")
    assert not fixed.with_words(Wordbook()).spoken("芯片")


# The article


def test_sentences_find_their_translations(tools: Toolbox) -> None:
    done = pipeline.analyse(article(), tools, EVERYTHING)
    assert [(unit.source, unit.target) for unit in done.units] == list(PAIRS)
    assert [unit.line for unit in done.units] == [(1, 2), (3, 4), (5, 6), (7, 8)]


def test_every_value_points_to_exact_text(tools: Toolbox) -> None:
    """Everything later trusts offsets: words cover their sentence, uses are the headword, glosses are English words."""
    done = pipeline.analyse(article(), tools, EVERYTHING)
    assert len(done.words) == len(done.units)
    for unit, words in zip(done.units, done.words, strict=True):
        assert "".join(word.text for word in words) == unit.target
        assert all(unit.target[word.start : word.end] == word.text for word in words)
    for term in done.terms:
        assert term.occurrences
        for use in term.occurrences:
            unit = done.units[use.unit]
            assert unit.target[use.start : use.end] == term.headword
            assert use.gloss is None or (0 <= use.gloss.start < use.gloss.end <= len(unit.source))
        assert len(term.reading) == len(HAN.findall(term.headword))


def test_reading_on_its_own_agrees_with_the_analysis(tools: Toolbox) -> None:
    """`align --readings` prints what stands on the cards."""
    done = pipeline.analyse(article(), tools, EVERYTHING)
    assert pipeline.read(pipeline.align(article(), tools), tools) == done.words


def test_terms_have_the_reading_of_their_sentence(tools: Toolbox) -> None:
    """Not that of the dictionary's first entry: 为 in 作为 is wéi, whatever 为 alone may be."""
    done = pipeline.analyse(article(), tools, EVERYTHING)
    for term in done.terms:
        use = term.occurrences[0]
        syllables = [
            (word.start + offset, syllable.text)
            for word in done.words[use.unit]
            for offset, syllable in zip(
                [at for at, char in enumerate(word.text) if HAN.match(char)], word.syllables, strict=True
            )
        ]
        assert term.reading == tuple(text for at, text in syllables if use.start <= at < use.end)


def test_taiwan_readings_are_those_of_taiwan(tools: Toolbox) -> None:
    """期 is qī in the Mainland and qí in Taiwan; learners of one must not be taught the other."""
    text = ("Investors expect a change in this period.", "投资者在此期间期待变化。")
    mainland, taiwan = (pipeline.analyse(article(text), tools, EVERYTHING, taiwan=where) for where in (False, True))
    assert ("期间", "qī jiān") in readings_of(mainland, 0)
    assert ("期间", "qí jiān") in readings_of(taiwan, 0)


# The user's lists


def test_a_word_that_has_a_card_is_a_term_whatever_the_dictionaries_say_now(tools: Toolbox) -> None:
    """With a threshold that no word of the article reaches."""
    done, word = article(*PAIRS), "美国"
    assert word not in terms_of(pipeline.analyse(done, tools, VocabularyOptions(threshold=9)))
    assert word in terms_of(pipeline.analyse(done, tools, VocabularyOptions(threshold=9), [word]))


@pytest.mark.parametrize("role", ["add", "only"])
def test_a_word_that_is_asked_for_is_a_term_wherever_it_stands(listed: Listed, role: str) -> None:
    """Whatever its score, its level, and what our own words would make of the place."""
    word = "每年"
    strict = VocabularyOptions(threshold=5, known_level=7)
    done = pipeline.analyse(article(), listed(f"word,role\n{word},{role}\n"), strict)
    assert [done.units[use.unit].target for use in terms_of(done)[word].occurrences] == [POWER[1]]


def test_the_meaning_of_a_list_wins_over_ours(listed: Listed) -> None:
    done = pipeline.analyse(
        article(), listed("word,role,meaning,domain\n芯片,add,a sliver of silicon,policy\n", cut=False), EVERYTHING
    )
    found = terms_of(done)["芯片"]
    assert (found.gloss, found.domain, found.composed) == ("a sliver of silicon", Domain.POLICY, False)
    assert "a sliver of silicon" not in found.senses


@pytest.mark.parametrize("role", ["add", "only", "fix"])
def test_the_reading_of_a_list_wins_over_ours(listed: Listed, role: str) -> None:
    """A user who writes a reading means it, whatever the row is for."""
    done = pipeline.analyse(article(POWER), listed(f"word,role,reading\n算力,{role},suánlī\n", cut=False), EVERYTHING)
    assert ("算力", "suán lī") in readings_of(done, 0)
    assert terms_of(done)["算力"].reading == ("suán", "lī")
    assert {s.source for word in done.words[0] for s in word.syllables if word.text == "算力"} == {"fix"}


def test_a_correction_cuts_words_as_it_says(listed: Listed) -> None:
    """With spaces between the words, whatever our dictionaries hold."""
    done = pipeline.analyse(article(TALKS), listed("word,role\n监 管机 构,fix\n"), EVERYTHING)
    assert [text for text, _ in readings_of(done, 0) if text in "监管机构"] == ["监", "管机", "构"]
    assert "监管" not in terms_of(done)


def test_a_better_meaning_for_a_part_leaves_the_compound_whole(listed: Listed) -> None:
    """Otherwise a corrected gloss for 芯片 would take the card of 芯片制造商 away from everybody who studies it."""
    row = "word,role,reading,meaning\n芯片,fix,xìnpiàn,microchip\n"
    before = pipeline.analyse(article(), listed("word\n芯片\n"), EVERYTHING)
    after = pipeline.analyse(article(), listed(row), EVERYTHING)
    assert [text for text, _ in readings_of(after, 1)] == [text for text, _ in readings_of(before, 1)]
    assert terms_of(after).keys() == terms_of(before).keys()
    assert terms_of(after)["芯片"].gloss == "microchip"
    assert terms_of(after)["芯片制造商"].reading[:2] == ("xìn", "piàn")


def test_a_correction_with_a_context_holds_only_there(listed: Listed) -> None:
    """So that a single 中国 can be corrected without touching the others."""
    pairs = (
        ("China buys chips.", "中国正在购买大量芯片。"),
        ("The company sells in China.", "该公司在中国的销售增长。"),
    )
    row = "word,role,reading,meaning,context\n中国,fix,zhōnggǔo,the market of China,在中国的\n"
    done = pipeline.analyse(article(*pairs), listed(row, cut=False), EVERYTHING)
    assert ("中国", "zhōng guó") in readings_of(done, 0)
    assert ("中国", "zhōng gǔo") in readings_of(done, 1)


@pytest.mark.parametrize("place", [0, 1])
def test_a_meaning_with_a_context_stays_with_its_use(listed: Listed, place: int) -> None:
    """The card takes one sentence of several: there it must say what the list says of that sentence, and no other."""
    pairs = (
        ("The factory makes chips for cars.", "这家工厂为汽车生产芯片。"),
        ("Chips are what the talks were about.", "谈判的主题是芯片的供应。"),
    )
    context = ("生产芯片", "主题是芯片")[place]
    done = pipeline.analyse(
        article(*pairs), listed(f"word,role,meaning,context\n芯片,fix,wafer,{context}\n", cut=False), EVERYTHING
    )
    glosses = {
        (use.unit, term.gloss == "wafer")
        for term in done.terms
        if term.simplified == "芯片"
        for use in term.occurrences
    }
    assert (place, True) in glosses
    assert (1 - place, True) not in glosses


def test_a_list_in_one_script_meets_an_article_in_the_other(listed: Listed) -> None:
    """Taiwan's newspapers and a Mainland word list, or the other way round."""
    text = ("Export controls on chips widened.", "對晶片的出口管制範圍擴大了。")
    done = pipeline.analyse(article(text), listed("word,role,meaning\n范围,add,SCOPE\n", cut=False), EVERYTHING)
    found = terms_of(done)["范围"]
    assert (found.headword, found.gloss) == ("範圍", "SCOPE")


PIECES = st.sampled_from(
    ["芯片", "出口管制", "的", "，", "。", "AI", " 3.5 ", "“", "”", "}}", "𠮷", "々", "〇", "😀", "\u200b"]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=20).map("".join))
def test_any_text_is_read_whole(tools: Toolbox, text: str) -> None:
    """Words cover the text, with one syllable for each Han character: otherwise ruby stands over the wrong ones."""
    words = pipeline.read_text(text, tools, "Chips (AI) 3.5")
    assert "".join(word.text for word in words) == text
    assert [len(word.syllables) for word in words] == [len(HAN.findall(word.text)) for word in words]
