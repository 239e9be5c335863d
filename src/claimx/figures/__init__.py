"""Figures: sums of money, percentages, counts and quantities, with what qualifies them."""

from __future__ import annotations

from claimx.figures.grammar import find_figures
from claimx.figures.match import FigureMatch

__all__ = ["FigureMatch", "find_figures"]
