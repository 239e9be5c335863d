"""Figures: families of cases, what is not a figure, currencies against CLDR, offsets, speed."""

from __future__ import annotations

from decimal import Decimal

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from claimx.figures import FigureMatch, find_figures
from claimx.text import lexicon

NLP = spacy.blank("en")


def figures(text: str) -> list[FigureMatch]:
    return find_figures(NLP(text))


def money(text: str) -> list[tuple[str, str | None, str | None]]:
    """Span, value and currency of each sum."""
    return [
        (text[f.start : f.end], None if f.value is None else f"{f.value:f}", f.unit)
        for f in figures(text)
        if f.measure == "money"
    ]


def tagged(words: str, tags: str) -> Doc:
    """A Doc with universal tags."""
    parts = words.split()
    return Doc(NLP.vocab, words=parts, pos=tags.split())


@pytest.mark.parametrize(
    ("text", "span", "value", "code"),
    [
        ("The bank lent 1.4bn manats.", "1.4bn manats", "1400000000", "AZN"),
        ("Turkmen manats: 5 million Turkmen manats.", "5 million Turkmen manats", "5000000", "TMT"),
        ("Ashgabat allotted 3 billion manats.", "3 billion manats", "3000000000", "TMT"),
        ("It cost A$5m.", "A$5m", "5000000", "AUD"),
        ("It cost US$4.7 billion.", "US$4.7 billion", "4700000000", "USD"),
        ("It cost $US113 trillion.", "$US113 trillion", "113000000000000", "USD"),
        ("It cost C $6.", "C $6", "6", "CAD"),
        ("It cost NT$300.", "NT$300", "300", "TWD"),
        ("It cost EUR5.5m.", "EUR5.5m", "5500000", "EUR"),
        ("It cost AZN 1.7 billion.", "AZN 1.7 billion", "1700000000", "AZN"),
        ("It cost 500 UAH.", "500 UAH", "500", "UAH"),
        ("It cost Rs 500 crore.", "Rs 500 crore", "5000000000", "INR"),
        ("It cost RM42.", "RM42", "42", "MYR"),
        ("It cost ₾40.", "₾40", "40", "GEL"),
        ("It would cost 310 million rand (", "310 million rand", "310000000", "ZAR"),
        ("Owners got 85,000 kronor.", "85,000 kronor", "85000", "SEK"),
        ("Denmark paid 5 million kroner.", "5 million kroner", "5000000", "DKK"),
        ("Sweden paid 5 million crowns.", "5 million crowns", "5000000", "SEK"),
        ("Islamabad paid 5,000 rupees.", "5,000 rupees", "5000", "PKR"),
        ("It cost 5,000 rupees.", "5,000 rupees", "5000", "INR"),
        ("Buenos Aires paid 5,000 pesos.", "5,000 pesos", "5000", "ARS"),
        ("Russia paid 5,000 roubles.", "5,000 roubles", "5000", "RUB"),
        ("It cost 420 million Finnish markka.", "420 million Finnish markka", "420000000", "FIM"),
        ("It cost 50 qapik.", "50 qapik", "0.5", "AZN"),
        ("It cost 12 pence.", "12 pence", "0.12", "GBP"),
        ("It cost 64.2 cents.", "64.2 cents", "0.642", "USD"),
        ("It cost 3 dollars 50 cents.", "3 dollars 50 cents", "3.5", "USD"),
        ("It cost 3 GBP 1 pence.", "3 GBP 1 pence", "3.01", "GBP"),
        ("It cost a dollar.", "a dollar", "1", "USD"),
        ("It cost half a million dollars.", "half a million dollars", "500000", "USD"),
        ("A 10-million-dollar grant.", "10-million-dollar", "10000000", "USD"),
        ("A 1.4-billion-manat budget.", "1.4-billion-manat", "1400000000", "AZN"),
        ("It cost 5.000 euros.", "5.000 euros", "5000", "EUR"),
        ("It lost $(5.2) million.", "$(5.2) million", "-5200000", "USD"),
        ("It lost -$50m.", "-$50m", "-50000000", "USD"),
        ("Hundreds of millions of dollars.", "Hundreds of millions of dollars", None, "USD"),
        ("South Korea paid 5,000 won.", "5,000 won", "5000", "KRW"),
        ("Brazil paid 5,000 reais.", "5,000 reais", "5000", "BRL"),
        ("He paid 300 pounds in cash.", "300 pounds", "300", "GBP"),
        ("Egypt paid 300 million pounds.", "300 million pounds", "300000000", "EGP"),
        ("They paid 5 grand.", "5 grand", "5000", "USD"),
        ("London paid 20 grand a week.", "20 grand", "20000", "GBP"),
        ("He lost £5 grand.", "£5 grand", "5000", "GBP"),
        ("The Fed's $120bn plan.", "$120bn", "120000000000", "USD"),
        ("The bank’s $5 million.", "$5 million", "5000000", "USD"),
        ("A fine of RM50,000 or two years in jail.", "RM50,000", "50000", "MYR"),
        ("A PS6m hello.", "PS6m", "6000000", "GBP"),
        ("It cost S/ 300.", "S/ 300", "300", "PEN"),
        ("The ticket cost 150 kn.", "150 kn", "150", "HRK"),
        ("It lost €(3.2) million.", "€(3.2) million", "-3200000", "EUR"),
        ("It showed (3.2) million euros.", "(3.2) million euros", "-3200000", "EUR"),
    ],
)
def test_money(text: str, span: str, value: str | None, code: str) -> None:
    assert money(text) == [(span, value, code)]


