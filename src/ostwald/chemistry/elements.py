"""The elements and their properties, read from a table that ships with the package."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

# Elements that stand as the positive partner in the solids and precursors of this field.
# The metalloids Ge and Sb count as metals: in these solids they are cations nearly always.
_NONMETALS = frozenset(
    "H He B C N O F Ne Si P S Cl Ar As Se Br Kr Te I Xe At Rn".split()  # noqa: SIM905
)
# Nobody puts these into a flask of this field; where their symbols stand, groups are meant.
NOT_IN_FLASKS = frozenset(
    [
        *("Tc", "Pm", "Po", "At", "Rn", "Fr", "Ra", "Ac", "Pa", "Np", "Pu", "Am", "Cm", "Bk"),
        *("Cf", "Es", "Fm", "Md", "No", "Lr", "Rf", "Db", "Sg", "Bh", "Hs", "Mt", "Ds", "Rg"),
        *("Cn", "Nh", "Fl", "Mc", "Lv", "Ts", "Og"),
    ]
)


@dataclass(frozen=True, slots=True)
class Element:
    """One chemical element.

    Every number that is not known is None. Sources: the library mendeleev names the primary
    source of each property; the covalent radii are those of Pyykkö and Atsumi
    (10.1002/chem.200800987), the ionic radii those of Shannon (10.1107/S0567739476001551).

    Attributes:
        oxidation_states: The common ones, ascending.
        ionic_radii_pm: Radius by charge, six-fold coordination where it is known.
        valence_electrons: Number of the group, less ten in the p block; three in the f block.
    """

    number: int
    symbol: str
    name: str
    atomic_mass_g_per_mol: float
    pauling_electronegativity: float | None
    covalent_radius_pm: float | None
    atomic_radius_pm: float | None
    first_ionisation_energy_ev: float | None
    electron_affinity_ev: float | None
    group: int
    period: int
    block: str
    valence_electrons: int
    melting_point_k: float | None
    boiling_point_k: float | None
    density_g_per_cm3: float | None
    atomisation_enthalpy_kj_per_mol: float | None
    polarizability_au: float | None
    mendeleev_number: int
    pettifor_number: int | None
    oxidation_states: tuple[int, ...]
    ionic_radii_pm: Mapping[int, float]

    @property
    def is_metal(self) -> bool:
        """Whether it is a metal or the metalloid Ge, Sb or Po, which act as cations here."""
        return self.symbol not in _NONMETALS


@cache
def elements() -> Mapping[str, Element]:
    """Return all 118 elements by symbol, ordered by atomic number."""
    table = files("ostwald.chemistry").joinpath("data", "elements.csv")
    lines = io.StringIO(table.read_text(encoding="utf-8"), newline="")
    found = [_element(row) for row in csv.DictReader(lines)]
    return MappingProxyType({element.symbol: element for element in found})


def _element(row: dict[str, str]) -> Element:
    return Element(
        number=int(row["number"]),
        symbol=row["symbol"],
        name=row["name"],
        atomic_mass_g_per_mol=float(row["atomic_mass_g_per_mol"]),
        pauling_electronegativity=_number(row["pauling_electronegativity"]),
        covalent_radius_pm=_number(row["covalent_radius_pm"]),
        atomic_radius_pm=_number(row["atomic_radius_pm"]),
        first_ionisation_energy_ev=_number(row["first_ionisation_energy_ev"]),
        electron_affinity_ev=_number(row["electron_affinity_ev"]),
        group=int(row["group"]),
        period=int(row["period"]),
        block=row["block"],
        valence_electrons=int(row["valence_electrons"]),
        melting_point_k=_number(row["melting_point_k"]),
        boiling_point_k=_number(row["boiling_point_k"]),
        density_g_per_cm3=_number(row["density_g_per_cm3"]),
        atomisation_enthalpy_kj_per_mol=_number(row["atomisation_enthalpy_kj_per_mol"]),
        polarizability_au=_number(row["polarizability_au"]),
        mendeleev_number=int(row["mendeleev_number"]),
        pettifor_number=int(row["pettifor_number"]) if row["pettifor_number"] else None,
        oxidation_states=tuple(int(s) for s in row["oxidation_states"].split("|") if s),
        ionic_radii_pm=MappingProxyType(_radii(row["ionic_radii_pm"])),
    )


def _number(text: str) -> float | None:
    return float(text) if text else None


def _radii(text: str) -> dict[int, float]:
    pairs = (pair.split(":") for pair in text.split("|") if pair)
    return {int(charge): float(radius) for charge, radius in pairs}
