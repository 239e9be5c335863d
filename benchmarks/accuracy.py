"""Measure the accuracy of claimx on the gold in `fixtures/`, and compare it with the floors.

    python benchmarks/accuracy.py                 print a table; exit 1 if a score is below a floor
    python benchmarks/accuracy.py --show          also list missed, wrong and extra records
    python benchmarks/accuracy.py --gold FILE     use records that a reviewer decided; no floors
    python benchmarks/accuracy.py --raise-floors  raise the floors to the scores; never lower one

Each measure has precision, recall and F1 over all gold articles:

claims      content paired with gold content at a word overlap (intersection over union) >= 0.5
speakers    those pairs whose speaker has the gold name
quoted      claims of form direct or mixed with the right speaker
figures     overlapping, with the gold value (or range) and unit
modifiers   those pairs whose modifier is right too
equivalents pairs of figures for the same sum
dates       overlapping, with the gold value
published   the article's date

Gold marked "doubtful" is not counted.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "fixtures" / "gold"
FLOORS = ROOT / "fixtures" / "floors.json"
WORD = re.compile(r"\w+")
# Floors are this much below the scores: another processor rounds differently, and so does a
# retrained model.
SLACK = 0.03

Record = dict[str, Any]


@dataclass
class Score:
    """The numbers of right, found and expected items."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def count(self, *, right: int, found: int, wanted: int) -> None:
        """Add the counts of an article."""
        self.right += right
        self.found += found
        self.wanted += wanted

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0


def predictions(paths: Iterable[Path]) -> dict[str, list[Record]]:
    """Return the records that claimx finds in each file, by path."""
    import claimx

    by_path: dict[str, list[Record]] = defaultdict(list)
    for record in claimx.extract(paths):
        by_path[record.doc].append(record.model_dump())
    return by_path


def measure(
    gold_folder: Path = GOLD, *, say: Callable[..., None] | None = None
) -> dict[str, Score]:
    """Return the scores over a folder's gold articles; `say` is called with each difference."""
    say = say or (lambda *_: None)
    gold = reviewed(gold_folder) if gold_folder.is_file() else written(gold_folder)
    articles = {path: article_of(path, content["file"]) for path, content in gold.items()}
    found = predictions(articles.values())
    scores: dict[str, Score] = defaultdict(Score)
    for path, content in gold.items():
        with articles[path].open(encoding="utf-8", newline="") as file:
            text = file.read()
        records = by_kind(found[str(articles[path])])
        name = path.stem
        published = records["document"][0]["published"] if records["document"] else None
        same_day = (published or "")[:10] == (content["published"] or "")[:10]
        scores["published"].count(right=same_day, found=1, wanted=1)
        if not same_day:
            say(name, "published", "wanted", content["published"], "found", published)
        score_claims(scores, text, content["claims"], records["claim"], name=name, say=say)
        score_figures(scores, content["figures"], records["figure"], name=name, say=say)
        score_dates(scores, content["dates"], records["date"], name=name, say=say)
    return dict(scores)


def written(folder: Path) -> dict[Path, Record]:
    """Return the gold of the JSON files of a folder."""
    return {
        path: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))
    }


def reviewed(path: Path) -> dict[Path, Record]:
    """Return the gold of a file that `claimx review apply --complete` wrote."""
    gold: dict[Path, Record] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        key = path.with_name(f"{record['doc'].replace('/', '_')}.json")
        if record["kind"] == "document":
            gold[key] = {"file": record["doc"], "published": record["published"]}
            gold[key] |= {name: [] for name in ("claims", "figures", "dates")}
        elif f"{record['kind']}s" in gold[key]:
            gold[key][f"{record['kind']}s"].append(record)
    return gold


def article_of(gold_path: Path, file: str) -> Path:
    """Return the path of a gold file's article: beside it, in the fixtures or in the seeds."""
    folders = (
        gold_path.parent,
        gold_path.parent.parent,
        ROOT / "fixtures" / "texts",
        ROOT / "seeds",
        ROOT,
    )
    for folder in folders:
        if (folder / file).is_file():
            return folder / file
    raise FileNotFoundError(f"{gold_path}: its article {file} is not there")


def by_kind(records: Iterable[Record]) -> dict[str, list[Record]]:
    kinds: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        kinds[record["kind"]].append(record)
    return kinds