@pytest.mark.parametrize(
    "text",
    [
        "They won five medals.",
        "He lost 20 pounds on a diet.",
        "ALL 5 of them came.",
        "The TOP 10 list.",
        "The dollar fell against the euro.",
        "They met 300 real people.",
        "It has 3D glasses.",
        "He earned 5 marks in the test.",
        "It has 5 grand pianos.",
        "The PS5 and the PS4 sold well.",
    ],
)
def test_words_that_also_name_currencies(text: str) -> None:
    assert money(text) == []


def test_the_dateline_decides_which_dollar() -> None:
    assert money("SYDNEY — The state pledged $5 million.")[0][2] == "AUD"
    assert money("SYDNEY (Reuters) — The state pledged $5 million.")[0][2] == "USD"
    assert money("SYDNEY — The United States pledged $5 million.")[0][2] == "USD"


def test_nearest_country_decides_then_the_most_named() -> None:
    text = "Norway has money. Norway has oil. It paid 5 kroner.\n\nDenmark paid 6 kroner."
    assert [code for _, _, code in money(text)] == ["NOK", "DKK"]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("It costs $2.5-3bn.", 2_500_000_000, 3_000_000_000, "USD"),
        ("It costs between 3 and 5 million euros.", 3_000_000, 5_000_000, "EUR"),
        ("It is 10 to 12 percent.", 10, 12, "percent"),
        ("It is 5-10 km away.", 5, 10, "kilometre"),
        ("It took 10–15 people.", 10, 15, "person"),
        ("From 500,000 to 1 million people came.", 500_000, 1_000_000, "person"),
        ("Sales of $2.5bn to $3bn.", 2_500_000_000, 3_000_000_000, "USD"),
    ],
)
def test_ranges(text: str, low: int, high: int, unit: str) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.low, figure.high, figure.unit) == (None, low, high, unit)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rates of 5, 6 and 7 percent.", [("5", "percent"), ("6", "percent"), ("7", "percent")]),
        ("It is 5, 10 or 20 km away.", [(n, "kilometre") for n in ("5", "10", "20")]),
        ("Growth slowed from 10 to 12 percent.", [("10", "percent"), ("12", "percent")]),
        (
            "Sales rose from 24.2 to 33 billion euros.",
            [("24200000000", "EUR"), ("33000000000", "EUR")],
        ),
        ("The fine went from $5 to 7.", [("5", "USD"), ("7", "USD")]),
        (
            "It costs 900 yen ($8) or 800 ($7).",
            [("900", "JPY"), ("8", "USD"), ("800", "JPY"), ("7", "USD")],
        ),
        ("In 2019 and 5 percent of 2020 cars.", [("5", "percent"), ("2020", "car")]),
        ("It has 20k followers and raised 5 crore.", [("20000", "follower"), ("50000000", None)]),
        ("It earned 4.5 million and owed 750m.", [("4500000", None), ("750000000", None)]),
        ("He ran the 100m and 200m.", [("100", "metre"), ("200", "metre")]),
    ],
)
def test_a_unit_given_once(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(f"{f.value:f}", f.unit) for f in figures(text)] == expected


def test_a_noun_given_once() -> None:
    words, tags = "Eight or nine people , 2 , 3 or 4 cars", "NUM CCONJ NUM NOUN PUNCT"
    doc = tagged(words, f"{tags} NUM PUNCT NUM CCONJ NUM NOUN")
    units = [(f.value, f.unit) for f in find_figures(doc)]
    assert units == [(8, "person"), (9, "person"), (2, "car"), (3, "car"), (4, "car")]
    assert [f.unit for f in figures("They want another pick or two.")] == ["pick"]


