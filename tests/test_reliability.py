"""docs/reliability.md names existing tests; texts that no editor would print."""

import re
from pathlib import Path

import pytest
from counting import calls

from claimx.reader import from_text
from claimx.run import pipeline
from claimx.settings import Settings

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "reliability.md"


def test_every_test_that_the_page_names_is_there():
    file = ""
    named = re.findall(r"`((?:test_\w+\.py)?(?:::\w+)*)`", PAGE.read_text(encoding="utf-8"))
    named = [name for name in named if name]
    assert len(named) > 20
    for name in named:
        head, *parts = name.split("::")
        file = head or file
        source = (HERE / file).read_text(encoding="utf-8")
        for part in parts:
            assert re.search(rf"^\s*(?:def|class) {part}\b", source, re.MULTILINE), name


def extracted(nlp, text):
    """The records of a text; its spans are verbatim."""
    article = from_text(text, id="odd")
    (records,) = pipeline.extract([article], nlp, settings=Settings(date="2026-01-10"))
    assert isinstance(records, list), records
    for record in records:
        if record["kind"] in ("figure", "date"):
            assert article.text[record["start"] : record["end"]] == record["text"]
        for piece in record.get("segments", []) + record.get("quotes", []):
            assert article.text[piece["start"] : piece["end"]] == piece["text"]
    return records


# What grew with the square of the length once, or might.
REPEATED = {
    "quotes without end": "“",
    "straight quotes": '"',
    "brackets": "(",
    "nested quotes": "“‘",
    "digits": "9",
    "digits apart": "9 ",
    "thousands": "1,000,",
    "no space": "a—",
    "no stop": "names, ",
    "one paragraph of claims": "“Yes,” he said. ",
    "speakers": "“Yes,” John Smith said.\n\n",
    "talk": "Q: yes?\nA: no.\n",
    "titles": "President Smith said no. ",
    "sums": "5 francs in Geneva, ",
    "sub-units": "5 cents ",
    "ranges": "from 5 to ",
    "days": "on Monday ",
    "lines": "- one\n",
    "emoji": "😀 ",
}


@pytest.mark.slow
@pytest.mark.parametrize("unit", REPEATED.values(), ids=REPEATED)
def test_work_grows_with_the_length(nlp, unit):
    def spent(size):
        text = (unit * size)[:size]
        extracted(nlp, text)  # what is loaded when first needed does not count
        return calls(lambda: extracted(nlp, text))

    assert spent(3_000) < 3 * spent(1_500)


@pytest.mark.parametrize(
    "text",
    [
        "He paid " + "9" * 100_000 + " dollars.",
        "(" * 4_000 + "5 percent" + ")" * 4_000,
        "“‘" * 500 + "We left," + "’”" * 500 + " he said.",
        "He said\u200b that\u200d \u202eprices\u202c rose\ufeff 5\u00a0percent.",
        "A\0B said: “We paid $5\0 million.”\0",
        "👩‍👩‍👧 said 5️⃣ of 😀 “left” the e\u0301cole\u0301.",
        "\u2028\u2029\x85\x0b\x0c said 5 percent\u2028on Monday\x1c.",
    ],
    ids=["digits", "brackets", "nested", "invisible", "nul", "emoji", "breaks"],
)
def test_odd_text_gives_records(nlp, text):
    assert extracted(nlp, text)[0]["kind"] == "document"


def test_a_line_of_five_million_characters_is_cut_up():
    line = "He paid 5 dollars. " * 270_000
    pieces = list(pipeline.cut(line))
    assert "".join(pieces) == line
    assert max(map(len, pieces)) <= pipeline.LONGEST_PIECE
