"""Title, dateline and body of scraped pages, wire stories and plain text."""

from itertools import pairwise
from pathlib import Path

import pytest
from counting import calls
from hypothesis import given
from hypothesis import strategies as st

from claimx.layout import find_layout, parse_published
from claimx.layout.dateline import read_date_line, read_prefix
from claimx.layout.lines import is_furniture
from claimx.text import lexicon

SEEDS = Path(__file__).parents[1] / "seeds"
REAL = Path(__file__).parents[2] / "shared" / "seeds"

FIRST = "The harbour board approved a second quay on Monday, ending two years of quarrels."
SECOND = '"We will pour concrete before the first frost," said its chairwoman, Ada Quill.'
THIRD = "Work is to begin in May."
BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
HEADLINE = "Board votes for a second quay"

PAGE = f"""facebook
twitter
MENU
SEARCH

The Harbour Post © 2026
NEWS

{HEADLINE}

10 January 2026 20:31

{BODY}

The Harbour Post
Views: 447

Share: Facebook X E-mail
print
Read also: Ten walks along the pier
"""


def body(text):
    layout = find_layout(text)
    return layout.masked(text)


def shown(text):
    """The body's lines that hold anything."""
    return [line.strip() for line in body(text).splitlines() if line.strip()]


def test_a_scraped_page():
    layout = find_layout(PAGE)
    assert layout.title == HEADLINE
    assert layout.published == "2026-01-10T20:31"
    assert PAGE[layout.start : layout.end] == BODY


def test_a_page_with_other_line_ends():
    text = PAGE.replace("\n", "\r\n")
    assert body(text) == BODY.replace("\n", "\r\n")
    assert find_layout(text).title == HEADLINE


def test_a_standfirst_is_body_and_lines_in_between_are_holes():
    text = (
        f"Contact us\n\n{HEADLINE}\n\nThe board voted nine to two for the quay.\n\n"
        f"Meridian Agency PORT\nPublished January 06,2026\nSubscribe\n\n{BODY}"
    )
    layout = find_layout(text)
    assert layout.title == HEADLINE
    assert layout.published == "2026-01-06"
    assert shown(text) == [
        "The board voted nine to two for the quay.",
        *[line for line in BODY.splitlines() if line],
    ]
    assert len(layout.masked(text)) == layout.end - layout.start


@pytest.mark.parametrize(
    ("prefix", "published"),
    [
        (" date 2025-12-17 ", "2025-12-17"),
        ("BAKU, Jan. 6, 2026 (Agency) — ", "2026-01-06"),
        ("BERGEN, Norway, Oct 23, 2025 (Business Wire) - ", "2025-10-23"),
        ("BAKU, Jan. 6 (Agency) — ", None),
        ("NAIROBI (Agency) - ", None),
        ("NAIROBI — ", None),
        ("Published 6 January 2026 ", "2026-01-06"),
    ],
)
def test_a_dateline_before_the_first_words_is_not_body(prefix, published):
    text = prefix + BODY
    assert body(text) == BODY
    assert find_layout(text).published == published


@pytest.mark.parametrize(
    "text",
    [
        "The fine was €40k.",
        "€40k",
        "6 January 2026",
        "$2.5-3bn",
        "Published",
        "On March 28, 1935, the navy sailed. It came back in May of the same year.",
        "In May the board said no — and in June it said yes, to the surprise of all.",
        BODY,
        "Board votes for a second quay.\n\n" + BODY,
        "Three people died.\nTwo were hurt.\n",
    ],
)
def test_plain_text_is_body_as_a_whole(text):
    layout = find_layout(text)
    assert text[layout.start : layout.end] == text.strip()
    assert layout.masked(text) == text.strip()
    assert layout.title is None
    assert layout.published is None


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_nothing_has_an_empty_body(text):
    assert body(text) == ""


def test_a_first_line_that_is_not_a_sentence_is_the_title():
    assert find_layout(f"{HEADLINE}\n\n{BODY}").title == HEADLINE
    assert body(f"{HEADLINE}\n\n{BODY}") == BODY
    assert find_layout(f"# {HEADLINE}\n\n{BODY}").title == HEADLINE


