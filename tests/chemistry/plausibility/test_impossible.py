"""Flasks that cannot give their product: every one raises an impossible flag, of a fitting rule."""

from __future__ import annotations

import pytest

from chemistry.recipes import flask
from ostwald.chemistry.plausibility import check_plausibility

HOT_CDSE = "CdO 0.4 mmol; myristic acid 1.2 mmol; Se 0.2 mmol"

# (product, reagents, injection temperature, reaction temperature, minutes, rule)
FLASKS: list[tuple[str, str, float, float, float, str]] = [
    # the known ones
    ("CdSe-1", "CdO 0.4 mmol; KOH 1 mol; H2SO4 1 mol; Se 0.2 mmol", 270, 260, 3,
     "absurd-base-or-acid"),
    ("CdSe-1", f"{HOT_CDSE}; hexane 11 mL", 270, 260, 3, "above-boiling-point"),
    ("CdSe-1", f"{HOT_CDSE}; water 11 mL", 270, 260, 3, "above-boiling-point"),
    ("CdSe-1", "CdO 0.4 mmol; Se 0.2 mmol", 270, 260, 3, "no-liquid"),
    ("CdSe-1", "CdO 0.4 mmol; HAuCl4 100 mmol; Se 0.2 mmol; ODE 11 mL", 270, 260, 3,
     "foreign-metal"),
    ("InP", "InCl3 0.45 mmol; TOPO 5 g", 180, 180, 30, "no-anion-source"),
    # elements that nothing gives
    ("InP", "InAc3 0.2 mmol; palmitic acid 0.6 mmol; ODE 8 mL", 300, 270, 60, "no-anion-source"),
    ("InP", "InCl3 0.45 mmol; TOP 5 mL", 180, 180, 30, "no-anion-source"),
    ("InP", "InCl3 0.45 mmol; tetradecylphosphonic acid 2 mmol; ODE 8 mL", 300, 280, 30,
     "no-anion-source"),
    ("InP", "InCl3 0.45 mmol; TPPO 2 mmol; oleylamine 8 mL", 200, 200, 30, "no-anion-source"),
    ("InAs", "InCl3 0.4 mmol; (TMS)3P 0.2 mmol; ODE 8 mL", 280, 260, 10, "no-anion-source"),
    ("CdS", "CdCl2 1 mmol; DMSO 20 mL", 150, 150, 60, "no-anion-source"),
    ("CdS", "CdSO4 1 mmol; oleylamine 10 mL", 180, 180, 60, "no-anion-source"),
    ("ZnS", "ZnSO4 1 mmol; oleylamine 10 mL; ODE 5 mL", 300, 300, 60, "no-anion-source"),
    ("PbS", "PbO 1 mmol; oleic acid 3 mmol; SDS 1 mmol; ODE 10 mL", 120, 120, 5,
     "no-anion-source"),
    ("PbSe", "PbO 1 mmol; oleic acid 3 mmol; TOP 3 mL; ODE 10 mL", 180, 160, 5,
     "no-anion-source"),
    ("PbS", "PbO 1 mmol; oleic acid 3 mmol; Se 1 mmol; TOP 3 mL; ODE 10 mL", 150, 120, 5,
     "no-anion-source"),
    ("CdTe", "CdO 0.4 mmol; oleic acid 2 mmol; S 0.2 mmol; ODE 10 mL", 300, 260, 5,
     "no-anion-source"),
    ("CdTe", "CdO 0.4 mmol; TDPA 0.8 mmol; TOPSe 0.2 mmol; ODE 10 mL", 300, 260, 5,
     "no-anion-source"),
    ("Ag2Se", "AgNO3 1 mmol; oleylamine 10 mL; dodecanethiol 1 mL", 120, 120, 5,
     "no-anion-source"),
    ("CsPbBr3", "Cs2CO3 0.1 mmol; PbAc2 0.2 mmol; oleic acid 1 mL; oleylamine 1 mL; ODE 10 mL",
     170, 170, 0.1, "no-anion-source"),
    ("CsPbCl3", "Cs2CO3 0.1 mmol; PbAc2 0.2 mmol; oleic acid 1 mL; oleylamine 1 mL; "
     "chlorobenzene 10 mL", 120, 120, 0.1, "no-anion-source"),
    ("CsPbI3", "Cs2CO3 0.1 mmol; PbBr2 0.2 mmol; oleic acid 1 mL; oleylamine 1 mL; ODE 10 mL",
     170, 170, 0.1, "no-anion-source"),
    ("NaYF4", "YCl3 1 mmol; NaOH 2.5 mmol; oleic acid 6 mL; ODE 15 mL", 300, 300, 60,
     "no-anion-source"),
    ("LaF3", "LaCl3 1 mmol; oleic acid 6 mL; ODE 15 mL", 300, 300, 60, "no-anion-source"),
    ("Cu3N", "Cu(NO3)2 1 mmol; ODE 15 mL; oleic acid 1 mL", 240, 240, 15, "no-anion-source"),
    ("Ni2P", "Ni(acac)2 1 mmol; oleylamine 10 mL; ODE 5 mL", 320, 320, 60, "no-anion-source"),
    ("Ni2P", "Ni(acac)2 1 mmol; oleylamine 10 mL; TOP 3 mL", 100, 100, 60, "no-anion-source"),
    # metals that nothing holds
    ("CdSe", "oleic acid 3 mmol; Se 1 mmol; TOP 3 mL; ODE 10 mL", 280, 260, 5,
     "no-cation-source"),
    ("CuInS2", "CuI 1 mmol; dodecanethiol 10 mL", 230, 230, 10, "no-cation-source"),
    ("Cu2ZnSnS4", "CuCl2 2 mmol; ZnCl2 1 mmol; S 4 mmol; oleylamine 20 mL", 280, 280, 30,
     "no-cation-source"),
    ("FePt", "Pt(acac)2 0.5 mmol; HDD 1.5 mmol; oleylamine 0.5 mL; DE 20 mL",
     290, 290, 30, "no-cation-source"),
    ("CoFe2O4", "Fe(acac)3 2 mmol; oleic acid 6 mmol; oleylamine 6 mmol; DBE 20 mL",
     300, 300, 30, "no-cation-source"),
    ("Au", "oleylamine 10 mL; tetralin 10 mL", 40, 40, 60, "no-cation-source"),
    ("CsPbBr3", "PbBr2 0.2 mmol; oleic acid 1 mL; oleylamine 1 mL; ODE 10 mL", 170, 170, 0.1,
     "no-cation-source"),
    ("Fe3O4", "oleic acid 6 mmol; oleylamine 6 mmol; DBE 20 mL", 300, 300, 30,
     "no-cation-source"),
    ("InP", "(TMS)3P 0.2 mmol; myristic acid 0.6 mmol; ODE 8 mL", 300, 270, 60,
     "no-cation-source"),
    # far above the boiling point
    ("CdSe", f"{HOT_CDSE}; acetone 10 mL", 240, 240, 5, "above-boiling-point"),
    ("CdSe", f"{HOT_CDSE}; ethanol 10 mL", 250, 250, 5, "above-boiling-point"),
    ("CdSe", f"{HOT_CDSE}; toluene 10 mL", 280, 260, 5, "above-boiling-point"),
    ("PbS", "PbO 1 mmol; oleic acid 3 mmol; TMS2S 0.5 mmol; chloroform 10 mL", 150, 150, 5,
     "above-boiling-point"),
    ("PbSe", "PbO 1 mmol; oleic acid 3 mmol; TOPSe 2 mmol; THF 10 mL", 180, 160, 5,
     "above-boiling-point"),
    ("InP", "InAc3 0.2 mmol; palmitic acid 0.6 mmol; (TMS)3P 0.1 mmol; DMF 8 mL", 300, 270, 60,
     "above-boiling-point"),
    ("Fe3O4", "Fe(acac)3 2 mmol; oleic acid 6 mmol; oleylamine 6 mmol; hexane 20 mL", 300, 300,
     30, "above-boiling-point"),
    ("Fe3O4", "Fe(acac)3 2 mmol; oleic acid 6 mmol; diethyl ether 20 mL", 290, 290, 30,
     "above-boiling-point"),
    ("CsPbBr3", "CsOA 0.1 mmol; PbBr2 0.2 mmol; oleylamine 1 mmol; cyclohexane 10 mL", 170, 170,
     0.1, "above-boiling-point"),
    ("Ni2P", "Ni(acac)2 1 mmol; TOP 1 mL; acetonitrile 20 mL", 320, 320, 60,
     "above-boiling-point"),
    ("MnO", "MnOA2 1 mmol; oleic acid 1 mmol; octane 20 mL", 310, 310, 30,
     "above-boiling-point"),
    ("CdSe", f"{HOT_CDSE}; pentane 10 mL; hexane 5 mL", 270, 260, 3, "above-boiling-point"),
    ("ZnSe", "ZnAc2 1 mmol; Se 1 mmol; methanol 20 mL", 300, 280, 10, "above-boiling-point"),
    # dry and frozen
    ("PbSe", "PbO 1 mmol; Se 1 mmol", 180, 180, 5, "no-liquid"),
    ("ZnO", "ZnAc2 1 mmol; NaOH 2 mmol", 80, 80, 60, "no-liquid"),
    ("CsPbBr3", "CsBr 1 mmol; PbBr2 1 mmol", 25, 25, 60, "no-liquid"),
    ("Fe3O4", "FeCl3 2 mmol; FeCl2 1 mmol; NaOH 8 mmol", 80, 80, 60, "no-liquid"),
    ("CdSe", "CdO 0.4 mmol; TOPO 5 g; Se 0.2 mmol", 25, 25, 5, "no-liquid"),
    ("CdSe", f"{HOT_CDSE}; ODE 10 mL", -60, -60, 5, "no-liquid"),
    ("Au", "HAuCl4 0.1 mmol; oleylamine 10 mL", -60, -60, 60, "no-liquid"),
    ("CdSe", f"{HOT_CDSE}; ODE 10 mL", 480, 480, 5, "out-of-range-temperature"),
    ("Fe3O4", "Fe(acac)3 2 mmol; oleic acid 6 mmol; DBE 20 mL", 500, 500, 30,
     "out-of-range-temperature"),
    # destroyed by what it is in
    ("InP", "InCl3 0.4 mmol; (TMS)3P 0.2 mmol; water 10 mL", 80, 80, 30, "destroyed-by-water"),
    ("InP", "InAc3 0.2 mmol; palmitic acid 0.6 mmol; (TMS)3P 0.1 mmol; ODE 8 mL; water 1 mol",
     60, 60, 60, "destroyed-by-water"),
    ("InAs", "InCl3 0.4 mmol; (TMS)3As 0.2 mmol; ethanol 10 mL", 60, 60, 30,
     "destroyed-by-water"),
    ("PbS", "PbAc2 1 mmol; TMS2S 0.5 mmol; methanol 10 mL", 25, 25, 5, "destroyed-by-water"),
    ("CdSe", "CdMe2 1 mmol; TOPSe 1 mmol; water 20 mL", 80, 80, 5, "destroyed-by-water"),
    ("ZnSe", "ZnEt2 1 mmol; TOPSe 1 mmol; ethanol 20 mL", 60, 60, 5, "destroyed-by-water"),
    ("Co", "CoCl2 1 mmol; lithium triethylborohydride 2 mmol; oleic acid 1 mmol; water 20 mL",
     25, 25, 20, "destroyed-by-water"),
    ("Si", "SiCl4 1 mmol; LiAlH4 2 mmol; TOAB 1 mmol; water 50 mL", 25, 25, 60,
     "destroyed-by-water"),
    ("Sn", "SnCl2 1 mmol; LiN(SiMe3)2 6 mmol; oleylamine 1 mL; ethanol 20 mL", 70, 70, 60,
     "destroyed-by-water"),
    # absurd bases, acids, oxidisers
    ("PbSe", "PbO 1 mmol; oleic acid 3 mmol; TOPSe 2 mmol; ODE 10 mL; NaOH 0.5 mol", 180, 160,
     5, "absurd-base-or-acid"),
    ("InP", "InAc3 0.2 mmol; palmitic acid 0.6 mmol; (TMS)3P 0.1 mmol; ODE 8 mL; HNO3 1 mol",
     110, 100, 60, "absurd-base-or-acid"),
    ("CdSe", f"{HOT_CDSE}; ODE 11 mL; H2SO4 100 mmol", 270, 260, 3, "absurd-base-or-acid"),
    ("CdTe", "CdCl2 1 mmol; NaHTe 0.5 mmol; TGA 2 mmol; water 100 mL; HCl 1 mol", 100, 100, 60,
     "absurd-base-or-acid"),
    ("Au", "HAuCl4 0.25 mmol; Na-CIT 1 mmol; water 100 mL; KOH 2 mol", 100, 100, 20,
     "absurd-base-or-acid"),
    ("CsPbBr3", "CsOA 0.1 mmol; PbBr2 0.2 mmol; oleylamine 1 mmol; ODE 10 mL; CsOH 100 mmol",
     170, 170, 0.1, "absurd-base-or-acid"),
    ("CdSe", f"{HOT_CDSE}; ODE 11 mL; HNO3 50 mmol", 110, 110, 3, "absurd-oxidiser"),
    ("Cu", "Cu(acac)2 1 mmol; oleylamine 10 mL; H2O2 200 mmol", 100, 100, 60,
     "absurd-oxidiser"),
    ("PbS", "PbO 1 mmol; oleic acid 3 mmol; TMS2S 0.5 mmol; ODE 10 mL; KMnO4 50 mmol", 120, 100,
     5, "absurd-oxidiser"),
    ("Ag", "AgNO3 0.1 mmol; Na-CIT 1 mmol; water 20 mL; (NH4)2S2O8 50 mmol", 100, 100, 60,
     "absurd-oxidiser"),
    # other metals and other anions
    ("CdSe", f"{HOT_CDSE}; ODE 11 mL; AgNO3 20 mmol", 270, 260, 3, "foreign-metal"),
    ("InP", "InAc3 0.2 mmol; palmitic acid 0.6 mmol; (TMS)3P 0.1 mmol; ODE 8 mL; FeCl3 50 mmol",
     300, 270, 60, "foreign-metal"),
    ("PbS", "PbO 1 mmol; oleic acid 3 mmol; TMS2S 0.5 mmol; ODE 10 mL; Cu(acac)2 100 mmol", 120,
     100, 5, "foreign-metal"),
    ("CsPbBr3", "CsOA 0.1 mmol; PbBr2 0.2 mmol; oleylamine 1 mmol; ODE 10 mL; H2PtCl6 30 mmol",
     170, 170, 0.1, "foreign-metal"),
    ("CdSe", f"{HOT_CDSE}; ODE 11 mL; S 20 mmol", 270, 260, 3, "foreign-anion"),
    ("PbTe", "PbO 1 mmol; oleic acid 3 mmol; TOPTe 1 mmol; ODE 10 mL; Se 50 mmol", 180, 160, 5,
     "foreign-anion"),
    # metals without electrons
    ("Au", "HAuCl4 0.1 mmol; hexane 10 mL", 25, 25, 60, "no-reductant"),
    ("Au", "HAuCl4 0.1 mmol; TOAB 0.5 mmol; toluene 10 mL", 25, 25, 60, "no-reductant"),
    ("Au", "HAuCl4 0.1 mmol; CTAB 1 mmol; water 10 mL", 25, 25, 60, "no-reductant"),
    ("Ag", "AgNO3 1 mmol; chloroform 20 mL", 25, 25, 60, "no-reductant"),
    ("Cu", "CuCl2 1 mmol; TOPO 2 mmol; toluene 20 mL", 60, 60, 60, "no-reductant"),
    ("Pt", "Pt(acac)2 0.1 mmol; hexane 10 mL", 25, 25, 60, "no-reductant"),
    ("Co", "CoCl2 1 mmol; oleic acid 2 mmol; toluene 20 mL", 25, 25, 60, "no-reductant"),
    ("Si", "SiO2 1 mmol; ODE 10 mL; oleylamine 1 mL", 300, 300, 30, "no-reductant"),
    # invented after the rules were written
    ("Ni2P", "Ni(acac)2 1 mmol; TPPO 5 mmol; ODE 10 mL", 300, 300, 60, "no-anion-source"),
    ("Zn3P2", "ZnAc2 1 mmol; TOPO 5 g; ODE 5 mL", 300, 300, 30, "no-anion-source"),
    ("InP", "InCl3 0.2 mmol; H3PO4 1 mmol; oleylamine 10 mL", 280, 270, 30, "no-anion-source"),
    ("GaN", "GaCl3 1 mmol; ODE 10 mL; oleic acid 1 mL", 300, 300, 60, "no-anion-source"),
    ("WSe2", "MoCl5 1 mmol; Se 2 mmol; oleylamine 10 mL", 300, 300, 60, "no-cation-source"),
    ("PbSe", "PbO 1 mmol; oleic acid 3 mmol; TOPSe 1 mmol; ODE 10 mL; AsCl3 100 mmol", 180, 160, 5,
     "foreign-anion"),
    ("PbSe", "PbO 1 mmol; oleic acid 3 mmol; TOPSe 1 mmol; ODE 10 mL; I2 100 mmol", 180, 160, 5,
     "absurd-oxidiser"),
    ("InP", "InAc3 0.2 mmol; palmitic acid 0.6 mmol; (TMS)3P 0.1 mmol; octanol 8 mL", 100, 100, 60,
     "destroyed-by-water"),
    ("CdSe", f"{HOT_CDSE}; ODE 10 mL; NH3-H2O 10 mol", 270, 260, 3, "above-boiling-point"),
    ("CdSe", f"{HOT_CDSE}; ODE 10 mL; NaBH4 1 mol", 270, 260, 3, "absurd-reductant"),
    ("CsPbBr3", "CsBr 1 mmol; PbBr2 1 mmol; water 20 mL", 25, 25, 60, "dissolved-by-water"),
    ("Pt", "H2PtCl6 0.1 mmol; NaCl 1 mmol; water 20 mL", 80, 80, 60, "no-reductant"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("product", "reagents", "injection_c", "reaction_c", "minutes", "rule"), FLASKS
)
def test_what_cannot_be_is_said_to_be_impossible(
    product: str, reagents: str, injection_c: float, reaction_c: float, minutes: float, rule: str
) -> None:
    flags = check_plausibility(flask(product, reagents, injection_c, reaction_c, minutes))
    impossible = {flag.rule for flag in flags if flag.severity == "impossible"}
    assert rule in impossible
    assert all(flag.what and flag.why for flag in flags)