def score_claims(
    scores: dict[str, Score],
    text: str,
    gold: list[Record],
    found: list[Record],
    *,
    name: str,
    say: Callable[..., None],
) -> None:
    spans = [match.span() for match in WORD.finditer(text)]
    wanted_words = [words_inside(spans, claim["segments"]) for claim in gold]
    found_words = [words_inside(spans, claim["segments"]) for claim in found]
    pairs = pair_by_overlap(wanted_words, found_words)
    doubtful = {i for i, claim in enumerate(gold) if claim.get("doubtful")}
    ignored = {j for i, j in pairs if i in doubtful}
    pairs = [(i, j) for i, j in pairs if i not in doubtful]
    right = [(i, j) for i, j in pairs if same_speaker(gold[i], found[j])]
    sizes = {"found": len(found) - len(ignored), "wanted": len(gold) - len(doubtful)}
    scores["claims"].count(right=len(pairs), **sizes)
    scores["speakers"].count(right=len(right), **sizes)
    quoted = {i for i, claim in enumerate(gold) if claim["form"] != "indirect"} - doubtful
    quoted_found = {j for j, claim in enumerate(found) if claim["form"] != "indirect"} - ignored
    scores["quoted"].count(
        right=sum(i in quoted for i, _ in right), found=len(quoted_found), wanted=len(quoted)
    )
    paired = {i for i, _ in pairs}
    for i, claim in enumerate(gold):
        if i not in paired and i not in doubtful:
            say(name, "claim missed", claim["form"], claim["text"][:80])
    paired_found = {j for _, j in pairs} | ignored
    for j, claim in enumerate(found):
        if j not in paired_found:
            say(name, "claim extra", claim["rule"], claim["text"][:80])
    for i, j in pairs:
        if (i, j) not in right:
            say(name, "speaker", "wanted", speaker_name(gold[i]), "found", speaker_name(found[j]))


def score_figures(
    scores: dict[str, Score],
    gold: list[Record],
    found: list[Record],
    *,
    name: str,
    say: Callable[..., None],
) -> None:
    right, sizes = matched(gold, found, same_figure, kind="figure", name=name, say=say)
    scores["figures"].count(right=len(right), **sizes)
    modifiers = [(g, f) for g, f in right if g["modifier"] == f["modifier"]]
    scores["modifiers"].count(right=len(modifiers), **sizes)
    for g, f in right:
        if g["modifier"] != f["modifier"]:
            say(name, "modifier", f["text"], "wanted", g["modifier"], "found", f["modifier"])
    twin = {f["id"]: g["id"] for g, f in right}
    scores["equivalents"].count(
        right=sum(
            bool(g["equivalent"]) and twin.get(f["equivalent"]) == g["equivalent"] for g, f in right
        ),
        found=sum(bool(f["equivalent"]) for f in found),
        wanted=sum(bool(g["equivalent"]) for g in gold),
    )


def score_dates(
    scores: dict[str, Score],
    gold: list[Record],
    found: list[Record],
    *,
    name: str,
    say: Callable[..., None],
) -> None:
    right, sizes = matched(gold, found, same_date, kind="date", name=name, say=say)
    scores["dates"].count(right=len(right), **sizes)


