"""The page to read and review records: a single file that needs no server and no network.

`page` returns the HTML for some articles, and `index` a page with links to other pages.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

from claimx.saved import Record, SavedArticle
from claimx.text.wrapping import is_wrapped

# Nothing is loaded, and only the page's own script runs: articles are untrusted text.
POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
# The page leaves out fields that it can cut from the article's text.
LEFT_OUT = frozenset({"doc", "text", "context", "sentence"})
DOCUMENT = ("id", "doc", "title", "published", "url", "site", "author", "language", "sha256")
# In a script element "<" could end it; the others end a line of script in old browsers.
ESCAPES = {"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page(
    articles: Iterable[SavedArticle], *, title: str = "Review", across: Record | None = None
) -> str:
    """Return the page of these articles; InputError if one has no text.

    `across` is what the articles have in common (see `report.across`).
    """
    data = {"title": title, "articles": list(map(_article, articles)), "across": across}
    style, script = _source("page.css"), _source("page.js")
    return Template(_source("page.html")).substitute(
        title=html.escape(title),
        policy=POLICY.format(script=_hash(script), style=_hash(style)),
        style=style,
        script=script,
        data=_json(data),
    )


def index(
    pages: Sequence[tuple[str, Sequence[Record]]],
    *,
    title: str = "Review",
    across: str | None = None,
) -> str:
    """Return a page that links to the articles of other pages: file names with documents.

    `across` is the file name of the page with what the articles have in common.
    """
    style = _source("page.css")
    rows = "\n".join(_row(name, document) for name, some in pages for document in some)
    return Template(_source("index.html")).substitute(
        title=html.escape(title),
        policy=f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'",
        style=style,
        rows=rows,
        count=sum(len(some) for _, some in pages),
        across="" if across is None else f'<a href="{html.escape(across)}">Across articles</a>',
    )


def _row(name: str, document: Record) -> str:
    cells = "".join(f"<td>{document[kind]}</td>" for kind in ("claims", "figures", "dates"))
    target = html.escape(f"{name}#{document['id']}", quote=True)
    heading = html.escape(document["title"] or document["doc"])
    published = html.escape(document["published"] or "")
    return f'<tr><td><a href="{target}">{heading}</a></td><td>{published}</td>{cells}</tr>'


def _article(article: SavedArticle) -> dict[str, Any]:
    """Return the data of an article that the page needs."""
    text, offset = article.body()
    return {
        **{name: article.document[name] for name in DOCUMENT if article.document[name]},
        "offset": offset,
        "text": text,
        "wrapped": is_wrapped(text),
        "records": [_compact(record) for record in article.records if record["kind"] != "sentence"],
    }


def _compact(value: Any) -> Any:
    """Return the value without nulls, empty lists and copies of the article's text."""
    if isinstance(value, list):
        return [_compact(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _compact(part)
        for name, part in value.items()
        if part not in (None, []) and (name not in LEFT_OUT or "start" not in value)
    }


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character, escape in ESCAPES.items():
        text = text.replace(character, escape)
    return text


@cache
def _source(name: str) -> str:
    return files("claimx.report").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
