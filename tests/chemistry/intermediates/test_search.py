from __future__ import annotations

from itertools import permutations

from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.intermediates import find_reactions


def test_the_order_of_the_chemicals_does_not_matter() -> None:
    found = [
        {id(r) for r in find_reactions([find_reagent(n) for n in names])}
        for names in permutations(["PbBr2", "OA", "OLA"])
    ]
    assert found[0]
    assert all(other == found[0] for other in found)


def test_a_chemical_named_twice_counts_once() -> None:
    once = find_reactions([find_reagent("Se"), find_reagent("TOP")])
    assert find_reactions([find_reagent(n) for n in ("Se", "TOP", "trioctylphosphine")]) == once


def test_more_chemicals_never_lose_a_reaction() -> None:
    few = find_reactions([find_reagent(n) for n in ("CdO", "OA")])
    many = find_reactions([find_reagent(n) for n in ("CdO", "OA", "Se", "TOP", "ODE", "OLA")])
    assert {r.equation for r in few} < {r.equation for r in many}
