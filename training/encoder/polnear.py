"""The PolNeAR corpus in brat standoff."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

Span = tuple[int, int]
ROLES = ("Content", "Source", "Cue")
WORD = re.compile(r"\w+")
# Annotators disagree about these at the ends of spans. They keep quotation marks and brackets.
LOOSE = frozenset(".,;:\xa0…")


def read_ann(path: Path) -> list[dict[str, list[Span]]]:
    """Return the attributions of a file: by role, the offsets of its pieces."""
    spans: dict[str, list[Span]] = {}
    events: list[dict[str, list[Span]]] = []
    # Not splitlines: texts contain other line separators, which the standoff repeats.
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("T") and line.count("\t") > 1:
            key, body = line.split("\t")[:2]
            spans[key] = [
                (int(start), int(end))
                for start, end in (part.split() for part in body.split(" ", 1)[1].split(";"))
            ]
        elif line.startswith("E") and "\t" in line:
            roles: dict[str, list[Span]] = defaultdict(list)
            for argument in line.split("\t")[1].split():
                role, key = argument.split(":")
                roles[role.rstrip("0123456789")].extend(spans.get(key, []))
            events.append(roles)
    return [event for event in events if event.get("Content")]


def read_articles(
    folder: Path,
) -> Iterator[tuple[str, str, list[list[dict[str, list[Span]]]]]]:
    """Yield (name, text, attributions by each annotator, in the order of their names)."""
    for path in sorted((folder / "text").glob("*.txt")):
        files = sorted(
            file
            for file in (folder / "attributions").iterdir()
            if file.stem[:-5] == path.stem and re.fullmatch(r"_\w{4}", file.stem[-5:])
        )
        if files:
            with path.open(encoding="utf-8", newline="") as file:
                yield path.stem, file.read(), [read_ann(ann) for ann in files]


def gold_ranges(text: str, events: list[dict[str, list[Span]]]) -> set[tuple[int, int, int]]:
    """Return (role, first word, past the last word) of each piece, to judge exact matches by."""
    words = [match.span() for match in WORD.finditer(text)]
    found = set()
    for event in events:
        for role, name in enumerate(ROLES):
            for start, end in event.get(name, ()):
                inside = [i for i, (s, e) in enumerate(words) if start <= s and e <= end]
                if inside:
                    found.add((role, inside[0], inside[-1] + 1))
    return found
