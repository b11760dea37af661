"""A package → the Anki that is open on this machine, through the add-on AnkiConnect.

The add-on imports the file as the import dialog would, so identities, times and histories are those of the package.
Nothing is sent anywhere but to this machine, and no proxy is asked.

Source of the protocol: https://git.sr.ht/~foosoft/anki-connect (version 6: JSON over HTTP, `action`, `params`, `key`
in, `result` and `error` out).
"""

import http.client
import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from flashcards import filenames
from flashcards.errors import PackageError
from flashcards.model import Location

PORT = 8765
"Where AnkiConnect listens unless its settings say otherwise."

_VERSION = 6
_PATIENCE_S = 300
"Seconds to wait for an import; 50,000 notes take Anki 4 s, a slow laptop with sound files far longer."

_CLOSED = "Anki does not answer: open Anki with the add-on AnkiConnect (code 2055492159), or import the file by hand"


def push(path: Path, *, port: int = PORT, key: str = "") -> None:
    """Import the package at *path* into the Anki that is open.

    Args:
        path: the package.
        port: where AnkiConnect listens on this machine.
        key: the secret, if AnkiConnect is set to ask for one.

    Raises:
        PackageError: there is no such file, Anki is not open, or it refuses.
    """
    if not filenames.exists(path):
        raise PackageError("there is no such package: build it first", Location(str(path)))
    version = _ask("version", {}, port, key)
    if not isinstance(version, int) or version < _VERSION:
        raise PackageError(f"this AnkiConnect speaks version {version}, not {_VERSION}: update the add-on in Anki")
    done = _ask("importPackage", {"path": str(path.resolve())}, port, key)
    if done is not True:
        raise PackageError("Anki did not import the package: import it by hand to see why", Location(str(path)))


def _ask(action: str, params: dict[str, str], port: int, key: str) -> Any:
    """AnkiConnect's answer.

    Raises:
        PackageError: it does not answer, answers something else, or reports an error.
    """
    question = {"action": action, "version": _VERSION, "params": params, **({"key": key} if key else {})}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}", json.dumps(question).encode(), {"Content-Type": "application/json"}
    )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=_PATIENCE_S) as response:
            answer = json.load(response)
        result, error = answer["result"], answer["error"]
    except TimeoutError as err:
        raise PackageError(f"Anki has not answered for {_PATIENCE_S} s: it may still be importing; look there") from err
    except urllib.error.URLError as err:
        raise PackageError(_CLOSED) from err
    except (OSError, ValueError, TypeError, KeyError, http.client.HTTPException) as err:
        raise PackageError(f"what answers on port {port} is not AnkiConnect: is another program using it?") from err
    if error:
        raise PackageError(f"AnkiConnect says: {error}")
    return result
