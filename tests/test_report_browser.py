"""The review page in a real browser, from file://."""

import json
import re

import browser as real
import pytest
from stories import HOSTILE, STORIES, TEXT
from test_report import compared

from claimx import review
from claimx.records import validate
from claimx.report import page, pages
from claimx.saved import of_records

playwright = pytest.importorskip("playwright", reason="needs playwright: the extra browser-test")
if real.executable() is None:
    pytest.skip("needs a Chromium: apt-get install chromium", allow_module_level=True)


@pytest.fixture(scope="module")
def chromium():
    with real.launched() as browser:
        yield browser


@pytest.fixture
def shown(chromium, tmp_path):
    """Open the page of the stories; what the console said must be nothing."""
    path = tmp_path / "review.html"
    path.write_text(page(map(of_records, STORIES), title="Test"), encoding="utf-8")
    said = []
    contexts = []

    def show(fragment="", *, width=1400, height=900, **options):
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: said.append(request.url)
               if not request.url.startswith(("file:", "blob:")) else None)  # fmt: skip
        tab.goto(path.as_uri() + fragment)
        return tab

    yield show
    for context in contexts:
        context.close()
    assert said == []


def names(tab):
    return tab.locator("#list .card .name").all_inner_texts()


def test_the_stories_are_records():
    for records in STORIES:
        for record in records:
            validate(record)


def test_an_article_reads_as_written_with_its_marks(shown):
    tab = shown()
    assert tab.locator(".body p").all_inner_texts()[0].replace("\n", " ") == TEXT.split("\n\n")[0]
    assert tab.locator("#text .mark.figure").all_inner_texts() == ["$5 million", "40 jobs"]
    assert tab.locator("#text .mark.date").all_inner_texts() == ["Monday", "2025"]
    assert tab.locator("#text .mark.claim.stance-denies").first.inner_text() == (
        "the town had lost 40 jobs in 2025"
    )
    # A figure lies in its claim, though an emoji before it takes two units of JavaScript's.
    assert tab.locator("#text .mark.claim.direct .mark.figure").inner_text() == "$5 million"
    assert names(tab) == ["Ada Quill", "Bo Roe"]
    quote = tab.locator("#list blockquote").first.inner_text()
    assert quote == "“The 😀 new crane costs $5 million,” … “and we denied nothing.”"
    # The denial is said in words, not by colour alone.
    assert tab.locator("#list .chip.stance-denies").inner_text() == "✕ denies"


def test_hostile_text_is_only_text(shown):
    tab = shown(f"#{STORIES[1][0]['id']}")
    assert tab.locator("h2").first.inner_text() == HOSTILE
    assert HOSTILE in tab.locator(".body").inner_text()
    assert tab.locator("img, .body b, iframe").count() == 0
    assert names(tab)[0] == f"Ada {HOSTILE}"
    assert tab.locator("#text a").count() == 0, "an address that is none of the web is no link"
    tab.goto(tab.url.split("#")[0] + "#%00<img src=x onerror=alert(1)>")
    tab.goto(tab.url.split("#")[0] + "#?kind=claim&speaker=<img%20src=x>&q=%E0%A4%A")


def test_a_click_on_either_side_leads_to_the_other(shown):
    tab = shown()
    tab.locator(".mark.figure", has_text="40 jobs").click()
    card = tab.locator("#list .card[aria-current]")
    assert card.locator(".value").inner_text() == "40 jobs"
    jobs = STORIES[0][5]["id"]
    assert tab.url.endswith(f"#{jobs}")
    assert tab.locator("#text .selected").inner_text() == "40 jobs"
    tab.get_by_role("button", name="Claims").click()
    tab.locator("#list .card").first.click()
    assert tab.locator("#text .selected.claim").count() == 2
    tab.get_by_role("link", name="$5 million").click()
    assert tab.locator("#list .card[aria-current] .value").inner_text() == "5,000,000 USD"
    # The link alone opens the article and the record.
    other = shown(f"#{STORIES[1][5]['id']}")
    assert other.locator("#list .card[aria-current] .value").inner_text() == "40 jobs"
    assert other.locator("h2").first.inner_text() == HOSTILE


def test_filters_and_order(shown):
    tab = shown()
    tab.locator("#everywhere").check()
    assert len(names(tab)) == 4
    tab.locator("summary").click()
    tab.get_by_label("Stance").select_option("denies")
    assert names(tab) == ["Bo Roe", "Bo Roe"]
    assert tab.locator("#count").inner_text() == "2 of 4 claims"
    tab.get_by_label("Stance").select_option("")
    tab.get_by_label("Sort").select_option("doubtful")
    assert names(tab)[:2] == ["Bo Roe", "Bo Roe"]
    tab.locator("#search").fill("crane")
    assert len(names(tab)) == 2
    tab.locator("#search").fill("nowhere")
    assert "No claim matches these filters." in tab.locator("#list").inner_text()
    tab.locator("#list").get_by_role("button", name="Clear filters").click()
    assert len(names(tab)) == 4
    tab.get_by_role("button", name="Figures").click()
    tab.get_by_label("At least").fill("1000")
    tab.get_by_label("At least").blur()
    assert names(tab) == ["5,000,000 USD", "5,000,000 USD"]


