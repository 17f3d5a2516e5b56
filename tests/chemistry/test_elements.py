from __future__ import annotations

from ostwald.chemistry.elements import elements


def test_all_elements_in_order() -> None:
    numbers = [element.number for element in elements().values()]
    assert numbers == list(range(1, 119))
    assert list(elements())[81] == "Pb"


def test_well_known_numbers() -> None:
    lead, selenium, iron = (elements()[s] for s in ("Pb", "Se", "Fe"))
    assert lead.atomic_mass_g_per_mol == 207.2
    assert selenium.pauling_electronegativity == 2.55
    assert (iron.group, iron.period, iron.block) == (8, 4, "d")
    assert iron.ionic_radii_pm[3] == 64.5  # Shannon, high spin, six-fold
    assert lead.ionic_radii_pm[2] == 119.0
    assert lead.oxidation_states == (2, 4)
    assert elements()["Eu"].pauling_electronegativity is None


def test_metals() -> None:
    metals = {s for s, e in elements().items() if e.is_metal}
    assert {"Pb", "Cs", "Ge", "Sb", "La", "Au"} <= metals
    assert not {"C", "Se", "Te", "As", "Si", "B", "I"} & metals
