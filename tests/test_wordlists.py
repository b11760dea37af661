"""Word lists in every format people have them in, and what they add up to."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from anki_support import build, learner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards import wordlists
from flashcards.errors import PackageError, WordListError
from flashcards.lexicon import Lexicon
from flashcards.model import Domain, Level, Location
from flashcards.pipeline import Toolbox
from flashcards.wordlists import Row, Wordbook, WordList

_TRADITIONAL = str.maketrans("電網發導體應", "电网发导体应")


class Small:
    """A dictionary of a handful of words."""

    def simplify(self, text: str) -> str:
        return text.translate(_TRADITIONAL)

    def listed(self, standard: str, first: int, last: int) -> Iterable[str]:
        levels = {1: "爱", 4: "安全", 7: "半导体"}
        return [word for level, word in levels.items() if standard == "hsk2025" and first <= level <= last]


Reader = Callable[..., WordList]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Reads a list with a given text under a given name."""
    monkeypatch.chdir(tmp_path)

    def from_text(text: str | bytes, name: str = "list.csv", **options: object) -> WordList:
        Path(name).write_bytes(text.encode() if isinstance(text, str) else text)
        return wordlists.read(name, Small(), **options)  # type: ignore[arg-type]  # passed through

    return from_text


def words(found: WordList) -> list[tuple[str, str]]:
    return [(row.word, row.role) for row in found.rows]


PLECO = "//技术/芯片\n芯片[芯片]\txin1pian4\tchip\n半导体[半導體]\tban4dao3ti3\tsemiconductor\n"
ANKI = (
    "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#tags column:6\n"
    'x1\tNews\t<div>芯片</div>\t"美国对芯片的出口管制,\n很重要。"\tchip\ttech\n'
    "x2\tNews\t半导体\t半导体产业链。\tsemiconductor\t\n"
)
FORMATS = {
    "a word a line": ("words.txt", "# mine\n芯片\n\n  半导体  # as in the article\n"),
    "comma": ("words.csv", "word,role\n芯片,add\n半导体,add\n"),
    "semicolon, as spreadsheets write in Europe": ("words.csv", "word;role\n芯片;add\n半导体;add\n"),
    "tab": ("words.tsv", "role\tword\nadd\t芯片\nadd\t半导体\n"),
    "comments and empty lines": ("words.csv", '# a "comment\n\nword\n芯片\n# b\n,\n半导体\n'),
    "quoted": ("words.csv", '"word","meaning"\n"芯片","chip, ""microchip"""\n"半导体",\n'),
    "capitals in the header": ("words.csv", "Word, Role\n芯片,Add\n半导体,\n"),
    "YAML": ("words.yaml", "- 芯片\n- word: 半导体\n  meaning: semiconductor\n"),
    "Anki's export": ("notes.txt", ANKI),
    "Anki's export with columns": ("notes.txt", "#separator:Comma\n#columns:Meaning,Word\nchip,芯片\nx,半导体\n"),
    "Pleco's export": ("flash.txt", PLECO),
    "Windows lines": ("words.csv", "word\r\n芯片\r\n半导体\r\n"),
}


@pytest.mark.parametrize(("name", "text"), FORMATS.values(), ids=FORMATS)
def test_every_format_gives_the_same_words(read: Reader, name: str, text: str) -> None:
    found = read(text, name)
    assert words(found) == [("芯片", "add"), ("半导体", "add")]
    assert found.warnings == ()


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "gb2312", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_usual_encoding_is_read(read: Reader, encoding: str) -> None:
    """Spreadsheets in China save CSV in GB 2312, those in Europe call UTF-16 Unicode."""
    assert words(read("word,role\n芯片,add\n出口管制,known\n".encode(encoding))) == [
        ("芯片", "add"),
        ("出口管制", "known"),
    ]


def test_big5_is_read(read: Reader) -> None:
    text = "word,role\n半導體,add\n出口管制,known\n應用程式,add\n"
    assert [row.word for row in read(text.encode("big5")).rows] == ["半導體", "出口管制", "應用程式"]


