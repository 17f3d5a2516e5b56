import json

import pytest

from ostwald.cli.main import run


def test_json_adds_up(model_folder, examples_dir, capsys):
    recipe = str(examples_dir / "pbse.yaml")
    assert run(["explain", recipe, "--json", "--model", str(model_folder)]) == 0
    found = json.loads(capsys.readouterr().out)
    total = found["typical_nm"] + sum(one["nm"] for one in found["contributions"])
    assert total == pytest.approx(found["size_nm"]["estimate"], abs=1e-6)
    assert {"what", "category", "nm", "interval"} <= set(found["contributions"][0])
    assert {"what", "from", "to", "nm"} <= set(found["strongest_change"])


def test_the_table_fits_eighty_columns(model_folder, examples_dir, capsys):
    assert run(["explain", str(examples_dir / "inp.yaml"), "--model", str(model_folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any("What moves the size most" in line for line in lines)
    assert max(len(line) for line in lines) <= 80


def test_a_file_of_several_recipes_is_refused(tmp_path, examples_dir, capsys):
    one = (examples_dir / "pbse.yaml").read_text("utf-8").replace("id: ", "# ")
    (tmp_path / "two.yaml").write_text(f"{one}---\n{one}", encoding="utf-8")
    assert run(["explain", str(tmp_path / "two.yaml")]) == 2
    assert "2 recipes; one is looked at" in capsys.readouterr().err
