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
from flashcards.notetype import KINDS, Look, note_type

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


def test_what_learners_put_on_cards_is_shown_as_anki_does(tmp_path: Path) -> None:
    """Tags on the back are the commonest change that there is."""
    everything = "{{Tags}}|{{Deck}}|{{Subdeck}}|{{Type}}|{{Card}}|{{CardFlag}}|{{text:Meaning}}|{{#Tags}}x{{/Tags}}{{#c1}}y{{/c1}}"
    with learner(tmp_path) as anna:
        anna.takes(build(name="News::Chips"))
        models = anna.collection.models
        model = models.by_name(note_type("cloze").name)
        assert model is not None
        model["tmpls"][0]["qfmt"] += everything
        model["tmpls"][0]["afmt"] += f"{{{{FrontSide}}}}{everything}"
        models.rename_field(model, model["flds"][0], "Wort")
        field = models.new_field("Mine")
        models.add_field(model, field)
        models.reposition_field(model, field, 2)
        models.update_dict(model)
        anna.exports(tmp_path / "export.apkg")
        package = apkg.read(tmp_path / "export.apkg")
        (look,) = (found for found in package.note_types if found.kind)
        assert len(package.notes) == 3
        for packed in package.notes:
            output = anna.collection.get_note(packed.created).cards()[0].render_output()  # type: ignore[arg-type]  # a note's id
            assert (output.question_text, output.answer_text) == preview.render(packed, look)


@pytest.mark.parametrize("text", ["{{Mine}}", "{{#Mine}}x{{/Mine}}", "{{/Word}}", "{{text:Mine}}"])
def test_what_notes_do_not_have_is_named(text: str) -> None:
    """A blank in its place would look like a fault of the deck."""
    package = build((CHIP,)).package
    (look,) = package.note_types
    with pytest.raises(PackageError, match=r"'Card 1'.*(Mine|Word)"):
        preview.render(package.notes[0], replace(look, front=look.front + text))


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
