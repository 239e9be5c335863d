"""Run the pipeline on mutated texts: no exceptions, verbatim spans, no slow articles.

    python benchmarks/fuzz.py [--minutes 10] [--seed 1]

The texts are those of fixtures/ and seeds/, cut and spliced, with inserted marks, digits, brackets,
line breaks, right-to-left and zero-width characters, emoji and so on. Failures are printed with
their seed, and the exit code is then 1.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

from claimx.errors import ClaimxError
from claimx.reader import from_text
from claimx.run import pipeline
from claimx.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
MARKS = '""“”\'‘’«»„()[]{}<>—–-…,.;:!?%$€£#@*_|/\\\n\r\t\0'
ODD = ("\u200b", "\u202e", "\u0301", "\ufeff", "\u2028", "😀", "👩\u200d👧", "İ", "ß", "٣", "１２")
PHRASES = ("9" * 20, "1,000,000", "$", "1/1/1", "May ", "said ", "he said that ", "Q: ")
LONG = ("“" * 40, "(" * 60, "9" * 300, "- " * 30, "a" * 500, "A. " * 30)
STREWN = (*MARKS, "\n\n", *ODD, *PHRASES, *LONG)
# The seconds that an article may take, and the extra seconds per character.
FLOOR, PER_CHAR = 2.0, 0.002


def mutated(texts: list[str], rng: random.Random) -> str:
    """Return a text with one to forty changes."""
    text = rng.choice(texts)
    for _ in range(rng.choice((1, 3, 10, 40))):
        at, to = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        change = rng.random()
        if change < 0.5:
            text = text[:at] + rng.choice(STREWN) * rng.choice((1, 1, 2, 20)) + text[at:]
        elif change < 0.7:
            text = text[:at] + text[min(to, at + 200) :]
        elif change < 0.85:
            other = rng.choice(texts)
            start = rng.randrange(len(other))
            text = text[:at] + other[start : start + 300] + text[at:]
        elif change < 0.95:
            text = text[:at] + text[at : at + 150].swapcase() + text[at + 150 :]
        else:
            text = text[:at] + text[at : at + 60] * 8 + text[at + 60 :]
    return text


def fault(text: str, nlp: object) -> str | None:
    """Return what is wrong with the records of a text, or None."""
    article = from_text(text, id="fuzz")
    begin = time.perf_counter()
    (result,) = pipeline.extract([article], nlp, settings=Settings(date="2026-01-10"))  # type: ignore[arg-type]
    spent = time.perf_counter() - begin
    if isinstance(result, ClaimxError):
        return str(result)
    for record in result:
        pieces = record["segments"] + record["quotes"] if record["kind"] == "claim" else [record]
        pieces += [record["cue"]] if record.get("cue") else []
        for piece in pieces:
            if article.text[piece["start"] : piece["end"]] != piece["text"]:
                return f"a span is not verbatim: {piece}"
    if spent > FLOOR + PER_CHAR * len(text):
        return f"{spent:.1f} s for {len(text)} characters"
    return None


def main() -> int:
    """Run until the time is over; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folders = (ROOT / "fixtures" / "texts", ROOT / "seeds")
    texts = [p.read_text(encoding="utf-8") for f in folders for p in sorted(f.glob("*.txt"))]
    nlp = pipeline.load()
    end = time.monotonic() + 60 * options.minutes
    seed, failed = options.seed, 0
    while time.monotonic() < end:
        text = mutated(texts, random.Random(seed))
        wrong = fault(text, nlp) if text.strip() else None
        if wrong is not None:
            failed += 1
            print(f"seed {seed}: {wrong}", flush=True)
        seed += 1
    print(f"{seed - options.seed} texts, {failed} faults", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
