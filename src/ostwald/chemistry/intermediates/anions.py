"""What an anion is, and which acid it becomes when it takes up protons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ostwald.chemistry.intermediates.base import Amount
from ostwald.chemistry.intermediates.edits import fits, transform
from ostwald.chemistry.intermediates.fragments import (
    Fragment,
    canonical,
    fragment_composition,
    parse_fragment,
)
from ostwald.chemistry.intermediates.species import compound, molecule

SULFATE = "O=S(=O)([O-])[O-]"
_HYDROGENSULFATE = "O=S(=O)([O-])O"
HALIDES = frozenset(["[F-]", "[Cl-]", "[Br-]", "[I-]"])
CHALCOGENIDES = {"[S-2]": "S", "[Se-2]": "Se", "[Te-2]": "Te"}
HYDROCHALCOGENIDES = {"[SH-]": "S", "[SeH-]": "Se", "[TeH-]": "Te"}
_EXACT = {
    **dict.fromkeys(HALIDES, "halide"),
    **dict.fromkeys(CHALCOGENIDES, "chalcogenide"),
    **dict.fromkeys(HYDROCHALCOGENIDES, "hydrochalcogenide"),
    "[O-2]": "oxide",
    "[OH-]": "hydroxide",
    "[H-]": "hydride",
    "O=C([O-])[O-]": "carbonate",
    "O=C([O-])O": "hydrogencarbonate",
    "O=[N+]([O-])[O-]": "nitrate",
    SULFATE: "sulfate",
    "[O-][Cl+3]([O-])([O-])[O-]": "perchlorate",
    "[O-]Cl(=O)(=O)=O": "perchlorate",
    "F[B-](F)(F)F": "tetrafluoroborate",
    "O=C[O-]": "formate",
    "O=C([O-])C(=O)[O-]": "oxalate",
}
# In this order: the first pattern that fits names the anion.
_PATTERNS = (
    ("dithiocarbamate", "[S-]C(=S)[NX3]"),
    ("xanthate", "[S-]C(=S)[OX2]"),
    ("thiocarboxylate", "[S-]C(=O)[#6]"),
    ("trihaloacetate", "[O-]C(=O)C([F,Cl,Br])([F,Cl,Br])[F,Cl,Br]"),
    ("phosphonate", "[O-]P(=O)"),
    ("sulfonate", "[O-]S(=O)=O"),
    ("carboxylate", "[O-]C(=O)[#6]"),
    ("acac", "[O-]C([#6])=CC(=O)[#6;!$(*[O-])]"),
    ("alkoxide", "[O-][CX4]"),
    ("thiolate", "[S-;X1][#6;!$(C#N)]"),
    ("silylamide", "[N-]([Si])[Si]"),
    ("amide", "[N-;X2]([CX4])[CX4]"),
    ("amide", "[NH1-][CX4]"),
    ("amidinate", "[N-]C=[NX2]"),
    ("alkyl", "[C-;X3]"),
)
_VOLATILE_ACID_CARBONS = 4
_DIKETONE = "[O-:1][C:2]=[C:3][C:4]=[O:5]>>[O;+0:1]=[C:2][C:3][C:4]=[O:5]"


@lru_cache(maxsize=50_000)
def kind_of_anion(smiles: str) -> str:
    """Return what an anion is, such as ``carboxylate``; ``other`` for what no rule knows.

    Args:
        smiles: Canonical SMILES of the anion.

    Returns:
        The kind. A carboxylate of up to four carbons, whose acid boils off, is a
        ``short carboxylate``.
    """
    exact = _EXACT.get(smiles)
    if exact is not None:
        return exact
    for kind, pattern in _PATTERNS:
        if fits(smiles, pattern):
            if kind == "carboxylate" and is_short(smiles):
                return "short carboxylate"
            return kind
    return "other"


def is_short(smiles: str) -> bool:
    """Return whether a carboxylate's acid is volatile: it has C, H and O and few carbons."""
    composition = fragment_composition(smiles)
    return set(composition) <= {"C", "H", "O"} and composition["C"] <= _VOLATILE_ACID_CARBONS


