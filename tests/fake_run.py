"""Records of invented articles, and a process that writes them without a pipeline.

`python tests/fake_run.py OUTPUT COUNT [--resume]` writes as `claimx extract` does, and prints a
line for each article that it has handed over.
"""

import sys
from types import SimpleNamespace

from claimx.records import Ids


def piece(text, start):
    return {"start": start, "end": start + len(text), "text": text}


def article(doc, *, title=None, value=40_000, claims=1):
    """An article's records as the pipeline gives them, every field filled or null in turn."""
    body = "“The fine, said Ñ, was €40k on Monday."
    ids = Ids(doc)

    def head(kind, text, start):
        return {
            "kind": kind,
            "id": ids.new(kind, start, start + len(text)),
            "doc": doc,
            **piece(text, start),
            "sentence": 0,
            "context": body,
        }

    document = {
        **head("document", body, 0),
        "context": None,
        "title": title,
        "published": "2026-01-06",
        "published_from": "option",
        "url": "https://news.example/1",
        "site": None,
        "author": None,
        "language": "en",
        "meta": {"desk": "city"},
        "sha256": "ab" * 32,
        "chars": len(body),
        "words": 8,
        "sentences": 1,
        "claims": claims,
        "figures": 1,
        "dates": 1,
    }
    figure = {
        **head("figure", "€40k", 23),
        "measure": "money",
        "value": value,
        "low": None,
        "high": None,
        "unit": "EUR",
        "modifier": None,
        "change": None,
        "per": None,
        "item": "The fine",
        "period": [],
        "confidence": 0.5,
        "equivalent": None,
        "claim": None,
    }
    date = {
        **head("date", "Monday", 31),
        "type": "date",
        "value": "2026-01-05",
        "low": "2026-01-05",
        "high": "2026-01-05",
        "modifier": None,
        "anchor": "2026-01-06",
        "confidence": None,
        "claim": None,
    }
    speaker = {
        **piece("Ñ", 16),
        "name": None,
        "role": None,
        "kind": "person",
        "entity": None,
        "resolved_by": None,
    }
    made = [
        {
            **head("claim", "The fine", 1),
            "form": "mixed",
            "segments": [piece("The fine", 1), piece("was", 19)],
            "quotes": [],
            "speaker": speaker if number % 2 == 0 else None,
            "cue": None if number % 2 == 0 else {**piece("said", 11), "lemma": "say"},
            "stance": "asserts",
            "confidence": 0.9,
            "said": None,
            "figures": [figure["id"]],
            "dates": [],
            "rule": "tagged",
        }
        for number in range(claims)
    ]
    return [document, *made, figure, date]


def articles(count):
    """Articles of different lengths, one with the records of none."""
    return list(stream(count))


def stream(count):
    """The same, one after the other."""
    for number in range(count):
        yield article(f"{number}.txt", claims=number % 4, title="é" * (number % 3))


def inputs(made):
    """What the reader gives for these articles."""
    for records in made:
        head = records[0]
        yield SimpleNamespace(id=head["doc"], sha256=head["sha256"], records=records)


def run(made, settings):
    """Writes the articles that are not written yet; how many were."""
    from claimx import writers

    with writers.opened(settings) as output:
        for item in output.done.remaining(inputs(made)):
            output.write(item.records)
            yield item.id
        yield f"skipped {output.done.skipped}"


def main():
    from claimx.settings import Settings

    output, count, *flags = sys.argv[1:]
    settings = Settings(output=output, resume="--resume" in flags)
    for line in run(stream(int(count)), settings):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
