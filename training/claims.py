"""Learn the weights for claims: links, sources, contents, the judge, quotations without a cue.

    python -m training.claims NEWS...    writes src/claimx/data/en/claim_weights.json

NEWS is as for training/speakers.py. Each decision is learnt from the output of those before it, in
the order of `find_claims`: a choice between options by a conditional logit, a yes or no by logistic
regression. The same articles give the same weights. Needs scipy.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from claimx.claims import contents, judge, links, quoted, set_scene, spans  # noqa: E402
from claimx.claims.links import Scene  # noqa: E402
from claimx.claims.weights import Features, models  # noqa: E402
from claimx.text.view import View  # noqa: E402
from training.speakers import Gold, annotate  # noqa: E402

OUT = ROOT / "src" / "claimx" / "data" / "en" / "claim_weights.json"
WORD = re.compile(r"\w+")
# The strength of the L2 penalty: the best of 0.3, 1 and 3 in five-fold cross-validation.
PULL = {"link": 1.0, "source": 1.0, "content": 1.0, "claim": 1.0, "quotation": 1.0}
SEEN = 3  # the fewest examples of a feature
SMALLEST = 0.02
STEPS = 300
NOTE = "Weights of the features in claimx/claims, written by training/claims.py."

Span = tuple[int, int]
Group = tuple[list[Features], set[int]]


@dataclass(slots=True)
class Example:
    """An article with its tagged and parsed spans, and its annotated claims."""

    name: str
    view: View
    scene: Scene
    gold: list[dict[str, Any]]
    words: list[Span]

    def inside(self, stretches: Iterable[Span]) -> frozenset[int]:
        """Return the words inside the spans."""
        found = list(stretches)
        return frozenset(
            i for i, (a, b) in enumerate(self.words) if any(s <= a and b <= e for s, e in found)
        )


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def touches(one: Span | None, other: Span | None) -> bool:
    if one is None or other is None:
        return one is other
    return one[0] < other[1] and other[0] < one[1]


def example(name: str, doc: Any, gold: list[dict[str, Any]], offset: int) -> Example:
    """Return the example of an article whose body begins at `offset` of the annotated text."""
    view = View(doc)
    scene = set_scene(view, spans.attributions_of(doc))
    words = [match.span() for match in WORD.finditer(view.text)]
    made = Example(name, view, scene, [], words)
    for claim in gold:
        speaker = claim["speaker"] or {}
        cue = claim["cue"]
        known = speaker.get("start") is not None
        made.gold.append(
            {
                "words": made.inside(
                    (s["start"] - offset, s["end"] - offset) for s in claim["segments"]
                ),
                "cue": cue and (cue["start"] - offset, cue["end"] - offset),
                "source": (speaker["start"] - offset, speaker["end"] - offset) if known else None,
                "doubtful": bool(claim.get("doubtful")),
            }
        )
    return made


def examples_of(articles: Iterable[Gold]) -> list[Example]:
    """Return the examples of annotated articles."""
    return [example(one.name, one.doc, one.claims, one.offset) for one in articles]


# --- what is right


def link_groups(one: Example) -> Iterator[Group]:
    """Yield each content's cues; right is that of the smallest annotated claim with most of it."""
    for content in one.scene.contents:
        words = one.inside([content.span])
        around = [c for c in one.gold if 2 * len(words & c["words"]) > len(words)]
        if not around and content.score:
            continue
        options = links.cue_options(one.scene, content)
        claim = min(around, key=lambda c: len(c["words"]), default=None)
        cue = claim and claim["cue"]
        right = {i for i, o in enumerate(options) if touches(o.value and o.value.span, cue)}
        if right:
            yield [option.features for option in options], right


def claim_of(one: Example, span: Span) -> dict[str, Any] | None:
    """Return the annotated claim whose cue overlaps the span, or None."""
    return next((c for c in one.gold if c["cue"] and touches(c["cue"], span)), None)


def source_groups(one: Example) -> Iterator[Group]:
    before: links.Linked | None = None
    for this in links.linked(one.scene):
        shared = before.source if before and before.cue.sentence == this.cue.sentence else None
        if this.cue.tagged or this.contents:
            before = this
        claim = claim_of(one, this.cue.span)
        if claim is None:
            continue
        options = links.source_options(one.scene, this, shared)
        right = {i for i, option in enumerate(options) if touches(option.value, claim["source"])}
        if right:
            yield [option.features for option in options], right


def content_groups(one: Example, linked: list[links.Linked]) -> Iterator[Group]:
    for this in linked:
        claim = claim_of(one, this.cue.span)
        options = contents.proposals(one.scene, this) if claim is not None else []
        if claim is None or len(options) < 2:
            continue
        fits = [overlap(one.inside(option.value), claim["words"]) for option in options]
        best = max(fits)
        if best >= 0.5:
            right = {i for i, fit in enumerate(fits) if fit == best}
            yield [option.features for option in options], right


def verdicts(one: Example, found: list[judge.Candidate]) -> Iterator[tuple[Features, bool]]:
    """Yield each candidate, and whether it is an annotated claim."""
    rows = []
    for i, candidate in enumerate(found):
        words = one.inside(candidate.spans)
        for j, claim in enumerate(one.gold):
            fit = overlap(words, claim["words"])
            same = bool(claim["cue"]) and touches(claim["cue"], candidate.this.cue.span)
            if fit >= 0.5:
                rows.append((fit + same, i, j))
    pairs: dict[int, int] = {}
    for _, i, j in sorted(rows, key=lambda row: (-row[0], row[1], row[2])):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    for i, candidate in enumerate(found):
        if i not in pairs or not one.gold[pairs[i]]["doubtful"]:
            yield candidate.features, i in pairs


