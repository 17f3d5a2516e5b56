"""Extra trees that see what chemicals are and do, but not which ones they are."""

from __future__ import annotations

from typing import ClassVar

from ostwald.models.baselines.extra_trees import ExtraTreesModel
from ostwald.models.registry import register


@register("descriptor_trees")
class DescriptorTreesModel(ExtraTreesModel):
    """Extra trees on descriptors alone, of the recipe as written and of the flask it becomes.

    Without a column for each reagent and product there is less to remember of a series, and more
    carries over to a new paper. See `ForestModel` for the arguments.
    """

    blocks: ClassVar[tuple[str, ...]] = ("descriptors", "flask")

    def __init__(
        self,
        n_trees: int = 100,
        max_features: float = 0.1,
        min_samples_leaf: int = 1,
        measure_spread: bool = True,
        seed: int = 0,
    ) -> None:
        super().__init__(n_trees, max_features, min_samples_leaf, measure_spread, seed)
