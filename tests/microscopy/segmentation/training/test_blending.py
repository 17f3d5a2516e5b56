from __future__ import annotations

import numpy as np
import pytest

from ostwald.errors import InputError

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
pytestmark = pytest.mark.torch

from ostwald.microscopy.segmentation.network_model import NetworkModel  # noqa: E402
from ostwald.microscopy.segmentation.training.blending import blend_exported  # noqa: E402
from ostwald.microscopy.segmentation.training.export import export_network  # noqa: E402
from ostwald.microscopy.segmentation.training.network import SegmentationNetwork  # noqa: E402

PIXELS = np.random.default_rng(0).standard_normal((32, 32)).astype(np.float32)


@pytest.fixture
def two_networks(tmp_path):
    for seed, name in enumerate("ab"):
        torch.manual_seed(seed)
        export_network(SegmentationNetwork((8, 8, 8, 8)).eval(), tmp_path / name, {})
    return tmp_path / "a", tmp_path / "b"


def answer(folder):
    return NetworkModel(folder, threads=1).predict(PIXELS).astype(float)


def test_the_ends_are_the_two_networks(two_networks):
    first, second = two_networks
    before, other = answer(first), answer(second)
    blend_exported(first, second, 0.0)
    assert answer(first) == pytest.approx(before)
    blend_exported(first, second, 1.0)
    assert answer(first) == pytest.approx(other)


def test_half_way_is_neither_and_is_written_down(two_networks):
    first, second = two_networks
    before, other = answer(first), answer(second)
    blend_exported(first, second, 0.5)
    assert np.abs(answer(first) - before).max() > 1e-3
    assert np.abs(answer(first) - other).max() > 1e-3
    assert NetworkModel(first, 1).description["training"]["keep_initial"] == 0.5


def test_networks_of_different_builds(two_networks, tmp_path):
    export_network(SegmentationNetwork((8, 8, 8, 16)).eval(), tmp_path / "c", {})
    with pytest.raises(InputError, match="different builds"):
        blend_exported(two_networks[0], tmp_path / "c", 0.5)
