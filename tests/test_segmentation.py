"""Sentences of both languages: a table of cases and the properties that every text keeps."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.model import Document, Language, Paragraph
from flashcards.segmentation import split, split_chinese, split_english

CASES = Path(__file__).parent / "cases"
TEXT = st.text(
    alphabet=st.sampled_from('abcXYZ 中国芯片说。！？!?….,，"“”‘’（）()「」《》：:0123456789\u3000\n𠮷🙂}{<&'),
    max_size=80,
)


def _cases(name: str) -> list[object]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        pytest.param(
            row["text"].rstrip("|"),
            id=row["label"],
            marks=[pytest.mark.xfail(strict=True, reason=row["comment"])] if row["kind"] == "known failure" else [],
        )
        for row in rows
    ]


def _check(cut: Callable[[str], tuple[str, ...]], case: str) -> None:
    wanted = [piece.strip() for piece in case.split("|")]
    assert [piece.strip() for piece in cut(case.replace("|", ""))] == wanted


@pytest.mark.parametrize("case", _cases("segmentation.en.tsv"))
def test_english(case: str) -> None:
    """A bar marks the border of two sentences."""
    _check(split_english, case)


@pytest.mark.parametrize("case", _cases("segmentation.zh.tsv"))
def test_chinese(case: str) -> None:
    """A wrong border here becomes half a quotation on somebody's card."""
    _check(split_chinese, case)


@given(TEXT | st.text(max_size=60))
def test_pieces_concatenate_to_the_text(text: str) -> None:
    """Offsets into sentences are offsets into the article only if nothing is lost between them."""
    for cut in (split_english, split_chinese):
        pieces = cut(text)
        assert "".join(pieces) == text
        assert all(pieces) or not text


def test_segments_remember_paragraph_and_line() -> None:
    """Messages and notes point at the line of the file."""
    document = Document(
        "a.txt",
        "a.txt",
        (Paragraph("One. Two.", Language.ENGLISH, 3), Paragraph("一。二。三。", Language.CHINESE, 4)),
    )
    bitext = split(document)
    assert [(s.text, s.paragraph, s.line) for s in bitext.source] == [("One. ", 0, 3), ("Two.", 0, 3)]
    assert [s.text for s in bitext.target] == ["一。", "二。", "三。"]
    assert {s.paragraph for s in bitext.target} == {1}
