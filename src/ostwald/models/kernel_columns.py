"""The columns between which the Gaussian process measures distance, in comparable scales."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ostwald.models.encoding import CONDITIONS, DESCRIPTOR, FLASK, EncodedRecipes

SMALLEST_AMOUNT_MMOL = 1e-3
"""Amounts count as logarithms above this one."""

CONDITION_SCALES = {
    "injection_temperature_c": 100.0,
    "reaction_temperature_c": 100.0,
    "log_reaction_time_min": 3.0,
    "heating_rate_c_per_min": 20.0,
    "log_total_amount_mmol": 2.0,
    "number_of_reagents": 4.0,
}
"""A difference of this size is about as much as having a reagent or not."""

COMPOSITION_SCALE = 0.5
AMOUNT_SCALE = float(np.log(1.0 / SMALLEST_AMOUNT_MMOL))
CONCENTRATION_SCALE = 5.0
DESCRIPTOR_SCALE = 5.0
GROUP_PREFIX = "log_mmol_"
PER_MILLE = 1000.0


def kernel_columns(encoded: EncodedRecipes) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return columns in comparable scales, and the group of each.

    Every reagent has two columns: the logarithm of its amount, and of its share of all amounts.
    Each condition is a group of its own; composition, product, amounts, shares and the amounts
    of functional groups, before and after the reactions, are one each.

    Args:
        encoded: n recipes.

    Returns:
        (n, d) columns and (d,) group numbers.
    """
    conditions = encoded.block("conditions").astype(np.float64)
    amounts = encoded.block("amounts").astype(np.float64)
    total = np.exp(conditions[:, CONDITIONS.index("log_total_amount_mmol")])
    log_amount = np.log(np.maximum(amounts / SMALLEST_AMOUNT_MMOL, 1.0)) / AMOUNT_SCALE
    share = np.log1p(PER_MILLE * amounts / total[:, None]) / CONCENTRATION_SCALE
    blocks = [
        conditions[:, [CONDITIONS.index(name)]] / scale for name, scale in CONDITION_SCALES.items()
    ]
    blocks += [
        encoded.block("composition").astype(np.float64) / COMPOSITION_SCALE,
        encoded.block("product").astype(np.float64),
        log_amount,
        share,
        functional_groups(encoded, "descriptors", DESCRIPTOR),
    ]
    if "flask" in encoded.blocks:
        blocks.append(functional_groups(encoded, "flask", FLASK))
    groups = [np.full(block.shape[1], number) for number, block in enumerate(blocks)]
    return np.concatenate(blocks, axis=1), np.concatenate(groups)


def functional_groups(encoded: EncodedRecipes, block: str, prefix: str) -> NDArray[np.float64]:
    """Return the descriptors that say how much of each functional group there is, scaled.

    Args:
        encoded: n recipes.
        block: Where to look: in the recipe as written, or in the flask after its reactions.
        prefix: What stands before the names of that block.

    Returns:
        (n, groups) columns.
    """
    start, stop = encoded.blocks[block]
    wanted = f"{prefix}{GROUP_PREFIX}"
    chosen = [i for i in range(start, stop) if encoded.names[i].startswith(wanted)]
    return encoded.values[:, chosen].astype(np.float64) / DESCRIPTOR_SCALE
