"""Fixtures for the whole suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of published data, or a skip with the reason."""
    value = os.environ.get("OSTWALD_DATA")
    if not value:
        pytest.skip("OSTWALD_DATA is not set: the published data are not on this machine")
    path = Path(value)
    if not path.is_dir():
        pytest.skip(f"OSTWALD_DATA points to {path}, which is not a folder")
    return path


@pytest.fixture(scope="session")
def examples_dir() -> Path:
    """The folder of example recipes and micrographs of this repository."""
    return Path(__file__).parent.parent / "examples"
