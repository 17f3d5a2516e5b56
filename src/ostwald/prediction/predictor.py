"""The one obvious way to predict: load it, give it recipes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np

from ostwald._files import write_text
from ostwald.chemistry.plausibility import Flag
from ostwald.chemistry.resolved import ResolvedRecipe, resolve_recipe
from ostwald.chemistry.understanding import flags_of
from ostwald.datasets.location import HOW_TO_GET
from ostwald.errors import InputError
from ostwald.models.base import SynthesisModel
from ostwald.models.storage import load_model, save_model
from ostwald.prediction.judgement import judge, likely_shapes, size_intervals
from ostwald.prediction.published import PublishedRecipes
from ostwald.prediction.result import (
    Domain,
    NearestRecipe,
    Prediction,
    ShapeEstimate,
    SizeEstimate,
)
from ostwald.recipes.outcome import SHAPES
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.size_conventions import equal_area_to_reported
from ostwald.uncertainty.domain import DomainModel, DomainVerdict

SHIPPED = Path(__file__).parent / "shipped"
DOMAIN_FILE = "domain.json"
DEFAULT_COVERAGE = 0.9
NO_EVIDENCE = (
    f"nearest published recipes are not shown because the data are not installed: {HOW_TO_GET}"
)


class Predictor:
    """A fitted model together with what it knows of its own limits.

    Args:
        model: Predicts size and shape.
        domain: Remembers what the model has learnt from; ``None`` for a model that knows it
            itself, as calibrated ones do.
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
        domain: DomainModel | None = None,
        published: PublishedRecipes | None = None,
    ) -> None:
        self.model = model
        self.domain = domain
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
        model = load_model(place)
        if hasattr(model, "judge_all") and not (place / DOMAIN_FILE).exists():
            return cls(model, None, PublishedRecipes.installed())
        try:
            domain = DomainModel.from_json(json.loads((place / DOMAIN_FILE).read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{DOMAIN_FILE} is missing or damaged",
                where=str(place),
                hint="train the model again with `ostwald train`",
            ) from error
        return cls(model, domain, PublishedRecipes.installed())

    def save(self, folder: Path, about: dict[str, Any] | None = None) -> None:
        """Write a model folder that ``load`` reads.

        Args:
            folder: Where to write; made when missing.
            about: Anything JSON-compatible that a reader of the folder should know.

        Raises:
            InputError: It cannot be written.
        """
        save_model(self.model, folder, about)
        if self.domain is None:
            (folder / DOMAIN_FILE).unlink(missing_ok=True)
            return
        text = json.dumps(self.domain.to_json(), ensure_ascii=False, separators=(",", ":"))
        write_text(folder / DOMAIN_FILE, text + "\n")

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
        output = self.model.predict(recipes)
        intervals = size_intervals(self.model, recipes, output, coverage)
        likely = likely_shapes(self.model, output, coverage)
        verdicts = judge(self.model, self.domain, recipes)
        evidence = self._evidence(recipes, nearest)
        predictions = []
        for k, recipe in enumerate(recipes):
            shape = _shape(output.shape_probabilities[k], likely[k])
            flags = flags_of(recipe)
            doubts = tuple(str(flag) for flag in flags if flag.severity == "doubtful")
            predictions.append(
                Prediction(
                    id=recipe.id,
                    product=recipe.product.label,
                    size=_size(float(output.size_nm[k]), *intervals[k], coverage, shape.label),
                    shape=shape,
                    domain=_domain(verdicts[k], flags),
                    nearest=evidence[k],
                    warnings=doubts + recipe.remarks + self._evidence_warning(nearest),
                )
            )
        return predictions

    def _evidence(
        self, recipes: Sequence[ResolvedRecipe], nearest: int
    ) -> list[tuple[NearestRecipe, ...]]:
        if self.published is None or nearest < 1:
            return [()] * len(recipes)
        return self.published.nearest(recipes, nearest)

    def _evidence_warning(self, nearest: int) -> tuple[str, ...]:
        return (NO_EVIDENCE,) if self.published is None and nearest > 0 else ()


def _size(
    estimate_nm: float, lower_nm: float, upper_nm: float, coverage: float, shape: str
) -> SizeEstimate:
    reported = equal_area_to_reported(shape, estimate_nm)
    if abs(reported / estimate_nm - 1.0) < 1e-9:
        return SizeEstimate(estimate_nm, lower_nm, upper_nm, coverage)
    return SizeEstimate(
        estimate_nm, lower_nm, upper_nm, coverage, reported_nm=reported, reported_as="edge length"
    )


def _shape(probabilities: np.ndarray, likely: tuple[int, ...]) -> ShapeEstimate:
    order = np.argsort(-probabilities, kind="stable")
    return ShapeEstimate(
        label=SHAPES[int(order[0])],
        probabilities={SHAPES[int(k)]: float(probabilities[k]) for k in order},
        likely=tuple(SHAPES[int(k)] for k in order if int(k) in likely),
    )


def _domain(verdict: DomainVerdict, flags: Sequence[Flag]) -> Domain:
    """Return the verdict in words; what cannot form is no known ground, however familiar."""
    parts = {
        "composition": verdict.composition,
        "chemicals": verdict.chemicals,
        "conditions": verdict.conditions,
    }
    known = {name: part for name, part in parts.items() if part is not None}
    impossible = tuple(f"{f.what}. {f.why}" for f in flags if f.severity == "impossible")
    if not impossible:
        return Domain(verdict.in_domain, verdict.score, verdict.reasons, known)
    return Domain(False, 0.0, impossible + verdict.reasons, known)
