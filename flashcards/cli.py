"""The command line: commands, options, exit codes.

Machine formats go to standard output, messages and progress to standard error. Exit codes: 0 done, 1 an error that
the user can mend, 2 wrong usage.
"""

import json
import os
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from flashcards import (
    __version__,
    alignment,
    apkg,
    checks,
    collection,
    config,
    differences,
    documents,
    filenames,
    frequency,
    harvest,
    info,
    pipeline,
    preview,
    project,
    push,
    readings,
    records,
    reports,
    sandhi,
    spelling,
    terminal,
    tmx,
    vocabulary,
)
from flashcards.errors import ConfigError, DocumentError, FlashcardsError, PackageError
from flashcards.files import write_whole
from flashcards.model import LATEST, Document, Location, TranslationUnit

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Anki cloze decks from bilingual English/Chinese technology and policy news.",
)
# A file that cannot be read is no wrong usage, but an error of ours like any other.
_argument, _option = (partial(kind, readable=False) for kind in (typer.Argument, typer.Option))

Pairs = Annotated[
    list[str] | None,
    typer.Option("--pair", metavar="EN ZH", help="An article in two files; may be repeated.", show_default=False),
]
_PAIR = "\x1f"  # between the two files of a pair once the command line has been read
_NO_LIST = "name the word list to write"


class AlignFormat(StrEnum):
    """Formats of `align`."""

    TSV = "tsv"
    JSONL = "jsonl"
    TMX = "tmx"
    BEADS = "beads"


class TermFormat(StrEnum):
    """Formats of `terms`."""

    TABLE = "table"
    TSV = "tsv"
    JSONL = "jsonl"


class TextFormat(StrEnum):
    """Formats of `pinyin`."""

    TEXT = "text"
    JSONL = "jsonl"


class Style(StrEnum):
    """Styles of readings."""

    MARKS = "marks"
    NUMBERS = "numbers"
    ZHUYIN = "zhuyin"


@app.command()
def build(
    sources: Annotated[
        list[Path] | None, _argument(help="Articles; without any, the decks of the configuration.")
    ] = None,
    pair: Pairs = None,
    configuration: Annotated[Path, _option("--config", help="Which decks to build, and how.")] = Path("config.yaml"),
    output: Annotated[Path | None, _option(help="The one deck to write, from the articles named here.")] = None,
    previous: Annotated[
        Path | None, _option(help="An earlier package of the same deck, if not the output itself.")
    ] = None,
    namespace: Annotated[str, typer.Option(help="Namespace of a new deck; made up if there is none.")] = "",
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget what shipped before: learners get every card anew.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done and write nothing but the --report.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Name every note that changes.")] = False,
    words: Annotated[
        list[str] | None, typer.Option(help="A word list, or levels such as hsk2025:1-4; may be repeated.")
    ] = None,
    known: Annotated[list[str] | None, typer.Option(help="A list of words that you know; may be repeated.")] = None,
    append: Annotated[
        bool, typer.Option("--append", help="Keep the cards of articles that are not named now.")
    ] = False,
    share: Annotated[
        bool, typer.Option("--share", help="For others: short excerpts of text without an open licence, no own tags.")
    ] = False,
    report: Annotated[Path | None, _option(help="Write what changes, field by field, as Markdown.")] = None,
) -> None:
    """Build decks, and say what is new, changed, unchanged and retired."""
    lists = [config.ListChoice(list=name) for name in words or ()]
    lists += [config.ListChoice(list=name, role="known") for name in known or ()]
    request = project.Request(
        built=_now(),
        fresh=fresh,
        append=append,
        dry_run=dry_run,
        lists=tuple(lists),
        share=share,
        report=report,
    )
    named: list[project.Named] = [*(sources or []), *_pairs(pair)]
    _refuse(
        (
            bool(named) != bool(output),
            "name articles and an --output together, or neither to build the decks of the config",
        ),
        (
            not output and (previous or namespace),
            "--previous and --namespace go with --output; the configuration has its own namespace",
        ),
        (
            namespace and not project.is_namespace(namespace),
            f"the namespace {namespace!r} may have letters, digits, '.', '_' and '-' only",
        ),
        (fresh and append, "--fresh forgets the very cards that --append keeps: leave one of them out"),
    )
    if output:
        done = project.build_named(named, output, previous, namespace, request, terminal.working)
    else:
        done = project.build_configured(configuration, request, terminal.working)
    for each, found in zip(done.reports, done.differences, strict=True):
        terminal.write(reports.build_summary(each, done.namespace, verbose=verbose, dry_run=dry_run))
        if verbose:
            terminal.write(f"  {line}" for line in list(differences.lines(found, verbose=True))[1:])
    terminal.write(reports.missing_words(done.reports))


