"""The package as a library: its examples run, its names are typed and documented."""

import doctest
import inspect
from pathlib import Path

import pytest

import claimx
from claimx.errors import InputError, ModelError


def test_the_examples_run(nlp):
    failed, attempted = doctest.testmod(claimx)
    assert (failed, attempted > 10) == (0, True)


@pytest.mark.parametrize("name", [name for name in claimx.__all__ if not name.startswith("_")])
def test_each_function_is_documented_and_typed(name):
    function = getattr(claimx, name)
    assert ">>>" in (inspect.getdoc(function) or "")
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty


def test_the_package_says_that_it_is_typed():
    assert (Path(claimx.__file__).parent / "py.typed").is_file()


def test_a_source_that_cannot_be_read_raises(tmp_path):
    with pytest.raises(InputError):
        list(claimx.extract([tmp_path / "missing.txt"]))


def test_a_model_that_is_not_there_raises():
    with pytest.raises(ModelError):
        claimx.load("no_such_model")
