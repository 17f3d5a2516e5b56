"""Flasks of textbooks and well-known papers: none of them is impossible."""

from __future__ import annotations

import pytest

from chemistry.recipes import flask
from ostwald.chemistry.plausibility import check_plausibility

# (product, reagents, injection temperature, reaction temperature, minutes, heating rate)
FLASKS: list[tuple[str, str, float, float, float, float | None]] = [
    ("CdSe", "CdO 0.4 mmol; TDPA 0.8 mmol; TOPO 3.8 g; Se 0.5 mmol; TOP 2 mL", 300, 250, 5, 0),
    ("CdSe", "CdMe2 1.4 mmol; Se 1 mmol; TOP 8 mL; TOPO 12 g", 350, 300, 30, 0),
    ("CdSe", "CdSA2 0.2 mmol; Se 0.1 mmol; ODE 10 mL", 25, 240, 10, 25),
    ("CdSe", "CdO 0.2 mmol; oleic acid 1 mL; Se 1 mmol; ODE 10 mL; toluene 1 mL", 280, 250, 5, 0),
    ("CdS", "CdO 1 mmol; oleic acid 10 mmol; S 0.5 mmol; ODE 12 mL", 300, 250, 10, 0),
    ("CdS", "CdCl2 1 mmol; Na2S 1 mmol; TGA 2 mmol; water 50 mL; NaOH 4 mmol", 100, 100, 60, None),
    ("CdTe", "CdO 0.4 mmol; ODPOA 0.8 mmol; Te 0.2 mmol; TOP 2 mL; ODE 8 mL", 300, 260, 5, 0),
    ("CdTe", "CdCl2 1 mmol; NaHTe 0.5 mmol; MPA 2.4 mmol; water 100 mL; NaOH 5 mmol", 100, 100,
     300, None),
    ("PbS", "PbO 2 mmol; oleic acid 4 mmol; TMS2S 1 mmol; ODE 12 mL", 120, 100, 1, 0),
    ("PbS", "PbCl2 10 mmol; S 1 mmol; oleylamine 10 mL", 120, 120, 10, 0),
    ("PbS", "PbOA2 2 mmol; N-DPT 1 mmol; octane 12 mL; diglyme 0.5 mL", 95, 95, 1, 0),
    ("PbSe", "PbO 4 mmol; Se 6 mmol; TOP 6 mL; oleic acid 10 mmol; ODE 12 mL", 180, 160, 5, 0),
    ("PbTe", "PbO 1 mmol; oleic acid 3 mmol; Te 0.5 mmol; TOP 2 mL; ODE 10 mL", 180, 170, 3, 0),
    ("InP", "InAc3 0.2 mmol; myristic acid 0.6 mmol; (TMS)3P 0.1 mmol; ODE 8 mL", 300, 270, 60, 0),
    ("InP", "InCl3 0.45 mmol; ZnCl2 2.2 mmol; oleylamine 5 mL; (NEt2)3P 1.6 mmol", 180, 180, 30,
     0),
    ("InAs", "InAc3 0.2 mmol; oleic acid 0.8 mmol; (TMS)3As 0.1 mmol; ODE 8 mL", 300, 280, 20, 0),
    ("InAs", "InCl3 0.2 mmol; (NMe2)3As 0.2 mmol; Al-DIBU 0.6 mmol; oleylamine 5 mL; "
     "toluene 0.5 mL", 240, 240, 20, 0),
    ("InSb", "InCl3 0.4 mmol; Sb(NMe2)3 0.4 mmol; lithium triethylborohydride 2.4 mmol; "
     "oleylamine 10 mL; toluene 1 mL", 250, 230, 1, 0),
    ("ZnS", "ZnCl2 1 mmol; S 4 mmol; oleylamine 10 mL; TOPO 2 g", 320, 320, 60, 0),
    ("ZnSe", "ZnEt2 1 mmol; Se 1 mmol; TOP 4 mL; HDA 7 g", 300, 270, 60, 0),
    ("ZnTe", "ZnEt2 0.4 mmol; Te 0.4 mmol; TOP 2 mL; oleylamine 5 mL; lithium "
     "triethylborohydride 0.8 mmol", 240, 240, 20, 0),
    ("HgTe", "HgCl2 0.1 mmol; TOPTe 0.1 mmol; oleylamine 4 mL", 80, 80, 3, 0),
    ("CuInS2", "CuI 1 mmol; InAc3 1 mmol; dodecanethiol 5 mL; ODE 10 mL", 25, 230, 60, 10),
    ("Cu2ZnSnS4", "Cu(acac)2 1.5 mmol; ZnAc2 0.75 mmol; SnAc4 0.75 mmol; S 3 mmol; "
     "oleylamine 16 mL", 300, 300, 60, 0),
    ("Cu2S", "Cu(acac)2 1 mmol; dodecanethiol 10 mL; oleylamine 10 mL", 25, 200, 60, 10),
    ("Cu2Se", "CuCl 1 mmol; Se 0.5 mmol; oleylamine 10 mL; ODE 5 mL", 300, 300, 15, 0),
    ("Ag2S", "Ag(S2CNEt2) 0.2 mmol; oleylamine 10 mL", 120, 120, 30, 10),
    ("Ag2S", "AgNO3 0.2 mmol; oleylamine 5 mL; (TMS)2S 0.1 mmol; toluene 2 mL", 90, 90, 5, 0),
    ("Bi2S3", "BiAc3 1 mmol; oleic acid 8 mL; thioacetamide 1.5 mmol; oleylamine 2 mL", 120, 120,
     10, 0),
    ("Bi2Te3", "BiAc3 1 mmol; oleic acid 5 mL; TOPTe 1.5 mmol; ODE 10 mL; dodecanethiol 1 mL",
     120, 100, 10, 0),
    ("Bi2Se3", "Bi(NO3)3 0.2 mmol; Na2SeO3 0.3 mmol; PVP 0.5 g; EG 20 mL", 190, 190, 120, None),
    ("SnS", "SnCl2 1 mmol; thioacetamide 1 mmol; oleylamine 10 mL; oleic acid 2 mL; TOP 1 mL",
     150, 150, 5, 0),
    ("SnTe", "Sn[N(SiMe3)2]2 0.4 mmol; Te 0.4 mmol; TOP 2 mL; oleylamine 10 mL", 150, 150, 2, 0),
    ("Sb2S3", "SbCl3 1 mmol; S 3 mmol; oleylamine 10 mL; ODE 10 mL", 210, 200, 30, 0),
    ("FeS2", "FeCl2 0.5 mmol; S 4 mmol; oleylamine 12 mL", 220, 220, 120, 0),
    ("MnS", "MnCl2 1 mmol; S 2 mmol; oleylamine 10 mL", 280, 280, 120, 10),
    ("Fe3O4", "Fe(acac)3 2 mmol; HDD 10 mmol; oleic acid 6 mmol; oleylamine 6 mmol; "
     "DBE 20 mL", 25, 300, 60, 5),
    ("Fe3O4", "FeOA3 40 mmol; oleic acid 20 mmol; ODE 253 mL", 25, 320, 30, 3.3),
    ("Fe3O4", "FeCl3 10 mmol; FeCl2 5 mmol; NH3-H2O 100 mmol; water 100 mL", 80, 80, 60, None),
    ("Fe3O4", "FeCl3 5 mmol; NaAc 44 mmol; PEG 1 g; EG 40 mL", 25, 200, 720, None),
    ("MnO", "MnOA2 4 mmol; oleic acid 2 mmol; ODE 25 mL", 25, 310, 60, 10),
    ("MnO", "MnAc2 4 mmol; oleic acid 12 mmol; TOA 14 mL", 25, 330, 60, 10),
    ("CoFe2O4", "Co(acac)2 1 mmol; Fe(acac)3 2 mmol; HDD 10 mmol; oleic acid 6 mmol; "
     "oleylamine 6 mmol; DPE 20 mL", 25, 265, 30, 5),
    ("CoO", "Co(acac)3 1 mmol; oleylamine 50 mmol", 25, 200, 60, 5),
    ("Au", "HAuCl4 0.25 mmol; Na-CIT 0.97 mmol; water 250 mL", 100, 100, 20, 0),
    ("Au", "HAuCl4 0.3 mmol; TOAB 1.1 mmol; toluene 80 mL; dodecanethiol 0.3 mmol; "
     "NaBH4 3.3 mmol; water 55 mL", 25, 25, 180, 0),
    ("Au", "HAuCl4 0.005 mmol; CTAB 1 mmol; AgNO3 0.0008 mmol; LAA 0.0079 mmol; HCl 0.2 mmol; "
     "water 10 mL", 28, 28, 120, None),
    ("Au", "HAuCl4 0.1 mmol; oleylamine 10 mL; tetralin 10 mL; BBA 0.1 mmol", 40, 40, 60, 0),
    ("Au", "HAuCl4 0.05 mmol; oleylamine 5 mL; toluene 45 mL", 110, 110, 120, 0),
    ("Ag", "AgNO3 1.5 mmol; PVP 1.5 mmol; EG 10 mL; Na2S 0.0003 mmol", 155, 150, 15, 0),
    ("Ag", "AgNO3 0.0025 mmol; Na-CIT 0.0375 mmol; H2O2 0.6 mmol; NaBH4 0.025 mmol; PVP 0.01 g; "
     "water 25 mL", 25, 25, 30, 0),
    ("Ag", "AgNO3 1 mmol; oleylamine 20 mL", 25, 180, 60, 5),
    ("Ag", "AgNO3 0.5 mmol; ammonia solution 10 mmol; glucose 5 mmol; water 50 mL", 60, 60, 30,
     None),
    ("Pt", "Pt(acac)2 0.5 mmol; oleylamine 8 mL; oleic acid 2 mL; W(CO)6 0.14 mmol", 240, 240, 30,
     0),
    ("Pt", "H2PtCl6 0.1 mmol; PVP 0.5 mmol; EG 20 mL; NaOH 1 mmol", 160, 160, 60, None),
    ("Pd", "Pd(acac)2 0.25 mmol; oleylamine 15 mL; BBA 3 mmol", 60, 90, 60, 3),
    ("Pd", "Na2PdCl4 0.2 mmol; PVP 1 mmol; LAA 0.34 mmol; KBr 5 mmol; water 11 mL", 80, 80, 180,
     None),
    ("Ni", "Ni(acac)2 1 mmol; oleylamine 7 mL; TOP 0.3 mL", 220, 220, 120, 10),
    ("Co", "Co2(CO)8 1.5 mmol; oleic acid 0.2 mL; TOPO 0.1 g; DCB 15 mL", 182, 182, 10, 0),
    ("Cu", "CuCl2 1 mmol; HDA 5 mmol; glucose 2 mmol; water 50 mL", 100, 100, 360, None),
    ("Cu", "Cu(acac)2 1 mmol; oleylamine 20 mL; TOP 1 mL", 230, 230, 60, 10),
    ("Fe", "Fe(CO)5 5 mmol; oleylamine 0.3 mL; ODE 20 mL", 180, 180, 20, 0),
    ("FePt", "Pt(acac)2 0.5 mmol; Fe(CO)5 1 mmol; HDD 1.5 mmol; oleic acid 0.5 mmol; "
     "oleylamine 0.5 mmol; dioctyl ether 20 mL", 100, 297, 30, 5),
    ("Bi", "BiCl3 0.3 mmol; LiN(SiMe3)2 1 mmol; TOP 2 mL; ODE 10 mL", 160, 160, 10, 0),
    ("Ni2P", "Ni(acac)2 1 mmol; TOP 5 mL; ODE 5 mL; oleylamine 6 mL", 320, 320, 120, 10),
    ("Co2P", "Co(acac)2 1 mmol; TOP 5 mL; oleylamine 10 mL", 330, 330, 60, 10),
    ("FeP", "Fe(CO)5 1 mmol; TOP 5 mL; TOPO 5 g", 350, 350, 30, 10),
    ("Cu3P", "CuCl 1 mmol; TOP 5 mL; oleylamine 10 mL", 350, 350, 30, 10),
    ("ZnO", "ZnAc2 5 mmol; LiOH 7 mmol; ethanol 100 mL", 0, 25, 60, None),
    ("ZnO", "ZnAc2 5 mmol; TMAOH 10 mmol; ethanol 20 mL; DMSO 50 mL", 25, 25, 60, None),
    ("ZnO", "ZnAc2 10 mmol; NaOH 20 mmol; methanol 100 mL", 60, 60, 120, None),
    ("ZnO", "Zn(NO3)2 2 mmol; HMT 2 mmol; water 80 mL", 90, 90, 240, None),
    ("ZnO", "ZnEt2 1 mmol; octylamine 2 mmol; THF 10 mL; water 0.05 mL", 25, 25, 60, None),
    ("TiO2", "TiCl4 9 mmol; benzyl alcohol 20 mL; ethanol 2 mL", 25, 80, 1440, None),
    ("TiO2", "TTIP 5 mmol; oleic acid 20 mL; water 1 mL", 25, 90, 600, None),
    ("TiO2", "TTIP 10 mmol; HNO3 5 mmol; water 150 mL", 80, 80, 480, None),
    ("CeO2", "Ce(NO3)3 1 mmol; NaOH 200 mmol; water 40 mL", 25, 180, 1440, None),
    ("CeO2", "Ce(NO3)3 1 mmol; oleylamine 3 mmol; ODE 5 mL", 25, 320, 60, 10),
    ("ZrO2", "ZrCl4 2 mmol; TTIP 2 mmol; TOPO 10 g", 360, 340, 120, 0),
    ("SiO2", "TEOS 10 mmol; NH3-H2O 30 mmol; ethanol 100 mL; water 5 mL", 25, 25, 120, None),
    ("In2O3", "In(acac)3 0.5 mmol; oleylamine 15 mL", 25, 250, 60, 10),
    ("WO3", "WCl6 0.5 mmol; ethanol 40 mL", 25, 200, 1440, None),
    ("W18O49", "W(CO)6 1 mmol; TMNO 8 mmol; oleylamine 15 mL", 270, 270, 120, 5),
    ("Cu2O", "CuSO4 1 mmol; NaOH 10 mmol; LAA 2 mmol; water 100 mL; SDS 3 mmol", 25, 25, 30,
     None),
    ("Cu2O", "CuAc2 1 mmol; oleylamine 5 mL; oleic acid 2 mL; ODE 10 mL", 25, 210, 30, 10),
    ("Cu3N", "Cu(NO3)2 1 mmol; ODA 4 g; ODE 10 mL", 25, 240, 15, 10),
    ("Si", "SiCl4 1 mmol; TOAB 3 mmol; LiAlH4 2 mmol; toluene 100 mL", 25, 25, 180, None),
    ("Ge", "GeI2 1 mmol; HDA 5 g; LiN(SiMe3)2 2 mmol; TOP 1 mL", 200, 300, 60, 0),
    ("Ge", "GeI4 0.2 mmol; oleylamine 10 mL; BBA 3 mmol", 200, 260, 60, 0),
    ("NaYF4", "YCl3 0.8 mmol; YbCl3 0.18 mmol; ErCl3 0.02 mmol; NaOH 2.5 mmol; "
     "NH4F 4 mmol; oleic acid 6 mL; ODE 15 mL; methanol 10 mL", 50, 300, 90, 10),
    ("NaYF4", "YTFA 1 mmol; NaTFA 1 mmol; oleic acid 10 mL; ODE 10 mL", 25, 315, 30, 10),
    ("NaYF4", "YCl3 1 mmol; NaOH 30 mmol; oleic acid 20 mL; NaF 8 mmol; ethanol 10 mL; "
     "water 3 mL", 25, 200, 480, None),
    ("LaF3", "LaTFA 2 mmol; oleic acid 20 mL; ODE 20 mL", 25, 280, 60, 10),
    ("CaF2", "CaTFA 1 mmol; oleic acid 10 mL; ODE 10 mL", 25, 310, 30, 10),
    ("CsPbBr3", "Cs2CO3 0.06 mmol; oleic acid 1 mL; PbBr2 0.19 mmol; oleylamine 0.5 mL; "
     "ODE 6 mL", 165, 165, 0.1, 0),
    ("CsPbBr3", "CsBr 0.04 mmol; PbBr2 0.04 mmol; oleylamine 0.05 mL; oleic acid 0.1 mL; "
     "DMF 1 mL; toluene 10 mL", 25, 25, 0.2, None),
    ("CsPbCl3", "Cs2CO3 0.1 mmol; PbAc2 0.2 mmol; benzoyl chloride 0.6 mmol; oleic acid 1 mL; "
     "oleylamine 1 mL; ODE 10 mL", 190, 190, 0.2, 0),
    ("MAPbBr3", "MABr 0.16 mmol; PbBr2 0.2 mmol; octylamine 0.02 mL; oleic acid 0.5 mL; "
     "DMF 5 mL; toluene 10 mL", 25, 25, 1, None),
    ("MAPbBr3", "OCT-HBr 0.24 mmol; MABr 0.16 mmol; PbBr2 0.1 mmol; oleic acid 2 mL; ODE 10 mL; "
     "DMF 0.2 mL; acetone 1 mL", 80, 80, 1, 0),
    ("Cs2AgBiCl6", "CsAc 0.7 mmol; AgAc 0.35 mmol; BiAc3 0.35 mmol; TMSCl 2 mmol; oleic acid 2 mL;"
     "oleylamine 0.5 mL; ODE 8 mL", 140, 140, 0.2, 0),
    ("Cs3Cu2I5", "CsOA 0.5 mmol; CuI 0.3 mmol; oleic acid 1 mL; oleylamine 1 mL; ODE 10 mL", 120,
     120, 0.5, 0),
    # invented after the rules were written
    ("CdSe", "CdCl2 1 mmol; Na2SeO3 0.5 mmol; NaBH4 1 mmol; MPA 2 mmol; NaOH 4 mmol; "
     "water 50 mL", 100, 100, 60, None),
    ("CdS", "CdAc2 1 mmol; thiourea 1 mmol; EDA 40 mL", 25, 180, 720, None),
    ("GaN", "GaCl3 1 mmol; NaNH2 3 mmol; toluene 20 mL; oleylamine 1 mL", 25, 280, 720, None),
    ("LaPO4", "LaCl3 10 mmol; H3PO4 20 mmol; TOA 30 mmol; HDA 10 g", 200, 200, 960, None),
    ("BaSO4", "BaCl2 1 mmol; Na2SO4 1 mmol; water 50 mL; PAA 0.1 g", 25, 25, 10, None),
    ("Ag", "AgNO3 1 mmol; DMF 30 mL; PVP 1 g", 100, 100, 60, None),
    ("Au", "HAuCl4 0.25 mmol; THPC 0.5 mmol; NaOH 1 mmol; water 50 mL", 25, 25, 10, None),
    ("Ni", "NiCl2 1 mmol; hydrazine monohydrate 20 mmol; NaOH 5 mmol; EG 50 mL", 60, 60, 60,
     None),
    ("In", "InCl3 1 mmol; NaBH4 10 mmol; TOP 10 mL; diglyme 20 mL", 100, 100, 30, None),
    ("Fe2O3", "Fe(CO)5 1.5 mmol; oleic acid 4.5 mmol; dioctyl ether 10 mL; TMNO 4.5 mmol", 100,
     300, 60, None),
    ("SnO2", "SnCl4 2 mmol; NaOH 12 mmol; ethanol 20 mL; water 20 mL", 25, 180, 720, None),
    ("MoS2", "Mo(CO)6 1 mmol; CS2 2 mmol; oleylamine 15 mL", 25, 300, 60, 10),
    ("Gd2O2S", "Gd(acac)3 1 mmol; S 0.5 mmol; oleylamine 10 mL; oleic acid 2 mL; ODE 5 mL", 25,
     310, 60, 10),
    ("Cs3Bi2Br9", "CsBr 0.1 mmol; BiBr3 0.1 mmol; DMSO 3 mL; isopropanol 10 mL; "
     "oleic acid 0.5 mL", 25, 25, 1, None),
    ("C", "citric acid 5 mmol; EDA 5 mmol; water 10 mL", 25, 200, 300, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("product", "reagents", "injection_c", "reaction_c", "minutes", "rate"), FLASKS
)
def test_nothing_in_the_textbook_is_impossible(
    product: str,
    reagents: str,
    injection_c: float,
    reaction_c: float,
    minutes: float,
    rate: float | None,
) -> None:
    flags = check_plausibility(flask(product, reagents, injection_c, reaction_c, minutes, rate))
    assert [str(flag) for flag in flags if flag.severity == "impossible"] == []


def test_hardly_any_textbook_flask_is_doubtful() -> None:
    doubtful = [
        row[0]
        for row in FLASKS
        if any(f.severity == "doubtful" for f in check_plausibility(flask(*row)))
    ]
    assert len(doubtful) <= len(FLASKS) // 20, doubtful
