"""Everything that can go wrong and that a person can mend.

::

    FlashcardsError         shown as "error: seeds/a.txt:12: …", exit 1, no traceback
    ├── ConfigError         edit config.yaml          unknown key, wrong type, missing path
    ├── DocumentError       edit the article          one language missing, undecodable bytes
    ├── LexiconError        edit the lexicon file     malformed entry, wrong number of syllables
    ├── WordListError       edit the word list        unknown role, wrong number of syllables
    ├── NoteError           a note Anki would reject  no deletion, control characters, duplicate GUID
    └── PackageError        choose another place      unwritable folder, damaged package or ledger

One leaf for each thing that the reader has to do next, not for each cause. A message says what is wrong and
what to do about it; the location says where. Anything else that is raised is a bug and keeps its traceback.
"""

from flashcards.model import Location


class FlashcardsError(Exception):
    """Base of all errors that the person at the keyboard can mend.

    Attributes:
        message: what is wrong and what to do, one line without the place.
        location: the file and line it concerns, if there is one.
    """

    def __init__(self, message: str, location: Location | None = None) -> None:
        super().__init__(message, location)
        self.message = message
        self.location = location

    def __str__(self) -> str:
        return f"{self.location}: {self.message}" if self.location else self.message


class ConfigError(FlashcardsError):
    """The configuration has to be edited."""


class DocumentError(FlashcardsError):
    """A source article has to be edited or replaced."""


class LexiconError(FlashcardsError):
    """A lexicon or reading table has to be edited."""


class WordListError(FlashcardsError):
    """A word list has to be edited."""


class NoteError(FlashcardsError):
    """A note would be rejected or misread by Anki."""


class PackageError(FlashcardsError):
    """A package or ledger cannot be read or written."""
