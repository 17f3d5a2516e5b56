from __future__ import annotations

import pytest

from ostwald.chemistry.cas_numbers import read_cas
from ostwald.chemistry.identity import find_reagent, identify
from ostwald.chemistry.tables import cas_numbers
from ostwald.errors import InputError


def test_form_and_check_digit() -> None:
    assert read_cas("112-80-1") == "112-80-1"
    assert read_cas("oleic acid") is None
    with pytest.raises(InputError, match="it would be 1"):
        read_cas("112-80-7")


def test_every_number_of_the_table_is_valid_and_leads_to_its_reagent() -> None:
    for abbreviation, numbers in cas_numbers().items():
        for number, waters in numbers:
            assert read_cas(number) == number
            found = identify(number)
            assert found.substance is find_reagent(abbreviation)
            assert found.waters == waters
