"""The step from drafts to finished figures."""

from __future__ import annotations

from claimx.figures.certainty import confidence
from claimx.figures.figure import Draft, FigureMatch
from claimx.figures.page import Page


def finish(drafts: list[Draft], page: Page) -> list[FigureMatch]:
    """Return the figures of the drafts, in the same order."""
    order = {id(draft): index for index, draft in enumerate(drafts)}
    return [
        FigureMatch(
            start=draft.start,
            end=draft.end,
            measure=draft.measure,
            value=-draft.value if draft.signed and draft.value is not None else draft.value,
            low=draft.low,
            high=draft.high,
            unit=draft.unit,
            modifier=draft.modifier,
            change=draft.change or _signed_change(draft, page.text),
            per=draft.per,
            item=page.text[slice(*draft.item)] if draft.item else None,
            item_span=draft.item,
            period=draft.period,
            equivalent=order.get(id(draft.twin)) if draft.twin else None,
            confidence=confidence(draft, page),
        )
        for draft in drafts
    ]


def _signed_change(draft: Draft, text: str) -> str | None:
    """Return the change by the sign of a percentage ("+0.2%"), or None."""
    if draft.measure != "percent":
        return None
    if draft.signed:
        return "decrease"
    return "increase" if text[max(0, draft.start - 1) : draft.start] == "+" else None
