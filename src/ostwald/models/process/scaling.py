"""Features on one scale: a group's columns together have a variance of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.chemistry.flask import FlaskFeatures

FloatArray = NDArray[np.floating[Any]]

# Distances of compositions are absolute: the roots of element fractions have length one.
_UNSCALED = ("product",)


@dataclass(frozen=True)
class Scaling:
    """Centres and scales of the columns that vary.

    Attributes:
        names: (d,) names of the columns kept.
        groups: (d,) their groups.
        centre: (d,) what is taken off.
        scale: (d,) what the rest is divided by.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    centre: FloatArray
    scale: FloatArray

    @classmethod
    def of(cls, features: FlaskFeatures) -> Self:
        """Learn from the features of n flasks."""
        X = features.values
        kept = np.flatnonzero(X.std(axis=0) > 1e-9)
        groups = np.array(features.groups)[kept]
        centre, scale = X[:, kept].mean(axis=0), np.ones(len(kept))
        for group in set(groups.tolist()) - set(_UNSCALED):
            members = np.flatnonzero(groups == group)
            variance = X[:, kept[members]].var(axis=0)
            scale[members] = np.sqrt(variance.sum())
        return cls(tuple(features.names[k] for k in kept), tuple(groups.tolist()), centre, scale)

    def apply(self, features: FlaskFeatures) -> FloatArray:
        """Return the scaled columns of flasks (n, d)."""
        return (features.values[:, _places(features.names, self.names)] - self.centre) / self.scale


def _places(every: Sequence[str], some: Sequence[str]) -> list[int]:
    place = {name: k for k, name in enumerate(every)}
    return [place[name] for name in some]
