"""The confidence of a claim: how often similar claims have the right content and speaker."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import Any

from claimx.claims.weights import Features, marks, probability, size, when

# Probabilities are clipped to this.
_SUREST = 0.995


def confidence_of(claim: Mapping[str, Any]) -> float:
    """Return the confidence, from 0 to 1, of a value of `doc._.claimx_claims` with a speaker."""
    return round(probability("confidence", features(claim)), 3)


def features(claim: Mapping[str, Any]) -> Features:
    """Return the features from the judge, the links and the resolution of the speaker.

    `claim["evidence"]` has probabilities by name, `claim["speaker"]["signs"]` the resolver's.
    """
    speaker = claim["speaker"]
    name = speaker and speaker["name"]
    found = marks(
        "bias",
        f"form {claim['form']}",
        f"rule {claim['rule']}",
        when(speaker is None, "no speaker"),
        *(_speaker_marks(speaker) if speaker else ()),
        when(name and len(name.split()) > 1, "full name"),
        f"segments {size(len(claim['segments']), steps=(1, 2, 3))}",
        f"words {size(len(claim['text'].split()))}",
    )
    known: Mapping[str, float] = claim["evidence"]
    found.update({key: _odds(value) for key, value in known.items()})
    signs: Mapping[str, float] = speaker["signs"] if speaker else {}
    if signs:
        found["speaker probability"] = _odds(signs["probability"])
        found["speaker margin"] = signs["margin"]
    return found


def _speaker_marks(speaker: Mapping[str, Any]) -> tuple[str | bool, ...]:
    how, kind = speaker["resolved_by"], speaker["kind"]
    return (
        f"resolved by {how}",
        f"kind {kind}",
        f"kind {kind}, by {how}",
        when(not speaker["signs"], "no signs"),
        when(speaker["name"] is None, "no name"),
    )


def _odds(share: float) -> float:
    """Return the logarithm of the odds."""
    share = min(_SUREST, max(1 - _SUREST, share))
    return log(share / (1 - share))
