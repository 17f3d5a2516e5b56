from __future__ import annotations

import pytest

from ostwald.chemistry.identity import ReagentIndex
from ostwald.chemistry.products import ProductIndex
from ostwald.chemistry.substance import ProductIdentity, Substance


@pytest.fixture(scope="session")
def small_index() -> ReagentIndex:
    """A table of a few chemicals whose names lie in wait for each other."""
    return ReagentIndex(
        [
            Substance(
                "OA",
                "oleic acid",
                ("cis-9-octadecenoic acid",),
                formula="C18H34O2",
                smiles="CCCCCCCC/C=C\\CCCCCCCC(=O)O",
                roles=("ligand",),
                density_g_per_ml=0.895,
            ),
            Substance(
                "HAc", "acetic acid", formula="C2H4O2", smiles="CC(=O)O", density_g_per_ml=1.049
            ),
            Substance("HAC", "another acid", formula="C3H6O2", smiles="CCC(=O)O"),
            Substance("PD", "1,5-pentanediol", formula="C5H12O2", smiles="OCCCCCO"),
            Substance("CuI", "copper(I) iodide", kind="inorganic", formula="CuI"),
            Substance(
                "PbAc2",
                "lead(II) acetate",
                ("lead acetate trihydrate",),
                kind="salt",
                formula="Pb(C2H3O2)2",
            ),
            Substance("PL", "liquid paraffin", kind="mixture", density_g_per_ml=0.86),
            Substance("GOO", "green goo", kind="mixture", status="unidentified", note="unknown"),
            Substance("N-DPT", "N,N′-diphenylthiourea", formula="C13H12N2S"),
        ]
    )


@pytest.fixture(scope="session")
def small_products() -> ProductIndex:
    """A table of a few products with and without polymorphs."""
    return ProductIndex(
        [
            ProductIdentity("PbSe", "PbSe", "lead selenide", ("clausthalite",)),
            ProductIdentity("CdSe-1", "CdSe", polymorph="wurtzite", materials_class="chalcogenide"),
            ProductIdentity(
                "CdSe-2", "CdSe", polymorph="zinc blende", materials_class="chalcogenide"
            ),
            ProductIdentity("SnS", "SnS", polymorph="herzenbergite"),
            ProductIdentity("SnS-2", "SnS", polymorph="zinc blende"),
            ProductIdentity("CH6NPbBr3", "CH6NPbBr3", "methylammonium lead bromide"),
            ProductIdentity("CH5N2PbI3", "CH5N2PbI3"),
            ProductIdentity("Cs2InCl5-H2O", "Cs2InCl5·H2O"),
            ProductIdentity("CsI", "CsI"),
            ProductIdentity("Co", "Co", "cobalt"),
        ]
    )
