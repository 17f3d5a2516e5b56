"""A predictor whose answers are a formula of the flask, so that attributions can be checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.prediction.result import Domain, Prediction, ShapeEstimate, SizeEstimate
from ostwald.recipes.outcome import SHAPES


def mmol(recipe: ResolvedRecipe, abbreviation: str) -> float:
    return sum(
        one.amount_mmol for one in recipe.reagents if one.substance.abbreviation == abbreviation
    )


class FormulaModel:
    def __init__(self, size: Callable[[ResolvedRecipe], float]) -> None:
        self.size = size
        self.calls = 0

    def predict(self, recipes: Sequence[ResolvedRecipe]) -> SimpleNamespace:
        self.calls += len(recipes)
        sizes = np.array([self.size(recipe) for recipe in recipes])
        shapes = np.zeros((len(recipes), len(SHAPES)))
        shapes[:, 0] = np.where(sizes < 10.0, 0.8, 0.3)
        shapes[:, 1] = 1.0 - shapes[:, 0]
        return SimpleNamespace(
            size_nm=sizes, shape_probabilities=shapes, log_size_std=np.full(len(recipes), 0.1)
        )

    def log_size_covariance(self, recipes: Sequence[ResolvedRecipe]) -> np.ndarray:
        temperature = np.array([recipe.reaction_temperature_c for recipe in recipes])
        return 0.04 * np.exp(-0.5 * ((temperature[:, None] - temperature) / 40.0) ** 2)


class FormulaPredictor:
    published = None

    def __init__(self, size: Callable[[ResolvedRecipe], float]) -> None:
        self.model = FormulaModel(size)

    def predict_resolved(
        self, recipes: Sequence[ResolvedRecipe], *, coverage: float = 0.9, nearest: int = 3
    ) -> list[Prediction]:
        said = self.model.predict(recipes)
        return [
            Prediction(
                recipe.id,
                recipe.product.label,
                SizeEstimate(float(size), 0.8 * float(size), 1.25 * float(size), coverage),
                ShapeEstimate(SHAPES[int(p.argmax())], dict(zip(SHAPES, p.tolist(), strict=True))),
                Domain(recipe.reaction_temperature_c < 230.0, 0.9),
            )
            for recipe, size, p in zip(recipes, said.size_nm, said.shape_probabilities, strict=True)
        ]
