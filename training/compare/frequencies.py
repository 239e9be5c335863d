"""Count how many news articles contain each word, for `src/claimx/data/en/frequencies.json`.

python -m training.compare.frequencies ARTICLES.txt|ARTICLES.jsonl|FOLDER...
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from claimx.compare.words import content

TARGET = Path(__file__).parents[2] / "src/claimx/data/en/frequencies.json"
# Words in fewer articles than this are left out.
FEWEST = 8


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of a JSON Lines file, a text file, or all text files in a folder."""
    if path.is_dir():
        for file in sorted(path.rglob("*.txt")):
            yield file.read_text(encoding="utf-8", errors="replace")
    elif path.suffix == ".jsonl":
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]
    else:
        yield path.read_text(encoding="utf-8")


def main() -> None:
    seen, documents = Counter[str](), 0
    for path in map(Path, sys.argv[1:]):
        for text in texts(path):
            seen.update(set(content(text)))
            documents += 1
    words = {word: count for word, count in sorted(seen.items()) if count >= FEWEST}
    made = {
        "$comment": "Stems and in how many of the news articles they stand; "
        "made by training/compare/frequencies.py.",
        "documents": documents,
        "words": words,
    }
    TARGET.write_text(json.dumps(made, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{documents} articles, {len(words)} words")


if __name__ == "__main__":
    main()
