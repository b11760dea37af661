"""CC-CEDICT: every line read, meanings without the dictionary's own apparatus."""

import gzip
from pathlib import Path

import pytest

from flashcards import cedict
from flashcards.errors import LexiconError
from flashcards.model import Entry

LINES = """\
# CC-CEDICT
長 长 [chang2] /long/length/
長 长 [zhang3] /chief/head/elder/to grow/
後 后 [hou4] /back/behind/
後來 后来 [hou4 lai2] /later/
后 后 [hou4] /empress/queen/surname Hou/
"""


def entry(*glosses: str, reading: str = "ci2", form: str = "词") -> Entry:
    return Entry(form, form, tuple(reading.split()), glosses)


@pytest.mark.parametrize("packed", [False, True])
def test_every_homograph_is_read(tmp_path: Path, packed: bool) -> None:
    """The package's own look-up keeps the last reading only and would teach 长 as zhǎng alone."""
    path = tmp_path / "dictionary"
    path.write_bytes(gzip.compress(LINES.encode()) if packed else LINES.encode())
    read = [e.reading for e in cedict.read(path) if e.simplified == "长"]
    assert read == [("chang2",), ("zhang3",)]


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "dictionary"
    path.write_text(LINES + "长 long\n", encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        list(cedict.read(path))
    assert caught.value.location is not None
    assert caught.value.location.line == 7


@pytest.mark.parametrize(
    ("glosses", "expected"),
    [
        (("chip; wafer", "CL:塊|块[kuai4]"), ("chip", "wafer")),
        (("surname Li", "plum"), ("plum",)),
        (("variant of 裡|里[li3]",), ()),
        (("(computing) to train (a model)",), ("to train",)),
        (("abbr. for 清華大學|清华大学[Qing1 hua2 Da4 xue2]",), ()),
        (("(particle)",), ("particle",)),  # an explanation is better than nothing
        (("also pr. [chong2]", "heavy"), ("heavy",)),
    ],
)
def test_meanings_are_free_of_pinyin_han_and_classifiers(glosses: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert cedict.senses(entry(*glosses)) == expected


@pytest.mark.parametrize(
    ("gloss", "expected"),
    [
        ("London, capital of United Kingdom", ("London",)),
        ("Shanghai municipality, central east China, abbr. to 滬|沪[Hu4]", ("Shanghai",)),
        ("Taiwan Semiconductor Manufacturing Company (TSMC), founded in 1987", ("Taiwan Semiconductor Manufacturing Company", "TSMC")),
        ("State Council (PRC)", ("State Council",)),  # the brackets hold no acronym of it
        ("Chinese language", ("Chinese language",)),
    ],
)  # fmt: skip
def test_a_name_is_cut_out_of_its_explanation(gloss: str, expected: tuple[str, ...]) -> None:
    """`London` stands in an article, its explanation never does."""
    assert cedict.senses(entry(gloss, reading="Lun2 dun1")) == expected


def test_capitals_mark_names() -> None:
    assert cedict.is_name(entry("Beijing", reading="Bei3 jing1"))
    assert not cedict.is_name(entry("north", reading="bei3"))


def test_characters_map_to_their_commonest_partner(tmp_path: Path) -> None:
    """后 is the empress in both scripts, but in most words stands for 後."""
    path = tmp_path / "dictionary"
    path.write_text(LINES, encoding="utf-8")
    simplified, traditional = cedict.character_map(cedict.read(path))
    assert (simplified["後"], traditional["后"]) == ("后", "後")
