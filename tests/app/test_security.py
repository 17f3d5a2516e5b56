from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("fastapi", reason="the extra app is not installed")

from app.api.conftest import RECIPE
from ostwald.app import Settings, create_app
from ostwald.app.security import COOKIE
from ostwald.app.settings import Limits
from ostwald.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi.testclient import TestClient

TOKEN = "a-token-of-this-lab"


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    from fastapi.testclient import TestClient

    settings = Settings(
        data=tmp_path_factory.mktemp("local"), limits=Limits(body_bytes=10_000, upload_bytes=20_000)
    )
    return TestClient(create_app(settings, pages=False), base_url="http://127.0.0.1:8000")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    from fastapi.testclient import TestClient

    settings = Settings(host="0.0.0.0", token=TOKEN, data=tmp_path_factory.mktemp("shared"))
    return TestClient(
        create_app(settings, pages=False), base_url="http://lab:8000", follow_redirects=False
    )


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""]
)
def test_a_name_that_was_rebound_to_this_machine_is_refused(local: TestClient, host: str) -> None:
    answer = local.get("/api/v1/openapi.json", headers={"host": host})
    assert answer.status_code == 421
    assert "not called" in answer.json()["problem"]


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "[::1]:8000", "127.0.0.1:1"])
def test_its_own_names_are_answered(local: TestClient, host: str) -> None:
    assert local.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:8000"},
    ],
)
def test_another_site_may_change_nothing(local: TestClient, headers: dict[str, str]) -> None:
    answer = local.post("/api/v1/check", json={"recipes": RECIPE}, headers=headers)
    assert answer.status_code == 403
    own = {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}
    assert local.post("/api/v1/check", json={"recipes": RECIPE}, headers=own).status_code == 200


def test_another_site_opens_no_socket(local: TestClient) -> None:
    from starlette.websockets import WebSocketDisconnect

    with (
        pytest.raises(WebSocketDisconnect) as refused,
        local.websocket_connect("/_nicegui_ws/", headers={"origin": "https://evil.example"}),
    ):
        pass
    assert refused.value.code == 1008


def test_requests_larger_than_they_may_be_are_refused(local: TestClient) -> None:
    body = json.dumps({"text": "x" * 20_000})
    json_type = {"content-type": "application/json"}
    assert local.post("/api/v1/check", content=body, headers=json_type).status_code == 413
    lying = {"content-length": "10", **json_type}
    assert local.post("/api/v1/check", content=body, headers=lying).status_code in (400, 413, 422)
    large = local.post("/api/v1/measure?name=a.png", content=b"x" * 30_000)
    assert large.status_code == 422
    assert "larger than" in large.json()["problem"]


def test_without_the_token_nothing_is_said(shared: TestClient) -> None:
    for path in ("/api/v1/openapi.json", "/api/v1/notebook/recipes", "/"):
        answer = shared.get(path)
        assert answer.status_code == 401
        assert "wants its token" in answer.json()["problem"]
    assert shared.get("/?token=wrong-wrong-wrong-wrong").status_code == 401
    assert (
        shared.get("/api/v1/openapi.json", headers={"authorization": "Bearer wrong"}).status_code
        == 401
    )
    assert shared.get("/api/v1/openapi.json", cookies={COOKIE: "wrong"}).status_code == 401
    assert shared.get("/healthz").status_code == 200


def test_the_token_of_the_address_becomes_a_cookie(shared: TestClient) -> None:
    answer = shared.get(f"/notebook?recipe=3&token={TOKEN}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/notebook?recipe=3"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    shared.cookies.clear()
    away = shared.get(f"http://lab:8000//evil.example/?token={TOKEN}")
    assert away.headers["location"].startswith("/evil")
    shared.cookies.clear()
    bearer = {"authorization": f"Bearer {TOKEN}"}
    assert shared.get("/api/v1/openapi.json", headers=bearer).status_code == 200
    assert shared.get("/api/v1/openapi.json", cookies={COOKIE: TOKEN}).status_code == 200


def test_answers_say_what_browsers_may_do(local: TestClient) -> None:
    for path in ("/healthz", "/nowhere"):
        headers = local.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "default-src 'none'" in headers["content-security-policy"]


def test_another_address_than_loopback_demands_a_token(tmp_path: Path) -> None:
    made = Settings(host="0.0.0.0", data=tmp_path)
    assert made.token is not None
    assert len(made.token) >= 32
    assert made.token not in repr(made), "it must not come into a log"
    assert Settings(data=tmp_path).token is None
    with pytest.raises(InputError, match="could be guessed"):
        Settings(host="0.0.0.0", token="1234", data=tmp_path)
