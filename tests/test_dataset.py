"""A dataset's files, the blocks that are complete, and how a run is continued."""

import json

import fake_run
import pytest

from claimx.compare import inputs
from claimx.errors import InputError, OutputError, Skipped
from claimx.run import manifest
from claimx.run.blocks import Block
from claimx.run.worker import Done, Worker
from claimx.settings import Settings
from claimx.writers import dataset
from claimx.writers.dataset import Folder

duckdb = pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")


def settings_for(folder, **given):
    return Settings(engine="ray", output=str(folder), **given)


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def put(folder, made, *, number=0, **given):
    settings = settings_for(folder, **given)
    with dataset.block(f"{number:08}", settings=settings) as block:
        for records in made:
            block.write(records)
        return block.commit(Folder(settings.output))


def test_a_folder_per_kind_and_a_file_per_block(tmp_path):
    put(tmp_path, fake_run.articles(3))
    put(tmp_path, [fake_run.article("x.txt", claims=2)], number=1)
    assert names(tmp_path) == sorted(
        f"{kind}s/part-0000000{number}.parquet"
        for kind in ("document", "claim", "figure", "date")
        for number in (0, 1)
    )
    count = duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/claims/*.parquet'").fetchall()
    assert count == [(0 + 1 + 2 + 2,)]


def test_json_lines_are_those_of_the_ordinary_output(tmp_path):
    made = fake_run.articles(2)
    put(tmp_path, made, format="jsonl")
    lines = [
        json.loads(line)
        for name in names(tmp_path)
        for line in (tmp_path / name).read_text("utf-8").splitlines()
    ]
    assert sorted(lines, key=str) == sorted((r for records in made for r in records), key=str)


def test_partitions_by_month_and_kept_field_are_columns_of_sql(tmp_path):
    put(tmp_path, [fake_run.article("a.txt")], partition_by=("month", "desk", "site"))
    below = "month=2026-01/desk=city/site=__HIVE_DEFAULT_PARTITION__"
    assert f"claims/{below}/part-00000000.parquet" in names(tmp_path)
    query = f"SELECT month, desk, site FROM read_parquet('{tmp_path}/claims/**/*.parquet')"
    assert duckdb.sql(query).fetchall() == [("2026-01", "city", None)]


@pytest.mark.parametrize(
    ("document", "folder"),
    [
        ({"published": "2026-01-05T10:00"}, "month=2026-01/"),
        ({"published": "2026"}, "month=__HIVE_DEFAULT_PARTITION__/"),
        ({"published": None}, "month=__HIVE_DEFAULT_PARTITION__/"),
    ],
)
def test_a_date_without_month_has_none(document, folder):
    assert dataset.partition(document, ("month",)) == folder


def test_values_cannot_leave_the_folder():
    assert dataset.partition({"site": "../a/b"}, ("site",)) == "site=..%2Fa%2Fb/"


def test_compare_reads_a_dataset(tmp_path):
    made = [fake_run.article(f"{n}.txt", claims=n) for n in range(3)]
    put(tmp_path, made[:2], partition_by=("month",))
    put(tmp_path, made[2:], number=1, partition_by=("month",))
    Folder(str(tmp_path)).write("_claimx/run.json", b"{}")
    assert inputs.holds_records(str(tmp_path))
    found = list(inputs.read(str(tmp_path)))
    assert [[r["id"] for r in article if r["kind"] == "claim"] for article in found] == [
        [r["id"] for r in article if r["kind"] == "claim"] for article in made
    ]


class FakePipeline:
    """Gives made-up records for an article's text, an error for "bad", a skip for "page"."""

    def __init__(self, monkeypatch):
        monkeypatch.setattr("claimx.run.pipeline.extract_batch", self.extract)

    def extract(self, batch, nlp, *, settings):
        return [self.one(item) for item in batch]

    def one(self, item):
        if isinstance(item, InputError):
            return item
        kinds = {"bad": InputError("failed", path=item.id), "page": Skipped("not HTML")}
        return kinds.get(item.text, fake_run.article(item.id))


@pytest.fixture
def texts(tmp_path):
    made = []
    for name, text in {"a": "A.", "b": "bad", "c": "page", "d": "D."}.items():
        path = tmp_path / f"{name}.txt"
        path.write_text(text)
        made.append(str(path))
    return tuple(made)


@pytest.mark.parametrize("is_careful", [False, True])
def test_a_worker_writes_a_block_and_counts(tmp_path, monkeypatch, texts, is_careful):
    FakePipeline(monkeypatch)
    out = tmp_path / "out"
    worker = Worker(None, Folder(str(out)), settings=settings_for(out))
    block = Block(3, texts)
    if is_careful:
        worker.begin(block, {3: "died"})
        while worker.step():
            pass
        done = worker.finish()
    else:
        done = worker.run(block)
    lost = 1 if is_careful else 0
    assert (done.articles, done.failed, done.records, done.found) == (
        2 - lost,
        1 + lost,
        4 * (2 - lost),
        3 * (2 - lost),
    )
    assert done.skipped == {"not HTML": 1}
    written = (out / "_claimx/blocks/00000003.json").read_bytes()
    assert Done.read(written) == done
    errors = (out / "errors/part-00000003.jsonl").read_text().splitlines()
    assert [json.loads(line)["reason"] for line in errors] == ["failed", "died"][: 1 + lost]


def test_a_block_that_fails_leaves_nothing(tmp_path):
    out = tmp_path / "out"
    with (
        pytest.raises(RuntimeError),
        dataset.block("00000000", settings=settings_for(out)) as block,
    ):
        block.write(fake_run.article("a.txt"))
        raise RuntimeError
    assert not out.exists()


class TestResume:
    def opened(self, paths, out, *, resume=False, **given):
        settings = settings_for(out, resume=resume, **given)
        asked = manifest.asked(paths, settings=settings)
        return manifest.opened(Folder(str(out)), asked, is_continued=resume)

    def test_complete_blocks_are_known_with_their_counts(self, tmp_path, monkeypatch, texts):
        out = tmp_path / "out"
        assert self.opened(texts, out).complete == set()
        FakePipeline(monkeypatch)
        worker = Worker(None, Folder(str(out)), settings=settings_for(out))
        worker.run(Block(0, texts[:2]))
        worker.run(Block(2, texts[3:]))
        found = self.opened(texts, out, resume=True, jobs=3)
        assert found.complete == {0, 2}
        assert (found.total.articles, found.total.failed) == (2, 1)

    def test_other_settings_inputs_or_folders_are_refused(self, tmp_path, texts):
        out = tmp_path / "out"
        self.opened(texts, out)
        with pytest.raises(OutputError, match="already contains a run; pass --resume"):
            self.opened(texts, out)
        with pytest.raises(OutputError, match="its run had other block_size, date"):
            self.opened(texts, out, resume=True, block_size=5, date="2026-01-10")
        (tmp_path / "a.txt").write_text("Another text.")
        with pytest.raises(OutputError, match="its run had other inputs"):
            self.opened(texts, out, resume=True)
        with pytest.raises(OutputError, match="is not empty, and has no claimx run"):
            self.opened(texts, tmp_path, resume=True)
