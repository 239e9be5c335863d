"""brat standoff: a folder with a .txt and an .ann file per article, and the configuration.

https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claimx.export import Format, Names
from claimx.export.regions import CONTINUES, Region, Regions, of_article
from claimx.saved import SavedArticle

CONFIGURATION = """\
[entities]
Claim
Speaker
Cue
Figure
Date

[relations]
Speaker Arg1:Claim, Arg2:Speaker
Cue     Arg1:Claim, Arg2:Cue
<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Stance Arg:Claim, Value:asserts|denies|doubts|asks|wants
"""
# brat works by lines, so a line break ends a fragment.
BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def files(articles: Iterable[SavedArticle]) -> Iterator[tuple[str, bytes]]:
    """Yield each article's text and annotations, and the configuration for brat."""
    yield "annotation.conf", CONFIGURATION.encode()
    names = Names()
    for article in articles:
        name = names.new(article.doc)
        text, _ = article.body()
        lines = "".join(f"{line}\n" for line in standoff(text, of_article(article)))
        yield f"{name}.txt", text.encode()
        yield f"{name}.ann", lines.encode()


def standoff(text: str, found: Regions) -> Iterator[str]:
    """Yield the lines of the .ann file; a claim's segments are fragments of one annotation."""
    parts: dict[str, list[Region]] = {region.id: [region] for region in found.regions}
    for relation in found.relations:
        if relation.label == CONTINUES:
            parts[relation.head] += parts.pop(relation.child)
    keys = {key: f"T{number}" for number, key in enumerate(parts, 1)}
    for key, regions in parts.items():
        spans = [span for region in regions for span in _fragments(text, region)]
        places = ";".join(f"{start} {end}" for start, end in spans)
        words = " ".join(text[start:end] for start, end in spans).replace("\t", " ")
        yield f"{keys[key]}\t{regions[0].label.capitalize()} {places}\t{words}"
    kept = (one for one in found.relations if one.label != CONTINUES)
    for number, one in enumerate(kept, 1):
        label = one.label.capitalize()
        yield f"R{number}\t{label} Arg1:{keys[one.head]} Arg2:{keys[one.child]}"
    yield from _notes(parts, keys)


def _notes(parts: dict[str, list[Region]], keys: dict[str, str]) -> Iterator[str]:
    """Yield attributes (stances), and notes with names and values."""
    attributes = notes = 0
    for key, (region, *_) in parts.items():
        fields = dict(region.fields)
        stance = fields.pop("stance", None)
        if stance:
            attributes += 1
            yield f"A{attributes}\tStance {keys[key]} {stance}"
        if fields:
            notes += 1
            words = " ".join(" ".join(fields.values()).split())
            yield f"#{notes}\tAnnotatorNotes {keys[key]}\t{words}"


def _fragments(text: str, region: Region) -> Iterator[tuple[int, int]]:
    start = region.start
    for match in BREAKS.finditer(text, region.start, region.end):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < region.end:
        yield start, region.end


FORMAT = Format(files=files)
