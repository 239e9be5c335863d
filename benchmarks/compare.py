"""Measure `claimx compare` against gold groups of real clusters.

    python -m benchmarks.compare GOLD.json RECORDS.jsonl [--half tune|report|all] [--show]

GOLD (training/compare/gold.json) identifies articles by key, and figures and quotations by offsets;
it has no text of the articles. RECORDS is the output of `claimx extract` for them. Figures and
quotations are scored by pairs from two articles, entities by B-cubed, and conflicts by groups.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

Record = dict[str, Any]
Gold = dict[str, Any]
Place = tuple[str, int, int]
#: By article: start, end, group, and whether the group is scored.
Labels = dict[str, list[tuple[int, int, str, bool]]]


def load(gold: Path, records: Path, *, half: str) -> tuple[Gold, list[list[Record]]]:
    """Return the clusters of one half and the records of their articles, one list each."""
    clusters = {
        name: cluster
        for name, cluster in json.loads(gold.read_text(encoding="utf-8")).items()
        if half in ("all", cluster["half"])
    }
    docs = {doc for cluster in clusters.values() for doc in cluster["docs"]}
    by_doc: dict[str, list[Record]] = defaultdict(list)
    for line in records.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if key(record["doc"]) in docs:
            by_doc[record["doc"]].append(record)
    return clusters, list(by_doc.values())


def key(doc: str) -> str:
    """Return the article's key, without its file's path."""
    return doc.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def figure_labels(gold: Gold) -> Labels:
    """Return the places of each article with their group, and whether the group is scored."""
    labels: Labels = defaultdict(list)
    for name, cluster in gold.items():
        for group in cluster["figures"]:
            for doc, start, end in group["members"]:
                labels[doc].append((start, end, f"{name}: {group['label']}", True))
        for n, group in enumerate(cluster["figures_unscored"]):
            for doc, start, end in group:
                labels[doc].append((start, end, f"{name}: unscored {n}", False))
    return labels


def quote_labels(gold: Gold) -> Labels:
    """Return the places of the quotations, as `figure_labels` does."""
    labels: Labels = defaultdict(list)
    for name, cluster in gold.items():
        for kind, is_scored in (("quotes", True), ("quotes_unscored", False)):
            for n, group in enumerate(cluster[kind]):
                for doc, start, end in group:
                    labels[doc].append((start, end, f"{name}: {kind} {n}", is_scored))
    return labels


def is_same_figure(labels: Labels, a: Record, b: Record) -> bool | None:
    """Return whether two records are in one gold group, or None if the gold doesn't say."""
    return _is_same(labels, _place(a), _place(b))


def _place(record: Record) -> Place:
    return key(record["doc"]), record["start"], record["end"]


def _is_same(labels: Labels, a: Place, b: Place) -> bool | None:
    first, second = _at(labels, a), _at(labels, b)
    scored = {group for group, is_scored in first if is_scored} & {
        group for group, is_scored in second if is_scored
    }
    if scored:
        return True
    return None if set(first) & set(second) else False


def _at(labels: Labels, place: Place) -> list[tuple[str, bool]]:
    doc, start, end = place
    return [
        (group, is_scored)
        for s, e, group, is_scored in labels.get(doc, ())
        if s < end and start < e
    ]


def pairwise(
    labels: Labels, groups: Iterable[list[Place]]
) -> tuple[int, int, list[tuple[Place, Place]], list[tuple[Place, Place]]]:
    """Return the numbers of found and gold pairs of two articles, and the wrong and missed ones.

    A gold pair is found if members of one group overlap with both of its places.
    """
    home: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    found, wrong = 0, []
    for n, group in enumerate(groups):
        for doc, start, end in group:
            home[doc].append((start, end, n))
        for a, b in _across(group):
            truth = _is_same(labels, a, b)
            found += truth is not None
            if truth is False:
                wrong.append((a, b))
    gold = [pair for places in _by_label(labels).values() for pair in _across(places)]
    missed = [(a, b) for a, b in gold if not _homes(home, a) & _homes(home, b)]
    return found, len(gold), wrong, missed


def _across(places: list[Place]) -> Iterator[tuple[Place, Place]]:
    return ((a, b) for a, b in combinations(places, 2) if a[0] != b[0])


def _by_label(labels: Labels) -> dict[str, list[Place]]:
    made: dict[str, list[Place]] = defaultdict(list)
    for doc, places in labels.items():
        for start, end, label, is_scored in places:
            if is_scored:
                made[label].append((doc, start, end))
    return made


def _homes(home: dict[str, list[tuple[int, int, int]]], place: Place) -> set[int]:
    doc, start, end = place
    return {n for s, e, n in home.get(doc, ()) if s < end and start < e}


