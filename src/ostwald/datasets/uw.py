"""Reader of two literature collections made at the University of Washington: CdSe and InP.

Both list hot injections with amounts in mmol. Sizes of CdSe are diameters, from micrographs or
from the absorption peak. Sizes of InP are as the papers gave them: mostly diameters, but edges of
tetrahedra in some, which the collection does not tell apart. Where it has only an absorption peak,
the size is None.

The collections are those of the class project ``akkaneror/Hot_injection`` (CdSe) and of Nguyen
et al., "Predicting Indium Phosphide Quantum Dot Properties from Synthetic Procedures Using Machine
Learning" (preprint doi 10.26434/chemrxiv-2022-b3fgw-v2; InP).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ostwald.datasets.cells import data_file, known, reagents_from_slots
from ostwald.errors import InputError
from ostwald.recipes.base import placed
from ostwald.recipes.outcome import Outcome, SizeMethod
from ostwald.recipes.reagent import Reagent
from ostwald.recipes.recipe import Recipe
from ostwald.recipes.table import RecipeTable

UW_FOLDER = "recipes/uw"
COLLECTION = "uw"
_SLOTS = 7
# Abbreviations of these tables alone, with the structure; the source writes the CdSe ones in full.
# BZA is benzylamine here, and benzoic acid elsewhere.
_REAGENTS = {
    "4-EPY": ("4-ethylpyridine", "CCc1ccncc1"),
    "AN": ("aniline", "Nc1ccccc1"),
    "BZA": ("benzylamine", "NCc1ccccc1"),
    "LUT": ("2,6-dimethylpyridine", "Cc1cccc(C)n1"),
    "LiBEt3H": ("lithium triethylborohydride", None),
    "PY": ("pyridine", None),
    "Zn(C8)2": ("zinc octanoate", None),
}
# The CdSe table cites by journal. These papers are also in `gu2025`, which has their DOIs; they
# were matched by product, temperatures, times and sizes.
_DOIS = {
    "Chemistry Letters 2005 34 7 1004 - 1005": "10.1246/cl.2005.1004",
    "Colloids and Surfaces A: Physicochem. Eng. Aspects 2016 494 162 - 169": (
        "10.1016/j.colsurfa.2016.01.002"
    ),
    "Colloids and Surfaces A: Physicochemical and Engineering Aspects 2014 461 (1).158-166": (
        "10.1016/j.colsurfa.2014.07.045"
    ),
    "Colloids and Surfaces A: Physicochemical and Engineering Aspects 2016 494 162 - 169": (
        "10.1016/j.colsurfa.2016.01.002"
    ),
    "J. Phys. Chem. C 2012 116 47 25065 - 25073": "10.1021/jp3092013",
    "J. Phys. Chem. Lett. 2017 8 15 3576-3580": "10.1021/acs.jpclett.7b01238",
    "Nano Letters 2001 1 4 207 - 211": "10.1021/nl0155126",
    "Optical Materials. 2017 66 59 - 64": "10.1016/j.optmat.2017.01.041",
}
_METHODS: dict[str, SizeMethod] = {"TEM": "microscopy", "absorbance spectra": "absorption"}


def read_uw(folder: str | Path) -> tuple[RecipeTable, RecipeTable]:
    """Read the CdSe and the InP collection.

    Papers that `gu2025` has too carry the same DOI as there: `ostwald.datasets.papers.shared`
    finds their rows. A paper of CdSe whose DOI is not known is named by its citation.

    Args:
        folder: The data folder; it holds ``recipes/``.

    Returns:
        180 recipes of CdSe and 147 of InP, in file order; `row_ids` are 0-based rows of each file.

    Raises:
        MissingDataError: A file is not there; it says where the collections come from.
    """
    return (
        _read(data_file(folder, f"{UW_FOLDER}/cdse.csv"), _cdse_outcome),
        _read(data_file(folder, f"{UW_FOLDER}/inp.csv"), _inp_outcome),
    )


def _read(path: Path, outcome: Callable[[dict[str, Any]], Outcome]) -> RecipeTable:
    import pandas as pd

    frame = pd.read_csv(path, keep_default_na=False, na_values=[""])
    table = RecipeTable()
    for row_id, cells in enumerate(frame.astype(object).to_dict("records")):
        row = {str(column): known(cell) for column, cell in cells.items()}
        try:
            table.add(_recipe(row, f"uw-{path.stem}-{row['row']}"), outcome(row), row_id)
        except InputError as error:
            table.problems.append(placed(error, f"{path.name}, row {row_id + 2}"))
    return table


def _recipe(row: dict[str, Any], identifier: str) -> Recipe:
    slots = [
        (row.get(f"amount_{slot}_mmol"), row.get(f"reactant_{slot}"))
        for slot in range(1, _SLOTS + 1)
    ]
    return Recipe(
        vocabulary="published",
        id=identifier,
        product=row["product"],
        reagents=tuple(_spelt_out(reagent) for reagent in reagents_from_slots(slots)),
        injection_temperature_c=row["T_inj"],
        reaction_temperature_c=row["T_rea"],
        reaction_time_min=row["t_min"],
    )


def _spelt_out(reagent: Reagent) -> Reagent:
    name, smiles = _REAGENTS.get(reagent.name, (reagent.name, None))
    return Reagent(name=name, smiles=smiles, amount=reagent.amount)


def _cdse_outcome(row: dict[str, Any]) -> Outcome:
    return Outcome(
        size_nm=row["size_nm"],
        doi=_DOIS.get(row["citation"], row["citation"]),
        size_method=_METHODS[row["size_method"]],
        absorption_peak_nm=row["abs_nm"],
        collection=COLLECTION,
    )


def _inp_outcome(row: dict[str, Any]) -> Outcome:
    return Outcome(
        size_nm=row["size_nm"],
        doi=row["doi"],
        size_measure="as reported",
        absorption_peak_nm=row["abs_nm"],
        collection=COLLECTION,
    )
