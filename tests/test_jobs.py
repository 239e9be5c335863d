"""Several processes: the same records in the same order, even if processes die."""

import multiprocessing
import os
import signal
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import pytest

from claimx.errors import InputError, ModelError
from claimx.reader import from_text
from claimx.run import jobs
from claimx.run.batches import CHARS, batches
from claimx.settings import Settings

TEXT = "“We sold {n} boats for $5 million in 2025,” Ada Quill said on Monday.\n\n"


def articles(count, chars=100):
    long = TEXT * (chars // len(TEXT) + 1)
    return [from_text(f"Boat {n}.\n\n" + long, id=str(n)) for n in range(count)]


def test_batches_keep_order_and_hold_errors():
    inputs = [*articles(2, CHARS), InputError("gone", path="x"), from_text("A.", id="a")]
    found = list(batches(iter(inputs)))
    assert [item for batch in found for item in batch] == inputs
    assert [len(batch) for batch in found] == [1, 1, 2]


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_process_that_is_killed_loses_nothing(monkeypatch):
    monkeypatch.setattr("claimx.run.jobs.SHARED_CHARS", 100)
    inputs = [*articles(3), InputError("gone", path="x"), *articles(2)]
    results = jobs.extract(iter(inputs), settings=Settings(jobs=2, kind=("document",)))
    found = [next(results)]
    for process in multiprocessing.active_children():
        os.kill(process.pid, signal.SIGKILL)
    found += results
    docs = [str(r) if isinstance(r, InputError) else r[0]["doc"] for r in found]
    assert docs == ["0", "1", "2", "x: gone", "0", "1"]
    assert not multiprocessing.active_children()


def test_a_model_that_cannot_be_loaded_is_reported():
    results = jobs.extract(iter(articles(1)), settings=Settings(jobs=1, model="no-such-model"))
    with pytest.raises(ModelError):
        list(results)


class Fake:
    """A pool in which the article "bad" kills its process."""

    def __init__(self):
        self.shut = False

    def submit(self, work, batch):
        future = Future()
        if self.shut or any(getattr(item, "id", "") == "bad" for item in batch):
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result([[{"doc": item.id}] for item in batch])
        return future

    def shutdown(self, **options):
        self.shut = True


def test_an_article_that_kills_again_is_an_error_and_the_others_go_on(monkeypatch):
    monkeypatch.setattr(jobs, "_pool", lambda count, settings: Fake())
    inputs = [from_text("A.", id=name) for name in ("a", "bad", "b", "c")]
    first, error, *rest = jobs.extract(iter(inputs), settings=Settings(jobs=2))
    assert [first, *rest] == [[{"doc": name}] for name in ("a", "b", "c")]
    assert str(error).startswith("bad: the process that read it died twice; ")
