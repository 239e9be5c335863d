"""Write the quotations that textacy finds in our pipeline's Docs as claim records.

    python -m pip install textacy
    python benchmarks/peers.py ARTICLES > textacy.jsonl

ARTICLES is a folder of texts. The records have only the fields that a scorer reads: doc, segments,
speaker, cue, form. The last line on standard error says on how many articles textacy raised an
error; these have no records.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import claimx


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    options = parser.parse_args()
    nlp = claimx.load()
    raised = 0
    paths = sorted(options.articles.glob("*.txt"))
    for path in paths:
        text = path.open(encoding="utf-8", newline="").read()
        try:
            records = list(quotations(nlp(text)))
        except ValueError:  # an odd number of quotation marks
            raised += 1
            continue
        for record in records:
            print(json.dumps({"kind": "claim", "doc": str(path), **record}))
    print(f"textacy raised on {raised} of {len(paths)} articles", file=sys.stderr)


def quotations(doc: Any) -> Iterator[dict[str, Any]]:
    """Yield textacy's triples of speaker, cue and content."""
    from textacy.extract import direct_quotations

    for found in direct_quotations(doc):
        content = found.content
        yield {
            "segments": [{"start": content.start_char, "end": content.end_char}],
            "speaker": span(found.speaker),
            "cue": span(found.cue),
            "form": "direct",
        }


def span(tokens: list[Any]) -> dict[str, int] | None:
    """Return the offsets of the tokens, from the first to the last, or None."""
    if not tokens:
        return None
    return {"start": tokens[0].idx, "end": tokens[-1].idx + len(tokens[-1])}


if __name__ == "__main__":
    main()
