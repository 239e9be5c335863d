"""schema.org ClaimReview: a skeleton for each claim that can be checked, without a rating.

https://schema.org/ClaimReview
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from claimx.export import Format
from claimx.saved import Record, SavedArticle

# A question or a wish is neither true nor false.
UNCHECKABLE = ("asks", "wants")
TYPES = {"person": "Person", "organization": "Organization", "group": "Organization"}


def parts(articles: Iterable[SavedArticle]) -> Iterator[bytes]:
    """Yield a JSON array of ClaimReview objects."""
    before = b"[\n"
    for article in articles:
        for record in article.records:
            if record["kind"] == "claim" and record["stance"] not in UNCHECKABLE:
                text = json.dumps(skeleton(record, article.document), ensure_ascii=False)
                yield before + text.encode()
                before = b",\n"
    yield b"\n]\n" if before == b",\n" else b"[]\n"


def skeleton(claim: Record, document: Record) -> dict[str, Any]:
    """Return the claim's review: what was said, by whom, when and where; no verdict."""
    # If the source denies or doubts it, the content alone would say the opposite.
    is_asserted = claim["stance"] in (None, "asserts")
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "identifier": claim["id"],
        "url": "",
        "datePublished": "",
        "author": {"@type": "Organization", "name": "", "url": ""},
        "claimReviewed": claim["text"] if is_asserted else claim["context"] or claim["text"],
        "itemReviewed": _filled(
            {
                "@type": "Claim",
                "author": _author(claim["speaker"]),
                "datePublished": claim["said"] or document["published"],
                "appearance": _filled(
                    {
                        "@type": "CreativeWork",
                        "url": document["url"],
                        "name": document["title"] or document["doc"],
                        "datePublished": document["published"],
                        "publisher": document["site"]
                        and {"@type": "Organization", "name": document["site"]},
                    }
                ),
            }
        ),
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": "",
            "bestRating": "",
            "worstRating": "",
            "alternateName": "",
        },
    }


def _author(speaker: Record | None) -> dict[str, Any] | None:
    if speaker is None:
        return None
    type = TYPES.get(speaker["kind"] or "", "Thing")
    title = speaker["role"] if type == "Person" else None
    return _filled({"@type": type, "name": speaker["name"] or speaker["text"], "jobTitle": title})


def _filled(value: dict[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in value.items() if part}


FORMAT = Format(parts=parts)
