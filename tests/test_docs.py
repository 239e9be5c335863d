"""README and docs: what they show is what happens; generated pages are up to date."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
GUIDES = sorted((DOCS / "guides").glob("*.md"))
TOPICS = [DOCS / name for name in ("review.md", "databases.md", "exports.md")]
PAGES = [ROOT / "README.md", DOCS / "index.md", DOCS / "python.md", *GUIDES, *TOPICS]
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
# .ci/run takes these two lines from the README.
INSTALL = "python -m pip install . && claimx extract seeds/"
TEST = "python -m pip install '.[test]' && python -m pytest"

needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="needs jq")
sys.path.insert(0, str(ROOT / "tools"))


def blocks(language, pages=PAGES):
    return [
        pytest.param(code, id=f"{page.stem}-{number}")
        for page in pages
        for number, (found, code) in enumerate(BLOCK.findall(page.read_text(encoding="utf-8")))
        if found == language
    ]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the articles that the docs name, as the current one."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "docs").symlink_to(DOCS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_that_ci_runs_are_in_the_readme():
    commands = [block.values[0].strip() for block in blocks("sh", [ROOT / "README.md"])]
    assert INSTALL in commands
    assert TEST in commands


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@needs_jq
@pytest.mark.parametrize("code", blocks("sh"))
def test_commands_run(folder, code):
    lines = [line for line in code.splitlines() if "pip install" not in line]
    starter = folder / "bin" / "claimx"
    starter.parent.mkdir()
    starter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m claimx "$@"\n')
    starter.chmod(0o755)
    path = f"{starter.parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(lines)],
        env={**os.environ, "PATH": path},
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr.decode()


@pytest.mark.parametrize("code", blocks("python"))
def test_python_examples_run_and_print(folder, capsys, code):
    exec(compile(code, "example", "exec"), {})
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("code", blocks("toml"))
def test_settings_are_settings(code):
    from claimx.commands.config import defaults

    assert defaults(tomllib.loads(code), path=Path("claimx.toml"))


def test_generated_pages_are_up_to_date():
    import make_docs

    assert (DOCS / "cli.md").read_text(encoding="utf-8") == make_docs.cli_page()
    assert (DOCS / "claimx.1").read_text(encoding="utf-8") == make_docs.man_page()


def test_every_setting_is_on_the_page_of_the_command_line():
    from claimx.settings import declared

    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    for name in declared():
        assert f"--{name.replace('_', '-')}" in page
        assert f"CLAIMX_{name.upper()}" in re.sub(r"\s+", " ", page).replace("CLAIMX_ ", "CLAIMX_")


def test_every_exported_name_is_on_the_page_of_python():
    import claimx

    page = (DOCS / "python.md").read_text(encoding="utf-8")
    for name in claimx.__all__:
        assert name == "__version__" or re.search(rf"\b{name}\b", page), name


def test_every_page_is_in_the_navigation():
    named = set(re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    assert named == {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")}
