"""What a note says, and what it never gives away."""

import re
from dataclasses import replace

import pytest
from anki_support import ARTICLE, context, note
from hypothesis import given
from hypothesis import strategies as st

from flashcards.cloze import ClozeOptions, make_note
from flashcards.errors import NoteError
from flashcards.markup import coloured, plain, replace_deletions, tag, text_of
from flashcards.model import CardContext, Level, Note, Span, Spelled
from flashcards.notetype import FIELDS, KINDS

SENTENCE, SOURCE = "美国对芯片的出口管制很重要", "US export controls on chips matter"
CHIP = context("芯片", SENTENCE, SOURCE, "chips", meaning="chip", senses=("microchip", "IC"))


def field(made: Note, name: str) -> str:
    return made.fields[FIELDS.index(name)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Word", "芯片"),
        ("Sentence", "美国对{{c1::芯片::chips}}的出口管制很重要"),
        ("Pinyin", '<span class="t1">xīn</span><span class="t4">piàn</span>'),
        ("Meaning", '<b>chip</b> <span class="senses">microchip; IC</span>'),
        ("Translation", "US export controls on <mark>chips</mark> matter"),
        ("FullSentence", ""),
        (
            "Source",
            '<a href="https&#58;//example.org/chips">Chips and power · 芯片与电力</a> · Example Times · 9 March 2026',
        ),
        ("Level", "HSK 2025 level 7–9"),
        ("Domain", "Technology"),
        ("Key", ""),
    ],
)
def test_a_note_says_everything_about_one_word_in_one_sentence(name: str, expected: str) -> None:
    """The card's promise: sentence, gap, English as the article has it, pinyin, meaning, source."""
    assert expected == field(make_note(CHIP), name)


def test_ruby_sentence_has_one_syllable_over_each_character() -> None:
    """The back teaches the reading of the whole sentence, in the colours of the dictionary tones."""
    ruby = field(make_note(context("芯片", "美国的AI芯片。")), "SentenceRuby")
    assert ruby == (
        '<span class="t3"> 美[měi]</span><span class="t2"> 国[guó]</span><span class="t5"> 的[de]</span>AI'
        '{{c1::<span class="t1"> 芯[xīn]</span><span class="t4"> 片[piàn]</span>}}。'
    )


SPANS = [
    ("again in the sentence", "芯片", "芯片是芯片", "{{c1::芯片}}是{{c1::芯片}}"),
    ("inside a longer word", "芯片", "芯片制造很重要，芯片人", "{{c1::芯片}}制造很重要，{{c1::芯片}}人"),
    ("overlapping itself", "人人", "人人人", "{{c1::人人}}人"),
    ("at both ends", "法案", "法案是法案", "{{c1::法案}}是{{c1::法案}}"),
    ("mixed scripts", "AI 芯片", "新的AI 芯片", "新的{{c1::AI 芯片}}"),
]


@pytest.mark.parametrize(("word", "target", "expected"), [case[1:] for case in SPANS], ids=[case[0] for case in SPANS])
def test_every_use_of_the_word_is_the_same_deletion(word: str, target: str, expected: str) -> None:
    """One left in sight gives the answer away; another number would be another card with another history."""
    assert field(note(word, target), "Sentence") == expected


def test_traditional_and_variant_forms_in_sight_are_hidden_too() -> None:
    """A caption may have the word in the other script."""
    both = context("芯片", "芯片（晶片）", traditional="晶片")
    assert field(make_note(both), "Sentence") == "{{c1::芯片}}（{{c1::晶片}}）"


HINTS = [
    ("the words of the article", "芯片", "US chips", "chips", "chip", "chips"),
    ("none where nothing translates it", "芯片", "They grow", "", "chip", "chip"),
    ("a whole clause does not fit the gap", "芯片", "a" * 60, "a" * 60, "chip", "chip"),
    ("line breaks are spaces", "芯片", "AI\nchips", "AI\nchips", "chip", "AI chips"),
    ("never the word itself", "AI", "the AI boom", "AI", "artificial intelligence", "artificial intelligence"),
    ("never Chinese", "芯片", "the 芯片 boom", "芯片", "chip", "chip"),
    ("nothing to say", "芯片", "They grow", "", "", ""),
    ("notation is text", "芯片", "a::b}} [c]", "a::b}} [c]", "", "a&#58;&#58;b&#125;&#125; &#91;c&#93;"),
]


@pytest.mark.parametrize(
    ("word", "source", "gloss", "meaning", "expected"), [case[1:] for case in HINTS], ids=[case[0] for case in HINTS]
)
def test_hint(word: str, source: str, gloss: str, meaning: str, expected: str) -> None:
    """The gap asks for one word and no other, and never says it."""
    made = make_note(context(word, f"新的{word}", source, gloss, meaning=meaning))
    assert field(made, "Sentence") == f"新的{{{{c1::{word}{'::' + expected if expected else ''}}}}}"


def test_hint_can_be_left_out() -> None:
    """Some learners want the bare gap."""
    assert field(make_note(CHIP, ClozeOptions(hint=False)), "Sentence") == "美国对{{c1::芯片}}的出口管制很重要"


