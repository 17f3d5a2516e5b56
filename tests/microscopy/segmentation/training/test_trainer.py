from __future__ import annotations

import json

import numpy as np
import pytest

from ostwald.errors import InputError

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytestmark = pytest.mark.torch

from ostwald.microscopy.segmentation.network_model import NetworkModel  # noqa: E402
from ostwald.microscopy.segmentation.training.trainer import (  # noqa: E402
    Trainer,
    TrainingSettings,
)


@pytest.fixture
def small_samples(monkeypatch):
    """Samples without a second process."""
    from ostwald.microscopy.segmentation.training import trainer

    class Reservoir:
        received = 0

        def __init__(self, data, seed):
            self.rng = np.random.default_rng(seed)

        def fill(self, count):
            pass

        def batch(self, size, crop_px):
            pixels = self.rng.standard_normal((size, 1, crop_px, crop_px), dtype=np.float32)
            return pixels, np.ones((size, 5, crop_px, crop_px), np.float32)

        def close(self):
            pass

    monkeypatch.setattr(trainer, "SampleReservoir", Reservoir)


def settings(steps):
    return TrainingSettings(steps=steps, batch=1, crop_px=32, threads=1)


@pytest.mark.usefixtures("small_samples")
def test_training_goes_on_where_it_was_interrupted(tmp_path):
    first = Trainer(tmp_path, None, settings(2), resume=False)
    assert list(first.run()) == [1, 2]
    with pytest.raises(InputError, match="--resume"):
        Trainer(tmp_path, None, settings(4), resume=False)
    second = Trainer(tmp_path, None, settings(4), resume=True)
    for one, other in zip(first.network.parameters(), second.network.parameters(), strict=True):
        assert torch.equal(one, other)
    assert list(second.run()) == [3, 4]
    entries = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert entries[-1]["step"] == 4


@pytest.mark.usefixtures("small_samples")
def test_exported_network_answers_as_the_trained_one(tmp_path):
    trainer = Trainer(tmp_path, None, settings(1), resume=False)
    list(trainer.run())
    trainer.export(tmp_path / "out")
    model = NetworkModel(tmp_path / "out", threads=1)
    assert model.description["training"]["steps_done"] == 1
    pixels = np.random.default_rng(0).standard_normal((64, 64)).astype(np.float32)
    maps = model.predict(pixels)
    padded = np.pad(pixels, 32, mode="symmetric")
    with torch.no_grad():
        raw = trainer.average(torch.from_numpy(padded)[None, None])[0, :, 32:-32, 32:-32]
    expected = torch.cat([torch.sigmoid(raw[:3]), raw[3:]]).numpy()
    assert maps == pytest.approx(expected, abs=2e-3)


@pytest.mark.usefixtures("small_samples")
def test_a_run_may_start_from_an_exported_network(tmp_path):
    """Unfolded batch normalisation answers as the exported network does."""
    from dataclasses import replace

    first = Trainer(tmp_path / "a", None, settings(3), resume=False)
    list(first.run())
    first.export(tmp_path / "exported")
    run = replace(settings(1), learning_rate=1e-30, weight_decay=0.0)
    second = Trainer(tmp_path / "b", None, run, resume=False, initial=tmp_path / "exported")
    list(second.run())
    second.export(tmp_path / "again")
    old, new = NetworkModel(tmp_path / "exported", 1), NetworkModel(tmp_path / "again", 1)
    digest = new.description["training"]["initial_sha256"]
    assert digest == old.description["sha256"]
    pixels = np.random.default_rng(0).standard_normal((64, 64)).astype(np.float32)
    # One step moves the running means a little; the weights do not move at this rate.
    assert new.predict(pixels) == pytest.approx(old.predict(pixels), abs=0.1)


@pytest.mark.usefixtures("small_samples")
def test_a_network_of_another_build_cannot_be_started_from(tmp_path):
    from ostwald.microscopy.segmentation.training.export import export_network
    from ostwald.microscopy.segmentation.training.network import SegmentationNetwork

    export_network(SegmentationNetwork((8, 8, 8, 8)), tmp_path / "other", {})
    trainer = Trainer(tmp_path, None, settings(1), resume=False, initial=tmp_path / "other")
    with pytest.raises(InputError, match="another build"):
        list(trainer.run())
    with pytest.raises(InputError, match="no segmentation network"):
        Trainer(tmp_path / "c", None, settings(1), resume=False, initial=tmp_path / "none")


@pytest.mark.usefixtures("small_samples")
def test_damaged_checkpoint_is_named(tmp_path):
    (tmp_path / "checkpoint.pt").write_bytes(b"not a checkpoint")
    with pytest.raises(InputError, match="checkpoint"):
        Trainer(tmp_path, None, settings(1), resume=True)


def test_rate_rises_stays_and_falls(tmp_path):
    trainer = Trainer(tmp_path, None, TrainingSettings(steps=1000, threads=1), resume=False)
    rates = [trainer.rate(step) for step in range(1000)]
    assert rates[0] < 0.05 * max(rates)
    assert rates[400] == max(rates) == trainer.settings.learning_rate
    assert rates[-1] < 0.02 * max(rates)