def quotation_verdicts(
    one: Example, found: list[judge.Candidate]
) -> Iterator[tuple[Features, bool]]:
    """Yield each quotation outside all claims, and whether it is a claim of its own."""
    drafts = sorted(judge.kept(one.scene, found), key=lambda draft: draft.start)
    owners = quoted.owners_of(one.view, drafts)
    by_paragraph = quoted.by_paragraph(one.view, drafts)
    for quotation in one.view.quotations:
        if quotation.outer_start in owners or quotation.continues is not None:
            continue
        words = one.inside([(quotation.start, quotation.end)])
        claims = [c for c in one.gold if words and len(words & c["words"]) * 2 >= len(words)]
        whole = any(overlap(words, claim["words"]) >= 0.5 for claim in claims)
        if claims and (not whole or any(claim["doubtful"] for claim in claims)):
            continue
        number = one.view.paragraph_at(quotation.outer_start)
        previous = quoted.previous_claim(one.view, quotation, number, by_paragraph)
        yield quoted.features(one.view, quotation, previous), whole


# --- fitting


def choice(groups: Iterable[Group], pull: float) -> dict[str, float]:
    """Return the weights of a conditional logit that picks a right option in each group."""
    table = list(groups)
    rows = [features for options, _ in table for features in options]
    matrix, names = matrix_of(rows, [len(options) for options, _ in table])
    starts = np.cumsum([0, *(len(options) for options, _ in table)])[:-1]
    right = np.zeros(len(rows), dtype=bool)
    for start, (_, chosen) in zip(starts, table, strict=True):
        right[[start + i for i in chosen]] = True
    group = np.repeat(np.arange(len(table)), [len(options) for options, _ in table])

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        scores -= np.maximum.reduceat(scores, starts)[group]
        powers = np.exp(scores)
        total = np.add.reduceat(powers, starts)
        wanted = np.add.reduceat(powers * right, starts) + 1e-12
        odds = powers / total[group] - powers * right / wanted[group]
        value = np.sum(np.log(total) - np.log(wanted)) + 0.5 * pull * weights @ weights
        return float(value), matrix.T @ odds + pull * weights

    return fitted(loss, names)


def yes_or_no(examples: Iterable[tuple[Features, bool]], pull: float) -> dict[str, float]:
    """Return the weights of a logistic regression."""
    table = list(examples)
    matrix, names = matrix_of([features for features, _ in table], [1] * len(table))
    wanted = np.array([right for _, right in table], dtype=float)

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        value = np.sum(np.logaddexp(0, scores) - wanted * scores) + 0.5 * pull * weights @ weights
        odds = 1 / (1 + np.exp(-scores)) - wanted
        return float(value), matrix.T @ odds + pull * weights

    return fitted(loss, names)


def matrix_of(rows: list[Features], sizes: list[int]) -> tuple[Any, list[str]]:
    """Return the rows as a sparse matrix, and its columns: features with enough examples."""
    seen: Counter[str] = Counter()
    position = 0
    for count in sizes:
        seen.update({name for row in rows[position : position + count] for name in row})
        position += count
    names = sorted(name for name, count in seen.items() if count >= SEEN)
    column = {name: i for i, name in enumerate(names)}
    entries = [
        (i, column[name], value)
        for i, row in enumerate(rows)
        for name, value in row.items()
        if name in column
    ]
    where, which, values = zip(*entries, strict=True)
    return csr_matrix((values, (where, which)), shape=(len(rows), len(names))), names


def fitted(loss: Callable[[Any], tuple[float, Any]], names: list[str]) -> dict[str, float]:
    result = minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}
    )
    found = zip(names, result.x, strict=True)
    return {name: round(float(w), 3) for name, w in found if abs(w) >= SMALLEST}


def train(examples: Sequence[Example]) -> None:
    """Fit all models, each on the output of those before it, and use them from now on."""
    use("link", choice((g for e in examples for g in link_groups(e)), PULL["link"]))
    use("source", choice((g for e in examples for g in source_groups(e)), PULL["source"]))
    linked = [(e, links.linked(e.scene)) for e in examples]
    use("content", choice((g for e, ls in linked for g in content_groups(e, ls)), PULL["content"]))
    found = [(e, judge.candidates(e.scene, ls)) for e, ls in linked]
    use("claim", yes_or_no((v for e, cs in found for v in verdicts(e, cs)), PULL["claim"]))
    left = (v for e, cs in found for v in quotation_verdicts(e, cs))
    use("quotation", yes_or_no(left, PULL["quotation"]))


def use(name: str, weights: dict[str, float]) -> None:
    models()[name] = weights


# --- articles and weights on disk


def write(path: Path) -> None:
    """Write the weights in use, with one line per model and one per feature."""
    content = {"$comment": NOTE, **models()}
    text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    examples = examples_of(annotate(args.folders))
    print(f"{len(examples)} articles, {sum(len(e.gold) for e in examples)} claims")
    train(examples)
    write(args.out)
    print(", ".join(f"{name} {len(models()[name])}" for name in PULL))


if __name__ == "__main__":
    main()