def test_the_country_right_after_names_the_currency() -> None:
    text = "Denmark paid 40 kroner and Iceland 30 kroner; Senegal has 3,000 francs in Geneva."
    assert [code for _, _, code in money(text)] == ["DKK", "ISK", "CHF"]


def test_gain_to_a_level_is_not_a_range() -> None:
    values = [f.value for f in figures("Gold gained nearly $12 to $3,694 an ounce.")]
    assert values == [12, 3694]


def test_number_inside_a_date_is_not_a_figure() -> None:
    text = "Between November 20 and 26 work went on; in 1795 it stopped, and 26 men left."
    dates = [(text.index("November"), text.index(" work")), (text.index("1795"), text.index(" it"))]
    found = find_figures(NLP(text), dates=dates)
    assert [text[f.start : f.end] for f in found] == ["26 men"]


def test_plus_or_minus_is_not_a_sign() -> None:
    (margin,) = figures("The margin is plus or minus 2.5 percentage points.")
    assert margin.value == Decimal("2.5")


def test_movement_is_not_a_range() -> None:
    found = figures(
        "The price fell from $2,415 to $2,315; the rate rose from 3 percent to 5 percent."
    )
    assert [f.value for f in found] == [2415, 2315, 3, 5]
    found = figures("It rose 18 sen to RM23.50.")
    assert [(str(f.value), f.unit) for f in found] == [("0.18", "MYR"), ("23.50", "MYR")]


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("over $4 billion", "more_than"),
        ("more than 20 questions", "more_than"),
        ("just over 20%", "more_than"),
        ("nearly 20 countries", "nearly"),
        ("almost a third of voters", "nearly"),
        ("about twelve per cent", "about"),
        ("some 300 people", "about"),
        ("~45g", "about"),
        ("at least 12 people", "at_least"),
        ("no fewer than 7 people", "at_least"),
        ("50-plus countries", "at_least"),
        ("30 or more villages", "at_least"),
        ("up to 500,000 manats", "up_to"),
        ("as many as 40 ships", "up_to"),
        ("less than 5%", "less_than"),
        ("under 300 km", "less_than"),
        ("no more than 7 euros", "at_most"),
        ("exactly 7 euros", None),
        ("new rules—nearly 4 per cent more", "nearly"),
    ],
)
def test_modifiers(text: str, modifier: str | None) -> None:
    (figure,) = figures(f"There were {text}, he said.")
    assert figure.modifier == modifier


@pytest.mark.parametrize(
    ("text", "measure", "value", "unit"),
    [
        ("5.6 percent", "percent", "5.6", "percent"),
        ("0.3 percentage points", "percent", "0.3", "percentage point"),
        ("25 basis points", "percent", "25", "basis point"),
        ("seven-tenths of 1 percent", "percent", "0.7", "percent"),
        ("3,500 kilometres", "length", "3500", "kilometre"),
        ("a 500-km border", "length", "500", "kilometre"),
        ("the 100m race", "length", "100", "metre"),
        ("1.6ha", "area", "1.6", "hectare"),
        ("1,200 sq m", "area", "1200", "square metre"),
        ("60 km per hour", "speed", "60", "kilometre per hour"),
        ("74 mph", "speed", "74", "mile per hour"),
        ("600,000 barrels a day", "flow", "600000", "barrel per day"),
        ("-5°C", "temperature", "-5", "degree Celsius"),
        ("12.3m tonnes", "mass", "12300000", "tonne"),
        ("450 kWh", "energy", "450", "kilowatt hour"),
        ("a 27-year-old man", "age", "27", "year"),
        ("1/16 of a pint", "volume", "0.0625", "pint"),
        ("16 US fluid ounces", "volume", "16", "fluid ounce"),
        ("a 6-foot-6 guard", "length", "6.5", "foot"),
        ("winds of 60 kt", "speed", "60", "knot"),
        ("a 50 kt bomb", "mass", "50", "kiloton"),
        ("growing threefold", "ratio", "3", None),
        ("up 2.5 times", "ratio", "2.5", None),
        ("rang three times", "count", "3", "time"),
    ],
)
def test_percent_and_measures(text: str, measure: str, value: str, unit: str | None) -> None:
    (figure,) = figures(f"It was {text}.")
    assert (figure.measure, f"{figure.value:f}", figure.unit) == (measure, value, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit", "span"),
    [
        ("nearly 20 countries signed", 20, "country", "20 countries"),
        ("1.2m people fled", 1_200_000, "person", "1.2m people"),
        ("1,000 children came", 1000, "child", "1,000 children"),
        ("two dozen houses burned", 24, "house", "two dozen houses"),
        ("a 14-storey house", 14, "storey", "14-storey"),
        ("1500 cars were sold", 1500, "car", "1500 cars"),
        ("ALL 5 players came", 5, "player", "5 players"),
        ("an average of 1950 cars", 1950, "car", "1950 cars"),
        ("a quarter of a million jobs", 250_000, "job", "a quarter of a million jobs"),
    ],
)
def test_counts(text: str, value: int, unit: str, span: str) -> None:
    sentence = f"In all, {text}."
    (figure,) = figures(sentence)
    assert (figure.measure, figure.value, figure.unit) == ("count", value, unit)
    assert sentence[figure.start : figure.end] == span


