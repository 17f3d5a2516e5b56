"""What known flasks say once the kernel is learnt, and how far to trust it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from ostwald.models.base import N_SHAPES, FloatArray, IntArray, Outcomes
from ostwald.models.process.calibration import ShapeCalibration, Tails, row_weights
from ostwald.models.process.held_out import HeldOut, leave_one_out, leave_papers_out, rows_of_papers
from ostwald.models.process.kernel import KernelParameters, covariance
from ostwald.models.process.kinds import SpreadByKind
from ostwald.models.process.lab import LabEffect, learn_lab_effect
from ostwald.models.process.paper_noise import scatter_of_papers
from ostwald.models.process.posterior import JITTER, Posterior

if TYPE_CHECKING:
    from ostwald.chemistry.resolved import ResolvedRecipe


@dataclass(frozen=True)
class Learnt:
    """The process conditioned on known flasks, and calibrated on rows left out.

    Attributes:
        posterior: What they say of others.
        shape_mean: (11,) shares of the shapes.
        spread: How well each kind of product is known.
        tails: How far intervals reach.
        shapes: From scores to probabilities.
        lab_effect: How the results of one paper go together.
    """

    posterior: Posterior
    shape_mean: FloatArray
    spread: SpreadByKind
    tails: Tails
    shapes: ShapeCalibration
    lab_effect: LabEffect

    @classmethod
    def of(
        cls,
        X: FloatArray,
        log_size: FloatArray,
        parameters: KernelParameters,
        recipes: Sequence[ResolvedRecipe],
        outcomes: Outcomes,
    ) -> Self:
        """Condition on n flasks.

        Args:
            X: (n, d) scaled features.
            log_size: (n,) logarithms of size, centred.
            parameters: Of the kernel.
            recipes: The flasks.
            outcomes: What they gave; every size is known.
        """
        papers = papers_of(recipes, outcomes)
        K = covariance(parameters, X, X)
        noise = parameters.noise_of(noise_basis(outcomes))
        noise *= scatter_of_papers(K, noise, log_size, papers)
        K[np.diag_indices(len(K))] += noise + JITTER
        inverse = np.linalg.inv(K)
        shape = indicators(outcomes.shape)
        shape_mean = shape.mean(axis=0)
        targets = np.column_stack([log_size, shape - shape_mean])
        posterior = Posterior(
            parameters,
            X.astype(np.float32),
            (inverse @ targets).astype(np.float32),
            noise.astype(np.float32).astype(float),
        )
        products = [recipe.product for recipe in recipes]
        base = float(parameters.noise[0])
        held: list[HeldOut] = [
            leave_one_out(inverse, targets),
            leave_papers_out(inverse, targets, papers),
        ]
        weights = row_weights(outcomes, papers)
        new = held[1]
        spread = SpreadByKind.of(
            products, papers, (targets[:, 0] - new.mean[:, 0]) / np.sqrt(new.variance)
        )
        factor = spread.factors(products)
        errors, novelty, scores = [], [], []
        for one in held:
            variance = np.maximum(one.variance - noise, 1e-4)
            std = factor * np.sqrt(variance + base)
            errors.append((targets[:, 0] - one.mean[:, 0]) / std)
            novelty.append(np.log(variance))
            scores.append(one.mean[:, 1:] + shape_mean)
        return cls(
            posterior,
            shape_mean,
            spread,
            Tails.of(errors, novelty, weights),
            ShapeCalibration.of(scores, outcomes.shape, weights),
            _lab_effect(inverse, targets[:, 0], papers, recipes, factor, base),
        )


def _lab_effect(
    inverse: FloatArray,
    target: FloatArray,
    papers: Sequence[str],
    recipes: Sequence[ResolvedRecipe],
    factor: FloatArray,
    base: float,
) -> LabEffect:
    weighted = inverse @ target
    _, product = np.unique([r.product.formula for r in recipes], return_inverse=True)
    blocks = []
    for rows in rows_of_papers(papers):
        if 3 <= len(rows) <= 60:
            block = np.linalg.inv(inverse[np.ix_(rows, rows)])
            scaled = factor[rows][:, None] * factor[rows] * block
            blocks.append((scaled, block @ weighted[rows], product[rows]))
    return learn_lab_effect(blocks, base)


def noise_basis(outcomes: Outcomes) -> FloatArray:
    """Return each row's share in the noise variances: 1, one over its count, count unknown."""
    count = np.nan_to_num(outcomes.particles_counted, nan=0.0)
    known = count > 0
    return np.column_stack(
        [np.ones(len(count)), np.where(known, 1.0 / np.maximum(count, 1.0), 0.0), ~known]
    ).astype(float)


def papers_of(recipes: Sequence[ResolvedRecipe], outcomes: Outcomes) -> list[str]:
    """Return what counts as the paper of each row."""
    from ostwald.datasets.papers import paper_of

    return [
        paper_of(doi, recipe.product.label)
        for doi, recipe in zip(outcomes.doi, recipes, strict=True)
    ]


def indicators(shape: IntArray) -> FloatArray:
    """Return (n, 11) ones where the shape (n,) is; zeros where it is -1."""
    found = np.zeros((len(shape), N_SHAPES))
    known = np.flatnonzero(shape >= 0)
    found[known, shape[known]] = 1.0
    return found
