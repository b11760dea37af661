"""One term in one sentence → the note that teaches it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flashcards.errors import NoteError
from flashcards.markup import coloured, in_language, linked, marked, plain, tag
from flashcards.model import CardContext, Document, Domain, Level, Location, Note, Span, Spelled
from flashcards.notetype import FIELDS
from flashcards.syllables import HAN
from flashcards.window import around

_CLOZE = ("{{c1::", "}}")
"Always number 1: one card for each note, and another number would move a learner's history to another word."

_BOLD = ("<b>", "</b>")

_HINT_LIMIT = 48
"Longest hint in characters: a whole clause as hint would not fit the gap on a phone, so the short meaning serves."

_ENGLISH_PER_HAN = 3
"An English sentence has about three times the code points of its Chinese one, so its excerpt may be as much longer."

_DOMAINS = {
    Domain.TECH: "Technology",
    Domain.POLICY: "Policy",
    Domain.BUSINESS: "Business",
    Domain.ENTITY: "Name",
    Domain.GENERAL: "",
}
_STANDARDS = {"hsk2.0": "HSK 2.0", "hsk2021": "HSK 2021", "hsk2025": "HSK 2025"}
_MONTHS = ("", *"January February March April May June July August September October November December".split())


@dataclass(frozen=True, slots=True)
class ClozeOptions:
    """What may be chosen about the content of notes."""

    senses: int = 3
    "Most further senses beside the meaning in the article; 0 for none."
    hint: bool = True
    "The gap shows the English words; without it just `[...]`."
    excerpt: int = 0
    "For articles without an open licence: most code points of a sentence that may be shared; 0 for no limit."


_DEFAULTS = ClozeOptions()


def make_note(context: CardContext, options: ClozeOptions = _DEFAULTS, kind: str = "cloze") -> Note:
    """The note of *kind* that teaches the term of *context*; its field Key is left for `update` to fill in.

    In a cloze note every use of the word in the sentence is deletion number 1, those that the caller did not mark
    included: a second use in plain sight would give the answer away, and another number would be another card.
    Other kinds show the same sentence with the word in bold. A context without a sentence makes a plain vocabulary
    note of the kinds `recognition` and `production`.

    Raises:
        NoteError: the term does not occur in the part of the sentence on the card.
    """
    target = context.unit.target
    window, spans = _shown(context, options)
    if not spans and (kind == "cloze" or target):
        where = Location(context.document.path, context.unit.line[1])
        raise NoteError(f"{context.term.headword} does not occur in the sentence that its card shows", where)
    word = spans[0].of(target) if spans else context.term.headword
    if not plain(word).strip():
        raise NoteError("the term has no visible character", Location(context.document.path, context.unit.line[1]))
    values = {
        "Word": in_language(plain(word), _language(context)),
        "Pinyin": coloured(context.pinyin, context.reading),
        "Meaning": _meaning(context, options),
        "Translation": _translation(context, options, word, kind),
        "Simplified": _other_form(context.term.simplified, word) if context.script == "Hant" else "",
        "Traditional": _other_form(context.term.traditional, word) if context.script == "Hans" else "",
        "Source": _source(context.document),
        "Level": " · ".join(filter(None, (_level(context.term.level), _frequency(context.zipf)))),
        "Domain": _DOMAINS[context.term.domain],
        "Notes": "<br>".join(map(plain, context.notes.splitlines())),
        "Audio": f"[sound:{context.audio}]" if context.audio else "",
        **_sentences(context, options, window, spans, _CLOZE if kind == "cloze" else _BOLD),
    }
    return Note(
        kind=kind,
        key=context.key,
        slot=context.slot,
        fields=tuple(values.get(name, "") for name in FIELDS),
        tags=_tags(context),
        due=context.due,
        document=context.document.name,
        line=context.unit.line[1],
        sentence=target,
    )


def _sentences(
    context: CardContext, options: ClozeOptions, window: Span, spans: Sequence[Span], marks: tuple[str, str]
) -> dict[str, str]:
    """The fields that hold the Chinese sentence: with *marks* around the word, with pinyin, in the other script, whole."""
    target, language, closing = context.unit.target, _language(context), marks[1]
    other = "zh-Hant" if context.script == "Hans" else "zh-Hans"
    everything = Span(0, len(target))
    shared = not options.excerpt or context.document.licence
    hint = plain(_hint(context, spans[0].of(target))) if options.hint and spans else ""
    hinted = f"::{hint}{closing}" if hint and marks == _CLOZE else closing
    return {
        "Sentence": in_language(marked(target, spans, marks, window=window, first=hinted), language),
        "SentenceRuby": in_language(marked(target, spans, marks, window=window, ruby=_ruby_at(context)), language),
        "OtherScript": in_language(marked(context.other_script, spans, _BOLD, window=window), other)
        if context.other_script
        else "",
        "FullSentence": in_language(marked(target, spans, _BOLD), language) if shared and window != everything else "",
    }


def _language(context: CardContext) -> str:
    """The language of the sentence if it is not the templates' own zh-Hans, else nothing."""
    return "" if context.script == "Hans" else f"zh-{context.script}"


def _shown(context: CardContext, options: ClozeOptions) -> tuple[Span, tuple[Span, ...]]:
    """The part of the target on the card, and every use of the word in it."""
    target = context.unit.target
    window = context.window or Span(0, len(target))
    uses = _uses(context)
    inside = [span for span in uses if window.start <= span.start and span.end <= window.end]
    if inside and options.excerpt and not context.document.licence:
        window = around(inside[0], window, options.excerpt)
    for span in uses:  # half a use at the edge would show half the answer
        if span.start < window.start < span.end:
            window = Span(span.end, window.end)
        elif span.start < window.end < span.end:
            window = Span(window.start, span.start)
    return window, tuple(span for span in uses if window.start <= span.start and span.end <= window.end)


