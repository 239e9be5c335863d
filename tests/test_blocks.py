"""Sources in blocks: the articles are the same for every size of block."""

import gzip
import json

import pytest

from claimx import reader
from claimx.errors import InputError
from claimx.run import blocks
from claimx.settings import Settings


@pytest.fixture
def folder(tmp_path):
    rows = "".join(json.dumps({"id": n % 5, "text": f"Row {n}."}) + "\n" for n in range(7))
    (tmp_path / "a.txt").write_text("A.")
    (tmp_path / "b.jsonl").write_text(rows + "no\n")
    (tmp_path / "c.txt").write_text("")
    (tmp_path / "d.txt").write_text("D.")
    (tmp_path / "e.csv").write_text("body\nNo text column.\n")
    (tmp_path / "f.jsonl.gz").write_bytes(gzip.compress(rows.encode())[:-20])
    (tmp_path / "g").write_text(rows)
    return [str(path) for path in sorted(tmp_path.iterdir())]


def planned(files, settings):
    def count(files):
        return ((file, reader.count_rows(file, settings=settings)) for file in files)

    return list(blocks.plan(files, settings=settings, count=count))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_blocks_hold_each_article_once_in_order(folder, size):
    settings = Settings(block_size=size)
    made = planned(folder, settings)
    assert [block.number for block in made] == list(range(len(made)))
    assert max(map(len, made)) <= size
    found = [list(block.read(settings=settings)) for block in made]
    assert [len(items) for items in found] == [len(block) for block in made]
    read = [str(item) for items in found for item in items]
    assert read == list(map(str, reader.read(folder, settings=settings)))


def test_places_to_skip_are_errors_in_their_place(folder):
    settings = Settings(block_size=2)
    for block in planned(folder, settings):
        first, *rest = block.read(settings=settings)
        lost, *others = block.read(settings=settings, skip={0: "the process died"})
        assert list(map(str, others)) == list(map(str, rest))
        assert isinstance(lost, InputError)
        name = first.path if isinstance(first, InputError) else first.id
        assert lost.path == name
