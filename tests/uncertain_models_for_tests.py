"""A quick model and made-up papers for the tests of calibration and adaptation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.models.base import N_SHAPES, ModelOutput, ModelState, Outcomes, SynthesisModel
from recipes_for_tests import reagents, resolved


class MeanOfProduct(SynthesisModel):
    """The mean log size of each product, and no idea of anything else."""

    kind = "mean_of_product"

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed

    def fit(self, recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> Self:
        known = np.isfinite(outcomes.size_nm)
        log_size = np.log(outcomes.size_nm)
        labels = np.array([recipe.product.label for recipe in recipes])
        self.all_ = float(log_size[known].mean())
        self.means_ = {
            str(label): float(log_size[known & (labels == label)].mean())
            for label in np.unique(labels[known])
        }
        return self

    def predict(self, recipes: Sequence[ResolvedRecipe]) -> ModelOutput:
        log_size = [self.means_.get(recipe.product.label, self.all_) for recipe in recipes]
        shapes = np.full((len(recipes), N_SHAPES), 0.3 / (N_SHAPES - 1))
        shapes[:, 0] = 0.7
        return ModelOutput(np.exp(np.array(log_size)), np.full(len(recipes), 0.3), shapes)

    def to_state(self) -> ModelState:
        return ModelState(self.kind, self.get_params(), {"all": self.all_, "means": self.means_})

    @classmethod
    def from_state(cls, state: ModelState) -> Self:
        model = cls(**state.params)
        model.all_, model.means_ = state.config["all"], state.config["means"]
        return model


def lab_reports(
    papers: int, rows: int, seed: int = 0, between: float = 0.4, within: float = 0.1
) -> tuple[list[ResolvedRecipe], Outcomes]:
    """Papers on PbSe and PbS in turn, each with ligand, temperatures and an error of its own."""
    rng = np.random.default_rng(seed)
    recipes, log_size, doi = [], [], []
    for paper in range(papers):
        own, ligand = rng.normal(0, between), rng.choice(["OA", "OLA", "TOP", "SA"])
        centre = rng.uniform(120.0, 260.0)
        for _ in range(rows):
            temperature = centre + rng.uniform(-30.0, 30.0)
            element = "Se" if paper % 2 == 0 else "S"
            recipes.append(
                resolved(
                    product=f"Pb{element}",
                    reagents=reagents(
                        ("PbO", "4 mmol"), (element, "2 mmol"), (str(ligand), "6 mmol")
                    ),
                    injection_temperature_c=temperature,
                    reaction_temperature_c=temperature,
                    reaction_time_min=float(rng.uniform(2, 40)),
                )
            )
            log_size.append(2.0 + 0.2 * (paper % 2) + own + rng.normal(0, within))
            doi.append(f"10.1/{paper}")
    n = papers * rows
    outcomes = Outcomes(
        size_nm=np.exp(np.array(log_size)),
        shape=rng.choice([0, 0, 0, 1], n),
        particles_counted=np.full(n, np.nan),
        doi=np.array(doi, dtype=object),
    )
    return recipes, outcomes
