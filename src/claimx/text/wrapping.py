"""Whether a text's lines break at a width, within sentences."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

# Text that a mail program or a wire broke into lines; a scraped menu's lines are shorter, and a
# paragraph on one line is longer.
WIDTHS = range(45, 101)
LINES = 3
SHARE_ENDED = 0.5
CLOSING = "\"'”’»)]} "


def is_wrapped(text: str) -> bool:
    """Return whether most lines right before another are long and end within a sentence."""
    lines = [line.strip() for line in text.splitlines()]
    inner = [line for line, after in pairwise(lines) if line and after]
    if len(inner) < LINES:
        return False
    lengths = [len(line) for line in inner]
    if max(lengths) >= WIDTHS.stop or median(lengths) < WIDTHS.start:
        return False
    ended = sum(line.rstrip(CLOSING)[-1:] in tuple(".!?…") for line in inner)
    return ended < SHARE_ENDED * len(inner)