@app.command()
def align(
    sources: Annotated[
        list[Path] | None, _argument(help="Articles; with --presegmented EN and ZH.", show_default=False)
    ] = None,
    pair: Pairs = None,
    with_readings: Annotated[
        bool, typer.Option("--readings", help="With the reading of every word, as on the cards.")
    ] = False,
    presegmented: Annotated[bool, typer.Option("--presegmented", help="EN and ZH have one sentence a line.")] = False,
    form: Annotated[AlignFormat, typer.Option("--format", help="Output format.")] = AlignFormat.TSV,
    check: Annotated[
        bool, typer.Option("--check", help="Only list where numbers, names or lengths of the two sides disagree.")
    ] = False,
) -> None:
    """Print the sentences of articles with their translations."""
    beads = form is AlignFormat.BEADS
    _refuse(
        (
            check and (with_readings or presegmented or form is not AlignFormat.TSV),
            "--check prints a list of its own and knows no --readings, --presegmented or other --format",
        ),
        (
            (presegmented or beads) and not (presegmented and beads and len(sources or ()) == 2 and not pair),
            "--presegmented takes two files, EN and ZH, and goes with --format beads",
        ),
        (with_readings and form is not AlignFormat.JSONL, "--readings goes with --format jsonl"),
    )
    tools = pipeline.Toolbox()
    if check:
        _check(_read([*(sources or []), *_pairs(pair)]), tools)
        return
    if presegmented:
        _align_lines(sources or [], tools)
        return
    rows: list[str] = []
    memory: list[TranslationUnit] = []
    for document in _read([*(sources or []), *_pairs(pair)]):
        with terminal.working("aligning", document.name):
            units = pipeline.align(document, tools)
            words = pipeline.read(units, tools) if with_readings else ()
        if form is AlignFormat.JSONL:
            terminal.write(records.unit_json(unit, words[i] if with_readings else None) for i, unit in enumerate(units))
        rows += map(records.unit_row, units)
        memory += units
    if form is AlignFormat.TMX:
        terminal.write([tmx.write(memory, __version__)])
    if form is AlignFormat.TSV:
        terminal.write(records.table(records.ALIGN_COLUMNS, rows))


@app.command()
def terms(
    sources: Annotated[list[Path] | None, _argument(help="Articles.", show_default=False)] = None,
    pair: Pairs = None,
    form: Annotated[TermFormat, typer.Option("--format", help="Output format.")] = TermFormat.TABLE,
    explain: Annotated[bool, typer.Option("--explain", help="Show what each score is made of.")] = False,
    with_zipf: Annotated[
        bool, typer.Option("--zipf", help="With frequencies of the words in wordfreq's list.")
    ] = False,
) -> None:
    """Print the words worth studying, best first, with their meaning in the article."""
    _refuse((explain and form is TermFormat.TSV, "--explain goes with --format table or jsonl; tsv has fixed columns"))
    tools = pipeline.Toolbox()
    zipf = frequency.zipf if with_zipf else None
    found = _read([*(sources or []), *_pairs(pair)])
    if form is TermFormat.TSV:
        terminal.write(records.table((*records.TERM_COLUMNS, *([records.ZIPF_COLUMN] if zipf else ())), ()))
    for document in found:
        with terminal.working("reading", document.name):
            done = pipeline.analyse(document, tools, vocabulary.VocabularyOptions())
        if form is TermFormat.JSONL:
            terminal.write(records.term_json(term, done.units, explain=explain, zipf=zipf) for term in done.terms)
        elif form is TermFormat.TSV:
            terminal.write(records.term_row(term, zipf) for term in done.terms)
        else:
            columns, rows = reports.term_table(done.terms, zipf, explain=explain)
            terminal.write_table(done.document.title or done.document.name, columns, rows)


