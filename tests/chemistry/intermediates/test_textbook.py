"""Reactions that every synthetic chemist of the field knows, written out."""

from __future__ import annotations

import pytest

from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.intermediates import find_reactions


def equations(*names: str, temperature_c: float | None = None) -> list[str]:
    return [r.equation for r in find_reactions([find_reagent(n) for n in names], temperature_c)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        # metal carboxylates, phosphonates, thiolates
        (["PbO", "OA"], "PbO + 2 OA -> Pb(OA)2 + H2O"),
        (["CdO", "ODPOA"], "CdO + 2 ODPOA -> Cd(HODPOA)2 + H2O"),
        (["CdO", "ODPOA"], "CdO + ODPOA -> Cd(ODPOA) + H2O"),
        (["CdO", "DOPA"], "CdO + 2 DOPA -> Cd(DOPA)2 + H2O"),
        (["InAc3", "MA"], "InAc3 + 3 MA -> In(MA)3 + 3 HAc"),
        (["Zn(acac)2", "OA"], "Zn(acac)2 + 2 OA -> Zn(OA)2 + 2 Hacac"),
        (["Cs2CO3", "OA"], "Cs2CO3 + 2 OA -> 2 Cs(OA) + CO2 + H2O"),
        (["NaOH", "OA"], "NaOH + OA -> Na(OA) + H2O"),
        (["ZnEt2", "OA"], "ZnEt2 + 2 OA -> Zn(OA)2 + 2 C2H6"),
        (["FeO(OH)", "OA"], "FeO(OH) + 3 OA -> Fe(OA)3 + 2 H2O"),
        (["MnOA(OH)", "OA"], "MnOA(OH) + OA -> Mn(OA)2 + H2O"),
        (["FeCl3", "NaOA"], "FeCl3 + 3 NaOA -> Fe(OA)3 + 3 NaCl"),
        (["CuCl", "DT"], "CuCl + DT -> Cu(DT) + HCl"),
        (["AgAc", "DT"], "AgAc + DT -> Ag(DT) + HAc"),
        (["PbBr2", "OA", "OLA"], "PbBr2 + 2 OA + 2 OLA -> Pb(OA)2 + 2 OLA-HBr"),
        (["Sn[N(SiMe3)2]2", "OLA"], "Sn[N(SiMe3)2]2 + 2 OLA -> Sn(NH-OLA)2 + 2 HMDS"),
        (["SnCl2", "LiN(SiMe3)2"], "SnCl2 + 2 LiN(SiMe3)2 -> Sn(N(SiMe3)2)2 + 2 LiCl"),
        (["CdAc2", "Na(S2CNEt2)"], "CdAc2 + 2 Na(S2CNEt2) -> Cd(C5H10NS2)2 + 2 NaOAc"),
        # chalcogens
        (["Se", "TOP"], "Se + TOP -> TOP=Se"),
        (["TOPSe", "DPP"], "DPP + TOPSe -> DPP=Se + TOP"),
        (["SeO2", "TOP"], "SeO2 + 3 TOP -> TOP=Se + 2 TOPO"),
        (["S", "OLA"], "4 S + 3 OLA -> (OLA-H)2S4 + OLA imine"),
        (["S", "OLA"], "2 S + OLA -> OLA thioamide + H2S"),
        (["SnCl2", "S", "OLA"], "2 S + OLA -> OLA thioamide + H2S"),
        (["Se", "DT", "OLA"], "Se + 2 DT + 2 OLA -> (OLA-H)2Se + DT disulfide"),
        (["S", "ODE"], "3 S + ODE -> ODE thiophene + 2 H2S"),
        (["SeO2", "ODE"], "SeO2 + ODE -> ODE enone + Se + H2O"),
        (["CS2", "OLA"], "CS2 + 2 OLA -> OLA-H(S2C-OLA)"),
        (["Se", "NaBH4"], "Se + NaBH4 -> NaHSe + BH3"),
        # acids and amines
        (["OLA", "OA"], "OLA + OA -> OA-OLA amide + H2O"),
        (["OLA", "OA"], "OLA + OA -> OLA-H(OA)"),
        (["OLA", "HBr"], "HBr + OLA -> OLA-HBr"),
        (["HAuCl4", "OLA"], "HAuCl4 + OLA -> OLA-HAuCl4"),
        # complexes
        (["PbBr2", "OLA"], "PbBr2 + 2 OLA -> PbBr2(OLA)2"),
        (["SnCl2", "OLA"], "SnCl2 + 2 OLA -> SnCl2(OLA)2"),
        (["Ni(acac)2", "TOP"], "Ni(acac)2 + 2 TOP -> Ni(acac)2(TOP)2"),
        (["AuCl", "TPPe"], "AuCl + TPPe -> AuCl(TPPe)"),
        (["PdCl2", "TOP"], "PdCl2 + 2 TOP -> PdCl2(TOP)2"),
        # reduction
        (["HAuCl4", "OLA"], "2 HAuCl4 + 11 OLA -> 2 Au + 3 OLA imine + 8 OLA-HCl"),
        (["HAuCl4", "OLA"], "HAuCl4 + 4 OLA -> AuCl + OLA imine + 3 OLA-HCl"),
        (["HAuCl4", "NaBH4"], "2 HAuCl4 + 6 NaBH4 -> 2 Au + 6 BH3 + 3 H2 + 6 NaCl + 2 HCl"),
        (["Fe(acac)3", "OLA"], "2 Fe(acac)3 + OLA -> 2 Fe(acac)2 + OLA imine + 2 Hacac"),
        (["AgNO3", "EG"], "2 AgNO3 + EG -> 2 Ag + dehydro-EG + 2 HNO3"),
        (["Na2PdCl4", "LAA"], "Na2PdCl4 + LAA -> Pd + dehydro-LAA + 2 NaCl + 2 HCl"),
        (["AgNO3", "HYD"], "4 AgNO3 + HYD -> 4 Ag + N2 + H2O + 4 HNO3"),
        (["CuCl2", "DT"], "2 CuCl2 + 4 DT -> 2 Cu(DT) + DT disulfide + 4 HCl"),
        (["SnCl2", "SH"], "SnCl2 + 2 SH -> Sn + 2 BEt3 + H2 + 2 LiCl"),
        (
            ["HAuCl4", "NaBH4", "H2O"],
            "8 HAuCl4 + 3 NaBH4 + 9 H2O -> 8 Au + 3 B(OH)3 + 3 NaCl + 29 HCl",
        ),
        (["PdCl2", "CO", "H2O"], "PdCl2 + CO + H2O -> Pd + CO2 + 2 HCl"),
        # perovskites
        (["CsOA", "PbBr2"], "2 CsOA + 3 PbBr2 -> 2 CsPbBr3 + Pb(OA)2"),
        (["MAI", "PbI2"], "MAI + PbI2 -> MAPbI3"),
        (["BC", "OA"], "OA + BC -> OA-BC anhydride + HCl"),
        (["TMSCl", "CsAc"], "CsAc + TMSCl -> CsCl + OAc-SiR3"),
        # monomers
        (["(TMS)3P", "InAc3"], "InAc3 + (TMS)3P -> In(OAc)2(P(SiR3)2) + OAc-SiR3"),
        (["(TMS)3P", "InMA3"], "InMA3 + (TMS)3P -> InP + 3 MA-SiR3"),
        (["(TMS)2S", "PbCl2"], "PbCl2 + (TMS)2S -> PbS + 2 TMSCl"),
        (["(NEt2)3P", "OLA"], "(NEt2)3P + 3 OLA -> P(NH-OLA)3 + 3 DIEA"),
        (["PbOA2", "TOPSe"], "PbOA2 + TOPSe -> PbSe + TOPO + OA anhydride"),
        (["CdAc2", "TTA"], "CdAc2 + TTA -> CdS + ACN + 2 HAc"),
        (["ZnCl2", "Na2S"], "ZnCl2 + Na2S -> ZnS + 2 NaCl"),
        # by themselves, hot
        (["FeOA3"], "2 FeOA3 -> Fe2O3 + 3 OA ketone + 3 CO2"),
        (["Fe(CO)5"], "Fe(CO)5 -> Fe + 5 CO"),
        (["LaTFA"], "2 LaTFA -> 2 LaF3 + 6 CO2 + 3 C2F4"),
        (["CoFA2"], "CoFA2 -> Co + 2 CO2 + H2"),
        # alkali and water
        (["HCl", "NaOH"], "HCl + NaOH -> NaCl + H2O"),
        (["BiBr3", "CsBr"], "3 CsBr + 2 BiBr3 -> Cs3Bi2Br9"),
        (["THPC", "NaOH"], "THPC + NaOH -> P(CH2OH)3 + CH2O + NaCl + H2O"),
        (["TEOS", "H2O"], "TEOS + 2 H2O -> SiO2 + 4 ethanol"),
    ],
)
def test_known_reaction_is_found(names: list[str], expected: str) -> None:
    assert expected in equations(*names)


