import json

import pytest

from ostwald.cli.main import run


def sweep(model_folder, examples_dir, *arguments):
    recipe = str(examples_dir / "pbse.yaml")
    return run(["sweep", recipe, "--model", str(model_folder), *arguments])


def test_json_is_nested_as_the_axes_are(model_folder, examples_dir, capsys):
    arguments = ["--vary", "OA=0..20 mmol", "--vary", "temperature=120..200", "--points", "3"]
    assert sweep(model_folder, examples_dir, *arguments, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    for field in ("size_nm", "lower_nm", "upper_nm", "shape", "in_domain", "impossible"):
        assert [len(row) for row in found[field]] == [3, 3, 3]


def test_csv_has_one_row_a_flask(model_folder, examples_dir, capsys):
    assert sweep(model_folder, examples_dir, "--vary", "time=1..20", "--points", "4", "--csv") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("reaction_time (min),size_nm,lower_nm,upper_nm")
    assert len(lines) == 5


@pytest.mark.parametrize("points", [(), ("--vary", "temperature=120..200", "--points", "4")])
def test_the_summary_fits_eighty_columns(model_folder, examples_dir, capsys, points):
    assert sweep(model_folder, examples_dir, "--vary", "time=1..20 min", *points) == 0
    assert max(len(line) for line in capsys.readouterr().out.splitlines()) <= 80


@pytest.mark.parametrize(
    "arguments",
    [
        ("--vary", "nothing=1..2"),
        ("--vary", "time=1..20", "--points", "10000000"),
        ("--vary", "time=20..1"),
        ("--vary", "time=1..20", "--json", "--csv"),
    ],
)
def test_what_cannot_be_done_is_one_error_and_exit_code_two(
    model_folder, examples_dir, capsys, arguments
):
    assert sweep(model_folder, examples_dir, *arguments) == 2
    told = capsys.readouterr()
    assert told.err.count("Error:") == 1
    assert not told.out
