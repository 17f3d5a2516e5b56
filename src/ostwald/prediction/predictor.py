"""The one obvious way to predict: load it, give it recipes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.datasets.location import HOW_TO_GET
from ostwald.errors import InputError
from ostwald.models.base import Answer, SynthesisModel
from ostwald.models.storage import load_model, save_model
from ostwald.optics.expected import expected_peak
from ostwald.prediction.published import PublishedRecipes
from ostwald.prediction.result import (
    NearestRecipe,
    Prediction,
    ShapeEstimate,
    SizeEstimate,
)
from ostwald.recipes.outcome import SHAPES
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.size_conventions import equal_area_to_reported

SHIPPED = Path(__file__).parent / "shipped"
DEFAULT_COVERAGE = 0.9
NO_EVIDENCE = (
    f"nearest published recipes are not shown because the data are not installed: {HOW_TO_GET}"
)


class Predictor:
    """A fitted model together with what it knows of its own limits.

    Args:
        model: Predicts size and shape.
        published: The recipes to compare with; ``None`` where they are not installed.

    Example:
        >>> from ostwald import Predictor, Recipe
        >>> recipe = Recipe.from_yaml("examples/pbse.yaml")  # doctest: +SKIP
        >>> Predictor.load().predict([recipe])[0].size.estimate_nm  # doctest: +SKIP
        8.1
    """

    def __init__(
        self,
        model: SynthesisModel,
        published: PublishedRecipes | None = None,
    ) -> None:
        self.model = model
        self.published = published

    @classmethod
    def load(cls, folder: Path | str | None = None) -> Self:
        """Read a model folder.

        Args:
            folder: Written by ``ostwald train``; the shipped model when left out.

        Returns:
            A predictor, with the published recipes at hand where they are installed.

        Raises:
            InputError: The folder does not hold a model that this version can read.
        """
        place = SHIPPED if folder is None else Path(folder)
        return cls(load_model(place), PublishedRecipes.installed())

    def save(self, folder: Path, about: dict[str, Any] | None = None) -> None:
        """Write a model folder that ``load`` reads.

        Args:
            folder: Where to write; made when missing.
            about: Anything JSON-compatible that a reader of the folder should know.

        Raises:
            InputError: It cannot be written.
        """
        save_model(self.model, folder, about)

    def predict(
        self,
        recipes: Sequence[Recipe],
        *,
        coverage: float = DEFAULT_COVERAGE,
        nearest: int = 3,
    ) -> list[Prediction]:
        """Predict size and shape of what each recipe makes.

        Args:
            recipes: Any number of recipes.
            coverage: Share of intervals that should hold the true size, between 0 and 1.
            nearest: How many published recipes to name for each.

        Returns:
            One prediction a recipe, in order.

        Raises:
            InputError: A recipe names an unknown chemical, or the coverage is out of range.
        """
        resolved = [resolve_recipe(recipe) for recipe in recipes]
        return self.predict_resolved(resolved, coverage=coverage, nearest=nearest)

    def predict_resolved(
        self,
        recipes: Sequence[ResolvedRecipe],
        *,
        coverage: float = DEFAULT_COVERAGE,
        nearest: int = 3,
    ) -> list[Prediction]:
        """Predict for recipes whose chemicals are already identified; see ``predict``."""
        if not 0.0 < coverage < 1.0:
            raise InputError(
                f"the coverage {coverage:g} is not between 0 and 1",
                where="coverage",
                hint="0.9 means that nine of ten intervals hold the true size",
            )
        if not recipes:
            return []
        answer = self.model.predict(recipes)
        lower, upper = answer.interval(coverage)
        likely = answer.likely_shapes(coverage)
        evidence = self._evidence(recipes, answer, nearest)
        predictions = []
        for k, recipe in enumerate(recipes):
            shape = _shape(answer.shape_probabilities[k], likely[k])
            domain = answer.domain[k]
            listed, unlisted = evidence[k]
            predictions.append(
                Prediction(
                    id=recipe.id,
                    product=recipe.product.label,
                    size=_size(
                        float(answer.size_nm[k]),
                        float(lower[k]),
                        float(upper[k]),
                        coverage,
                        shape.label,
                    ),
                    shape=shape,
                    domain=domain,
                    nearest=listed,
                    warnings=(*domain.doubts, *recipe.remarks, *([unlisted] if unlisted else [])),
                    unlisted=unlisted,
                    optics=expected_peak(
                        recipe.product.label,
                        float(answer.size_nm[k]),
                        (float(lower[k]), float(upper[k])),
                        coverage,
                    ),
                )
            )
        return predictions

    def _evidence(
        self, recipes: Sequence[ResolvedRecipe], answer: Answer, nearest: int
    ) -> list[tuple[tuple[NearestRecipe, ...], str | None]]:
        """Return for each the recipes that speak for it, and what is to be said beside them."""
        if nearest < 1:
            return [((), None)] * len(recipes)
        if self.published is None:
            return [((), NO_EVIDENCE)] * len(recipes)
        return self.published.describe(recipes, answer.evidence(nearest))


def _size(
    estimate_nm: float, lower_nm: float, upper_nm: float, coverage: float, shape: str
) -> SizeEstimate:
    reported = equal_area_to_reported(shape, estimate_nm)
    if abs(reported / estimate_nm - 1.0) < 1e-9:
        return SizeEstimate(estimate_nm, lower_nm, upper_nm, coverage)
    return SizeEstimate(
        estimate_nm, lower_nm, upper_nm, coverage, reported_nm=reported, reported_as="edge length"
    )


def _shape(probabilities: np.ndarray, likely: np.ndarray) -> ShapeEstimate:
    order = np.argsort(-probabilities, kind="stable")
    return ShapeEstimate(
        label=SHAPES[int(order[0])],
        probabilities={SHAPES[int(k)]: float(probabilities[k]) for k in order},
        likely=tuple(SHAPES[int(k)] for k in order if likely[k]),
    )
