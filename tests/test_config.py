"""What config.yaml may say, and what people are told when it says something else."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards import config, documents, lexicon, manual, notetype, syllables, wordlists, yamlfile
from flashcards.cloze import ClozeOptions
from flashcards.config import Config, DeckOptions, ListChoice, Source
from flashcards.errors import ConfigError
from flashcards.model import Domain
from flashcards.notetype import Look
from flashcards.options import Kind, Palette, Role
from flashcards.selection import SelectionOptions
from flashcards.vocabulary import VocabularyOptions

ROOT = Path(__file__).parent.parent
LEAST = "namespace: test\ndecks:\n  - name: News\n    sources: [seeds/a.txt]\n"

Reader = Callable[[str], Config]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Reads a configuration that lies beside three articles and a word list."""
    (tmp_path / "seeds").mkdir()
    for name in ("b.txt", "a.txt", "c.md", "words.csv"):
        (tmp_path / "seeds" / name).write_text("x", "utf-8")
    monkeypatch.chdir(tmp_path)

    def from_text(text: str) -> Config:
        Path("config.yaml").write_text(text, "utf-8")
        return config.read(Path("config.yaml"))

    return from_text


def test_the_least_configuration_has_every_default(read: Reader) -> None:
    found = read(LEAST)
    assert found.namespace == "test"
    assert found.options == DeckOptions()
    assert found.ledger == Path("decks/ledger.json")
    [deck] = found.decks
    assert (deck.name, deck.output, deck.description) == ("News", Path("decks/news.apkg"), "")
    assert deck.sources == (Source(Path("seeds/a.txt")),)
    assert deck.options == DeckOptions()


def test_a_deck_has_the_options_of_the_file_but_its_own_go_first(read: Reader) -> None:
    text = f"contexts: 2\npinyin: zhuyin\n{LEAST}    contexts: 3\n  - name: B\n    sources: [seeds/b.txt]\n"
    first, second = read(text).decks
    assert (first.options.contexts, first.options.pinyin) == (3, "zhuyin")
    assert (second.options.contexts, second.options.pinyin) == (2, "zhuyin")
    assert second.options.senses == DeckOptions().senses


