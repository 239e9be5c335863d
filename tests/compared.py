"""Records of invented articles, built by hand for the tests of claimx.compare."""

from itertools import count

from claimx.records import Ids

_COUNT = count(1)


def article(*records, doc=None, published="2025-03-03", title=None):
    """Return the records of one article; its texts stand one after the other."""
    doc = doc or f"article-{next(_COUNT)}.txt"
    ids, made, at = Ids(doc), [], 0
    for record in records:
        text = record["text"]
        made.append({**record, "doc": doc, "start": at, "end": at + len(text)})
        at += len(text) + 1
    for record in made:
        record["id"] = ids.new(record["kind"], record["start"], record["end"])
        record["context"] = record["context"] or record["text"]
        if record["kind"] == "claim":
            piece = {"start": record["start"], "end": record["end"], "text": record["text"]}
            record["segments"] = [piece]
            record["quotes"] = [piece] if record["form"] == "direct" else []
    document = {"kind": "document", "doc": doc, "title": title, "published": published}
    return [document, *made]


def claim(text, by=None, *, form="indirect", role=None, stance="asserts", kind="person", cue="say"):
    """Return a claim; `by` is the speaker's name."""
    speaker = {"text": by, "start": 0, "end": 1, "name": by, "role": role, "kind": kind}
    return {
        "kind": "claim",
        "text": text,
        "context": None,
        "form": form,
        "speaker": by and {**speaker, "entity": None, "resolved_by": "name"},
        "cue": {"text": cue, "start": 0, "end": 1, "lemma": cue},
        "stance": stance,
        "confidence": None,
        "said": None,
        "figures": [],
        "dates": [],
    }


def quote(text, by, **more):
    """Return a direct quotation."""
    return claim(text, by, form="direct", **more)


def figure(text, value, unit, context, *, measure="count", modifier=None, item=None, period=()):
    """Return a figure with the sentence that it stands in."""
    return {
        "kind": "figure",
        "text": text,
        "context": context,
        "measure": measure,
        "value": value,
        "low": None,
        "high": None,
        "unit": unit,
        "modifier": modifier,
        "change": None,
        "per": None,
        "item": item,
        "period": list(period),
        "confidence": None,
        "equivalent": None,
        "claim": None,
    }


def date(text, day, context):
    """Return a date of one day."""
    return {
        "kind": "date",
        "text": text,
        "context": context,
        "type": "date",
        "value": day,
        "low": day,
        "high": day,
        "modifier": None,
        "anchor": None,
        "confidence": None,
        "claim": None,
    }


def equal(first, second):
    """Make two figures of one article each other's equivalent."""
    first["equivalent"], second["equivalent"] = second["id"], first["id"]