@pytest.mark.parametrize(
    "names",
    [
        ["ODE", "toluene"],
        ["ODE", "OLA"],
        ["TOP", "OA"],
        ["TOP", "OLA"],
        ["H2O", "ethanol"],
        ["OA", "ODE"],
        ["NaCl", "OA"],
        ["AgCl", "OA"],
        ["Te", "OLA"],
        ["Al(acac)3", "EG"],
        ["ZnCl2", "LAA"],
        ["PbBr2", "EG"],
        ["toluene"],
        ["CdO"],
        ["CsBr", "OLA"],
    ],
)
def test_nothing_is_found_for_what_does_not_react(names: list[str]) -> None:
    assert equations(*names) == []


@pytest.mark.parametrize(
    ("names", "cold_c", "hot_c", "hot_equation"),
    [
        (["OA", "OLA"], 60.0, 220.0, "OLA + OA -> OA-OLA amide + H2O"),
        (["CdO", "ODPOA"], 120.0, 300.0, "CdO + ODPOA -> Cd(ODPOA) + H2O"),
        (["FeOA3"], 200.0, 320.0, "2 FeOA3 -> Fe2O3 + 3 OA ketone + 3 CO2"),
        (["S", "ODE"], 25.0, 240.0, "3 S + ODE -> ODE thiophene + 2 H2S"),
        (["Te", "TOP"], 25.0, 250.0, "Te + TOP -> TOP=Te"),
        (["AgNO3", "EG"], 25.0, 160.0, "2 AgNO3 + EG -> 2 Ag + dehydro-EG + 2 HNO3"),
    ],
)
def test_temperature_decides(
    names: list[str], cold_c: float, hot_c: float, hot_equation: str
) -> None:
    assert hot_equation not in equations(*names, temperature_c=cold_c)
    assert hot_equation in equations(*names, temperature_c=hot_c)


