import numpy as np
import pytest
from scipy import ndimage

from ostwald.microscopy.measure.contour import outline_of
from ostwald.microscopy.measure.descriptors import DESCRIPTOR_NAMES, shape_descriptors


def blob(seed=0):
    noise = ndimage.gaussian_filter(np.random.default_rng(seed).standard_normal((60, 60)), 6)
    y, x = np.mgrid[-30:30, -30:30]
    return np.hypot(y, x) < 18 + 60 * noise


def described(mask):
    return shape_descriptors([outline_of(mask)], np.array([0.9]))[0]


def test_one_value_a_name():
    values = described(blob())
    assert values.shape == (len(DESCRIPTOR_NAMES),)
    assert np.isfinite(values).all()


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_rotation_and_reflection_change_nothing(turns):
    plain = described(blob())
    np.testing.assert_allclose(described(np.rot90(blob(), turns)), plain, atol=0.02)
    np.testing.assert_allclose(described(blob().T), plain, atol=0.02)


def test_only_the_size_changes_with_magnification():
    plain = described(blob())
    large = described(np.kron(blob(), np.ones((3, 3), bool)))
    assert large[0] - plain[0] == pytest.approx(np.log(3), abs=0.03)
    np.testing.assert_allclose(large[1:], plain[1:], atol=0.08)
