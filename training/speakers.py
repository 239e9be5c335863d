"""Learn the weights for the resolution of speakers from annotated articles.

    python -m training.speakers NEWS [MORE ...]    writes src/claimx/data/en/speakers.json

Each folder contains `articles/NAME.txt` and `gold/NAME.json`, with claims whose speakers have a
mention (`start`, `end`) and a `name`. Every source is an example: the candidates that the resolver
considers, their features, and which of them have the right name. The weights maximise the
probability of the right ones (a softmax over candidates, with an L2 penalty). Needs scipy. Parsing
takes a second per article; the fit takes seconds.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.tokens import Doc

from claimx.claims import ClaimMatch
from claimx.reader import from_text
from claimx.run import pipeline
from claimx.settings import Settings
from claimx.speakers import agreed, resolve, scorer
from claimx.text.view import View

TARGET = Path(__file__).parent.parent / "src" / "claimx" / "data" / "en" / "speakers.json"
# The L2 penalties of the shared weights, and of what a sort of mention adds to them.
L2_ANY, L2_SORT = 1.0, 3.0
STEPS = 100
# Priors for what is clear but rare in the articles: the penalty draws these weights to the given
# value instead of 0, and SURE times as strongly as the other weights.
SURE = 4.0
PRIOR = {
    "any": {
        "gender other": -4.0, "gender same": 1.0, "first name other": -3.0, "first name same": 0.5,
        "country other": -2.0, "country same": 2.0, "same age": 3.0, "title other": -1.0,
        "title same": 1.0, "relation named": 3.0, "relation about": -4.0, "has a title": 1.5,
        "full name again": -1.5,
        "role same": 1.0, "role like": 0.5, "kind of body other": -1.5, "kind of body same": 1.0,
    },
    "he": {"speaks around": -3.0},
    "me": {"speaks around": 3.0},
}  # fmt: skip
ACRONYM = re.compile(r"\s\([^()]*\)$")  # "Alpine Rescue Society (ARS)"
LEAST = 0.02  # smaller weights are left out
LOOSE = frozenset(
    [
        "the",
        "a",
        "an",
        "some",
        "many",
        "several",
        "most",
        "other",
        "all",
        "both",
        "few",
        "various",
        "his",
        "her",
        "its",
        "their",
        "ltd",
        "limited",
        "inc",
        "corp",
        "corporation",
        "co",
        "company",
        "plc",
        "group",
        "s",
    ]
)

Row = list[tuple[str, float]]


@dataclass
class Gold:
    """An article's Doc and its annotated claims, with offsets into the Doc's text."""

    name: str
    doc: Doc
    claims: list[dict[str, Any]]
    offset: int = 0

    @cached_property
    def view(self) -> View:
        """The Doc's index."""
        return View(self.doc)


@dataclass
class Example:
    """A source: its sort, the features of its candidates, and which candidates are right."""

    sort: str
    rows: list[Row]
    right: list[bool]


@dataclass
class Read:
    """The resolver's output for an article."""

    examples: list[Example] = field(default_factory=list)
    answers: list[tuple[dict[str, Any], resolve.SpeakerMatch | None]] = field(default_factory=list)
    hit: dict[int, bool] = field(default_factory=dict)


def plain(name: str | None) -> tuple[str, ...]:
    """Return the name's words without case, accents and punctuation."""
    text = unicodedata.normalize("NFKD", name or "").casefold()
    kept = "".join(c if c.isalnum() else " " for c in text if not unicodedata.combining(c))
    return tuple(kept.split())


def right_name(speaker: dict[str, Any], name: str | None) -> bool:
    """Return whether it is the gold speaker's name, or one of its other names."""
    kind = speaker.get("kind") or "group"
    names = (speaker.get("name"), *speaker.get("name_alt", ()))
    wanted = [plain(ACRONYM.sub("", one or "")) for one in names]
    got = plain(name)
    if not any(wanted):
        return not got
    if speaker.get("kind") is None and not got:
        return True
    if kind == "person":
        return any(_short(one) == _short(got) for one in wanted if one)
    bare = [[word for word in one if word not in LOOSE] for one in wanted]
    mine = [word for word in got if word not in LOOSE]
    if kind == "group" and mine:
        pairs = [sorted((one, mine), key=len) for one in bare if one]
        return any(many[: len(few)] == few or many[-len(few) :] == few for few, many in pairs)
    return mine in bare


def _short(words: Sequence[str]) -> list[str]:
    """Return a person's name without middle initials."""
    return [word for i, word in enumerate(words) if i == 0 or len(word) > 1]


def read_gold(folder: Path) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
    """Yield (name, text, claims) of each annotated article of a folder."""
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if "claims" in gold:
            article = folder / "articles" / gold.get("file", f"{path.stem}.txt")
            with article.open(encoding="utf-8", newline="") as lines:
                yield path.stem, lines.read(), gold["claims"]


def annotate(folders: Iterable[Path]) -> list[Gold]:
    """Return the folders' articles as the pipeline annotates them."""
    nlp = pipeline.load()
    found = []
    for folder in folders:
        for name, text, claims in read_gold(folder):
            job = pipeline._job(from_text(text, id=name), Settings())
            list(pipeline._run([job], nlp))
            gold = Gold(name, pipeline._joined(job.docs), claims, job.layout.start)
            gold.doc.ents = agreed(gold.view)
            found.append(gold)
    return found


