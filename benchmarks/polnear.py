"""Score the claims of claimx against PolNeAR's attributions, if the corpus is here.

    python benchmarks/polnear.py [POLNEAR/dev]    print a table; exit 1 below a floor

POLNEAR (Newell, Margolin and Ruths 2018) contains text/NAME.txt and attributions/NAME_WHO.ann; if
a text has several annotators, the first by name counts. F1 in percent: `words` inside any content;
`spans`, contents that share half of their words with a claim; `attribution`, those spans whose
speaker shares a word with the gold source. `direct` is the recall of gold contents in quotation
marks, without and with the speaker. Punctuation does not count. `content`, `source` and `cue` are
pieces with exactly the same words; for these, claims get back what records leave out: a leading
"that", and auxiliaries.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # training reads the corpus

from accuracy import pair_by_overlap, predictions, words_inside  # noqa: E402

from claimx.claims import attributions_of, find_claims  # noqa: E402
from claimx.run import pipeline  # noqa: E402
from claimx.text.view import view_of  # noqa: E402
from training.encoder.polnear import (  # noqa: E402
    ROLES,
    WORD,
    Span,
    gold_ranges,
    read_articles,
)

DEV = ROOT.parent / "shared" / "data" / "polnear" / "dev"
# A little below the scores: enough room for a retrained model, but not for a broken rule.
FLOORS = {"words": 85, "spans": 70, "attribution": 65, "direct": 93.5, "direct with speaker": 89}
EXACT_FLOORS = {"content": 63, "source": 64.5, "cue": 63}
MARKS = "\"“”„«»'‘’`"


def score(folder: Path) -> dict[str, float]:
    """Return the measures by name."""
    right: Counter[str] = Counter()
    size: Counter[str] = Counter()
    articles = list(read_articles(folder))
    found = predictions(folder / "text" / f"{name}.txt" for name, _, _ in articles)
    for name, text, annotators in articles:
        gold = annotators[0]
        claims = [r for r in found[str(folder / "text" / f"{name}.txt")] if r["kind"] == "claim"]
        spans = [match.span() for match in WORD.finditer(text)]
        wanted = [inside(spans, event["Content"]) for event in gold]
        got = [words_inside(spans, claim["segments"]) for claim in claims]
        pairs = pair_by_overlap(wanted, got)
        spoken = {i for i, j in pairs if same_source(spans, gold[i].get("Source", []), claims[j])}
        direct = {i for i, event in enumerate(gold) if is_direct(text, event["Content"])}
        all_wanted, all_got = frozenset().union(*wanted), frozenset().union(*got)
        right["words"] += len(all_wanted & all_got)
        size["words"] += len(all_wanted) + len(all_got)
        right["spans"] += len(pairs)
        right["attribution"] += len(spoken)
        size["spans"] += len(gold) + len(claims)
        size["attribution"] += len(gold) + len(claims)
        right["direct"] += len({i for i, _ in pairs} & direct)
        right["direct with speaker"] += len(spoken & direct)
        for key in ("direct", "direct with speaker"):
            size[key] += 2 * len(direct)  # recall
    return {key: round(200 * right[key] / size[key], 1) for key in FLOORS}


def exact(folder: Path) -> dict[str, float]:
    """Return F1 of each role's pieces with exactly the same words, by the corpus's convention."""
    nlp = pipeline.load()
    right: Counter[int] = Counter()
    size: Counter[int] = Counter()
    for _, text, annotators in read_articles(folder):
        doc = nlp(text)
        claims = find_claims(view_of(doc), attributions_of(doc))
        found = gold_ranges(
            text,
            [
                {
                    "Content": [with_that(text, *segment) for segment in claim.segments],
                    "Source": [claim.source] if claim.source else [],
                    "Cue": [with_auxiliaries(doc, *claim.cue)] if claim.cue else [],
                }
                for claim in claims
            ],
        )
        wanted = gold_ranges(text, annotators[0])
        right.update(role for role, _, _ in wanted & found)
        size.update(role for role, _, _ in (*wanted, *found))
    return {name.lower(): round(200 * right[i] / size[i], 1) for i, name in enumerate(ROLES)}


def with_that(text: str, start: int, end: int) -> Span:
    """Return the content with a "that" before it."""
    before = text[max(0, start - 5) : start].lower()
    return (start - 5, end) if before == "that " else (start, end)


def with_auxiliaries(doc: Doc, start: int, end: int) -> Span:
    """Return the cue with the auxiliaries and negations before it."""
    cue = doc.char_span(start, end, alignment_mode="expand")
    first = cue.start
    while first and (doc[first - 1].pos_ in ("AUX", "PART") or doc[first - 1].tag_ == "TO"):
        first -= 1
    return doc[first].idx, end


def inside(words: list[Span], spans: Iterable[Span]) -> frozenset[int]:
    """Return the indices of the words in the spans."""
    return words_inside(words, [{"start": start, "end": end} for start, end in spans])


def same_source(words: list[Span], gold: list[Span], claim: dict[str, Any]) -> bool:
    """Return whether the sources share a word, or are both missing."""
    speaker = claim["speaker"] or {}
    told = speaker.get("start") is not None
    found = inside(words, [(speaker["start"], speaker["end"])] if told else [])
    wanted = inside(words, gold)
    return bool(wanted & found) or not (wanted or found)


def is_direct(text: str, spans: list[Span]) -> bool:
    """Return whether the content begins and ends with a quotation mark, or is right between two."""
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    content = text[start:end].strip()
    closing = {content[-1:], content.rstrip(".,!?")[-1:], text[end : end + 1]}
    opening = {content[:1], text[max(0, start - 1) : start]}
    return any(mark and mark in MARKS for mark in opening) and any(
        mark and mark in MARKS for mark in closing
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DEV)
    folder = parser.parse_args().folder
    if not (folder / "text").is_dir():
        print(f"no articles in {folder}", file=sys.stderr)
        return 2
    scores = score(folder) | exact(folder)
    floors = FLOORS | EXACT_FLOORS
    for key, value in scores.items():
        print(f"{key:20} {value:5.1f}   floor {floors[key]:g}")
    under = [key for key, floor in floors.items() if scores[key] < floor]
    if under:
        print("below the floor:", ", ".join(under), file=sys.stderr)
    return int(bool(under))


if __name__ == "__main__":
    raise SystemExit(main())
