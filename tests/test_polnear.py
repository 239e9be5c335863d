"""Claims on PolNeAR's development part stay above their floors, if the corpus is here."""

from __future__ import annotations

import polnear
import pytest

TEXT = "Lee said: “We left.” He said it was over."


@pytest.mark.skipif(not polnear.DEV.is_dir(), reason="needs ../shared/data/polnear/dev")
def test_polnear_stays_above_its_floors() -> None:
    scores = polnear.score(polnear.DEV)
    assert all(scores[key] >= floor for key, floor in polnear.FLOORS.items()), scores


@pytest.mark.skipif(not polnear.DEV.is_dir(), reason="needs ../shared/data/polnear/dev")
def test_exact_pieces_stay_above_their_floors() -> None:
    scores = polnear.exact(polnear.DEV)
    assert all(scores[key] >= floor for key, floor in polnear.EXACT_FLOORS.items()), scores


@pytest.mark.parametrize(
    ("content", "expected"),
    [("“We left.”", True), ("We left.", True), ("it was over", False), ("said: “We left.”", False)],
)
def test_what_is_direct(content: str, expected: bool) -> None:
    start = TEXT.index(content)
    assert polnear.is_direct(TEXT, [(start, start + len(content))]) is expected


def test_sources_share_a_word_or_both_are_missing() -> None:
    words = [match.span() for match in polnear.WORD.finditer(TEXT)]
    claim = {"speaker": {"start": 0, "end": 3}}
    assert polnear.same_source(words, [(0, 3)], claim)
    assert not polnear.same_source(words, [(21, 23)], claim)
    assert not polnear.same_source(words, [], claim)
    assert polnear.same_source(words, [], {"speaker": None})
