from __future__ import annotations

import numpy as np
import pytest

from ostwald.optics.growth_law import fit_growth

TIMES = np.array([0.5, 1.0, 2.0, 3.0, 5.0, 7.0, 10.0, 14.0, 20.0, 30.0])


@pytest.mark.parametrize(
    ("power", "word"), [(1.0, "surface"), (2.0, "diffusion"), (3.0, "ripening")]
)
def test_power_laws_are_recognised(power: float, word: str) -> None:
    rng = np.random.default_rng(0)
    sizes = (2.0**power + 3.0 * TIMES) ** (1.0 / power) + 0.005 * rng.standard_normal(len(TIMES))
    law = fit_growth(TIMES, sizes)
    assert law is not None
    assert word in law.name
    assert law.parameters["k"] == pytest.approx(3.0, rel=0.05)


def test_a_plateau_says_what_is_never_reached() -> None:
    sizes = 4.2 - 1.8 * np.exp(-TIMES / 8.0)
    law = fit_growth(TIMES, sizes)
    assert law is not None
    assert law.parameters["d_end"] == pytest.approx(4.2, rel=1e-3)
    assert law.time_of(4.1, 30.0)["time_min"] == pytest.approx(8.0 * np.log(18.0), rel=0.02)
    never = law.time_of(5.0, 30.0)
    assert never["time_min"] is None
    assert never["chance"] == 0.0


def test_too_few_times_have_no_law() -> None:
    assert fit_growth(TIMES[:3], TIMES[:3]) is None
    assert fit_growth(TIMES, np.full(len(TIMES), 3.0)) is None
