from __future__ import annotations

import numpy as np
import pytest

from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.uncertainty.domain import CalibratedDomain, DomainVerdict
from ostwald.uncertainty.domain.calibrated import difficulty_of
from recipes_for_tests import reagents, resolved


@pytest.fixture
def domain() -> CalibratedDomain:
    known = [resolved(reaction_temperature_c=float(t)) for t in (140, 160, 180, 200)]
    known += [
        resolved(
            product="InP",
            reagents=reagents(("InCl3", "1 mmol"), ("(TMS)3P", "0.5 mmol"), ("OA", "3 mmol")),
            injection_temperature_c=220.0,
            reaction_temperature_c=t,
        )
        for t in (200.0, 220.0)
    ]
    known.append(
        resolved(product="Au", reagents=reagents(("HAuCl4", "1 mmol"), ("TOPO", "10 mmol")))
    )
    domain = CalibratedDomain.of(known)
    domain.set_threshold(np.linspace(0.1, 0.5, 41), np.ones(41))
    return domain


def _judge(
    domain: CalibratedDomain, recipe: ResolvedRecipe, spread: float = 0.1, size_nm: float = 10.0
) -> DomainVerdict:
    place = domain.known.place([recipe])
    return domain.judge([recipe], place, np.array([spread]), np.array([size_nm]))[0]


def test_the_easiest_two_fifths_are_known_ground(domain: CalibratedDomain) -> None:
    assert domain.threshold == pytest.approx(0.26, abs=0.011)
    assert _judge(domain, resolved(), spread=0.25).in_domain
    assert not _judge(domain, resolved(), spread=0.4).in_domain
    assert _judge(domain, resolved(), spread=domain.threshold or 0.0).score == pytest.approx(0.5)


def test_the_same_relative_error_is_harder_for_large_particles(domain: CalibratedDomain) -> None:
    hard = difficulty_of(np.array([0.25, 0.25]), np.array([10.0, 40.0]))
    assert hard.tolist() == pytest.approx([0.25, 0.5])
    assert not _judge(domain, resolved(), spread=0.25, size_nm=40.0).in_domain


def test_a_hard_recipe_is_given_a_reason(domain: CalibratedDomain) -> None:
    (reason,) = _judge(domain, resolved(), spread=0.6).reasons
    assert "82 %" in reason
    assert "PbSe" in reason


def test_an_easy_known_recipe_needs_none(domain: CalibratedDomain) -> None:
    verdict = _judge(domain, resolved())
    assert verdict.reasons == ()
    assert verdict.composition == pytest.approx(1.0, abs=1e-5)
    assert verdict.chemicals == pytest.approx(1.0, abs=1e-5)
    assert verdict.conditions == pytest.approx(1.0, abs=1e-5)


def test_chemicals_that_never_met_are_named(domain: CalibratedDomain) -> None:
    recipe = resolved(
        product="InP",
        reagents=reagents(("InCl3", "1 mmol"), ("(TMS)3P", "1 mmol"), ("TOPO", "9 mmol")),
        injection_temperature_c=220.0,
        reaction_temperature_c=220.0,
    )
    reasons = _judge(domain, recipe).reasons
    assert "TOPO was never seen with InP" in reasons
    assert "InCl3 and (TMS)3P were never seen with TOPO" in reasons


def test_differing_conditions_are_named(domain: CalibratedDomain) -> None:
    recipe = resolved(
        product="InP",
        reagents=reagents(("InCl3", "1 mmol"), ("(TMS)3P", "0.5 mmol"), ("OA", "3 mmol")),
        injection_temperature_c=280.0,
        reaction_temperature_c=220.0,
    )
    assert "the nearest InP recipe differs by 60 degC" in _judge(domain, recipe).reasons


def test_what_chemistry_forbids_is_never_known_ground(domain: CalibratedDomain) -> None:
    salt = resolved(
        reagents=reagents(("NaCl", "5 mmol"), ("H2O", "10 mL")), reaction_temperature_c=480.0
    )
    verdict = _judge(domain, salt, spread=0.02)
    assert not verdict.in_domain
    assert verdict.score < 0.01
    assert any("no reagent brings Pb or Se" in reason for reason in verdict.reasons)
    assert any("280 degC outside" in reason for reason in verdict.reasons)


def test_without_a_threshold_the_plain_score_decides(domain: CalibratedDomain) -> None:
    domain.threshold = None
    assert _judge(domain, resolved(), spread=5.0).in_domain
    assert not _judge(domain, resolved(product="PbTe")).in_domain


def test_it_survives_being_written(domain: CalibratedDomain) -> None:
    again = CalibratedDomain.from_state(domain.to_state())
    for recipe in (resolved(), resolved(product="PbTe"), resolved(reaction_temperature_c=320.0)):
        one, other = _judge(domain, recipe), _judge(again, recipe)
        assert one.reasons == other.reasons
        assert one.score == pytest.approx(other.score)
