from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

from app.api.conftest import RECIPE
from ostwald.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi.testclient import TestClient


@pytest.mark.parametrize("verb", ["check", "predict"])
def test_the_answer_is_that_of_the_command_line(
    client: TestClient, verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(RECIPE))
    assert run([verb, str(tmp_path / "a.json"), "--json"]) == 0
    expected = json.loads(capsys.readouterr().out)
    assert client.post(f"/api/v1/{verb}", json={"recipes": RECIPE}).json()["results"] == expected
    text = yaml.safe_dump(RECIPE)
    assert client.post(f"/api/v1/{verb}", json={"text": text}).json()["results"] == expected


def test_explain_and_sweep_answer_as_the_command_line(client: TestClient) -> None:
    explained = client.post("/api/v1/explain", json={"recipes": RECIPE}).json()
    parts = sum(one["nm"] for one in explained["contributions"])
    assert explained["typical_nm"] + parts == pytest.approx(explained["size_nm"]["estimate"])
    swept = client.post(
        "/api/v1/sweep",
        json={"recipes": RECIPE, "vary": ["reaction_temperature=200..300 degC"], "points": 5},
    ).json()
    assert len(swept["size_nm"]) == 5


def test_a_bad_recipe_does_not_stop_the_others(client: TestClient) -> None:
    bad = {**RECIPE, "id": "bad", "reagents": [{"name": "unobtainium oxide", "amount": "1 mmol"}]}
    answer = client.post("/api/v1/predict", json={"recipes": [bad, RECIPE]})
    assert answer.status_code == 200
    assert len(answer.json()["results"]) == 1
    (problem,) = answer.json()["problems"]
    assert "unobtainium" in problem["problem"] + str(problem["where"])
    assert problem["hint"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "recipes or text"),
        ({"recipes": {**RECIPE, "reaction_time": None}}, "reaction_time"),
        ({"text": "product: ["}, "YAML"),
        ({"recipes": []}, "no recipe"),
        ({"recipes": RECIPE, "coverage": 2}, "less than 1"),
        ({"recipes": RECIPE, "nonsense": 1}, "Extra"),
        ({"recipes": [RECIPE] * 501}, "too many"),
        ({"recipes": {**RECIPE, "product": "\ud800"}}, "product"),
    ],
)
def test_what_cannot_be_used_is_said(client: TestClient, body: dict, words: str) -> None:
    content = json.dumps(body)
    answer = client.post(
        "/api/v1/predict", content=content, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    told = answer.json()
    assert set(told) >= {"problem", "where", "hint"}
    assert words in answer.text


def test_optics_answers_as_the_command_line(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["optics", "CdSe", "--peak", "545", "--json"]) == 0
    expected = json.loads(capsys.readouterr().out)
    assert client.get("/api/v1/optics/CdSe?peak_nm=545").json() == expected
    assert client.get("/api/v1/optics/CdSe").status_code == 422
    assert client.get("/api/v1/optics/teapot?peak_nm=545").status_code == 422