@pytest.mark.parametrize("name", ["words.csv", "words.txt"])
def test_characters_outside_gb_2312_do_not_make_big5_of_a_list(read: Reader, name: str) -> None:
    """朱镕基 is in GBK only; every byte of this list is valid Big5, too."""
    text = ("word\n" if name.endswith("csv") else "") + "朱镕基\n供应链\n芯粒\n"
    assert [row.word for row in read(text.encode("gbk"), name).rows] == ["朱镕基", "供应链", "芯粒"]


def test_a_table_that_is_no_text_is_to_be_saved_as_csv(read: Reader) -> None:
    with pytest.raises(WordListError, match="save its table as CSV"):
        read(b"PK\x03\x04\x14\x00", "words.xlsx")


def test_sounds_and_readings_over_characters_are_no_part_of_a_word(read: Reader) -> None:
    """In what Anki exports as text."""
    found = read(
        "#separator:tab\n#html:true\n芯粒[sound:xinli.mp3]\tchiplet\n"
        "<ruby>无锡<rp>(</rp><rt>Wúxī</rt><rp>)</rp></ruby>\tWuxi\n 芯[xīn]片[piàn]\tchip\n",
        "anki.txt",
    )
    assert words(found) == [("芯粒", "add"), ("无锡", "add"), ("芯片", "add")]


def test_a_row_says_all_that_its_columns_hold(read: Reader) -> None:
    header = "context,sense,level,domain,sentence,tags,meaning,reading,role,word\n"
    [row] = read(header + "高分子材料,molecule,hsk2025:7-9,TECH,分子很小,a b,molecule,fen1zi3,add,分子\n").rows
    assert row == Row(
        word="分子",
        role="add",
        location=Location("list.csv", 2),
        pieces=("分子",),
        reading=("fēn", "zǐ"),
        meaning="molecule",
        tags=("a", "b"),
        sentence="分子很小",
        domain=Domain.TECH,
        level=Level("hsk2025", 7, "word"),
        context="高分子材料",
        sense="molecule",
    )


def test_a_correction_is_cut_where_it_has_spaces(read: Reader) -> None:
    [row] = read("word,role\n电网 学会,fix\n").rows
    assert (row.word, row.pieces) == ("电网学会", ("电网", "学会"))


def test_the_context_may_be_in_the_other_script(read: Reader) -> None:
    [row] = read("word,role,context\n电网,fix,中國電網\n").rows
    assert row.context == "中國電網"


def test_unknown_columns_are_named_and_left_out(read: Reader) -> None:
    """A column that we silently ignored would be somebody's work lost."""
    found = read("word,menaing,note\n芯片,chip,x\n")
    [warning] = found.warnings
    assert "list.csv:1: unknown columns left out: menaing, note; known are word, role" in warning
    assert found.rows[0].meaning == ""


def test_a_reading_that_no_dictionary_has_is_taken_with_a_warning(read: Reader) -> None:
    found = read("word,reading\n芯片,xīntiào\n")
    assert found.rows[0].reading == ("xīn", "tiào")
    assert found.warnings == ("list.csv:2: no dictionary reads 片 as tiào; taken as it is",)


def test_a_role_asked_for_replaces_those_of_the_list(read: Reader) -> None:
    """`--known FILE` makes a list of known words of any file; a correction stays one."""
    text = "word,role,reading\n芯片,add,\n算力,,\n反应堆,fix,fǎnyìngduī\n"
    assert words(read(text, role="known")) == [("芯片", "known"), ("算力", "known"), ("反应堆", "fix")]


def test_a_plain_list_of_corrections_may_have_spaces(read: Reader) -> None:
    assert read("电网 学会\n", "fix.txt", role="fix").rows[0].pieces == ("电网", "学会")


def test_an_empty_file_is_an_empty_list(read: Reader) -> None:
    for name, text in (("a.txt", ""), ("a.csv", "word,role\n"), ("a.csv", "# nothing yet\n"), ("a.yaml", "# no\n")):
        assert read(text, name) == WordList(())


