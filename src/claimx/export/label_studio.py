"""Label Studio: tasks with the records as predictions, and corrected records back.

https://labelstud.io/guide/tasks. The labelling configuration is label_studio.xml in this folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from claimx.errors import InputError
from claimx.export import Format
from claimx.export.regions import Region, Regions, Relation, of_article, records_of
from claimx.records import SCHEMA_VERSION
from claimx.saved import SavedArticle, of_records

Result = dict[str, Any]

# The control and its type, for each field that can be corrected.
CONTROLS = {"stance": "choices", "name": "textarea", "value": "textarea", "unit": "textarea"}


def parts(articles: Iterable[SavedArticle]) -> Iterator[bytes]:
    """Yield a JSON array of tasks."""
    before = b"[\n"
    for article in articles:
        yield before + json.dumps(task(article), ensure_ascii=False).encode()
        before = b",\n"
    yield b"\n]\n" if before == b",\n" else b"[]\n"


def task(article: SavedArticle) -> dict[str, Any]:
    """Return the article's task, which includes the records, so that nothing is lost."""
    text, offset = article.body()
    data = {
        "text": text,
        "title": article.document["title"] or article.doc,
        "claimx": {"offset": offset, "records": article.all()},
    }
    result = list(_results(of_article(article), text))
    return {
        "data": data,
        "predictions": [{"model_version": f"claimx records {SCHEMA_VERSION}", "result": result}],
    }


def _results(found: Regions, text: str) -> Iterator[Result]:
    for region in found.regions:
        span = {"start": region.start, "end": region.end, "text": text[region.start : region.end]}
        common = {"id": region.id, "to_name": "text"}
        yield {
            **common,
            "from_name": "label",
            "type": "labels",
            "value": {**span, "labels": [region.label]},
        }
        for name, value in region.fields.items():
            type = CONTROLS[name]
            content = {"choices": [value]} if type == "choices" else {"text": [value]}
            yield {**common, "from_name": name, "type": type, "value": {**span, **content}}
    for one in found.relations:
        yield {
            "type": "relation",
            "from_id": one.head,
            "to_id": one.child,
            "direction": "right",
            "labels": [one.label],
        }


def read(stream: IO[bytes]) -> Iterator[list[dict[str, Any]]]:
    """Yield each task's records as corrected by its annotation, if it has one."""
    try:
        tasks = json.load(stream)
        for one in tasks:
            article = of_records(one["data"]["claimx"]["records"])
            yield records_of(article, _regions(_chosen(one), article))
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"not an export of Label Studio ({type(error).__name__}: {error})",
            remedy="export as JSON the tasks that claimx made",
        ) from error


def _chosen(task: dict[str, Any]) -> list[Result]:
    """Return the latest annotation that was not cancelled, or else the prediction."""
    made = [one for one in task.get("annotations") or [] if not one.get("was_cancelled")]
    made.sort(key=lambda one: one.get("updated_at") or "")
    results: list[Result] = (made or task["predictions"])[-1]["result"]
    return results


def _regions(results: list[Result], article: SavedArticle) -> Regions:
    text, _ = article.body()
    fields: dict[str, dict[str, str]] = {}
    for one in results:
        if one["type"] in ("choices", "textarea") and one["value"].get(_content(one)):
            given = fields.setdefault(one["id"], {})
            given[one["from_name"]] = str(one["value"][_content(one)][0])
    found = Regions()
    for one in results:
        if one["type"] == "labels":
            value = one["value"]
            region = Region(
                one["id"],
                value["labels"][0],
                value["start"],
                value["end"],
                fields.get(one["id"], {}),
            )
            _check(region, value.get("text"), text, doc=article.doc)
            found.regions.append(region)
        elif one["type"] == "relation":
            found.relations += [
                Relation(label, one["from_id"], one["to_id"]) for label in one.get("labels") or []
            ]
    return found


def _content(result: Result) -> str:
    return "choices" if result["type"] == "choices" else "text"


def _check(region: Region, words: Any, text: str, *, doc: str) -> None:
    """Raise InputError if the region's words are not those at its offsets."""
    stands = text[region.start : region.end]
    if isinstance(words, str) and words.split() != stands.split():
        raise InputError(
            f"a region's offsets do not fit its text ({words!r}, but {stands!r})", path=doc
        )


FORMAT = Format(parts=parts)
