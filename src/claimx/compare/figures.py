"""Groups of figures that tell the same quantity, and whether they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Literal

from claimx.compare import rates, values
from claimx.compare.corpus import Corpus
from claimx.compare.facts import Number, Record
from claimx.compare.groups import SAMPLE, Edge, grouped
from claimx.compare.quantity import Quantities, kind_of
from claimx.records import group_id
from claimx.text import lexicon

Agreement = Literal["same", "rounded", "bounds", "updated", "conflict"]

# A pair of values that agree is one quantity from this likelihood on, tuned on half of the gold
# clusters.
LEAST = 0.65
# Values that differ are one quantity only if all but the values speaks for it, more so the further
# they are apart; and never if one is more than this many times the other.
LEAST_DIFFERING, LEAST_FAR, NEAR_RATIO, FAR_RATIO = 0.75, 0.9, 1.35, 2.0
# They must share words of this weight near the number, about two telling ones; small numbers are
# too common.
SHARED, SMALLEST = 5.0, 10
# Small numbers of things with other names are this much less likely to be one quantity.
OTHER_THINGS = 0.7
# A figure that fits better by this much is the right one.
BETTER = 0.03
# Pairs of figures whose likelihood stays in memory.
PAIRS = 500_000
# Words, and terms of the article, that a figure is found by.
KEYS, TERMS = 7, 6
# A toll of later articles is the newer one, not another one.
UPDATE_DAYS = 180
# Rates from rounded sums that differ by less than this are the same.
SAME_RATE = 0.005
# A rate is one from two pairs of sums on.
FEWEST_PAIRS = 2
VALUES = {"same": "same value", "differ": "different values", "rounded": "rounded value"}
_WORST: tuple[values.Relation, ...] = ("same", "rounded", "bounds", "differ")


def groups(corpus: Corpus, *, entity_of: Mapping[tuple[int, str], str]) -> Iterator[Record]:
    """Yield the figure groups of several articles, then the exchange rates that they imply.

    `entity_of` maps an article's number and a source's key there to the entity's id.
    """
    compare, numbers = quantities(corpus), corpus.numbers

    @lru_cache(PAIRS)
    def score(a: int, b: int) -> float | None:
        first, second = numbers[a], numbers[b]
        return None if first.article == second.article else _score(first, second, compare)

    agreeing: list[Edge] = []
    differing: list[Edge] = []
    for a, b in candidates(corpus):
        found = score(a, b) or 0.0
        if found >= LEAST:
            differs = compare.relation(numbers[a], numbers[b]) == "differ"
            (differing if differs else agreeing).append((found, a, b))
    agreeing = [*_best(agreeing, corpus), *_equivalents(corpus)]
    joined = grouped(agreeing, least=LEAST, between=score)
    for group in _with_disagreeing(joined, _mutual(differing, agreeing, corpus)):
        members = sorted((numbers[n] for n in group), key=lambda one: _order(one, corpus))
        if len({member.article for member in members}) > 1:
            yield _Group(members, corpus, compare, entity_of).record()
    for pairs in corpus.rates:
        if len(pairs) >= FEWEST_PAIRS:
            yield _rate(pairs)


def quantities(corpus: Corpus, *, weights: Mapping[str, float] | None = None) -> Quantities:
    """Return what compares the corpus's figures."""
    return Quantities(
        corpus.rarity,
        alike=corpus.topics.likeness,
        days_between=corpus.topics.days_between,
        counts=corpus.values,
        rates=corpus.rates.to_dollars(),
        weights=weights,
    )


def candidates(corpus: Corpus) -> Iterator[tuple[int, int]]:
    """Yield the pairs of figures of two articles that share their kind and a telling word."""
    compare = quantities(corpus, weights={})
    rarity = corpus.rarity
    for index, number in enumerate(corpus.numbers):
        value = compare.value(number)
        kind = kind_of(value)
        words = number.noun | number.item | number.window | number.names
        best = sorted(words, key=lambda word: (-rarity.of(word), word))[:KEYS]
        terms = list(corpus.articles[number.article].terms)[:TERMS]
        keys = [f"{kind} {word}" for word in best]
        # Nearly equal values meet whatever their words are.
        keys += [f"{kind} {value.high:.2g} {term}" for term in terms]
        corpus.numbers.put(index, keys)
    for a, b in corpus.numbers.pairs():
        if corpus.numbers[a].article != corpus.numbers[b].article:
            yield a, b


