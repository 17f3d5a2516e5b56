from __future__ import annotations

import json
from pathlib import Path

import pytest

from ostwald.errors import InputError
from ostwald.evaluation.suite import (
    PROTOCOL_NAMES,
    SIDE_BY_SIDE,
    FewShotChoice,
    default_adaptation,
    protocols_named,
    read_summaries,
    run_protocol,
)


def test_all_stands_for_several_known_protocols() -> None:
    assert protocols_named("all") == SIDE_BY_SIDE
    assert set(SIDE_BY_SIDE) <= set(PROTOCOL_NAMES)
    assert protocols_named("doi") == ("doi",)
    with pytest.raises(InputError, match=r"unknown protocol 'magic'.*fewshot"):
        protocols_named("magic")


def test_a_model_is_adapted_in_the_way_it_is_made_for() -> None:
    assert default_adaptation("median") == "shifted"
    assert default_adaptation("process") == "conditioned"


def test_few_shot_from_data_to_files(data_dir: Path, tmp_path: Path) -> None:
    choice = FewShotChoice(refit=("median",))
    summary = run_protocol(
        "fewshot", "median", data_dir, tmp_path, seed=0, command="c", few_shot=choice
    )
    third = next(entry for entry in summary["fewshot"]["curve"] if entry["revealed"] == 3)
    # A few more rows do not move the median of 2,000; a shift to the paper's own rows helps.
    assert third["methods"]["refit_median"]["cut"] < 0.05 < third["methods"]["adapted"]["cut"]
    assert json.loads((tmp_path / "summary.json").read_text())["adaptation"] == "shifted"


def test_results_are_found_again_in_the_order_of_the_protocols(tmp_path: Path) -> None:
    for protocol, model in (("doi", "b"), ("published", "a"), ("doi", "a")):
        folder = tmp_path / protocol / model
        folder.mkdir(parents=True)
        (folder / "summary.json").write_text(json.dumps({"protocol": protocol, "model": model}))
    found = [(s["protocol"], s["model"]) for s in read_summaries(tmp_path, ("published", "doi"))]
    assert found == [("published", "a"), ("doi", "a"), ("doi", "b")]
    with pytest.raises(InputError, match="no results here"):
        read_summaries(tmp_path, ("nanoeql",))
