import numpy as np

from ostwald.microscopy.measure import measure_particles
from ostwald.microscopy.measure.filters import contrast_of, kept_particles
from ostwald.microscopy.settings import Settings


def picture():
    """A small dark square, a large bright one and a thin bright line, on a slope."""
    labels = np.zeros((60, 80), np.int32)
    labels[5:10, 5:10], labels[20:40, 20:40], labels[50:52, 10:70] = 2, 3, 7
    pixels = np.tile(np.linspace(0, 500, 80, dtype=np.float32), (60, 1))
    pixels += np.array([0, 0, -50, 50, 0, 0, 0, 50], np.float32)[labels]
    return labels, pixels


def kept(nm_per_px=1.0, **wanted):
    labels, pixels = picture()
    table = measure_particles(labels, pixels, nm_per_px)
    table, labels, notes = kept_particles(table, labels, pixels, Settings(**wanted))
    assert sorted(np.unique(labels[labels > 0])) == table.particle.tolist()
    return table.particle.tolist(), notes


def test_nothing_asked_keeps_all():
    assert kept() == ([2, 3, 7], ())


def test_sizes():
    assert kept(min_size_nm=6)[0] == [3, 7]
    assert kept(max_size_nm=13, min_size_nm=6) == (
        [7],
        ("1 particle under 6 nm left out, as asked", "1 particle over 13 nm left out, as asked"),
    )


def test_sizes_without_scale_are_not_guessed():
    particles, notes = kept(None, min_size_nm=6)
    assert particles == [2, 3, 7]
    assert "without a scale" in notes[0]


def test_roundness():
    assert kept(min_circularity=0.5)[0] == [2, 3]


def test_bright_and_dark_against_their_own_ground():
    assert kept(contrast="bright")[0] == [3, 7]
    assert kept(contrast="dark")[0] == [2]
    labels, pixels = picture()
    table = measure_particles(labels, pixels)
    np.testing.assert_allclose(contrast_of(table, labels, pixels), [-50, 50, 50], atol=8)
