"""The paragraph for the methods of a paper: complete, and silent about nothing that it guesses."""

from __future__ import annotations

from ostwald.chemistry.methods import methods_paragraph
from ostwald.chemistry.resolved import resolve_recipe
from ostwald.recipes.recipe import Recipe


def paragraph(text: str) -> str:
    return methods_paragraph(resolve_recipe(Recipe.from_yaml(text)))


HOT = """
product: PbSe
reagents:
  - {name: PbO, amount: 0.893 g}
  - {name: OA, amount: 8 mmol}
  - {name: Se, amount: 8 mL of 1 M in TOP}
injection_temperature: 170
reaction_temperature: 140
reaction_time: 4
atmosphere: N2
"""


def test_every_chemical_stands_with_what_was_measured_and_mmol() -> None:
    text = paragraph(HOT)
    assert "Lead(II) oxide (0.893 g, 4.00 mmol)" in text
    assert "oleic acid (2.54 mL, 8.00 mmol)" in text
    assert "selenium (8.00 mmol, as 8 mL of 1 M in TOP)" in text
    assert "under nitrogen" in text
    assert "grown at 140 °C for 4 min" in text


def test_what_the_recipe_does_not_tell_is_left_to_be_filled_in() -> None:
    assert "introduced at 170 °C [say which]" in paragraph(HOT)
    assert "[say how fast]" in paragraph(HOT.replace("170", "25"))


def test_a_heat_up_is_told_with_its_rate() -> None:
    text = paragraph(HOT.replace("injection_temperature: 170", "heating_rate: 5"))
    assert "heated from 25 °C to 140 °C at 5.00 °C/min and kept there for 4 min" in text


def test_a_procedure_is_told_step_by_step() -> None:
    text = paragraph(
        """
product: PbSe
reagents:
  - {name: PbO, amount: 4 mmol}
  - {name: Se, amount: 4 mmol}
  - {name: ODE, amount: 10 mL}
procedure:
  - {heat: 120 degC, rate: 10 degC/min, hold: 30 min}
  - {heat: 180 degC}
  - {add: [Se], at: 180 degC, over: 30 s}
  - {hold: 5 h, at: 160 degC}
  - {cool: 25 degC}
"""
    )
    assert "The flask was heated to 120 °C at 10.0 °C/min and kept there for 30 min" in text
    assert "Selenium was added at 180 °C over 30 s" in text
    assert "It was kept at 160 °C for 5 h" in text
    assert "It was cooled to 25 °C" in text
    assert "say which" not in text


def test_small_amounts_have_no_exponents() -> None:
    text = paragraph(HOT.replace("0.893 g", "0.00002 mmol"))
    assert "e-0" not in text
    assert "0.0000200 mmol" in text or "0.00002 mmol" in text
