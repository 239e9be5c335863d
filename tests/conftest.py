"""Shared fixtures."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# A machine under load is slow; time limits are tested where they matter.
settings.register_profile("claimx", deadline=None, derandomize=True)
settings.load_profile("claimx")

ROOT = Path(__file__).resolve().parent.parent
FIRST = ROOT.parent / "shared" / "models" / "first-pipeline"


@pytest.fixture(scope="session")
def model() -> str | None:
    """What to give as --model: None for the bundled pipeline."""
    from claimx.run import pipeline

    if (pipeline.bundled() / "config.cfg").is_file():
        return None
    if FIRST.is_dir():
        return str(FIRST)
    return pytest.skip("needs the bundled pipeline or ../shared/models")


@pytest.fixture(scope="session")
def nlp(model):  # type: ignore[no-untyped-def]
    """The whole pipeline."""
    from claimx.run import pipeline

    return pipeline.load(model)