def test_a_window_shows_part_of_a_long_sentence_and_all_of_it_on_the_back() -> None:
    """A phone has no room for four lines; dots say that something is missing."""
    made = make_note(replace(CHIP, window=Span(3, 10)))
    assert field(made, "Sentence") == "…{{c1::芯片::chips}}的出口管制…"
    assert field(made, "FullSentence") == "美国对<b>芯片</b>的出口管制很重要"
    assert made.sentence == SENTENCE


def test_a_window_never_cuts_a_use_in_half() -> None:
    """Half the answer at the edge of the window would be most of it."""
    twice = context("芯片", "芯片的算力是芯片", window=Span(1, 8))
    assert field(make_note(twice), "Sentence") == "…的算力是{{c1::芯片}}"


def test_a_word_outside_its_window_is_an_error() -> None:
    """A note without a deletion imports without a card, and nobody notices."""
    with pytest.raises(NoteError, match="does not occur"):
        make_note(replace(CHIP, window=Span(5, 10)))


def test_excerpts_of_articles_that_are_not_open_are_short() -> None:
    """Shared decks quote; they do not republish."""
    closed = replace(CHIP, document=replace(ARTICLE, licence=""))
    made = make_note(closed, ClozeOptions(excerpt=6))
    assert field(made, "Sentence") == "…国对{{c1::芯片::chips}}的出…"
    assert field(made, "FullSentence") == ""
    assert text_of(field(made, "Translation")) == "…on chips matter"
    assert field(make_note(CHIP, ClozeOptions(excerpt=6)), "Sentence") == field(make_note(CHIP), "Sentence")


def test_senses_in_chinese_or_pinyin_are_left_out() -> None:
    """Dictionary cross references mean nothing to a learner and may be the answer of another card."""
    crossed = replace(
        CHIP, term=replace(CHIP.term, senses=("see 晶片[jing1 pian4]", "chip", "IC", "die", "wafer", "x"))
    )
    assert text_of(field(make_note(crossed), "Meaning")) == "chip IC; die; wafer"
    assert text_of(field(make_note(crossed, ClozeOptions(senses=0)), "Meaning")) == "chip"


LEVELS = [
    (None, ""),
    (Level("hsk2.0", 5, "word"), "HSK 2.0 level 5"),
    (Level("hsk2021", 7, "word"), "HSK 2021 level 7–9"),
    (Level("hsk2025", 4, "parts"), "HSK 2025 level 4 (by its parts)"),
    (Level("hsk2025", 4, "characters"), ""),
]


@pytest.mark.parametrize(("level", "expected"), LEVELS)
def test_level_is_named_with_its_list(level: Level | None, expected: str) -> None:
    """The lists disagree; a number without its list is a rumour."""
    assert field(make_note(replace(CHIP, term=replace(CHIP.term, level=level))), "Level") == expected


FREQUENCIES = [
    (Level("hsk2025", 5, "word"), 4.16, "HSK 2025 level 5 · Zipf 4.2 (wordfreq)"),
    (Level("hsk2025", 4, "characters"), 4.0, "Zipf 4.0 (wordfreq)"),
    (None, 1.54, "Zipf 1.5 (wordfreq)"),
    (Level("hsk2025", 5, "word"), None, "HSK 2025 level 5"),
]


@pytest.mark.parametrize(("level", "zipf", "expected"), FREQUENCIES)
def test_frequency_follows_the_level_with_its_list(level: Level | None, zipf: float | None, expected: str) -> None:
    found = replace(CHIP, term=replace(CHIP.term, level=level), zipf=zipf)
    assert field(make_note(found), "Level") == expected


SOURCES = [
    ({"url": "javascript:alert(1)"}, "Chips and power · 芯片与电力 · Example Times · 9 March 2026"),
    ({"title": "", "title_target": "", "date": "spring"}, "Example Times · spring"),
    ({"title": "", "title_target": "", "source": "", "date": "", "name": "a&b.txt"}, "a&amp;b.txt"),
    ({"url": "", "source": "A & <B>", "date": ""}, "Chips and power · 芯片与电力 · A &amp; &lt;B&gt;"),
    ({"url": "", "date": "2026-13-01", "source": ""}, "Chips and power · 芯片与电力 · 2026-13-01"),
]


@pytest.mark.parametrize(("changes", "expected"), SOURCES)
def test_source_credits_what_is_known(changes: dict[str, str], expected: str) -> None:
    """Only web addresses become links; nothing of the header is taken for markup."""
    assert field(make_note(replace(CHIP, document=replace(ARTICLE, **changes))), "Source") == expected  # type: ignore[arg-type]


def test_traditional_articles_name_their_script_and_the_simplified_form() -> None:
    """Without the language, phones draw Traditional text with mainland glyphs."""
    made = make_note(replace(context("晶片", "新的晶片"), script="Hant", other_script="新的芯片"))
    assert field(made, "Sentence") == '<span lang="zh-Hant">新的{{c1::晶片}}</span>'
    assert field(made, "OtherScript") == '<span lang="zh-Hans">新的<b>芯片</b></span>'


