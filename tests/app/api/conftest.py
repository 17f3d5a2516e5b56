"""The HTTP API in this process, without pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("fastapi", reason="the extra app is not installed")

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

RECIPE = {
    "product": "CdSe",
    "reagents": [
        {"name": "CdO", "amount": "1 mmol"},
        {"name": "Se", "amount": "1 mmol"},
        {"name": "oleic acid", "amount": "4 mmol"},
        {"name": "ODE", "amount": "10 mL"},
    ],
    "reaction_temperature": "250 degC",
    "reaction_time": "5 min",
}


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of an app with an empty notebook."""
    from fastapi.testclient import TestClient

    from ostwald.app import Settings, create_app

    app = create_app(Settings(data=tmp_path_factory.mktemp("api")), pages=False)
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as opened:
        yield opened