def test_a_capitalized_name_keeps_its_number() -> None:
    doc = tagged("The Harlan 100 index fell .", "DET PROPN NUM NOUN VERB PUNCT")
    assert find_figures(doc) == []
    doc = tagged("In Harlan 100 workers left .", "ADP PROPN NUM NOUN VERB PUNCT")
    assert [figure.unit for figure in find_figures(doc)] == ["worker"]


def test_tags_lead_to_the_head_of_the_phrase() -> None:
    doc = tagged(
        "four UN Security Council resolutions calling for peace",
        "NUM PROPN PROPN PROPN NOUN VERB ADP NOUN",
    )
    (figure,) = find_figures(doc)
    assert (figure.unit, figure.item) == ("resolution", None)
    assert doc.text[figure.start : figure.end] == "four UN Security Council resolutions"
    for tag in ("PROPN", "NOUN"):
        doc = tagged("two Boeing C-17 military planes landed", f"NUM PROPN {tag} ADJ NOUN VERB")
        (figure,) = find_figures(doc)
        assert (figure.value, figure.unit) == (2, "plane")


def test_an_elliptic_number_counts_the_same() -> None:
    found = figures("It killed 12 people in the town and wounded 30 others.")
    assert [(f.value, f.unit) for f in found] == [(12, "person"), (30, "person")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Two-thirds of voters agreed.", "0.667"),
        ("Half of the fleet was lost.", "0.5"),
        ("One in five adults agreed.", "0.2"),
        ("Nine out of 10 people agreed.", "0.9"),
    ],
)
def test_shares(text: str, value: str) -> None:
    (figure,) = figures(text)
    assert figure.measure == "ratio"
    assert figure.value is not None
    assert str(round(figure.value, 3)).rstrip("0") == value


@pytest.mark.parametrize(
    "text",
    [
        "the 12th summit",
        "his seventh term",
        "the twenty-first century",
        "one of the men",
        "no one knew",
        "in 2019",
        "sales rose in 2019",
        "the 1990s",
        "at 5 p.m. and at 10:30",
        "on January 6",
        "on 6 January",
        "on January 06,2026",
        "on 2026-01-10 and 06.01.2026 and 6/1/2026",
        "five years",
        "a two-year assault",
        "20 minutes",
        "Section 907 of the act",
        "a C-17",
        "the G20 and the D-8",
        "the Boeing 747",
        "the S&P 500",
        "Covid-19",
        "Resolution 2231",
        "the Group of 20",
        "the Big Four",
        "World War Two",
        "they won 3-1",
        "a 5-4 ruling",
        "call 202-555-0143",
        "call +994 12 555 01 23",
        "10 Downing Street",
        "No. 10",
        "version 1.2.3",
        "see http://example.org/12/34",
        "write to a12@example.org",
        "a 20-point ceasefire plan",
        "a 4x4",
        "24/7",
        "a category one hurricane",
        "the 90049 ZIP code",
    ],
)
def test_no_figures(text: str) -> None:
    assert figures(f"It was {text}, he said.") == []


def test_numbers_of_a_list_are_not_figures() -> None:
    assert figures("1. Peace\n2. Trade\n3) Water\n") == []


