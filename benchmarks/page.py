"""Measure the size of the review page, and how fast a browser opens and scrolls it.

    python benchmarks/page.py RECORDS [--articles 500]

Repeats the articles of a file of records until there are that many. Needs playwright and Chromium
(the extra browser-test). Times are medians of five loads from file://.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from browser import launched

from claimx import report, saved

LOADS = 5
# The time until the first article and its cards are drawn, measured in the page.
READY = "() => performance.now()"
SCROLL = """async () => {
  const pane = document.getElementById('text');
  let worst = 0, before = performance.now();
  for (let step = 0; step < 120; step += 1) {
    pane.scrollTop += 60;
    document.getElementById('records').scrollTop += 60;
    await new Promise(requestAnimationFrame);
    worst = Math.max(worst, performance.now() - before);
    before = performance.now();
  }
  return worst;
}"""


def renamed(article: saved.SavedArticle, number: int) -> saved.SavedArticle:
    """Return the article under another name and with other ids."""
    text = json.dumps(article.all())
    for record in article.all():
        text = text.replace(record["id"], f"{int(record['id'], 16) ^ number:016x}")
    document, *others = json.loads(text)
    return replace(article, document=document, records=others)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records")
    parser.add_argument("--articles", type=int, default=500)
    options = parser.parse_args()
    repeated = islice(cycle(list(saved.read(options.records))), options.articles)
    articles = [renamed(article, number) for number, article in enumerate(repeated)]
    html = report.page(articles)
    given = sum(
        len(json.dumps(one, ensure_ascii=False).encode()) for a in articles for one in a.all()
    )
    words = sum(article.document["words"] for article in articles)
    records = sum(len(article.records) for article in articles)
    print(f"{len(articles):,} articles, {words:,} words, {records:,} records")
    print(f"page {len(html.encode()) / 1e6:.1f} MB, texts and records {given / 1e6:.1f} MB")
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        path = Path(folder) / "review.html"
        path.write_text(html, encoding="utf-8")
        for fragment in ("", "#overview"):
            times, frames = [], []
            for _ in range(LOADS):
                tab = browser.new_page(viewport={"width": 1400, "height": 900})
                tab.goto(path.as_uri() + fragment)
                times.append(tab.evaluate(READY))
                frames.append(tab.evaluate(SCROLL))
                tab.close()
            print(
                f"{fragment or 'first article'}: {median(times):.0f} ms to open, "
                f"longest frame while scrolling {median(frames):.0f} ms"
            )


if __name__ == "__main__":
    main()
