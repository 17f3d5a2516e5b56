from __future__ import annotations

from typing import Any

import pytest

from ostwald.chemistry.lines import read_lines
from ostwald.chemistry.products import find_product
from ostwald.errors import InputError
from ostwald.recipes.reagent import Reagent


def lines(*reagents: tuple[str, Any], product: str = "PbSe"):  # type: ignore[no-untyped-def]
    made = [Reagent.model_validate({"name": name, "amount": amount}) for name, amount in reagents]
    return read_lines(made, find_product(product))


def test_lines_stand_in_the_order_of_the_file_and_solvents_follow() -> None:
    flask = lines(("Se", "2 mL of 1 M in TOP"), ("PbO", "1 mmol"))
    assert [line.substance.abbreviation for line in flask.lines] == ["Se", "PbO", "TOP"]
    assert flask.lines[2].is_solvent_of_stock
    assert flask.lines[0].given == "Se, 2 mL of 1 M in TOP"


def test_nothing_is_left_out_and_named() -> None:
    flask = lines(("PbO", 1), ("OLA", "0 mL"))
    assert len(flask.lines) == 1
    assert flask.left_out == ("OLA",)
    with pytest.raises(InputError, match="every amount is zero"):
        lines(("PbO", 0))


def test_equivalents_count_atoms_or_a_reagent() -> None:
    flask = lines(("PbO", "1.5 mmol"), ("oleic acid", "2 equiv to Pb"), ("Se", "0.5 equiv to PbO"))
    assert [line.amount_mmol for line in flask.lines] == pytest.approx([1.5, 3.0, 0.75])


def test_equivalents_without_a_reference_are_of_the_one_metal() -> None:
    flask = lines(("PbO", "1.5 mmol"), ("oleic acid", "2 equiv"))
    assert flask.lines[1].amount_mmol == 3.0
    assert "to 1.5 mmol of Pb" in flask.lines[1].notes[0]
    with pytest.raises(InputError, match="do not say to what"):
        lines(("CuI", 1), ("InCl3", 1), ("S", "2 equiv"), product="CuInS2")


def test_a_concentration_is_of_the_whole_flask() -> None:
    flask = lines(("PbO", "0.1 M"), ("ODE", "8 mL"), ("oleic acid", "2 mL"))
    assert flask.lines[0].amount_mmol == pytest.approx(1.0)
    with pytest.raises(InputError, match="volume of the flask is not known"):
        lines(("PbO", "0.1 M"), ("Se", 1))


def test_a_solution_without_a_solvent_is_in_water_only_where_that_is_sure() -> None:
    flask = lines(("HAuCl4", "250 mL of 1 mM"), product="Au")
    assert flask.lines[1].substance.abbreviation == "H2O"
    assert "not said" in flask.lines[1].notes[0]
    with pytest.raises(InputError, match="solvent of the solution of"):
        lines(("HAuCl4", "1 mL of 1 M"), ("toluene", "5 mL"), product="Au")
    with pytest.raises(InputError, match="solvent of the solution of Se"):
        lines(("Se", "1 mL of 1 M"), ("PbO", 1))


def test_everything_that_is_unknown_is_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        lines(("olaic acid", 1), ("PbO", 1), ("nonsensium", 2))
    text = str(caught.value)
    assert "olaic acid" in text
    assert "nonsensium" in text


def test_the_chemical_named_twice_must_be_the_same() -> None:
    assert lines(("TOPSe", "2 mL of 1 M TOPSe in TOP")).lines[0].amount_mmol == pytest.approx(2)
    with pytest.raises(InputError, match="the amount says"):
        lines(("TOPSe", "2 mL of 1 M PbO in TOP"))


def test_seeds_are_the_metal_and_said() -> None:
    reagent = Reagent.model_validate(
        {"name": "Au seeds", "seeds": {"product": "Au", "size": "3 nm"}, "amount": "0.001 mmol"}
    )
    (line,) = read_lines([reagent], find_product("Au")).lines
    assert line.substance.formula == "Au"
    assert "seeds of Au, 3 nm" in line.notes[0]
