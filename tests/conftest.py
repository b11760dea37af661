"""What all tests share: the dictionaries, loaded once, and a way to run the command line."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from flashcards import cli, pipeline

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden decks instead of comparing")


@pytest.fixture(scope="session")
def tools() -> pipeline.Toolbox:
    """The dictionaries and tables; loading them takes about a second."""
    return pipeline.Toolbox()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs the command line in this process: exit code, standard output, standard error."""

    def run_command(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["flashcards", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 1
        output = capsys.readouterr()
        return code, output.out, output.err

    return run_command
