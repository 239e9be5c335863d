"""Figures: sums of money, percentages, counts and quantities, with their qualifiers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from claimx.figures import (
    candidates,
    country,
    counts,
    ellipsis,
    item,
    join,
    matches,
    period,
    qualifiers,
    read,
)
from claimx.figures.figure import FigureMatch, Span
from claimx.figures.page import Page

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["FigureMatch", "find_figures"]


def find_figures(doc: Doc, *, dates: Sequence[Span] = ()) -> list[FigureMatch]:
    """Return the figures of an article's body in order, with offsets into `doc.text`.

    `dates` are the sorted spans of the article's dates. A bare number inside one belongs to the
    date, and each figure's `period` has the indices of dates.
    """
    page = Page(doc)
    drafts = read.drafts(candidates.numbers(page, dates), page)
    drafts = join.ranges(drafts, page)
    ellipsis.units(drafts, page)
    country.judge(drafts, page)
    drafts = join.sums(drafts, page)
    drafts = counts.counted(drafts, page)
    ellipsis.nouns(drafts, page)
    country.settle(drafts, page)
    qualifiers.qualify(drafts, page)
    drafts = join.rates(drafts, page)
    join.twins(drafts, page)
    item.describe(drafts, page, dates)
    period.find(drafts, page, dates)
    return matches.finish(drafts, page)
