"""Groups of figures for the same quantity, and whether they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Literal

import numpy as np

from claimx.compare import rates, values
from claimx.compare.corpus import Corpus
from claimx.compare.facts import Number, Record
from claimx.compare.groups import SAMPLE, Edge, grouped
from claimx.compare.quantity import TOLL, Columns, Quantities
from claimx.compare.rows import meetings
from claimx.compare.store import mixed, pairs
from claimx.records import group_id
from claimx.text import lexicon

Agreement = Literal["same", "rounded", "bounds", "updated", "conflict"]

# From this likelihood on, two values that agree are the same quantity. Tuned on half of the gold
# clusters.
LEAST = 0.65
# Different values are the same quantity only if everything else supports it: the more, the further
# they are apart. They never are if one is more than this many times the other.
LEAST_DIFFERING, LEAST_FAR, NEAR_RATIO, FAR_RATIO = 0.75, 0.9, 1.35, 2.0
# They must share words of this weight near the number, which is about two distinctive words; small
# numbers are too common.
SHARED, SMALLEST = 5.0, 10
# Of equal small numbers this weight is needed to be compared at all: about one word.
SOME_SHARED = 2.0
# Small numbers of things with different names are this much less likely to be the same quantity.
OTHER_THINGS = 0.7
# A figure that fits better by this much is preferred.
BETTER = 0.03
# How many likelihoods of pairs of figures stay in memory.
PAIRS = 500_000
# How many distinctive words of a figure are used to find it in unrelated articles.
BEST = 4
# A toll in later articles is a newer one, not a different one.
UPDATE_DAYS = 180
# Rates from rounded sums are the same if they differ by less than this.
SAME_RATE = 0.005
# A rate needs at least this many pairs of sums.
FEWEST_PAIRS = 2
VALUES = {"same": "same value", "differ": "different values", "rounded": "rounded value"}
_WORST: tuple[values.Relation, ...] = ("same", "rounded", "bounds", "differ")


def groups(corpus: Corpus, *, entity_of: Mapping[tuple[int, str], str]) -> Iterator[Record]:
    """Yield the groups of figures in several articles, then the exchange rates that they imply.

    `entity_of` maps an article's number and a source's key in it to the entity's id.
    """
    compare, numbers = quantities(corpus), corpus.numbers

    @lru_cache(PAIRS)
    def score(a: int, b: int) -> float | None:
        if numbers.article(a) == numbers.article(b):
            return None
        return _score(numbers[a], numbers[b], compare)

    agreeing: list[Edge] = []
    differing: list[Edge] = []
    for a, b in candidates(corpus):
        found = score(a, b) or 0.0
        if found >= LEAST:
            differs = compare.relation(numbers[a], numbers[b]) == "differ"
            differs = differs and not _is_growing_toll(numbers[a], numbers[b], compare)
            (differing if differs else agreeing).append((found, a, b))
    agreeing = [*_best(agreeing, corpus), *((1.0, a, b) for a, b in corpus.equivalents)]
    joined = grouped(agreeing, least=LEAST, between=score)
    for group in _with_disagreeing(joined, _mutual(differing, agreeing, corpus)):
        members = sorted((numbers[n] for n in group), key=lambda one: _order(one, corpus))
        if len({member.article for member in members}) > 1:
            yield _Group(members, corpus, compare, entity_of).record()
    for implied in corpus.rates:
        if len(implied) >= FEWEST_PAIRS:
            yield _rate(implied)


def quantities(corpus: Corpus, *, weights: Mapping[str, float] | None = None) -> Quantities:
    """Return the comparison of the corpus's figures."""
    first = corpus.number_words.first

    def has_value(article: int, value: values.Value) -> bool:
        return corpus.amounts.has(range(first[article], first[article + 1]), value)

    return Quantities(
        corpus.rarity,
        alike=corpus.topics.likeness,
        days_between=corpus.topics.days_between,
        has_value=has_value,
        rates=corpus.rates.to_dollars(),
        weights=weights,
    )


