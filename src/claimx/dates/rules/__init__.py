"""The rules for each kind of expression: its pattern, examples and reading."""

from claimx.dates.rules import clocks, days, lengths, periods

__all__ = ["clocks", "days", "lengths", "periods"]
