import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import ndimage
from skimage.draw import polygon

from ostwald.microscopy.review.outline import trace


def filled(loop, shape):
    mask = np.zeros(shape, bool)
    mask[polygon(loop[:, 1] - 0.5, loop[:, 0] - 0.5, shape)] = True
    return mask


def test_a_pixel_and_a_rectangle():
    assert sorted(map(tuple, trace(np.ones((1, 1), bool))[0].tolist())) == [
        (0, 0), (0, 1), (1, 0), (1, 1),
    ]  # fmt: skip
    assert len(trace(np.ones((3, 7), bool))[0]) == 4


@given(arrays(bool, st.tuples(st.integers(1, 9), st.integers(1, 9))))
def test_the_outlines_hold_the_pixels_they_were_traced_around(mask):
    pieces, count = ndimage.label(mask)
    loops = trace(mask)
    assert len(loops) == count
    back = np.zeros(mask.shape, int)
    for loop in loops:
        back += filled(loop, mask.shape)
    whole = np.zeros(mask.shape, int)
    for number in range(1, count + 1):
        whole += ndimage.binary_fill_holes(pieces == number, structure=np.ones((3, 3)))
    np.testing.assert_array_equal(back, whole)
