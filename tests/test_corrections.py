"""Where the rows of word lists hold, and what they do to words there."""

from hypothesis import given
from hypothesis import strategies as st

from flashcards import corrections
from flashcards.model import Location, Span, Syllable, Token, Word
from flashcards.wordlists import Row

_TRADITIONAL = str.maketrans("這個電網為來發導體", "这个电网为来发导体")


def simplify(text: str) -> str:
    """Enough of it for these tests."""
    return text.translate(_TRADITIONAL)


def row(word: str, reading: str = "", context: str = "", role: str = "fix") -> Row:
    """A row of a list; *word* with spaces where it is to be cut."""
    pieces = tuple(word.split())
    return Row("".join(pieces), role, Location("x"), pieces, tuple(reading.split()), context=context)  # type: ignore[arg-type]  # a role


def tokens(text: str) -> tuple[Token, ...]:
    """The words of *text*, which has bars between them."""
    found: list[Token] = []
    for piece in text.split("|"):
        start = found[-1].end if found else 0
        found.append(Token(piece, start, start + len(piece)))
    return tuple(found)


def words(text: str) -> tuple[Word, ...]:
    """Words such as `为:wèi|了:le`, each Han character with its syllable."""
    found: list[Word] = []
    for piece in text.split("|"):
        shown, _, reading = piece.partition(":")
        start = found[-1].end if found else 0
        syllables = tuple(Syllable(syllable, "default", 0.9) for syllable in reading.split())
        found.append(Word(shown, start, start + len(shown), syllables))
    return tuple(found)


def shown(found: tuple[Word, ...]) -> str:
    """The inverse of `words`."""
    return "|".join(f"{w.text}:{' '.join(s.text for s in w.syllables)}" if w.syllables else w.text for w in found)


def spans(rows: list[Row], text: str) -> list[tuple[str, int]]:
    return [(span.of(text), span.start) for span, _ in corrections.places(rows, text, simplify)]


def test_without_a_context_a_row_holds_everywhere() -> None:
    assert spans([row("为")], "为了他成为") == [("为", 0), ("为", 4)]


def test_with_a_context_a_row_holds_only_there() -> None:
    """So that a single 为 can be settled and the others left as they are."""
    assert spans([row("为", context="成为")], "为了他成为") == [("为", 4)]
    assert spans([row("为", context="成为")], "为了他") == []


def test_rows_hold_in_both_scripts() -> None:
    assert spans([row("电网")], "這個電網") == [("電網", 2)]
    assert spans([row("電網", context="這個電網")], "这个电网") == [("电网", 2)]


def test_of_overlapping_rows_the_more_particular_one_holds() -> None:
    rows = [row("芯片"), row("芯片制造商"), row("制造", context="片制造")]
    assert spans(rows, "芯片制造商") == [("芯片", 0), ("制造", 2)]
    assert spans(rows[:2], "芯片制造商") == [("芯片制造商", 0)]


def test_the_row_for_a_place_goes_before_the_row_for_all() -> None:
    everywhere, here = row("为", "wèi"), row("为", "wéi", "成为")
    text = "为了他成为"
    assert corrections.row_at([everywhere, here], text, Span(4, 5), simplify) is here
    assert corrections.row_at([here, everywhere], text, Span(0, 1), simplify) is everywhere
    assert corrections.row_at([here], text, Span(0, 1), simplify) is None


def cut(text: str, *rows: Row) -> str:
    found = tokens(text)
    whole = "".join(token.text for token in found)
    return "|".join(t.text for t in corrections.recut(found, corrections.places(rows, whole, simplify)))


def test_words_are_cut_where_the_row_has_spaces() -> None:
    assert cut("中国|电网学会|存电", row("电网 学会")) == "中国|电网|学会|存电"


def test_words_are_joined_where_the_row_has_none() -> None:
    assert cut("反应|堆", row("反应堆")) == "反应堆"


def test_a_word_across_others_is_cut_out_of_them() -> None:
    assert cut("能做|多小来", row("做 多", context="能做多小")) == "能|做|多|小来"


def test_readings_replace_ours_in_place_and_say_so() -> None:
    text = words("为:wèi|了:le|成为:chéng wèi")
    rows = [row("为", "wéi", "成为")]
    read = corrections.reread(text, corrections.places(rows, "为了成为", simplify))
    assert shown(read) == "为:wèi|了:le|成:chéng|为:wéi"
    assert [s.source for word in read for s in word.syllables] == ["default", "default", "default", "fix"]


def test_a_row_without_a_reading_cuts_and_leaves_the_syllables() -> None:
    text = words("电网学会:diàn wǎng xué huì|。")
    read = corrections.reread(text, corrections.places([row("电网 学会")], "电网学会。", simplify))
    assert shown(read) == "电网:diàn wǎng|学会:xué huì|。"


def test_capitals_make_a_name_with_its_parts() -> None:
    """Ren Zhengfei's surname is rén, and his name is written in two words."""
    text = words("任:rèn|正非:zhèng fēi|说:shuō")
    [name, _] = corrections.reread(text, corrections.places([row("任正非", "Rén Zhèng fēi")], "任正非说", simplify))
    assert (name.text, name.is_name, name.parts) == ("任正非", True, (1,))
    assert [syllable.text for syllable in name.syllables] == ["rén", "zhèng", "fēi"]


def test_latin_in_a_word_takes_no_syllable() -> None:
    text = words("AI|芯片:xīn piàn")
    assert shown(corrections.reread(text, corrections.places([row("AI芯片", "xīn piàn")], "AI芯片", simplify))) == (
        "AI芯片:xīn piàn"
    )


_TEXTS = st.lists(st.text("为了他A𠮷", min_size=1, max_size=3), min_size=1, max_size=6)
_ROWS = st.lists(st.tuples(st.text("为了A𠮷", min_size=1, max_size=2), st.booleans()), max_size=4)


@given(_TEXTS, _ROWS)
def test_words_still_cover_the_text(pieces: list[str], marks: list[tuple[str, bool]]) -> None:
    """Whatever is corrected, every character stays, with one syllable for each Han character."""
    text = "".join(pieces)
    found = words("|".join(f"{p}:{' '.join('x' for c in p if c != 'A')}" for p in pieces))
    rows = [row(" ".join(word) if apart else word) for word, apart in marks]
    placed = corrections.places(rows, text, simplify)
    for result in (corrections.reread(found, placed), corrections.recut(tokens("|".join(pieces)), placed)):
        assert "".join(part.text for part in result) == text
        assert all(part.text == text[part.start : part.end] and part.text for part in result)
    for word in corrections.reread(found, placed):
        assert len(word.syllables) == sum(char != "A" for char in word.text)
