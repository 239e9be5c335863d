"""Decisions on records."""

import json

import pytest
from fake_run import article
from typer.testing import CliRunner

from claimx import review
from claimx.cli import app
from claimx.errors import InputError
from claimx.records import validate
from claimx.review import Decision


def decided(records, **fields):
    decision = Decision(id=records[1]["id"], by="Ada", at="2026-01-07T10:00:00Z", **fields)
    return review.apply(records, {decision.id: decision})


def test_a_record_that_is_rejected_goes_with_all_links_to_it():
    document, claim, figure, date = article("a.txt")
    figure |= {"claim": claim["id"], "period": [date["id"]], "equivalent": date["id"]}
    records = [document, claim, figure, date]
    made = decided(records, decision="reject")
    assert [record["kind"] for record in made] == ["document", "figure", "date"]
    assert made[0]["claims"] == 0
    assert made[1]["claim"] is None
    gone = Decision(id=date["id"], decision="reject")
    made = review.apply(records, {gone.id: gone})
    assert made[2]["period"] == [] and made[2]["equivalent"] is None
    assert (made[0]["figures"], made[0]["dates"]) == (1, 0)
    for record in made:
        validate(record)


def test_speaker_and_stance_are_corrected():
    records = article("a.txt", claims=2)
    records[2]["speaker"] = {**records[1]["speaker"], "name": "Bo Roe", "role": "mayor"}
    made = decided(records, speaker="Bo Roe", stance="denies", comment="Heard it.")
    claim = made[1]
    assert (claim["speaker"]["name"], claim["speaker"]["role"]) == ("Bo Roe", "mayor")
    assert claim["speaker"]["text"] == "Ñ"
    assert claim["stance"] == "denies"
    assert claim["review"] == {
        "decision": "accept",
        "by": "Ada",
        "at": "2026-01-07T10:00:00Z",
        "comment": "Heard it.",
        "changed": ["speaker", "stance"],
    }
    validate(claim)
    assert "review" not in made[2]
    assert records[1]["stance"] == "asserts", "the given records do not change"
    assert decided(records, speaker="")[1]["speaker"] is None
    assert decided(records, stance="")[1]["stance"] is None
    records[1]["speaker"] = None
    assert decided(records, speaker="Cy")[1]["speaker"]["name"] == "Cy"


def test_the_latest_of_several_decisions_counts(tmp_path):
    path = tmp_path / "decisions.jsonl"
    lines = [("2026-01-02", "reject"), ("2026-01-03", "accept"), ("2026-01-01", "reject")]
    path.write_text(
        "".join(json.dumps({"id": "ab", "at": at, "decision": what}) + "\n" for at, what in lines)
    )
    assert review.read(str(path))["ab"].decision == "accept"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nonsense", "not a decision"),
        ('{"id": "a", "decision": "perhaps"}', "decision: input should be 'accept' or 'reject'"),
        ('{"id": "a", "note": 1}', "note: extra inputs"),
    ],
)
def test_what_is_no_decision_is_named(tmp_path, line, message):
    path = tmp_path / "decisions.jsonl"
    path.write_text(f"\n{line}\n")
    with pytest.raises(InputError) as caught:
        review.read(str(path))
    assert str(caught.value).startswith(f"{path}:2: not a decision (")
    assert message in str(caught.value)


def test_the_command(tmp_path):
    records, decisions = tmp_path / "records.jsonl", tmp_path / "decisions.jsonl"
    made = [article("a.txt"), article("b.txt")]
    records.write_text("".join(json.dumps(one) + "\n" for some in made for one in some))
    decisions.write_text(
        "".join(json.dumps({"id": one["id"], "decision": "accept"}) + "\n" for one in made[0][1:])
    )
    run = CliRunner().invoke
    result = run(app, ["review", "apply", str(decisions), str(records)])
    assert result.exit_code == 0, result.output
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["id"] for record in found] == [one["id"] for some in made for one in some]
    assert [bool(record.get("review")) for record in found] == [False, *[True] * 3, *[False] * 4]
    result = run(app, ["review", "apply", str(decisions), str(records), "--complete"])
    assert {json.loads(line)["doc"] for line in result.stdout.splitlines()} == {"a.txt"}
    decisions.write_text('{"id": "gone", "decision": "reject"}\n')
    result = run(app, ["review", "apply", str(decisions), str(records)])
    assert result.exit_code == 1
    assert "1 decision on records that are not in" in result.stderr
