from __future__ import annotations

import numpy as np
import pytest

from ostwald.microscopy.segmentation.contrast import (
    contrasts,
    opposite,
    residue,
    strangers,
    usual_contrast,
)
from ostwald.microscopy.segmentation.instances import Instances
from ostwald.microscopy.segmentation.settings import SegmentationSettings

RULE = (0.3, 0.5), (0.96, 0.85)


def field(values):
    """One square of 6 px for each contrast on an even ground."""
    frame = np.zeros((20, 20 * len(values)), np.float32)
    labels = np.zeros(frame.shape, np.int32)
    for number, contrast in enumerate(values, start=1):
        window = (slice(7, 13), slice(20 * number - 13, 20 * number - 7))
        frame[window], labels[window] = contrast, number
    return frame, labels


def test_contrast_is_the_difference_to_the_film_around():
    frame, labels = field([-2, 0.5])
    assert contrasts(frame + 3, labels, 2)[1:] == pytest.approx([-2, 0.5])


def test_contrast_of_what_has_no_film_around_it_is_unknown():
    labels = np.ones((8, 8), np.int32)
    assert np.isnan(contrasts(np.zeros((8, 8), np.float32), labels, 2)).all()


@pytest.mark.parametrize("polarity", [1, -1])
def test_the_few_of_opposite_contrast_are_found(polarity):
    ghosts = opposite(polarity * np.array([-2, -2, -1, 2, -2, -0.1]), 0.8)
    assert ghosts.tolist() == [False, False, False, True, False, False]


def test_frames_with_both_kinds_keep_both():
    assert not opposite(np.array([-2.0, -2, 2, 2, -2]), 0.8).any()


def test_nothing_to_compare():
    assert not opposite(np.array([0.1, -0.1, np.nan]), 0.8).any()
    assert opposite(np.zeros(0), 0.8).tolist() == []


def test_a_few_crystals_set_the_measure_for_much_residue():
    contrast = np.array([-3.0, -2.5, *[-0.6] * 20])
    diameter = np.array([100.0, 90.0, *[20.0] * 20])
    score = np.array([0.99, 0.98, *[0.8] * 20])
    assert residue(contrast, diameter, score, *RULE).tolist() == [False] * 2 + [True] * 20


def test_faint_particles_that_are_certain_stay():
    contrast, diameter = np.array([-3.0, -0.6, np.nan]), np.array([50.0, 40.0, 40.0])
    assert not residue(contrast, diameter, np.array([0.99, 0.97, 0.7]), *RULE).any()


def test_the_fainter_the_more_certain_it_must_be():
    contrast = -3 * np.array([1, 1, 0.2, 0.4, 0.4, 0.48, 0.6])
    score = np.array([0.99, 0.99, 0.955, 0.91, 0.9, 0.87, 0.5])
    found = residue(contrast, np.array([90.0, 90, 30, 30, 30, 30, 30]), score, *RULE)
    assert found.tolist() == [False, False, True, False, True, False, False]


def test_even_frames_have_no_residue_however_doubtful():
    contrast = np.linspace(-1.2, -0.8, 9)
    assert not residue(contrast, np.full(9, 20.0), np.full(9, 0.65), *RULE).any()
    for flat in (np.nan, 0.0):
        assert not residue(np.full(3, flat), np.ones(3), np.ones(3), *RULE).any()


def test_strangers_are_ghosts_and_residue():
    scores = np.array([0.99, 0.99, 0.99, 0.99, 0.97, 0.7])
    size = np.full(6, 30.0)
    instances = Instances(np.zeros((2, 2), np.int32), scores, size, size)
    contrast = np.array([-2.0, -2.0, -2.0, -2.0, 1.5, -0.4])
    found = strangers(contrast, instances, SegmentationSettings())
    assert found.tolist() == [False] * 4 + [True, True]


def test_usual_contrast_keeps_its_sign():
    assert usual_contrast(np.array([-1.0, -2.0, -3.0]), np.ones(3)) == -2
    assert usual_contrast(np.array([1.0, np.nan]), np.ones(2)) == 1
    assert np.isnan(usual_contrast(np.zeros(0), np.zeros(0)))
