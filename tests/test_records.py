"""The records' models, schema and ids."""

import json

import pytest
from pydantic import ValidationError

from claimx.records import SCHEMA_ID, Date, Ids, schema, validate

DATE = {
    "kind": "date",
    "id": "0123456789abcdef",
    "doc": "a.txt",
    "start": 3,
    "end": 7,
    "text": "2025",
    "sentence": 0,
    "context": "In 2025.",
    "type": "date",
    "value": "2025",
    "low": "2025-01-01",
    "high": "2025-12-31",
    "modifier": None,
    "anchor": None,
    "confidence": None,
    "claim": None,
}


def test_a_record_becomes_the_model_of_its_kind():
    assert isinstance(validate(DATE), Date)


@pytest.mark.parametrize("name", sorted(set(DATE) - {"kind"}))
def test_every_field_must_be_there(name):
    with pytest.raises(ValidationError, match=name):
        validate({key: value for key, value in DATE.items() if key != name})


@pytest.mark.parametrize(
    "change", [{"more": 1}, {"kind": "fact"}, {"id": "0123"}, {"type": "day"}, {"start": -1}]
)
def test_what_does_not_fit_is_refused(change):
    with pytest.raises(ValidationError):
        validate(DATE | change)


def test_the_schema_names_its_version_and_requires_every_field():
    content = schema()
    assert content["$id"] == SCHEMA_ID
    assert content["version"] in content["$id"]
    kinds = content["discriminator"]["mapping"]
    extracted = {"document", "claim", "figure", "date", "sentence"}
    assert set(kinds) == extracted | {"entity", "figure_group", "quote_group", "claim_group"}
    for reference in kinds.values():
        model = content["$defs"][reference.rsplit("/", 1)[1]]
        # `review` is only in what a reviewer decided on.
        assert set(model["required"]) == set(model["properties"]) - {"review"}
    json.dumps(content)


def test_ids_are_stable_and_unique():
    def make(doc):
        ids = Ids(doc)
        spans = [("claim", 0, 9), ("claim", 0, 9), ("figure", 0, 9), ("claim", 0, 8)]
        return [ids.new(*span) for span in spans]

    first, again, other = make("a.txt"), make("a.txt"), make("b.txt")
    assert first == again
    assert len({*first, *other}) == 8
    assert all(len(key) == 16 and int(key, 16) >= 0 for key in first)