# Each: file name, text, line, words of the message.
ERRORS: dict[str, tuple[str, str, int, str]] = {
    "too few syllables": (
        "a.csv",
        "word,reading\n芯片,xīnpiàn\n反应堆,fǎnyìng\n",
        3,
        "反应堆 has 3 Chinese characters",
    ),
    "no tones": ("a.csv", "word,reading\n芯片,xinpian\n", 2, "has no tones"),
    "unknown role": ("a.csv", "word,role\n芯片,igonre\n", 2, "unknown role 'igonre'; did you mean ignore?"),
    "unknown role without a like": ("a.csv", "word,role\n芯片,zzz\n", 2, "known are add, only, known, ignore, fix"),
    "unknown domain": ("a.csv", "word,domain\n芯片,techn\n", 2, "unknown domain 'techn'; did you mean tech?"),
    "unknown level": ("a.csv", "word,level\n芯片,5\n", 2, "unknown level '5'; write for example hsk2025:4"),
    "levels that are none": ("a.csv", "word,level\n芯片,hsk2025:4-9\n", 2, "unknown level"),
    "context without the word": (
        "a.csv",
        "word,role,context\n为,fix,成了\n",
        2,
        "为 does not stand in its context '成了'",
    ),
    "context with the word twice": ("a.csv", "word,role,context\n为,fix,为了成为\n", 2, "stands more than once"),
    "sentence without the word": ("a.csv", "word,sentence\n芯片,很小。\n", 2, "does not stand in its sentence"),
    "no word column": ("a.csv", "芯片,add\n", 1, "the first line must name the columns, word among them"),
    "a column twice": ("a.csv", "word,role,role\n芯片,add,add\n", 1, "two columns are called 'role'"),
    "too many cells": ("a.csv", "word,meaning\n芯片,chip, small\n", 2, "has 3 cells for 2 columns"),
    "open quotation mark": ("a.csv", 'word,meaning\n芯片,"chip\n', 2, "quotation marks do not match"),
    "row without a word": ("a.csv", "word,role\n,add\n", 2, "a row needs a word"),
    "a space outside corrections": ("a.csv", "word,role\n电网 学会,add\n", 2, "only those with the role fix"),
    "two roles": ("a.csv", "word,role\n芯片,add\n算力,add\n芯片,ignore\n", 4, "芯片 stands already in line 2"),
    "two meanings in two scripts": ("a.csv", "word,meaning\n电网,grid\n電網,net\n", 3, "stands already in line 2"),
    "a sentence": ("a.txt", "芯片\n它没有从晶圆上切下来，但也不小。\n", 2, "is no word; write one in a row"),
    "an article in English": ("a.txt", "Before a chip reaches a phone, it is tested.\n", 1, "is no word"),
    "YAML that is no list": ("a.yaml", "word: 芯片\n", 1, "must be a list"),
    "YAML in YAML": ("a.yaml", "- word: [芯片]\n", 1, "a word is text"),
    "not YAML": ("a.yaml", "- [\n", 2, "not valid YAML"),
    "duplicate key": ("a.yaml", "- word: 芯片\n  word: 算力\n", 2, "twice"),
    "unknown separator": ("a.txt", "#separator:none\n芯片\n", 1, "unknown separator 'none'"),
}


@pytest.mark.parametrize(("name", "text", "line", "part"), ERRORS.values(), ids=ERRORS)
def test_a_mistake_is_told_with_its_line(read: Reader, name: str, text: str, line: int, part: str) -> None:
    with pytest.raises(WordListError) as caught:
        read(text, name)
    assert caught.value.location == Location(name, line)
    assert part in caught.value.message
    assert "\n" not in str(caught.value)


def test_what_is_no_text_is_refused(read: Reader) -> None:
    with pytest.raises(WordListError, match="not a text file"):
        read(b"word\n\x00\x01\n")
    with pytest.raises(WordListError, match="in no known encoding; save it as UTF-8"):
        read(b"word\n\xff\xff\xff\n")


