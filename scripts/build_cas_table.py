"""Write the CAS numbers of the table's reagents that the library chemicals is sure of.

    python scripts/build_cas_table.py

A number is taken where the library has one of the reagent's names, and its structure is the
reagent's: the same skeleton for a molecule, the same atoms for a salt. Hydrates have numbers of
their own; theirs stand with the water that they count.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ostwald.chemistry import library
from ostwald.chemistry.hydrates import split_water
from ostwald.chemistry.structures import read_structure
from ostwald.chemistry.substance import Substance, composition_of
from ostwald.chemistry.tables import reagents
from ostwald.errors import InputError

TABLE = Path(__file__).parents[1] / "src/ostwald/chemistry/data/cas.csv"
# The library's number of glucose is that of no isomer in particular.
_VAGUE = frozenset({"2280-44-6"})
# Numbers of what is mostly bought and what the library has under no name of the table.
_KNOWN = (
    ("GLU", "50-99-7", 0),
    ("ELDA", "112-79-8", 0),
    ("(TMS)2S", "3385-94-2", 0),
    ("(TMS)3P", "15573-38-3", 0),
    ("Te", "13494-80-9", 0),
    ("Fe(acac)3", "14024-18-1", 0),
    ("PVP", "9003-39-8", 0),
    ("TTIP", "546-68-9", 0),
    ("SnOct2", "301-10-0", 0),
    ("Bi-ND", "34364-26-6", 0),
    ("FeCl3", "10025-77-1", 6),
    ("CuCl2", "10125-13-0", 2),
    ("Zn(NO3)2", "10196-18-6", 6),
    ("HAuCl4", "16961-25-4", 3),
    ("Na2S", "1313-84-4", 9),
    ("MnAc2", "6156-78-1", 4),
    ("CuAc2", "6046-93-1", 1),
    ("CdAc2", "5743-04-4", 2),
    ("NiAc2", "6018-89-9", 4),
    ("CoAc2", "6147-53-1", 4),
    ("NiCl2", "7791-20-0", 6),
    ("CoCl2", "7791-13-1", 6),
    ("FeCl2", "13478-10-9", 4),
    ("FeSO4", "7782-63-0", 7),
    ("CuSO4", "7758-99-8", 5),
    ("Fe(NO3)3", "7782-61-8", 9),
    ("Co(NO3)2", "10026-22-9", 6),
    ("Ni(NO3)2", "13478-00-7", 6),
    ("SnCl2", "10025-69-1", 2),
    ("SnCl4", "10026-06-9", 5),
    ("H2PtCl6", "18497-13-7", 6),
)


def main() -> None:
    """Write the table."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["abbreviation", "cas", "waters"])
    seen = {number for _, number, _ in _KNOWN} | _VAGUE
    for substance in reagents():
        numbers: dict[str, float] = {}
        for name in (substance.name, *substance.synonyms):
            entry = library.by_name(name)
            waters = None if entry is None else _waters(substance, entry, name)
            if entry is not None and waters is not None and entry.cas not in seen:
                numbers.setdefault(entry.cas, waters)
        for number, waters in sorted(numbers.items(), key=lambda item: item[1]):
            if list(numbers.values()).count(waters) == 1:
                writer.writerow([substance.abbreviation, number, f"{waters:g}"])
                seen.add(number)
    writer.writerows(_KNOWN)
    TABLE.write_text(file.getvalue(), encoding="utf-8")


def _waters(substance: Substance, entry: library.Entry, name: str) -> float | None:
    """Return the water that an entry counts; None where it is not the reagent."""
    parts = entry.smiles.split(".")
    waters = float(parts.count("O")) if len(parts) > 1 else 0.0
    named = split_water(name)
    if named.is_open or named.waters != waters:
        return None
    dry = ".".join(part for part in parts if part != "O") or "O"
    try:
        structure = read_structure(dry)
    except InputError:
        return None
    if substance.smiles is not None and "." not in substance.smiles:
        same = structure.flat_smiles == read_structure(substance.smiles).flat_smiles
        return waters if same else None
    same = dict(composition_of(structure.formula)) == dict(substance.composition)
    return waters if same else None


if __name__ == "__main__":
    main()