def matched(
    gold: list[Record],
    found: list[Record],
    same: Callable[[Record, Record], bool],
    *,
    kind: str,
    name: str,
    say: Callable[..., None],
) -> tuple[list[tuple[Record, Record]], dict[str, int]]:
    """Return the overlapping pairs with the same value, and the counts of `Score`."""
    overlaps = sorted(
        (-(min(g["end"], f["end"]) - max(g["start"], f["start"])), i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if g["start"] < f["end"] and f["start"] < g["end"]
    )
    partner: dict[int, int] = {}
    for _, i, j in overlaps:
        if i not in partner and j not in partner.values():
            partner[i] = j
    doubtful = {i for i, g in enumerate(gold) if g.get("doubtful")}
    right = []
    for i, g in enumerate(gold):
        if i in doubtful:
            continue
        if i not in partner:
            say(name, kind, "missed", g["text"])
        elif same(g, found[partner[i]]):
            right.append((g, found[partner[i]]))
        else:
            say(name, kind, "wrong", g["text"], values_of(g), "found", values_of(found[partner[i]]))
    for j, f in enumerate(found):
        if j not in partner.values():
            say(name, kind, "extra", f["text"], values_of(f))
    return right, {
        "found": len(found) - sum(i in partner for i in doubtful),
        "wanted": len(gold) - len(doubtful),
    }


def values_of(record: Record) -> Record:
    return {
        key: record.get(key)
        for key in ("value", "low", "high", "unit")
        if record.get(key) is not None
    }


def same_figure(gold: Record, found: Record) -> bool:
    skipped = set(gold.get("doubtful_fields", ()))
    numbers = all(
        same_number(gold.get(key), found.get(key))
        for key in ("value", "low", "high")
        if key not in skipped
    )
    return numbers and ("unit" in skipped or head_noun(gold["unit"]) == head_noun(found["unit"]))


def head_noun(unit: str | None) -> str | None:
    """Return the head of what is counted ("station" of "radio station"), or None."""
    return unit and unit.replace("-", " ").split()[-1]


def same_number(gold: float | None, found: float | None) -> bool:
    if gold is None or found is None:
        return gold is found
    wanted = Decimal(str(gold))
    return abs(wanted - Decimal(str(found))) <= abs(wanted) * Decimal("1e-9")


def same_date(gold: Record, found: Record) -> bool:
    if "value" in gold.get("doubtful_fields", ()):
        return True
    return found["value"] in (gold["value"], *gold.get("value_alt", ()))


def same_speaker(gold: Record, found: Record) -> bool:
    if "speaker" in gold.get("doubtful_fields", ()):
        return True
    wanted, named = plain(speaker_name(gold)), plain(speaker_name(found))
    if gold["speaker"] and gold["speaker"]["kind"] == "group" and not wanted:
        # "officials" have no name other than this word.
        return set(named) <= set(plain(gold["speaker"]["text"]))
    return wanted == named


def speaker_name(claim: Record) -> str | None:
    return claim["speaker"] and claim["speaker"]["name"]


def plain(name: str | None) -> list[str]:
    """Return a name's words without case, accents and a leading "the"."""
    folded = unicodedata.normalize("NFKD", name or "").casefold()
    words = WORD.findall("".join(c for c in folded if not unicodedata.combining(c)))
    return words[1:] if words[:1] == ["the"] else words


def words_inside(spans: list[tuple[int, int]], segments: list[Record]) -> frozenset[int]:
    return frozenset(
        i
        for i, (start, end) in enumerate(spans)
        if any(segment["start"] <= start and end <= segment["end"] for segment in segments)
    )


def pair_by_overlap(
    gold: list[frozenset[int]], found: list[frozenset[int]], *, least: float = 0.5
) -> list[tuple[int, int]]:
    """Return one-to-one pairs, chosen greedily from the best overlap on."""
    ranked = sorted(
        (-len(g & f) / len(g | f), i, j)
        for i, g in enumerate(gold)
        for j, f in enumerate(found)
        if g & f
    )
    pairs: list[tuple[int, int]] = []
    for overlap, i, j in ranked:
        if -overlap >= least and all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def table(scores: dict[str, Score], floors: dict[str, float]) -> Iterator[str]:
    yield f"{'':12} {'P':>6} {'R':>6} {'F1':>6} {'floor':>6}   right/found/wanted"
    for name, score in scores.items():
        yield (
            f"{name:12} {score.precision:6.3f} {score.recall:6.3f} {score.f1:6.3f}"
            f" {floors.get(name, 0):6.3f}   {score.right}/{score.found}/{score.wanted}"
        )


def read_floors() -> dict[str, float]:
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def raised(floors: dict[str, float], scores: dict[str, Score]) -> dict[str, float]:
    """Return the floors raised to the scores minus the slack; no floor is lowered."""
    return {
        name: max(floors.get(name, 0.0), round(score.f1 - SLACK, 3))
        for name, score in scores.items()
    }


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, default=GOLD, help="reviewed records, or a folder")
    parser.add_argument("--show", action="store_true", help="list the differences from the gold")
    parser.add_argument(
        "--raise-floors", action="store_true", help="raise the floors to the scores"
    )
    options = parser.parse_args()
    scores = measure(options.gold, say=print if options.show else None)
    floors = read_floors() if FLOORS.exists() and options.gold == GOLD else {}
    print(*table(scores, floors), sep="\n")
    if options.raise_floors:
        FLOORS.write_text(json.dumps(raised(floors, scores), indent=2) + "\n", encoding="utf-8")
    under = [name for name, floor in floors.items() if scores[name].f1 < floor]
    if under:
        print("below the floor:", ", ".join(under), file=sys.stderr)
    return 1 if under else 0


if __name__ == "__main__":
    raise SystemExit(main())