def _uses(context: CardContext) -> list[Span]:
    """All uses of the term in the whole target in order: those named, and its written forms found in between."""
    target, term = context.unit.target, context.term
    forms = {span.of(target) for span in context.occurrences} | {term.headword, term.simplified, term.traditional}
    spans = list(context.occurrences)
    for form in sorted(filter(None, forms), key=lambda form: (-len(form), form)):
        for match in re.finditer(re.escape(form), target):
            if all(match.end() <= span.start or span.end <= match.start() for span in spans):
                spans.append(Span(*match.span()))
    return sorted(spans, key=lambda span: span.start)


def _ruby_at(context: CardContext) -> dict[int, Spelled]:
    """Offset in the target → the syllable of the Han character there."""
    return {
        word.start + match.start(): syllable
        for word, syllables in zip(context.words, context.spelled, strict=True)
        if syllables
        for match, syllable in zip(HAN.finditer(word.text), syllables, strict=True)
    }


def _hint(context: CardContext, word: str) -> str:
    """The English for the gap: the words of the article unless they are long, say the word itself, or only part of it."""
    wording = " ".join(context.gloss.of(context.unit.source).split()) if context.gloss else ""
    meaning = context.term.gloss
    is_part = set(wording.casefold().split()) < set(meaning.casefold().split())
    hints = (meaning, wording) if is_part else (wording, meaning)
    return next((hint for hint in hints if _is_hint(hint, word)), "")


def _is_hint(hint: str, word: str) -> bool:
    return 0 < len(hint) <= _HINT_LIMIT and word.casefold() not in hint.casefold() and not HAN.search(hint)


def _meaning(context: CardContext, options: ClozeOptions) -> str:
    """The meaning here in bold, then the likeliest other senses that are in English alone."""
    gloss = context.term.gloss or (context.gloss.of(context.unit.source) if context.gloss else "")
    others = [sense for sense in context.term.senses if sense != gloss and not HAN.search(sense) and "[" not in sense]
    senses = "; ".join(map(plain, others[: options.senses]))
    pieces = (f"<b>{plain(gloss)}</b>" if gloss else "", f'<span class="senses">{senses}</span>' if senses else "")
    return " ".join(filter(None, pieces))


def _translation(context: CardContext, options: ClozeOptions, word: str, kind: str) -> str:
    """The human translation with the words for the term marked."""
    source, gloss = context.unit.source, context.gloss
    window = context.source_window or Span(0, len(source))
    if options.excerpt and not context.document.licence:
        centre = gloss or Span(window.start, window.start)
        window = _whole_words(source, around(centre, window, options.excerpt * _ENGLISH_PER_HAN), centre)
    text = marked(source, (gloss,) if gloss else (), ("<mark>", "</mark>"), window=window)
    if kind != "production":
        return text
    # Here the translation is the question: it must say which word is asked for, and must not say the answer.
    asked = "" if gloss or not text else f"<mark>{plain(context.term.gloss)}</mark> – "
    return asked + (text.replace(plain(word), "…") if HAN.search(word) else text)


def _whole_words(text: str, window: Span, centre: Span) -> Span:
    """*window* without the halves of words at its edges, as far as they lie outside *centre*."""
    start, end = window.start, window.end
    while 0 < start < centre.start and not text[start - 1].isspace():
        start += 1
    while centre.end < end < len(text) and not text[end].isspace():
        end -= 1
    return Span(start, end)


def _other_form(form: str, word: str) -> str:
    return plain(form) if form != word else ""


def _source(document: Document) -> str:
    """Headlines, outlet and date, linked if the document has an address; the file's name where none of them is known."""
    title = " · ".join(plain(title) for title in (document.title, document.title_target) if title)
    known = (linked(title, document.url) if title else "", plain(document.source), _date(document.date))
    return " · ".join(filter(None, known)) or plain(document.name)


def _date(iso: str) -> str:
    """A date as people write it; whatever is no date stays as it is."""
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", iso)
    if not match or not 1 <= int(match[2]) <= 12:
        return plain(iso)
    return f"{int(match[3])} {_MONTHS[int(match[2])]} {match[1]}"


def _level(level: Level | None) -> str:
    """The published list and the place in it; a guess from single characters is no level."""
    if level is None or level.basis == "characters":
        return ""
    number = "7–9" if level.number == 7 and level.standard != "hsk2.0" else str(level.number)
    by_parts = " (by its parts)" if level.basis == "parts" else ""
    return f"{_STANDARDS.get(level.standard, plain(level.standard))} level {number}{by_parts}"


def _frequency(zipf: float | None) -> str:
    """The Zipf frequency with its list, which is as much a part of it as of a level."""
    return "" if zipf is None else f"Zipf {zipf:.1f} (wordfreq)"


def _tags(context: CardContext) -> tuple[str, ...]:
    """Domain, level and month: what a learner filters by, and nothing that other notes or lists can change."""
    level, month = context.term.level, re.match(r"\d{4}-\d\d", context.document.date)
    tags = [f"domain::{context.term.domain}"]
    if level and level.basis == "word":
        tags.append(f"{tag(level.standard)}::{level.number}")
    if month:
        tags.append(f"article::{month[0]}")
    return tuple(sorted(tags))
