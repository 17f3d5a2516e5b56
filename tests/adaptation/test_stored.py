"""A calibrated and adapted model that format version 1 wrote is still read, and says the same.

The folder was written once by ``python tests/adaptation/test_stored.py``; it is never made anew, or
the test would lose its point.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ostwald.adaptation import AdaptedModel
from ostwald.models.storage import load_model
from ostwald.prediction.predictor import Predictor
from ostwald.uncertainty.calibrated import CalibratedModel
from recipes_for_tests import reagents, resolved

STORED = Path(__file__).parent.parent / "data" / "model_format_1_adapted"


def say(predictor: Predictor) -> list[dict[str, Any]]:
    asked = [
        resolved(id="near"),
        resolved(id="hot", reaction_temperature_c=300.0),
        resolved(id="foreign", product="Au", reagents=reagents(("HAuCl4", "1 mmol"))),
    ]
    said = [p.to_json() for p in predictor.predict_resolved(asked, coverage=0.8, nearest=0)]
    return [{key: entry[key] for key in ("id", "size_nm", "shape", "domain")} for entry in said]


def test_an_old_folder_says_what_it_said() -> None:
    model = load_model(STORED)
    assert isinstance(model, AdaptedModel)
    assert isinstance(model.base, CalibratedModel)
    expected = json.loads((STORED / "expected.json").read_text(encoding="utf-8"))
    for now, before in zip(say(Predictor.load(STORED)), expected, strict=True):
        for key in ("estimate", "interval"):
            assert now["size_nm"][key] == pytest.approx(before["size_nm"][key], rel=1e-2)
        assert now["shape"]["probabilities"] == pytest.approx(
            before["shape"]["probabilities"], abs=1e-3
        )
        assert now["shape"]["likely"] == before["shape"]["likely"]
        assert now["domain"]["in_domain"] == before["domain"]["in_domain"]
        assert now["domain"]["score"] == pytest.approx(before["domain"]["score"], abs=5e-3)
        assert now["domain"]["parts"] == pytest.approx(before["domain"]["parts"], abs=5e-3)


def test_it_holds_nothing_but_json_and_arrays() -> None:
    assert sorted(path.name for path in STORED.iterdir()) == [
        "arrays.npz",
        "expected.json",
        "model.json",
    ]
    with np.load(STORED / "arrays.npz", allow_pickle=False) as arrays:
        assert "base/domain/known/conditions" in arrays.files
        assert "points/log_amounts" in arrays.files


if __name__ == "__main__":
    from ostwald.adaptation import adapt
    from ostwald.models.base import Outcomes
    from uncertain_models_for_tests import lab_reports

    base = CalibratedModel(base="median").fit(*lab_reports(papers=12, rows=3))
    own = [resolved(), resolved(reaction_temperature_c=200.0)]
    doi = np.array([None, None], dtype=object)
    gave = Outcomes(np.array([12.0, 14.0]), np.array([1, -1]), np.full(2, np.nan), doi)
    predictor = Predictor(adapt(base, own, gave))
    predictor.save(STORED)
    (STORED / "expected.json").write_text(json.dumps(say(Predictor.load(STORED)), indent=1) + "\n")
