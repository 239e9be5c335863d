"""Groups across articles: the floors on our own articles, and records that must stay apart."""

import json
from pathlib import Path

import compare as benchmark
import pytest
from compared import article, claim, date, equal, figure, quote
from pydantic import TypeAdapter

from claimx.compare import compare, is_conflict, page
from claimx.records import Compared

FIXTURES = Path(__file__).parent.parent / "fixtures" / "compare"
FLOORS = {"figures": (0.95, 0.85), "quotes": (0.99, 0.97)}


def groups(*articles, kind=None, **more):
    return [group for group in compare(articles, **more) if kind in (None, group["kind"])]


def names(found):
    return sorted(sorted(mention["name"] for mention in group["mentions"]) for group in found)


@pytest.fixture(scope="module")
def ours():
    gold, records = benchmark.load(FIXTURES / "gold.json", FIXTURES / "records.jsonl", half="all")
    return gold, records, list(compare(records))


def test_floors_on_our_articles(ours):
    made = benchmark.score(*ours)
    for kind, (precision, recall) in FLOORS.items():
        assert made[kind]["precision"] >= precision
        assert made[kind]["recall"] >= recall
    assert made["conflicts"] == {"right": 1, "found": 1, "gold": 1}
    assert made["entities"]["precision"] == 1
    assert made["entities"]["f"] >= 0.9


def test_every_group_fits_its_model(ours):
    for group in ours[2]:
        TypeAdapter(Compared).validate_python(group)


def test_the_order_of_the_articles_does_not_matter(ours):
    _, records, found = ours
    backwards = list(compare(reversed(records)))
    assert {json.dumps(group["members"]) for group in found if "members" in group} == {
        json.dumps(group["members"]) for group in backwards if "members" in group
    }


def test_new_articles_against_a_base(ours):
    _, records, found = ours
    *base, new = records
    doc = new[0]["doc"]
    expected = [
        group["id"]
        for group in found
        if "members" in group and any(member["doc"] == doc for member in group["members"])
    ]
    against = [group["id"] for group in compare([new], base=base) if "members" in group]
    assert sorted(against) == sorted(expected)


def test_conflicts_come_first_on_the_page(ours):
    shown = page(ours[2])
    assert is_conflict(shown["figure_group"][0])
    assert all(group["docs"] > 1 for group in shown["entity"])


# People and bodies


def test_forms_of_one_name_are_one_entity():
    found = groups(
        article(claim("Taxes will rise", "Ada Quill", role="mayor of Fernby")),
        article(claim("Taxes will rise in May", "Ada B. Quill", role="Fernby's mayor")),
        article(claim("The tax plan of Fernby is ready", "Ada Quill")),
        kind="entity",
    )
    assert names(found) == [["Ada B. Quill", "Ada Quill", "Ada Quill"]]
    assert {role["role"] for role in found[0]["roles"]} == {"mayor of Fernby", "Fernby's mayor"}


def test_two_of_one_name_with_other_trades_and_places_stay_apart():
    found = groups(
        article(claim("Taxes will rise", "John Reed", role="mayor of Fernby")),
        article(claim("The goal was offside", "John Reed", role="Australian striker")),
        kind="entity",
    )
    assert len(found) == 2


def test_two_of_one_surname_stay_apart():
    found = groups(
        article(claim("The quay is closed", "Ingrid Solberg"), title="Ferry sinks at Tolvik"),
        article(claim("The ferry was old", "Lars Solberg"), title="Ferry sinks at Tolvik"),
        article(claim("The Tolvik ferry sank", "Solberg"), title="Ferry sinks at Tolvik"),
        kind="entity",
    )
    assert names(found) == [["Ingrid Solberg"], ["Lars Solberg"], ["Solberg"]]


def test_a_surname_alone_needs_articles_about_one_thing():
    full = article(claim("The Tolvik quay is closed", "Ingrid Solberg"), title="Tolvik ferry sinks")
    near = article(claim("The Tolvik quay is shut", "Solberg"), title="Tolvik ferry sank")
    far = article(claim("Interest rates fell", "Solberg"), title="Bank cuts lending costs")
    assert names(groups(full, near, kind="entity")) == [["Ingrid Solberg", "Solberg"]]
    assert names(groups(full, far, kind="entity")) == [["Ingrid Solberg"], ["Solberg"]]


def test_an_acronym_and_legal_forms_are_one_body():
    found = groups(
        article(claim("The Fernby dam leaks", "Fernby Water Board", kind="organization")),
        article(claim("The Fernby dam does not leak", "FWB", kind="organization")),
        article(claim("Fernby dam repairs cost much", "Quillco Ltd.", kind="organization")),
        article(claim("The Fernby dam is safe", "Quillco", kind="organization")),
        kind="entity",
    )
    assert names(found) == [["FWB", "Fernby Water Board"], ["Quillco", "Quillco Ltd."]]