def candidates(corpus: Corpus) -> Iterator[tuple[int, int]]:
    """Yield the pairs of figures in two articles that can be the same quantity.

    In related articles they have similar values and common words, or equal values. In others they
    have equal values and two common distinctive words.
    """
    columns = corpus.amounts.columns(corpus.rates.to_dollars())
    rows, topics = corpus.number_words, corpus.topics
    for meeting in meetings(rows, topics.related(), topics.weights):
        a, b = meeting.own[:, None], meeting.others[None, :]
        is_kind = columns.kind[a] == columns.kind[b]
        has_words = meeting.shared >= SHARED
        equal = _within(columns, a, b, 1 + values.CONVERTED)
        is_large = (columns.high[a] >= SMALLEST) | ~columns.is_count[a]
        equal &= is_large | (meeting.shared >= SOME_SHARED)
        near = _within(columns, a, b, FAR_RATIO) & has_words
        is_toll = (columns.toll[a] > 0) & (columns.toll[a] == columns.toll[b])
        toll = is_toll & _within(columns, a, b, NEAR_RATIO)
        for own, other in np.argwhere(is_kind & (equal | near | toll)):
            first, second = int(meeting.own[own]), int(meeting.others[other])
            yield min(first, second), max(first, second)
    yield from _elsewhere(corpus, columns)


def _within(columns: Columns, a: np.ndarray, b: np.ndarray, ratio: float) -> np.ndarray:
    """Return whether the values overlap, or differ at most by the given factor."""
    low, high = columns.low, columns.high
    is_within: np.ndarray = (low[a] <= high[b] * ratio) & (low[b] <= high[a] * ratio)
    return np.asarray(is_within | ((high[a] == high[b]) & (low[a] == low[b])))


def _elsewhere(corpus: Corpus, columns: Columns) -> Iterator[tuple[int, int]]:
    """Yield the pairs of equal figures that share two of their most distinctive words."""
    rows, topics = corpus.number_words, corpus.topics
    words = rows.values
    of = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    by_rarity = np.lexsort((words, -topics.weights[words], of))
    place = np.arange(len(words)) - rows.starts[of]
    best = np.full((len(rows), BEST), -1, dtype=np.int64)
    is_best = place < BEST
    best[of[is_best], place[is_best]] = words[by_rarity][is_best]
    best.sort(axis=1)
    value = np.unique(np.stack([columns.kind, columns.high], axis=1), axis=0, return_inverse=True)[
        1
    ]
    keys, numbers = [], []
    for one, other in combinations(range(BEST), 2):
        both = np.flatnonzero(best[:, one] >= 0)
        pair = (best[both, one] << np.int64(32)) | best[both, other]
        keys.append(mixed(value.ravel()[both], pair))
        numbers.append(both)
    if not keys:
        return
    a, b, _ = pairs(
        np.concatenate(keys), np.concatenate(numbers), corpus.rank[corpus.numbers.articles]
    )
    first, second = corpus.numbers.articles[a], corpus.numbers.articles[b]
    kept = (first != second) & topics.matters(first, second)
    yield from zip(a[kept].tolist(), b[kept].tolist(), strict=True)


def _score(a: Number, b: Number, compare: Quantities) -> float:
    """Return how likely it is that two figures are the same quantity."""
    if a.record["equivalent"] == b.record["id"]:
        return 1.0
    relation = compare.relation(a, b)
    if relation is None or not compare.may_be_one(a, b):
        return 0.0
    if relation == "differ":
        return _disagreement(a, b, compare)
    found = compare.score(a, b, relation)
    if relation == "same" and _are_other_things(a, b, compare):
        found *= OTHER_THINGS
    # Bounds and rounded values fit too many others, so they need common words.
    is_sure = relation == "same" or _is_growing_toll(a, b, compare)
    return found if is_sure or compare.shared(a, b) >= SHARED else found / 2


def _are_other_things(a: Number, b: Number, compare: Quantities) -> bool:
    """Return whether two small numbers can count other things: two pilots, two tugs."""
    if a.value.dimension != "count" or a.value.high >= SMALLEST:
        return False
    has_other_noun = bool(a.noun and b.noun) and not a.noun & b.noun
    if has_other_noun or not compare.are_alike(a, b):
        return True
    return compare.shared(a, b) < SHARED


def _disagreement(a: Number, b: Number, compare: Quantities) -> float:
    """Return how likely it is that two different values are for one quantity, or 0."""
    first, second = compare.value(a), compare.value(b)
    low, high = sorted((first.high, second.high))
    is_small = low < SMALLEST and first.dimension != "money"
    if is_small or first.dimension == "age" or high > low * FAR_RATIO:
        return 0.0
    if _is_growing_toll(a, b, compare):
        return TOLL
    if first.dimension == "percent" and (first.change or second.change):
        return 0.0  # the size of a rise depends on the time
    if compare.shared(a, b) < SHARED or compare.is_elsewhere(a, b):
        return 0.0
    momentary = lexicon.words("compare", "momentary")
    if a.context & momentary and b.context & momentary:
        return 0.0  # prices move
    found = compare.likeness(a, b)
    return found if found >= (LEAST_DIFFERING if high <= low * NEAR_RATIO else LEAST_FAR) else 0.0


