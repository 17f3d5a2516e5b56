from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from ostwald.microscopy.segmentation.instances import Instances
from ostwald.microscopy.segmentation.magnification import (
    Probe,
    candidates,
    choose,
    is_faint,
    is_settled,
    judge,
    limit,
    middle,
    support,
)
from ostwald.microscopy.segmentation.settings import SegmentationSettings

SETTINGS = SegmentationSettings()


def instances(diameters, predicted=None, scores=1.0):
    diameters = np.asarray(diameters, float)
    predicted = diameters if predicted is None else np.asarray(predicted, float)
    return Instances(
        np.zeros((1, 1), np.int32), np.full(diameters.shape, scores), diameters, predicted
    )


def test_candidates_are_steps_of_two_up_to_the_limit():
    steps = candidates((512, 700), SETTINGS)
    assert steps[-1] == SETTINGS.largest_magnification
    assert all(b / a == pytest.approx(2) for a, b in itertools.pairwise(steps))
    assert min(512, 700) * steps[0] < 64


def test_huge_frames_are_not_enlarged():
    shape = (8192, 8192)
    assert limit(shape, SETTINGS) ** 2 * 8192**2 <= SETTINGS.largest_working_px * 1.0001
    assert candidates(shape, SETTINGS)[-1] < 1.1


def test_pieces_of_texture_convince_less_than_particles():
    particles = judge(instances([20.0] * 10), 1.0, (200, 200))
    texture = judge(instances([20.0] * 10, predicted=[60.0] * 10), 1.0, (200, 200))
    faint = judge(instances([20.0] * 10, scores=0.55), 1.0, (200, 200))
    assert particles.evidence > 10 * texture.evidence
    assert particles.evidence > 5 * faint.evidence
    assert particles.diameter_px == pytest.approx(20)


def test_diameters_are_given_in_pixels_of_the_frame():
    assert judge(instances([20.0] * 5), 0.25, (100, 100)).diameter_px == pytest.approx(80)


def test_nothing_found_means_no_evidence_and_full_size():
    probe = judge(instances([]), 0.5, (100, 100))
    assert probe.evidence == 0
    assert choose([probe], SETTINGS, 2.0) == 1.0
    assert choose([probe], SETTINGS, 0.7) == 0.7


def test_looks_that_agree_outweigh_a_single_stronger_one():
    blob = Probe(0.25, 0.12, 120.0)
    fine = [Probe(1.0, 0.07, 10.5), Probe(2.0, 0.09, 10.7)]
    assert support(blob, [blob, *fine]) == pytest.approx(0.12)
    assert support(fine[0], [blob, *fine]) == pytest.approx(0.16)
    assert choose([blob, *fine], SETTINGS, 2.0) == 2.0


def test_chosen_magnification_brings_particles_to_the_target():
    chosen = choose([Probe(0.25, 0.3, 100.0), Probe(0.5, 0.2, 101.0)], SETTINGS, 2.0)
    assert chosen * 100 == pytest.approx(SETTINGS.target_diameter_px)


def test_costly_looks_are_spared_only_when_two_cheap_ones_agree():
    agreeing = [Probe(0.25, 0.2, 80.0), Probe(0.5, 0.2, 78.0)]
    assert is_settled([*agreeing[:1], Probe(0.5, 0.25, 78.0)], 1.0, SETTINGS)
    assert not is_settled([Probe(0.25, 0.3, 80.0), Probe(0.5, 0.1, 60.0)], 1.0, SETTINGS)
    assert not is_settled(agreeing, 0.5, SETTINGS)
    assert not is_settled([Probe(0.25, 0.2, 120.0), Probe(0.5, 0.2, 80.0)], 1.0, SETTINGS)
    assert not is_settled([Probe(0.25, 0.01, 80.0), Probe(0.5, 0.02, 78.0)], 1.0, SETTINGS)


def test_three_agreeing_looks_spare_the_enlargement_of_a_sparse_frame():
    sparse = [Probe(0.25, 0.016, 34.1), Probe(0.5, 0.019, 33.1), Probe(1.0, 0.02, 33.5)]
    assert is_settled(sparse, 2.0, SETTINGS)
    assert not is_settled(sparse[1:], 2.0, SETTINGS)
    assert not is_settled(sparse[:2], 1.0, SETTINGS)
    small = [replace(probe, diameter_px=probe.diameter_px / 4) for probe in sparse]
    assert not is_settled(small, 2.0, SETTINGS)


def test_the_strongest_look_may_be_a_small_one_if_another_agrees_at_a_comfortable_size():
    looks = [Probe(0.25, 0.221, 35.8), Probe(0.5, 0.216, 35.0), Probe(1.0, 0.212, 35.6)]
    assert is_settled(looks, 2.0, SETTINGS)
    tiny = [replace(look, diameter_px=look.diameter_px / 3) for look in looks]
    assert not is_settled(tiny, 2.0, SETTINGS)


def test_enlargements_of_large_frames_are_judged_by_their_middle():
    frame = np.arange(2000 * 1500, dtype=np.float32).reshape(2000, 1500)
    part = middle(frame, 2.0, SETTINGS)
    assert part.size == pytest.approx(SETTINGS.largest_enlarged_px, rel=0.01)
    assert part.shape[0] / part.shape[1] == pytest.approx(2000 / 1500, rel=0.01)
    assert part.mean() == pytest.approx(frame.mean(), rel=0.01)
    assert middle(frame, 1.0, SETTINGS) is frame
    assert middle(frame[:800], 2.0, SETTINGS).shape == (800, 1500)


def test_specks_at_full_size_call_for_an_enlargement():
    coarse = [Probe(0.25, 0.2, 140.0), Probe(0.5, 0.2, 138.0)]
    assert not is_settled([*coarse, Probe(1.0, 0.01, 8.0)], 2.0, SETTINGS)
    assert is_settled([*coarse, Probe(1.0, 0.05, 45.0)], 2.0, SETTINGS)


def test_islands_of_small_particles_are_not_taken_for_large_ones():
    islands = [Probe(0.125, 0.12, 146.0), Probe(0.25, 0.13, 139.0)]
    fine = [Probe(1.0, 0.07, 10.5), Probe(2.0, 0.1, 10.7)]
    assert choose([*islands, *fine], SETTINGS, 2.0) == 2.0
    texture = [Probe(0.5, 0.1, 70.0), Probe(1.0, 0.05, 35.0)]
    assert choose([*islands, *texture], SETTINGS, 2.0) < 0.25


def test_a_lone_look_at_specks_does_not_outweigh_looks_that_agree():
    large = [Probe(0.25, 0.032, 36.4), Probe(0.5, 0.042, 33.1)]
    specks = [Probe(1.0, 0.06, 13.1), Probe(2.0, 0.1, 6.6)]
    assert choose([*large, *specks], SETTINGS, 2.0) < 1
    many = replace(specks[1], evidence=0.3)
    assert choose([*large, specks[0], many], SETTINGS, 2.0) == 2.0


def test_a_frame_is_faint_where_no_looks_together_convince():
    assert is_faint([Probe(1.0, 0.0, float("nan")), Probe(2.0, 0.004, 5.0)], SETTINGS)
    assert not is_faint([Probe(1.0, 0.015, 20.0), Probe(2.0, 0.012, 20.5)], SETTINGS)
    assert is_faint([Probe(1.0, 0.0, float("nan"))], SETTINGS)
