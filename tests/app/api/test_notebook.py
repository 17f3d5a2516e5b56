from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from app.api.conftest import RECIPE
from app.api.test_measuring import finished

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

TEXT = yaml.safe_dump(RECIPE)
NOTEBOOK = "/api/v1/notebook"


def test_a_recipe_lives_from_first_to_last(client: TestClient) -> None:
    kept = client.post(f"{NOTEBOOK}/recipes", json={"text": TEXT, "name": "lived"}).json()
    place = f"{NOTEBOOK}/recipes/{kept['id']}"
    changed = client.patch(place, json={"version": 1, "note": "stirred"}).json()
    assert changed["version"] == 2
    assert client.patch(place, json={"version": 1, "note": "late"}).status_code == 409
    outcome = client.post(f"{place}/outcomes", json={"size_nm": 4.1, "shape": "sphere"}).json()
    whole = client.get(place).json()
    assert whole["note"] == "stirred"
    assert whole["outcomes"] == [outcome]
    assert whole["predictions"][0]["recipe_version"] == 1
    assert [one["version"] for one in client.get(f"{place}/versions").json()] == [2, 1]
    found = client.get(f"{NOTEBOOK}/recipes", params={"words": "lived stirred"}).json()
    assert [one["id"] for one in found["recipes"]] == [kept["id"]]
    assert client.delete(f"{NOTEBOOK}/outcomes/{outcome['id']}").status_code == 200
    assert client.delete(place, params={"version": 1}).status_code == 409
    assert client.delete(place, params={"version": 2}).status_code == 200
    assert client.get(place).status_code == 404


def test_a_recipe_with_an_unknown_chemical_is_kept_without_a_prediction(
    client: TestClient,
) -> None:
    strange = {**RECIPE, "reagents": [{"name": "unobtainium oxide", "amount": "1 mmol"}]}
    kept = client.post(f"{NOTEBOOK}/recipes", json={"text": yaml.safe_dump(strange)})
    assert kept.status_code == 201
    place = f"{NOTEBOOK}/recipes/{kept.json()['id']}"
    assert client.get(place).json()["predictions"] == []
    assert client.delete(place, params={"version": 1}).status_code == 200


def test_a_table_goes_out_and_comes_in_again(client: TestClient) -> None:
    kept = client.post(f"{NOTEBOOK}/recipes", json={"text": TEXT, "name": "in a table"}).json()
    client.post(f"{NOTEBOOK}/recipes/{kept['id']}/outcomes", json={"size_nm": 4.1})
    client.post(f"{NOTEBOOK}/recipes/{kept['id']}/outcomes", json={"size_nm": 4.3})
    table = client.get(f"{NOTEBOOK}/table.csv")
    assert table.headers["content-type"].startswith("text/csv")
    rows = [line for line in table.text.splitlines() if line.startswith("in a table")]
    assert len(rows) == 2
    brought = client.post(f"{NOTEBOOK}/table?name=n.csv", content=table.content).json()
    assert brought["problems"] == []
    assert len(brought["recipes"]) == len(table.text.splitlines()) - 1
    again = client.get(f"{NOTEBOOK}/recipes/{brought['recipes'][-1]}").json()
    assert again["outcomes"][0]["size_nm"] in (4.1, 4.3)


def test_the_good_rows_of_a_table_are_kept(client: TestClient) -> None:
    table = (
        "id,product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol,size_nm\n"
        "good,CdSe,250,5,CdO,1,4.2\nbad,CdSe,nonsense,5,CdO,1,\n"
    )
    brought = client.post(f"{NOTEBOOK}/table?name=n.csv", content=table.encode()).json()
    assert len(brought["recipes"]) == 1
    (problem,) = brought["problems"]
    assert problem["where"] == "row 3, reaction_temperature_c"
    answer = client.post(f"{NOTEBOOK}/table?name=n.csv", content=b"\xff\xfe\0nonsense")
    assert answer.status_code == 422
    assert "/tmp" not in answer.text


def test_measured_sizes_stand_beside_predicted_and_the_model_adapts(client: TestClient) -> None:
    for degrees, size in ((220, 3.1), (250, 3.9), (280, 4.8)):
        text = yaml.safe_dump({**RECIPE, "reaction_temperature": f"{degrees} degC"})
        kept = client.post(f"{NOTEBOOK}/recipes", json={"text": text, "name": f"at {degrees}"})
        client.post(f"{NOTEBOOK}/recipes/{kept.json()['id']}/outcomes", json={"size_nm": size})
    compared = {one["name"]: one for one in client.get(f"{NOTEBOOK}/compared").json()}
    assert compared["at 280"]["measured_nm"] == 4.8
    assert compared["at 280"]["lower_nm"] < compared["at 280"]["predicted_nm"]
    before = client.post("/api/v1/predict", json={"recipes": RECIPE}).json()
    job = finished(client, client.post(f"{NOTEBOOK}/adapt").json())
    assert job["state"] == "done", job
    result = client.get(f"/api/v1/jobs/{job['id']}/result").json()
    assert result["used"] >= 3
    assert result["known"][0] == 0
    assert len(result["error_nm"]) == len(result["known"])
    after = client.post("/api/v1/predict", json={"recipes": RECIPE}).json()
    assert "adapted to" in after["model"]
    sizes = [one["results"][0]["size_nm"]["estimate"] for one in (before, after)]
    assert sizes[0] != sizes[1]
    shipped = client.post("/api/v1/predict", json={"recipes": RECIPE, "shipped": True}).json()
    assert shipped["results"] == before["results"]
    assert "shipped" in client.delete(f"{NOTEBOOK}/adapt").json()["model"]
    assert client.post("/api/v1/predict", json={"recipes": RECIPE}).json() == before


def test_a_spectrum_is_kept_with_what_is_read_in_it(client: TestClient) -> None:
    import math

    rows = [
        f"{wavelength},{math.exp(-(((wavelength - 545) / 15) ** 2)) + (700 - wavelength) / 400:.5f}"
        for wavelength in range(400, 700)
    ]
    content = "\n".join(["wavelength (nm),absorbance", *rows]).encode()
    kept = client.post(f"{NOTEBOOK}/recipes", json={"text": TEXT, "name": "seen"}).json()
    place = f"{NOTEBOOK}/recipes/{kept['id']}/spectra"
    spectrum = client.post(f"{place}?name=a.csv", content=content).json()
    assert abs(spectrum["peak_nm"] - 545) < 5
    assert client.post(f"{place}?name=a.csv", content=b"no spectrum").status_code == 422
    assert client.post(f"{place}?name=a.html", content=content).status_code == 422