def test_patterns_stand_for_their_files_in_order(read: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of the articles is the learning order: it must not depend on the file system."""
    monkeypatch.setattr("glob.glob", lambda *_, **__: ["seeds/b.txt", "seeds/words.csv", "seeds/a.txt"])
    [deck] = read(LEAST.replace("seeds/a.txt", "seeds/*")).decks
    assert [source.path.name for source in deck.sources] == ["a.txt", "b.txt", "words.csv"]


def test_a_file_may_have_the_name_of_a_pattern(read: Reader) -> None:
    Path("seeds/a[1].txt").write_text("x", "utf-8")
    [deck] = read(LEAST.replace("seeds/a.txt", '"seeds/a[1].txt"')).decks
    assert [source.path.name for source in deck.sources] == ["a[1].txt"]


def test_files_are_found_from_anywhere(read: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are relative to the configuration, not to where the command is run."""
    read(LEAST.replace("seeds/a.txt", "seeds/*.txt"))
    monkeypatch.chdir("/")
    [deck] = config.read(tmp_path / "config.yaml").decks
    assert [source.path for source in deck.sources] == [tmp_path / "seeds/a.txt", tmp_path / "seeds/b.txt"]
    assert deck.output == tmp_path / "decks/news.apkg"


def test_absolute_patterns_and_home_folders_are_understood(
    read: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    for pattern in (f"{tmp_path}/seeds/*.md", "~/seeds/*.md"):
        [deck] = read(LEAST.replace("seeds/a.txt", pattern)).decks
        assert [source.path for source in deck.sources] == [tmp_path / "seeds/c.md"]


def test_an_article_may_be_in_two_files(read: Reader) -> None:
    [deck] = read(LEAST.replace("seeds/a.txt", "{source: seeds/a.txt, target: seeds/b.txt, licence: CC0-1.0}")).decks
    assert deck.sources == (Source(Path("seeds/a.txt"), Path("seeds/b.txt"), "CC0-1.0"),)


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_said_of_one_file_goes_before_a_pattern(read: Reader, order: int) -> None:
    """All articles by a pattern, and in whatever place what is special about one of them."""
    entries = ["seeds/*.txt", "{source: seeds/a.txt, licence: CC0-1.0}"][::order]
    [deck] = read(LEAST.replace("[seeds/a.txt]", f"[{', '.join(entries)}]")).decks
    assert deck.sources == (Source(Path("seeds/a.txt"), licence="CC0-1.0"), Source(Path("seeds/b.txt")))


def test_word_lists_of_the_file_come_before_those_of_a_deck(read: Reader) -> None:
    text = f"words:\n  - {{list: 'hsk2025:1-4', role: known}}\n{LEAST}    words: [seeds/*.csv, hsk2.0:6]\n"
    found = read(text)
    known = ListChoice(list="hsk2025:1-4", role="known")
    assert found.words == (known,)
    assert found.decks[0].words == (known, ListChoice(list="seeds/words.csv"), ListChoice(list="hsk2.0:6"))


@pytest.mark.parametrize(
    ("name", "file"),
    [("News", "news"), ("News::Chips & AI", "news-chips-ai"), ("新闻::芯片", "新闻-芯片"), ("!", "deck")],
)
def test_a_package_is_called_after_its_deck(read: Reader, name: str, file: str) -> None:
    [deck] = read(LEAST.replace("News", f'"{name}"')).decks
    assert deck.output == Path(f"decks/{file}.apkg")


# Each: what is put in place of what in LEAST (the end of it if nothing), the line, and words of the message.
ERRORS: dict[str, tuple[str, str, int, str]] = {
    "unknown option": ("", "contxts: 3\n", 5, "unknown option 'contxts'; did you mean 'contexts'?"),
    "unknown option without a like": ("", "zzz: 3\n", 5, "known are cards, new_terms_per_article"),
    "unknown option of a deck": ("    sources", "    conte: 3\n    sources", 4, "did you mean 'contexts'?"),
    "misspelt name": ("name:", "nam:", 3, "unknown option 'nam'; did you mean 'name'?"),
    "unknown option of a source": ("seeds/a.txt", "{source: seeds/a.txt, targt: b}", 4, "did you mean 'target'?"),
    "unknown option of a list": ("", "words: [{list: x.csv, rol: add}]\n", 5, "did you mean 'role'?"),
    "duplicate key": ("", "namespace: other\n", 5, "stands here twice"),
    "text for a number": ("", "contexts: two\n", 5, "contexts must be a whole number, not 'two'"),
    "broken number": ("", "contexts: 1.5\n", 5, "must be a whole number, not 1.5"),
    "too small": ("", "contexts: 0\n", 5, "contexts must be 1 or more, not 0"),
    "too large": ("", "known_level: 8\n", 5, "known_level must be 7 or less, not 8"),
    "text for true": ("", "hint: yes\n", 5, "hint must be true or false, not 'yes'"),
    "number for true": ("", "typed: 1\n", 5, "typed must be true or false, not 1"),
    "nothing for true": ("", "hint:\n", 5, "hint must be true or false, not empty"),
    "text for a share": ("", "min_alignment: high\n", 5, "min_alignment must be a number, not 'high'"),
    "number for text": ("namespace: test", "namespace: 12", 1, "namespace must be text"),
    "unknown choice": ("", "pinyin: mark\n", 5, "pinyin must be marks, numbers or zhuyin, not 'mark'"),
    "text for a list": ("", "cards: cloze\n", 5, "cards must be a list such as [this, that], not 'cloze'"),
    "unknown choice in a list": (
        "",
        "domains: [tec]\n",
        5,
        "domains must be tech, policy, business, entity or general",
    ),
    "empty list": ("", "cards: []\n", 5, "cards must be a list with something in it"),
    "unknown role": ("", "words:\n  - list: x.csv\n    role: knwn\n", 7, "role must be add, only, known"),
    "number for a list": ("", "words: [3]\n", 5, "words must be text"),
    "unknown published list": ("", "words: ['hsk2030:1']\n", 5, "write for example hsk2025:1-4"),
    "levels that a list has not": ("", "words: ['hsk2025:8-4']\n", 5, "hsk2025 has the levels 1 to 9"),
    "a line end in a name": ("name: News", 'name: "News\\nB"', 3, "cannot be seen"),
    "a command in a name": ("name: News", 'name: "News\\e[2J"', 3, "cannot be seen"),
    "no decks": (LEAST[LEAST.index("decks") :], "decks: []\n", 2, "decks must be a list with something in it"),
    "decks without a value": (LEAST[LEAST.index("  - ") :], "", 2, "decks must be a list"),
    "deck without articles": ("    sources: [seeds/a.txt]\n", "", 3, "the option 'sources' is missing here"),
    "deck without a name": ("name: News\n    ", "", 3, "the option 'name' is missing here"),
    "no namespace": ("namespace: test\n", "", 1, "the option 'namespace' is missing here"),
    "namespace with a bar": ("namespace: test", "namespace: a|b", 1, "may have letters, digits"),
    "empty part of a name": ("News", '"News::"', 3, "has an empty part"),
    "other ending": ("    sources", "    output: x.zip\n    sources", 4, "must end with .apkg"),
    "missing article": ("a.txt", "z.txt", 4, "there is no file 'seeds/z.txt'; names are relative"),
    "pattern without files": ("a.txt", "*.doc", 4, "no file matches 'seeds/*.doc'"),
    "folder": ("seeds/a.txt", "seeds", 4, "'seeds' is a folder; name its files"),
    "missing list": ("", "words: [seeds/z.csv]\n", 5, "there is no file 'seeds/z.csv'"),
    "second deck of the name": (
        "",
        "  - {name: news, sources: [seeds/b.txt]}\n",
        5,
        "another deck has the name 'news'",
    ),
    "second deck in the file": (
        "",
        "  - {name: Other, output: decks/news.apkg, sources: [seeds/b.txt]}\n",
        5,
        "another deck has the output",
    ),
    "two articles of one name": ("seeds/a.txt", "seeds/a.txt, other/a.txt", 4, "by which articles are known"),
    "a kind twice": (
        "    sources",
        "    cards: [cloze, cloze]\n    sources",
        4,
        "cards has cloze twice; once is enough",
    ),
    "a kind twice for all": ("", "cards: [listening, cloze, listening]\n", 5, "cards has listening twice"),
    "a subject twice": ("    sources", "    domains: [tech, tech]\n    sources", 4, "domains has tech twice"),
    "no room": ("    sources", "    shortest_sentence: 60\n    sources", 3, "longest_sentence (45) is less than"),
    "a list": (LEAST, "- one\n", 1, "the file must be a mapping"),
    "plain text": (LEAST, "hello\n", 1, "the file must be a mapping"),
    "a number of 5,000 digits": ("", f"contexts: {'1' * 5000}\n", 5, "contexts must be a whole number"),
    "bottomless": ("", f"x: {'[' * 100_000}\n", 5, "more than 50 levels"),
    "two documents": ("", "---\nx: 1\n", 5, "a second document"),
    "not YAML": ("", "x: [\n", 6, "not valid YAML"),
    "nothing": (LEAST, "", 0, "is empty; make one to begin with by: flashcards init"),
}


@pytest.mark.parametrize(("old", "new", "line", "part"), ERRORS.values(), ids=ERRORS)
def test_a_mistake_is_told_in_one_line_with_its_place(read: Reader, old: str, new: str, line: int, part: str) -> None:
    """What is wrong, where, and what to do, without a word of the library that found it."""
    Path("other").mkdir()
    Path("other/a.txt").write_text("x", "utf-8")
    text = LEAST.replace(old, new) if old else LEAST + new
    assert text != LEAST
    with pytest.raises(ConfigError) as caught:
        read(text)
    where = "config.yaml" + (f":{line}" if line else "")
    assert str(caught.value).startswith(f"{where}: ")
    assert part in caught.value.message
    assert "\n" not in str(caught.value)
    assert not re.search(r"pydantic|Input should|_File|Entry\b", str(caught.value))


def test_of_several_mistakes_the_first_in_the_file_is_told(read: Reader) -> None:
    with pytest.raises(ConfigError, match=r"config.yaml:1: .*namespace"):
        read(LEAST.replace("test", "3") + "contxts: 3\n")


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (str, "no such file; make one to begin with by: flashcards init"),
        (lambda path: path.mkdir(), "is a folder; name the file in it"),
        (lambda path: path.write_bytes(b"a: b\nc: \xff\xfe\n"), "has bytes that are not UTF-8"),
    ],
    ids=["missing", "folder", "bytes"],
)
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, make: Callable[[Path], object], part: str) -> None:
    path = tmp_path / "config.yaml"
    make(path)
    with pytest.raises(ConfigError, match=part):
        config.read(path)


