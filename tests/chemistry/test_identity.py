from __future__ import annotations

import pytest

from ostwald.chemistry.identity import ReagentIndex, find_reagent, suggest
from ostwald.errors import InputError


@pytest.mark.parametrize(
    "name",
    ["OA", "oa", " Oleic  Acid ", "oleic-acid", "CIS–9–octadecenoic acid", "oleicacid", "ＯＡ"],
)
def test_spelling_habits_do_not_matter(small_index: ReagentIndex, name: str) -> None:
    assert small_index.find(name).abbreviation == "OA"


@pytest.mark.parametrize("name", ["N,N'-diphenylthiourea", "n，n’-Diphenyl thiourea", "NDPT"])
def test_quotes_and_full_width_commas(small_index: ReagentIndex, name: str) -> None:
    assert small_index.find(name).abbreviation == "N-DPT"


def test_exact_case_wins_over_folded_case(small_index: ReagentIndex) -> None:
    assert small_index.find("HAc").name == "acetic acid"
    assert small_index.find("HAC").name == "another acid"
    with pytest.raises(InputError, match=r"may be HAc \(acetic acid\) or HAC"):
        small_index.find("hac")


def test_a_formula_is_not_mistaken_for_an_abbreviation_in_other_case(
    small_index: ReagentIndex,
) -> None:
    palladium = small_index.find("Pd")
    assert palladium.is_new
    assert dict(palladium.composition) == {"Pd": 1}
    assert small_index.find("cui").abbreviation == "CuI"
    with pytest.raises(InputError, match="formula of something else"):
        small_index.find("CUI")


def test_a_new_formula_is_taken_for_what_it_says(small_index: ReagentIndex) -> None:
    oxalate = small_index.find("InCl(C2O4)")
    assert oxalate.is_new
    assert oxalate.roles == ("cation_precursor",)
    assert oxalate.molar_mass_g_per_mol == pytest.approx(238.29, abs=0.05)


def test_a_formula_written_in_another_way_is_the_known_salt(small_index: ReagentIndex) -> None:
    assert small_index.find("Pb(CH3COO)2").abbreviation == "PbAc2"


def test_smiles_of_a_known_substance_is_that_substance(small_index: ReagentIndex) -> None:
    assert small_index.find("my acid", "OC(C)=O").abbreviation == "HAc"
    # no stereochemistry given: the only one of that skeleton
    assert small_index.find("my acid", "CCCCCCCCC=CCCCCCCCC(=O)O").abbreviation == "OA"
    # the other isomer is another substance
    assert small_index.find("elaidic", "CCCCCCCC/C=C/CCCCCCCC(=O)O").is_new


def test_smiles_of_an_unknown_substance_makes_a_new_one(small_index: ReagentIndex) -> None:
    amine = small_index.find("my ligand", "CCCCCCCCN")
    assert (amine.is_new, amine.formula, amine.roles) == (True, "C8H19N", ("ligand",))
    assert amine.smiles == "CCCCCCCCN"


@pytest.mark.parametrize(
    ("name", "smiles", "part"),
    [
        ("x", "C((", "not a valid SMILES"),
        ("x", "", "empty"),
        ("x", "CC N", "blanks"),
        ("x", "CC*", "unspecified atom"),
        ("x", "CC(=O)[O-]", "net charge of -1"),
        ("x", "C1CC", "not a valid SMILES"),
        ("x", "C" * 3000, "longer than"),
        ("OA", "CCCCN", "is of something else (C4H11N)"),
    ],
)
def test_bad_smiles(small_index: ReagentIndex, name: str, smiles: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        small_index.find(name, smiles)
    assert part in str(caught.value)


def test_smiles_of_a_solid_agrees_by_composition(small_index: ReagentIndex) -> None:
    assert small_index.find("CuI", "[Cu+].[I-]").abbreviation == "CuI"


def test_smiles_tells_what_an_unidentified_name_is(small_index: ReagentIndex) -> None:
    assert small_index.find("GOO", "CCCCCCCCS").formula == "C8H18S"


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("olaic acid", "did you mean oleic acid"),
        ("xyzzy", "give its SMILES or write its formula"),
        ("", "no name"),
        ("Pb(Xx)2", 'unknown element "Xx" at position 4'),
    ],
)
def test_unknown_names_say_how_to_mend_it(small_index: ReagentIndex, name: str, part: str) -> None:
    with pytest.raises(InputError) as caught:
        small_index.find(name)
    assert part in str(caught.value)


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("oleylamin", "OLA"),
        ("trioctylphospine", "TOP"),
        ("1-octadecen", "ODE"),
        ("tri-n-octylphosphine oxid", "TOPO"),
        ("cesium carbonat", "Cs2CO3"),
    ],
)
def test_near_matches_in_the_shipped_table(misspelt: str, meant: str) -> None:
    names = suggest(misspelt)
    assert 1 <= len(names) <= 5
    assert find_reagent(names[0]).abbreviation == meant