@app.command()
def pinyin(
    file: Annotated[str, typer.Argument(help="Text file, or - for standard input.")] = "-",
    style: Annotated[Style, typer.Option(help="How readings are written.")] = Style.MARKS,
    form: Annotated[TextFormat, typer.Option("--format", help="Output format.")] = TextFormat.TEXT,
    spoken: Annotated[bool, typer.Option("--sandhi", help="In the tones of connected speech.")] = False,
    taiwan: Annotated[bool, typer.Option("--taiwan", help="By the standard of Taiwan where it differs.")] = False,
    doubtful: Annotated[
        bool, typer.Option("--doubtful", help="Only list the syllables of which no source is sure.")
    ] = False,
) -> None:
    """Print Chinese text in pinyin, line by line.

    A line of more than 65,536 characters is printed as several, cut where sentences end.
    """
    _refuse(
        (
            doubtful and (form is TextFormat.JSONL or style is not Style.MARKS),
            "--doubtful prints a table of its own and knows no other --format or --style",
        )
    )
    tools = pipeline.Toolbox()
    annotator = tools.taiwan_annotator if taiwan else tools.annotator
    with _lines(file) as lines:
        for number, text in lines:
            words = annotator.annotate(text)
            words = sandhi.speak(words) if spoken else words
            if doubtful:
                terminal.write(records.doubtful_row(number, word, index) for word, index in readings.doubtful(words))
            elif form is TextFormat.JSONL:
                terminal.write([records.reading_json(text, words, style)])
            else:
                terminal.write([spelling.spell(words, style)])


@app.command("preview")
def preview_deck(
    deck: Annotated[Path, _argument(help="A package.", show_default=False)],
    output: Annotated[Path | None, _option(help="The page to write; beside the package if not given.")] = None,
) -> None:
    """Write one web page with every card of a deck, front and back."""
    target = output or deck.with_name(deck.name + ".html")
    filenames.check_apart(target, [deck])
    write_whole(target, preview.page(apkg.read(deck), deck.stem).encode())
    terminal.say(f"wrote {target}")


@app.command()
def diff(
    old: Annotated[Path, _argument(help="The earlier package.", show_default=False)],
    new: Annotated[Path, _argument(help="The later package.", show_default=False)],
    verbose: Annotated[bool, typer.Option("--verbose", help="Show changed fields before and after.")] = False,
) -> None:
    """Print which notes differ between two packages, field by field."""
    terminal.write(differences.lines(differences.compare(apkg.read(old), apkg.read(new)), verbose=verbose))


@app.command("info")
def show_info(deck: Annotated[Path, _argument(help="A package.", show_default=False)]) -> None:
    """Print what is in a package: cards, articles, memory."""
    terminal.write(info.lines(apkg.read(deck), str(deck)))


@app.command("push")
def push_deck(
    decks: Annotated[list[Path], _argument(help="Packages.", show_default=False)],
    port: Annotated[int, typer.Option(help="Where AnkiConnect listens.")] = push.PORT,
    key: Annotated[str, typer.Option(help="The key, if AnkiConnect asks for one.", envvar="ANKICONNECT_KEY")] = "",
) -> None:
    """Import packages into the Anki that is open, through its add-on AnkiConnect."""
    for deck in decks:
        with terminal.working("importing", deck.name):
            push.push(deck, port=port, key=key)
        terminal.say(f"imported {deck}")


@app.command("harvest")
def harvest_collection(
    learnt: Annotated[Path, _argument(metavar="COLLECTION", help="What Anki exported, or its closed collection.")],
    decks: Annotated[list[Path], _argument(help="The packages that were imported.", show_default=False)],
    fix: Annotated[Path | None, _option(help="Write the corrections as a word list.")] = None,
    known: Annotated[Path | None, _option(help="Write the words that are learnt as a word list.")] = None,
) -> None:
    """Print what a learner did to our notes: edits, tags, flags, suspended and well-known words."""
    lists = (("--fix", fix, harvest.fixes), ("--known", known, harvest.known_words))
    if fix and fix == known:
        raise typer.BadParameter("--fix and --known name the same file: each writes its own")
    for _, path, _ in lists:
        if path and filenames.exists(path) and not harvest.is_ours(filenames.content(path, PackageError, _NO_LIST)):
            raise PackageError(
                "is there already, and harvest has not made it: choose another name", Location(str(path))
            )
    shipped = [note for deck in decks for note in apkg.read(deck).notes]
    found = harvest.harvest(collection.read(learnt), shipped)
    terminal.write(harvest.lines(found))
    for option, path, write in lists:
        text = write(found)
        if path and not text:
            terminal.say(f"no words for {option}: {path} is not written")
        elif path:
            write_whole(path, text.encode())
            terminal.say(f"wrote {path}")


