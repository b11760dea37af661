"""The same two paragraphs come out of every kind of file."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from flashcards import documents, tmx
from flashcards.errors import DocumentError
from flashcards.model import TranslationUnit

ENGLISH = ("Chips are the new oil & gas.", "Beijing said “no” to <controls>.")
CHINESE = ("芯片是新的石油和天然气。", "北京对<管制>说“不”。")
TEXTS = [text for pair in zip(ENGLISH, CHINESE, strict=True) for text in pair]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _html() -> str:
    rows = "".join(f"<p>{_escaped(text)}</p>" for text in TEXTS)
    return f"""<!doctype html><html><head><title>页</title><style>p {{}}</style></head><body>
    <nav><ul><li>Home 首页</li></ul></nav><article>{rows}<script>var 甲 = "x";</script></article>
    <footer>Copyright 版权</footer></body></html>"""


def _html_table() -> str:
    rows = "".join(
        f"<tr><td>{_escaped(e)}</td><td>{_escaped(c)}</td></tr>" for e, c in zip(ENGLISH, CHINESE, strict=True)
    )
    return f"<table>{rows}</table>"


def _epub() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "OPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
            '<item id="b" href="two.xhtml"/><item id="a" href="ch%20one.xhtml"/></manifest>'
            '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
        )
        for name, texts in (("OPS/two.xhtml", TEXTS[2:]), ("OPS/ch one.xhtml", TEXTS[:2])):
            body = "".join(f"<p>{_escaped(text)}</p>" for text in texts)
            archive.writestr(name, f"<html><body>{body}</body></html>")
    return buffer.getvalue()


def _docx() -> bytes:
    document = docx.Document()
    for text in TEXTS[:2]:
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = TEXTS[2:]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("pairs", 0)
    for row in (("English", "中文"), *zip(ENGLISH, CHINESE, strict=True)):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _srt(texts: list[str], offset: int = 0) -> str:
    return "\n".join(
        f"{i}\n00:00:{2 * i:02},{offset:03} --> 00:00:{2 * i + 1:02},000\n{text}\n" for i, text in enumerate(texts, 1)
    )


def _units() -> list[TranslationUnit]:
    pairs = zip(ENGLISH, CHINESE, strict=True)
    return [TranslationUnit("a & b.txt", (1, 2), (1, 1), e, c, 0.5) for e, c in pairs]


FILES: dict[str, Callable[[], str | bytes]] = {
    "a.txt": lambda: "\n".join(TEXTS),
    "a.md": lambda: f"# {TEXTS[0]}\n\n> {TEXTS[1]}\n\n---\n\n- **{TEXTS[2]}**\n\n[{TEXTS[3]}](https://x.y/z)\n",
    "table.md": lambda: f"| EN | ZH |\n|---|---|\n| {TEXTS[0]} | {TEXTS[1]} |\n| {TEXTS[2]} | {TEXTS[3]} |\n",
    "a.html": _html,
    "table.HTM": _html_table,
    "a.epub": _epub,
    "a.docx": _docx,
    "a.xlsx": _xlsx,
    "a.tsv": lambda: "en\tzh\n" + "\n".join("\t".join(pair) for pair in zip(ENGLISH, CHINESE, strict=True)),
    "a.csv": lambda: "\n".join(f'"{e}","{c}"' for e, c in zip(ENGLISH, CHINESE, strict=True)),
    "semicolons.csv": lambda: "\n".join(f"1,5;{e};{c}" for e, c in zip(ENGLISH, CHINESE, strict=True)),
    "a.tmx": lambda: tmx.write(_units(), "1"),
    "a.srt": lambda: _srt([f"{e}\n{c}" for e, c in zip(ENGLISH, CHINESE, strict=True)]).replace("<", "‹"),
    "a.vtt": lambda: "WEBVTT\n\n" + _srt(TEXTS).replace(",", ".").replace("<", "‹"),
}


@pytest.mark.parametrize("name", FILES)
def test_format(name: str, tmp_path: Path) -> None:
    """Reading order is kept and nothing but the text of the article comes along."""
    path = tmp_path / name
    content = FILES[name]()
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = [paragraph.text.replace("‹", "<") for paragraph in documents.read(path).paragraphs]
    assert [text for text in found if text not in ("EN", "ZH", "1,5")] == TEXTS


def test_subtitles_of_two_files_meet_by_time(tmp_path: Path) -> None:
    """Cues are numbered differently in two files; what is shown together belongs together."""
    source, target = tmp_path / "a.en.srt", tmp_path / "a.zh.srt"
    source.write_text(_srt(["One is here.", "Two is there."]), "utf-8")
    target.write_text(_srt(["一在这里。", "二在那里。"], offset=200), "utf-8")
    found = documents.read_pair(source, target)
    assert [p.text for p in found.paragraphs] == ["One is here.", "一在这里。", "Two is there.", "二在那里。"]


def test_a_missing_reader_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads plain text needs no packages for other formats; whoever does is told which."""

    def refuse(name: str) -> None:
        raise ModuleNotFoundError(name=name.replace("flashcards.webpages", "selectolax"))

    monkeypatch.setattr("importlib.import_module", refuse)
    path = tmp_path / "a.html"
    path.write_text("<p>x")
    with pytest.raises(DocumentError, match=r"selectolax.*flashcards-zh\[formats\]"):
        documents.read(path)


@given(st.text(max_size=40), st.text(max_size=40))
def test_tmx_is_valid_whatever_the_text(source: str, target: str) -> None:
    """OmegaT refuses a file that breaks the document type."""
    text = tmx.write([TranslationUnit("a", (1, 2), (1, 1), source, target, 1.0)], "1.0")
    root = etree.fromstring(text.encode())
    dtd = etree.DTD(str(Path(__file__).parent / "tmx14.dtd"))
    assert dtd.validate(root), dtd.error_log
