from __future__ import annotations

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from ostwald.cli import train_segmenter
from ostwald.errors import InputError

pytestmark = pytest.mark.torch


@pytest.fixture
def app(monkeypatch):
    from ostwald.microscopy.segmentation.training import trainer

    class Reservoir:
        received = 0

        def __init__(self, data, seed):
            pass

        def fill(self, count):
            pass

        def batch(self, size, crop_px):
            pixels = np.zeros((size, 1, crop_px, crop_px), np.float32)
            return pixels, np.ones((size, 5, crop_px, crop_px), np.float32)

        def close(self):
            pass

    monkeypatch.setattr(trainer, "SampleReservoir", Reservoir)
    monkeypatch.delenv("OSTWALD_DATA", raising=False)
    application = typer.Typer()
    train_segmenter.register(application)
    return application


def arguments(folder, *more):
    return ["--out", str(folder), "--batch", "1", "--threads", "1", *more]


def test_training_writes_a_network_that_can_be_loaded(app, tmp_path):
    from ostwald.microscopy.segmentation import Segmenter

    result = CliRunner().invoke(app, arguments(tmp_path, "--steps", "1"))
    assert result.exit_code == 0, result.output
    assert "1 steps" in result.output
    description = Segmenter.load(tmp_path).model.description
    assert description["training"]["steps"] == 1
    assert description["training"]["data"] == "rendered"


def test_a_second_run_needs_resume(app, tmp_path):
    CliRunner().invoke(app, arguments(tmp_path, "--steps", "1"))
    again = CliRunner().invoke(app, arguments(tmp_path, "--steps", "2"))
    assert isinstance(again.exception, InputError)
    resumed = CliRunner().invoke(app, arguments(tmp_path, "--steps", "2", "--resume"))
    assert resumed.exit_code == 0
    assert "2 steps" in resumed.output


def test_data_folder_without_images_is_named(app, tmp_path):
    result = CliRunner().invoke(
        app, arguments(tmp_path / "out", "--steps", "1", "--data", str(tmp_path))
    )
    assert isinstance(result.exception, InputError)
    assert "EMPS" in str(result.exception)


def test_training_from_the_shipped_network_is_written_down(app, tmp_path):
    from ostwald.microscopy.segmentation import Segmenter

    more = ["--steps", "1", "--init", "shipped", "--learning-rate", "1e-5", "--cool-down", "0.5"]
    result = CliRunner().invoke(app, arguments(tmp_path, *more))
    assert result.exit_code == 0, result.output
    training = Segmenter.load(tmp_path).model.description["training"]
    assert training["initial_sha256"] == Segmenter.load().model.description["sha256"]
    assert (training["learning_rate"], training["cool_down"]) == (1e-5, 0.5)
    more = [*more, "--resume", "--keep-initial", "0.5"]
    assert CliRunner().invoke(app, arguments(tmp_path, *more)).exit_code == 0
    assert Segmenter.load(tmp_path).model.description["training"]["keep_initial"] == 0.5


def test_validation_table_has_a_line_a_paper_and_pools_by_counts():
    from ostwald.microscopy.segmentation.scoring import MatchCounts
    from ostwald.microscopy.segmentation.training.validation import ImageResult

    def result(doi, dark, hits, misses):
        counts = {t: MatchCounts(hits, 0, misses) for t in (0.5, 0.75, 0.9)}
        return ImageResult("x", doi, dark, 1.0, 20.0, counts)

    lines = train_segmenter._table(
        [result("10.1/b", True, 1, 1), result("10.1/a", False, 8, 0), result("10.1/b", True, 1, 1)]
    )
    assert lines[1] == "10.1/a,8,1.000,1.000,1.000"
    assert lines[2] == "10.1/b,4,0.500,0.500,0.500"
    assert lines[3] == "dark particles,4,0.500,0.500,0.500"
    assert lines[4] == "all,12,0.833,0.833,0.833"
