"""Tree ensembles as plain arrays: walking them needs numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ostwald.models.base import FloatArray

ROWS_AT_ONCE = 512
"""Recipes walked together: few enough for their features to stay in the processor's cache."""


@dataclass(frozen=True)
class Tree:
    """One tree in the form in which both training libraries can be read.

    A child that is negative is a leaf: ``~child`` is its number.

    Attributes:
        feature: (m,) column that each split looks at.
        threshold: (m,) a row goes left where its value is at most this.
        left: (m,) split or leaf on the left.
        right: (m,) split or leaf on the right.
        leaf_values: (leaves, k) outputs; a tree without splits has one leaf.
    """

    feature: NDArray[np.integer[Any]]
    threshold: FloatArray
    left: NDArray[np.integer[Any]]
    right: NDArray[np.integer[Any]]
    leaf_values: FloatArray


@dataclass(frozen=True)
class TreeArrays:
    """All trees of an ensemble, joined.

    Leaves of equal output share one row of ``values``.

    Attributes:
        feature: (m,) column that each split looks at.
        threshold: (m,) float32; a row goes left where its value is at most this.
        children: (m, 2) left and right child; negative is a leaf, ``~child`` its number.
        roots: (t,) root of each tree, coded like a child.
        leaf_row: (leaves,) row of ``values`` that each leaf gives.
        values: (rows, k) distinct outputs.
    """

    feature: NDArray[np.integer[Any]]
    threshold: NDArray[np.float32]
    children: NDArray[np.int32]
    roots: NDArray[np.int32]
    leaf_row: NDArray[np.integer[Any]]
    values: NDArray[np.float32]

    @property
    def n_trees(self) -> int:
        """Number of trees."""
        return len(self.roots)

    @classmethod
    def join(cls, trees: Sequence[Tree]) -> Self:
        """Join trees into one set of arrays.

        Args:
            trees: At least one tree, all with the same number of outputs.

        Returns:
            The ensemble, its leaves numbered in the order in which the splits name them.
        """
        pairs, roots = [], []
        splits = leaves = 0
        for tree in trees:
            pair = np.stack([tree.left, tree.right], axis=1).astype(np.int64)
            pairs.append(np.where(pair >= 0, pair + splits, pair - leaves))
            roots.append(splits if len(tree.feature) else ~leaves)
            splits += len(tree.feature)
            leaves += len(tree.leaf_values)
        values, leaf_row = np.unique(
            np.concatenate([tree.leaf_values for tree in trees]).astype(np.float32),
            axis=0,
            return_inverse=True,
        )
        children, root = np.concatenate(pairs).reshape(-1, 2), np.array(roots)
        named = ~np.concatenate([children[children < 0], root[root < 0]])
        return cls(
            feature=np.concatenate([tree.feature for tree in trees]).astype(np.uint16),
            threshold=_round_down(np.concatenate([tree.threshold for tree in trees])),
            children=_number_leaves(children),
            roots=_number_leaves(root, start=int((children < 0).sum())),
            leaf_row=leaf_row.reshape(-1)[named].astype(np.min_scalar_type(len(values))),
            values=values,
        )

    def leaves(self, X: NDArray[np.float32]) -> NDArray[np.int32]:
        """Return the leaf that each row reaches in each tree.

        Args:
            X: (n, d) features, without nan.

        Returns:
            (n, t) leaf numbers.
        """
        found = np.empty((len(X), self.n_trees), np.int32)
        for start in range(0, len(X), ROWS_AT_ONCE):
            part = np.ascontiguousarray(X[start : start + ROWS_AT_ONCE], np.float32)
            found[start : start + ROWS_AT_ONCE] = self._walk(part)
        return found

    def _walk(self, X: NDArray[np.float32]) -> NDArray[np.int32]:
        n, d = X.shape
        flat, children = X.ravel(), self.children.ravel()
        node = np.tile(self.roots, n)
        offset = np.repeat(np.arange(n, dtype=np.int32) * np.int32(d), self.n_trees)
        active = np.flatnonzero(node >= 0)
        here, offset = node[active], offset[active]
        while len(active):
            right = flat[offset + self.feature[here]] > self.threshold[here]
            here = children[2 * here + right]
            inner = here >= 0
            done = ~inner
            node[active[done]] = here[done]
            active, here, offset = active[inner], here[inner], offset[inner]
        return (~node).reshape(n, self.n_trees)

    def outputs(self, X: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the outputs of every tree.

        Args:
            X: (n, d) features, without nan.

        Returns:
            (n, t, k) outputs.
        """
        outputs: NDArray[np.float32] = self.values[self.leaf_row[self.leaves(X)]]
        return outputs

    def mean(self, X: NDArray[np.float32]) -> FloatArray:
        """Return the mean output over the trees.

        Args:
            X: (n, d) features, without nan.

        Returns:
            (n, k) outputs, float64.
        """
        return self.moments(X)[0]

    def moments(self, X: NDArray[np.float32]) -> tuple[FloatArray, FloatArray]:
        """Return mean of all outputs and standard deviation of the first over the trees.

        Args:
            X: (n, d) features, without nan.

        Returns:
            (n, k) means and (n,) standard deviations, float64.
        """
        n, k = len(X), self.values.shape[1]
        mean, spread = np.empty((n, k)), np.empty(n)
        for start in range(0, n, ROWS_AT_ONCE):
            rows = self.leaf_row[self.leaves(X[start : start + ROWS_AT_ONCE])]
            stop = start + len(rows)
            first = self.values[rows, 0].astype(np.float64)
            mean[start:stop, 0] = first.mean(axis=1)
            spread[start:stop] = first.std(axis=1)
            for j in range(1, k):
                mean[start:stop, j] = self.values[rows, j].mean(axis=1, dtype=np.float64)
        return mean, spread

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return what is stored on disk.

        A child is stored as its distance from the parent, 0 for a leaf: small numbers, which
        compress to a fraction. Leaves need no number because they stand in order.
        """
        steps = self.children - np.arange(len(self.children), dtype=np.int32)[:, None]
        return {
            "feature": self.feature,
            "threshold": self.threshold,
            "child_step": np.where(self.children >= 0, steps, 0).astype(np.int32),
            "roots": np.maximum(self.roots, -1),
            "leaf_row": self.leaf_row,
            "values": self.values,
        }

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]]) -> Self:
        """Rebuild the ensemble from what is stored on disk."""
        step = arrays["child_step"]
        children = np.where(step > 0, step + np.arange(len(step), dtype=np.int32)[:, None], -1)
        return cls(
            feature=arrays["feature"],
            threshold=arrays["threshold"],
            children=_number_leaves(children),
            roots=_number_leaves(arrays["roots"], start=int((step == 0).sum())),
            leaf_row=arrays["leaf_row"],
            values=arrays["values"],
        )


def _number_leaves(nodes: NDArray[np.integer[Any]], start: int = 0) -> NDArray[np.int32]:
    """Replace every negative entry by ``~start``, ``~(start + 1)``, ... in order."""
    numbered = nodes.astype(np.int32).copy()
    leaf = numbered < 0
    numbered[leaf] = ~np.arange(start, start + int(leaf.sum()), dtype=np.int32)
    return numbered


def _round_down(threshold: FloatArray) -> NDArray[np.float32]:
    """Round to float32 so that float32 values still fall on the same side."""
    rounded = threshold.astype(np.float32)
    above = rounded.astype(np.float64) > threshold
    rounded[above] = np.nextafter(rounded[above], np.float32(-np.inf))
    return rounded
