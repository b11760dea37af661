"""Files become articles: encodings, headers, faults that a person can mend."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flashcards import decoding, documents
from flashcards.errors import DocumentError
from flashcards.layout import Line, language_of, paragraphs
from flashcards.model import Language

ENGLISH = "Battery makers in the north want to sell more storage to the power grid."
CHINESE = "北方的电池企业想把更多的储能设备卖给电网，这是他们为明年定下的目标。"
TRADITIONAL = "北方的電池企業想把更多的儲能設備賣給電網，這是他們為明年定下的目標。"


def _write(folder: Path, data: bytes | str) -> Path:
    path = folder / "article.txt"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    ("encoding", "chinese"),
    [
        ("utf-8", CHINESE),
        ("utf-8-sig", CHINESE),
        ("utf-16", CHINESE),
        ("utf-16-le", CHINESE),
        ("utf-16-be", CHINESE),
        ("gb18030", CHINESE),
        ("gbk", CHINESE),
        ("big5", TRADITIONAL),
        ("utf-8", TRADITIONAL),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, chinese: str, line_end: str) -> None:
    """Old Chinese files are in GBK or Big5; a wrong guess shows learners garbage."""
    path = _write(tmp_path, line_end.join([ENGLISH, chinese, "", ENGLISH, chinese]).encode(encoding))
    found = documents.read(path)
    assert [paragraph.text for paragraph in found.paragraphs] == [ENGLISH, chinese] * 2
    assert [paragraph.line for paragraph in found.paragraphs] == [1, 2, 4, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "big5hkscs"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("end", [True, False])
def test_streamed_lines_are_the_lines(tmp_path: Path, encoding: str, line_end: str, *, end: bool) -> None:
    """Long files are read line by line; what comes out is the same."""
    path = _write(tmp_path, (line_end.join([TRADITIONAL, "", TRADITIONAL]) + line_end * end).encode(encoding))
    assert documents.read_lines(path) == (TRADITIONAL, "", TRADITIONAL)
    assert list(documents.stream_lines(path)) == [(1, TRADITIONAL), (2, ""), (3, TRADITIONAL)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5hkscs"])
def test_no_line_comes_before_a_fault_at_the_end(tmp_path: Path, encoding: str) -> None:
    """Half an output would look like a whole one."""
    path = _write(tmp_path, TRADITIONAL.encode(encoding) + b"\n\xff\xff\xff\xff\n")
    with pytest.raises(DocumentError, match="no known encoding"):
        next(documents.stream_lines(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_character_may_lie_across_two_reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoding: str) -> None:
    """The end of a chunk is no end of a character, but the end of the file is."""
    monkeypatch.setattr(decoding, "_CHUNK", 5)
    data = CHINESE.encode(encoding)
    assert list(documents.stream_lines(_write(tmp_path, data))) == [(1, CHINESE)]
    with pytest.raises(DocumentError, match="no known encoding"):
        next(documents.stream_lines(_write(tmp_path, data[:-1])))


def test_an_encoding_is_judged_by_a_sample_and_holds_for_the_whole_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the sample does not show is refused with its line, not read as garbage; English before it is no part of it."""
    monkeypatch.setattr(decoding, "SAMPLE", len(CHINESE.encode("gb18030")))
    path = _write(tmp_path, f"{ENGLISH}\n{CHINESE}\n".encode("gb18030"))
    assert [text for _, text in documents.stream_lines(path)] == [ENGLISH, CHINESE]
    path.write_bytes(path.read_bytes() + b"\xff\n")
    with pytest.raises(DocumentError, match=r"article\.txt:3: has bytes in no known encoding; save it as UTF-8"):
        next(documents.stream_lines(path))


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("他说：“好。”她走了。", ["他说：“好。”", "她走了。"]),
        ("好！！！是吗？是的", ["好！！！是吗？", "是的"]),
        ("电池 储能 设备 电网 ok", ["电池 储能 ", "设备 电网 ok"]),
        ("电池储能设备卖给电网", ["电池储能设备卖给", "电网"]),
    ],
)
def test_an_endless_line_comes_in_parts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str, parts: list[str]
) -> None:
    """A book may be one line. Sentences stay whole; a mark stays with what closes it."""
    monkeypatch.setattr(documents, "_LONGEST", 8)
    path = _write(tmp_path, f"{line}\n{CHINESE[:3]}\n")
    assert list(documents.stream_lines(path)) == [*((1, part) for part in parts), (2, CHINESE[:3])]


def test_header(tmp_path: Path) -> None:
    """The header credits the source; its lines still count."""
    path = _write(tmp_path, f"---\ntitle: A: b\ntitle_zh: 题\ndate: 2026-01-31\nurl: \n---\n{ENGLISH}\n{CHINESE}\n")
    found = documents.read(path)
    assert (found.title, found.title_target, found.date, found.url, found.source) == (
        "A: b",
        "题",
        "2026-01-31",
        "",
        "",
    )
    assert found.paragraphs[0].line == 7
    assert found.name == "article.txt"


@pytest.mark.parametrize("written", ["20260421", "2026-W17-2"])
def test_dates_of_any_iso_form_are_one(tmp_path: Path, written: str) -> None:
    """Tags and the order of subdecks are made of them."""
    path = _write(tmp_path, f"---\ndate: {written}\n---\n{ENGLISH}\n{CHINESE}\n".encode())
    assert documents.read(path).date == "2026-04-21"


