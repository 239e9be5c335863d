"""Write the annotated articles of the news pool: our labels, joined with texts that are not ours.

python -m training.pool --data ../shared/data --out FOLDER [--labels worldwide.json]

`training/labels/pool.json` has only offsets and labels, for articles in `news/pool.jsonl`, and
`worldwide.json` those for articles in `ner/worldwide`. Writes FOLDER/articles/ID.txt and
FOLDER/gold/ID.json, in the form of `news/tune`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LABELS = Path(__file__).parent / "labels"
FILES = ("pool.json", "worldwide.json")
Gold = dict[str, Any]


def articles(data: Path, *files: str) -> Iterator[tuple[str, str, Gold]]:
    """Yield (id, text, gold) of each annotated article of these label files; by default of all.

    An article whose text has changed is left out.
    """
    labels = {}
    for name in files or FILES:
        labels |= json.loads((LABELS / name).read_text(encoding="utf-8"))
    for row in rows(data):
        label = labels.get(row["id"])
        if label and label["sha256"] == digest(row["text"]):
            yield row["id"], row["text"], gold(row, label["claims"])


def rows(data: Path) -> Iterator[dict[str, Any]]:
    """Yield all articles that could have labels: `id`, `text`, and `date` and `title` if known."""
    with (data / "news" / "pool.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)
    for path in sorted((data / "ner" / "worldwide" / "articles").glob("*.txt")):
        text = path.read_text(encoding="utf-8")  # line ends as "\n"
        yield {"id": path.stem, "text": text, "date": None, "title": None}


def digest(text: str) -> str:
    """Return the first 16 hex digits of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def gold(row: dict[str, Any], claims: list[dict[str, Any]]) -> Gold:
    """Return the labels with the texts that they point to."""
    text = row["text"]

    def piece(span: list[int] | None) -> dict[str, Any] | None:
        return span and {"text": text[span[0] : span[1]], "start": span[0], "end": span[1]}

    def worded(span: list[int] | None) -> str | None:
        return span and text[span[0] : span[1]]

    made = []
    for number, claim in enumerate(claims):
        segments = [piece(span) for span in claim["segments"]]
        speaker = claim["speaker"] and {
            **(piece(claim["speaker"]["span"]) or {"text": None, "start": None, "end": None}),
            "name": worded(claim["speaker"]["name"]),
            "role": worded(claim["speaker"]["role"]),
            "kind": claim["speaker"]["kind"],
        }
        made.append(
            {
                "id": f"c{number:02d}",
                "form": claim["form"],
                "segments": segments,
                "start": claim["segments"][0][0],
                "end": claim["segments"][-1][1],
                "text": " ".join(segment["text"] for segment in segments if segment),
                "speaker": speaker,
                "cue": piece(claim["cue"]),
                "stance": claim["stance"],
                **({"doubtful": True} if claim.get("doubtful") else {}),
            }
        )
    return {
        "file": f"{row['id']}.txt",
        "published": row["date"],
        "title": row["title"],
        "claims": made,
        "figures": [],
        "dates": [],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--labels", nargs="+", default=FILES, choices=FILES)
    options = parser.parse_args()
    for folder in ("articles", "gold"):
        (options.out / folder).mkdir(parents=True, exist_ok=True)
    for key, text, made in articles(options.data, *options.labels):
        (options.out / "articles" / f"{key}.txt").write_text(text, encoding="utf-8", newline="")
        path = options.out / "gold" / f"{key}.json"
        path.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