@pytest.mark.parametrize("question", ["Who pays for the quay that nobody wants?"])
def test_a_question_above_the_dateline_is_the_title(question):
    layout = find_layout(f"menu\n\n{question}\n\n12 March 2025\n\n{BODY}")
    assert (layout.title, layout.published) == (question, "2025-03-12")


def test_a_date_within_a_line_under_the_title_is_better_than_none():
    layout = find_layout(f"{HEADLINE}\nExtract from the minutes of 7 February 2023\n\n{BODY}")
    assert (layout.title, layout.published) == (HEADLINE, "2023-02-07")
    assert body(f"{HEADLINE}\nExtract from the minutes of 7 February 2023\n\n{BODY}") == BODY
    assert find_layout(f"It met on 7 February 2023.\n\n{BODY}").published is None


def test_a_press_release():
    text = f"PRESS RELEASE\n{HEADLINE}\n\nLISK, South Isle, 2 May 2025 – {BODY}"
    layout = find_layout(text)
    assert (layout.title, layout.published) == (HEADLINE, "2025-05-02")
    assert layout.masked(text) == BODY


def test_subheadings_lists_and_short_ends_stay():
    text = (
        f"{HEADLINE}\n\n{FIRST}\n\n- A SECOND QUAY\n\n{SECOND}\n\nNobody spoke.\n\n- sand\n- stone"
    )
    assert shown(text) == [FIRST, "- A SECOND QUAY", SECOND, "Nobody spoke.", "- sand", "- stone"]


def test_an_advertisement_between_paragraphs_is_a_hole():
    text = f"{FIRST}\n\nADVERTISEMENT\n\n{SECOND}\n\nRead also: Ten walks\n\n{THIRD}"
    assert shown(text) == [FIRST, SECOND, THIRD]
    assert body(text).index(SECOND) == text.index(SECOND)


def test_related_articles_at_the_foot_are_cut_off():
    body_text = "\n\n".join([FIRST, SECOND] * 4)
    text = (
        f"{HEADLINE}\n\n{body_text}\n\nRelated articles\n\nA ferry ran aground off the old pier.\n"
    )
    assert body(text) == body_text


def test_lines_broken_at_a_width_are_paragraphs():
    text = (
        "PORT LISK (AP) _ The harbour board approved a second quay on Monday,\n"
        "ending two years of quarrels with the owners of the boats that lie\n"
        "there, and with its own chairwoman, who had called the plan far too\n"
        "expensive for a town of this size.\n"
        "   She voted for it in the end, because the new quay, as she put it\n"
        "at a meeting on the same day, will be paid for by the other towns.\n"
    )
    assert body(text) == text[text.index("The harbour") :].rstrip()


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("10 January 2026 20:31", "2026-01-10T20:31"),
        ("Published January 06,2026", "2026-01-06"),
        ("Published: 6 Jan 2026 | Updated: 7 Jan 2026", "2026-01-06"),
        ("Updated 7 Jan 2026, published 6 Jan 2026", "2026-01-06"),
        ("Tuesday, January 6, 2026 3:45 p.m. ET", "2026-01-06T15:45"),
        ("NAIROBI — Friday, 14 November 2025", "2025-11-14"),
        ("By Jane Doe | 2026-01-06", "2026-01-06"),
        ("2026-01-06T19:13:00+04:00", "2026-01-06T19:13"),
        ("10.01.2026, 20:31", "2026-01-10T20:31"),
        ("The fine was due on 10 January 2026", None),
        ("Where were you on 10 January 2026?", None),
        ("10 January", None),
        ("Section 907", None),
    ],
)
def test_date_lines(line, iso):
    found = read_date_line(line)
    assert (found and found.iso) == iso


