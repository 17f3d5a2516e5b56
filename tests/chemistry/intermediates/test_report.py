from __future__ import annotations

import json

import pytest

from ostwald.chemistry.intermediates.report import (
    reaction_lines,
    reactions_json,
    report_reactions,
)
from ostwald.errors import InputError


def test_lines_give_equation_family_conditions_and_reference() -> None:
    lines = reaction_lines(report_reactions(["PbO", "OA"]))
    assert lines[0] == "PbO + 2 OA -> Pb(OA)2 + H2O"
    assert lines[1].strip() == "proton exchange; from 80 degC"
    assert "    OA: oleic acid" in lines
    assert "    Pb(OA)2: lead(II) oleate" in lines
    assert any(line.strip().startswith("https://doi.org/10.") for line in lines)


def test_nothing_is_said_in_words() -> None:
    assert reaction_lines(report_reactions(["ODE", "toluene"])) == [
        "No reaction by rule between these chemicals."
    ]


def test_json_can_be_written() -> None:
    record = reactions_json(report_reactions(["Se", "TOP"], temperature_c=25.0))
    assert json.loads(json.dumps(record))["reactions"][0]["equation"] == "Se + TOP -> TOP=Se"


def test_new_chemical_by_smiles() -> None:
    reports = report_reactions(["PbO", "mine"], smiles=[None, "CCCCCCCCC(C)C(=O)O"])
    assert reports[0].equation == "PbO + 2 mine -> Pb(mine)2 + H2O"


def test_unknown_chemical_is_an_input_error() -> None:
    with pytest.raises(InputError, match="unknown chemical"):
        report_reactions(["PbO", "oleic acdi"])
