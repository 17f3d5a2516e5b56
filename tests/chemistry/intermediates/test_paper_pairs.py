from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.intermediates import react
from ostwald.chemistry.intermediates.paper_pairs import PaperPairs
from ostwald.chemistry.products import find_product
from ostwald.chemistry.resolved import ResolvedReagent, ResolvedRecipe
from ostwald.errors import MissingDataError

VECTOR = np.zeros(4, dtype=np.float32)


def test_pairs_are_found_in_either_order() -> None:
    pairs = PaperPairs({"Se@TOP": VECTOR, "OA@PbO": VECTOR})
    found = pairs.reactions([find_reagent(n) for n in ("PbO", "OA", "TOP", "ODE")])
    assert [r.equation for r in found] == ["PbO + OA -> OA@PbO"]
    assert found[0].imbalance() == {}
    assert found[0].products[0].substance.identity == "#OA@PbO"


def test_react_with_pairs_conserves_mass() -> None:
    pairs = PaperPairs({"Se@TOP": VECTOR, "OA@PbO": VECTOR})
    reagents = {"Se": 1.0, "TOP": 2.0, "OA": 3.0, "PbO": 1.0}
    start = ResolvedRecipe(
        id=None,
        product=find_product("PbSe"),
        reagents=tuple(ResolvedReagent(find_reagent(n), a) for n, a in reagents.items()),
        injection_temperature_c=20.0,
        reaction_temperature_c=20.0,
        reaction_time_min=1.0,
        heating_rate_c_per_min=None,
    )
    end = react(start, np.random.default_rng(0), finder=pairs.families)
    assert any("@" in r.substance.abbreviation for r in end.reagents)
    masses = [
        sum(r.amount_mmol * (r.substance.molar_mass_g_per_mol or 0) for r in flask.reagents)
        for flask in (start, end)
    ]
    assert masses[0] == pytest.approx(masses[1])


def test_published_pairs(data_dir: Path) -> None:
    pairs = PaperPairs.load(data_dir)
    assert len(pairs.vectors) == 910
    assert {v.shape for v in pairs.vectors.values()} == {(512,)}


def test_missing_file_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match="ostwald data fetch"):
        PaperPairs.load(tmp_path)