def claim(gold: dict[str, Any], offset: int) -> ClaimMatch:
    """Return the claim as a perfect extractor would find it."""

    def span(piece: dict[str, Any] | None) -> tuple[int, int] | None:
        if not piece or piece.get("start") is None:
            return None
        return piece["start"] - offset, piece["end"] - offset

    return ClaimMatch(
        form=gold["form"],
        segments=tuple((s["start"] - offset, s["end"] - offset) for s in gold["segments"]),
        quotes=(),
        source=span(gold.get("speaker")),
        cue=span(gold.get("cue")),
        cue_lemma=None,
        carried=None,
        rule="tagged",
        said=None,
    )


def read(gold: Gold, *, teach: bool) -> Read:
    """Return the article's examples; with `teach`, they see the right answers to earlier ones."""
    view = gold.view
    out = Read()

    def choose(number: int, mention: Any, candidates: Any, rows: list[Row]) -> int:
        guess = resolve.best(number, mention, candidates, rows)
        if number < 0 or counts_not(gold.claims[number]):
            return guess
        names = [name_of(resolver, mention, one) for one in candidates]
        speaker = gold.claims[number]["speaker"]
        right = [right_name(speaker, name) for name in names]
        out.hit[id(gold.claims[number])] = any(right)
        out.examples.append(Example(mention.sort, rows, right))
        if not teach or right[guess] or not any(right):
            return guess
        scores = [scorer.score(mention.sort, row) for row in rows]
        return max((i for i, ok in enumerate(right) if ok), key=scores.__getitem__)

    resolver = resolve.Resolver(view, [claim(one, gold.offset) for one in gold.claims], choose)
    out.answers = list(zip(gold.claims, resolver.speakers(), strict=True))
    return out


def name_of(resolver: resolve.Resolver, mention: Any, candidate: Any) -> str | None:
    """Return the speaker's name that the answer gives, or None."""
    if candidate.how == "nobody":
        return None
    return resolver._words(mention) if candidate.how == "own" else candidate.entity.name


def counts_not(gold: dict[str, Any]) -> bool:
    """Return whether the claim is doubtful, or has no mention of its speaker."""
    speaker = gold.get("speaker") or {}
    doubtful = gold.get("doubtful") or "speaker" in gold.get("doubtful_fields", ())
    return bool(doubtful) or speaker.get("start") is None


def fit(examples: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Return the weights that make the right candidates most probable."""
    usable = [one for one in examples if any(one.right) and not all(one.right)]
    wished = {(sort, key): value for sort, row in PRIOR.items() for key, value in row.items()}
    index = {key: i for i, key in enumerate(wished)}
    rows, columns, values = [], [], []
    owner, right = [], []
    for number, example in enumerate(usable):
        for row, ok in zip(example.rows, example.right, strict=True):
            for key, value in row:
                for sort in (scorer.ANY, example.sort):
                    rows.append(len(owner))
                    columns.append(index.setdefault((sort, key), len(index)))
                    values.append(value)
            owner.append(number)
            right.append(ok)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(owner), len(index)))
    pull = np.array([L2_ANY if sort == scorer.ANY else L2_SORT for sort, _ in index])
    pull *= [SURE if key in wished else 1.0 for key in index]
    prior = np.array([wished.get(key, 0.0) for key in index])
    found = _likeliest(matrix, np.array(owner), np.array(right), prior, pull)
    weights: dict[str, dict[str, float]] = {}
    for (sort, key), column in sorted(index.items()):
        weight = round(float(found[column]), 2)
        if abs(weight) >= LEAST:
            weights.setdefault(sort, {})[key] = weight
    return weights


def _likeliest(matrix: Any, owner: Any, right: Any, prior: Any, pull: Any) -> Any:
    """Return the weights with the least penalised negative log probability of the right rows."""
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    transposed = matrix.T.tocsr()

    def shares(scores: Any) -> tuple[Any, Any]:
        top = np.maximum.reduceat(scores, starts)
        powers = np.exp(scores - top[owner])
        sums = np.add.reduceat(powers, starts)
        return powers / sums[owner], np.log(sums) + top

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        chance, whole = shares(scores)
        wanted, among = shares(np.where(right, scores, -1e9))
        away = weights - prior
        value = np.sum(whole - among) + 0.5 * np.sum(pull * away**2)
        return float(value), transposed @ (chance - wanted) + pull * away

    options = {"maxiter": STEPS}
    return minimize(loss, prior.copy(), jac=True, method="L-BFGS-B", options=options).x


def use(weights: dict[str, dict[str, float]]) -> None:
    """Make the resolver use these weights."""
    scorer.lexicon.load("speakers")["weights"] = weights
    scorer.weights.cache_clear()


def train(articles: Sequence[Gold]) -> dict[str, dict[str, float]]:
    """Return the learnt weights; each mention sees the right answers to earlier ones."""
    weights = fit([one for gold in articles for one in read(gold, teach=True).examples])
    use(weights)
    return weights


def write(weights: dict[str, dict[str, float]]) -> None:
    """Write the weights to the file that the resolver reads."""
    comment = "How features of (mention, candidate) speak for the candidate, by sort of mention."
    table = {"$comment": f"{comment} Made by training/speakers.py.", "weights": weights}
    TARGET.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    weights = train(annotate(parser.parse_args().folders))
    write(weights)
    print(sum(map(len, weights.values())), "weights")


if __name__ == "__main__":
    main()
