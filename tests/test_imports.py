"""Imports point one way, and nothing heavy is imported before it is needed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ["spacy", "thinc", "numpy", "pydantic", "dateparser", "babel", "charset_normalizer"]


def loaded(statement):
    """The top-level modules that are there after the statement."""
    code = (
        f"import sys; {statement}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return set(result.stdout.split())


@pytest.mark.parametrize(
    "statement", ["import claimx", "import claimx.cli", "import claimx.reader"]
)
def test_start_is_light(statement):
    assert not loaded(statement) & set(HEAVY)


def test_the_components_bring_nothing_that_spacy_has_not():
    more = loaded("import claimx.components") - loaded("import spacy")
    assert not more & {"pydantic", "dateparser", "babel", "typer", "rich"}
    code = (
        "import sys, claimx.components; print(*[n for n in sys.modules if n.startswith('claimx')])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert set(result.stdout.split()) == {"claimx", "claimx.components", "claimx.errors"}


@pytest.mark.skipif(
    shutil.which("lint-imports", path=str(Path(sys.executable).parent)) is None
    or not (ROOT / "pyproject.toml").is_file(),
    reason="needs import-linter, of the extra dev",
)
def test_imports_point_one_way():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--config", "pyproject.toml"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
