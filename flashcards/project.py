"""Everything around a build that touches the world: what is read before it, and what is written when all went well.

Either the decks of a configuration with the ledger beside it, or one deck from articles named on the command line,
whose memory is the package that it follows. Files are replaced after everything has been made, so that an error
leaves all of them as they were.
"""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from flashcards import (
    apkg,
    assembly,
    audio,
    config,
    differences,
    documents,
    filenames,
    identity,
    ledger,
    lexicon,
    lock,
    pipeline,
    update,
    wordlists,
)
from flashcards.errors import DocumentError, FlashcardsError, NoteError, PackageError
from flashcards.files import reserve, write_whole
from flashcards.ledger import Ledger
from flashcards.model import BuildReport, Document, Location, Package, PackedNote
from flashcards.notetype import Look

_T = TypeVar("_T")

Named = Path | tuple[Path, Path]
"An article: a file with both languages, or one file for each."
Busy = Callable[[str, str], AbstractContextManager[None]]
"Shows that something is being done with something while it lasts."


_LOCKS = 100
"Empty files that stay in the cache: more than anybody has decks in work at once."
_EXCERPT = 60
"Characters of a sentence in a shared deck whose article has no open licence: a quotation, not a reprint."


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks of one build, beside what the configuration says."""

    built: int
    "Time of the build, seconds since 1970."
    fresh: bool = False
    "Forget what shipped before."
    append: bool = False
    "Keep the notes of articles that are not listed now."
    dry_run: bool = False
    "Write nothing but the report."
    lists: tuple[config.ListChoice, ...] = ()
    "Word lists for all decks."
    share: bool = False
    "Make decks for others: a subdeck for each article, short excerpts of text without an open licence, no own tags."
    report: Path | None = None
    "File for a report in Markdown."


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did."""

    namespace: str
    reports: tuple[BuildReport, ...]
    differences: tuple[tuple[differences.Difference, ...], ...]
    "For each deck what becomes of each note."


def build_configured(path: Path, request: Request, busy: Busy) -> Result:
    """Build the decks of a configuration, all of them or none."""
    settings = config.read(path)
    sources = [source for deck in settings.decks for source in deck.sources]
    inputs = [path, *(source.path for source in sources), *(source.target for source in sources if source.target)]
    lists = [choice for deck in settings.decks for choice in (*deck.words, *request.lists)]
    _check_targets([deck.output for deck in settings.decks], inputs, lists, request, settings.ledger)
    articles = _each(
        partial(read_articles, [(source.path, source.target, source.licence) for source in deck.sources])
        for deck in settings.decks
    )
    with _alone(settings.ledger, request):
        return _build_decks(settings, articles, lists, request, busy)


def _build_decks(
    settings: config.Config,
    articles: Sequence[Sequence[Document]],
    lists: Sequence[config.ListChoice],
    request: Request,
    busy: Busy,
) -> Result:
    memory = Ledger(settings.namespace) if request.fresh else _project_memory(settings)
    look = Look(palette=settings.tones, typed=settings.typed, spoken=settings.audio == "tts-tags")
    names = frozenset(deck.name for deck in settings.decks)
    tools = pipeline.Toolbox()
    recorder = None
    if settings.audio == "files":
        take = audio.recall if request.dry_run else audio.record
        recorder = partial(take, command=settings.audio_command, cache=lexicon.cache_folder() / "audio")
    made: list[_Made] = []
    unseen: frozenset[str] | None = None
    words = _read_lists(tools, lists)
    unsaid = {choice: found.warnings for choice, found in words.items()}
    for deck, found in zip(settings.decks, articles, strict=True):
        chosen = (*deck.words, *request.lists)
        tools = _with_lists(tools, [words[choice] for choice in chosen])
        warnings = tuple(warning for choice in chosen for warning in unsaid.pop(choice, ()))
        job = assembly.Job(
            name=deck.name,
            output=str(deck.output),
            description=deck.description,
            options=_shared(deck.options) if request.share else deck.options,
            look=look,
            siblings=names - {deck.name},
            built=request.built,
            kept=_kept(deck.output, request),
            warnings=warnings,
            own_tags=not request.share,
            recorder=recorder,
            is_last=deck is settings.decks[-1],
            unseen=unseen,
        )
        with busy("building", deck.name):
            done, report = assembly.build(job, found, memory, tools)
        memory = done.ledger
        unseen = frozenset(report.missing) if unseen is None else unseen & frozenset(report.missing)
        made.append(_Made(done, report, deck.output, deck.output))
    return _finish(made, memory, settings.ledger, request)


