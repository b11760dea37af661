"""Any text whatsoever in an article: a clear error, or a deck that Anki takes without a single empty card."""

import tempfile
from pathlib import Path

import pytest
from anki_support import learner
from articles import CONTROLS, NOTHING, POWER, TALKS, book, job, loaded
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from flashcards import apkg, assembly, documents, preview
from flashcards.errors import DocumentError, FlashcardsError, NoteError
from flashcards.pipeline import Toolbox

TRAPS = [
    "}}", "{{c1::", "{{c2::x}}", "::", "[", "]", "[sound:x.mp3]", "\\(x\\)", "<b>", "</span>", "<img src=x>", "&amp;", "&", "\x1f",
    "\x00", "\t", "\u2028", "\ufeff", "\u202e", "\u0338", "\ud7a3", "😀", "👩‍💻", "𠮷", "𫗧", "々", "〇", "兀", "﨑", "\ufa0e", "“", "」",
    "\"", "'", "％", "1,000.5%", "x" * 300, "芯" * 60, "https://example.org/?a=b&c=d", "A.I.", "{{tts zh_CN:x}}", "---", "\\",
    " ", "\u3000", "\u200b", "\xa0", "|", "$$", "<!-- x -->",
]  # fmt: skip
PIECE = (
    st.sampled_from(TRAPS)
    | st.text(max_size=12)
    | st.sampled_from(["芯片", "出口管制", "算力", "chips", "export controls"])
)
TEXT = st.lists(PIECE, max_size=6).map("".join)


def pack(text: str, folder: Path, tools: Toolbox, *, kinds: tuple[str, ...]) -> Path | FlashcardsError:
    """The package of a small article that has *text* in its sentences, between them and in its header, or an error."""
    article = folder / "a.txt"
    inside = " ".join(text.split())
    lines = [
        *(
            "---",
            f"title: {inside}",
            f"title_zh: {inside}",
            f"source: {inside}",
            "---",
            *CONTROLS,
            *text.split("\n"),
            *TALKS,
        ),
        f"Data centres {inside} need more computing power every year, an analyst said.",
        f"一位分析师说，数据中心{inside}每年都需要更多的算力。",
        *POWER,
    ]
    article.write_bytes("\n".join(lines).encode("utf-8", "replace"))
    try:
        found = documents.read(article)
        wanted = book(add="芯片 出口管制 算力 数据中心")
        lists = loaded(tools).with_words(wanted)
        lists.__dict__["tokenizer"] = tools.tokenizer  # these words are in our dictionaries: no second for a new cutter
        done, _ = assembly.build(job(cards=kinds, contexts=2, description=text), [found], NOTHING, lists)
        apkg.write(done.package, folder / "deck.apkg")
    except (DocumentError, NoteError) as error:
        return error
    return folder / "deck.apkg"


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXT, st.sampled_from([("cloze",), ("cloze", "recognition", "production", "listening")]))
@example("{{c1::x}}::}}[芯](y)<b>", ("cloze", "recognition", "production", "listening"))
@example("".join(TRAPS), ("cloze", "production"))
@example("".join(trap for trap in TRAPS if trap.isprintable()), ("cloze", "production"))
def test_any_text_becomes_a_deck_or_an_error(tools: Toolbox, text: str, kinds: tuple[str, ...]) -> None:
    """Articles come from anywhere, and Anki stops the whole import at one control character."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = pack(text, folder, tools, kinds=kinds)
        if isinstance(path, FlashcardsError):
            assert len(str(path).splitlines()) == 1
            return
        package = apkg.read(path)
        looks = {look.kind: look for look in package.note_types}
        with learner(folder) as somebody:
            done = somebody.imports_file(path)
            assert (done.new, done.found) == (len(package.notes), len(package.notes))
            assert somebody.collection.card_count() == len(package.notes)
            assert somebody.is_sound()
            for note in package.notes:
                (number,) = somebody.collection.find_notes(f"nid:{note.created}")
                arrived = somebody.collection.get_note(number)
                assert tuple(arrived.fields) == note.fields
                shown = arrived.cards()[0].render_output()
                assert (shown.question_text, shown.answer_text) == preview.render(note, looks[note.kind])


def test_a_plain_article_becomes_a_deck(tools: Toolbox, tmp_path: Path) -> None:
    """So that the property above does not hold by errors alone."""
    path = pack("nothing special", tmp_path, tools, kinds=("cloze",))
    assert isinstance(path, Path)
    assert {note.fields[0] for note in apkg.read(path).notes} >= {"芯片", "出口管制", "算力", "数据中心"}


@pytest.mark.parametrize("text", ["３", "١", "3百分之一"])
def test_any_digit_becomes_a_deck(tools: Toolbox, tmp_path: Path, text: str) -> None:
    """Full-width digits are usual in Chinese text of older typesetting."""
    assert isinstance(pack(text, tmp_path, tools, kinds=("cloze",)), Path)
