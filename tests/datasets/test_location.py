from __future__ import annotations

from pathlib import Path

import pytest

from ostwald.datasets import location
from ostwald.errors import MissingDataError


def test_the_variable_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(tmp_path))
    assert location.data_folder() == tmp_path


def test_without_the_variable_the_cache_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OSTWALD_DATA", raising=False)
    assert location.data_folder() == location.default_folder()


def test_missing_data_say_how_to_get_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OSTWALD_DATA", str(tmp_path))
    with pytest.raises(MissingDataError, match="ostwald data fetch"):
        location.require_data_folder()
