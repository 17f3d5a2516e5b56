from __future__ import annotations

import pytest

from ostwald.chemistry.intermediates.anions import acid_of, kind_of_anion, protonated, released
from ostwald.chemistry.intermediates.fragments import Fragment


@pytest.mark.parametrize(
    ("anion", "kind", "acid"),
    [
        ("CC(=O)[O-]", "short carboxylate", "CC(=O)O"),
        ("CCCCCCCC(=O)[O-]", "carboxylate", "CCCCCCCC(=O)O"),
        ("O=C([O-])C(F)(F)F", "trihaloacetate", "O=C(O)C(F)(F)F"),
        ("CC(=O)/C=C(/C)[O-]", "acac", "CC(=O)CC(C)=O"),
        ("O=[N+]([O-])[O-]", "nitrate", "O=[N+]([O-])O"),
        ("[O-2]", "oxide", "O"),
        ("[CH2-]C", "alkyl", "CC"),
        ("CCCC[S-]", "thiolate", "CCCCS"),
        ("C[Si](C)(C)[N-][Si](C)(C)C", "silylamide", "C[Si](C)(C)N[Si](C)(C)C"),
    ],
)
def test_kind_and_acid(anion: str, kind: str, acid: str) -> None:
    assert kind_of_anion(anion) == kind
    assert protonated(anion) == acid


def test_carbonate_falls_apart() -> None:
    assert [(n, s.label) for n, s in acid_of("O=C([O-])[O-]")] == [(1, "CO2"), (1, "H2O")]


def written(amounts: object) -> set[tuple[int, str]]:
    assert isinstance(amounts, list)
    return {(n, species.label) for n, species in amounts}


def test_released_pairs_cations_with_strong_anions_first() -> None:
    sodium = Fragment("[Na+]", 1, 1)
    anions = [(1, "CC(=O)[O-]"), (1, "[Cl-]")]
    assert written(released(anions, 1, [sodium], 1)) == {(1, "NaCl"), (1, "HAc")}


def test_released_makes_hydrogen_sulfate_of_an_odd_cation() -> None:
    sodium = Fragment("[Na+]", 1, 3)
    found = released([(2, "O=S(=O)([O-])[O-]")], 1, [sodium], 1)
    assert written(found) == {(1, "Na2SO4"), (1, "NaHSO4")}


def test_released_refuses_what_does_not_match() -> None:
    assert released([(2, "[Cl-]")], 1, [], 1) is None