def test_a_rule_at_the_top_is_no_header(tmp_path: Path) -> None:
    """Pages pasted from the web may begin with a line of dashes."""
    path = _write(tmp_path, f"---\n{ENGLISH}\n{CHINESE}\n")
    assert len(documents.read(path).paragraphs) == 2


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 0, "is empty"),
        (b" \n\n", 0, "is empty"),
        (ENGLISH.encode(), 0, "no Chinese"),
        (CHINESE.encode(), 0, "no English"),
        (b"2025\n***\n", 0, "no English and no Chinese"),
        (ENGLISH.encode() + b"\n\xff\xff\xff\xff\n", 2, "no known encoding"),
        (b"PK\x03\x04\x00\x00\x00text\n", 1, "not a text file"),
        (f"{ENGLISH}\n{CHINESE}\x1b[2J".encode(), 2, "not a text file"),
        (f"---\ntitle: x\nauthor: y\n---\n{ENGLISH}".encode(), 3, "unknown header key 'author'"),
        (f"---\ndate: May 2026\n---\n{ENGLISH}".encode(), 2, "not of the form"),
    ],
)
def test_faulty_files(tmp_path: Path, data: bytes, line: int, message: str) -> None:
    """Every fault names file and line and says what to do."""
    path = _write(tmp_path, data)
    with pytest.raises(DocumentError, match=message) as caught:
        documents.read(path)
    assert caught.value.location is not None
    assert (caught.value.location.path, caught.value.location.line) == (str(path), line)


def test_folder_and_missing_file(tmp_path: Path) -> None:
    """A folder is a usual slip; the message says how to name its files."""
    with pytest.raises(DocumentError, match="is a folder"):
        documents.read(tmp_path)
    with pytest.raises(DocumentError, match="no such file"):
        documents.read(tmp_path / "nowhere.txt")


def test_two_files(tmp_path: Path) -> None:
    """Paragraphs of the wrong language in either file are noise."""
    source, target = tmp_path / "a.en.txt", tmp_path / "a.zh.txt"
    source.write_text(f"---\ntitle: T\n---\n{ENGLISH}\n评论\n{ENGLISH}\n", "utf-8")
    target.write_text(f"---\ntitle_zh: 题\ndate: 2026-01-31\n---\nComments\n{CHINESE}\n{CHINESE}\n", "utf-8")
    found = documents.read_pair(source, target)
    assert [(p.text, p.line) for p in found.paragraphs] == [(ENGLISH, 4), (ENGLISH, 6), (CHINESE, 6), (CHINESE, 7)]
    assert (found.name, found.title, found.title_target, found.date) == ("a.en.txt", "T", "题", "2026-01-31")
    with pytest.raises(DocumentError, match="name the English file first"):
        documents.read_pair(target, source)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("华为新款 CloudMatrix 384 AI 服务器", Language.CHINESE),
        ("Comments 评论", Language.CHINESE),
        ("the National Energy Administration (国家能源局) said no", Language.ENGLISH),
        ("元首外交(head-of-state diplomacy)是中国外交的重要组成部分", Language.CHINESE),
        ("A. I.", Language.ENGLISH),
        ("二〇二五", Language.CHINESE),
        ("2025 – 8 ***", None),
    ],
)
def test_language_by_share(text: str, language: Language | None) -> None:
    """Presence of Han characters decides nothing: both languages quote the other."""
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("Chips are scarce.芯片紧缺。", ["Chips are scarce.", "芯片紧缺。"]),
        ("He left. 他走了。 She stayed on. 她留了下来。", ["He left.", "他走了。", "She stayed on.", "她留了下来。"]),
        ("New headline about trade tariffs贸易关税新闻标题", ["New headline about trade tariffs", "贸易关税新闻标题"]),
        ("Prices rose in May.2025年5月价格上涨。", ["Prices rose in May.", "2025年5月价格上涨。"]),
        ("“We won,” he said.“我们赢了。”他说。", ["“We won,” he said.", "“我们赢了。”他说。"]),
        (
            "Giving the New A.I. Model Away to All把人工智能模型白送",
            ["Giving the New A.I. Model Away to All", "把人工智能模型白送"],
        ),
        ("supply chain n. 供应链", ["supply chain n. 供应链"]),
        ("包括 Moonshot AI 和 DeepSeek 在内", ["包括 Moonshot AI 和 DeepSeek 在内"]),
    ],
)
def test_glued_languages_come_apart(line: str, pieces: list[str]) -> None:
    """Pages that lost their line breaks are cut where the language changes for good."""
    assert [paragraph.text for paragraph in paragraphs([Line(1, line)])] == pieces


def test_a_word_broken_at_a_soft_hyphen_is_one_word() -> None:
    """The mark says that the line break is not the author's."""
    wrapped = ["The grid oper\u00ad", "ator asked twen\u00ad", "ty towns to con\u00ad", "nect."]
    (paragraph,) = paragraphs([Line(i, text) for i, text in enumerate(wrapped, 1)])
    assert paragraph.text == "The grid operator asked twenty towns to connect."


INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))


@settings(max_examples=50)
@given(st.lists(st.text(max_size=40), max_size=12))
@example(["A", "0", "0\u00ad", "0"])
def test_any_lines_give_paragraphs_of_their_own_text(lines: list[str]) -> None:
    """No text whatsoever breaks the reader, and it invents none; at the edges of lines only what is seen counts."""
    source = "".join("".join(lines).translate(INVISIBLE).split())
    for paragraph in paragraphs([Line(i, text) for i, text in enumerate(lines, 1)]):
        assert paragraph.text
        assert "".join(paragraph.text.translate(INVISIBLE).split()) in source
