from __future__ import annotations

import numpy as np
import pytest

from ostwald.uncertainty.evidence import NearestRecipes
from recipes_for_tests import reagents, resolved

KNOWN = [
    resolved(),
    resolved(reaction_temperature_c=240.0),
    resolved(reagents=reagents(("PbO", "4 mmol"), ("Se", "6 mmol"), ("OLA", "30 mmol"))),
    resolved(product="Au", reagents=reagents(("HAuCl4", "1 mmol"), ("OLA", "30 mmol"))),
]


def test_the_same_recipe_is_found_with_similarity_one() -> None:
    positions, similarities = NearestRecipes(KNOWN).find(KNOWN, k=2)
    assert positions[:, 0].tolist() == [0, 1, 2, 3]
    np.testing.assert_allclose(similarities[:, 0], 1.0, atol=1e-5)


def test_order_and_range() -> None:
    positions, similarities = NearestRecipes(KNOWN).find([resolved(reaction_time_min=10)], k=4)
    assert positions[0].tolist() == [0, 1, 2, 3]
    assert np.all(np.diff(similarities[0]) <= 0)
    assert np.all((similarities >= 0) & (similarities <= 1))


def test_another_product_with_the_same_chemicals_is_not_near() -> None:
    _, similarities = NearestRecipes(KNOWN[3:]).find([resolved()], k=1)
    assert similarities[0, 0] == pytest.approx(0.0, abs=1e-6)


def similarity(**changes: object) -> float:
    return float(NearestRecipes([resolved()]).similarity([resolved(**changes)])[0, 0])


def with_ligand(name: str) -> list[dict[str, str]]:
    return reagents(
        ("PbO", "4 mmol"), ("Se", "6 mmol"), ("TOP", "3 mL"), (name, "5 mmol"), ("ODE", "12 mL")
    )


def test_a_related_ligand_is_nearer_than_another_kind() -> None:
    stearic, amine = (similarity(reagents=with_ligand(name)) for name in ("SA", "OLA"))
    thiol = similarity(reagents=with_ligand("DDT"))
    assert 1.0 > stearic > amine > thiol > 0.5


def test_a_ligand_nobody_has_used_counts_by_what_it_is() -> None:
    def with_new(smiles: str) -> float:
        recipe = with_ligand("OA")
        recipe[3] = {"name": "my ligand", "smiles": smiles, "amount": "5 mmol"}
        return similarity(reagents=recipe)

    acid, silane = with_new("CCCCCCCCCCCCCCCCCCCCCCC(=O)O"), with_new("CCO[Si](OCC)(OCC)OCC")
    assert 1.0 > acid > silane + 0.02


def test_a_related_product_is_nearer_than_an_unrelated_one() -> None:
    sulfide, cadmium, gold = (similarity(product=name) for name in ("PbS", "CdS", "Au"))
    assert 1.0 > sulfide > cadmium > gold


def test_a_batch_of_another_scale_is_nearly_the_same_recipe() -> None:
    half = reagents(
        ("PbO", "2 mmol"), ("Se", "3 mmol"), ("TOP", "1.5 mL"), ("OA", "2.5 mmol"), ("ODE", "6 mL")
    )
    assert similarity(reagents=half) > 0.99
    more = reagents(
        ("PbO", "4 mmol"), ("Se", "6 mmol"), ("TOP", "3 mL"), ("OA", "50 mmol"), ("ODE", "12 mL")
    )
    assert similarity(reagents=more) < 0.9


def test_nothing_known() -> None:
    positions, similarities = NearestRecipes([]).find([resolved()], k=3)
    assert positions.shape == similarities.shape == (1, 0)


def test_fewer_known_than_asked_for() -> None:
    positions, _ = NearestRecipes(KNOWN[:2]).find([resolved()], k=5)
    assert positions.shape == (1, 2)


def test_many_recipes_give_what_one_by_one_gives() -> None:
    queries = [resolved(reaction_temperature_c=100.0 + t) for t in range(0, 150, 3)] * 15
    index = NearestRecipes(KNOWN)
    together, _ = index.find(queries, k=1)
    apart = [index.find([query], k=1)[0][0, 0] for query in queries[:50]]
    assert together[:50, 0].tolist() == apart
