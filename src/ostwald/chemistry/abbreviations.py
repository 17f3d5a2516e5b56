"""Abbreviations that mean different chemicals in different groups, decided by the flask."""

from __future__ import annotations

from collections.abc import Sequence

from ostwald.chemistry.bottles import read_label
from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.meanings import Meaning, meanings_of
from ostwald.chemistry.substance import ProductIdentity, Substance
from ostwald.errors import InputError

_ALCOHOLS = frozenset(
    ["methanol", "ethanol", "ISA", "butanol", "EG", "DEG", "TEG", "PG", "BDO", "PD", "glycerol"]
)
_HALIDES = frozenset(["Cl", "Br", "I"])
# Those whose meanings are about as common; of the others the published data's is taken, and said.
_ASKED_BACK = frozenset(["TEA", "TPP", "DEA", "DA", "BA", "MA", "TBA", "PSS", "DBA"])


def alternatives(name: str) -> tuple[Substance, ...]:
    """Return what an abbreviation may mean in different groups.

    Args:
        name: As it was written.

    Returns:
        The chemicals, the usual one first; nothing for a name that means one chemical.

    Examples:
        >>> [s.name for s in alternatives("DBA")]
        ['dibenzylamine', 'dibutylamine']
    """
    found = sorted(meanings_of(_core(name)), key=lambda meaning: not meaning.is_usual)
    return tuple(find_reagent(meaning.name) for meaning in found)


def decide(
    name: str,
    others: Sequence[Substance],
    product: ProductIdentity | None = None,
    *,
    published: bool = False,
) -> tuple[Substance, str]:
    """Return what a name means in a flask, and a sentence that says so.

    Args:
        name: As it was written.
        others: The other chemicals of the flask.
        product: What is made.
        published: Whether the name comes from the published data sets, whose abbreviations are
            those of the table.

    Returns:
        The chemical, and the sentence; an empty one where the name means one chemical only.

    Raises:
        InputError: The flask leaves more than one meaning, and none of them is the usual one.
    """
    meanings = () if published else meanings_of(_core(name))
    if not meanings:
        return find_reagent(name), ""
    fitting = [m for m in meanings if _fits(m, others, product)] or list(meanings)
    present = {other.identity for other in others}
    usual = [m for m in fitting if m.is_usual]
    if usual and find_reagent(usual[0].name).identity not in present:
        fitting = usual[:1]
    why = "its usual meaning" if fitting[0].is_usual else "as this flask decides"
    if len(fitting) > 1 and _core(name) not in _ASKED_BACK:
        own = find_reagent(name).identity
        if own not in present:
            fitting = [m for m in fitting if find_reagent(m.name).identity == own] or fitting
            why = "as in the published data"
    if len(fitting) > 1:
        choices = " or ".join(m.name for m in fitting)
        raise InputError(f'"{name}" may be {choices}', hint="write the full name")
    chosen = find_reagent(fitting[0].name)
    rest = " or ".join(m.name for m in meanings if m is not fitting[0])
    also = f"; elsewhere it is {rest}" if rest else ""
    return chosen, f'"{name}" is taken for {fitting[0].name}, {why}{also}'


def _core(name: str) -> str:
    return read_label(name).core


def _fits(meaning: Meaning, others: Sequence[Substance], product: ProductIdentity | None) -> bool:
    is_aqueous = any(other.abbreviation == "H2O" for other in others)
    is_protic = is_aqueous or any(other.abbreviation in _ALCOHOLS for other in others)
    has_halide = product is not None and bool(_HALIDES & set(product.composition))
    return {
        "": True,
        "water": is_aqueous,
        "no water": not is_aqueous,
        "organic": not is_aqueous,
        "protic": is_protic,
        "no protic": not is_protic,
        "halide": has_halide,
    }[meaning.needs]
