"""The examples beside the rules, and the compiler of their patterns."""

from __future__ import annotations

import re

import pytest
import spacy

from claimx.dates import find_dates
from claimx.dates.patterns import PARTS, Rule, compiled, registered, starts
from claimx.dates.tokens import Kind

NLP = spacy.blank("en")
PUBLISHED = "2025-11-06"  # a Thursday
EXAMPLES = [(rule, text) for rule in registered() for text in rule.examples]


@pytest.mark.parametrize(("rule", "text"), EXAMPLES, ids=[f"{r.name}: {t}" for r, t in EXAMPLES])
def test_example(rule: Rule, text: str) -> None:
    found = find_dates(NLP(text), published=PUBLISHED)
    assert " ".join(match.value for match in found) == rule.examples[text]
    assert rule.name in [match.rule for match in found]


def test_every_rule_has_an_example_and_a_name_of_its_own() -> None:
    names = [rule.name for rule in registered()]
    assert len(set(names)) == len(names)
    assert [rule.name for rule in registered() if not rule.examples] == []


def test_every_part_is_used() -> None:
    written = " ".join([*PARTS.values(), *(rule.pattern for rule in registered())])
    assert [name for name in PARTS if not re.search(rf"\b{name}\b", written)] == []


def test_a_pattern_is_compiled_to_the_letters_of_the_kinds() -> None:
    pattern = compiled("[the] {small|nth} of (MONTH | day=({weekday})) !(-)")
    fifth = Kind.THE + Kind.NTH + Kind.OF + Kind.MONTH
    assert pattern.match(fifth)
    assert not pattern.match(fifth + Kind.DASH)
    assert pattern.match(Kind.SMALL + Kind.OF + Kind.WEEKDAY)["day"] == Kind.WEEKDAY
    assert starts("[the] {small|nth} of") == {Kind.THE, Kind.SMALL, Kind.NTH}


@pytest.mark.parametrize("pattern", ["[the", "the]", "(the]", "{nothing}", "NOTHING", "word", "?"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        compiled(pattern)
