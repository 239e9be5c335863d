"""Conversion of an article's records to labelled spans with relations, and back.

A claim has a region per segment; the later ones `continue` the first. Speakers and cues are regions
with relations from claims. Offsets count from the start of the body.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from claimx.records import Ids
from claimx.review import linked
from claimx.saved import Record, SavedArticle

LABELS = ("claim", "speaker", "cue", "figure", "date")
CONTINUES = "continues"
OPENING, CLOSING = "\"“'‘«", "\"”'’»"
# The share of a direct quote inside the marks; the rest are the marks themselves.
DIRECT_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class Region:
    """A labelled span, with the fields that can be corrected."""

    id: str
    label: str
    start: int
    end: int
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation of a claim to its speaker, cue or next segment; both are ids of regions."""

    label: str
    head: str
    child: str


@dataclass(slots=True)
class Regions:
    """All regions and relations of an article."""

    regions: list[Region] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)


def of_article(article: SavedArticle) -> Regions:
    """Return the article's regions, in text order."""
    made, seen = Regions(), set[str]()
    offset = article.body()[1]

    def add(key: str, label: str, span: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
        if key not in seen:
            seen.add(key)
            given = {name: str(value) for name, value in fields.items() if value is not None}
            start, end = span["start"] - offset, span["end"] - offset
            made.regions.append(Region(key, label, start, end, given))
        return key

    for record in article.records:
        if record["kind"] == "claim":
            _add_claim(record, add, made.relations)
        elif record["kind"] in ("figure", "date"):
            fields = {name: record.get(name) for name in ("value", "unit")}
            add(record["id"], record["kind"], record, fields)
    made.regions.sort(key=lambda region: (region.start, region.end, LABELS.index(region.label)))
    return made


def _add_claim(record: Record, add: Callable[..., str], relations: list[Relation]) -> None:
    first, *rest = record["segments"]
    head = add(record["id"], "claim", first, {"stance": record["stance"]})
    for number, segment in enumerate(rest, 1):
        child = add(f"{head}.{number}", "claim", segment, {})
        relations.append(Relation(CONTINUES, head, child))
    for label in ("speaker", "cue"):
        part = record[label]
        if part and part["start"] is not None:
            key = f"{label}-{part['start']}-{part['end']}"
            child = add(key, label, part, {"name": part.get("name")})
            relations.append(Relation(label, head, child))


def records_of(article: SavedArticle, found: Regions) -> list[Record]:
    """Return the article's records as corrected by the regions, the document's first.

    Fields that a region doesn't have are those of the record with its id. A new region becomes a
    record with a new id and nulls.
    """
    return _Corrected(article, found).records()


class _Corrected:
    """The builder of an article's records from regions."""

    def __init__(self, article: SavedArticle, found: Regions) -> None:
        self.article, self.found = article, found
        self.text, self.offset = article.body()
        self.old = {record["id"]: record for record in article.records}
        self.regions = {region.id: region for region in found.regions}
        self.ids = Ids(article.doc)
        self.fresh = set[str]()

    def records(self) -> list[Record]:
        children = {one.child for one in self.found.relations if one.label == CONTINUES}
        made = [
            self._claim(region) if region.label == "claim" else self._other(region)
            for region in self.found.regions
            if region.label not in ("speaker", "cue") and region.id not in children
        ]
        made += [record for record in self.article.records if record["kind"] == "sentence"]
        made.sort(key=lambda record: (record["start"], record["end"], record["kind"]))
        self._link(made)
        return linked([self.article.document, *made])

    def _claim(self, region: Region) -> Record:
        children = self._children(region.id, CONTINUES)
        segments = sorted(map(self._piece, [region, *children]), key=lambda one: one["start"])
        old = self.old.get(region.id)
        same = old is not None and old["segments"] == segments
        record = dict(old) if old and same else self._new_claim(region, segments, old)
        record["speaker"] = self._speaker(region, record["speaker"])
        record["cue"] = self._part(region, "cue", record["cue"]) or None
        if "stance" in region.fields:
            record["stance"] = region.fields["stance"]
        return record

    def _new_claim(self, region: Region, segments: list[Record], old: Record | None) -> Record:
        start, end = segments[0]["start"], segments[-1]["end"]
        quotes = [quote for one in segments for quote in self._quotes(one, old)]
        return {
            **self._head("claim", region, start, end),
            "text": " ".join(segment["text"] for segment in segments),
            "form": _form(segments, quotes),
            "segments": segments,
            "quotes": quotes,
            "speaker": old and old["speaker"],
            "cue": old and old["cue"],
            "stance": old and old["stance"],
            "confidence": None,
            "said": old and old["said"],
            "figures": [],
            "dates": [],
            "rule": old["rule"] if old else "tagged",
        }

    def _quotes(self, segment: Record, old: Record | None) -> list[Record]:
        """Return the parts of the segment in quotation marks."""
        start, end = segment["start"] - self.offset, segment["end"] - self.offset
        inside = [
            (max(quote["start"], segment["start"]), min(quote["end"], segment["end"]))
            for quote in (old["quotes"] if old else [])
        ]
        made = [self._span(first, last) for first, last in inside if first < last]
        before, after = self.text[max(0, start - 1) : start], self.text[end : end + 1]
        if not made and before and before in OPENING and after and after in CLOSING:
            return [segment]
        return made

    def _other(self, region: Region) -> Record:
        start, end = region.start + self.offset, region.end + self.offset
        old = self.old.get(region.id)
        if old and (old["start"], old["end"]) == (start, end):
            record = dict(old)
        else:
            blank = _FIGURE if region.label == "figure" else _DATE
            given = {name: old[name] for name in blank} if old else dict(blank)
            record = {**self._head(region.label, region, start, end), **given, "claim": None}
        return _valued(record, region.fields)

    def _head(self, kind: str, region: Region, start: int, end: int) -> Record:
        old = self.old.get(region.id)
        key = region.id if old else self.ids.new(kind, start, end)
        while not old and key in self.old:
            key = self.ids.new(kind, start, end)
        self.fresh.add(key)
        return {
            "kind": kind,
            "id": key,
            "doc": self.article.doc,
            **self._span(start, end),
            "sentence": old and old["sentence"],
            "context": old and old["context"],
        }

    def _children(self, head: str, label: str) -> list[Region]:
        return [
            self.regions[one.child]
            for one in self.found.relations
            if one.head == head and one.label == label and one.child in self.regions
        ]

    def _part(self, region: Region, label: str, old: Record | None) -> Record | None:
        """Return the claim's speaker or cue: the old one if it is still at the same place."""
        children = self._children(region.id, label)
        if not children:
            return None
        span = self._piece(children[0])
        if old and (old["start"], old["end"]) == (span["start"], span["end"]):
            return old
        return {**span, "lemma": None} if label == "cue" else span

    def _speaker(self, region: Region, old: Record | None) -> Record | None:
        if old and old["start"] is None:
            return old  # carried from the previous quote, without a mention
        part = self._part(region, "speaker", old)
        if part is None:
            return None
        if part is not old:
            part = self._mentioned(part)
        name = self._children(region.id, "speaker")[0].fields.get("name")
        return {**part, "name": name} if name and name != part["name"] else part

    def _mentioned(self, span: Record) -> Record:
        """Return the speaker of another claim with this mention, or else one with these words."""
        for record in self.old.values():
            speaker = record.get("speaker")
            if speaker and (speaker["start"], speaker["end"]) == (span["start"], span["end"]):
                return dict(speaker)
        blank = {"role": None, "kind": None, "entity": None, "resolved_by": None}
        return {**span, "name": span["text"], **blank}

    def _piece(self, region: Region) -> Record:
        return self._span(region.start + self.offset, region.end + self.offset)

    def _span(self, start: int, end: int) -> Record:
        return {
            "start": start,
            "end": end,
            "text": self.text[start - self.offset : end - self.offset],
        }

    def _link(self, made: list[Record]) -> None:
        """Put the ids of changed and new records into the claims that contain them."""
        for claim in (record for record in made if record["kind"] == "claim"):
            for kind, name in (("figure", "figures"), ("date", "dates")):
                claim[name] = [
                    one["id"]
                    for one in made
                    if one["kind"] == kind
                    and (
                        _holds(claim, one)
                        if self.fresh & {claim["id"], one["id"]}
                        else one["id"] in claim[name]
                    )
                ]


_FIGURE: Record = {
    "measure": "count",
    **dict.fromkeys(("value", "low", "high", "unit", "modifier", "change", "per", "item")),
    "period": [],
    "confidence": None,
    "equivalent": None,
}
_DATE: Record = {
    "type": "date",
    "value": "XXXX",
    **dict.fromkeys(("low", "high", "modifier", "anchor", "confidence")),
}


def _valued(record: Record, fields: Mapping[str, str]) -> Record:
    """Return the record with the region's value and unit, if they differ."""
    for name in ("value", "unit"):
        given = fields.get(name)
        if given is None or name not in record or given == str(record[name]):
            continue
        record[name] = _number(given) if record["kind"] == "figure" and name == "value" else given
    return record


def _number(text: str) -> int | float | None:
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def _holds(claim: Record, record: Record) -> bool:
    return any(
        one["start"] <= record["start"] and record["end"] <= one["end"] for one in claim["segments"]
    )


def _form(segments: Iterable[Record], quotes: Iterable[Record]) -> str:
    quoted = sum(one["end"] - one["start"] for one in quotes)
    total = sum(one["end"] - one["start"] for one in segments)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= DIRECT_SHARE * total else "mixed"
