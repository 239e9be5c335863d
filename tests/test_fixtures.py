"""The gold is valid: offsets, references, and agreement with the annotations."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
GOLD = sorted((FIXTURES / "gold").glob("*.json"))
MARKS = "\"'“”‘’„«»‹›"


def load_annotate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("annotate", FIXTURES / "annotate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["annotate"] = module
    spec.loader.exec_module(module)
    return module


annotate = load_annotate()


def article(gold: dict[str, Any]) -> str:
    with (ROOT / str(gold["file"])).open(encoding="utf-8", newline="") as source:
        return source.read()


@pytest.fixture(params=GOLD, ids=lambda path: path.stem)
def gold(request: pytest.FixtureRequest) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(request.param.read_text("utf-8"))
    return loaded


def pieces(gold: dict[str, Any]) -> list[dict[str, Any]]:
    """Everything in the gold that has offsets and is a stretch of the text."""
    found = [*gold["figures"], *gold["dates"]]
    for claim in gold["claims"]:
        found += [*claim["segments"], *claim["quotes"]]
        found += [p for p in (claim["speaker"], claim["cue"]) if p and p["start"] is not None]
    return found


def test_there_are_enough_texts() -> None:
    files = [json.loads(path.read_text("utf-8"))["file"] for path in GOLD]
    assert len(set(files)) == len(files) >= 14
    assert sum(file.startswith("seeds/") for file in files) >= 2
    kept = {f"fixtures/texts/{path.name}" for path in (FIXTURES / "texts").iterdir()}
    assert kept <= set(files), "a text without gold"


def test_gold_is_what_the_annotations_say() -> None:
    built = annotate.build()
    assert sorted(built) == GOLD
    for path, content in built.items():
        assert path.read_text("utf-8") == content, f"{path.name} is stale; run fixtures/annotate.py"


def test_offsets_are_those_of_the_texts(gold: dict[str, Any]) -> None:
    text = article(gold)
    for piece in pieces(gold):
        assert text[piece["start"] : piece["end"]] == piece["text"]
        assert piece["text"] == piece["text"].strip() != ""
    for claim in gold["claims"]:
        assert claim["text"] == " ".join(segment["text"] for segment in claim["segments"])
        assert (claim["start"], claim["end"]) == (
            claim["segments"][0]["start"],
            claim["segments"][-1]["end"],
        )


def test_records_stand_in_reading_order(gold: dict[str, Any]) -> None:
    for kind in ("claims", "figures", "dates"):
        starts = [record["start"] for record in gold[kind]]
        assert starts == sorted(starts)
    for kind in ("figures", "dates"):
        for before, after in zip(gold[kind], gold[kind][1:], strict=False):
            assert before["end"] <= after["start"]
    for claim in gold["claims"]:
        ends = [at for segment in claim["segments"] for at in (segment["start"], segment["end"])]
        assert ends == sorted(ends)


def test_form_agrees_with_the_marks(gold: dict[str, Any]) -> None:
    text = article(gold)
    for claim in gold["claims"]:
        segments = [(s["start"], s["end"]) for s in claim["segments"]]
        quotes = [(q["start"], q["end"]) for q in claim["quotes"]]
        assert all(text[start - 1] in MARKS for start, _ in quotes)
        assert all(any(s <= q and r <= e for s, e in segments) for q, r in quotes)
        match claim["form"]:
            case "direct":
                assert quotes == segments
            case "mixed":
                assert quotes and quotes != segments
                assert all(text[end] in MARKS for _, end in quotes)
            case "indirect":
                assert not quotes
            case form:
                pytest.fail(f"unknown form {form}")


def test_speaker_and_cue_lie_outside_the_content(gold: dict[str, Any]) -> None:
    for claim in gold["claims"]:
        for piece in (claim["speaker"], claim["cue"]):
            if piece is None or piece["start"] is None:
                continue
            for segment in claim["segments"]:
                assert piece["end"] <= segment["start"] or segment["end"] <= piece["start"]
        speaker = claim["speaker"]
        if speaker is not None:
            assert speaker["kind"] in {"person", "organization", "group", None}
            assert speaker["resolved_by"] in {"name", "alias", "coreference", "carried", None}
            assert (speaker["resolved_by"] == "carried") is (speaker["text"] is None)


def test_figures_have_numbers_and_mutual_equivalents(gold: dict[str, Any]) -> None:
    figures = {figure["id"]: figure for figure in gold["figures"]}
    assert len(figures) == len(gold["figures"])
    for figure in gold["figures"]:
        value, low, high = figure["value"], figure["low"], figure["high"]
        assert all(n is None or type(n) in (int, float) for n in (value, low, high))
        if low is not None or high is not None:
            assert value is None
            assert low < high
        elif value is None:
            assert not re.search(r"\d", figure["text"])
        if figure["measure"] == "money" and not figure.get("doubtful"):
            assert re.fullmatch("[A-Z]{3}", figure["unit"])
        if figure["equivalent"] is not None:
            twin = figures[figure["equivalent"]]
            assert twin is not figure
            assert twin["equivalent"] == figure["id"]
            assert twin["unit"] != figure["unit"]


def test_dates_have_types_and_ordered_days(gold: dict[str, Any]) -> None:
    for record in gold["dates"]:
        assert record["type"] in {"date", "time", "duration", "set"}
        assert (record["low"] is None) is (record["high"] is None)
        assert record["low"] is None or record["low"] <= record["high"]
        if record["type"] == "duration":
            assert record["value"].startswith("P")


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2026-01-05TEV", "2026-01-05", "2026-01-05"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2020/2024", "2020-01-01", "2024-12-31"),
        ("199", "1990-01-01", "1999-12-31"),
        ("17", "1700-01-01", "1799-12-31"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
        ("2025-Q3", "2025-07-01", "2025-09-30"),
        ("1944-WI", "1944-12-01", "1945-02-28"),
        ("PRESENT_REF", None, None),
        ("XXXX-WXX-4", None, None),
    ],
)
def test_days_of_a_value(value: str, first: str | None, last: str | None) -> None:
    assert annotate.days(value) == (first, last)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("figure 7 goats; count 7 goat", "not found"),
        ("figure 14-point; count 14 point; roughly", "unknown note"),
        ("claim direct\n| We fish\nby [Nobody] {said/say}\nwho x name", "not found outside"),
        ("claim direct\n| We fish\nwho x name", "does not fit"),
        ("clam direct", "unknown line"),
    ],
)
def test_a_wrong_annotation_is_reported(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "wrong.ann"
    head = "file seeds/peace-force.txt\npublished -\nperson x = X; -; person\n"
    path.write_text(f"{head}{line}\n", encoding="utf-8")
    with pytest.raises(annotate.AnnotationError, match=problem):
        annotate.Annotation(path).gold()


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_seed_is_of_an_articles_length(path: Path) -> None:
    assert 300 <= len(path.read_text("utf-8").split()) <= 900


def test_seeds_come_in_all_shapes() -> None:
    texts = {path.stem: path.read_text("utf-8") for path in SEEDS}
    assert len(texts) >= 8
    assert "\n\n10 January 2026 20:31\n" in texts["defence-budget"]
    assert "\nPublished January 06,2026\n" in texts["peace-force"]
    assert texts["neighbours-commentary"].startswith(" date 2025-12-17 ")
    assert "\n\n" not in texts["assembly-speech"]
