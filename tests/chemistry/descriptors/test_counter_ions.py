from __future__ import annotations

import pytest

from ostwald.chemistry.descriptors.counter_ions import CLASSES, counter_ions
from ostwald.chemistry.identity import find_reagent


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PbO", {"oxide": 1}),
        ("PbCl2", {"halide": 2}),
        ("Se", {"elemental": 1}),
        ("I2", {"elemental": 1}),
        ("PbAc2", {"short_carboxylate": 2}),
        ("PbOA2", {"long_carboxylate": 2}),
        ("Fe(acac)3", {"diketonate": 3}),
        ("AgNO3", {"nitrate": 1}),
        ("CuSO4", {"sulfate": 1}),
        ("Cs2CO3", {"carbonate": 1}),
        ("NaOH", {"hydroxide": 1}),
        ("Fe(CO)5", {"carbonyl": 5}),
        ("CdMe2", {"alkyl": 2}),
        ("Sn[N(SiMe3)2]2", {"silylamide": 2}),
        ("Cu(S2CNEt2)2", {"sulfur_chelate": 2}),
        ("SnCl2(acac)2", {"halide": 2, "diketonate": 2}),
        ("Na2S", {"chalcogenide": 1}),
        ("TOP", {}),
        ("EOT", {}),
        # formulas that no table has, without structure
        ("InCl(C2O4)", {"halide": 1, "short_carboxylate": 1}),
        ("Cd(C18H33O2)2·H2O", {"long_carboxylate": 2}),
        ("Mn(C5H7O2)3", {"diketonate": 3}),
        ("Co(NO3)3", {"nitrate": 3}),
        ("NiCl2·6H2O", {"halide": 2}),
    ],
)
def test_classes(name: str, expected: dict[str, float]) -> None:
    counts = zip(CLASSES, counter_ions(find_reagent(name)), strict=True)
    assert {kind: count for kind, count in counts if count} == expected