def build_named(
    articles: Sequence[Named], output: Path, previous: Path | None, namespace: str, request: Request, busy: Busy
) -> Result:
    """Build one deck from the articles named, with the memory of the package that it follows.

    Raises:
        DocumentError: two of the articles have one name: which of them a note is from could not be told apart.
    """
    filenames.check_text(output, PackageError)
    if twins := filenames.tell_twins(article if isinstance(article, Path) else article[0] for article in articles):
        raise DocumentError(twins)
    inputs = [path for article in articles for path in ((article,) if isinstance(article, Path) else article)]
    _check_targets([output], inputs, request.lists, request, previous or output)
    found = read_articles(
        [(article, None, None) if isinstance(article, Path) else (*article, None) for article in articles]
    )
    with _alone(output, request):
        return _build_deck(found, output, previous, namespace, request, busy)


def _build_deck(
    found: Sequence[Document], output: Path, previous: Path | None, namespace: str, request: Request, busy: Busy
) -> Result:
    memory = _package_memory(previous or output, namespace, request, must_exist=previous is not None)
    tools = pipeline.Toolbox()
    words = _read_lists(tools, request.lists)
    tools = _with_lists(tools, list(words.values()))
    warnings = tuple(warning for each in words.values() for warning in each.warnings)
    job = assembly.Job(
        name=_deck_name(memory, output),
        output=str(output),
        description="",
        options=_shared(config.DeckOptions()) if request.share else config.DeckOptions(),
        look=Look(),
        siblings=frozenset(),
        built=request.built,
        kept=_kept(previous or output, request),
        warnings=warnings,
        own_tags=not request.share,
    )
    with busy("building", job.name):
        done, report = assembly.build(job, found, memory, tools)
    return _finish([_Made(done, report, output, previous or output)], done.ledger, None, request)


def read_articles(sources: Iterable[tuple[Path, Path | None, str | None]]) -> list[Document]:
    """The articles: file, file of the Chinese side if there are two, licence if it is known better.

    Raises:
        ExceptionGroup: some cannot be used; all of them are named, so that they can be mended in one go.
    """
    return _each(partial(_read_article, *source) for source in sources)


def _read_article(path: Path, target: Path | None, licence: str | None) -> Document:
    document = documents.read(path) if target is None else documents.read_pair(path, target)
    return document if licence is None else replace(document, licence=licence)


def _each(calls: Iterable[Callable[[], _T]]) -> list[_T]:
    """What each of *calls* returns.

    Raises:
        ExceptionGroup: some of them failed; the errors of all.
    """
    found: list[_T] = []
    faults: list[Exception] = []
    for call in calls:
        try:
            found.append(call())
        except (FlashcardsError, ExceptionGroup) as error:
            faults.append(error)
    if faults:
        raise ExceptionGroup("what cannot be used", faults)
    return found


def _read_lists(
    tools: pipeline.Toolbox, lists: Iterable[config.ListChoice]
) -> dict[config.ListChoice, wordlists.WordList]:
    """The *lists*, each read once.

    Raises:
        ExceptionGroup: some cannot be used.
    """
    chosen = tuple(dict.fromkeys(lists))
    calls = (partial(wordlists.read, each.list, tools.lexicon, role=each.role, days=each.days) for each in chosen)
    return dict(zip(chosen, _each(calls), strict=True))


def _with_lists(tools: pipeline.Toolbox, lists: Sequence[wordlists.WordList]) -> pipeline.Toolbox:
    """*tools* with what the lists say."""
    return tools.with_words(wordlists.merge(lists, tools.lexicon.simplify) if lists else wordlists.Wordbook())


def _check_targets(
    outputs: Sequence[Path],
    inputs: Sequence[Path],
    lists: Iterable[config.ListChoice],
    request: Request,
    memory: Path,
) -> None:
    """Nothing, if what this build writes replaces nothing that it reads, and its report no deck.

    Raises:
        PackageError: it would.
    """
    read = [*inputs, *(Path(choice.list) for choice in lists)]
    for output in outputs:
        filenames.check_apart(output, read)
    if request.report:
        filenames.check_apart(request.report, [*read, *outputs, memory])


