"""What a figure measures, as worded, from the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimx.figures.match import Draft
    from claimx.figures.nouns import Nouns


def describe(drafts: list[Draft], text: str, nouns: Nouns) -> None:
    """Sets the item of each draft where it can be told."""
