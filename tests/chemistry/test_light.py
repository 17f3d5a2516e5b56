"""What importing the room may load: a prediction's time budget depends on it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "chemicals",
    "rdkit",
    "pandas",
    "pint",
    "pydantic",
    "scipy",
    "sklearn",
    "torch",
    "lightgbm",
)


def loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(sorted(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return {module.partition(".")[0] for module in result.stdout.split()}


def test_import_and_lookup_load_nothing_heavy() -> None:
    code = (
        "from ostwald.chemistry import find_product, find_reagent\n"
        "find_reagent('oleic acid'); find_product('PbSe'); find_reagent('CdO (99.99 %)'); "
        "find_reagent('FeCl3.6H2O'); find_product('Mn:ZnSe')"
    )
    assert loaded_after(code).isdisjoint(HEAVY)


def test_rules_and_totals_load_nothing_heavy_until_they_are_asked() -> None:
    code = (
        "from ostwald.chemistry.plausibility import check_plausibility\n"
        "from ostwald.chemistry.totals import totals\n"
        "from ostwald.chemistry.boiling import boiling_point_c\n"
        "from ostwald.chemistry import find_reagent\n"
        "boiling_point_c(find_reagent('oleic acid')); boiling_point_c(find_reagent('CdO'))"
    )
    assert loaded_after(code).isdisjoint({*HEAVY, "chemicals"})


def test_features_load_rdkit_and_nothing_of_training() -> None:
    code = (
        "from ostwald.chemistry.descriptors import RecipeFeaturizer, substance_vectors\n"
        "from ostwald.chemistry import find_reagent\n"
        "RecipeFeaturizer(); substance_vectors().vector(find_reagent('oleic acid'))"
    )
    loaded = loaded_after(code)
    assert "rdkit" in loaded
    assert loaded.isdisjoint({"pandas", "sklearn", "torch", "lightgbm", "scipy"})
