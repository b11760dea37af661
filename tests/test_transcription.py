"""Pinyin as people type it."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flashcards import transcription
from flashcards.syllables import character_readings, restyle, toneless

READ = [
    ("芯片", "xīnpiàn", "xīn piàn"),  # chip
    ("芯片", "xīn piàn", "xīn piàn"),
    ("芯片", "xin1pian4", "xīn piàn"),
    ("芯片", " xin1  pian4 ", "xīn piàn"),
    ("芯片", "xīn-piàn", "xīn piàn"),
    ("芯片", "xi\u0304npia\u0300n", "xīn piàn"),  # combining marks, as macOS writes file content
    ("西安", "Xī'ān", "Xī ān"),
    ("西安", "Xī’ān", "Xī ān"),
    ("西安", "Xi1an1", "Xī ān"),
    ("方案", "fāng'àn", "fāng àn"),  # plan
    ("方案", "fāngàn", "fāng àn"),  # without the apostrophe it should be fān gàn, which the characters are not
    ("儿童", "értóng", "ér tóng"),  # child: no erhua
    ("花儿", "huār", "huā r"),
    ("花儿", "hua1r5", "huā r"),
    ("女", "nǚ", "nǚ"),
    ("女", "nu:3", "nǚ"),
    ("女", "nv3", "nǚ"),
    ("策略", "ce4lüe4", "cè lüè"),  # strategy
    ("朋友", "péngyou", "péng you"),  # friend
    ("朋友", "peng2you5", "péng you"),
    ("朋友", "peng2you0", "péng you"),
    ("的", "de", "de"),
    ("我们", "wǒmen", "wǒ men"),
    ("任正非", "Rén Zhèngfēi", "Rén Zhèng fēi"),  # surname read by its rarer reading
    ("二〇三〇", "èr líng sān líng", "èr líng sān líng"),
    ("人人", "rénrén", "rén rén"),
    ("人民日报", "Rénmín Rìbào", "Rén mín Rì bào"),
    ("AI芯片", "AI xīnpiàn", "xīn piàn"),
    ("AI芯片", "xīnpiàn", "xīn piàn"),
    ("5G网络", "5G wǎngluò", "wǎng luò"),
    ("5G网络", "wǎngluò", "wǎng luò"),
    ("吃不了", "chī∥bu∥liǎo", "chī bu liǎo"),  # Pleco marks verbs that can be parted
    ("史蒂夫·乔布斯", "Shǐdìfū Qiáobùsī", "Shǐ dì fū Qiáo bù sī"),
    ("GPU", "GPU", ""),
]


@pytest.mark.parametrize(("word", "typed", "syllables"), READ)
def test_each_character_gets_its_syllable(word: str, typed: str, syllables: str) -> None:
    assert " ".join(transcription.parse(word, typed)) == syllables


REFUSED = [
    ("反应堆", "fǎnyìng", "反应堆 has 3 Chinese characters, its reading 'fǎnyìng' 2 syllables"),  # reactor
    ("反应", "fǎnyìngduī", "反应 has 2 Chinese characters, its reading 'fǎnyìngduī' 3 syllables"),
    ("西安", "Xiān", "its reading 'Xiān' 1 syllable;"),  # xiān is one syllable, not a toneless xi and ān
    ("西安", "xian1", "1 syllable;"),
    ("芯片", "", "0 syllables"),
    ("芯片", "ㄒㄧㄣ", "0 syllables"),
    ("芯片", "chip set", "cannot be read as pinyin of 芯片"),
    ("芯片", "xinpian", "has no tones"),
    ("芯片", "xīn piàn!", "cannot be read as pinyin"),
    ("哪儿", "nar3", "cannot be read|syllable"),  # hair3 would be hai without its tone and an r with one
    ("3C产品", "san1 C chan3pin3", "has 2 Chinese characters, its reading 'san1 C chan3pin3' 3 syllables"),
    ("AI", "āi", "0 Chinese characters"),
]


@pytest.mark.parametrize(("word", "typed", "message"), REFUSED)
def test_a_reading_that_does_not_fit_is_refused(word: str, typed: str, message: str) -> None:
    """It would teach a wrong pronunciation on every card."""
    with pytest.raises(ValueError, match=message):
        transcription.parse(word, typed)


_HETERONYMS = "的了着过得地为都还行重长数乐发便差参调教觉量落弱省应载种转朝处传当倒干更会假间将降卷空露没难宁强曲散系相兴血要一正儿女绿略恩安欧爱"


@given(st.text(st.sampled_from(_HETERONYMS), min_size=1, max_size=6), st.data())
def test_what_we_write_we_can_read(word: str, data: st.DataObject) -> None:
    """Any readings of any characters, written joined with numbers or apart with marks, come back as they were."""
    readings = tuple(
        data.draw(st.sampled_from([r for r in character_readings()[c] if set("aeiouüê") & set(toneless(r))]))
        for c in word
    )
    numbers = "".join(restyle(reading, "numbers") for reading in readings)
    assume(any(reading != toneless(reading) for reading in readings))  # toneless as a whole it is a mistake
    assert transcription.parse(word, " ".join(readings)) == readings
    assert transcription.parse(word, numbers) == readings


def test_a_rare_reading_is_told_from_a_usual_one() -> None:
    assert transcription.is_usual("任", "Rén")
    assert transcription.is_usual("友", "you")  # the tone may be lost in a word
    assert transcription.is_usual("儿", "r")
    assert not transcription.is_usual("芯", "pian")
