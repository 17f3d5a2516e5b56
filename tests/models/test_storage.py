from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.models.storage import ARRAYS_FILE, DESCRIPTION_FILE, load_model, save_model

from .conftest import made_up
from .test_registry import EVERY, quick

STORED = Path(__file__).parent.parent / "data" / "model_format_1"


@pytest.fixture(scope="module")
def saved(tmp_path_factory, training) -> Path:
    folder = tmp_path_factory.mktemp("model") / "new" / "folder"
    save_model(quick("extra_trees").fit(*training), folder, {"rows": 200})
    return folder


@pytest.mark.parametrize("name", EVERY)
def test_loaded_model_predicts_the_same(name: str, tmp_path: Path, training, fresh) -> None:
    model = quick(name).fit(*training)
    save_model(model, tmp_path)
    before, after = model.predict(fresh[0]), load_model(tmp_path).predict(fresh[0])
    assert np.allclose(before.size_nm, after.size_nm, rtol=1e-6)
    assert np.allclose(before.log_size_std, after.log_size_std, rtol=1e-3)
    assert np.allclose(before.shape_probabilities, after.shape_probabilities, atol=1e-6)


def test_folder_holds_plain_json_and_arrays(saved: Path) -> None:
    assert sorted(path.name for path in saved.iterdir()) == [ARRAYS_FILE, DESCRIPTION_FILE]
    description = json.loads((saved / DESCRIPTION_FILE).read_text(encoding="utf-8"))
    assert description["format_version"] == 1
    assert description["about"] == {"rows": 200}
    with np.load(saved / ARRAYS_FILE, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_reads_a_folder_stored_by_format_1() -> None:
    # Written once by `python -m tests.models.test_storage`; made anew, it would lose its point
    # as soon as format 1 has been released.
    expected = json.loads((STORED / "expected.json").read_text(encoding="utf-8"))
    output = load_model(STORED).predict(made_up(5, seed=3)[0])
    assert np.allclose(output.size_nm, expected["size_nm"], rtol=1e-5)
    assert np.allclose(output.shape_probabilities[:, 1], expected["cube_probability"], atol=1e-5)


def test_predicting_imports_no_training_library(saved: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ostwald.models.storage import load_model\n"
        "from tests.models.conftest import made_up\n"
        f"load_model(Path({str(saved)!r})).predict(made_up(3)[0])\n"
        "print([m for m in ('sklearn', 'lightgbm', 'torch', 'onnx') if m in sys.modules])"
    )
    root = Path(__file__).parent.parent.parent
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=False
    )
    assert result.stdout.strip() == "[]", result.stderr


def test_no_model_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no model"):
        load_model(tmp_path)


def test_newer_format_is_refused(saved: Path, tmp_path: Path) -> None:
    description = json.loads((saved / DESCRIPTION_FILE).read_text(encoding="utf-8"))
    description["format_version"] = 99
    (tmp_path / DESCRIPTION_FILE).write_text(json.dumps(description), encoding="utf-8")
    with pytest.raises(InputError, match="update ostwald"):
        load_model(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", '{"format_version": "x"}'])
def test_broken_description_is_a_clear_error(text: str, tmp_path: Path) -> None:
    (tmp_path / DESCRIPTION_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InputError):
        load_model(tmp_path)


def test_missing_or_damaged_arrays_are_a_clear_error(saved: Path, tmp_path: Path) -> None:
    (tmp_path / DESCRIPTION_FILE).write_bytes((saved / DESCRIPTION_FILE).read_bytes())
    with pytest.raises(InputError, match="arrays are missing"):
        load_model(tmp_path)
    whole = (saved / ARRAYS_FILE).read_bytes()
    (tmp_path / ARRAYS_FILE).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InputError, match="damaged"):
        load_model(tmp_path)


def test_unknown_kind_is_a_clear_error(saved: Path, tmp_path: Path) -> None:
    description = json.loads((saved / DESCRIPTION_FILE).read_text(encoding="utf-8"))
    description["model"]["kind"] = "oracle"
    (tmp_path / DESCRIPTION_FILE).write_text(json.dumps(description), encoding="utf-8")
    (tmp_path / ARRAYS_FILE).write_bytes((saved / ARRAYS_FILE).read_bytes())
    with pytest.raises(InputError, match="no model 'oracle'"):
        load_model(tmp_path)


if __name__ == "__main__":
    model = quick("extra_trees").set_params(n_trees=5).fit(*made_up(60, seed=1))
    save_model(model, STORED, {"rows": 60})
    said = model.predict(made_up(5, seed=3)[0])
    (STORED / "expected.json").write_text(
        json.dumps(
            {
                "size_nm": said.size_nm.round(6).tolist(),
                "cube_probability": said.shape_probabilities[:, 1].round(6).tolist(),
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