def test_an_article_without_records_says_so(shown):
    tab = shown(f"#{STORIES[2][0]['id']}")
    assert "No claims found in this article." in tab.locator("#list").inner_text()


def test_decisions_are_kept_saved_and_applied(shown, tmp_path):
    tab = shown()
    tab.locator("#reviewer").fill("Cy Ofori")
    tab.locator("#reviewer").blur()
    tab.locator("#list .card").first.get_by_role("button", name="Accept").click()
    second = tab.locator("#list .card").nth(1)
    second.get_by_role("button", name="Correct").click()
    second.get_by_label("Speaker").fill("Bo P. Roe")
    second.get_by_label("Stance").select_option("doubts")
    second.get_by_label("Comment").fill("Ask him again.")
    second.get_by_role("button", name="Keep").click()
    tab.reload()
    assert names(tab) == ["Ada Quill", "Bo P. Roe"]
    assert tab.locator("#list .comment").inner_text() == "Ask him again."
    assert "2 of 12 records" in tab.locator("#progress-text").inner_text()
    assert tab.locator("#text .mark.stance-doubts").count() > 0
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Save decisions").click()
    path = tmp_path / "decisions.jsonl"
    download.value.save_as(path)
    made = review.apply(STORIES[0], review.read(str(path)))
    claims = [record for record in made if record["kind"] == "claim"]
    assert [claim["review"]["by"] for claim in claims] == ["Cy Ofori"] * 2
    assert (claims[1]["speaker"]["name"], claims[1]["stance"]) == ("Bo P. Roe", "doubts")
    # Another reader loads the file.
    other = shown()
    assert names(other)[1] == "Bo Roe"
    other.locator("#file").set_input_files(path)
    other.get_by_text("2 decisions loaded").wait_for()
    assert names(other)[1] == "Bo P. Roe"
    path.write_text("nonsense")
    other.locator("#file").set_input_files(path)
    other.get_by_text("Not a file of decisions").wait_for()


def test_a_stance_can_be_taken_away(shown):
    tab = shown()
    second = tab.locator("#list .card").nth(1)
    second.get_by_role("button", name="Correct").click()
    second.get_by_label("Stance").select_option("not stated")
    second.get_by_role("button", name="Keep").click()
    assert second.locator(".stance-denies").count() == 0
    assert "corrected" in second.inner_text()
    assert tab.locator("#text .mark.stance-denies").count() == 0
    kept = tab.evaluate("Object.values(localStorage).join()")
    assert '"stance":""' in kept


def test_the_keyboard_does_all(shown):
    tab = shown()
    press = tab.keyboard.press
    press("j")
    press("a")
    assert tab.locator("#list .card.accepted .name").all_inner_texts() == ["Ada Quill"]
    assert tab.locator("#list .card[aria-current] .name").inner_text() == "Bo Roe"
    press("r")
    assert tab.locator("#list .card.rejected .name").all_inner_texts() == ["Bo Roe"]
    assert tab.locator("#text .reject").count() > 0
    press("u")
    assert tab.locator("#list .card.rejected").count() == 0
    press("k")
    assert tab.locator("#list .card[aria-current] .name").inner_text() == "Ada Quill"
    press("/")
    tab.keyboard.type("jar")
    assert tab.locator("#search").input_value() == "jar", "typing decides nothing"
    press("Escape")
    press("?")
    assert tab.locator("#help").is_visible()
    press("Escape")
    assert not tab.locator("#help").is_visible()
    press("n")
    tab.wait_for_function(f"location.hash === '#{STORIES[1][0]['id']}'")
    press("o")
    tab.locator(".overview").wait_for()


def test_the_overview_leads_to_records(shown):
    tab = shown("#overview")
    assert tab.locator(".chart").count() == 3
    tab.locator(".overview a", has_text="Bo Roe").click()
    tab.wait_for_function("location.hash.startsWith('#?')")
    assert names(tab) == ["Bo Roe", "Bo Roe"]
    tab.goto(tab.url.split("#")[0] + "#overview")
    tab.locator(f".chart a[href='#{STORIES[1][3]['id']}']").click()
    assert tab.locator("#list .card[aria-current] .value").inner_text() == "5,000,000 USD"


