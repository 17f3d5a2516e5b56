from __future__ import annotations

import numpy as np
import pytest

from ostwald.chemistry.descriptors.substance import (
    SubstanceVector,
    molar_volume_ml_per_mmol,
    substance_vectors,
)
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.tables import reagents


def test_every_table_substance_has_a_finite_vector() -> None:
    matrix = substance_vectors().matrix(reagents())
    assert matrix.shape == (len(reagents()), len(substance_vectors().names))
    assert np.isfinite(matrix).all()


def test_flags() -> None:
    vectors = SubstanceVector()
    place = {name: number for number, name in enumerate(vectors.names)}
    oxide, goo = vectors.vector(find_reagent("PbO")), vectors.vector(find_reagent("EOT"))
    assert oxide[place["has_formula"]] == 1
    assert oxide[place["has_structure"]] == 0
    assert oxide[place["metal_electronegativity"]] == 1.8
    assert oxide[place["role_cation_precursor"]] == 1
    assert (goo[place["has_formula"]], goo[place["is_uncertain"]]) == (0, 1)


@pytest.mark.parametrize(
    ("name", "volume"),
    [("ODE", 252.486 / 0.789 / 1000), ("PbO", 223.2 / 4.0 / 1000), ("EOT", 300 / 0.95 / 1000)],
)
def test_volumes(name: str, volume: float) -> None:
    assert molar_volume_ml_per_mmol(find_reagent(name)) == pytest.approx(volume, rel=0.01)
