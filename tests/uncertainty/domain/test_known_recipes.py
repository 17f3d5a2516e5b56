from __future__ import annotations

import numpy as np
import pytest

from ostwald.uncertainty.domain.known_recipes import Familiarity, KnownRecipes
from recipes_for_tests import reagents, resolved

AU = resolved(
    product="Au", reagents=reagents(("HAuCl4", "1 mmol"), ("OLA", "10 mL")), reaction_time_min=60.0
)


@pytest.fixture
def known() -> KnownRecipes:
    return KnownRecipes.of([resolved(reaction_temperature_c=t) for t in (140, 180, 200)] + [AU])


def test_a_known_recipe_is_wholly_familiar(known: KnownRecipes) -> None:
    place = known.place([resolved(reaction_temperature_c=200.0)])
    for part in (place.composition, place.chemicals, place.conditions, place.nearest):
        assert part[0] == pytest.approx(1.0, abs=1e-5)
    assert place.neighbour[0] == 2


def test_each_part_falls_for_its_own_reason(known: KnownRecipes) -> None:
    hot = resolved(injection_temperature_c=300.0, reaction_temperature_c=330.0)
    odd = resolved(reagents=reagents(("PbO", "4 mmol"), ("Se", "6 mmol"), ("OLA", "20 mL")))
    new = resolved(product="PbTe")
    place = known.place([hot, odd, new])
    assert place.conditions[0] < 0.3
    assert place.chemicals[0] == pytest.approx(1.0, abs=1e-5)
    assert place.chemicals[1] < 0.8
    assert place.conditions[1] > 0.95
    assert 0.4 < place.composition[2] < 0.9
    assert np.all(place.nearest < 0.9)


def test_nothing_in_common_is_a_novelty_of_one(known: KnownRecipes) -> None:
    stranger = resolved(product="NaCl", reagents=reagents(("Na", "1 mmol"), ("ethanol", "1 mL")))
    assert known.place([stranger]).novelty[0] == 1.0


def test_a_crowd_is_counted(known: KnownRecipes) -> None:
    many = KnownRecipes.of([resolved()] * 20)
    assert many.place([resolved()]).crowd[0] == pytest.approx(20.0, rel=1e-3)
    assert known.place([AU]).crowd[0] == pytest.approx(1.0, rel=1e-3)


def test_novelty_falls_with_the_crowd() -> None:
    novelty = [KnownRecipes.of([resolved()] * n).place([resolved()]).novelty[0] for n in (1, 9, 60)]
    assert novelty[0] > novelty[1] > novelty[2] == 0.0
    assert novelty[0] > 0.8


def test_known_ones_can_be_placed_among_the_others(known: KnownRecipes) -> None:
    place = known.place_known(np.array([3, 1]), among=np.array([0, 2]))
    assert place.novelty[0] > 0.99
    assert place.nearest[1] > 0.9
    assert place.neighbour[1] == 1


def test_parts_are_joined_in_place(known: KnownRecipes) -> None:
    rows = [np.array([2, 0]), np.array([3, 1])]
    parts = [known.place_known(part, among=np.arange(4)) for part in rows]
    whole = Familiarity.join(parts, rows, 4)
    assert whole.neighbour.tolist() == [0, 1, 2, 3]


def test_it_survives_being_written(known: KnownRecipes) -> None:
    again = KnownRecipes.from_state(known.to_state())
    asked = [resolved(), AU, resolved(product="PbTe", reaction_time_min=3.0)]
    one, other = known.place(asked), again.place(asked)
    assert np.allclose(one.nearest, other.nearest, atol=2e-3)
    assert np.array_equal(one.neighbour, other.neighbour)


def test_nothing_asked_nothing_said(known: KnownRecipes) -> None:
    assert len(known.place([])) == 0
