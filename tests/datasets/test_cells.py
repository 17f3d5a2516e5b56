from __future__ import annotations

import pytest

from ostwald.datasets.cells import known, reagents_from_slots
from ostwald.errors import InputError


@pytest.mark.parametrize("mark", ["?", "？", "*", " ? ", "bs", "hx1", float("nan"), None])
def test_marks_of_unknown_values(mark):
    assert known(mark) is None


def test_a_cell_loses_its_outer_blanks():
    assert known("10.1021/cm202796s ") == "10.1021/cm202796s"
    assert known(0) == 0


def test_slots():
    (reagent,) = reagents_from_slots([(4, "PbO"), (None, None)])
    assert str(reagent) == "4 mmol PbO"
    assert reagents_from_slots([(1, "NA")])[0].name == "NA_"
    with pytest.raises(InputError, match="reagent 1: an amount has no chemical"):
        reagents_from_slots([(4, None)])
    with pytest.raises(InputError, match="PbO has no amount"):
        reagents_from_slots([(None, "PbO")])