def test_two_cards_for_one_written_form_are_no_contradiction_in_an_export(read: Reader) -> None:
    """分子 is a molecule or a member of a group; a dictionary has both."""
    found = read("分子\tfen1zi3\tmolecule\n分子\tfen4zi3\tmembers\n", "p.txt")
    assert [row.meaning for row in found.rows] == ["molecule", "members"]


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(WordListError, match="no such file"):
        wordlists.read(str(tmp_path / "none.csv"), Small())
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(WordListError, match="is a folder"):
        wordlists.read(str(tmp_path / "folder.csv"), Small())


def test_what_cannot_be_used_of_an_export_is_counted(read: Reader) -> None:
    """Nobody can correct a line in Pleco's or Anki's export, so one bad card must not stop the build."""
    pleco = read("芯片\txin1\tchip\n\txin1\tchip\n算力\tsuan4li4\t" + "meaning " * 40 + "\n", "p.txt")
    assert [(row.word, row.reading, row.meaning) for row in pleco.rows] == [
        ("芯片", (), "chip"),
        ("算力", ("suàn", "lì"), ""),
    ]
    assert pleco.warnings == (
        "p.txt: 1 cards have no word: left out",
        "p.txt: 1 definitions of more than 120 characters left out",
        "p.txt: 1 readings that do not fit their words left out",
    )
    anki = read("#separator:tab\n芯片\tchip\nhello, world\tx\n", "a.txt")
    assert words(anki) == [("芯片", "add")]
    assert anki.warnings == ("a.txt: 1 of 2 notes have no Chinese word: left out",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hsk2025:1-4", ["爱", "安全"]),
        ("hsk2025:4", ["安全"]),
        ("hsk2025:7-9", ["半导体"]),
        ("hsk2025:8", ["半导体"]),
        ("hsk2025:1-9", ["爱", "安全", "半导体"]),
    ],
)
def test_published_lists_are_known_words(name: str, expected: list[str]) -> None:
    assert words(wordlists.read(name, Small())) == [(word, "known") for word in expected]


@pytest.mark.parametrize("name", ["hsk:1-4", "HSK2025:1-4", "hsk2030:1", "hsk2025:", "hsk2025:1-100"])
def test_a_list_that_nobody_published_is_no_missing_file(name: str) -> None:
    with pytest.raises(WordListError, match=r"there is no list .*: write for example hsk2025:1-4"):
        wordlists.read(name, Small())


@pytest.mark.parametrize("name", ["hsk2.0:7", "hsk2025:4-1", "hsk2.0:1-9", "hsk2025:1-10", "hsk2025:0-3"])
def test_levels_that_a_list_does_not_have_are_an_error(name: str) -> None:
    with pytest.raises(WordListError, match="has the levels 1 to"):
        wordlists.read(name, Small())


def test_a_collection_is_the_list_of_the_words_studied_in_it(tmp_path: Path) -> None:
    """Only what comes after long intervals is known; what was never seen is not."""
    with learner(tmp_path) as somebody:
        somebody.takes(build())
        somebody.studies("芯片")
        front_back = somebody.collection.models.by_name("Basic")
        assert front_back is not None
        for front in ("<b>算法</b>[sound:a.mp3]", "What is this?"):
            made = somebody.collection.new_note(front_back)
            made["Front"] = front
            somebody.collection.add_note(made, somebody.collection.decks.id("Other"))  # type: ignore[arg-type]  # exists
            somebody.collection.sched.set_due_date([card.id for card in made.cards()], "30!")
        intervals = somebody.collection.db.list("SELECT ivl FROM cards ORDER BY ivl")  # type: ignore[union-attr]
    collection = str(tmp_path / "collection.anki2")
    assert intervals[-1] == 30
    far = wordlists.read(collection, Small())
    assert words(far) == [("算法", "known")]
    assert far.warnings == (f"{collection}: 1 notes have no Chinese word: left out",)
    assert set(words(wordlists.read(collection, Small(), days=1))) == {("芯片", "known"), ("算法", "known")}
    assert words(wordlists.read(collection, Small(), days=31)) == []


def test_a_damaged_package_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "me.apkg").write_bytes(b"nothing")
    with pytest.raises(PackageError):
        wordlists.read(str(tmp_path / "me.apkg"), Small())


