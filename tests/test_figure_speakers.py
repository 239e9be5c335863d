"""The speaker of a claim is never what its figures measure."""

from claimx.components import _drop_speaking_items


def figure(start, end, claim):
    return {"item": "x", "item_span": (start, end), "claim": claim}


def test_an_item_that_is_the_speaker_is_dropped():
    claims = [{"source": {"start": 0, "end": 5}}, {"source": None}]
    inside, beside, unclaimed = figure(3, 9, 0), figure(5, 9, 0), figure(0, 5, None)
    sourceless = figure(0, 5, 1)
    _drop_speaking_items(claims, [inside, beside, unclaimed, sourceless])
    assert (inside["item"], inside["item_span"]) == (None, None)
    assert [one["item"] for one in (beside, unclaimed, sourceless)] == ["x", "x", "x"]
