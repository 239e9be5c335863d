"""docs/design.md names the modules and stages that the code has."""

import importlib
import re
from functools import reduce
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "claimx"
PAGE = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
ROOMS, STAGES = PAGE.split("## Rooms")[1].split("## Stages of the extractors")
RECIPES = {
    name: STAGES.split(f"### {name.title()}")[1].split("\n##")[0]
    for name in ("dates", "figures", "claims", "speakers")
}


def named_modules():
    """Every module of the table of rooms."""
    for line in ROOMS.splitlines():
        cells = [re.findall(r"`([\w.]+)`", cell) for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0]:
            yield from cells[0]
            yield from (f"{cells[0][0]}.{name}" for name in cells[2])


def modules():
    """Every module of the package."""
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            yield name


def found(name):
    """The function, class or method of a dotted name below claimx."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        path = SOURCE.joinpath(*parts[:length])
        if path.is_dir() or path.with_suffix(".py").exists():
            module = importlib.import_module(".".join(["claimx", *parts[:length]]))
            return reduce(getattr, parts[length:], module)
    raise AttributeError(name)


def test_the_rooms_are_the_modules():
    assert sorted(set(named_modules())) == sorted(modules())


@pytest.mark.parametrize("room", RECIPES)
def test_each_stage_is_a_function(room):
    names = re.findall(r"`([a-z_]+\.[\w.]+)`", RECIPES[room])
    assert names
    assert all(callable(found(name)) for name in names)


@pytest.mark.parametrize("room", ["figures", "dates", "claims"])
def test_every_step_of_a_recipe_is_on_the_page(room):
    recipe = (SOURCE / room / "__init__.py").read_text(encoding="utf-8")
    page = re.findall(rf"`{room}\.([a-z_]+\.[a-z_]+)`", RECIPES[room])
    called = set(re.findall(r"(?<![\w.])([a-z_]+\.[a-z_]+)\(", recipe.split("def find_")[1]))
    steps = {name for name in called if (SOURCE / room / f"{name.split('.')[0]}.py").exists()}
    assert steps <= set(page)


def test_the_stages_of_figures_stand_in_order():
    recipe = (SOURCE / "figures" / "__init__.py").read_text(encoding="utf-8")
    page = re.findall(r"`figures\.([a-z_]+\.[a-z_]+)`", RECIPES["figures"])
    nested = recipe.replace("read.drafts(candidates.numbers", "candidates.numbers(read.drafts")
    places = [nested.index(f"{name}(") for name in page]
    assert places == sorted(places)
