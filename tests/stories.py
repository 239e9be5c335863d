"""Invented articles with their records: nested spans, an emoji, a denial, hostile text."""

from fake_run import piece

from claimx.records import Ids

HOSTILE = '</script><img src=x onerror="alert(1)"><b>bold</b> javascript:alert(2)'
TEXT = (
    "The harbour board met on Monday. “The 😀 new crane costs $5 million,” Ada Quill, the mayor, "
    "said, “and we denied nothing.”\n\n"
    "Bo Roe denied that the town had lost 40 jobs in 2025. He asked whether anyone had counted.\n\n"
    f"A leaflet read: {HOSTILE}"
)


def story(doc, *, title="Harbour board meets", text=TEXT, speaker="Ada Quill"):
    """An article with a direct claim of two segments, a denial, a figure in each, two dates."""
    ids = Ids(doc)

    def span(words):
        return piece(words, text.index(words))

    def head(kind, first, last=None):
        start, end = span(first)["start"], span(last or first)["end"]
        made = {"kind": kind, "id": ids.new(kind, start, end), "doc": doc, "start": start}
        return made | {"end": end, "text": text[start:end], "sentence": 0, "context": None}

    def figure(words, **fields):
        blank = dict.fromkeys(
            ["low", "high", "modifier", "change", "per", "item", "equivalent", "claim"]
        )
        return head("figure", words) | blank | {"period": [], "confidence": 0.9} | fields

    def date(words, value, low, high):
        blank = {"type": "date", "modifier": None, "anchor": None, "claim": None}
        return head("date", words) | blank | {
            "value": value, "low": low, "high": high, "confidence": None,
        }  # fmt: skip

    def claim(segments, name, **fields):
        who = span(name) | {"name": speaker if name == "Ada Quill" else name, "role": None}
        who |= {"kind": "person", "entity": f"e-{name}", "resolved_by": "name"}
        pieces = [span(words) for words in segments]
        return head("claim", segments[0], segments[-1]) | {
            "text": " ".join(segments), "segments": pieces, "speaker": who,
            "said": None, "rule": "tagged", "dates": [],
        } | fields  # fmt: skip

    crane = figure("$5 million", measure="money", value=5_000_000, unit="USD")
    jobs = figure("40 jobs", measure="count", value=40, unit="job")
    monday = date("Monday", "2026-01-05", "2026-01-05", "2026-01-05")
    year = date("2025", "2025", "2025-01-01", "2025-12-31")
    first = ["The 😀 new crane costs $5 million,", "and we denied nothing."]
    direct = claim(
        first, "Ada Quill", form="direct", quotes=[span(words) for words in first],
        cue=span("said") | {"lemma": "say"}, stance="asserts", confidence=0.95,
        figures=[crane["id"]],
    )  # fmt: skip
    denial = claim(
        ["the town had lost 40 jobs in 2025"], "Bo Roe", form="indirect", quotes=[],
        cue=span("denied that")["start"] and piece("denied", text.index("denied that"))
        | {"lemma": "deny"}, stance="denies", confidence=0.4, figures=[jobs["id"]],
    )  # fmt: skip
    crane["claim"] = direct["id"]
    jobs["claim"] = year["claim"] = denial["id"]
    denial["dates"] = [year["id"]]
    document = head("document", text) | {
        "title": title, "published": "2026-01-06", "published_from": "option",
        "url": "javascript:alert(3)", "site": "The Harbour News", "author": None, "language": "en",
        "meta": {}, "sha256": "ab" * 32, "chars": len(text), "words": 40, "sentences": 5,
        "claims": 2, "figures": 2, "dates": 2,
    }  # fmt: skip
    return [document, monday, direct, crane, denial, jobs, year]


STORIES = [
    story("a.txt"),
    story("b.txt", title=HOSTILE, speaker=f"Ada {HOSTILE}"),
    [{**story("c.txt")[0], "claims": 0, "figures": 0, "dates": 0}],
]
for number, records in enumerate(STORIES):
    records[0]["sha256"] = f"{number:064x}"
