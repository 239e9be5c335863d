"""Measure a pipeline: `python -m training.encoder.evaluate [MODEL] --data ../shared/data`.

Prints a JSON object: F in percent on raw text by set, speed, size and time to load.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claimx.model.pipes import ROLES
from training.encoder import names, polnear
from training.encoder.corpus import read_news
from training.encoder.scoring import Counts, score_names, score_syntax

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
MODEL = ROOT / "src" / "claimx" / "data" / "model"
TREEBANKS = ("ewt", "gum")
BATCH = 8
Word = tuple[int, int]


def syntax_scores(nlp: Language, data: Path) -> dict[str, float]:
    """Return the scores on the development parts of the treebanks, such as `ewt_las`."""
    scores: dict[str, float] = {}
    for name in TREEBANKS:
        found = score_syntax(nlp, data / "ud" / f"{name}-dev.conllu")
        scores |= {f"{name}_{key}": value for key, value in found.items()}
    return scores


def held_back(data: Path) -> list[names.Text]:
    """Return the Worldwide articles that are never trained on."""
    texts = names.worldwide(data / "ner" / "worldwide")
    return [text for text in texts if names.held_back(text.name)]


def worldwide_scores(nlp: Language, held: list[names.Text]) -> dict[str, float]:
    """Return F by type on the raw text of the held-back articles."""
    docs = nlp.pipe((text.text for text in held), batch_size=BATCH)
    found = [{(e.start_char, e.end_char, e.label_) for e in doc.ents} for doc in docs]
    return score_names(found, [set(text.spans) for text in held])


def uner_scores(nlp: Language, data: Path) -> dict[str, float]:
    """Return F by type on sentences from the web; this corpus has no type for peoples."""
    kinds = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}
    texts, gold = [], []
    for tokens, tags in names.uner(data / "ner" / "uner-ewt-dev.iob2"):
        text, offsets = names.spell(tokens)
        texts.append(text)
        spans = names.spans_of(tags)
        gold.append({(offsets[s][0], offsets[e - 1][1], kinds[k]) for s, e, k in spans})
    found = [
        {(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in kinds.values()}
        for doc in nlp.pipe(texts, batch_size=64)
    ]
    return score_names(found, gold)


def tagged(nlp: Language, texts: list[str], convention: str) -> list[Doc]:
    """Return the texts with attribution spans in a corpus's convention."""
    nlp.get_pipe("claimx_attribution").convention = convention  # type: ignore[attr-defined]
    return list(nlp.pipe(texts, batch_size=BATCH))


def polnear_scores(nlp: Language, data: Path) -> dict[str, float]:
    """Return F of exact spans by role, on PolNeAR's development part (first annotator)."""
    articles = list(polnear.read_articles(data / "polnear" / "dev"))
    counts = {role: Counts() for role in ROLES}
    docs = tagged(nlp, [text for _, text, _ in articles], "polnear")
    for (_, text, annotators), doc in zip(articles, docs, strict=True):
        gold = polnear.gold_ranges(text, annotators[0])
        words = [match.span() for match in polnear.WORD.finditer(text)]
        found = set()
        for span in doc.spans["claimx_attribution"]:
            inside = _inside(words, span.start_char, span.end_char)
            if inside:
                found.add((ROLES.index(span.label_), inside[0], inside[-1] + 1))
        for number, role in enumerate(ROLES):
            true = {one for one in gold if one[0] == number}
            mine = {one for one in found if one[0] == number}
            counts[role].add(len(true & mine), len(mine), len(true))
    return {role.lower(): count.f for role, count in counts.items()}


def news_scores(nlp: Language, folder: Path) -> dict[str, float]:
    """Return F of the contents in annotated news: with half of the words shared, and exact."""
    articles = read_news(folder)
    overlap, exact = Counts(), Counts()
    docs = tagged(nlp, [article.text for article in articles], "news")
    for article, doc in zip(articles, docs, strict=True):
        words = [match.span() for match in polnear.WORD.finditer(article.text)]
        gold = [frozenset(_inside(words, s, e)) for s, e, role in article.spans if role == 0]
        unknown = {at for s, e in article.unknown for at in _inside(words, s, e)}
        mine = [
            frozenset(_inside(words, span.start_char, span.end_char))
            for span in doc.spans["claimx_attribution"]
            if span.label_ == "CONTENT"
        ]
        # The flat layer has no span for the content of a nested claim.
        gold = [one for one in set(gold) if one and not any(one < other for other in gold)]
        mine = [one for one in mine if one and len(one & unknown) * 2 <= len(one)]
        exact.add(len(set(gold) & set(mine)), len(mine), len(gold))
        overlap.add(_paired(gold, mine), len(mine), len(gold))
    return {"content": overlap.f, "content_exact": exact.f}


def _inside(words: list[Word], start: int, end: int) -> list[int]:
    return [at for at, (first, last) in enumerate(words) if start <= first and last <= end]


def _paired(gold: list[frozenset[int]], mine: list[frozenset[int]]) -> int:
    rows = sorted(
        ((len(g & m) / len(g | m), i, j) for i, g in enumerate(gold) for j, m in enumerate(mine)),
        reverse=True,
    )
    left, right = set[int](), set[int]()
    for share, i, j in rows:
        if share >= 0.5 and i not in left and j not in right:
            left.add(i)
            right.add(j)
    return len(left)


def words_per_second(nlp: Language, texts: list[str], *, rounds: int = 2) -> float:
    """Return the best speed of several rounds over the texts; words are split at whitespace."""
    words = sum(len(text.split()) for text in texts)
    best = 0.0
    for _ in range(rounds):
        began = time.perf_counter()
        for _doc in nlp.pipe(texts, batch_size=BATCH):
            pass
        best = max(best, words / (time.perf_counter() - began))
    return best


def measure(model: Path, data: Path) -> dict[str, Any]:
    """Return all scores, in percent, and the costs."""
    began = time.perf_counter()
    nlp = spacy.load(model)
    load = time.perf_counter() - began
    held = held_back(data)
    result: dict[str, Any] = {}
    result["worldwide"] = percent(worldwide_scores(nlp, held))
    result["uner"] = percent(uner_scores(nlp, data))
    result["syntax"] = percent(syntax_scores(nlp, data))
    result["words_per_second"] = round(words_per_second(nlp, [t.text for t in held[:40]]))
    nlp.add_pipe("claimx_attribution")
    result["polnear"] = percent(polnear_scores(nlp, data))
    for part in ("tune", "check"):
        result[f"news_{part}"] = percent(news_scores(nlp, data / "news" / part))
    # As in the full pipeline: sentence starts by layout and spelling come first, and the labels of
    # an article's names are made to agree.
    nlp.add_pipe("claimx_sentences", first=True)
    nlp.add_pipe("claimx_names")
    result["worldwide_agreed"] = percent(worldwide_scores(nlp, held))
    preset = percent(syntax_scores(nlp, data))
    for name in TREEBANKS:
        for key in ("sentences", "las"):
            result["syntax"][f"{name}_{key}_preset"] = preset[f"{name}_{key}"]
    size = sum(p.stat().st_size for p in model.rglob("*") if p.is_file())
    result["megabytes"] = round(size / 1e6, 1)
    result["load_seconds"] = round(load, 2)
    return result


def percent(scores: dict[str, float]) -> dict[str, float]:
    """Return the scores times a hundred, to one decimal."""
    return {name: round(100 * value, 1) for name, value in scores.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", type=Path, default=MODEL)
    parser.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args()
    print(json.dumps(measure(options.model, options.data), indent=2))


if __name__ == "__main__":
    main()