def test_a_byte_order_mark_is_no_part_of_the_first_option(tmp_path: Path) -> None:
    """Windows editors put one in front."""
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").touch()
    (tmp_path / "config.yaml").write_bytes(b"\xef\xbb\xbf" + LEAST.encode())
    assert config.read(tmp_path / "config.yaml").namespace == "test"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from([*DeckOptions.model_fields, "namespace", "decks", "words", "x"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text("ab:*-é芯 \n"),
            lambda inner: (
                st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "sources", "list"]), inner)
            ),
            max_leaves=6,
        ),
    )
)
def test_no_value_of_any_kind_leads_to_a_traceback(read: Reader, value: dict[str, object]) -> None:
    with suppress(ConfigError):
        read(json.dumps(value))


def test_the_sample_configuration_says_what_the_program_does() -> None:
    """config.yaml shows every option, with its description and its default: it is the manual that people read."""
    text = (ROOT / "config.yaml").read_text("utf-8")
    file = yamlfile.parse(text, "config.yaml")
    [decks] = re.findall(r"\ndecks:\n((?: +.*\n)+)", text)
    [words] = re.findall(r"\nwords: (.*)\n", text)
    assert text == manual.commented(file.value["namespace"], decks, words)


def test_the_sample_configuration_builds_every_sample_article() -> None:
    found = config.read(ROOT / "config.yaml")
    assert found.options == DeckOptions()
    assert {source.path for deck in found.decks for source in deck.sources} == set((ROOT / "seeds").glob("*.txt"))
    assert all(deck.output.parent == ROOT / "decks" for deck in found.decks)