@app.command("config")
def show_config(
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema.")] = False,
    file: Annotated[Path, _argument(help="The configuration to check.")] = Path("config.yaml"),
) -> None:
    """Check a configuration, or print the JSON Schema by which editors complete it."""
    if schema:
        terminal.write([json.dumps(config.schema(), ensure_ascii=False, indent=2)])
        return
    found = config.read(file)
    for deck in found.decks:
        terminal.say(f"{deck.name}: {len(deck.sources)} articles → {deck.output}")


@app.command()
def init(folder: Annotated[Path, _argument(help="Where to put it; made if it does not exist.")] = Path()) -> None:
    """Start a project of your own: configuration with its own namespace, word list, sample article."""
    files = config.init_files(project.new_namespace())
    existing = sorted(name for name in files if filenames.exists(folder / name))
    if existing:
        raise PackageError(
            f"is there already: choose another folder, or remove {existing[0]}", Location(str(folder / existing[0]))
        )
    for name, text in files.items():
        write_whole(folder / name, text.encode())
    terminal.say(f"made {', '.join(files)} in {folder}\nnext: cd {folder} && flashcards build")


def main() -> None:
    """Run the command line: errors that the user can mend end it with one line and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Han characters must not depend on the terminal's code page, nor messages on what a file is called.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.argv[1:] = _join_pairs(sys.argv[1:])
    try:
        app()
    except* FlashcardsError as errors:
        for error in _leaves(errors):
            _complain(error)
        sys.exit(1)
    except* BrokenPipeError:  # the reader of our output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _leaves(errors: BaseExceptionGroup[FlashcardsError]) -> Iterator[FlashcardsError]:
    for error in errors.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


def _complain(error: FlashcardsError) -> None:
    terminal.say(f"error: {error}", style="bold red")


def _now() -> int:
    """Time of the build; SOURCE_DATE_EPOCH makes it reproducible (https://reproducible-builds.org/specs/)."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return int(time.time())
    if not re.fullmatch("[0-9]{1,12}", given) or not 0 < int(given) <= LATEST:
        raise ConfigError(f"SOURCE_DATE_EPOCH is {given[:20]!r}: set it to seconds since 1970, above 0, or unset it")
    return int(given)


def _refuse(*rules: tuple[object, str]) -> None:
    """Nothing, unless one of the *rules* is broken: options that do not go together, and what to say of them."""
    for broken, message in rules:
        if broken:
            raise typer.BadParameter(message)


def _read(named: Sequence[project.Named]) -> list[Document]:
    if not named:
        raise typer.BadParameter("name at least one article")
    return project.read_articles([(path, None, None) if isinstance(path, Path) else (*path, None) for path in named])


def _align_lines(sources: Sequence[Path], tools: pipeline.Toolbox) -> None:
    english, chinese = (documents.read_lines(path) for path in sources)
    terminal.write(map(records.bead_line, alignment.align_segments(english, chinese, tools.lexicon)))


def _check(found: Iterable[Document], tools: pipeline.Toolbox) -> None:
    for document in found:
        for unit in pipeline.align(document, tools):
            for finding in checks.check(unit, tools.lexicon):
                terminal.write([f"{document.path}:{unit.line[1]}: {finding.kind}: {finding.message}"])


@contextmanager
def _lines(file: str) -> Iterator[Iterable[tuple[int, str]]]:
    if file == "-":
        if sys.stdin is None:
            raise DocumentError("is closed; name a file", Location("standard input"))
        sys.stdin.reconfigure(encoding="utf-8-sig")  # type: ignore[union-attr]  # a text stream in a process
        try:
            yield documents.split_lines(sys.stdin)
        except UnicodeDecodeError as error:
            raise DocumentError("is not in UTF-8; convert it, or name the file", Location("standard input")) from error
        return
    yield documents.stream_lines(Path(file))


def _join_pairs(arguments: Sequence[str]) -> list[str]:
    """*arguments* with the two files of each `--pair` as one: the parser knows no repeated option of two values."""
    joined: list[str] = []
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        joined.append(argument)
        if argument == "--pair" and len(rest) > 1:
            joined.append(rest.pop(0) + _PAIR + rest.pop(0))
    return joined


def _pairs(values: Iterable[str] | None) -> list[tuple[Path, Path]]:
    pairs = []
    for value in values or ():
        source, separator, target = value.partition(_PAIR)
        if not separator:
            raise typer.BadParameter("--pair takes two files: the English and the Chinese side")
        pairs.append((Path(source), Path(target)))
    return pairs
