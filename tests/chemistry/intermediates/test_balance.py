"""Every reaction of every rule balances, for every chemical that the program knows."""

from __future__ import annotations

import re
from itertools import product

import pytest

from ostwald.chemistry.intermediates.base import ReactionRule
from ostwald.chemistry.intermediates.rules import RULES
from ostwald.chemistry.tables import reagents


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_reaction_balances(rule: ReactionRule) -> None:
    # rule.reaction raises where atoms do not balance; imbalance() checks what came out again.
    slots = [[s for s in reagents() if test(s)] for test in rule.slots]
    if len(slots) == 3:  # all salts and acids, with two of the bases
        slots = [*slots[:2], slots[2][:2]]
    for combination in product(*slots):
        if len({s.abbreviation for s in combination}) == len(combination):
            for reaction in rule.find(*combination):
                assert reaction.imbalance() == {}, reaction.equation
                assert all(t.coefficient > 0 for t in (*reaction.reactants, *reaction.products))
                used = {t.substance.identity for t in reaction.reactants}
                assert used == {s.identity for s in combination}, reaction.equation
                assert not used & {t.substance.identity for t in reaction.products}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_finds_something_and_its_references_are_dois(rule: ReactionRule) -> None:
    # These need a product of another rule, which no table has.
    second_step = {"AminophosphineToPhosphide", "AmmoniumChalcogenideUptake"}
    slots = [[s for s in reagents() if test(s)][:40] for test in rule.slots]
    found = [r for c in product(*slots) for r in rule.find(*c)][:1]
    assert rule.name in second_step or found
    # A rule of textbook chemistry may have none.
    for doi in (*rule.references, *(doi for r in found for doi in r.references)):
        assert re.fullmatch(r"10\.\d{4,9}/[^\s\"<>]+", doi), doi
