"""Sentences of the two sides become beads: the smallest groups that translate each other.

Paragraphs are paired first, by what they say and in what order, then the sentences inside each pair. Both steps are
the same search for the likeliest monotone path; what has no counterpart (captions, credits, omissions) stays alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from flashcards import paths, scoring, similarity
from flashcards.lexicon import Lexicon
from flashcards.model import Bead, Bitext, Segment, TranslationUnit
from flashcards.paths import Shape
from flashcards.scoring import Group, Places, Text, Weights

_PARAGRAPH_SHAPES: Mapping[Shape, float] = MappingProxyType({(1, 1): 0.5, (2, 1): 0.01, (1, 2): 0.01})
_SENTENCE_END = re.compile(r"[.!?。！？…｡][”’」』\"')）\]】]*$")
_BYLINE = re.compile(r"By [A-Z]")
_LEAST_SENTENCES = 3  # paragraph pairs that end like one; in a list or a poem nothing follows from missing full stops
_SURE = 0.9  # probability of a pair that is believed although one side of it ends like a sentence and the other not
_LEAST_PAIRED = 0.4  # of the sentences of the shorter side; in an article with its translation it is nearly all
_TEACHING_SCORE = 0.5  # pairs of paragraphs less likely than this teach nothing of the page


@dataclass(frozen=True, slots=True)
class AlignmentOptions:
    """What the alignment presumes."""

    sentences: Weights = field(default_factory=Weights)
    "Of sentences in a text without paragraphs."
    inside: Weights = field(default_factory=lambda: Weights(omission=0.02))
    "Of sentences inside paragraph pairs: their borders are known, so that an omission is not taken for a shift."
    paragraphs: Weights = field(default_factory=lambda: Weights(omission=0.3, shapes=_PARAGRAPH_SHAPES))
    "Of whole paragraphs; they are omitted more often: captions, credits, page furniture."
    sharpness: float = 1.25
    "Factor on evidence that makes probabilities true: of units scored .9 or more, 98 in 100 are right (benchmarks/)."


def align(bitext: Bitext, lexicon: Lexicon, options: AlignmentOptions | None = None) -> tuple[Bead, ...]:
    """The likeliest beads of an article, in text order; every sentence is in exactly one.

    Sentences without counterpart, such as those of captions and credits, are beads with one empty side.
    """
    options = options or AlignmentOptions()
    source, target = _paragraphs(bitext.source), _paragraphs(bitext.target)
    text = Text.of([segment.text for segment in bitext.source], [segment.text for segment in bitext.target], lexicon)
    if not source or not target:
        return _alone(range(len(bitext.source)), range(len(bitext.target)))
    pairs = _paragraph_pairs(bitext, text.grouped(source, target), source, target, lexicon, options.paragraphs)
    printed = _small_print(
        [(_joined(bitext.source, source, p.source), _joined(bitext.target, target, p.target)) for p in pairs],
        [pair.score for pair in pairs],
    )
    groups: list[Group] = []
    for number, pair in enumerate(pairs):
        english = tuple(i for p in pair.source for i in source[p])
        chinese = tuple(j for p in pair.target for j in target[p])
        groups += [(english, ()), ((), chinese)] if number in printed else [(english, chinese)]
    trust = {i: pair.score for pair in pairs for p in pair.source for i in source[p]}
    beads = tuple(
        replace(bead, score=bead.score * trust[bead.source[0]]) if bead.source and bead.target else bead
        for bead in _align(text, groups, lexicon, options)
    )
    if _sure_sentences(beads) >= _LEAST_PAIRED * min(len(text.english), len(text.chinese)):
        return beads
    # The two sides are cut into paragraphs so differently that these do not pair: look at the sentences alone.
    everything = [(tuple(range(len(text.english))), tuple(range(len(text.chinese))))]
    return max(beads, _align(text, everything, lexicon, options), key=_sure_sentences)


def _sure_sentences(beads: Iterable[Bead]) -> int:
    """How many English sentences have a counterpart that is beyond doubt."""
    return sum(len(bead.source) for bead in beads if bead.target and bead.score >= _SURE)


def _paragraph_pairs(
    bitext: Bitext,
    text: Text,
    source: Sequence[Sequence[int]],
    target: Sequence[Sequence[int]],
    lexicon: Lexicon,
    weights: Weights,
) -> list[Bead]:
    """The pairs of paragraphs, given as the sentences of each, and the paragraphs without counterpart."""
    evidence = similarity.collect(text.english, text.chinese, lexicon)
    everything = scoring.lattice(evidence, [(range(len(source)), range(len(target)))], weights)
    first = _search(text, evidence, everything, weights, 1.0)
    # What a first look tells of the page helps with its short and its vague paragraphs.
    places = _places(bitext.source, source), _places(bitext.target, target)
    sure = [pair for pair in first if pair.source and pair.target and pair.score >= _TEACHING_SCORE]
    distances = Places.of(*places, [(places[0][p.source[0]], places[1][p.target[0]]) for p in sure])
    learnt = weights.learning([(len(p.source), len(p.target)) for p in sure])
    return _search(text, evidence, everything, learnt, 1.0, distances)


def align_segments(
    source: Sequence[str], target: Sequence[str], lexicon: Lexicon, options: AlignmentOptions | None = None
) -> tuple[Bead, ...]:
    """The likeliest beads of two lists of sentences."""
    group = (tuple(range(len(source))), tuple(range(len(target))))
    return align_groups(source, target, [group], lexicon, options)


def align_groups(
    source: Sequence[str],
    target: Sequence[str],
    groups: Sequence[Group],
    lexicon: Lexicon,
    options: AlignmentOptions | None = None,
) -> tuple[Bead, ...]:
    """The likeliest beads of two lists of sentences that cross no border of the *groups*, given in order."""
    return _align(Text.of(source, target, lexicon), groups, lexicon, options or AlignmentOptions())


def units(bitext: Bitext, beads: Iterable[Bead]) -> tuple[TranslationUnit, ...]:
    """The texts of the beads that have both sides."""
    return tuple(
        TranslationUnit(
            document=bitext.document.name,
            line=(bitext.source[bead.source[0]].line, bitext.target[bead.target[0]].line),
            bead=(len(bead.source), len(bead.target)),
            source=" ".join(bitext.source[i].text.strip() for i in bead.source),
            target="".join(bitext.target[j].text.strip() for j in bead.target),
            score=bead.score,
        )
        for bead in beads
        if bead.source and bead.target
    )


def _paragraphs(segments: Sequence[Segment]) -> list[list[int]]:
    groups: dict[int, list[int]] = {}
    for i, segment in enumerate(segments):
        groups.setdefault(segment.paragraph, []).append(i)
    return list(groups.values())


def _places(segments: Sequence[Segment], paragraphs: Sequence[Sequence[int]]) -> list[int]:
    """The positions of the paragraphs in the document, both languages counted."""
    return [segments[group[0]].paragraph for group in paragraphs]


def _joined(segments: Sequence[Segment], paragraphs: Sequence[Sequence[int]], wanted: Iterable[int]) -> str:
    return "".join(segments[i].text for p in wanted for i in paragraphs[p]).rstrip()


def _small_print(pairs: Sequence[tuple[str, str]], scores: Sequence[float]) -> set[int]:
    """The numbers of those paragraph pairs that belong to the page and not to the article.

    Bylines and credits may well be translated, but there is nothing to learn from them. They do not end like
    sentences. At the head of an article they stand after the headline and are shorter than it (a subtitle is longer),
    or say by whom it is; all that follows the last sentence is of that kind.
    """
    both = [i for i, (english, chinese) in enumerate(pairs) if english and chinese]
    ends = {i: [_SENTENCE_END.search(text) is not None for text in pairs[i]] for i in both}
    ended = [i for i in both if all(ends[i])]
    if len(ended) < _LEAST_SENTENCES:
        return set()
    headline, *others = (i for i in both if i <= ended[0])
    head = {
        i
        for i in others
        if not any(ends[i])
        and (
            _BYLINE.match(pairs[i][0])
            or all(len(text) < len(title) for text, title in zip(pairs[i], pairs[headline], strict=True))
        )
    }
    tail = {i for i in both if i > ended[-1] and (not any(ends[i]) or scores[i] < _SURE)}
    return head | tail


def _alone(source: Iterable[int], target: Iterable[int]) -> tuple[Bead, ...]:
    return tuple([Bead((i,), (), 1.0) for i in source] + [Bead((), (j,), 1.0) for j in target])


def _align(text: Text, groups: Sequence[Group], lexicon: Lexicon, options: AlignmentOptions) -> tuple[Bead, ...]:
    """The beads inside the groups, searched twice: the second time with the translations that the first one taught."""
    if not text.english or not text.chinese:
        return _alone(range(len(text.english)), range(len(text.chinese)))
    evidence = similarity.collect(text.english, text.chinese, lexicon)
    weights = options.inside if len(groups) > 1 else options.sentences
    nodes = scoring.lattice(evidence, groups, weights)
    first = paths.best(scoring.grid(text, evidence, nodes, weights))
    lessons = [(range(i, i + a), range(j, j + b)) for i, j, a, b in paths.steps(nodes, first)]
    return tuple(_search(text, similarity.taught(evidence, lessons), nodes, weights, options.sharpness))


def _search(
    text: Text,
    evidence: similarity.Evidence,
    nodes: paths.Lattice,
    weights: Weights,
    sharpness: float,
    places: Places | None = None,
) -> list[Bead]:
    grid = scoring.grid(text, evidence, nodes, weights, places)
    path = paths.best(grid)
    scores = paths.probabilities(grid, path, sharpness)
    return [
        Bead(tuple(range(i, i + a)), tuple(range(j, j + b)), score)
        for (i, j, a, b), score in zip(paths.steps(nodes, path), scores, strict=True)
    ]
