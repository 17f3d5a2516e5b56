"""Structures drawn for a page."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from ostwald.chemistry.drawing import structure_svg
from ostwald.errors import InputError


def test_a_structure_takes_the_colour_of_the_text_around_it() -> None:
    svg = structure_svg("CCCCCCCCC=CCCCCCCCC(=O)O")
    root = ET.fromstring(svg)
    assert root.get("viewBox") == "0 0 120 80"
    assert "currentColor" in svg
    assert "#" not in svg
    assert "<rect" not in svg


def test_a_broken_smiles_is_an_error_in_words() -> None:
    with pytest.raises(InputError, match="SMILES"):
        structure_svg("CC(")
