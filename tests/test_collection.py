"""Anki's own files, in every format that Anki writes, read as the same notes, cards and note types."""

import io
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import ExportAnkiPackageOptions
from anki_support import NOTES, Learner, build, learner

from flashcards import apkg, collection, preview
from flashcards.errors import PackageError

FIRST = build(NOTES, name="News::Chips")


def as_package(*, legacy: bool) -> Callable[[Learner], Path]:
    """An export of all decks."""

    def export(anna: Learner) -> Path:
        path = anna.folder / "export.apkg"
        options = ExportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy)
        anna.collection.export_anki_package(out_path=str(path), options=options, limit=None)
        return path

    return export


def as_backup(*, legacy: bool) -> Callable[[Learner], Path]:
    """An export of the whole collection."""

    def export(anna: Learner) -> Path:
        path = anna.folder / "export.colpkg"
        anna.collection.export_collection_package(str(path), include_media=False, legacy=legacy)
        anna.collection.reopen()
        return path

    return export


def as_file(anna: Learner) -> Path:
    """The file in the profile folder, Anki closed."""
    anna.collection.close()
    copy = anna.folder / "copy.anki2"
    copy.write_bytes((anna.folder / "collection.anki2").read_bytes())
    anna.collection.reopen()
    return copy


FORMATS = [
    ("package", as_package(legacy=False)),
    ("package for older Ankis", as_package(legacy=True)),
    ("backup", as_backup(legacy=False)),
    ("backup for older Ankis", as_backup(legacy=True)),
    ("collection file", as_file),
]


@pytest.mark.parametrize("export", [case[1] for case in FORMATS], ids=[case[0] for case in FORMATS])
def test_every_format_reads_alike(export: Callable[[Learner], Path], tmp_path: Path) -> None:
    """Whatever a learner has at hand tells the same: who the notes are, how they look, how well they are known."""
    with learner(tmp_path) as anna:
        anna.takes(FIRST)
        anna.studies("芯片")
        anna.collection.sched.suspend_cards([anna.note("算力").cards()[0].id])
        anna.collection.set_user_flag_for_cards(4, [anna.note("出口管制").cards()[0].id])
        path = export(anna)
    read = collection.read(path)
    rows = {row.fields[0]: row for row in read.notes}
    assert {row.guid for row in read.notes} == {note.guid for note in FIRST.package.notes}
    assert rows["芯片"].cards[0].reviews > 0
    assert rows["芯片"].cards[0].deck == "News::Chips"
    assert rows["算力"].cards[0].suspended
    assert rows["出口管制"].cards[0].flag == 4
    (look,) = [found for found in read.note_types if found.kind]
    (ours,) = FIRST.package.note_types
    assert replace(look, modified=0) == replace(ours, modified=0)
    assert dict(read.decks)["News::Chips"] == "About this deck"


def test_a_preview_of_what_anki_exported_is_that_of_the_package(tmp_path: Path) -> None:
    """Somebody sends you a deck as Anki wrote it."""
    with learner(tmp_path) as anna:
        anna.takes(FIRST)
        path = as_package(legacy=False)(anna)
    page = preview.page(apkg.read(path), "x")
    assert page.count("<article>") == 3
    (look,) = FIRST.package.note_types
    for note in FIRST.package.notes:
        assert preview.render(note, look)[0] in page


def test_without_zstandard_the_message_says_how_to_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The learner can export in the older format, without installing anything."""

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    with learner(tmp_path) as anna:
        anna.takes(FIRST)
        path = as_package(legacy=False)(anna)
    monkeypatch.setattr(collection, "import_module", missing)
    with pytest.raises(PackageError, match="older Anki versions"):
        collection.read(path)


def zipped(**members: bytes) -> bytes:
    """An archive with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return stream.getvalue()


def database(*statements: str) -> bytes:
    """The bytes of an SQLite database."""
    connection = sqlite3.connect(":memory:")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


STRANGE = [
    ("empty", b""),
    ("text", "芯片".encode()),
    ("archive of something else", zipped(readme_txt=b"hello")),
    ("collection that is no database", zipped(collection_anki2=b"hello")),
    ("damaged Zstandard", zipped(collection_anki21b=b"\x28\xb5\x2f\xfdhello")),
    ("database of something else", database("CREATE TABLE songs (title)")),
    ("collection without content", database("CREATE TABLE col (models, decks)")),
    ("note types that are no JSON", database("CREATE TABLE col (models, decks)", "INSERT INTO col VALUES ('{', '{}')")),
    (
        "note types of another shape",
        database("CREATE TABLE col (models, decks)", "INSERT INTO col VALUES ('[]', '{}')"),
    ),
]


@pytest.mark.parametrize("data", [case[1] for case in STRANGE], ids=[case[0] for case in STRANGE])
def test_strange_files_are_errors_with_their_name(data: bytes, tmp_path: Path) -> None:
    """One line for a wrong path, never a traceback, never an empty collection."""
    path = tmp_path / "strange.apkg"
    path.write_bytes(data)
    with pytest.raises(PackageError, match=r"strange\.apkg"):
        collection.read(path)


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    """The profile folder in place of the file in it."""
    with pytest.raises(PackageError):
        collection.read(tmp_path)
