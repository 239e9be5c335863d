"""Detection of text that is wrapped at a fixed width."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

# The widths at which mail programs and news wires wrap. The lines of a scraped menu are shorter,
# and a paragraph on one line is longer.
WIDTHS = range(45, 101)
LINES = 3
SHARE_ENDED = 0.5
CLOSING = "\"'”’»)]} "


def is_wrapped(text: str) -> bool:
    """Return whether most lines with another right after them are long and end mid-sentence."""
    lines = [line.strip() for line in text.splitlines()]
    inner = [line for line, after in pairwise(lines) if line and after]
    if len(inner) < LINES:
        return False
    lengths = [len(line) for line in inner]
    if max(lengths) >= WIDTHS.stop or median(lengths) < WIDTHS.start:
        return False
    ended = sum(line.rstrip(CLOSING)[-1:] in tuple(".!?…") for line in inner)
    return ended < SHARE_ENDED * len(inner)
