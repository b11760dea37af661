"""Which words, in which sentence, in which order: `flashcards.selection`."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flashcards.model import Domain, Occurrence, Span, Term, TranslationUnit
from flashcards.order import APART
from flashcards.selection import (
    Article,
    Choice,
    SelectionOptions,
    Shipped,
    Wishes,
    select,
)


def unit(target: str, *, score: float = 1.0) -> TranslationUnit:
    return TranslationUnit("a.txt", (1, 2), (1, 1), "English.", target, score)


def term(word: str, units: Sequence[TranslationUnit], *, score: float = 1.0, **more: object) -> Term:
    """*word* with every place where it stands in *units*, each with a sure gloss."""
    uses = tuple(
        Occurrence(number, start, start + len(word), Span(0, 7), 0.95)
        for number, text in enumerate(units)
        for start in range(len(text.target))
        if text.target.startswith(word, start)
    )
    plain = Term(word, word, word, (), "gloss", (), Domain.TECH, None, score, uses)
    return replace(plain, **more)  # type: ignore[arg-type]  # passed through


def article(sentences: Sequence[str], words: Sequence[str], name: str = "a.txt") -> Article:
    """An article in which the first word is worth most."""
    units = tuple(unit(sentence) for sentence in sentences)
    terms = tuple(term(word, units, score=10 - 0.1 * rank) for rank, word in enumerate(words))
    return Article(name, units, terms, tuple(sentences))


def chosen(
    articles: Sequence[Article],
    wishes: Wishes = Wishes(),  # noqa: B008  frozen
    shipped: Sequence[Shipped] = (),
    **options: object,
) -> tuple[Choice, ...]:
    return select(articles, wishes, shipped, SelectionOptions(**options)).choices  # type: ignore[arg-type]  # passed through


CHIPS = "美国商务部周二宣布扩大对先进芯片的出口管制范围。"  # the Commerce Department widened export controls on chips
MAKERS = "芯片制造商表示新的规定会影响它们在亚洲的销售。"  # chipmakers say the rules will hurt sales in Asia
POWER = "数据中心需要的算力正在以前所未有的速度增长。"  # data centres need computing power


def shipped(choice: Choice, *, active: bool = True, asked: bool = False) -> Shipped:
    """What the ledger remembers of *choice*."""
    sentence = {"芯片": MAKERS, "出口管制": CHIPS, "算力": POWER}[choice.term.headword]
    return Shipped(choice.key, choice.slot, frozenset({choice.term.simplified}), "a.txt", sentence, active, asked)


def test_terms_come_by_score_up_to_the_bound() -> None:
    """The bound is what makes a deck of one article a week's work and not a year's."""
    found = chosen([article([CHIPS, POWER], ["算力", "芯片", "出口管制"])], new_terms_per_article=2)
    assert {choice.term.headword for choice in found} == {"算力", "芯片"}


def test_words_asked_for_come_on_top_of_the_bound() -> None:
    wishes = Wishes(add=frozenset({"出口管制"}))
    found = chosen([article([CHIPS, POWER], ["算力", "芯片", "出口管制"])], wishes, new_terms_per_article=1)
    assert {choice.term.headword for choice in found} == {"算力", "出口管制"}


@pytest.mark.parametrize("role", ["known", "ignore"])
def test_known_and_ignored_words_get_no_card(role: str) -> None:
    found = chosen([article([CHIPS, POWER], ["芯片", "算力"])], Wishes(**{role: frozenset({"芯片"})}))
    assert [choice.term.headword for choice in found] == ["算力"]


def test_only_leaves_out_everything_else() -> None:
    found = chosen([article([CHIPS, POWER], ["芯片", "算力"])], Wishes(only=frozenset({"算力"})))
    assert [choice.term.headword for choice in found] == ["算力"]


def test_overlapping_words_of_one_sentence_make_one_card() -> None:
    """芯片 inside 芯片制造商 would be given away by its neighbour, so it needs a sentence of its own."""
    alone = chosen([article([MAKERS], ["芯片制造商", "芯片"])])
    assert [choice.term.headword for choice in alone] == ["芯片制造商"]
    apart = chosen([article([MAKERS, CHIPS], ["芯片制造商", "芯片"])])
    assert {(choice.term.headword, choice.unit) for choice in apart} == {("芯片制造商", 0), ("芯片", 1)}


def test_a_longer_word_that_is_found_later_takes_no_sentence_away() -> None:
    """Learners have the card of 芯片 with this sentence; 芯片制造商 finds its place beside it or waits."""
    (before,) = chosen([article([MAKERS], ["芯片"])])
    found = chosen([article([MAKERS], ["芯片制造商", "芯片"])], shipped=[shipped(before)])
    assert [choice.term.headword for choice in found] == ["芯片"]


@pytest.mark.parametrize("bound", [1, 2, 3])
def test_a_second_build_has_no_room_that_the_first_had_not(bound: int) -> None:
    """Articles that share words share their cost the same way whatever has shipped: nothing new without news."""
    others = [
        "欧洲的芯片出口管制从下个月起还将继续扩大范围。",
        "新的数据中心正在消耗当地越来越多的算力和电力。",
        MAKERS,
    ]
    for ours, theirs in product(permutations(["芯片", "算力", "出口管制", "数据中心"]), repeat=2):
        articles = [article([CHIPS, POWER], ours), article(others, theirs, name="b.txt")]
        once = chosen(articles, new_terms_per_article=bound)
        before = [
            Shipped(
                each.key, each.slot, frozenset({each.term.simplified}), articles[each.article].document, sentence, True
            )
            for each in once
            for sentence in [articles[each.article].units[each.unit].target]
        ]
        again = chosen(articles, shipped=before, new_terms_per_article=bound)
        assert {each.key for each in again} == {each.key for each in once}


def test_an_abbreviation_shares_the_card_of_its_full_form() -> None:
    sentences = ["负责数据出境的国家互联网信息办公室公布了办法。", "国家网信办的做法引起了业界的广泛关注和讨论。"]
    units = tuple(map(unit, sentences))
    full = term("国家互联网信息办公室", units)
    short = term("国家网信办", units, score=5.0, variant_of="国家互联网信息办公室")
    found = chosen([Article("a.txt", units, (short, full), tuple(sentences))])
    assert [(choice.term.headword, choice.variants) for choice in found] == [("国家互联网信息办公室", ("国家网信办",))]


def test_a_headline_is_the_last_resort() -> None:
    """Headlines drop words and punctuation; a full sentence of the text shows usage."""
    found = chosen([article(["美国扩大芯片出口管制范围至更多国家", CHIPS], ["芯片"])])
    assert [choice.unit for choice in found] == [1]


def test_badly_aligned_units_stay_off_the_cards() -> None:
    doubtful = Article("a.txt", (unit(CHIPS, score=0.2),), (term("芯片", [unit(CHIPS)]),), (CHIPS,))
    assert chosen([doubtful]) == ()


def test_what_shipped_keeps_its_sentence_when_a_better_one_appears() -> None:
    """A new sentence would update the note and wipe the learner's own edits on it."""
    before = chosen([article([MAKERS], ["芯片"])])
    after = chosen([article([CHIPS, MAKERS], ["芯片"])], shipped=[shipped(c) for c in before])
    assert [(c.key, c.slot, c.unit) for c in after] == [("芯片", 0, 1)]