def test_few_dates_far_from_all_others_share_a_column(chromium, tmp_path):
    records = STORIES[0][:1]
    date = STORIES[0][-1]
    years = [1200, *range(2000, 2040), 2900]
    for number, year in enumerate(years):
        day = f"{year}-05-01"
        records = [*records, {**date, "id": f"{number:016x}", "low": day, "high": day}]
    path = tmp_path / "dates.html"
    path.write_text(page([of_records(records)]), encoding="utf-8")
    tab = chromium.new_page()
    tab.goto(path.as_uri() + "#overview")
    labels = [
        node.get_attribute("aria-label") for node in tab.locator(".bar.date").locator("..").all()
    ]
    assert labels[0].startswith("earlier: ")
    assert labels[-1].startswith("later: ")
    assert "2020: 1 date" in labels
    tab.close()


def test_a_phone_shows_one_part_at_a_time(shown):
    tab = shown(width=390, height=844)
    assert tab.locator("#text").is_visible() and not tab.locator("#records").is_visible()
    tab.locator("#text .mark.figure").first.click()
    assert tab.locator("#records").is_visible() and not tab.locator("#text").is_visible()
    tab.get_by_role("button", name="In the text").first.click()
    assert tab.locator("#text .selected").is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_dark_mode_follows_the_system_and_the_button(shown):
    tab = shown(color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = tab.evaluate(background)
    assert sum(map(int, re.findall(r"\d+", dark))) < 150
    tab.locator("#theme").click()
    assert tab.evaluate(background) != dark
    tab.reload()
    assert tab.evaluate(background) != dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["", "#overview"])
def test_no_serious_fault_of_accessibility(shown, scheme, fragment):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    tab = shown(fragment, color_scheme=scheme, bypass_csp=True)
    tab.locator("summary").click()
    tab.keyboard.press("j")
    if not fragment:
        tab.keyboard.press("e")
    found = axe.Axe().run(tab).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in serious] == []


@pytest.fixture
def across(chromium, tmp_path):
    """Open the page of the five invented articles about a ferry; the console must be silent."""
    pages.write(compared(), output=str(tmp_path / "review.html"))
    said, tab = [], chromium.new_page()
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto((tmp_path / "review.html").as_uri())
    yield tab
    tab.close()
    assert said == []


def test_conflicts_come_first_across_articles(across):
    across.get_by_role("link", name="Across articles").click()
    groups = across.locator("#text .group")
    assert across.locator("#text h2").inner_text() == "Across articles"
    assert "4 conflicts" in across.locator("#text .facts").inner_text()
    assert [name == "group conflict" for name in groups.evaluate_all(
        "nodes => nodes.map((node) => node.className)")][:5] == [True] * 4 + [False]  # fmt: skip
    assert groups.first.locator(".chip").inner_text() == "✕ conflict"
    assert groups.first.locator(".outlier").all_inner_texts() == ["248 passengers"]
    assert across.get_by_role("cell", name="Ingrid Solberg", exact=True).count() > 0


def test_a_member_leads_to_its_record(across):
    across.keyboard.press("c")
    first = across.locator("#text .group").first
    where = first.locator("tbody a").first.inner_text()
    first.locator("tbody a").first.click()
    across.wait_for_function("location.hash !== '#across'")
    assert across.locator("h2").first.inner_text() == where
    assert across.locator("#list .card[aria-current]").count() == 1
    across.go_back()
    across.locator("#text .group").first.wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_of_accessibility_across_articles(chromium, tmp_path, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    pages.write(compared(), output=str(tmp_path / "review.html"))
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True)
    tab = context.new_page()
    tab.goto((tmp_path / "review.html").as_uri() + "#across")
    tab.locator("#text .group").first.wait_for()
    found = axe.Axe().run(tab).response["violations"]
    context.close()
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in serious] == []


def test_the_page_across_a_folder_s_articles(chromium, tmp_path):
    pages.write(compared(), output=str(tmp_path / "review.html"), most=2)
    tab = chromium.new_page()
    tab.goto((tmp_path / "review" / "across.html").as_uri())
    tab.locator("#text .group tbody a").first.click()
    tab.wait_for_url("**/page-00*.html#*")
    assert tab.locator("#list .card[aria-current]").count() == 1
    tab.close()


def test_the_page_without_any_article(chromium, tmp_path):
    path = tmp_path / "empty.html"
    path.write_text(page([]), encoding="utf-8")
    tab = chromium.new_page()
    tab.goto(path.as_uri())
    assert "There is nothing to review" in tab.locator("#text").inner_text()
    assert json.loads(tab.locator("#data").text_content())["articles"] == []
    tab.close()
