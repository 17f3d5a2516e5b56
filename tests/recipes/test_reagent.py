from __future__ import annotations

import pytest

from ostwald.errors import InputError
from ostwald.recipes.amount import Amount
from ostwald.recipes.reagent import Reagent


def test_an_amount_may_be_given_as_text():
    assert Reagent(name="PbO", amount="4 mmol").amount == Amount(value=4, unit="mmol")


def test_the_name_is_cleaned():
    assert Reagent(name="  oleic  acid", amount=1).name == "oleic acid"


def test_smiles_is_kept():
    assert Reagent(name="my ligand", amount="1 g", smiles=" CCN ").smiles == "CCN"


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": None}, {"smiles": ""}, {"amount": ""}])
def test_empty_fields_are_refused(fields):
    with pytest.raises(InputError) as error:
        Reagent(**{"name": "PbO", "amount": 1, **fields})
    assert error.value.where == next(iter(fields))


def test_it_shows_in_short():
    assert str(Reagent(name="PbO", amount=4)) == "4 mmol PbO"
    assert repr(Reagent(name="X", amount=4, smiles="C")) == "Reagent('X', '4 mmol', smiles='C')"
