from __future__ import annotations

import numpy as np

from ostwald.microscopy.segmentation.instances import find_instances
from ostwald.microscopy.segmentation.scoring import match
from ostwald.microscopy.segmentation.settings import SegmentationSettings
from ostwald.microscopy.segmentation.training.targets import make_targets
from ostwald.microscopy.synthesis import RenderSettings, render_micrograph

SETTINGS = SegmentationSettings()


def maps_of(labels):
    return make_targets(labels).astype(np.float16)


def test_perfect_maps_give_back_the_particles():
    settings = RenderSettings(
        height=256, width=256, diameter_nm=8, arrangement="monolayer", coverage=0.8
    )
    truth = render_micrograph(settings, seed=1).labels
    found = find_instances(maps_of(truth), SETTINGS)
    assert match(truth, found.labels)[0.75].average_precision > 0.98
    assert found.labels.max() == len(found.scores) == len(found.diameters_px)


def test_two_touching_discs_are_split_and_a_rod_is_not():
    rows, columns = np.mgrid[:80, :120]
    labels = np.zeros((80, 120), np.int32)
    labels[(rows - 20) ** 2 + (columns - 20) ** 2 <= 100] = 1
    labels[((rows - 20) ** 2 + (columns - 40) ** 2 <= 100) & (labels == 0)] = 2
    labels[55:65, 20:100] = 3
    found = find_instances(maps_of(labels), SETTINGS)
    assert len(found.scores) == 3
    assert match(labels, found.labels)[0.9].average_precision == 1


def test_a_small_hole_in_a_particle_is_filled_and_a_gap_between_particles_is_not():
    labels = np.zeros((60, 60), np.int32)
    labels[10:40, 10:40] = 1
    maps = maps_of(labels)
    maps[0, 20:23, 12:15] = 0
    found = find_instances(maps, SETTINGS)
    assert found.labels[21, 13] == 1
    ring = np.zeros((60, 60), np.int32)
    ring[10:50, 10:50] = 1
    ring[20:40, 20:40] = 0
    ring[10:50, 30:50] *= 2
    found = find_instances(maps_of(ring), SETTINGS)
    assert found.labels[30, 30] == 0


def test_faint_and_tiny_pieces_are_dropped():
    labels = np.zeros((60, 60), np.int32)
    labels[10:30, 10:30] = 1
    labels[40:42, 40:42] = 2
    maps = maps_of(labels)
    assert len(find_instances(maps, SETTINGS).scores) == 1
    maps[0] *= 0.55
    assert len(find_instances(maps, SETTINGS).scores) == 0


def test_empty_maps_give_no_particles():
    found = find_instances(np.zeros((4, 30, 40), np.float16), SETTINGS)
    assert found.labels.shape == (30, 40)
    assert not found.labels.any()