@pytest.mark.parametrize(
    "paragraph",
    [
        "We — that is, the board — agreed.",
        "BAKU has said no.",
        "On 6 January 2026 the board met.",
        "Ada Quill (Labour) - a chairwoman - agreed.",
    ],
)
def test_beginnings_that_are_not_a_dateline(paragraph):
    assert read_prefix(paragraph) is None


@pytest.mark.parametrize(
    "line",
    ["A+", "Views: 447", "354 views   12 comments", "share-lineLiked the story? Tell a friend!",
     "HOME | WORLD | SPORT", "(c) 2026 The Post. All rights reserved.", "Follow us on Youtube",
     "Sign up for our newsletter to get the news of the day", "4 min read", "Tags: quay, harbour",
     "(Reporting by Ada Quill; editing by Joe Roe)", "We use cookies to make this site better."],
)  # fmt: skip
def test_furniture(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    ["Share prices fell by 3% on Monday.", "Read the letter, she told him.",
     "Views differ on this.", "Print runs have halved since 2010.", "Follow the money.",
     "Related parties paid €3m of it.",
     "Source close to the talks said no deal was near.", "More than 20 countries signed.",
     "Subscribers left.", "Comments by the minister angered Dravania.", FIRST, SECOND, THIRD],
)  # fmt: skip
def test_prose_that_begins_like_furniture(line):
    assert not is_furniture(line)


@given(st.text(alphabet=st.sampled_from('ab. \n\r\t"“”—|#:0129BAKU©\u00a0\u200b'), max_size=200))
def test_offsets_hold_for_any_text(text):
    layout = find_layout(text)
    masked = layout.masked(text)
    assert 0 <= layout.start <= layout.end <= len(text)
    assert len(masked) == layout.end - layout.start
    part = text[layout.start : layout.end]
    assert all(a == b or a == " " for a, b in zip(masked, part, strict=True))
    spans = [(layout.start, layout.start), *layout.holes, (layout.end, layout.end)]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_metadata_dates():
    assert parse_published("2026-01-10T20:31:00Z") == "2026-01-10T20:31"
    assert parse_published("soon") is None


def test_the_lists_hold_nothing_twice():
    for key, words in lexicon.load("layout").items():
        assert len(words) == len(set(words)), key


@pytest.mark.parametrize(
    ("name", "published", "starts", "outside"),
    [
        ("defence-budget.txt", "2026-01-10T20:31", "Azerbaijan turned out", ["Views", "print"]),
        ("harbour-treaty.txt", "2026-01-06T19:13", "President Tomas", ["Tags:", "views"]),
        ("peace-force.txt", "2026-01-06", "Tarvian President", ["Published", "Follow us"]),
        ("assembly-speech.txt", None, "President Marta", []),
        ("neighbours-commentary.txt", "2025-12-17", "Amid a winter", ["date 2025"]),
        ("quarter-results.txt", "2025-10-23", "Nordvik Shipping ASA", ["Reporting by", "BERGEN"]),
        ("river-ruling.txt", "2025-11-14", "A Kenyan court", ["NAIROBI"]),
        ("budget-debate.txt", "2025-03-12", "Parliament's second", ["12 March 2025"]),
    ],
)
def test_the_example_articles(name, published, starts, outside):
    text = (SEEDS / name).open(encoding="utf-8", newline="").read()
    layout = find_layout(text)
    found = layout.masked(text)
    assert layout.published == published
    assert found.startswith(starts)
    assert found[-1] in '.”")'
    assert len(found) > 0.8 * len(text)
    for words in outside:
        assert words in text
        assert words not in found


@pytest.mark.skipif(not REAL.is_dir(), reason="needs ../shared/seeds")
def test_the_real_articles():
    dates = []
    for path in sorted(REAL.glob("*.txt")):
        text = path.open(encoding="utf-8", newline="").read()
        layout = find_layout(text)
        dates.append(layout.published)
        assert len(layout.masked(text)) > 0.9 * len(text)
        assert not any(
            is_furniture(line) for line in layout.masked(text).splitlines() if line.strip()
        )
    assert dates == ["2026-01-10T20:31", "2026-01-06T19:13", None, "2026-01-06", "2025-12-17"]


