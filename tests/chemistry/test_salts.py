from __future__ import annotations

import pytest

from ostwald.chemistry.formula import parse_formula
from ostwald.chemistry.salts import salt_by_groups, salt_by_name
from ostwald.errors import InputError


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("iron(III) oleate", "Fe(C18H33O2)3"),
        ("ferric chloride", "FeCl3"),
        ("lead (II) acetate", "Pb(C2H3O2)2"),
        ("copper(2+) nitrate", "Cu(NO3)2"),
        ("Indium III acetate", "In(C2H3O2)3"),
        ("stannous octoate", "Sn(C8H15O2)2"),
        ("zinc bis(2-ethylhexanoate)", "Zn(C8H15O2)2"),
        ("iron trichloride", "FeCl3"),
        ("antimony pentachloride", "SbCl5"),
        ("arsenic trioxide", "As2O3"),
        ("molybdenum trioxide", "MoO3"),
        ("dicesium carbonate", "Cs2CO3"),
        ("oleic acid sodium salt", "NaC18H33O2"),
        ("magnesium sulphate", "MgSO4"),
    ],
)
def test_names_of_salts(name: str, formula: str) -> None:
    found = salt_by_name(name)
    assert found is not None
    assert parse_formula(found.reading.formula) == parse_formula(formula)


@pytest.mark.parametrize("name", ["iron oleate", "tin chloride", "Fe-oleate"])
def test_an_open_charge_is_asked_back(name: str) -> None:
    with pytest.raises(InputError, match=r"\(II\) .* or .*\((III|IV)\)"):
        salt_by_name(name) or salt_by_groups(name)


def test_the_usual_charge_is_taken_and_said() -> None:
    found = salt_by_groups("Pb-oleate")
    assert found is not None
    assert found.name == "lead(II) oleate"
    assert "lead(II)" in found.notes[0]


@pytest.mark.parametrize("name", ["oleic acid", "sodium", "BSA", "TOP-Se", "zinc blende"])
def test_other_names_are_no_salts(name: str) -> None:
    assert salt_by_name(name) is None
    assert salt_by_groups(name) is None
