"""Subtitles become lines, in one file with both languages or in two. The only module that knows pysubs2."""

from collections.abc import Iterable
from pathlib import Path

import pysubs2

from flashcards.decoding import decode
from flashcards.errors import DocumentError
from flashcards.layout import Line
from flashcards.model import Location


def lines(data: bytes, path: Path) -> list[Line]:
    """The lines of all cues in order of time; their number is that of the cue."""
    return [line for _, line in cues(data, path)]


def cues(data: bytes, path: Path) -> list[tuple[int, Line]]:
    """Start in milliseconds and text of each line of each cue, in order of time.

    Raises:
        DocumentError: the file holds no subtitles.
    """
    try:
        events = pysubs2.SSAFile.from_string(decode(data, path)).events
    except pysubs2.exceptions.Pysubs2Error as error:
        raise DocumentError("holds no subtitles; check its format", Location(str(path))) from error
    return sorted(
        (
            (event.start, Line(number, text))
            for number, event in enumerate(events, 1)
            if not event.is_comment
            for text in event.plaintext.split("\n")
        ),
        key=lambda cue: cue[0],
    )


def together(source: Iterable[tuple[int, Line]], target: Iterable[tuple[int, Line]]) -> list[Line]:
    """The lines of two files by time: what is shown together stands together."""
    both = [(start, 0, line) for start, line in source] + [(start, 1, line) for start, line in target]
    return [line for _, _, line in sorted(both, key=lambda cue: cue[:2])]
