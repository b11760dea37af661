"""Straight into Anki, tested against a small server that speaks AnkiConnect's protocol."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from anki_support import build, learner

from flashcards import apkg
from flashcards.errors import PackageError
from flashcards.push import push

Answer = Callable[[dict[str, Any]], object]


@contextmanager
def serving(answer: Answer) -> Iterator[int]:
    """A server on this machine that answers every question with the JSON of *answer*; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps(answer(question)).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "news.apkg"
    apkg.write(build().package, path)
    return path


def says(result: object, error: object = None) -> Answer:
    """An AnkiConnect that gives its version, and this to everything else."""
    return lambda question: (
        {"result": 6, "error": None} if question["action"] == "version" else {"result": result, "error": error}
    )


def test_the_package_arrives(package: Path) -> None:
    """The add-on imports the file itself: same notes, same identities as by hand."""
    with learner(package.parent) as somebody:
        taken: list[dict[str, Any]] = []

        def importing(question: dict[str, Any]) -> object:
            taken.append(question)
            return {"result": True if question["action"] == "importPackage" else 6, "error": None}

        with serving(importing) as port:
            push(package, port=port, key="secret")
        assert [question["action"] for question in taken] == ["version", "importPackage"]
        assert {question["key"] for question in taken} == {"secret"}
        assert somebody.imports_file(Path(taken[1]["params"]["path"])).new == 3


REFUSALS = [
    ("import fails", says(False), "import it by hand"),
    ("error", says(None, "valid api key must be provided"), "valid api key"),
    ("old add-on", lambda _: {"result": 5, "error": None}, "update the add-on"),
    ("another program", lambda _: ["hello"], "another program"),
]


@pytest.mark.parametrize(("answer", "message"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_refusals_are_told(answer: Answer, message: str, package: Path) -> None:
    """A push that did nothing must not look like one that did."""
    with serving(answer) as port, pytest.raises(PackageError, match=message):
        push(package, port=port)


def test_a_port_on_which_something_else_listens_is_told(package: Path) -> None:
    """Not everything that listens speaks HTTP."""

    def answer(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(1 << 16)
            connection.sendall(b"SSH-2.0-x\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=answer, args=(server,))
        thread.start()
        with pytest.raises(PackageError, match="another program"):
            push(package, port=server.getsockname()[1])
        thread.join()


def test_an_import_without_end_is_told(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may well succeed later."""

    def wait(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("urllib.request.OpenerDirector.open", wait)
    with pytest.raises(PackageError, match="may still be importing"):
        push(package)


def test_a_closed_anki_is_told(package: Path) -> None:
    """The commonest case: say what to open."""
    with serving(says(True)) as port:
        pass
    with pytest.raises(PackageError, match="open Anki"):
        push(package, port=port)


def test_a_missing_package_is_told_before_anki_is_asked(tmp_path: Path) -> None:
    """Anki would only say that something went wrong."""
    with pytest.raises(PackageError, match="no such package"):
        push(tmp_path / "none.apkg", port=1)
