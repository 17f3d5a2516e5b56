"""Whatever is sent, within the description of the API or outside it, the server does not fail."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

if TYPE_CHECKING:
    from app.conftest import Server

EXAMPLES = 8


@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_no_request_makes_the_server_fail(server: Server, mode: str) -> None:
    from schemathesis import GenerationMode

    schema = schemathesis.openapi.from_url(f"{server.url}/api/v1/openapi.json", timeout=60)
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        strategy = operation.as_strategy(generation_mode=GenerationMode(mode))

        @given(case=strategy)
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        def asks(case) -> None:
            nonlocal asked
            response = case.call(base_url=server.url, timeout=120)
            assert response.status_code < 500, (case.method, case.path, response.text)
            asked += 1

        with suppress(Unsatisfiable):  # nothing can be wrong with a request that brings nothing
            asks()
    assert asked > 50
