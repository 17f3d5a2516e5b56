"""One vector a substance: structure, groups, counter-ions, metal, roles, what is known."""

from __future__ import annotations

from functools import cache

import numpy as np

from ostwald.chemistry.descriptors.base import FloatArray, SubstanceDescriptors
from ostwald.chemistry.descriptors.counter_ions import CLASSES, counter_ions
from ostwald.chemistry.descriptors.elemental import ionic_radius_pm
from ostwald.chemistry.descriptors.molecular import MolecularDescriptors
from ostwald.chemistry.elements import elements
from ostwald.chemistry.substance import KINDS, ROLES, Substance

_METAL = (
    "metal_atoms",
    "metal_electronegativity",
    "metal_radius_pm",
    "metal_group",
    "metal_period",
    "metal_ionisation_energy_ev",
)
_BULK = (
    "molar_mass_g_per_mol",
    "molar_volume_ml_per_mmol",
    "is_liquid",
    "has_formula",
    "is_uncertain",
)

# Stand-ins where a table has no density or mass: they only feed the volume of the mixture.
ORGANIC_DENSITY_G_PER_ML = 0.95
INORGANIC_DENSITY_G_PER_ML = 4.0
UNKNOWN_MOLAR_MASS_G_PER_MOL = 300.0


class SubstanceVector(SubstanceDescriptors):
    """Everything that is computed of one substance on its own.

    A substance without formula has ``has_formula`` 0 and zeros for what follows from it; one
    without SMILES has ``has_structure`` 0. The volume then rests on stand-ins named in this
    module.
    """

    def __init__(self) -> None:
        super().__init__()
        self._molecular = MolecularDescriptors()
        self._names = (
            *self._molecular.names,
            *(f"counter_ion_{name}" for name in CLASSES),
            *_METAL,
            *_BULK,
            *(f"kind_{kind}" for kind in KINDS),
            *(f"role_{role}" for role in ROLES),
            *(f"primary_role_{role}" for role in ROLES),
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the numbers, with units where they have one."""
        return self._names

    def compute(self, substance: Substance) -> FloatArray:
        """Compute the numbers of one substance; see the base class."""
        return np.concatenate(
            [
                self._molecular.vector(substance),
                counter_ions(substance),
                _metal(substance),
                _bulk(substance),
                [float(kind == substance.kind) for kind in KINDS],
                [float(role in substance.roles) for role in ROLES],
                [float(substance.roles[:1] == (role,)) for role in ROLES],
            ]
        )


@cache
def substance_vectors() -> SubstanceVector:
    """Return the one instance whose memory all featurizers of this process share."""
    return SubstanceVector()


def _metal(substance: Substance) -> FloatArray:
    """Describe the metals of a precursor, averaged over its metal atoms."""
    table = elements()
    metals = {s: n for s, n in substance.composition.items() if table[s].is_metal}
    atoms = sum(metals.values())
    values = np.zeros(len(_METAL))
    if not atoms:
        return values
    values[0] = atoms
    for symbol, count in metals.items():
        element = table[symbol]
        charge = next((s for s in element.oxidation_states if s > 0), 1)
        values[1:] += (count / atoms) * np.array(
            [
                element.pauling_electronegativity or 0.0,
                ionic_radius_pm(symbol, charge),
                element.group,
                element.period,
                element.first_ionisation_energy_ev or 0.0,
            ]
        )
    return values


def _bulk(substance: Substance) -> FloatArray:
    return np.array(
        [
            substance.molar_mass_g_per_mol or 0.0,
            molar_volume_ml_per_mmol(substance),
            float(substance.density_g_per_ml is not None),
            float(bool(substance.composition)),
            float(not substance.is_certain),
        ]
    )


def molar_volume_ml_per_mmol(substance: Substance) -> float:
    """Return the volume that a substance adds to a mixture, roughly where its density is unknown.

    Args:
        substance: Solid or liquid.

    Returns:
        Volume in mL/mmol.
    """
    mass = substance.molar_mass_g_per_mol or UNKNOWN_MOLAR_MASS_G_PER_MOL
    density = substance.density_g_per_ml
    if density is None:
        organic = "C" in substance.composition or not substance.composition
        density = ORGANIC_DENSITY_G_PER_ML if organic else INORGANIC_DENSITY_G_PER_ML
    return mass / density / 1000.0
