"""The shipped model keeps saying what it said when it was shipped.

After a new model is shipped on purpose, make the stored predictions anew with
``python tests/prediction/test_shipped.py``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ostwald.prediction.predictor import SHIPPED, Predictor
from ostwald.recipes.table import read_recipes

ROOT = Path(__file__).resolve().parents[2]
STORED = Path(__file__).parents[1] / "data" / "shipped_predictions.json"
LARGEST_WHEEL_BYTES = 25 * 1024 * 1024
TRAINING_LIBRARIES = ("torch", "sklearn", "lightgbm", "onnx")


def predict_examples() -> dict[str, dict[str, object]]:
    """Return the shipped model's word on each example, by id."""
    recipes = [
        r for file in sorted((ROOT / "examples").glob("*.yaml")) for r in read_recipes(file).recipes
    ]
    said = [p.to_json() for p in Predictor.load().predict(recipes, nearest=0)]
    return {
        str(entry["id"]): {key: entry[key] for key in ("size_nm", "shape", "domain")}
        for entry in said
    }


def test_the_examples_are_predicted_as_when_shipped() -> None:
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    said = predict_examples()
    assert said.keys() == stored.keys()
    for name, before in stored.items():
        now = said[name]
        assert now["size_nm"]["estimate"] == pytest.approx(  # type: ignore[index]
            before["size_nm"]["estimate"], rel=2e-3
        ), name
        assert now["size_nm"]["interval"] == pytest.approx(  # type: ignore[index]
            before["size_nm"]["interval"], rel=1e-2
        ), name
        assert now["shape"]["label"] == before["shape"]["label"], name  # type: ignore[index]
        assert now["shape"]["probabilities"] == pytest.approx(  # type: ignore[index]
            before["shape"]["probabilities"], abs=5e-3
        ), name


def test_it_predicts_without_the_training_libraries() -> None:
    code = (
        "import sys\n"
        f"for name in {TRAINING_LIBRARIES!r}: sys.modules[name] = None\n"
        "from ostwald import Predictor, Recipe\n"
        f"recipe = Recipe.from_yaml({str(ROOT / 'examples' / 'pbse.yaml')!r})\n"
        "print(Predictor.load().predict([recipe])[0].size.estimate_nm)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 2.0 < float(done.stdout) < 20.0


def test_it_is_small_and_without_pickle() -> None:
    files = [path for path in SHIPPED.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} <= {".json", ".npz", ".onnx", ".md"}
    assert sum(path.stat().st_size for path in files) < LARGEST_WHEEL_BYTES


def test_every_published_recipe_can_be_predicted(data_dir: Path) -> None:
    import numpy as np

    from ostwald.chemistry.resolved import resolve_recipe
    from ostwald.datasets.gu2025 import read_gu2025_raw, read_gu2025_training
    from ostwald.datasets.nanoeql import read_nanoeql

    recipes = read_gu2025_training(data_dir).recipes + read_gu2025_raw(data_dir).recipes
    for part in read_nanoeql(data_dir):
        recipes = recipes + part.recipes
    assert len(recipes) > 9000
    output = Predictor.load().model.predict([resolve_recipe(recipe) for recipe in recipes])
    assert np.all(np.isfinite(output.size_nm))
    assert np.all(output.size_nm > 0)
    np.testing.assert_allclose(output.shape_probabilities.sum(axis=1), 1.0, atol=1e-4)


if __name__ == "__main__":
    STORED.write_text(json.dumps(predict_examples(), indent=1) + "\n", encoding="utf-8")
