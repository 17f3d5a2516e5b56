"""What flags look like, and what decides between their grades."""

from __future__ import annotations

import pytest

from chemistry.recipes import flask
from ostwald.chemistry.plausibility import RULES, SEVERITIES, Flag, check_plausibility


def grades(flags: tuple[Flag, ...], rule: str) -> list[str]:
    return [flag.severity for flag in flags if flag.rule == rule]


def test_every_rule_has_a_sentence_and_a_source() -> None:
    assert len(RULES) >= 15
    for name, rule in RULES.items():
        assert name == rule.name == name.lower()
        assert rule.sentence.endswith(".")
        assert rule.source


def test_a_flag_names_chemicals_and_numbers_and_goes_to_json() -> None:
    recipe = flask(
        "CdSe", "CdO 0.4 mmol; myristic acid 1.2 mmol; Se 0.2 mmol; hexane 11 mL", 270, 260, 3
    )
    (flag,) = check_plausibility(recipe)
    assert flag.as_json() == {
        "severity": "impossible",
        "rule": "above-boiling-point",
        "what": "n-hexane boils at 69 degC and the flask is at 270 degC",
        "why": flag.why,
    }
    assert "autoclave" in flag.why


def test_topo_is_named_as_no_source_of_phosphorus() -> None:
    (flag,) = check_plausibility(flask("InP", "InCl3 0.45 mmol; TOPO 5 g", 180, 180, 30))
    assert "trioctylphosphine oxide" in flag.what
    assert "phosphorus" in flag.what
    assert "oxygen" in flag.why


def test_the_severest_flag_comes_first() -> None:
    flags = check_plausibility(flask("CdSe", "CdO 900 mmol; hexane 11 mL", 270, 260, 3))
    order = [SEVERITIES.index(flag.severity) for flag in flags]
    assert len(flags) >= 2
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("injection_c", "minutes", "pressure", "expected"),
    [
        (25, 1440, None, ["note"]),
        (25, 1440, "open", ["impossible"]),
        (25, 1440, "autoclave", []),
        (200, 3, None, ["impossible"]),
        (200, 3, "autoclave", []),
        (200, 720, None, ["note"]),
    ],
)
def test_hours_in_hot_water_are_taken_for_an_autoclave(
    injection_c: float, minutes: float, pressure: str | None, expected: list[str]
) -> None:
    recipe = flask("CeO2", "Ce(NO3)3 1 mmol; NaOH 20 mmol; water 40 mL", injection_c, 200, minutes)
    flags = check_plausibility(recipe, pressure=pressure)  # type: ignore[arg-type]
    assert grades(flags, "above-boiling-point") == expected


@pytest.mark.parametrize(
    ("liquids", "expected"),
    [
        ("ODE 10 mL; toluene 1 mL", []),
        ("ODE 10 mL; toluene 4 mL", ["note"]),
        ("ODE 10 mL; toluene 8 mL", ["doubtful"]),
        ("ODE 10 mL; toluene 15 mL", ["impossible"]),
        ("dioctyl ether 10 mL", []),
    ],
)
def test_a_small_volatile_part_boils_off(liquids: str, expected: list[str]) -> None:
    recipe = flask("CdSe", f"CdO 0.4 mmol; TDPA 1 mmol; Se 0.2 mmol; {liquids}", 300, 280, 3)
    assert grades(check_plausibility(recipe), "above-boiling-point") == expected


@pytest.mark.parametrize(
    ("reagents", "temperature_c", "expected"),
    [
        ("HAuCl4 0.1 mmol; hexane 10 mL; dodecanethiol 1 mmol", 25, ["doubtful"]),
        ("HAuCl4 0.1 mmol; ODE 10 mL", 25, ["doubtful"]),
        ("HAuCl4 0.1 mmol; hexane 10 mL; oleylamine 1 mL", 25, []),
        ("HAuCl4 0.1 mmol; water 10 mL; Na-CIT 1 mmol", 100, []),
        ("AuCl(PPh3) 0.1 mmol; benzene 10 mL", 25, ["impossible"]),
        ("AuCl(PPh3) 0.1 mmol; benzene 10 mL; BBA 1 mmol", 50, []),
    ],
)
def test_what_gives_electrons_to_gold(
    reagents: str, temperature_c: float, expected: list[str]
) -> None:
    flags = check_plausibility(flask("Au", reagents, temperature_c))
    assert grades(flags, "no-reductant") == expected


def test_a_salt_does_not_reduce_itself() -> None:
    flags = check_plausibility(flask("Fe", "FeCl2 1 mmol; hexane 10 mL; TOPO 1 g", 60))
    assert grades(flags, "no-reductant") == ["impossible"]


def test_carbonyls_need_no_reductant() -> None:
    flags = check_plausibility(flask("Fe", "Fe(CO)5 1 mmol; hexane 10 mL; TOPO 1 g", 60))
    assert grades(flags, "no-reductant") == []


def test_bare_particles_are_doubtful() -> None:
    flags = check_plausibility(flask("Pt", "PtCl4 1 mmol; toluene 10 mL", 60))
    assert grades(flags, "nothing-keeps-apart") == ["doubtful"]


@pytest.mark.parametrize(
    ("mmol", "expected"), [(0.0001, ["doubtful"]), (1, []), (50, ["doubtful"])]
)
def test_unusual_concentrations_are_doubtful(mmol: float, expected: list[str]) -> None:
    recipe = flask("Ag", f"AgNO3 {mmol} mmol; oleylamine 10 mL", 120)
    assert grades(check_plausibility(recipe), "metal-concentration") == expected


def test_sensitive_reagents_in_air_are_doubtful() -> None:
    recipe = flask("InP", "InAc3 0.2 mmol; oleic acid 1 mmol; (TMS)3P 0.1 mmol; ODE 8 mL", 300)
    assert check_plausibility(recipe, atmosphere="nitrogen") == ()
    assert grades(check_plausibility(recipe, atmosphere="air"), "destroyed-by-air") == ["doubtful"]


def test_halide_perovskites_do_not_form_in_water() -> None:
    recipe = flask("CsPbBr3", "CsBr 1 mmol; PbBr2 1 mmol; oleylamine 0.1 mL; water 10 mL", 25)
    assert grades(check_plausibility(recipe), "dissolved-by-water") == ["impossible"]


def test_zinc_salts_serve_indium_phosphide() -> None:
    recipe = flask(
        "InP", "InCl3 0.45 mmol; ZnCl2 4.4 mmol; (NEt2)3P 1.6 mmol; oleylamine 5 mL", 180
    )
    assert grades(check_plausibility(recipe), "foreign-metal") == []
