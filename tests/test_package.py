"""What the repository offers to others: package metadata, GitHub action, pre-commit hook."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest

import claimx

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_version_has_a_dated_entry_in_the_changelog():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(claimx.__version__)}\] - \d{{4}}-\d\d-\d\d$", text, re.M)


def test_only_training_needs_babel():
    named = {re.match(r"[\w-]+", line)[0] for line in PROJECT["dependencies"]}
    assert "babel" not in named
    assert {"spacy", "typer", "trafilatura"} <= named


@pytest.mark.parametrize("name", ["action.yml", ".pre-commit-hooks.yaml"])
def test_the_options_that_are_used_exist(name):
    from claimx.settings import declared

    text = (ROOT / name).read_text(encoding="utf-8")
    known = {f"--{setting.replace('_', '-')}" for setting in declared()}
    for line in re.findall(r"claimx extract (.*)", text):
        used = {part for part in shlex.split(line) if part.startswith("--")}
        assert used <= known


def test_the_hook_runs(tmp_path):
    """With yaml's own reader, which the docs bring."""
    yaml = pytest.importorskip("yaml")
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["entry"].startswith("claimx extract ")
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert set(action["inputs"]) == {"paths", "args", "python-version"}