def row(word: str, role: str, **more: object) -> Row:
    return Row(word, role, Location("x", 1), (word,), **more)  # type: ignore[arg-type]  # passed through


def merge(*rows: Row) -> Wordbook:
    return wordlists.merge([WordList((one,)) for one in rows], Small().simplify)


def test_scripts_meet_in_the_simplified_form() -> None:
    found = merge(row("電網", "add"), row("半導體", "known"))
    assert found.add == {"电网"}
    assert found.known == {"半导体"}


PRECEDENCE = {
    "add ignore": {"ignore"},
    "add known": {"add", "only"},  # what is to be added belongs to what alone is to be taken
    "add only": {"add", "only"},
    "known only": {"known"},
    "ignore known": {"ignore", "known"},
    "add ignore known only": {"ignore", "known"},
}


@pytest.mark.parametrize(("roles", "left"), PRECEDENCE.items())
def test_where_lists_disagree_the_order_of_lists_does_not_matter(roles: str, left: set[str]) -> None:
    other = row("算力", "only")  # so that something is left to take
    for order in (roles.split(), roles.split()[::-1]):
        found = merge(other, *(row("芯片", role) for role in order))
        assert {role for role in ("add", "only", "known", "ignore") if "芯片" in getattr(found, role)} == left


def test_words_to_take_only_are_all_that_is_wanted() -> None:
    found = merge(row("芯片", "only"), row("算力", "add"))
    assert found.only == {"芯片", "算力"}
    assert merge(row("算力", "add")).only == frozenset()


def test_a_list_of_which_nothing_is_left_is_an_error() -> None:
    """With an empty list, everything else would be taken: the opposite of what was asked for."""
    with pytest.raises(WordListError, match="no card is left"):
        merge(row("芯片", "only"), row("芯片", "known"))


def test_the_latest_list_goes_first() -> None:
    first, second = row("芯片", "add", meaning="chip"), row("芯片", "fix", meaning="microchip")
    assert merge(first, second).details["芯片"] == (second, first)
    assert merge(first, second).fixes == (second,)


def test_words_that_text_is_cut_into() -> None:
    """Asked for or corrected, a word has to be one when text is cut; what holds in one place only is cut there."""
    here = Row("成为", "fix", Location("x"), ("成", "为"), context="成为主")
    everywhere = Row("电网学会", "fix", Location("x"), ("电网", "学会"))
    assert merge(row("芯片", "add"), here, everywhere, row("爱", "known")).words == {"芯片", "电网", "学会"}


def test_the_sample_list_is_read(tools: Toolbox) -> None:
    """The list beside the sample decks holds against the real dictionary, without a warning."""
    found = wordlists.read(str(Path(__file__).parent.parent / "decks/words/sample.csv"), _Real(tools.lexicon))
    assert found.rows
    assert found.warnings == ()


def test_the_list_of_a_first_project_is_read(tools: Toolbox) -> None:
    path = Path(wordlists.__file__).parent / "data/starter/words.csv"
    found = wordlists.read(str(path), _Real(tools.lexicon))
    assert words(found) == [("探针", "add"), ("手机", "known")]
    assert found.warnings == ()


class _Real(Small):
    """The real dictionary's characters."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def simplify(self, text: str) -> str:
        return self._lexicon.simplify(text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.text("芯片 电网,;\t\"'#\n:-[]{}word,role,readingfixaddxīn1\u3000𠮷", max_size=80).map(str.encode),
    ),
    st.sampled_from(["a.txt", "a.csv", "a.tsv", "a.yaml"]),
    st.sampled_from([b"", b"word,role,reading\n", b"#separator:tab\n", b"\xef\xbb\xbf"]),
)
def test_no_file_leads_to_a_traceback(read: Reader, data: bytes, name: str, head: bytes) -> None:
    """Whatever somebody calls a word list: rows, or an error that says where."""
    try:
        found = read(head + data, name)
    except WordListError as error:
        assert error.location is not None  # noqa: PT017  either is right
    else:
        assert all(one.word and "\n" not in one.word for one in found.rows)
