"""EPUB books become lines: their chapters in the order of the spine.

Format: https://www.w3.org/TR/epub-33/ . `META-INF/container.xml` names the package file, whose manifest gives each
chapter's path under an id and whose spine lists the ids in reading order.
"""

import io
import posixpath
import zipfile
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from flashcards import webpages
from flashcards.decoding import decode
from flashcards.layout import Line

_CONTAINER = "META-INF/container.xml"


def lines(data: bytes, path: Path) -> list[Line]:
    """The blocks of all chapters, numbered through.

    Raises:
        KeyError: chapters are missing from it; other errors of the standard library: it is no EPUB book.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        chapters = [decode(archive.read(name), path) for name in _chapters(archive)]
    texts = (text for chapter in chapters for text in webpages.blocks(chapter))
    return [Line(number, text) for number, text in enumerate(texts, 1)]


def _chapters(archive: zipfile.ZipFile) -> list[str]:
    """The paths of the chapters inside the archive, in reading order."""
    # The parser of the standard library follows no external entities, and expat refuses entity bombs.
    container = ElementTree.fromstring(archive.read(_CONTAINER))  # noqa: S314
    package = [element.attrib["full-path"] for element in container.iter() if element.tag.endswith("rootfile")][0]  # noqa: RUF015  a book without one is damaged: LookupError
    root = ElementTree.fromstring(archive.read(package))  # noqa: S314
    items = {e.attrib["id"]: e.attrib["href"] for e in root.iter() if e.tag.endswith("}item")}
    spine = [e.attrib["idref"] for e in root.iter() if e.tag.endswith("}itemref")]
    return [posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(items[i]))) for i in spine]
