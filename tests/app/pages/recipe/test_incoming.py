"""Texts that come in are told apart and read."""

from __future__ import annotations

import pytest

pytest.importorskip("nicegui", reason="the extra app is not installed")

from ostwald.app.pages.recipe.example import example
from ostwald.app.pages.recipe.incoming import read_incoming
from ostwald.errors import InputError


def test_a_recipe_file_is_a_recipe() -> None:
    assert read_incoming(example().to_yaml()).drafts[0].product == "PbSe"
    assert len(read_incoming(f"{example().to_yaml()}---\nproduct: CdSe\n").drafts) == 2
    assert read_incoming('{"product": "CdSe", "reagents": []}').drafts[0].product == "CdSe"


def test_a_table_is_its_recipes_with_what_cannot_be_read() -> None:
    text = (
        "id,product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol\n"
        "a,PbSe,140,4,PbO,4\nb,PbSe,,4,PbO,4\n"
    )
    found = read_incoming(text)
    assert [draft.id for draft in found.drafts] == ["a"]
    assert len(found.problems) == 1


def test_lines_of_chemicals_are_rows() -> None:
    assert read_incoming("PbO\t4 mmol").rows == (("PbO", "4 mmol"),)


@pytest.mark.parametrize("text", ["", "hello", "product: [", "<html>", "x" * 1_000_001])
def test_anything_else_is_refused_in_words(text) -> None:
    with pytest.raises(InputError):
        read_incoming(text)
