from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ostwald.microscopy.segmentation.instances import Instances
from ostwald.microscopy.segmentation.settings import SegmentationSettings
from ostwald.microscopy.segmentation.settling import Settled, unsettled
from ostwald.microscopy.segmentation.smaller import add_smaller

SETTINGS = SegmentationSettings()


def disc(shape, centre, radius):
    y, x = np.mgrid[: shape[0], : shape[1]]
    return np.hypot(y - centre[0], x - centre[1]) <= radius


class Scene:
    """Two large discs and some small ones; the closer look sees the frame as it is."""

    def __init__(self, small=((20, 20), (20, 60), (20, 100), (20, 140)), depth=-2.0, score=0.98):
        shape = (300, 300)
        self.frame = np.zeros(shape, np.float32)
        self.labels = np.zeros(shape, np.int32)
        for number, centre in enumerate([(150, 80), (150, 220)], start=1):
            inside = disc(shape, centre, 50)
            self.labels[inside], self.frame[inside] = number, -2
        self.seen = np.zeros(shape, np.int32)
        for number, centre in enumerate(small, start=1):
            inside = disc(shape, centre, 8)
            self.seen[inside] = number
            self.frame[inside & (self.labels == 0)] = depth
        size = np.full(len(small), 16.0)
        self.instances = Instances(self.seen, np.full(len(small), score), size, size)
        self.looked_at = []

    def look(self, magnification):
        self.looked_at.append(magnification)
        return self.instances, (self.seen > 0).astype(np.float16)

    def result(self, diameter=100.0, settings=SETTINGS):
        scores, diameters = np.array([0.99, 0.99]), np.full(2, diameter)
        settled = Settled(self.labels, np.full(3, 0.1), np.ones(3, bool))
        self.settled, scores = add_smaller(
            self.frame, settled, scores, diameters, self.look, unsettled, settings
        )
        return self.settled.labels, scores


def test_small_ones_between_large_ones_are_added():
    scene = Scene()
    labels, scores = scene.result()
    assert scores.tolist() == [0.99, 0.99, *[0.98] * 4]
    assert scene.settled.found.tolist() == [True] * 3 + [False] * 4
    assert scene.settled.errors_px.size == 7
    assert np.array_equal(labels[scene.labels > 0], scene.labels[scene.labels > 0])
    assert np.array_equal(labels[scene.seen > 0], scene.seen[scene.seen > 0] + 2)


@pytest.mark.parametrize(
    "change",
    [
        {"score": 0.9},
        {"depth": -0.3},
        {"depth": 2.0},
        {"small": ((20, 20), (20, 60))},
        {"small": ((150, 80), (150, 60), (150, 220), (160, 100))},
    ],
    ids=["doubtful", "faint", "opposite", "too few", "within large ones"],
)
def test_what_may_be_dirt_or_texture_is_not_added(change):
    scene = Scene(**change)
    labels, scores = scene.result()
    np.testing.assert_array_equal(labels, scene.labels)
    assert scores.size == 2


def test_pieces_of_other_size_than_predicted_are_texture():
    scene = Scene()
    scene.instances = replace(scene.instances, predicted_px=np.full(4, 40.0))
    assert scene.result()[1].size == 2


def test_frames_of_small_particles_are_not_looked_at_again():
    scene = Scene()
    assert scene.result(diameter=40.0)[1].size == 2
    assert not scene.looked_at


def test_the_look_is_limited_by_the_size_of_the_frame():
    scene = Scene()
    scene.result(diameter=300.0)
    assert scene.looked_at == [pytest.approx(4 * 26 / 300)]
    few = Scene()
    few.result(settings=replace(SETTINGS, largest_smaller_px=300 * 300 // 16))
    assert few.looked_at == [0.25]


def test_a_heap_of_small_ones_is_taken_apart():
    grid = [(y, x) for y in range(114, 190, 18) for x in range(44, 120, 18)]
    scene = Scene(small=grid)
    scene.frame[(scene.labels == 1) & (scene.seen == 0)] = 0
    scene.frame[scene.seen > 0] = -2
    labels, scores = scene.result()
    assert 1 not in labels
    assert 2 in labels
    assert scores.size == 2 + len(grid)


def test_a_heap_whose_pieces_do_not_convince_stays():
    grid = [(y, x) for y in range(114, 190, 18) for x in range(44, 120, 18)]
    scene = Scene(small=grid)
    scene.frame[80:220, 10:150] = -2  # no contrast between the pieces
    labels, scores = scene.result()
    np.testing.assert_array_equal(labels, scene.labels)
    assert scores.size == 2