def test_work_grows_with_length_only():
    nasty = "".join([FIRST, "\n\n", "by a - b | c \n" * 20, '"' * 50, "\n", "BAKU, " * 30, "\n"])

    def spent(count):
        text = nasty * count
        return calls(lambda: find_layout(text))

    assert spent(200) < 2.5 * spent(100)


def test_the_order_of_day_and_month_applies_to_the_articles_date() -> None:
    page = f"# {HEADLINE}\n\nPublished 05/06/2025\n\n{BODY}"
    assert find_layout(page).published == "2025-05-06"
    assert find_layout(page, day_first=True).published == "2025-06-05"
    told = f"{page} It ended on 25/05/2025."
    assert find_layout(told).published == "2025-06-05"
    assert parse_published("05/06/2025", day_first=True) == "2025-06-05"


def test_a_dateline_may_end_the_text() -> None:
    text = f"{HEADLINE}\n\n{BODY}\n\nBaku, 6 January 2026"
    layout = find_layout(text)
    assert layout.published == "2026-01-06"
    assert text[layout.start : layout.end] == BODY.strip()


@pytest.mark.parametrize(
    ("dateline", "published"),
    [
        ("Harbourton, January 6, TIDEPRESS ", None),
        ("Harbourton. 6 January 2026. TIDE.AZ/ ", "2026-01-06"),
        ("North Harbourton, January 6, 2026, TIDEPRESS – ", "2026-01-06"),
    ],
)
def test_an_agency_in_capitals_ends_a_dateline(dateline: str, published: str | None) -> None:
    text = f"{HEADLINE}\n\n{dateline}{BODY}"
    layout = find_layout(text)
    assert layout.published == published
    assert text[layout.start :].startswith(BODY[:20])


def test_a_sentence_with_a_date_is_not_a_dateline() -> None:
    text = f"{HEADLINE}\n\nHarbourton, 6 January 2026, UNESCO said nothing. {BODY}"
    assert find_layout(text).start == text.index("Harbourton")


@pytest.mark.parametrize(
    "unit",
    [
        "January 06, 2026 ", "By John Smith, ", "Updated ", "A, ", "A. ", "(AP) ", "LONDON, ",
        "LONDON (Reuters) - ", "| ", "A B\n", "January 6\n", "By A\n", "* * *\n", "10/10/", ":",
        "\t", " \n", "Read more: A\n", "http://a.b/ ",
    ],
)  # fmt: skip
def test_a_text_that_repeats_itself_is_read(unit):
    """A pattern that backtracks over the whole text would not end."""
    text = unit * (32_000 // len(unit))
    layout = find_layout(text)
    assert 0 <= layout.start <= layout.end <= len(text)


def test_a_date_at_the_foot_costs_no_title():
    paragraphs = [
        "Bridge is safe",
        "The mayor said on Monday that the old bridge was safe again. She had walked over it.",
        "The council voted for a second bridge, which will cost four million pounds.",
        "First published 3 May 2019.",
    ]
    layout = find_layout("\n\n".join(paragraphs))
    assert (layout.title, layout.published) == ("Bridge is safe", "2019-05-03")


@pytest.mark.parametrize(
    ("text", "iso"),
    [("2026", "2026"), (" 2026-01 ", "2026-01"), ("2026-13", None), ("soon", None), ("12", None)],
)
def test_a_year_or_a_month_alone_is_kept_as_it_is(text, iso):
    assert parse_published(text) == iso


@pytest.mark.parametrize("text", ["Mon Jan 05 10:00:00 +0000 2026", "1767607200"])
def test_dates_as_social_networks_and_programs_write_them(text):
    assert parse_published(text) == "2026-01-05T10:00"


def test_read_more_inside_an_article_does_not_end_it() -> None:
    prose = "The council said that the bridge would be closed for a year, and trams with it."
    text = "\n".join([*[prose] * 8, "Read more", *[prose] * 3])
    assert find_layout(text).end == len(text)
