"""A reviewer's decisions, and how they change the records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import ValidationError

from claimx.errors import InputError
from claimx.reader.files import opened
from claimx.records import Stance, Strict

Record = dict[str, Any]

COUNTS = {"claim": "claims", "figure": "figures", "date": "dates"}
# The fields with ids of other records: lists, and single ids.
LISTS = {"claim": ("figures", "dates"), "figure": ("period",)}
LINKS = {"figure": ("claim", "equivalent"), "date": ("claim",)}


class Decision(Strict):
    """A reviewer's decision on a record: a line of the file that the review page saves.

    `speaker` and `stance` correct the record; null leaves them, an empty text means that the
    article names no speaker, or that no stance is clear.
    """

    id: str
    doc: str | None = None
    kind: Literal["claim", "figure", "date"] | None = None
    text: str | None = None
    decision: Literal["accept", "reject"] | None = None
    speaker: str | None = None
    stance: Stance | Literal[""] | None = None
    comment: str | None = None
    by: str | None = None
    at: str | None = None


def read(path: str) -> dict[str, Decision]:
    """Return the decisions of a JSON Lines file by record; the latest if there are several."""
    found: dict[str, Decision] = {}
    with opened(path) as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                decision = Decision.model_validate_json(line)
            except ValidationError as error:
                reason = error.errors()[0]
                place = ".".join(map(str, reason["loc"]))
                message = f"not a decision ({place}: {reason['msg'].lower()})".replace("(: ", "(")
                raise InputError(message, path=path, line=number) from error
            before = found.get(decision.id)
            if before is None or (before.at or "") <= (decision.at or ""):
                found[decision.id] = decision
    return found


def is_complete(records: Iterable[Record], decisions: Mapping[str, Decision]) -> bool:
    """Return whether every claim, figure and date of the article has been decided."""
    return all(record["id"] in decisions for record in records if record["kind"] in COUNTS)


def apply(records: list[Record], decisions: Mapping[str, Decision]) -> list[Record]:
    """Return an article's records, the document's first, with the decisions applied.

    Rejected records are left out, and so are their ids in other records. Every decided record gets
    a `review`: who decided, when, and what was corrected.
    """
    names = _named_speakers(records)
    kept = [
        _decided(record, decisions[record["id"]], names) if record["id"] in decisions else record
        for record in records
        if record["id"] not in decisions or decisions[record["id"]].decision != "reject"
    ]
    return linked(kept)


def linked(records: list[Record]) -> list[Record]:
    """Return the records without ids of missing ones, and with the document's counts updated."""
    ids = {record["id"] for record in records}
    made = []
    for record in records:
        kind, record = record["kind"], dict(record)
        for name in LISTS.get(kind, ()):
            record[name] = [key for key in record[name] if key in ids]
        for name in LINKS.get(kind, ()):
            record[name] = record[name] if record[name] in ids else None
        made.append(record)
    _place(made)
    if made and made[0]["kind"] == "document":
        made[0] |= {
            name: sum(record["kind"] == kind for record in made) for kind, name in COUNTS.items()
        }
    return made


def _place(records: list[Record]) -> None:
    """Set the innermost claim of figures and dates that have lost theirs."""
    claims = [record for record in records if record["kind"] == "claim"]
    holders: dict[str, Record] = {}
    for claim in sorted(claims, key=lambda one: one["start"] - one["end"]):
        holders |= dict.fromkeys((*claim["figures"], *claim["dates"]), claim)
    for record in records:
        if record["kind"] in LINKS and record["claim"] is None and record["id"] in holders:
            record["claim"] = holders[record["id"]]["id"]


def _decided(record: Record, decision: Decision, names: Mapping[str, Record]) -> Record:
    record, changed = dict(record), []
    if decision.speaker is not None and record["kind"] == "claim":
        record["speaker"] = _speaker(record["speaker"], decision.speaker, names)
        changed.append("speaker")
    if decision.stance is not None and record["kind"] == "claim":
        record["stance"] = decision.stance or None
        changed.append("stance")
    verdict = decision.decision or ("accept" if changed else None)
    record["review"] = {
        "decision": verdict,
        "by": decision.by,
        "at": decision.at,
        "comment": decision.comment,
        "changed": changed,
    }
    return record


def _speaker(old: Record | None, name: str, names: Mapping[str, Record]) -> Record | None:
    """Return the speaker of that name, as in the article's other claims if it is in one."""
    if not name:
        return None
    mention = old or {"text": None, "start": None, "end": None}
    known = names.get(name, {"role": None, "kind": None, "entity": None})
    return {
        **{part: mention[part] for part in ("text", "start", "end")},
        "name": name,
        **{part: known[part] for part in ("role", "kind", "entity")},
        "resolved_by": None,
    }


def _named_speakers(records: Iterable[Record]) -> dict[str, Record]:
    return {
        record["speaker"]["name"]: record["speaker"]
        for record in records
        if record["kind"] == "claim" and record["speaker"] and record["speaker"]["name"]
    }


def line(record: Record) -> str:
    """Return the record as a line of JSON."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"
