"""The rules: how each kind of expression is written, with examples, and what it says."""

from claimx.dates.rules import clocks, days, lengths, periods

__all__ = ["clocks", "days", "lengths", "periods"]