def test_the_police_of_two_places_stay_apart():
    found = groups(
        article(claim("A bank was robbed in Fernby", "police", kind="organization")),
        article(claim("Two cows were stolen near Ostrava", "police", kind="organization")),
        kind="entity",
    )
    assert len(found) == 2


# Figures

TOLL = "The ferry Maren sank off Tolvik, killing {}, the coast guard said."


def toll(text, value, published, **more):
    context = TOLL.format(text)
    return article(figure(text, value, "person", context, **more), published=published)


def test_a_toll_that_grows_from_day_to_day_is_updated():
    (found,) = groups(
        toll("14 people", 14, "2025-03-03"), toll("19 people", 19, "2025-03-04"),
        kind="figure_group",
    )  # fmt: skip
    assert found["agreement"] == "updated"
    assert not is_conflict(found)


def test_a_toll_that_shrinks_is_a_conflict():
    (found,) = groups(
        toll("19 people", 19, "2025-03-03"), toll("17 people", 17, "2025-03-04"),
        kind="figure_group",
    )  # fmt: skip
    assert found["agreement"] == "conflict"


COST = "The repair of the Maren's hull by Nordsund Lines cost {} last year."


def cost(text, value, unit="NOK", modifier=None):
    return article(figure(text, value, unit, COST.format(text), measure="money", modifier=modifier))


@pytest.mark.parametrize(
    ("text", "value", "modifier", "agreement"),
    [
        ("46.8 million kroner", 46_800_000, None, "same"),
        ("about 47 million kroner", 47_000_000, "about", "rounded"),
        ("47 million kroner", 47_000_000, None, "rounded"),
        ("more than 40 million kroner", 40_000_000, "more_than", "bounds"),
        ("58 million kroner", 58_000_000, None, "conflict"),
    ],
)
def test_how_two_sums_agree(text, value, modifier, agreement):
    first = cost("46.8 million kroner", 46_800_000)
    (found,) = groups(first, cost(text, value, modifier=modifier), kind="figure_group")
    assert found["agreement"] == agreement
    assert len(found["members"]) == 2


def test_the_value_that_one_article_has_alone_is_the_outlier():
    sums = [cost("46.8 million kroner", 46_800_000) for _ in range(3)]
    (found,) = groups(*sums, cost("58 million kroner", 58_000_000), kind="figure_group")
    assert [member["outlier"] for member in found["members"]].count(True) == 1


def test_different_periods_are_different_quantities():
    def sold(value, year):
        context = f"Nordsund Lines sold {value:,} tickets for the Tolvik ferry in {year}."
        day = date(year, None, context) | {"low": f"{year}-01-01", "high": f"{year}-12-31"}
        records = article(figure(f"{value:,} tickets", value, "ticket", context), day)
        records[1]["period"] = [records[2]["id"]]
        return records

    assert groups(sold(41_200, "2023"), sold(41_200, "2024"), kind="figure_group") == []
    assert len(groups(sold(41_200, "2023"), sold(41_200, "2023"), kind="figure_group")) == 1


def test_kilometres_and_miles_are_converted():
    context = "The missile flew {} before it fell into the sea off Tolvik."
    far = [
        article(figure(text, value, unit, context.format(text), measure="length"))
        for text, value, unit in (
            ("2,700 kilometres", 2700, "kilometre"), ("1,680 miles", 1680, "mile")
        )
    ]  # fmt: skip
    (found,) = groups(*far, kind="figure_group")
    assert found["agreement"] == "same"


def test_equal_small_numbers_of_other_things_stay_apart():
    found = groups(
        article(figure("two pilots", 2, "pilot", "Two pilots steered the Maren to Tolvik.")),
        article(figure("two tugs", 2, "tug", "On Tuesday two tugs towed the Maren away.")),
        kind="figure_group",
    )
    assert found == []


def test_rates_that_sums_imply_and_the_outlier():
    def pair(local, dollars):
        first = f"{local} million kroner", f"${dollars} million"
        context = f"The company paid {first[0]} ({first[1]})."
        made = article(
            figure(first[0], local * 10**6, "NOK", context, measure="money"),
            figure(first[1], dollars * 10**6, "USD", context, measure="money"),
        )
        equal(made[1], made[2])
        return made

    sums = [pair(468, 44), pair(210, 20), pair(90, 12)]
    (found,) = [group for group in groups(*sums) if group.get("measure") == "rate"]
    assert (found["unit"], found["per"], found["agreement"]) == ("NOK", "USD", "conflict")
    assert [member["outlier"] for member in found["members"]] == [False, False, True]