def _alone(memory: Path, request: Request) -> AbstractContextManager[None]:
    """Keeps other builds from the *memory* that this one reads and writes."""
    if request.dry_run:
        return nullcontext()
    folder = lexicon.cache_folder() / "locks"
    lexicon.tidy(folder, "*.lock", keep=_LOCKS)
    return lock.held(memory, folder)


@dataclass(frozen=True, slots=True)
class _Made:
    """One deck before it is written."""

    update: update.Update
    report: BuildReport
    output: Path
    previous: Path
    "The package that learners have now, if there is one."


def _finish(made: Sequence[_Made], memory: Ledger, memory_path: Path | None, request: Request) -> Result:
    """Compare with what learners have, then write every package, the memory and the report: all or none."""
    found = tuple(
        differences.compare(_before(each.previous, request), each.update.package, each.report.changes) for each in made
    )
    packed = [(each.output, _packed(each)) for each in made]
    written = [] if request.dry_run else packed
    if memory_path and not request.dry_run:
        written.append((memory_path, ledger.dumps(memory).encode()))
    if request.report:
        written.append((request.report, _page(made, found, memory.namespace).encode()))
    reserve(path for path, _ in written)
    for path, data in written:
        write_whole(path, data)
    return Result(memory.namespace, tuple(each.report for each in made), found)


def _page(made: Sequence[_Made], found: Sequence[Sequence[differences.Difference]], namespace: str) -> str:
    """What becomes of each note of each deck, in Markdown."""
    return "\n".join(
        differences.markdown(
            each,
            deck.report.deck,
            update.anki_search(namespace, [c for c in deck.report.changes if c.status == "retired"]),
        )
        for each, deck in zip(found, made, strict=True)
    )


def _packed(made: _Made) -> bytes:
    try:
        return apkg.dumps(made.update.package, str(made.output))
    except NoteError as error:  # of several decks, which?
        raise NoteError(error.message, error.location or Location(str(made.output))) from error


def _before(path: Path, request: Request) -> Package:
    """The package that learners have; an empty one before the first build."""
    return apkg.read(path) if not request.fresh and filenames.exists(path) else Package((), (), ())


def _shared(options: config.DeckOptions) -> config.DeckOptions:
    return options.model_copy(update={"subdecks": True, "excerpt": options.excerpt or _EXCERPT})


def _kept(path: Path, request: Request) -> tuple[PackedNote, ...]:
    return apkg.read(path).notes if request.append and filenames.exists(path) else ()


def _deck_name(memory: Ledger, output: Path) -> str:
    """The name that the deck had, so that a renamed file stays the same deck; else that of the file.

    A learner may have sorted cards into other decks before exporting it: most of them tell.
    """
    names = Counter(entry.deck for entry in memory.entries)
    return max(names, key=lambda name: (names[name], name), default=output.name.removesuffix(".apkg"))


def _project_memory(settings: config.Config) -> Ledger:
    """The ledger of a project; a fresh clone without it falls back to the copies in the packages."""
    found = ledger.read(settings.ledger)
    if found is None:
        packages = [deck.output for deck in settings.decks if filenames.exists(deck.output)]
        return identity.remember([(str(path), apkg.read(path)) for path in packages], settings.namespace)
    if found.namespace != settings.namespace:
        message = (
            f"belongs to the namespace {found.namespace!r}, the configuration says {settings.namespace!r}: "
            "restore one of them, or start anew with --fresh"
        )
        raise PackageError(message, Location(str(settings.ledger)))
    return found


def _package_memory(path: Path, namespace: str, request: Request, *, must_exist: bool) -> Ledger:
    """The ledger inside a package; an empty one if there is no package yet."""
    if not request.fresh and (must_exist or filenames.exists(path)):
        found = identity.recall(apkg.read(path), str(path), namespace)
        if namespace and found.namespace != namespace:
            message = (
                f"belongs to the namespace {found.namespace!r}, not {namespace!r}: leave out --namespace, choose another "
                "output, or start anew with --fresh"
            )
            raise PackageError(message, Location(str(path)))
        return found
    return Ledger(namespace or new_namespace())


def is_namespace(text: str) -> bool:
    """Whether *text* can be a namespace: other characters would not stand in a note's Key, or not be found there."""
    return bool(re.fullmatch(r"[\w.-]{1,64}", text))


def new_namespace() -> str:
    """A namespace that nobody else has: 48 random bits."""
    return f"deck-{secrets.token_hex(6)}"
