from __future__ import annotations

import json

import pytest

from ostwald.uncertainty.domain.seen import DomainModel
from recipes_for_tests import reagents, resolved


@pytest.fixture
def domain() -> DomainModel:
    known = [resolved(reaction_temperature_c=t, reaction_time_min=20.0) for t in (140, 180, 200)]
    known.append(
        resolved(
            product="Au",
            reagents=reagents(("HAuCl4", "1 mmol"), ("OLA", "10 mL")),
            reaction_temperature_c=60.0,
        )
    )
    return DomainModel().fit(known)


def test_a_known_recipe_is_in_domain(domain: DomainModel) -> None:
    verdict = domain.judge(resolved())
    assert verdict.in_domain
    assert verdict.score == pytest.approx(1.0)
    assert verdict.reasons == ()


def test_a_temperature_far_outside_is_named(domain: DomainModel) -> None:
    verdict = domain.judge(resolved(reaction_temperature_c=320.0))
    assert not verdict.in_domain
    assert any("120 degC outside the 140 to 200 degC" in reason for reason in verdict.reasons)


def test_a_time_outside_is_named(domain: DomainModel) -> None:
    verdict = domain.judge(resolved(reaction_time_min=2000.0))
    assert any("2000 min is outside" in reason for reason in verdict.reasons)


def test_a_product_never_seen_is_named(domain: DomainModel) -> None:
    verdict = domain.judge(resolved(product="PbTe"))
    assert not verdict.in_domain
    assert verdict.reasons[0] == "no recipe for PbTe was seen"
    assert "no reagent brings Te" in verdict.reasons


def test_chemicals_are_told_apart_by_where_they_were_seen(domain: DomainModel) -> None:
    foreign = reagents(("PbO", "4 mmol"), ("Se", "6 mmol"), ("OLA", "3 mL"), ("DMSO", "3 mL"))
    verdict = domain.judge(resolved(reagents=foreign))
    assert "OLA was never seen with PbSe" in verdict.reasons
    assert "DMSO was never seen" in verdict.reasons


def test_several_strangers_are_named_in_one_reason(domain: DomainModel) -> None:
    foreign = reagents(("PbO", "4 mmol"), ("DMSO", "3 mL"), ("ethanol", "3 mL"), ("H2O", "1 mL"))
    verdict = domain.judge(resolved(reagents=foreign))
    assert "DMSO and 2 others were never seen" in verdict.reasons


def test_salt_and_water_make_no_lead_selenide(domain: DomainModel) -> None:
    nonsense = resolved(
        reagents=reagents(("NaCl", "5 mmol"), ("H2O", "10 mL")), reaction_temperature_c=480.0
    )
    verdict = domain.judge(nonsense)
    assert verdict.score < 0.05
    assert "no reagent brings Pb or Se" in verdict.reasons


def test_it_survives_being_written(domain: DomainModel) -> None:
    again = DomainModel.from_json(json.loads(json.dumps(domain.to_json())))
    for recipe in (resolved(), resolved(product="PbTe"), resolved(reaction_temperature_c=300.0)):
        assert again.judge(recipe).reasons == domain.judge(recipe).reasons
        assert again.judge(recipe).score == pytest.approx(domain.judge(recipe).score, abs=1e-5)
