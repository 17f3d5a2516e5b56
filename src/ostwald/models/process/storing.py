"""The fitted process as plain data, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ostwald.models.base import ModelState
from ostwald.models.process.calibration import ShapeCalibration, Tails
from ostwald.models.process.kernel import KernelParameters
from ostwald.models.process.kinds import SpreadByKind
from ostwald.models.process.known import Seen
from ostwald.models.process.lab import Lab, LabEffect, LabPoints
from ostwald.models.process.posterior import Posterior
from ostwald.models.process.scaling import Scaling

if TYPE_CHECKING:
    from ostwald.models.process.model import ProcessModel

STATE_VERSION = 1


def state_of(model: ProcessModel) -> ModelState:
    """Return a fitted model as plain data."""
    p = model.posterior_
    config = {
        "version": STATE_VERSION,
        "columns": list(model.scaling_.names),
        "groups": list(model.scaling_.groups),
        "log_mean": model.log_mean_,
        "spread": model.spread_.to_json(),
        "shapes": model.shapes_.to_json(),
        "novelty": list(model.tails_.novelty),
        "lab": {"variance": model.lab_effect_.variance, "noise": model.lab_effect_.noise},
        "seen": model.seen_.to_json(),
        "known_ids": model.known_ids_,
        "own_ids": model.own_ids_,
    }
    arrays = {
        "centre": model.scaling_.centre,
        "scale": model.scaling_.scale,
        "shape_mean": model.shape_mean_,
        "variances": p.parameters.variances,
        "roots": p.parameters.roots.astype(np.float32),
        "noise_variances": p.parameters.noise,
        "points": p.points,
        "coefficients": p.coefficients.astype(np.float32),
        "noise": p.noise.astype(np.float32),
        "conditions": model.conditions_,
        "own_conditions": model.own_conditions_,
        "below": model.tails_.below,
        "above": model.tails_.above,
    }
    if model.lab_ is not None:
        own = model.lab_.points
        arrays |= {
            "own_points": own.X,
            "own_error": own.error,
            "own_shape_error": own.shape_error,
            "own_factor": own.factor,
            "own_noise": own.noise,
            "own_weights": model.lab_.weights,
        }
    return ModelState(model.kind, model.get_params(), config, arrays)


def restore(model: ProcessModel, state: ModelState) -> None:
    """Give a new model what `state_of` returned.

    Raises:
        ValueError: A newer version wrote it.
    """
    config, a = state.config, state.arrays
    if config["version"] > STATE_VERSION:
        raise ValueError("a newer version of ostwald wrote the model")
    model.scaling_ = Scaling(
        tuple(config["columns"]), tuple(config["groups"]), a["centre"], a["scale"]
    )
    model.log_mean_, model.shape_mean_ = float(config["log_mean"]), a["shape_mean"]
    model.posterior_ = Posterior(
        KernelParameters(a["variances"], a["roots"].astype(float), a["noise_variances"]),
        a["points"],
        a["coefficients"],
        a["noise"].astype(float),
    )
    model.spread_ = SpreadByKind.from_json(config["spread"])
    model.shapes_ = ShapeCalibration.from_json(config["shapes"])
    low, high = config["novelty"]
    model.tails_ = Tails(a["below"], a["above"], (low, high))
    model.lab_effect_ = LabEffect(**config["lab"])
    model.seen_ = Seen.from_json(config["seen"])
    model.known_ids_, model.own_ids_ = config["known_ids"], config["own_ids"]
    model.conditions_, model.own_conditions_ = a["conditions"], a["own_conditions"]
    model.lab_ = None
    if "own_points" in a:
        points = LabPoints(
            a["own_points"], a["own_error"], a["own_shape_error"], a["own_factor"],
            a["own_noise"],
        )  # fmt: skip
        model.lab_ = Lab(model.posterior_, model.lab_effect_, points, a["own_weights"])
