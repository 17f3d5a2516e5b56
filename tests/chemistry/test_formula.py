from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.chemistry.elements import elements
from ostwald.chemistry.formula import hill_formula, is_formula, molar_mass, parse_formula
from ostwald.errors import InputError

SYMBOLS = st.sampled_from(sorted(elements()))
COUNTS = st.one_of(
    st.integers(1, 60).map(float), st.integers(1, 5000).map(lambda thousandths: thousandths / 1000)
)
COMPOSITIONS = st.dictionaries(SYMBOLS, COUNTS, min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PbSe", {"Pb": 1, "Se": 1}),
        ("InCl(C2O4)", {"In": 1, "Cl": 1, "C": 2, "O": 4}),
        ("Ni(NO3)2·6H2O", {"Ni": 1, "N": 2, "O": 12, "H": 12}),
        ("Ni(NO3)2*6H2O", {"Ni": 1, "N": 2, "O": 12, "H": 12}),
        ("Cu(NO3)2.3H2O", {"Cu": 1, "N": 2, "O": 9, "H": 6}),
        ("CuSO4.5H2O", {"Cu": 1, "S": 1, "O": 9, "H": 10}),
        ("CaSO4·0.5H2O", {"Ca": 1, "S": 1, "O": 4.5, "H": 1}),
        ("CaSO4.0.5H2O", {"Ca": 1, "S": 1, "O": 4.5, "H": 1}),
        ("Cu1.4Te", {"Cu": 1.4, "Te": 1}),
        ("MnCl2.CsCl", {"Mn": 1, "Cl": 3, "Cs": 1}),
        ("Sn[N(Si(CH3)3)2]2", {"Sn": 1, "N": 2, "Si": 4, "C": 12, "H": 36}),
        ("Cu₂ZnSnS₄", {"Cu": 2, "Zn": 1, "Sn": 1, "S": 4}),
        (" (CH3)2CHOH ", {"C": 3, "H": 8, "O": 1}),
        ("Co", {"Co": 1}),
        ("CO", {"C": 1, "O": 1}),
    ],
)
def test_reads_what_chemists_write(text: str, expected: dict[str, float]) -> None:
    assert parse_formula(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "empty"),
        ("PbXe2Qq", 'unknown element "Qq" at position 6'),
        ("D2O", 'unknown element "D"'),
        ("T2O", 'unknown element "T"'),
        ("Cd(CH3COO", 'bracket "(" is never closed at position 3'),
        ("CdCH3)2", 'bracket ")" was never opened at position 6'),
        ("Cd(CH3]2", 'closes the "(" of position 3 at position 7'),
        ("Cd()2", "nothing inside"),
        ("CuxS", '"x" cannot stand here at position 3'),
        ("Pb2+", '"+" cannot stand here at position 4'),
        ("Cu0S", "not in 0-"),
        ("C" + "9" * 350, "not in 0-"),
        ("2", "an element is missing"),
        ("NaCl·", "an element is missing"),
        ("oleic acid", '"o" cannot stand here at position 1'),
        ("(" * 50 + "C" + ")" * 50, "deeper than"),
        ("C" * 500, "500 characters"),
    ],
)
def test_says_what_is_wrong_and_where(text: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_formula(text)
    assert part in str(caught.value)
    assert not is_formula(text)


@given(COMPOSITIONS)
def test_hill_formula_reads_back(composition: dict[str, float]) -> None:
    assert parse_formula(hill_formula(composition)) == pytest.approx(composition)


@given(COMPOSITIONS, COMPOSITIONS, st.integers(1, 9), st.sampled_from(["()", "[]", "{}"]))
def test_brackets_multiply(
    outer: dict[str, float], inner: dict[str, float], times: int, brackets: str
) -> None:
    text = f"{hill_formula(outer)}{brackets[0]}{hill_formula(inner)}{brackets[1]}{times}"
    expected = {s: outer.get(s, 0) + times * inner.get(s, 0) for s in {**outer, **inner}}
    # A decimal count may meet the water rule only where nothing but H2O follows it.
    assert parse_formula(text) == pytest.approx(expected)


@given(st.text(max_size=30))
def test_any_text_is_a_formula_or_an_input_error(text: str) -> None:
    try:
        composition = parse_formula(text)
    except InputError:
        return
    assert all(symbol in elements() and count > 0 for symbol, count in composition.items())


@pytest.mark.parametrize(
    ("formula", "mass"),
    [("PbSe", 286.17), ("C18H34O2", 282.468), ("CuSO4·5H2O", 249.685), ("Cs2CO3", 325.82)],
)
def test_molar_mass_in_g_per_mol(formula: str, mass: float) -> None:
    assert molar_mass(parse_formula(formula)) == pytest.approx(mass, abs=0.01)


@pytest.mark.parametrize(
    ("formula", "hill"), [("OH", "HO"), ("H34C18O2", "C18H34O2"), ("SePb", "PbSe")]
)
def test_hill_order(formula: str, hill: str) -> None:
    assert hill_formula(parse_formula(formula)) == hill
