"""The preview page shows what Anki will show."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from anki_support import ARTICLE, CHIP, Learner, build, context, learner, note
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flashcards import apkg, cloze, preview
from flashcards.errors import PackageError
from flashcards.model import Note, Package, Span
from flashcards.notetype import KINDS, Look

CONTEXTS = {
    "plain": context("芯片", "美国对芯片的出口管制", "US export controls on chips", "chips", senses=("microchip",)),
    "twice": context("芯片", "芯片制造是芯片的重要", "Chip making is what matters in chips", "Chip"),
    "no gloss": context("算力", "新的算力", "It grows", meaning="computing power"),
    "window": context(
        "算力", "美国的人工智能是新的算力", "New power", "power", window=Span(5, 12), traditional="算力力"
    ),
    "markup": context("芯片", "<b>芯片</b> & [1] {{c2::x}} std::芯片\\(x\\)", 'a "b" <i> [x] {{y}}::', "<i>"),
    "marks": context("芯片", "é«芯片»×'\"、。—😀𠮷", "“é” – naïve", "naïve"),
    "no article": replace(
        context("芯片", meaning="chip"), document=replace(ARTICLE, title="", title_target="", url="")
    ),
    "both scripts": replace(
        context("芯片", "新的芯片", "new chips", "chips"), other_script="新的晶片", notes="A <short> form"
    ),
    "traditional": replace(context("晶片", "新的晶片", "new chips", "chips"), script="Hant"),
    "recorded": replace(context("芯片", "新的芯片", "new chips", "chips"), audio="chip-1.mp3"),
}


def assert_rendered_alike(somebody: Learner, notes: Sequence[Note], look: Look) -> None:
    """Both sides of every card agree with Anki's rendering, character by character."""
    package = build(notes, look=look).package
    path = somebody.folder / "preview.apkg"
    apkg.write(package, path)
    somebody.imports_file(path)
    looks = {entry.kind: entry for entry in package.note_types}
    for packed in apkg.read(path).notes:
        (number,) = somebody.collection.find_notes(f'"nid:{packed.created}"')
        output = somebody.collection.get_note(number).cards()[0].render_output()
        assert (output.question_text, output.answer_text) == preview.render(packed, looks[packed.kind])


@pytest.mark.parametrize("look", [Look(), Look(typed=True, spoken=False, palette="mdbg")], ids=["default", "typed"])
@pytest.mark.parametrize("kind", KINDS)
def test_cards_equal_those_of_anki(tmp_path: Path, kind: str, look: Look) -> None:
    """A preview that differs from the real card would hide the very mistakes it is there to show."""
    notes = [
        cloze.make_note(replace(each, key=name, due=index), kind=kind)
        for index, (name, each) in enumerate(CONTEXTS.items())
        if each.unit.target or kind in ("recognition", "production")
    ]
    with learner(tmp_path) as somebody:
        assert_rendered_alike(somebody, notes, look)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.text(max_size=30), after=st.text(max_size=30), gloss=st.text(min_size=1, max_size=30))
def test_cards_of_any_text_equal_those_of_anki(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str, gloss: str
) -> None:
    """The same for texts that nobody thought of."""
    wild = replace(context("芯片", f"{before}芯片{after}", gloss), gloss=Span(0, len(gloss)))
    with learner(tmp_path_factory.mktemp("preview")) as somebody:
        assert_rendered_alike(somebody, [cloze.make_note(wild)], Look())


def test_page_holds_every_card_and_needs_nothing_else() -> None:
    """The page can be sent to somebody: no script, no link to anything but the sources."""
    package = build((CHIP, note("算力", "新的算力", "New power", "power", due=1))).package
    page = preview.page(package, "news.apkg <1>")
    assert page.count("<article>") == 2
    assert "news.apkg &lt;1&gt;" in page
    assert "[anki:play" not in page
    assert "<script" not in page
    assert "src=" not in page
    assert "url(" not in page


def test_page_of_a_package_without_our_notes_is_refused() -> None:
    """An empty page would look like an empty deck."""
    with pytest.raises(PackageError, match="made by flashcards"):
        preview.page(Package((("News", ""),), (), ()), "x")
