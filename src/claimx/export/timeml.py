"""TimeML: an XML file per article, with its dates as TIMEX3 elements in the text.

https://timeml.github.io/site/publications/timeMLdocs/timeml_1.2.1.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from claimx.export import Format, Names
from claimx.saved import Record, SavedArticle

MODIFIERS = {
    "start": "START",
    "mid": "MID",
    "end": "END",
    "about": "APPROX",
    "before": "BEFORE",
    "after": "AFTER",
    "more_than": "MORE_THAN",
    "less_than": "LESS_THAN",
}
# Characters that are not allowed in XML: https://www.w3.org/TR/xml/#charsets
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PUBLISHED = "t0"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n'


def files(articles: Iterable[SavedArticle]) -> Iterator[tuple[str, bytes]]:
    """Yield each article's file."""
    names = Names()
    for article in articles:
        yield f"{names.new(article.doc)}.tml", document(article).encode()


def document(article: SavedArticle) -> str:
    """Return the article as TimeML."""
    title, published = article.document["title"], article.document["published"]
    head = f"<DOCID>{_text(article.doc)}</DOCID>\n"
    if published:
        head += f"<DCT>{_timex(PUBLISHED, 'DATE', published, published, _CREATION)}</DCT>\n"
    if title:
        head += f"<TITLE>{_text(title)}</TITLE>\n"
    inline = "".join(_inline(article))
    return f"{HEAD}{head}<TEXT>{inline}</TEXT>\n</TimeML>\n"


_CREATION = {"temporalFunction": "false", "functionInDocument": "CREATION_TIME"}


def _inline(article: SavedArticle) -> Iterator[str]:
    text, offset = article.body()
    place = 0
    dates = [record for record in article.records if record["kind"] == "date"]
    for number, date in enumerate(dates, 1):
        start, end = date["start"] - offset, date["end"] - offset
        if start < place:
            continue  # inside the one before: TIMEX3 elements do not nest
        yield _text(text[place:start])
        attributes = _attributes(date, article.document["published"])
        yield _timex(f"t{number}", date["type"].upper(), date["value"], text[start:end], attributes)
        place = end
    yield _text(text[place:])


def _attributes(date: Record, published: str | None) -> dict[str, str]:
    made = {"temporalFunction": "true" if date["anchor"] else "false"}
    if date["modifier"]:
        made["mod"] = MODIFIERS[date["modifier"]]
    if date["anchor"] and published and date["anchor"] == published[:10]:
        made["anchorTimeID"] = PUBLISHED
    return made


def _timex(key: str, type: str, value: str, text: str, more: dict[str, str]) -> str:
    given = {"tid": key, "type": type, "value": value, **more}
    attributes = "".join(f" {name}={quoteattr(part)}" for name, part in given.items())
    return f"<TIMEX3{attributes}>{_text(text)}</TIMEX3>"


def _text(text: str) -> str:
    # A carriage return would be read as a line feed.
    return escape(ILLEGAL.sub("\ufffd", text), {"\r": "&#13;"})


FORMAT = Format(files=files)
