"""What is frozen about the note types, and what their templates may hold."""

import hashlib
import re

import pytest

from flashcards import notetype
from flashcards.notetype import FIELDS, KINDS, PALETTES, RELEASED, Look, note_type

FROZEN = {
    "cloze": (1200565767396, "News Chinese: Cloze", 7865710290434608, True),
    "recognition": (1148433885074, "News Chinese: Recognition", 5978814456606839, False),
    "production": (1337213517181, "News Chinese: Production", 5685962474639972, False),
    "listening": (1426303541892, "News Chinese: Listening", 7517982318670858, False),
}


@pytest.mark.parametrize("kind", KINDS)
def test_ids_and_names_are_frozen(kind: str) -> None:
    """Another id is another note type: every learner's notes would be left behind on the old one."""
    made = note_type(kind)
    assert (made.id, made.name, made.template_id, made.is_cloze) == FROZEN[kind]
    assert made.template_name == "Card 1"


def test_fields_are_frozen() -> None:
    """One field more, less or elsewhere and Anki refuses every update; new content goes into a spare one."""
    names = (
        "Word Sentence SentenceRuby Pinyin Meaning Translation Simplified Traditional OtherScript FullSentence Source "
        "Level Domain Notes Audio Key Digest Spare1 Spare2 Spare3 Spare4 Spare5 Spare6 Spare7 Spare8"
    )
    assert tuple(names.split()) == FIELDS
    ids = note_type("cloze").field_ids
    assert hashlib.sha256(repr(ids).encode()).hexdigest()[:16] == "cd7893625c2678a5"
    assert len(set(ids)) == len(FIELDS)


def test_a_new_look_needs_a_new_date() -> None:
    """When this fails: set RELEASED to today, and put both new values here.

    A first build dates its note types RELEASED, so that a second deck does not overwrite a learner's own style with
    the look they have already. A new look under the old date would not reach anybody through a new deck.
    """
    look = repr([note_type(kind) for kind in KINDS])
    assert (RELEASED, hashlib.sha256(look.encode()).hexdigest()[:16]) == (1_795_000_000, "1c9a88dd629a065e")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("look", [Look(), Look(typed=True, spoken=False, palette="none")], ids=["default", "other"])
def test_templates_use_only_fields_there_are_and_nothing_from_outside(kind: str, look: Look) -> None:
    """A misspelt field shows an error at every review; scripts and remote files break on phones and offline."""
    made = note_type(kind, look)
    used = re.findall(r"\{\{[#^/]?(?:[^{}]*:)?(\w+)\}\}", made.front + made.back)
    assert set(used) <= set(FIELDS)
    everything = made.front + made.back + made.css
    assert "<!--" not in everything
    assert not re.search(r"<script|javascript:|https?:|//|@import|url\(", everything)
    for opening in re.findall(r"\{\{[#^](\w+)\}\}", everything):
        assert f"{{{{/{opening}}}}}" in everything


@pytest.mark.parametrize("kind", ["cloze", "recognition", "production"])
def test_fronts_say_nothing_aloud(kind: str) -> None:
    """Speech on the front would be the answer."""
    assert "tts" not in note_type(kind).front
    assert "Audio" not in note_type(kind).front


FRONTS = [
    ("cloze", {"Sentence"}),
    ("recognition", {"Word"}),
    ("production", {"Translation", "Meaning"}),
    ("listening", {"Audio", "Sentence", "Word"}),  # spoken
]


@pytest.mark.parametrize(("kind", "fields"), FRONTS)
def test_fronts_show_nothing_but_the_question(kind: str, fields: set[str]) -> None:
    """Pinyin, meaning or source on the front would answer it; even a headline can hold the word."""
    assert set(re.findall(r"\{\{(?:[^{}#^/]*:)?(\w+)\}\}", note_type(kind).front)) == fields


def test_typing_is_asked_for_on_both_sides_or_not_at_all() -> None:
    """Anki compares on the back what was typed on the front, against the plain word and not the deletions."""
    for kind in ("cloze", "production"):
        typed = note_type(kind, Look(typed=True))
        assert typed.front.count("{{type:Word}}") == typed.back.count("{{type:Word}}") == 1
        assert "type:" not in note_type(kind).front + note_type(kind).back


def test_listening_is_always_spoken() -> None:
    """Without a voice its front would be empty, and Anki would delete the card."""
    assert "tts zh_CN" in note_type("listening", Look(spoken=False)).front
    assert "tts" not in note_type("cloze", Look(spoken=False)).back


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_can_be_read_in_daylight_and_at_night() -> None:
    """At least 4.5 : 1 (WCAG AA) for all text, the tones' colours included, on both papers."""
    css = note_type("cloze").css
    papers = [
        dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in re.findall(r"\{([^}]*--paper[^}]*)\}", css)
    ]
    tones = notetype._PALETTES["own"]
    assert len(papers) == 2
    for paper, colours in zip(papers, tones, strict=True):
        for name in ("ink", "soft", "accent"):
            assert contrast(paper[name], paper["paper"]) >= 4.5
        assert contrast(paper["accent"], paper["accent-paper"]) >= 4.5
        assert contrast(paper["ink"], paper["mark"]) >= 4.5
        assert [colour for colour in colours if contrast(colour, paper["paper"]) < 4.5] == []


@pytest.mark.parametrize("palette", PALETTES)
def test_palettes_colour_every_tone_or_none(palette: notetype.Palette) -> None:
    """A missing colour would look like a neutral tone."""
    css = note_type("cloze", Look(palette=palette)).css
    assert len(re.findall(r"\.t[1-5] rt", css)) == (0 if palette == "none" else 10)


def test_unknown_kind_has_no_type() -> None:
    """Ids of other people's note types are theirs."""
    assert notetype.kind_of(1607392319) is None
    assert [notetype.kind_of(note_type(kind).id) for kind in KINDS] == list(KINDS)
