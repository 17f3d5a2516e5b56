import csv
import json
import re

import numpy as np
import pytest

from ostwald.cli.main import run
from ostwald.errors import InputError
from ostwald.explain.report.build import build_report


def summary(**more):
    return {
        "size": {"mae_nm": 1.4, "rmse_nm": 2.2, "r2": 0.73},
        "shape": {"accuracy": 0.86, "balanced_accuracy": 0.57},
    } | more


@pytest.fixture
def results(tmp_path):
    """Stored results of every kind but the influence, made up and small."""
    folder = tmp_path / "results"
    for place in ("published/process", "published/median", "doi/process", "composition4/process"):
        (folder / place).mkdir(parents=True)
        (folder / place / "summary.json").write_text(json.dumps(summary()), "utf-8")
    four = {"PbSe": {"n": 3, "mae_nm": 3.0, "own_median_mae_nm": 3.5}}
    (folder / "composition4/process/summary.json").write_text(
        json.dumps(summary(composition={"by_composition": four})), "utf-8"
    )
    rows = [
        {
            "true_size_nm": 5.0 + k,
            "predicted_size_nm": 5.5 + k,
            "true_shape": "sphere" if k % 2 else "cube",
            "predicted_shape": "sphere",
        }
        for k in range(8)
    ]
    with (folder / "published/process/predictions.csv").open("w", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    (folder / "pbse_map").mkdir()
    text = "oleylamine_mmol,oleic_acid_mmol,size_nm,shape,in_domain\n"
    for ola in (0, 2, 4):
        for oa in (5, 7):
            text += f"{ola},{oa},{8 + ola},{'cube' if ola else 'sphere'},{ola < 4}\n"
    (folder / "pbse_map/map.csv").write_text(text, "utf-8")
    return folder


def test_without_data_the_page_shows_what_there_is_and_says_what_is_not(results, tmp_path):
    made = build_report(tmp_path / "out", results, None)
    page = made.page.read_text("utf-8")
    assert made.figures >= 3
    assert page.count("<img ") == made.figures
    assert "influence/summary.json is not there" in page
    assert "python -m benchmarks influence" in page
    assert any("data fetch" in reason for reason in made.missing)


def test_the_page_needs_no_other_file(results, tmp_path):
    page = build_report(tmp_path / "out", results, None).page.read_text("utf-8")
    assert not re.findall(r'(?:src|href)="(?!data:|#|https://doi\.org/)', page)
    assert "<script" not in page
    assert all('alt="' in image for image in re.findall(r"<img [^>]*>", page))


def test_every_section_names_its_command(results, tmp_path):
    page = build_report(tmp_path / "out", results, None).page.read_text("utf-8")
    sections = page.count("<section id=") - 1  # the last lists what the data do not allow
    assert page.count("Made by: <code>") == sections == 9


def test_influence_is_drawn_with_its_verdict(results, tmp_path):
    part = {name: {"mean": 0.3, "ci95": [0.2, 0.4], "rank": 1} for name in ("ligand", "solvent")}
    way = {"replacement": part, "shapley": part}
    said = {
        "ways": {"size": way, "shape": way},
        "agreement": [
            {"ways": "a and b", "target": "size", "spearman": 0.9, "ci95": [0.8, np.nan]}
        ],
        "verdict": "The order <holds>.",
    }
    (results / "influence").mkdir()
    (results / "influence/summary.json").write_text(json.dumps(said), "utf-8")
    page = build_report(tmp_path / "out", results, None).page.read_text("utf-8")
    assert "The order &lt;holds&gt;." in page
    assert (tmp_path / "out/influence-size.png").is_file()


def test_a_damaged_result_is_said_and_the_rest_is_shown(results, tmp_path):
    (results / "composition4/process/summary.json").write_text("{", "utf-8")
    made = build_report(tmp_path / "out", results, None)
    assert any("composition4" in reason for reason in made.missing)


def test_no_results_at_all_is_an_error(tmp_path, capsys):
    with pytest.raises(InputError, match="no such folder"):
        build_report(tmp_path / "out", tmp_path / "nothing", None)
    arguments = ["report", "--out", str(tmp_path / "out"), "--results", str(tmp_path / "nothing")]
    assert run(arguments) == 2
    assert "no such folder of stored results" in capsys.readouterr().err
