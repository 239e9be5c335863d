"""Write docs/review-light.png, -dark.png and -phone.png: the review page of the articles in seeds/.

    PYTHONPATH=benchmarks python tools/screenshots.py

Needs playwright and Chromium: the extra browser-test.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from browser import launched

from claimx import report, saved
from claimx.reader import read
from claimx.run import pipeline
from claimx.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

DOCS = ROOT / "docs"
ARTICLE = "Deputies clash"
SIZES = {"light": (1400, 880), "dark": (1400, 880), "phone": (390, 844)}


def articles() -> list[saved.SavedArticle]:
    """Return the records of the articles in seeds/."""
    settings = Settings(text=True)
    inputs = read([str(ROOT / "seeds")], settings=settings)
    found = pipeline.extract(inputs, pipeline.load(), settings=settings)
    made = [saved.of_records(one) for one in found if isinstance(one, list)]
    for article in made:
        article.document["doc"] = str(Path(article.doc).relative_to(ROOT))
    return made


def prepare(tab: Any, name: str) -> None:
    """Bring the page into the state for the screenshot."""
    tab.locator("#article-list a", has_text=ARTICLE).evaluate("node => node.click()")
    tab.wait_for_function("!location.hash.startsWith('#overview')")
    if name == "phone":
        tab.locator("button[data-pane=records]").click()
    for key in "jajj":
        tab.keyboard.press(key)
    if name == "phone":
        tab.locator("#list").evaluate("node => node.parentElement.scrollTo(0, 0)")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        path = Path(folder) / "review.html"
        path.write_text(report.page(articles(), title="Review of 8 articles"), encoding="utf-8")
        for name, (width, height) in SIZES.items():
            tab = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if name == "dark" else "light",
            )
            tab.goto(path.as_uri())
            prepare(tab, name)
            tab.screenshot(path=str(DOCS / f"review-{name}.png"))
            tab.close()
        tab = browser.new_page(viewport={"width": 1400, "height": 1000})
        tab.goto(path.as_uri() + "#overview")
        tab.screenshot(path=str(DOCS / "review-overview.png"))


if __name__ == "__main__":
    main()