@lru_cache(maxsize=50_000)
def acid_of(smiles: str) -> tuple[Amount, ...]:
    """Return what an anion becomes when protons cancel its charge.

    Args:
        smiles: Canonical SMILES of the anion.

    Returns:
        Amounts of the acid, or of what it falls into, one anion's worth.
    """
    if smiles in ("O=C([O-])[O-]", "O=C([O-])O"):
        return ((1, molecule("O=C=O", "CO2")), (1, molecule("O")))
    if smiles == "[H-]":
        return ((1, molecule("[H][H]", "H2")),)
    if smiles == "F[B-](F)(F)F":
        return ((1, molecule("F", "HF")), (1, molecule("FB(F)F", "BF3")))
    return ((1, molecule(protonated(smiles))),)


@lru_cache(maxsize=50_000)
def protonated(smiles: str) -> str:
    """Return the SMILES of an anion with a proton on each charged atom.

    A 1,3-diketonate takes its proton at the carbon between, as the free diketone mostly has it.

    Args:
        smiles: Canonical SMILES of the anion.

    Returns:
        Canonical SMILES of the neutral acid.
    """
    from rdkit import Chem, rdBase

    if kind_of_anion(smiles) == "acac":
        ketone = transform(_DIKETONE, smiles)
        if ketone is not None:
            return ketone
    edited = Chem.RWMol(parse_fragment(smiles))
    missing = -fragment_charge(smiles)
    for atom in edited.GetAtoms():
        taken = min(-atom.GetFormalCharge(), missing)
        if taken > 0:
            hydrogens = atom.GetTotalNumHs()
            atom.SetFormalCharge(atom.GetFormalCharge() + taken)
            atom.SetNoImplicit(True)
            atom.SetNumExplicitHs(hydrogens + taken)
            missing -= taken
    with rdBase.BlockLogs():
        Chem.SanitizeMol(edited)
    return canonical(Chem.MolToSmiles(edited))


def released(
    anions: Sequence[tuple[int, str]], protons: int, counters: Sequence[Fragment], times: int
) -> list[Amount] | None:
    """Return what leaving anions become, with counter-cations and protons to pair with.

    Counter-cations other than protons take halides and other anions of strong acids first.

    Args:
        anions: How many of each kind leave, and its SMILES.
        protons: How many protons there are beside those among the counter-cations.
        counters: Cations a formula unit that are left without the metal.
        times: How many formula units.

    Returns:
        The amounts, None where the charges cannot be matched one to one.
    """
    stock = {smiles: n for n, smiles in sorted(anions, key=lambda a: _basicity(a[1])) if n}
    amounts: list[Amount] = []
    for counter in counters:
        needed = counter.count * times
        if counter.smiles == "[H+]":
            protons += needed
            continue
        for smiles, number in stock.items():
            if fragment_charge(smiles) == -counter.charge and (used := min(number, needed)):
                salt = compound([(1, counter.smiles, ""), (1, smiles, "")])
                amounts.append((used, salt))
                stock[smiles] = number - used
                needed -= used
        if needed and stock.get(SULFATE) and counter.charge == 1:
            protons -= _as_sulfates(counter.smiles, needed, stock, amounts)
            needed = 0
        if needed:
            return None
    for smiles, number in stock.items():
        protons += number * fragment_charge(smiles)
        amounts += [(number * c, species) for c, species in acid_of(smiles) if number]
    return amounts if protons == 0 else None


def _as_sulfates(cation: str, needed: int, stock: dict[str, int], amounts: list[Amount]) -> int:
    """Pair cations with sulfate; return how many protons go into hydrogen sulfate."""
    used = min(needed // 2, stock[SULFATE])
    amounts.append((used, compound([(2, cation, ""), (1, SULFATE, "")])))
    stock[SULFATE] -= used
    single = min(needed - 2 * used, stock[SULFATE])
    if single:
        amounts.append((single, compound([(1, cation, ""), (1, _HYDROGENSULFATE, "HSO4")])))
        stock[SULFATE] -= single
    return single


@lru_cache(maxsize=50_000)
def fragment_charge(smiles: str) -> int:
    """Return the charge of a fragment."""
    return sum(atom.GetFormalCharge() for atom in parse_fragment(smiles).GetAtoms())


def is_strong(smiles: str) -> bool:
    """Return whether an anion is that of a strong acid, which amines take up as a salt."""
    return kind_of_anion(smiles) in (
        "halide", "nitrate", "perchlorate", "tetrafluoroborate", "sulfonate", "trihaloacetate",
    )  # fmt: skip


def _basicity(smiles: str) -> int:
    return 0 if is_strong(smiles) else 1
