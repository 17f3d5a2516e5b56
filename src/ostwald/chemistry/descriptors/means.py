"""Features that describe the typical reagent of each role: amount-weighted means of its numbers."""

from __future__ import annotations

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray
from ostwald.chemistry.descriptors.batch import RecipeBatch, RecipeBlock
from ostwald.chemistry.descriptors.counter_ions import CLASSES
from ostwald.chemistry.descriptors.functional_groups import GROUPS
from ostwald.chemistry.descriptors.molecular import CORE

_SMALL_CORE = (
    "heavy_atoms",
    "logp",
    "tpsa_a2",
    "longest_carbon_chain",
    "carbon_double_bonds",
    "branching",
    "boiling_point_proxy_c",
)
_METAL = (
    "metal_electronegativity",
    "metal_radius_pm",
    "metal_group",
    "metal_period",
    "metal_ionisation_energy_ev",
)
_SOLVENT_GROUPS = (
    "group_primary_amine",
    "group_carboxylic_acid",
    "group_phosphine",
    "group_alcohol",
    "group_ether",
    "group_amide",
    "group_thiol",
    "group_alkene",
)
_ANION_GROUPS = tuple(
    f"group_{name}"
    for name in GROUPS
    if name not in {"alkoxide", "diketonate", "ketone_or_aldehyde", "carbonyl_ligand", "phenol"}
)
_LIGAND_GROUPS = tuple(
    f"group_{name}"
    for name in (
        "carboxylic_acid",
        "primary_amine",
        "secondary_amine",
        "tertiary_amine",
        "ammonium",
        "thiol",
        "phosphine",
        "phosphine_oxide",
        "phosphonic_acid",
        "alcohol",
    )
)
_PLAN: dict[str, tuple[str, ...]] = {
    "cation_precursor": (
        *_METAL,
        *_SMALL_CORE,
        "molar_mass_g_per_mol",
        *(f"counter_ion_{name}" for name in CLASSES),
    ),
    "anion_precursor": (*_SMALL_CORE, "counter_ion_elemental", "is_liquid", *_ANION_GROUPS),
    "ligand": (*CORE, *_LIGAND_GROUPS),
    "solvent": (*_SMALL_CORE, "hbond_donors", "aromatic_rings", *_SOLVENT_GROUPS),
    "reducing_agent": _SMALL_CORE,
    "additive": (*_SMALL_CORE, "ionic_charges", "counter_ion_halide"),
}
# A carbon chain matters most by the group that holds it to the surface.
_CHAIN_GROUPS = ("carboxylic_acid", "primary_amine", "thiol", "phosphine", "phosphonic_acid")


class RoleMeansBlock(RecipeBlock):
    """Means over the reagents of each role, weighted by amount; zero where a role is empty."""

    family = "substances"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features."""
        return (
            *(f"{role}_mean_{name}" for role, wanted in _PLAN.items() for name in wanted),
            *(f"mean_chain_of_{group}" for group in _CHAIN_GROUPS),
            "liquid_lowest_boiling_c",
            "reaction_above_lowest_boiling_c",
            "solvent_fraction_by_volume",
        )

    def compute(self, batch: RecipeBatch) -> FloatArray:
        """Compute the features of a batch; see the base class."""
        parts = [
            weighted_mean(batch, batch.columns(wanted), batch.column(f"role_{role}"))
            for role, wanted in _PLAN.items()
        ]
        chain = batch.column("longest_carbon_chain")[:, None]
        parts += [
            weighted_mean(batch, chain, batch.column(f"group_{group}")) for group in _CHAIN_GROUPS
        ]
        return np.column_stack([*parts, *_boiling(batch), _solvent_share(batch)])


def weighted_mean(batch: RecipeBatch, values: FloatArray, member: FloatArray) -> FloatArray:
    """Return amount-weighted means of numbers of substances.

    Args:
        batch: N recipes of U substances.
        values: The numbers (U, k).
        member: How much each substance counts (U,), 0 for not at all.

    Returns:
        Means (N, k), zero where nothing counts.
    """
    total = batch.amount_of(member)
    sums = batch.amount_of(values * member[:, None])
    return sums / np.where(total > 0, total, 1.0)[:, None]


def _boiling(batch: RecipeBatch) -> tuple[FloatArray, FloatArray]:
    """Return the lowest boiling point of the liquids, and how far above it the reaction runs.

    Without any liquid of known structure the reaction temperature itself stands in.
    """
    boiling = batch.column("boiling_point_proxy_c")
    liquid = (batch.column("is_liquid") > 0) & (boiling != 0)
    lowest = batch.least(np.where(liquid, boiling, np.inf), np.inf)
    lowest = np.where(np.isfinite(lowest), lowest, batch.reaction_c)
    return lowest, batch.reaction_c - lowest


def _solvent_share(batch: RecipeBatch) -> FloatArray:
    volume = batch.column("molar_volume_ml_per_mmol")
    solvent = batch.amount_of(volume * batch.column("primary_role_solvent"))
    share: FloatArray = solvent / np.maximum(batch.amount_of(volume), 1e-9)
    return share
