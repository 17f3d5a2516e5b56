from __future__ import annotations

import numpy as np
import pytest

from ostwald.microscopy.segmentation.training.targets import make_targets


def test_maps_of_two_touching_squares():
    labels = np.zeros((40, 60), np.int32)
    labels[10:26, 10:26] = 4
    labels[10:26, 26:42] = 9
    foreground, distance, contact, size = make_targets(labels)
    assert np.array_equal(foreground > 0, labels > 0)
    assert distance[labels == 4].max() == distance[labels == 9].max() == 1
    # The shared side is an edge of both: the distance falls towards it.
    assert distance[18, 25] < 0.1
    assert distance[18, 26] < 0.1
    assert contact[12:24, 25:27].all()
    assert not contact[:, :24].any()
    assert size[18, 12] == pytest.approx(np.log2(2 * np.sqrt(256 / np.pi) / 16), abs=1e-5)
    assert size[0, 0] == distance[0, 0] == 0


def test_frame_is_no_edge():
    labels = np.zeros((30, 30), np.int32)
    labels[:, :12] = 1
    distance = make_targets(labels)[1]
    assert distance[15, 0] == 1
    assert distance[15, 11] < 0.1


def test_empty_labels():
    assert not make_targets(np.zeros((8, 9), np.int32)).any()
