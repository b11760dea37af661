"""What the documents promise is true: their commands run, their tables are complete."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from typer.main import get_command

from flashcards import cli, config

README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [
    line.partition("#")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.partition("#")[0].strip()
]


def options_table() -> str:
    """The table of options as it has to stand in README."""
    rows = [
        f"| `{option.name}` | {option.place} | {option.type} | {f'`{option.default}`' if option.default else ''} | {option.description} |"
        for option in config.describe()
    ]
    return "\n".join(["| option | for | value | default | meaning |", "|---|---|---|---|---|", *rows])


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a newcomer's clone has after `make`: the environment is the one that runs this test."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("seeds", "decks/words"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("Makefile", "config.yaml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    # A folder of its own around the programs: should make think that it is out of date, it empties this one.
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (folder / ".venv" / ".ready").touch()
    return folder


def test_readme_has_the_two_commands_first() -> None:
    assert COMMANDS[:2] == ["make deck", "make test"]


def test_commands_of_readme_run(checkout: Path) -> None:
    """In their order, word for word, all but the one that runs this test."""
    for command in COMMANDS:
        if command != "make test":
            done = subprocess.run(command.split(), cwd=checkout, capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{command}: {done.stderr}"
    assert (checkout / "decks" / "chips-and-ai.apkg").exists()
    assert (checkout / "news.apkg.html").exists()


def test_options_of_readme_are_those_of_the_program() -> None:
    _, _, rest = README.partition("a test compares them -->\n")
    assert rest.partition("<!-- end of options -->")[0].strip() == options_table()


def test_every_command_says_what_it_does_and_stands_in_the_documents() -> None:
    documents = README + (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    for name, command in get_command(cli.app).commands.items():  # type: ignore[attr-defined]  # a group has commands
        assert command.help
        assert f"`{name}" in documents or f"flashcards {name}" in documents


def test_the_map_of_the_architecture_names_every_module() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    modules = {path.stem for path in (ROOT / "flashcards").glob("*.py")} - {"__init__"}
    assert {name for name in modules if f"`{name}`" not in text} == set()


def test_links_between_documents_lead_somewhere() -> None:
    for path in ROOT.glob("*.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_pypinyin_can_load_the_corrections() -> None:
    """In a process of its own: pypinyin keeps what it has loaded."""
    text = (ROOT / "flashcards" / "data" / "readings" / "README.md").read_text("utf-8")
    (snippet,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    ask = "\nfrom pypinyin import lazy_pinyin, Style\nprint(*lazy_pinyin('分子', style=Style.TONE3))"
    before, after = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for code in (ask, snippet + ask)
    )
    assert (before.split(), after.split()) == (["fen4", "zi3"], ["fen1", "zi3"])
