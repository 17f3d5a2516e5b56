from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from ostwald.cli import chemical
from ostwald.errors import InputError


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer(pretty_exceptions_enable=False)
    chemical.register(app)
    return app


def run(app: typer.Typer, *arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_shows_a_reagent(app: typer.Typer) -> None:
    text = run(app, "Oleic acid")
    assert "Reagent OA" in text
    assert "C18H34O2" in text
    assert "282.4" in text


def test_shows_a_product(app: typer.Typer) -> None:
    text = run(app, "MAPbBr3")
    assert "Product CH6NPbBr3" in text
    assert "Reagent" not in text


def test_shows_both_where_a_name_is_both(app: typer.Typer) -> None:
    text = run(app, "CdO")
    assert "Reagent CdO" in text
    assert "Product CdO" in text


def test_json(app: typer.Typer) -> None:
    record = json.loads(run(app, "ODE", "--json"))
    assert record["format_version"] == 1
    assert record["reagent"]["smiles"] == "C=CCCCCCCCCCCCCCCCC"
    assert record["reagent"]["status"] == "identified"
    assert record["product"] is None


def test_a_new_chemical(app: typer.Typer) -> None:
    record = json.loads(run(app, "my ligand", "--smiles", "CCCCCCCCCCCN(C)C", "--json"))
    assert record["reagent"]["formula"] == "C13H29N"
    assert record["reagent"]["status"] == "new"


def test_misspelling_has_near_matches(app: typer.Typer) -> None:
    with pytest.raises(InputError, match="did you mean oleic acid"):
        CliRunner().invoke(app, ["oleic acd"], catch_exceptions=False)


def test_lists_the_uncertain(app: typer.Typer) -> None:
    record = json.loads(run(app, "--uncertain", "--json"))
    assert "Cr-FC" in {entry["abbreviation"] for entry in record["reagents"]}
    assert "Cr-FC" in run(app, "--uncertain")


def test_needs_one_thing_to_do(app: typer.Typer) -> None:
    for arguments in ([], ["OA", "--uncertain"]):
        with pytest.raises(InputError, match="name, or --uncertain"):
            CliRunner().invoke(app, arguments, catch_exceptions=False)


def test_reactions_are_written_out(app: typer.Typer) -> None:
    text = run(app, "--reactions", "PbO", "oleic acid")
    assert text.startswith("PbO + 2 OA -> Pb(OA)2 + H2O\n")
    assert "proton exchange" in text
    assert "https://doi.org/10." in text


def test_reactions_as_json_at_a_temperature(app: typer.Typer) -> None:
    record = json.loads(run(app, "--reactions", "OA", "OLA", "--temperature", "60", "--json"))
    assert [r["equation"] for r in record["reactions"]] == ["OLA + OA -> OLA-H(OA)"]


def test_reactions_of_a_new_chemical(app: typer.Typer) -> None:
    text = run(app, "--reactions", "Se", "mine", "--smiles", "CCCCP(CC)CCCC")
    assert text.startswith("Se + mine -> mine=Se\n")


@pytest.mark.parametrize("arguments", [["--reactions"], ["OA", "--temperature", "60"], ["OA", "x"]])
def test_arguments_that_do_not_fit(app: typer.Typer, arguments: list[str]) -> None:
    with pytest.raises(InputError):
        run(app, *arguments)
