"""Which of the eleven shapes a particle has."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald.errors import OstwaldError
from ostwald.microscopy.measure.descriptors import DESCRIPTOR_NAMES

# The labels of the recipe data, in its order; a test keeps both lists the same.
SHAPES: tuple[str, ...] = (
    "sphere",
    "cube",
    "rod",
    "hexagon",
    "triangle",
    "rhombus",
    "rectangle",
    "four-pointed star",
    "six-pointed star",
    "flower",
    "irregular",
)

_WEIGHTS = Path(__file__).parent / "weights" / "shape_classifier.npz"
FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True, eq=False)
class ShapeClassifier:
    """A small network on shape descriptors, as plain arrays.

    Attributes:
        mean: (d,) of the descriptors in training.
        scale: (d,) standard deviations.
        layers: (weights, bias) of each layer; ReLU between them.
        temperature: Divides the scores so that the probabilities are honest.
    """

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    layers: tuple[tuple[NDArray[np.float64], NDArray[np.float64]], ...]
    temperature: float

    def probabilities(self, descriptors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of every shape.

        Args:
            descriptors: (n, d), as from ``shape_descriptors``.

        Returns:
            (n, 11), rows add up to one, columns as in ``SHAPES``.
        """
        value = np.clip((descriptors - self.mean) / self.scale, -8.0, 8.0)
        for weights, bias in self.layers[:-1]:
            value = np.maximum(value @ weights + bias, 0.0)
        weights, bias = self.layers[-1]
        score = (value @ weights + bias) / self.temperature
        score -= score.max(axis=1, keepdims=True)
        odds = np.exp(score)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def save(self, path: Path, facts: dict[str, Any]) -> None:
        """Write the classifier as plain arrays.

        Args:
            path: The ``.npz`` file.
            facts: How it was made: command, seed, accuracy.
        """
        header = {
            "format_version": FORMAT_VERSION,
            "shapes": SHAPES,
            "descriptors": DESCRIPTOR_NAMES,
            **facts,
        }
        arrays: dict[str, Any] = {
            "mean": self.mean,
            "scale": self.scale,
            "temperature": np.float64(self.temperature),
        }
        for number, (weights, bias) in enumerate(self.layers):
            arrays[f"weights_{number}"] = weights.astype(np.float32)
            arrays[f"bias_{number}"] = bias.astype(np.float32)
        arrays["header"] = np.array(json.dumps(header))
        np.savez_compressed(path, **arrays)


@lru_cache(maxsize=2)
def load_shape_classifier(path: Path = _WEIGHTS) -> ShapeClassifier:
    """Load the shipped classifier, once.

    Args:
        path: A file written by ``ShapeClassifier.save``.

    Returns:
        The classifier.

    Raises:
        OstwaldError: The file is missing, or for other descriptors or shapes than this version's.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        header = json.loads(str(arrays["header"]))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise OstwaldError(
            "the shape classifier's weights cannot be read",
            where=str(path),
            hint="reinstall ostwald",
        ) from error
    same = (
        header["format_version"] == FORMAT_VERSION
        and tuple(header["shapes"]) == SHAPES
        and tuple(header["descriptors"]) == DESCRIPTOR_NAMES
    )
    if not same:
        raise OstwaldError(
            "the shape classifier's weights belong to another version of ostwald",
            where=str(path),
            hint="train it again with scripts/train_shape_classifier.py",
        )
    count = sum(name.startswith("weights_") for name in arrays)
    layers = tuple(
        (arrays[f"weights_{k}"].astype(float), arrays[f"bias_{k}"].astype(float))
        for k in range(count)
    )
    return ShapeClassifier(arrays["mean"], arrays["scale"], layers, float(arrays["temperature"]))
