"""What the README shows is what happens."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
INSTALL = "python -m pip install . && claimx extract seeds/"
TEST = "python -m pip install '.[test]' && python -m pytest"

BUNDLED = ROOT / "src" / "claimx" / "data" / "model" / "config.cfg"
needs_model = pytest.mark.skipif(not BUNDLED.is_file(), reason="needs the bundled pipeline")
needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="needs jq")


def blocks(language):
    return [code for found, code in BLOCK.findall(README) if found == language]


@pytest.fixture
def shell(tmp_path):
    """Runs a command as the README's reader would, in a folder with the examples."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    starter = tmp_path / "bin" / "claimx"
    starter.parent.mkdir()
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimx "$@"\n')
    starter.chmod(0o755)
    path = f"{starter.parent}{os.pathsep}{os.environ['PATH']}"

    def run(code):
        result = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", code],
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr.decode()
        return result.stdout.decode("utf-8")

    return run


def test_the_two_commands_are_there():
    commands = [code.strip() for code in blocks("sh")]
    assert INSTALL in commands
    assert TEST in commands


def test_links_lead_somewhere():
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


@needs_model
@needs_jq
@pytest.mark.parametrize("code", [code for code in blocks("sh") if "pip" not in code], ids=repr)
def test_shell_blocks_run_and_print_something(shell, code):
    output = shell(code)
    assert output.strip() or "-o records.jsonl" in code


@needs_model
def test_the_example_is_real(shell):
    (example,) = map(json.loads, blocks("json"))
    found = map(json.loads, shell("claimx extract seeds/defence-budget.txt -q").splitlines())
    assert example in list(found)


@needs_model
@pytest.mark.parametrize("code", blocks("python"), ids=["claimx", "spacy"])
def test_python_blocks_run(code):
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert result.stdout.strip()


def test_the_records_page_names_every_field():
    from claimx.records import schema

    page = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    for model in schema()["$defs"].values():
        for name in model["properties"]:
            assert re.search(rf"\b{name}\b", page), name
