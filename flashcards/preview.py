"""A package → one web page with every card, front and back, to be looked at without Anki.

The cards are rendered by a small implementation of the template language, as much of it as our templates use
(fields, conditions, and the filters `cloze`, `furigana`, `type` and `tts`), and equal to what Anki
renders: a test compares the two.
"""

import html
import itertools
import re
from collections.abc import Callable, Mapping
from functools import partial

from flashcards.errors import PackageError
from flashcards.markup import replace_deletions
from flashcards.model import NoteType, Package, PackedNote

_TAG = re.compile(r"\{\{([#^/]?)\s*([^{}]+?)\s*\}\}")
_RUBY = re.compile(r" ?([^ >]+?)\[(.+?)\]")
_SOUND = re.compile(r"\[sound:.*?\]")
_MARKER = re.compile(r"\[anki:play:[aq]:\d+\]")
_TYPED = re.compile(r"\[\[type:.*?\]\]")


def render(note: PackedNote, look: NoteType) -> tuple[str, str]:
    """The HTML of both sides of the note's card as Anki renders it, before it puts in buttons for sound and typing.

    Raises:
        PackageError: a learner's template asks for what flashcards' notes do not have.
    """
    values = dict(zip(look.fields, note.fields, strict=True))
    values |= {"Tags": " ".join(note.tags), "Type": look.name, "Card": look.template_name, "CardFlag": "flag0"}
    values |= {"Deck": note.deck, "Subdeck": note.deck.rpartition("::")[2], "c1": "1" if look.is_cloze else ""}
    try:
        front = _fill(look.front, values, answer=False)
        back = _fill(look.back, values | {"FrontSide": _MARKER.sub("", front)}, answer=True)
    except KeyError as error:
        message = f"the card template {look.template_name!r} of {look.name!r} cannot be shown ({error.args[0]!r} in it)"
        raise PackageError(f"{message}: preview the package as flashcards built it") from error
    return front, back


def page(package: Package, title: str) -> str:
    """All cards of *package* as a web page that needs nothing else and runs no script.

    Raises:
        PackageError: none of its notes is of our note types.
    """
    looks = {look.kind: look for look in package.note_types if look.kind}
    notes = [note for note in package.notes if note.kind in looks]
    if not notes:
        raise PackageError("no card in this package was made by flashcards")
    sections = []
    for name, description in package.decks:
        cards = [_card(note, looks[note.kind]) for note in notes if note.deck == name]
        if cards or description:
            sections.append(f"<h2>{html.escape(name)}</h2>\n<div class='about'>{description}</div>\n{''.join(cards)}")
    styles = "".join(dict.fromkeys(_by_switch(look.css) for look in looks.values()))
    return _PAGE.format(title=html.escape(title), count=len(notes), styles=styles, sections="\n".join(sections))


def _card(note: PackedNote, look: NoteType) -> str:
    sides = (
        f"<div class='card'>{_TYPED.sub(_TYPE_HERE, _MARKER.sub(_PLAY, side))}</div>" for side in render(note, look)
    )
    return f"<article>{''.join(sides)}</article>\n"


def _fill(template: str, values: Mapping[str, str], *, answer: bool) -> str:
    """*template* with its conditions decided and its fields filled in; sound as Anki's numbered markers."""
    pieces: list[str] = []
    hidden: list[bool] = []
    at = 0
    for match in _TAG.finditer(template):
        sign, name = match.groups()
        if not any(hidden):
            pieces.append(template[at : match.start()])
        at = match.end()
        if sign in ("#", "^"):
            hidden.append(_is_empty(values[name]) == (sign == "#"))
        elif sign == "/":
            if not hidden:
                raise KeyError(f"/{name}")
            hidden.pop()
        elif not any(hidden):
            pieces.append(_field(name, values, answer=answer))
    pieces.append(template[at:])
    count = itertools.count()
    side = "a" if answer else "q"
    return _SOUND.sub(lambda _: f"[anki:play:{side}:{next(count)}]", "".join(pieces))


def _field(reference: str, values: Mapping[str, str], *, answer: bool) -> str:
    """The field at the end of *reference* through the filters before it, the last one first."""
    *filters, name = reference.split(":")
    if "type" in filters:
        return f"[[{reference}]]"
    text = values[name]
    for chosen in reversed(filters):
        show = _FILTERS.get(chosen.partition(" ")[0], str)  # Anki, too, leaves alone what it does not know
        text = _cloze(text, answer=answer) if chosen == "cloze" else show(text)
    return text


def _cloze(text: str, *, answer: bool) -> str:
    """The deletions of *text* open or with their hints; one without any gives nothing, as in Anki."""

    def show(content: str, hint: str) -> str:
        if answer:
            return f'<span class="cloze" data-ordinal="1">{content}</span>'
        return f'<span class="cloze" data-cloze="{_attribute(content)}" data-ordinal="1">[{hint or "..."}]</span>'

    shown = replace_deletions(text, show)
    return shown if shown != text else ""


def _ruby(text: str) -> str:
    return _RUBY.sub(r"<ruby><rb>\1</rb><rt>\2</rt></ruby>", text.replace("&nbsp;", " "))


_FILTERS: dict[str, Callable[[str], str]] = {
    "furigana": _ruby,
    "text": partial(re.compile(r"<[^<>]*>").sub, ""),
    "tts": lambda _: "[sound:]",
}


def _attribute(text: str) -> str:
    """*text* as Anki writes it into an attribute: everything below U+0100 but letters and digits by number."""
    return "".join(
        _NAMED.get(char) or (char if ord(char) > 255 or (char.isascii() and char.isalnum()) else f"&#x{ord(char):X};")
        for char in text
    )


_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def _is_empty(field: str) -> bool:
    """Whether a condition takes *field* for empty: white space and bare line breaks are nothing to Anki."""
    return re.fullmatch(r"(?:\s|</?(?:br|div) ?/?>)*", field, re.IGNORECASE) is not None


def _by_switch(css: str) -> str:
    """*css* with night mode on when the page's switch is on, and no way out of its <style>."""
    switched = css.replace("</", "<\\/").replace(".card.nightMode", f"{_NIGHT} .card")
    return switched.replace(".nightMode ", f"{_NIGHT} ")


_PLAY = "<span class='play'>▶</span>"
_TYPE_HERE = "<span class='typein'>type the word here</span>"
_NIGHT = "body:has(#night:checked)"
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>{title}</title>
<style>
{styles}
body {{ margin: 0 auto; padding: 24px 16px; max-width: 840px; font-family: system-ui, sans-serif; color: #1d2329; background: #e9e6df; }}
body:has(#night:checked) {{ color: #e6e3dc; background: #0e0f11; }}
h1 {{ margin: 0 0 4px; font-size: 22px; }} h2 {{ margin: 32px 0 8px; font-size: 18px; }}
.about {{ margin-bottom: 16px; font-size: 14px; line-height: 1.5; overflow-wrap: anywhere; }}
article {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); gap: 12px; margin-bottom: 20px;
  content-visibility: auto; contain-intrinsic-size: auto 560px; }}
article .card {{ border-radius: 12px; overflow: hidden; }} article .front, article .back {{ padding-top: 24px; }}
.play {{ display: inline-block; width: 36px; height: 36px; margin-right: 6px; border: 1px solid; border-radius: 50%; text-align: center; line-height: 36px; font-size: 14px; }}
.typein {{ display: block; padding: 6px; border: 1px solid; border-radius: 6px; opacity: .6; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{count} cards, each with its front and its back. <label><input type="checkbox" id="night"> Night mode</label></p>
{sections}
</body>
</html>
"""
