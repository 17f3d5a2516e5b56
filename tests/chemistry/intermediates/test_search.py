from __future__ import annotations

from itertools import permutations

import pytest

from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.intermediates import find_reactions, search
from ostwald.chemistry.intermediates.base import UnbalancedReactionError


def test_the_order_of_the_chemicals_does_not_matter() -> None:
    found = [
        set(find_reactions([find_reagent(n) for n in names]))
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


def test_a_reaction_found_anew_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    chemicals = [find_reagent("PbO"), find_reagent("OA")]
    before = find_reactions(chemicals)
    for cache in (search._among, search._between):
        cache.cache_clear()
    after = find_reactions(chemicals)
    assert before == after
    assert before[0] is not after[0]


def test_the_search_forgets_what_it_has_not_seen_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "MOST_REMEMBERED", len(search._substances) or 1)
    for number in range(3):
        search.remember(find_reagent(f"new {number}", "C" * (20 + number) + "N"))
    assert len(search._substances) <= search.MOST_REMEMBERED


@pytest.mark.parametrize(
    ("fault", "passes"), [(UnbalancedReactionError("off by C"), False), (ValueError("bug"), True)]
)
def test_only_what_a_drawing_can_cause_is_left_out(
    fault: Exception, passes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Faulty:
        def find(self, *reactants: object) -> None:
            raise fault

    monkeypatch.setattr(search, "RULES", [Faulty()])
    identity = search.remember(find_reagent("OA"))
    if passes:
        with pytest.raises(ValueError, match="bug"):
            search._tried(0, (identity,))
    else:
        assert search._tried(0, (identity,)) == ()
