"""The article that is blamed for a worker's death, and the settings of the Ray engine."""

import pytest

from claimx.errors import OutputError, SettingsError
from claimx.run import cluster
from claimx.run.blocks import Block
from claimx.settings import Settings


def died_at(task, *places):
    for place in places:
        task.place = place
        task.fail()


def test_the_article_under_way_at_two_deaths_is_skipped():
    task = cluster.Try(Block(0, ("a", "b", "c")))
    assert not task.is_careful
    died_at(task, -1)
    assert task.is_careful
    died_at(task, 2, 1)
    assert task.skip == {}
    died_at(task, 1)
    assert task.skip == {1: "the process that read it died twice"}


def test_a_block_that_kills_when_it_is_written_ends_the_run():
    task = cluster.Try(Block(0, ("a",)))
    with pytest.raises(OutputError, match="workers die"):
        died_at(task, *[-1] * 10)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"engine": "ray"}, "writes a folder"),
        ({"engine": "ray", "output": "o", "format": "csv"}, "does not write csv"),
        ({"partition_by": ("month",)}, "partition_by needs --engine ray"),
        ({"block_size": 0}, "block_size must be 1 or more"),
    ],
)
def test_settings_that_make_no_sense(given, message):
    with pytest.raises(SettingsError, match=message):
        Settings(**given)


def test_standard_input_is_not_a_source():
    settings = Settings(engine="ray", output="out")
    with pytest.raises(SettingsError, match="not standard input"):
        list(cluster.extract(["-"], settings=settings))