def _score(a: Number, b: Number, compare: Quantities) -> float:
    """Return how likely two figures are one quantity."""
    if a.record["equivalent"] == b.record["id"]:
        return 1.0
    if not compare.may_be_one(a, b):
        return 0.0
    relation = compare.relation(a, b)
    if relation is None:
        return 0.0
    if relation == "differ":
        return _disagreement(a, b, compare)
    found = compare.score(a, b)
    if relation == "same" and _are_other_things(a, b):
        found *= OTHER_THINGS
    # Bounds and rounded values fit too much to go without words in common.
    return found if relation == "same" or compare.shared(a, b) >= SHARED else found / 2


def _are_other_things(a: Number, b: Number) -> bool:
    """Whether two small numbers count things by other names: two pilots, two tugs."""
    return bool(a.noun and b.noun) and not a.noun & b.noun and a.value.high < SMALLEST


def _disagreement(a: Number, b: Number, compare: Quantities) -> float:
    """Return how likely two different values are told of one quantity; 0 if it is not likely."""
    first, second = compare.value(a), compare.value(b)
    low, high = sorted((first.high, second.high))
    is_small = low < SMALLEST and first.dimension != "money"
    if is_small or first.dimension == "age" or high > low * FAR_RATIO:
        return 0.0
    if compare.shared(a, b) < SHARED or compare.is_elsewhere(a, b):
        return 0.0
    momentary = lexicon.words("compare", "momentary")
    if a.context & momentary and b.context & momentary:
        return 0.0  # prices move
    found = compare.likeness(a, b)
    return found if found >= (LEAST_DIFFERING if high <= low * NEAR_RATIO else LEAST_FAR) else 0.0


def _best(edges: list[Edge], corpus: Corpus) -> Iterator[Edge]:
    """Yield the pairs that agree, without those of things with other names that have a better one.

    "Three pieces" and "three missiles" are one quantity only if neither article has a figure that
    fits better.
    """
    numbers = corpus.numbers
    best: dict[tuple[int, int], float] = {}
    for score, a, b in edges:
        for side in ((a, numbers[b].article), (b, numbers[a].article)):
            best[side] = max(best.get(side, 0.0), score)
    for score, a, b in edges:
        first, second = numbers[a], numbers[b]
        top = max(best[a, second.article], best[b, first.article])
        if top <= score + BETTER or not first.noun or not second.noun or first.noun & second.noun:
            yield score, a, b


def _mutual(differing: list[Edge], agreeing: list[Edge], corpus: Corpus) -> Iterator[Edge]:
    """Yield the disagreements of figures that are each other's best match in their articles.

    A figure that agrees with one of the other article disagrees with none there.
    """
    numbers = corpus.numbers
    settled = {
        side for _, a, b in agreeing for side in ((a, numbers[b].article), (b, numbers[a].article))
    }
    best: dict[tuple[int, int], float] = {}
    left = []
    for score, a, b in differing:
        sides = (a, numbers[b].article), (b, numbers[a].article)
        if not settled.intersection(sides):
            left.append((score, a, b))
            for side in sides:
                best[side] = max(best.get(side, 0.0), score)
    for score, a, b in left:
        if best[a, numbers[b].article] == score == best[b, numbers[a].article]:
            yield score, a, b


def _with_disagreeing(joined: list[list[int]], edges: Iterator[Edge]) -> list[list[int]]:
    """Return the groups, joined where their figures disagree about one quantity."""
    links = [(1.0, group[0], other) for group in joined for other in group[1:]]
    return grouped([*links, *edges], least=0.0)


def _equivalents(corpus: Corpus) -> Iterator[Edge]:
    """Yield the pairs of one article that give a quantity in two units."""
    open_ones: dict[str, int] = {}
    for index, number in enumerate(corpus.numbers):
        other = number.record["equivalent"]
        if other is not None:
            if other in open_ones:
                yield 1.0, open_ones.pop(other), index
            else:
                open_ones[number.record["id"]] = index


def _order(number: Number, corpus: Corpus) -> tuple[str, str, int]:
    article = corpus.articles[number.article]
    return article.published or "9", article.doc, number.record["start"]


class _Group:
    """The figures of one group, oldest first."""

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
        """Return the worst of how any two articles agree."""
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
        """Whether it is a toll that grows from day to day."""
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
        """Return the place of the value that most articles have; None if two have as many."""
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
        """Return how sure the group is, and why."""
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
    """Return an implied exchange rate as a group of the pairs of sums that imply it."""
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
    """Return the rate with four digits, as rounded sums give no more."""
    return float(f"{rate:.4g}")


def _commonest(found: list[str | None]) -> str | None:
    counts = Counter(item for item in found if item)
    return max(counts, key=lambda item: (counts[item], len(item), item)) if counts else None
