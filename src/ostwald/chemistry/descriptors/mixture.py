"""Features of the mixture: how much of what is in the flask, by role, group and counter-ion."""

from __future__ import annotations

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray
from ostwald.chemistry.descriptors.batch import RecipeBatch, RecipeBlock, log_amount, log_ratio
from ostwald.chemistry.descriptors.counter_ions import CLASSES
from ostwald.chemistry.descriptors.elemental import element_order
from ostwald.chemistry.descriptors.functional_groups import GROUPS
from ostwald.chemistry.substance import ROLES

# Of the organic reagents, what binds to the crystal; summed, they are its ligands.
_BINDING = (
    "carboxylic_acid",
    "primary_amine",
    "secondary_amine",
    "tertiary_amine",
    "thiol",
    "phosphine",
    "phosphine_oxide",
    "phosphonic_acid",
)
# Elements whose mere amount in the flask tells something: anions, alkali metals, dopants.
_TRACKED = tuple("F Cl Br I S Se Te P As Sb Si B Al Li Na K Cs Zn Ag Cu Pb".split())  # noqa: SIM905


class AmountsBlock(RecipeBlock):
    """Totals, amounts by role, and who outnumbers whom."""

    family = "amounts"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features."""
        return (
            "reagents",
            "log_total_mmol",
            "log_volume_ml",
            "uncertain_fraction",
            "no_structure_fraction",
            *(f"log_mmol_{role}" for role in ROLES),
            *(f"log_mmol_primary_{role}" for role in ROLES),
            *(f"number_{role}" for role in ROLES),
            *(f"log_molar_{role}" for role in ROLES),
            "log_ligand_to_cation_precursor",
            "log_anion_to_cation_precursor",
            "log_reducing_agent_to_cation_precursor",
            "log_ligand_to_solvent",
            "log_metal_atoms_molar",
        )

    def compute(self, batch: RecipeBatch) -> FloatArray:
        """Compute the features of a batch; see the base class."""
        total = batch.amount_of(np.ones(len(batch.substances)))
        volume = volume_ml(batch)
        roles = batch.columns([f"role_{role}" for role in ROLES])
        primary = batch.columns([f"primary_role_{role}" for role in ROLES])
        by_role = batch.amount_of(roles)
        by_primary = batch.amount_of(primary)
        amount = {role: by_primary[:, place] for place, role in enumerate(ROLES)}
        cation = amount["cation_precursor"]
        share = np.maximum(total, 1e-9)
        return np.column_stack(
            [
                batch.count,
                log_amount(total),
                np.log10(volume),
                batch.amount_of(batch.column("is_uncertain")) / share,
                batch.amount_of(1.0 - batch.column("has_structure")) / share,
                log_amount(by_role),
                log_amount(by_primary),
                batch.number_of(roles),
                log_amount(by_primary / volume[:, None]),
                log_ratio(amount["ligand"], cation),
                log_ratio(amount["anion_precursor"], cation),
                log_ratio(amount["reducing_agent"], cation),
                log_ratio(amount["ligand"], amount["solvent"]),
                log_amount(batch.amount_of(batch.column("metal_atoms")) / volume),
            ]
        )


class GroupsBlock(RecipeBlock):
    """Amounts of functional groups, counter-ions and some elements, and groups per metal atom."""

    family = "groups"

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the features."""
        return (
            *(f"log_mmol_{group}" for group in GROUPS),
            *(f"log_mmol_counter_ion_{name}" for name in CLASSES),
            *(f"log_mmol_element_{symbol}" for symbol in _TRACKED),
            *(f"log_{group}_to_metal" for group in _BINDING),
            "log_binding_groups_to_metal",
            "log_acid_to_amine",
            "log_phosphine_to_anion_former",
        )

    def compute(self, batch: RecipeBatch) -> FloatArray:
        """Compute the features of a batch; see the base class."""
        groups = batch.amount_of(batch.columns([f"group_{name}" for name in GROUPS]))
        ions = batch.amount_of(batch.columns([f"counter_ion_{name}" for name in CLASSES]))
        places = [element_order()[symbol] for symbol in _TRACKED]
        tracked = batch.amount_of(batch.compositions[:, places])
        metal = batch.amount_of(batch.column("metal_atoms"))
        binding = np.column_stack([groups[:, GROUPS.index(name)] for name in _BINDING])
        acid, amine = binding[:, 0], binding[:, 1:4].sum(axis=1)
        anion = batch.amount_of(batch.column("primary_role_anion_precursor"))
        return np.column_stack(
            [
                log_amount(groups),
                log_amount(ions),
                log_amount(tracked),
                log_ratio(binding, metal[:, None]),
                log_ratio(binding.sum(axis=1), metal),
                log_ratio(acid, amine),
                log_ratio(binding[:, _BINDING.index("phosphine")], anion),
            ]
        )


def volume_ml(batch: RecipeBatch) -> FloatArray:
    """Return the volume of each mixture in mL, solids included, at least 10 µL (N,)."""
    return np.maximum(batch.amount_of(batch.column("molar_volume_ml_per_mmol")), 0.01)