def test_cool_amine_and_acid_make_the_salt_only() -> None:
    assert equations("OA", "OLA", temperature_c=60.0) == ["OLA + OA -> OLA-H(OA)"]
    assert equations("OA", "OLA", temperature_c=200.0) == ["OLA + OA -> OA-OLA amide + H2O"]


def test_two_steps_to_a_dithiocarbamate_and_one_to_the_sulfide() -> None:
    disulfide, amine, salt = (find_reagent(n) for n in ("CS2", "OLA", "CuCl2"))
    (addition,) = find_reactions([disulfide, amine])
    dithiocarbamate = addition.products[0].substance
    exchange = next(
        r for r in find_reactions([dithiocarbamate, salt]) if r.family == "salt metathesis"
    )
    assert exchange.equation == ("CuCl2 + 2 OLA-H(S2C-OLA) -> Cu(C19H36NS2)2 + 2 OLA-HCl")
    (decomposition,) = find_reactions([exchange.products[0].substance], temperature_c=200.0)
    assert "CuS" in decomposition.equation


def test_two_steps_to_indium_phosphide_from_aminophosphine() -> None:
    source, amine, salt = (find_reagent(n) for n in ("(NEt2)3P", "OLA", "InCl3"))
    (transamination,) = find_reactions([source, amine])
    (phosphide,) = (
        r
        for r in find_reactions([transamination.products[0].substance, salt])
        if r.family == "monomer formation"
    )
    assert phosphide.equation == "InCl3 + 4 P(NH-OLA)3 -> InP + 3 P(NHR)4Cl"


def test_polysulfide_in_oleylamine_makes_sulfide() -> None:
    sulfur, amine, salt = (find_reagent(n) for n in ("S", "OLA", "PbCl2"))
    dissolution = find_reactions([sulfur, amine], temperature_c=25.0)[0]
    polysulfide = dissolution.products[0].substance
    found = [r.equation for r in find_reactions([polysulfide, salt])]
    assert found == ["PbCl2 + (OLA-H)2S4 -> PbS + 2 OLA-HCl + 3 S"]