def test_what_shipped_stays_when_better_words_appear() -> None:
    before = [shipped(c) for c in chosen([article([POWER], ["算力"])], new_terms_per_article=1)]
    after = chosen([article([POWER, CHIPS], ["芯片", "算力"])], shipped=before, new_terms_per_article=1)
    assert [choice.term.headword for choice in after] == ["算力"]


def test_a_word_that_was_asked_for_goes_when_it_is_no_longer_asked_for() -> None:
    words = article([CHIPS, POWER], ["算力", "出口管制"])
    wishes = Wishes(add=frozenset({"出口管制"}))
    before = [shipped(c, asked=c.asked) for c in chosen([words], wishes, new_terms_per_article=1)]
    after = chosen([words], shipped=before, new_terms_per_article=1)
    assert [choice.term.headword for choice in after] == ["算力"]


def test_contexts_take_the_next_best_sentences_in_further_slots() -> None:
    found = chosen([article([CHIPS, MAKERS], ["芯片"])], contexts=2)
    assert sorted((c.slot, c.unit) for c in found) == [(0, 0), (1, 1)]


def test_a_term_of_two_articles_is_one_note() -> None:
    both = [article([CHIPS], ["芯片"]), article([MAKERS], ["芯片"], "b.txt")]
    assert len(chosen(both)) == 1


def test_a_part_comes_before_the_compound_that_needs_it() -> None:
    found = chosen([article([MAKERS, CHIPS], ["芯片制造商", "芯片"])])
    assert [c.term.headword for c in sorted(found, key=lambda c: c.due)] == ["芯片", "芯片制造商"]


@given(
    st.lists(st.sampled_from("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"), min_size=2, max_size=22, unique=True),
    st.integers(1, 4),
)
def test_notes_of_one_sentence_lie_far_apart(words: list[str], sentences: int) -> None:
    """One back must not give the next front away, whatever the deck."""
    size = -(-len(words) // sentences)
    texts = ["这个句子里面有几个词" + "和".join(words[i : i + size]) + "。" for i in range(0, len(words), size)]
    found = chosen([article(texts, words)], Wishes(add=frozenset(words)))
    assert {choice.term.headword for choice in found} == set(words)
    for one, other in combinations(found, 2):
        assert one.due != other.due
        assert (one.article, one.unit) != (other.article, other.unit) or abs(one.due - other.due) >= APART


def test_a_word_of_another_deck_is_left_to_it_and_named() -> None:
    """Anki keeps a card in the deck that brought it: shipping it twice would leave the second deck without."""
    wishes = Wishes(elsewhere=frozenset({"芯片"}))
    found = select([article([CHIPS, POWER], ["芯片", "算力"])], wishes, (), SelectionOptions(new_terms_per_article=1))
    assert ([c.term.headword for c in found.choices], found.elsewhere) == (["算力"], ("芯片",))