def b_cubed(items: list[tuple[str, str]]) -> tuple[float, float]:
    """Return precision and recall for the (gold, found) labels of all items."""
    by_gold, by_found = defaultdict(list), defaultdict(list)
    for item in items:
        by_gold[item[0]].append(item)
        by_found[item[1]].append(item)
    precision = recall = 0.0
    for gold, found in items:
        both = sum(other == (gold, found) for other in by_found[found])
        precision += both / len(by_found[found])
        recall += both / len(by_gold[gold])
    count = len(items) or 1
    return precision / count, recall / count


def entity_items(
    gold: Gold, records: list[list[Record]], groups: list[Record]
) -> list[tuple[str, str]]:
    """Return the gold label and the found entity of each source that the gold names."""
    entity = {
        (mention["doc"], mention["entity"] or mention["name"]): group["id"]
        for group in groups
        if group["kind"] == "entity"
        for mention in group["mentions"]
    }
    claims: dict[str, list[Record]] = defaultdict(list)
    for article in records:
        for record in article:
            if record["kind"] == "claim" and record["speaker"]:
                claims[key(record["doc"])].append(record)
    items = []
    for cluster in gold.values():
        for one in cluster["entities"]:
            for doc, start, end in one["mentions"]:
                for claim in claims[doc]:
                    speaker = claim["speaker"]
                    if speaker["start"] is None or not (
                        speaker["start"] < end and start < speaker["end"]
                    ):
                        continue
                    source = (claim["doc"], speaker["entity"] or speaker["name"])
                    items.append((one["label"], entity.get(source, str(source))))
                    break
    return items


def conflicts(gold: Gold, groups: list[Record], starts: dict[str, Place]) -> tuple[int, int, int]:
    """Return the numbers of right, found and gold conflicts; members of a right one are gold."""
    labels = figure_labels(gold)
    wanted = {
        f"{name}: {group['label']}"
        for name, cluster in gold.items()
        for group in cluster["figures"]
        if group["agreement"] == "conflict"
    }
    right, found, seen = 0, 0, set()
    for group in groups:
        if group["kind"] != "figure_group" or group["agreement"] != "conflict":
            continue
        if group["measure"] == "rate":
            continue
        places = [starts[member["id"]] for member in group["members"]]
        named = [{label for label, _ in _at(labels, place)} for place in places]
        if all(any("unscored" in label for label in names) for names in named):
            continue
        found += 1
        common = set.intersection(*named) & wanted if named else set()
        right += bool(common)
        seen |= common
    return right, found, len(wanted)


def score(gold: Gold, records: list[list[Record]], groups: list[Record]) -> dict[str, Any]:
    """Return all measures."""
    starts = {record["id"]: _place(record) for article in records for record in article}
    figures = [
        [starts[member["id"]] for member in group["members"]]
        for group in groups
        if group["kind"] == "figure_group" and group["measure"] != "rate"
    ]
    quotes = [
        [(key(member["doc"]), member["start"], member["end"]) for member in group["members"]]
        for group in groups
        if group["kind"] == "quote_group"
    ]
    made: dict[str, Any] = {}
    for name, labels, found in (
        ("figures", figure_labels(gold), figures),
        ("quotes", quote_labels(gold), quotes),
    ):
        count, total, wrong, missed = pairwise(labels, found)
        made[name] = {
            "precision": 1 - len(wrong) / count if count else 1.0,
            "recall": 1 - len(missed) / total if total else 1.0,
            "pairs": total,
            "wrong": wrong,
            "missed": missed,
        }
    right, count, total = conflicts(gold, groups, starts)
    made["conflicts"] = {"right": right, "found": count, "gold": total}
    precision, recall = b_cubed(entity_items(gold, records, groups))
    made["entities"] = {"precision": precision, "recall": recall, "f": _f(precision, recall)}
    return made


def _f(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def report(made: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of a short table."""
    for name in ("figures", "quotes"):
        part = made[name]
        yield (
            f"{name:10} P {part['precision']:.3f}  R {part['recall']:.3f}  "
            f"({part['pairs']} gold pairs, {len(part['wrong'])} wrong, "
            f"{len(part['missed'])} missed)"
        )
    part = made["conflicts"]
    yield f"conflicts  {part['right']} right of {part['found']} found, {part['gold']} in the gold"
    part = made["entities"]
    yield f"entities   B-cubed P {part['precision']:.3f}  R {part['recall']:.3f}  F {part['f']:.3f}"


def main() -> None:
    from claimx.compare import compare

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("records", type=Path)
    parser.add_argument("--half", choices=("tune", "report", "all"), default="report")
    parser.add_argument("--show", action="store_true", help="list wrong and missed pairs")
    given = parser.parse_args()
    gold, records = load(given.gold, given.records, half=given.half)
    made = score(gold, records, list(compare(records)))
    print("\n".join(report(made)))
    if given.show:
        for name in ("figures", "quotes"):
            for kind in ("wrong", "missed"):
                for a, b in made[name][kind]:
                    print(name, kind, *a, *b)


if __name__ == "__main__":
    main()