@pytest.mark.parametrize("kind", KINDS)
def test_tags_hold_nothing_that_other_notes_can_change(kind: str) -> None:
    """A changed tag is a changed note, which overwrites a learner's edits."""
    assert make_note(CHIP, kind=kind).tags == ("article::2026-03", "domain::tech", "hsk2025::7")


@pytest.mark.parametrize("kind", ["recognition", "production"])
def test_a_word_without_article_gets_a_plain_vocabulary_note(kind: str) -> None:
    """A word that the learner asks for gets a card even before the news mentions it."""
    made = make_note(context("芯片", meaning="chip"), kind=kind)
    assert (field(made, "Word"), field(made, "Sentence"), field(made, "Translation")) == ("芯片", "", "")
    with pytest.raises(NoteError):
        make_note(context("芯片", meaning="chip"))


PRODUCTION = [
    ("gloss marked", "US chips matter", "chips", "US <mark>chips</mark> matter"),
    ("no gloss: the meaning is asked for", "It matters", "", "<mark>chip</mark> – It matters"),
    ("the word in the English text", "chips (芯片)", "chips", "<mark>chips</mark> (…)"),
]


@pytest.mark.parametrize(
    ("source", "gloss", "expected"), [case[1:] for case in PRODUCTION], ids=[case[0] for case in PRODUCTION]
)
def test_production_asks_for_one_word_and_does_not_show_it(source: str, gloss: str, expected: str) -> None:
    """Its front is the translation."""
    made = make_note(context("芯片", SENTENCE, source, gloss, meaning="chip"), kind="production")
    assert field(made, "Translation") == expected


@pytest.mark.parametrize(
    ("pinyin", "syllables", "expected"),
    [
        ("Rén Zhèngfēi", "rén2 zhèng4 fēi1", "<2>Rén</> <4>Zhèng</><1>fēi</>"),
        ("Xī'ān", "xī1 ān1", "<1>Xī</>'<1>ān</>"),
        ("xin1pian4", "xin11 pian44", "<1>xin1</><4>pian4</>"),
        ("A-gǔ", "gǔ3", "A-<3>gǔ</>"),
        ("x", "gǔ3", "x"),
    ],
)
def test_words_are_coloured_syllable_by_syllable(pinyin: str, syllables: str, expected: str) -> None:
    """Spelling has capitals, spaces and apostrophes; tones belong to syllables."""
    reading = [Spelled(syllable[:-1], int(syllable[-1])) for syllable in syllables.split()]
    wanted = re.sub(r"<(\d)>", r'<span class="t\1">', expected).replace("</>", "</span>")
    assert coloured(pinyin, reading) == wanted


@given(st.text())
def test_escaped_text_shows_the_text_and_no_notation(text: str) -> None:
    """Escaped once, and only once: over-escaped text shows entities to the reader, bare text loses half a sentence."""
    escaped = plain(text)
    assert not re.search(r"[<>\[\]{}\x00-\x1f\ud800-\udfff]|::", escaped)
    assert plain(text_of(escaped)) == escaped


@given(st.text(max_size=30), st.text(max_size=30))
def test_stripping_the_markup_gives_the_sentence_back(before: str, after: str) -> None:
    """Nothing of the article is lost or added on the way to the card."""
    made = note("芯片", f"{before}芯片{after}")
    shown = text_of(plain(f"{before}芯片{after}"))
    assert text_of(field(made, "Sentence")) == shown


@given(st.text())
def test_a_tag_is_one_word(text: str) -> None:
    """Any white space, the ideographic space too, would make two tags of one."""
    assert len(f"x{tag(text)}".split()) == 1


def test_context_is_not_changed() -> None:
    """Stages hand on values; the same context gives the same note."""
    copy: CardContext = replace(CHIP)
    assert make_note(CHIP) == make_note(copy)


@given(st.lists(st.sampled_from(["{{c1::", "{{c12::", "}}", "::", "{", "}", ":", "a", "\n"]), max_size=12).map("".join))
def test_deletions_end_as_soon_as_they_can(field: str) -> None:
    """The content at the first two colons, the hint at the first two braces, as Anki reads them."""
    lazy = re.sub(r"(?s)\{\{c\d+::(.*?)(?:::(.*?))?\}\}", lambda match: f"<{match[1]}|{match[2] or ''}>", field)
    assert replace_deletions(field, lambda content, hint: f"<{content}|{hint}>") == lazy


@pytest.mark.parametrize("piece", ["{{c1::", "{{c1::a::", "{{c1", " a[", " [", "<", "}}{{c1::", "::"])
def test_a_field_from_a_stranger_is_read_to_its_end(piece: str) -> None:
    """With patterns that start again at every beginning this would last for days."""
    for start, end in (("芯片", ""), ("芯片}}", "x"), ("芯片", "}}"), ("芯片", "]>")):
        assert text_of(start + piece * 100_000 + end).startswith("芯片")