def _is_growing_toll(a: Number, b: Number, compare: Quantities) -> bool:
    """Return whether both are tolls of one event: 77 dead, and 84 the next day."""
    low, high = sorted((a.value.high, b.value.high))
    return high <= low * NEAR_RATIO and compare.is_one_toll(a, b)


def _best(edges: list[Edge], corpus: Corpus) -> Iterator[Edge]:
    """Yield the pairs that agree, without those of different things that have a better match.

    "Three pieces" and "three missiles" are the same quantity only if neither article has a figure
    that fits better.
    """
    numbers = corpus.numbers
    best: dict[tuple[int, int], float] = {}
    for score, a, b in edges:
        for side in _sides(a, b, corpus):
            best[side] = max(best.get(side, 0.0), score)
    for score, a, b in edges:
        if max(best[side] for side in _sides(a, b, corpus)) > score + BETTER:
            first, second = numbers[a].noun, numbers[b].noun
            if first and second and not first & second:
                continue
        yield score, a, b


def _sides(a: int, b: int, corpus: Corpus) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return each figure with the article of the other."""
    return (a, corpus.numbers.article(b)), (b, corpus.numbers.article(a))


def _mutual(differing: list[Edge], agreeing: list[Edge], corpus: Corpus) -> Iterator[Edge]:
    """Yield the disagreements of figures that are each other's best match in their articles.

    A figure that agrees with one of the other article disagrees with none of them.
    """
    settled = {side for _, a, b in agreeing for side in _sides(a, b, corpus)}
    best: dict[tuple[int, int], float] = {}
    left = []
    for score, a, b in differing:
        sides = _sides(a, b, corpus)
        if not settled.intersection(sides):
            left.append((score, a, b))
            for side in sides:
                best[side] = max(best.get(side, 0.0), score)
    for score, a, b in left:
        if all(best[side] == score for side in _sides(a, b, corpus)):
            yield score, a, b


def _with_disagreeing(joined: list[list[int]], edges: Iterator[Edge]) -> list[list[int]]:
    """Return the groups, joining those with figures that disagree about one quantity."""
    links = [(1.0, group[0], other) for group in joined for other in group[1:]]
    return grouped([*links, *edges], least=0.0)


def _order(number: Number, corpus: Corpus) -> tuple[str, str, int]:
    article = corpus.articles[number.article]
    return article.published or "9", article.doc, number.record["start"]


class _Group:
    """The figures of a group, the oldest first."""

    def __init__(
        self,
        members: list[Number],
        corpus: Corpus,
        compare: Quantities,
        entity_of: Mapping[tuple[int, str], str],
    ) -> None:
        self.members, self.corpus, self.compare = members, corpus, compare
        self.entity_of = entity_of
        self.values = [compare.value(member) for member in members]

    def record(self) -> Record:
        """Return the group as a record."""
        first = self.members[0].record
        confidence, reason = self._grounds()
        usual = self._usual()
        periods = [member.period for member in self.members if member.period]
        return {
            "kind": "figure_group",
            "id": group_id("figure_group", first["id"]),
            "measure": first["measure"],
            "unit": _commonest([member.record["unit"] for member in self.members]),
            "per": first["per"],
            "item": _commonest([member.record["item"] for member in self.members]),
            "low": date.fromordinal(min(p[0] for p in periods)).isoformat() if periods else None,
            "high": date.fromordinal(max(p[1] for p in periods)).isoformat() if periods else None,
            "agreement": self.agreement(),
            "members": [
                self._member(member, is_outlier=usual is not None and not self._is_usual(n, usual))
                for n, member in enumerate(self.members)
            ],
            "confidence": confidence,
            "reason": reason,
        }

    def agreement(self) -> Agreement:
        """Return the worst agreement between any two articles."""
        by_article: dict[int, list[int]] = {}
        for n, member in enumerate(self.members):
            by_article.setdefault(member.article, []).append(n)
        worst = max(
            min(
                (_WORST.index(values.relation(self.values[a], self.values[b])), a)
                for a in first
                for b in second
            )[0]
            for first, second in combinations(by_article.values(), 2)
        )
        found = _WORST[worst]
        if found in ("bounds", "differ") and self._is_updated(by_article):
            return "updated"
        return "conflict" if found == "differ" else found

    def _is_updated(self, by_article: Mapping[int, list[int]]) -> bool:
        """Return whether it is a toll that grows day by day."""
        cumulative = lexicon.words("compare", "cumulative")
        if not any(member.context & cumulative for member in self.members):
            return False
        told = []
        for article, found in by_article.items():
            day = self.corpus.articles[article].day
            if day is None:
                return False
            told.append((day, max(self.values[n].high for n in found)))
        told.sort()
        if told[-1][0] - told[0][0] > UPDATE_DAYS:
            return False
        highest = [max(high for day, high in told if day == at) for at, _ in told]
        return highest == sorted(highest) and highest[0] < highest[-1]

    def _usual(self) -> int | None:
        """Return the index of the value in most articles, or None for a tie."""
        docs: dict[float, set[int]] = {}
        for value, member in zip(self.values, self.members, strict=True):
            docs.setdefault(value.high, set()).add(member.article)
        ranked = sorted(docs, key=lambda high: -len(docs[high]))
        if len(ranked) > 1 and len(docs[ranked[0]]) == len(docs[ranked[1]]):
            return None
        return next(n for n, value in enumerate(self.values) if value.high == ranked[0])

    def _is_usual(self, n: int, usual: int) -> bool:
        return values.relation(self.values[n], self.values[usual]) != "differ"

    def _grounds(self) -> tuple[float, str]:
        """Return how certain the group is, and why."""
        sample = self.members[:SAMPLE]
        pairs = [(a, b) for a, b in combinations(sample, 2) if a.article != b.article]
        if not pairs:
            pairs = list(combinations(self.members, 2))
        scores = [_score(a, b, self.compare) for a, b in pairs]
        score = sum(scores) / len(scores)
        a, b = pairs[scores.index(max(scores))]
        shared = (a.window | a.item | a.noun) & (b.window | b.item | b.noun)
        best = sorted(shared, key=lambda word: (-self.corpus.rarity.of(word), word))[:4]
        relation = self.compare.relation(a, b)
        alike = self.corpus.topics.likeness(a.article, b.article)
        value = VALUES.get(str(relation), str(relation))
        words = f"shared words {', '.join(best)}" if best else "no shared words"
        return round(score, 2), f"{value}; {words}; articles alike {alike:.2f}"

    def _member(self, member: Number, *, is_outlier: bool) -> Record:
        record, article = member.record, self.corpus.articles[member.article]
        return {
            "id": record["id"],
            "doc": record["doc"],
            "published": article.published,
            "text": record["text"],
            "speaker": member.speaker,
            "entity": self.entity_of.get((member.article, member.source or "")),
            **{key: record[key] for key in ("value", "low", "high", "unit", "modifier", "item")},
            "equivalent": record["equivalent"],
            "outlier": is_outlier,
        }


def _rate(pairs: list[tuple[rates.Pair, bool]]) -> Record:
    """Return an implied exchange rate as a group of the pairs of sums behind it."""
    unit, per = pairs[0][0].unit, pairs[0][0].per
    kept = [pair.rate for pair, is_outlier in pairs if not is_outlier]
    spread = (max(kept) - min(kept)) / min(kept) if kept else 1.0
    has_outlier = len(kept) < len(pairs)
    is_near = spread <= rates.OUTLIER and not has_outlier
    agreement = ("same" if spread < SAME_RATE else "rounded") if is_near else "conflict"
    docs = {pair.sum["doc"] for pair, _ in pairs}
    return {
        "kind": "figure_group",
        "id": group_id("figure_group", "rate", unit, per),
        "measure": "rate",
        "unit": unit,
        "per": per,
        "item": f"{unit} per {per}",
        "low": None,
        "high": None,
        "agreement": agreement,
        "members": [
            {
                "id": pair.sum["id"],
                "doc": pair.sum["doc"],
                "published": pair.article.published,
                "text": f"{pair.sum['text']} / {pair.other['text']}",
                "speaker": None,
                "entity": None,
                "value": _short(pair.rate),
                "low": None,
                "high": None,
                "unit": unit,
                "modifier": None,
                "item": pair.sum["item"],
                "equivalent": pair.other["id"],
                "outlier": is_outlier,
            }
            for pair, is_outlier in pairs
        ],
        "confidence": 0.95,
        "reason": f"{len(pairs)} sums in both currencies, in {len(docs)} "
        f"article{'s' if len(docs) > 1 else ''}; {_short(min(kept))} to {_short(max(kept))}"
        if kept
        else "sums in both currencies",
    }


def _short(rate: float) -> float:
    """Return the rate with four digits: rounded sums don't give more."""
    return float(f"{rate:.4g}")


def _commonest(found: list[str | None]) -> str | None:
    counts = Counter(item for item in found if item)
    return max(counts, key=lambda item: (counts[item], len(item), item)) if counts else None
