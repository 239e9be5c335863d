"""Which dates say when a figure held."""

from __future__ import annotations

from collections.abc import Sequence

from claimx.figures.figure import Draft, Span
from claimx.figures.page import Page


def find(drafts: list[Draft], page: Page, dates: Sequence[Span]) -> None:
    """Sets the period of each draft."""
