"""The annotated articles of the news pool: our labels laid over the texts, which are not ours.

python -m training.pool --data ../shared/data --out FOLDER

`training/labels/pool.json` holds offsets and labels only. With `news/pool.jsonl` beside it, this
writes FOLDER/articles/ID.txt and FOLDER/gold/ID.json, in the form of `news/tune`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LABELS = Path(__file__).parent / "labels" / "pool.json"
Gold = dict[str, Any]


def articles(data: Path) -> Iterator[tuple[str, str, Gold]]:
    """Yield (id, text, gold) of each annotated article; one whose text has changed is left out."""
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    with (data / "news" / "pool.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            label = labels.get(row["id"])
            if label and label["sha256"] == digest(row["text"]):
                yield row["id"], row["text"], gold(row, label["claims"])


def digest(text: str) -> str:
    """The first 16 hex digits of the text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def gold(row: dict[str, Any], claims: list[dict[str, Any]]) -> Gold:
    """The labels with the texts that they stand for."""
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
    options = parser.parse_args()
    for folder in ("articles", "gold"):
        (options.out / folder).mkdir(parents=True, exist_ok=True)
    for key, text, made in articles(options.data):
        (options.out / "articles" / f"{key}.txt").write_text(text, encoding="utf-8", newline="")
        path = options.out / "gold" / f"{key}.json"
        path.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