# Quotations

WORDS = "We heard the alarm at six, and by half past six the deck was under water"


def test_a_shortened_quotation_names_what_was_dropped():
    (found,) = groups(
        article(quote(WORDS, "Ingrid Solberg")),
        article(quote("By half past six the deck was under water", "Ingrid Solberg")),
        kind="quote_group",
    )
    assert found["text"] == WORDS
    assert found["agreement"] == "shortened"
    assert found["members"][1]["dropped"] == ["we heard the alarm at six and"]


def test_an_altered_quotation_names_what_was_changed():
    (found,) = groups(
        article(quote(WORDS, "Ingrid Solberg")),
        article(quote(WORDS.replace("half past six", "seven"), "Ingrid Solberg")),
        kind="quote_group",
    )
    assert found["agreement"] == "altered"
    assert found["members"][1]["added"] == ["seven"]


def test_a_quotation_with_two_speakers_is_a_conflict():
    (found,) = groups(
        article(quote(WORDS, "Ingrid Solberg")), article(quote(WORDS, "Kari Moen")),
        kind="quote_group",
    )  # fmt: skip
    assert found["agreement"] == "speakers"
    assert is_conflict(found)


def test_common_words_are_not_a_quotation_in_unrelated_articles():
    found = groups(
        article(quote("might is right", "Ada Quill"), title="Fernby dam vote"),
        article(quote("might is right", "John Reed"), title="Chess final in Ostrava"),
        kind="quote_group",
    )
    assert found == []


# Claims


def test_a_claim_and_its_denial():
    said = "Nordsund Lines had known of cracks in the hull of the Maren"
    (found,) = groups(
        article(claim(said, "Jonas Brekke")),
        article(claim(said, "Nordsund Lines", kind="organization", stance="denies")),
        kind="claim_group",
    )
    assert found["relation"] == "denied"
    assert found["speakers"] == ["Jonas Brekke", "Nordsund Lines"]
    assert is_conflict(found)


def test_a_denial_is_recognized_by_its_cue_without_a_stance():
    said = "Nordsund Lines had known of cracks in the hull of the Maren"
    denial = claim(said, "Nordsund Lines", kind="organization", stance=None, cue="deny")
    (found,) = groups(
        article(claim(said, "Jonas Brekke", stance=None)), article(denial), kind="claim_group"
    )
    assert found["relation"] == "denied"


def test_a_denial_and_a_negated_claim_agree():
    said = "cracks in the hull of the Maren were known to Nordsund Lines"
    (found,) = groups(
        article(claim(said.replace("were", "were not"), "Jonas Brekke")),
        article(claim(said, "Nordsund Lines", kind="organization", stance="denies")),
        kind="claim_group",
    )
    assert found["relation"] == "same"


def test_a_common_name_is_not_a_denial():
    found = groups(
        article(claim("he was born in Nordsund Tolvik", "Jonas Brekke"), title="Tolvik ferry"),
        article(claim("dealing with Nordsund Tolvik", "Ada Quill", stance="denies"),
                title="Tolvik ferry"),
        kind="claim_group",
    )  # fmt: skip
    assert found == []


def test_other_numbers_make_another_statement():
    def repaired(value):
        text = f"Nordsund Lines repaired {value} ferries at the Tolvik yard"
        made = article(claim(text, "Ada Quill"), figure(f"{value} ferries", value, "ferry", text))
        made[1]["figures"] = [made[2]["id"]]
        return made

    assert groups(repaired(3), repaired(40), kind="claim_group") == []
    assert len(groups(repaired(3), repaired(3), kind="claim_group")) == 1


def test_one_interview_in_two_articles():
    first = "Ada Quill gave an interview to Fernby radio on 3 March."
    second = "In an interview released on Monday, Ada Quill praised the dam."
    found = groups(
        article(date("3 March", "2025-03-03", first), claim("The dam holds", "Ada Quill")),
        article(date("Monday", "2025-03-03", second), claim("The dam is fine", "Ada Quill")),
        kind="claim_group",
    )
    assert [group["text"] for group in found] == ["interview: Ada Quill, 2025-03-03"]


def test_two_interviews_of_one_speaker_stay_apart():
    first = "Ada Quill gave an interview to Fernby radio on 3 March."
    second = "Ada Quill gave an interview to Fernby radio on 9 March."
    found = groups(
        article(date("3 March", "2025-03-03", first), claim("The dam holds", "Ada Quill")),
        article(date("9 March", "2025-03-09", second), claim("Eggs are dear", "Ada Quill")),
        kind="claim_group",
    )
    assert found == []
