"""W3C Web Annotation: an AnnotationCollection in JSON-LD, with an annotation per record.

https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any
from urllib.parse import quote

from claimx.export import Format
from claimx.records import SCHEMA_VERSION
from claimx.saved import Record, SavedArticle

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# How many characters a selector quotes around the text, so that it is found in a changed page.
AROUND = 32
LEFT_OUT = ("kind", "id", "doc", "start", "end", "text", "sentence", "context", "segments")


def parts(articles: Iterable[SavedArticle]) -> Iterator[bytes]:
    """Yield the collection, with all annotations in one page."""
    head = {"@context": CONTEXT, "id": "urn:claimx:annotations", "type": "AnnotationCollection"}
    yield (_json(head)[:-1] + ', "first": {"id": "urn:claimx:annotations:1", ').encode()
    yield b'"type": "AnnotationPage", "startIndex": 0, "items": [\n'
    numbers = count()
    for article in articles:
        for record in article.records:
            if record["kind"] != "sentence":
                before = ",\n" if next(numbers) else ""
                yield (before + _json(annotation(record, article))).encode()
    yield f'\n]}}, "total": {next(numbers)}}}\n'.encode()


def annotation(record: Record, article: SavedArticle) -> dict[str, Any]:
    """Return the record's annotation; a claim with several segments has several targets."""
    targets = [_target(piece, article) for piece in record.get("segments") or [record]]
    return {
        "id": f"urn:claimx:{record['id']}",
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"type": "Software", "name": f"claimx records {SCHEMA_VERSION}"},
        "body": [
            *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in _tags(record)),
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "application/json",
                "value": _json({k: v for k, v in record.items() if k not in LEFT_OUT}),
            },
        ],
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _tags(record: Record) -> Iterator[str]:
    yield record["kind"]
    speaker = record.get("speaker")
    for tag in (record.get("stance"), record.get("unit"), speaker and speaker["name"]):
        if tag:
            yield tag


def _target(piece: Record, article: SavedArticle) -> dict[str, Any]:
    body, offset = article.body()
    start, end = piece["start"] - offset, piece["end"] - offset
    return {
        "source": article.document["url"] or quote(article.doc, safe="/#:?=&"),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": piece["text"],
                "prefix": body[max(0, start - AROUND) : start],
                "suffix": body[end : end + AROUND],
            },
            {"type": "TextPositionSelector", "start": piece["start"], "end": piece["end"]},
        ],
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


FORMAT = Format(parts=parts)
