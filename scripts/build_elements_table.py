"""Write the table of the elements that ostwald.chemistry reads.

    python scripts/build_elements_table.py

The numbers come from the library mendeleev (which names the primary source of each property), a
tool of development only: it is never a dependency of ostwald, because importing it takes a
second, a third of the whole time budget of a prediction, and the table is 118 lines of text.

Missing values stay blank here; what stands in for them is the reader's business
(``ostwald.chemistry.elements``).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import mendeleev
from mendeleev.fetch import fetch_table

TARGET = Path(__file__).parents[1] / "src/ostwald/chemistry/data/elements.csv"

# Roman coordination numbers in the order in which they are wanted: six-fold is what rock salt and
# the halide perovskites have, and what the common tables of ionic radii quote.
COORDINATION_ORDER = ("VI", "VIII", "VII", "V", "IV", "IX", "X", "XII", "IVSQ", "III", "II", "I")

COLUMNS = (
    "number",
    "symbol",
    "name",
    "atomic_mass_g_per_mol",
    "pauling_electronegativity",
    "covalent_radius_pm",
    "atomic_radius_pm",
    "first_ionisation_energy_ev",
    "electron_affinity_ev",
    "group",
    "period",
    "block",
    "valence_electrons",
    "melting_point_k",
    "boiling_point_k",
    "density_g_per_cm3",
    "atomisation_enthalpy_kj_per_mol",
    "polarizability_au",
    "mendeleev_number",
    "pettifor_number",
    "oxidation_states",
    "ionic_radii_pm",
)


def build_rows() -> list[dict[str, str]]:
    """Return one row an element, ordered by atomic number."""
    melting, boiling = phase_transitions()
    return [row_of(e, melting, boiling) for e in mendeleev.get_all_elements()]


def phase_transitions() -> tuple[dict[int, float], dict[int, float]]:
    """Return melting and boiling points in K by atomic number, of the highest-melting allotrope."""
    table = fetch_table("phasetransitions")
    melting: dict[int, float] = {}
    boiling: dict[int, float] = {}
    for record in table.to_dict("records"):
        number = int(record["atomic_number"])
        for points, column in ((melting, "melting_point"), (boiling, "boiling_point")):
            value = record[column]
            if value == value:  # not a missing number
                points[number] = max(points.get(number, 0.0), float(value))
    return melting, boiling


def row_of(element: Any, melting: dict[int, float], boiling: dict[int, float]) -> dict[str, str]:
    """Return the row of one element, every number as text."""
    number = element.atomic_number
    values: dict[str, Any] = {
        "number": number,
        "symbol": element.symbol,
        "name": element.name.lower(),
        "atomic_mass_g_per_mol": element.atomic_weight,
        "pauling_electronegativity": element.en_pauling,
        "covalent_radius_pm": element.covalent_radius_pyykko,
        "atomic_radius_pm": element.atomic_radius,
        "first_ionisation_energy_ev": element.ionenergies.get(1),
        "electron_affinity_ev": element.electron_affinity,
        # The f block has no group in the library: chemically it behaves as group 3.
        "group": element.group_id or 3,
        "period": element.period,
        "block": element.block,
        "valence_electrons": valence_electrons(element),
        "melting_point_k": melting.get(number),
        "boiling_point_k": boiling.get(number),
        "density_g_per_cm3": element.density,
        "atomisation_enthalpy_kj_per_mol": element.heat_of_formation,
        "polarizability_au": element.dipole_polarizability,
        "mendeleev_number": element.mendeleev_number,
        "pettifor_number": element.pettifor_number,
        "oxidation_states": "|".join(str(s) for s in sorted(element.oxistates)),
        "ionic_radii_pm": ionic_radii(element.ionic_radii),
    }
    return {column: as_text(values[column]) for column in COLUMNS}


def valence_electrons(element: Any) -> int:
    """Return the electrons that take part in bonds: the group's, two or three in the f block."""
    group = element.group_id
    if element.symbol == "He":
        return 2
    if group is None:
        return 3
    return group if group <= 12 else group - 10


def ionic_radii(radii: Iterable[Any]) -> str:
    """Return ``charge:radius`` pairs, the best coordination number of each charge."""
    best: dict[int, tuple[int, float]] = {}
    for radius in radii:
        coordination = radius.coordination.removesuffix("SQ").removesuffix("PY")
        if coordination not in COORDINATION_ORDER or radius.ionic_radius is None:
            continue
        rank = COORDINATION_ORDER.index(coordination)
        # At equal coordination the larger radius is the high-spin one, usual in these solids.
        candidate = (rank, -radius.ionic_radius)
        if radius.charge not in best or candidate < best[radius.charge]:
            best[radius.charge] = candidate
    return "|".join(f"{charge}:{as_text(-size)}" for charge, (_, size) in sorted(best.items()))


def as_text(value: Any) -> str:
    """Write a number in at most seven significant digits, nothing for a missing one."""
    if value is None or value != value:
        return ""
    return f"{value:.7g}" if isinstance(value, float) else str(value)


def main() -> None:
    """Write the table."""
    rows = build_rows()
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sys.stdout.write(f"{len(rows)} elements written to {TARGET}\n")


if __name__ == "__main__":
    main()
