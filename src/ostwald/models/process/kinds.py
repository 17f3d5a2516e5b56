"""How far papers differ from what was expected of them, by kind of product."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.chemistry.descriptors.product import product_class
from ostwald.chemistry.substance import ProductIdentity

FloatArray = NDArray[np.floating[Any]]

PRIOR_PAPERS = 5.0
"""How many papers of a kind weigh as much as all that is known of its relatives."""

LEAST_FACTOR = 0.25

_MEAN_OF_NORMAL = 0.7979


@dataclass(frozen=True)
class SpreadByKind:
    """Factors on the standard deviation of log size.

    Attributes:
        products: By formula.
        classes: By class of products, for formulas never seen.
        other: For the rest.
    """

    products: Mapping[str, float]
    classes: Mapping[str, float]
    other: float

    @classmethod
    def of(
        cls,
        products: Sequence[ProductIdentity],
        papers: Sequence[str],
        errors: FloatArray,
    ) -> Self:
        """Learn from errors on papers that were left out.

        Args:
            products: What n rows make.
            papers: Their papers.
            errors: (n,) errors over the standard deviation that was expected.

        Returns:
            The typical absolute error of each kind, over that of a normal distribution; a paper
            counts once for each product, and a kind is shrunk to its class, a class to all.
        """
        by_paper: dict[tuple[str, str, str], list[float]] = defaultdict(list)
        for product, paper, error in zip(products, papers, np.abs(errors).tolist(), strict=True):
            by_paper[product.formula, class_of(product), paper].append(error)
        by_class: dict[str, list[float]] = defaultdict(list)
        by_product: dict[str, list[float]] = defaultdict(list)
        class_of_product = {}
        for (formula, kind, _), found in by_paper.items():
            typical = float(np.mean(found)) / _MEAN_OF_NORMAL
            by_class[kind].append(typical)
            by_product[formula].append(typical)
            class_of_product[formula] = kind
        every = [v for values in by_class.values() for v in values]
        other = max(float(np.mean(every)), LEAST_FACTOR)
        classes = {kind: _shrunk(values, other) for kind, values in by_class.items()}
        return cls(
            {f: _shrunk(v, classes[class_of_product[f]]) for f, v in by_product.items()},
            classes,
            other,
        )

    def factors(self, products: Sequence[ProductIdentity]) -> FloatArray:
        """Return the factor of each product (n,)."""
        return np.array(
            [
                self.products.get(p.formula, self.classes.get(class_of(p), self.other))
                for p in products
            ]
        )

    def to_json(self) -> dict[str, Any]:
        """Return the factors as plain data."""
        return {
            "products": {k: round(v, 4) for k, v in sorted(self.products.items())},
            "classes": {k: round(v, 4) for k, v in sorted(self.classes.items())},
            "other": round(self.other, 4),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` gave."""
        return cls(dict(data["products"]), dict(data["classes"]), float(data["other"]))


def _shrunk(values: Sequence[float], towards: float) -> float:
    shrunk = (sum(values) + PRIOR_PAPERS * towards) / (len(values) + PRIOR_PAPERS)
    return max(shrunk, LEAST_FACTOR)


@lru_cache(maxsize=8192)
def class_of(product: ProductIdentity) -> str:
    """Return the class of a product, such as ``selenide``."""
    return product_class(product.composition)
