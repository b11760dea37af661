"""Pinyin as it is written and spoken: what a learner reads under the characters."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards import readings, sandhi, spelling
from flashcards.model import Syllable, Word
from flashcards.pipeline import Toolbox
from flashcards.syllables import character_readings, from_numbers, restyle, tone, toneless, with_tone

LINES = (Path(__file__).parent / "cases" / "spelling.tsv").read_text("utf-8").splitlines()
ROWS = [line.split("\t") for line in LINES if line and not line.startswith("#")]
SYLLABLES = sorted({reading for choices in character_readings().values() for reading in choices if reading.isalpha()})


@pytest.mark.parametrize(("text", "expected", "gloss"), ROWS)
def test_words_are_written_by_the_national_standard(tools: Toolbox, text: str, expected: str, gloss: str) -> None:
    """GB/T 16159-2012, as dictionaries and textbooks write."""
    words = tools.annotator.annotate(text)
    assert expected == spelling.spell(words, sentence=text[-1] in '。”！"…'), gloss


def test_names_are_written_in_two_words(tools: Toolbox) -> None:
    """Surname and given name apart, both with capitals."""
    words = tools.annotator.annotate("任正非周二表示", english="Ren Zhengfei")
    assert spelling.spell(words) == "Rén Zhèngfēi Zhōu'èr biǎoshì"


def test_styles_of_a_sentence() -> None:
    """Numbers keep the word division, zhuyin has none."""
    words = readings.Annotator().annotate("旅游，绿的")
    assert spelling.spell(words, "numbers") == "lü3you2, lü4 de5"
    assert spelling.spell(words, "zhuyin") == "ㄌㄩˇ ㄧㄡˊ, ㄌㄩˋ ˙ㄉㄜ"


def test_spelling_nothing_gives_nothing() -> None:
    """An empty gap must not break a card."""
    assert spelling.spell((), sentence=True) == ""
    assert spelling.spell(readings.Annotator().annotate("！"), sentence=True) == "!"


@given(st.text(max_size=25))
def test_any_words_can_be_spelled(text: str) -> None:
    """Articles hold everything; pinyin holds no double spaces."""
    words = readings.Annotator().annotate(text)
    for style in spelling.STYLES:
        assert "  " not in spelling.spell(words, style).replace("\u3000", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一样", "yí yàng"),
        ("一天", "yì tiān"),
        ("一年", "yì nián"),
        ("一起", "yì qǐ"),
        ("第一天", "dì yī tiān"),
        ("十一点", "shí yī diǎn"),
        ("唯一", "wéi yī"),
        ("不是", "bú shì"),
        ("不能", "bù néng"),
        ("很好", "hén hǎo"),
        ("水果", "shuí guǒ"),
        ("你好，我来", "ní hǎo wǒ lái"),
    ],
)
def test_spoken_tones_are_a_switch(text: str, expected: str) -> None:
    """Off on cards; for those who read aloud."""
    spoken = sandhi.speak(readings.Annotator().annotate(text))
    assert expected == " ".join(syllable.text for word in spoken for syllable in word.syllables)


def test_speaking_changes_tones_and_nothing_else() -> None:
    """Words, offsets, letters and sources stay."""
    words = readings.Annotator().annotate("一个人不会老想买一百把雨伞。")
    spoken = sandhi.speak(words)
    assert [(w.text, w.start, w.end, w.parts) for w in words] == [(w.text, w.start, w.end, w.parts) for w in spoken]
    for word, other in zip(words, spoken, strict=True):
        assert [toneless(s.text) for s in word.syllables] == [toneless(s.text) for s in other.syllables]


def test_every_syllable_survives_its_numbers() -> None:
    """Marks → numbers → marks: the mark comes back to its own vowel."""
    assert [from_numbers(restyle(syllable, "numbers")) for syllable in SYLLABLES] == SYLLABLES


def test_tones_have_numbers() -> None:
    """Five colours."""
    assert [tone(s) for s in ("zhōng", "guó", "nǚ", "lüè", "ma", "r")] == [1, 2, 3, 4, 5, 5]
    assert with_tone("nü", 3) == "nǚ"


def test_an_unknown_style_is_a_mistake_of_the_program() -> None:
    """No silent fallback to another style."""
    with pytest.raises(ValueError, match="no style 'wade'"):
        restyle("zhōng", "wade")


def test_a_name_of_several_words_follows_its_parts() -> None:
    """Parts come from the lexicon or the English side, not from guessing."""
    syllables = tuple(Syllable(text, "lexicon", 1.0) for text in ("hú", "rùn", "bái", "fù"))
    assert spelling.spell((Word("胡润百富", 0, 4, syllables, is_name=True, parts=(2,)),)) == "Húrùn Báifù"