def test_twins_point_at_each_other() -> None:
    for text in (
        "It spent 1.4 billion manats ($824 million).",
        "It spent about 3,000 dollars, or 5,100 manats.",
        "It spent £5m (about €5.8m).",
        "It is 100 kilometres (60 miles) long.",
    ):
        found = figures(text)
        assert [f.equivalent for f in found] == [1, 0], text
    assert [f.equivalent for f in figures("It spent $5 million and 3 million euros.")] == [None] * 2


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("Prices grew by 155 per cent.", "increase"),
        ("Prices were down 2.1%.", "decrease"),
        ("It saw growth of more than 20%.", "increase"),
        ("It is nearly 4 per cent higher.", "increase"),
        ("It was a 4.2 percent drop.", "decrease"),
        ("They cut spending by $5m.", "decrease"),
        ("Prices rose to 5%.", None),
        ("It is 5% of the total.", None),
        ("The bank raised $75 million.", None),
        ("Dow +0.2% today.", "increase"),
        ("FTSE -0.6% today.", "decrease"),
    ],
)
def test_change(text: str, change: str | None) -> None:
    (figure,) = figures(text)
    assert figure.change == change


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("$65 a barrel", "barrel"),
        ("2,000 manats a month", "month"),
        ("60 km per hour", None),
        ("23 mph", None),
        ("$21 per square foot", "square foot"),
        ("a 12-cent-a-share dividend", "share"),
        ("5 percent per annum", "year"),
        ("$65 a day later", None),
        ("$65 a man", None),
        ("$350 per 1,000 cubic metres", "1000 cubic metre"),
        ("12 deaths for every 100,000 people", "100000 person"),
        ("It rose 3.1% a month earlier.", None),
        ("It buys $120bn-a-month of bonds.", "month"),
    ],
)
def test_per(text: str, per: str | None) -> None:
    assert figures(f"It was {text}.")[0].per == per


def test_currencies_are_those_of_cldr() -> None:
    """The data file is what training/make_currencies.py makes of the installed babel."""
    babel = pytest.importorskip("babel")
    from babel.core import get_global

    known = lexicon.load("currencies")["currencies"]
    territories = get_global("territory_currencies")
    current = {
        c for uses in territories.values() for c, _, until, tender in uses if tender and not until
    }
    english = babel.Locale("en").currencies
    assert {code for code in current if code in english} <= set(known)
    for code in current & set(known):
        value = money(f"It cost 5 million {english[code]}.")
        assert [v[2] for v in value] == [code], english[code]
        assert [v[2] for v in money(f"It cost {code} 5 million.")] == [code]


def test_no_wording_has_two_meanings() -> None:
    """A form stands once in the units, and a name of a currency is no unit unless it is listed."""
    seen: dict[str, str] = {}
    for entries in lexicon.load("units")["dimensions"].values():
        for unit, forms in entries.items():
            for form in [*forms["words"], *forms.get("signs", ())]:
                assert seen.setdefault(form, unit) == unit, form
    data = lexicon.load("money")
    listed = set(data["nouns_that_are_words"]) | {"pound", "pounds"}
    named = {form for forms in (*data["forms"].values(), *data["names"].values()) for form in forms}
    assert not (named - listed) & {form.lower() for form in seen}


@given(
    st.decimals(min_value="0.01", max_value=999, places=2),
    st.sampled_from(["", " million", " billion", "bn"]),
    st.sampled_from([("${}", "USD"), ("€{}", "EUR"), ("{} manats", "AZN"), ("GBP {}", "GBP")]),
)
def test_sums_come_back(number: Decimal, scale: str, layout: tuple[str, str]) -> None:
    text = f"It cost {layout[0].format(f'{number}{scale}')}, he said."
    factor = {"": 1, " million": 10**6}.get(scale, 10**9)
    (figure,) = figures(text)
    assert (figure.value, figure.unit) == (number * factor, layout[1])


@given(st.text(alphabet="$€£ 1250.,-–()%kmbn\nathousdrilpef½°'İ", max_size=80))
def test_any_text_is_read(text: str) -> None:
    last = 0
    for figure in figures(text):
        assert last <= figure.start < figure.end <= len(text)
        last = figure.end
        assert text[figure.start : figure.end].strip() == text[figure.start : figure.end]


@pytest.mark.parametrize(
    "text", ["1" * 100_000, "(" * 1_000_000, "$1-" * 20_000, "5 and " * 15_000]
)
def test_long_odd_input_is_read(text: str) -> None:
    find_figures(Doc(NLP.vocab, words=[text]))


def test_hyphened_words_lead_on_to_the_noun() -> None:
    doc = tagged("four battalion - sized units came", "NUM NOUN PUNCT VERB NOUN VERB")
    assert [f.unit for f in find_figures(doc)] == ["unit"]
    doc = tagged("four plain - clothes officers came", "NUM ADJ PUNCT NOUN NOUN VERB")
    assert [f.unit for f in find_figures(doc)] == ["officer"]
