"""The note types: fields, card templates, style and every id that Anki knows them by.

Frozen from the first release: the ids, the number, names and order of the fields, the template names. Anki updates
an existing note type only while these agree; anything else gives learners a second type "…+" and notes that are
never updated again. A new kind of content goes into a spare field; what the cards look like may change at any time.

Note types have no namespace: one collection needs them once, however many decks it takes in.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from flashcards.model import NoteType

FIELDS = (
    "Word",  # first, so that the Browser sorts and shows notes by it
    "Sentence",
    "SentenceRuby",
    "Pinyin",
    "Meaning",
    "Translation",
    "Simplified",
    "Traditional",
    "OtherScript",
    "FullSentence",
    "Source",
    "Level",
    "Domain",
    "Notes",
    "Audio",
    "Key",
    "Digest",
    "Spare1",
    "Spare2",
    "Spare3",
    "Spare4",
    "Spare5",
    "Spare6",
    "Spare7",
    "Spare8",
)
"Names of the fields of every note type, in order; never changed."

_FIELD_IDS = (
    7669556012608710,
    7488431279212460,
    5350602124361589,
    4000174614965220,
    4410745277429209,
    6049171246710546,
    1500558328015601,
    6511076708731467,
    6828988164221813,
    2381849978157333,
    3128726712517290,
    7443938458081678,
    2694618095859614,
    4876708909764105,
    1730973748604416,
    7819261139249582,
    2078548598384476,
    2351238207374423,
    2765349142544586,
    4414059765411373,
    7544913292775539,
    4289679643908087,
    3891941806939390,
    1504683876000362,
    3312076459911823,
)

RELEASED = 1_795_000_000
"""When the default look was last changed, in seconds since 1970: the modification time that a namespace's first build
gives its note types, so that a second deck does not overwrite a learner's own style with the one they already have."""

Palette = Literal["own", "pleco", "mdbg", "none"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a deck's author may choose about the cards without touching a single note."""

    palette: Palette = "own"
    "Tone colours."
    typed: bool = False
    "Cloze and production cards ask for the word to be typed in."
    spoken: bool = True
    "Cards without recorded audio are read out by the device."


DEFAULT_LOOK = Look()


@dataclass(frozen=True, slots=True)
class _Identity:
    """What never changes about a kind of note."""

    id: int
    name: str
    template_id: int
    is_cloze: bool = False


_KINDS = {
    "cloze": _Identity(1200565767396, "News Chinese: Cloze", 7865710290434608, is_cloze=True),
    "recognition": _Identity(1148433885074, "News Chinese: Recognition", 5978814456606839),
    "production": _Identity(1337213517181, "News Chinese: Production", 5685962474639972),
    "listening": _Identity(1426303541892, "News Chinese: Listening", 7517982318670858),
}
KINDS = tuple(_KINDS)
"Every kind of note, the order in which they are learnt."

# Tones 1 to 5, light and night. `own` keeps MDBG's familiar hues but at a contrast of at least 4.5 : 1 on our
# paper (WCAG AA; measured by a test). Pleco's and MDBG's light colours are those of the programs themselves; at night
# the same hues are lightened, since their blues cannot be read on black.
_PALETTES: dict[Palette, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "own": (
        ("#c0281c", "#96590a", "#1a7a42", "#2456c4", "#646a72"),
        ("#ff9387", "#f2bb62", "#7ed69c", "#8fb6ff", "#a9afb7"),
    ),
    "pleco": (
        ("#e30000", "#02b31c", "#1510f0", "#8900bf", "#777777"),
        ("#ff8080", "#5fdc72", "#9c99ff", "#d88cf5", "#b0b0b0"),
    ),
    "mdbg": (
        ("#ff0000", "#d89000", "#00a000", "#0000ff", "#000000"),
        ("#ff8080", "#f0b840", "#66d966", "#99a6ff", "#f0f0f0"),
    ),
    "none": ((), ()),
}
PALETTES = tuple(_PALETTES)


def note_type(kind: str, look: Look = DEFAULT_LOOK) -> NoteType:
    """The note type of *kind* in the *look* asked for.

    Raises:
        KeyError: there is no such kind.
    """
    identity = _KINDS[kind]
    return NoteType(
        kind=kind,
        id=identity.id,
        name=identity.name,
        is_cloze=identity.is_cloze,
        fields=FIELDS,
        field_ids=_FIELD_IDS,
        template_id=identity.template_id,
        template_name="Card 1",
        front=_assemble(f"{kind}.front.html", look),
        back=_assemble(f"{kind}.back.html", look),
        css=_read("card.css") + _tone_css(look.palette),
    )


def kind_of(note_type_id: int) -> str | None:
    """The kind whose note type Anki knows by this id; None if it is not ours."""
    return next((kind for kind, identity in _KINDS.items() if identity.id == note_type_id), None)


def _assemble(name: str, look: Look) -> str:
    """A template with its shared parts filled in and the lines left out that *look* does not want."""
    text = _read(name)
    for part in ("entry", "footer"):
        text = text.replace(f"<!-- {part} -->", _read(f"{part}.html").strip())
    # A listening card that is silent would have nothing on its front.
    options = (("typed", look.typed), ("spoken", look.spoken or name.startswith("listening")))
    unwanted = tuple(f"<!-- {option} -->" for option, wanted in options if not wanted)
    lines = [line for line in text.split("\n") if not (unwanted and line.startswith(unwanted))]
    return re.sub(r"<!-- \w+ -->", "", "\n".join(lines)).strip()


def _tone_css(palette: Palette) -> str:
    """Style rules that colour the syllables: `.t1 rt` in the sentence, `.pinyin .t1` beside the word."""
    light, night = _PALETTES[palette]
    rules = [f".t{tone} rt, .pinyin .t{tone} {{ color: {colour}; }}" for tone, colour in enumerate(light, 1)]
    rules += [
        f".nightMode .t{tone} rt, .nightMode .pinyin .t{tone} {{ color: {colour}; }}"
        for tone, colour in enumerate(night, 1)
    ]
    return "\n" + "\n".join(rules) + "\n" if rules else ""


@cache
def _read(name: str) -> str:
    return resources.files("flashcards").joinpath("data", "templates", name).read_text(encoding="utf-8")
