"""The records that the filters keep: `--speaker`, `--stance`, `--unit` and so on.

Documents and sentences always stay. A filter on claims also drops the figures and dates outside the
claims that are kept; a filter on figures also drops the claims that contain none of those kept.
"""

from __future__ import annotations

import re
from typing import Any

from claimx.settings import Settings

Record = dict[str, Any]

COUNTS = {"claim": "claims", "figure": "figures", "date": "dates"}


def is_filtered(settings: Settings) -> bool:
    """Return whether the settings have a filter other than the kinds."""
    return by_claims(settings) or by_figures(settings) or settings.min_confidence is not None


def by_claims(settings: Settings) -> bool:
    """Return whether the settings choose among claims."""
    return bool(settings.speaker or settings.stance)


def by_figures(settings: Settings) -> bool:
    """Return whether the settings choose among figures."""
    return bool(settings.unit) or settings.min_value is not None


def select(records: list[Record], settings: Settings) -> list[Record]:
    """Return the records of an article that the filters keep, with updated counts."""
    if not is_filtered(settings):
        return records
    kept = _linked([r for r in records if _is_kept(r, settings)], settings)
    found = [r for r in records if r["kind"] not in COUNTS or r["id"] in kept]
    counts = {name: sum(r["kind"] == kind for r in found) for kind, name in COUNTS.items()}
    return [{**r, **counts} if r["kind"] == "document" else r for r in found]


def _linked(records: list[Record], settings: Settings) -> set[str]:
    """Return the ids of the records to keep, by the chosen records that they belong to."""
    claims, figures, dates = (
        {r["id"]: r for r in records if r["kind"] == kind} for kind in ("claim", "figure", "date")
    )
    if by_figures(settings):
        claims = {k: r for k, r in claims.items() if not figures.keys().isdisjoint(r["figures"])}
    inside = {key for r in claims.values() for key in (*r["figures"], *r["dates"])}
    if by_claims(settings):
        figures = {key: r for key, r in figures.items() if key in inside}
    if by_claims(settings) or by_figures(settings):
        inside |= {key for r in figures.values() for key in r["period"]}
        dates = {key: r for key, r in dates.items() if key in inside}
    return {*claims, *figures, *dates}


def _is_kept(record: Record, settings: Settings) -> bool:
    if record["kind"] not in COUNTS or not _is_sure(record, settings):
        return False
    if record["kind"] == "claim":
        return _is_by(record["speaker"], settings) and _is_stance(record["stance"], settings)
    if record["kind"] == "figure":
        return _is_unit(record["unit"], settings) and _is_large(record, settings)
    return True


def _is_sure(record: Record, settings: Settings) -> bool:
    least = settings.min_confidence
    return least is None or (record["confidence"] is not None and record["confidence"] >= least)


def _is_by(speaker: Record | None, settings: Settings) -> bool:
    if not settings.speaker:
        return True
    names = [(speaker or {}).get(key) or "" for key in ("name", "text")]
    return any(_has_words(name, given) for name in names for given in settings.speaker)


def _has_words(name: str, given: str) -> bool:
    """Return whether the given words are in the name, in this order: "Quill"."""
    pattern = rf"(?<!\w){re.escape(given.strip())}(?!\w)"
    return re.search(pattern, name, re.IGNORECASE) is not None


def _is_stance(stance: str | None, settings: Settings) -> bool:
    return not settings.stance or stance in settings.stance


def _is_unit(unit: str | None, settings: Settings) -> bool:
    return not settings.unit or (unit or "").casefold() in map(str.casefold, settings.unit)


def _is_large(figure: Record, settings: Settings) -> bool:
    """Return whether the figure, or the upper end of a range, is at least the filter's value."""
    ends = [figure[name] for name in ("value", "high", "low") if figure[name] is not None]
    return settings.min_value is None or (bool(ends) and max(ends) >= settings.min_value)