def test_every_option_is_described_in_the_schema() -> None:
    """Editors show the description beside the option that is being written."""
    schema = config.schema()
    sections = [schema, *(part for part in schema["$defs"].values() if "properties" in part)]
    assert len(sections) == 4
    for section in sections:
        assert section["additionalProperties"] is False
        assert all(described.get("description") for described in section["properties"].values())


def test_the_table_of_options_is_complete() -> None:
    options = manual.describe()
    schema = config.schema()
    listed = {option.name for option in options if option.place != "deck"}
    assert listed == set(schema["properties"])
    own = {option.name for option in options if option.place != "file"}
    assert own == set(schema["$defs"]["DeckEntry"]["properties"])
    assert all(option.description.endswith(".") and option.type for option in options)


def test_the_choices_are_those_of_the_stages() -> None:
    """An option that nothing knows would do nothing; one that is not offered could not be chosen."""
    choices = {option.name: option.type for option in manual.describe()}
    assert get_args(Kind) == notetype.KINDS
    assert get_args(Palette) == notetype.PALETTES
    assert get_args(Role) == wordlists.ROLES
    assert choices["pinyin"] == "marks, numbers or zhuyin"
    assert syllables.STYLES == ("marks", "numbers", "zhuyin")
    assert choices["standard"] == "hsk2.0, hsk2021 or hsk2025"
    assert set(lexicon.STANDARDS) == {"hsk2.0", "hsk2021", "hsk2025"}
    assert DeckOptions().domains == tuple(Domain)


def test_the_defaults_are_those_of_the_stages() -> None:
    """`terms` without a configuration and `build` with one must agree."""
    options = DeckOptions()
    assert VocabularyOptions() == VocabularyOptions(options.threshold, options.standard, options.known_level)
    assert ClozeOptions() == ClozeOptions(options.senses, options.hint, options.excerpt)
    assert SelectionOptions() == SelectionOptions(
        options.new_terms_per_article,
        options.contexts,
        options.min_alignment,
        options.shortest_sentence,
        options.longest_sentence,
        frozenset(options.domains),
    )


def test_the_default_look_is_that_of_the_cards(read: Reader) -> None:
    found = read(LEAST)
    assert Look(found.tones, found.typed, found.audio == "tts-tags") == Look()


def test_the_look_is_one_for_all_decks(read: Reader) -> None:
    """Decks share their note types: with a look of their own, each import would undo that of the other."""
    with pytest.raises(ConfigError, match="unknown option 'tones'"):
        read(f"{LEAST}    tones: pleco\n")


def test_a_first_project_is_complete(tmp_path: Path) -> None:
    """`flashcards init` followed by `flashcards build` must work for somebody who has edited nothing."""
    for name, text in manual.init_files("deck-1234").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    found = config.read(tmp_path / "config.yaml")
    assert found.namespace == "deck-1234"
    assert found.options == DeckOptions()
    [deck] = found.decks
    [article] = [documents.read(source.path) for source in deck.sources]
    assert (article.title, article.licence) == ("Why the chip in your phone was tested twice", "CC0-1.0")
    [words] = deck.words
    assert [Path(words.list).name, words.role] == ["words.csv", None]
