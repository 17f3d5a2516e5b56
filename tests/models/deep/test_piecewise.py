from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.models.deep.piecewise import PiecewiseLinear, Standard, join_edges, split_edges


def test_a_value_fills_the_bins_below_it_and_a_share_of_its_own() -> None:
    encoding = PiecewiseLinear(np.array([0.0, 1.0, 3.0, 4.0]))
    assert encoding(np.array([2.0])).tolist() == [[1.0, 0.5, 0.0]]
    assert encoding.width == 3


def test_beyond_the_seen_range_it_goes_on_for_one_bin() -> None:
    encoding = PiecewiseLinear(np.array([0.0, 1.0, 3.0]))
    assert encoding(np.array([-0.5])).tolist() == [[-0.5, 0.0]]
    assert encoding(np.array([4.0, 99.0])).tolist() == [[1.0, 1.5], [1.0, 2.0]]


def test_a_constant_column_has_one_bin() -> None:
    encoding = PiecewiseLinear.fit(np.full(9, 5.0), bins=8)
    assert encoding.width == 1
    assert np.isfinite(encoding(np.array([5.0, 7.0]))).all()


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30), st.floats(-1e6, 1e6))
def test_larger_values_never_encode_smaller(values: list[float], shift: float) -> None:
    encoding = PiecewiseLinear.fit(np.array(values), bins=6)
    low, high = sorted((values[0], shift))
    assert (encoding(np.array([low])) <= encoding(np.array([high])) + 1e-6).all()


def test_edges_survive_being_joined() -> None:
    encodings = [PiecewiseLinear.fit(np.arange(k + 2.0), bins=4) for k in range(3)]
    again = split_edges(join_edges(encodings))
    assert [e.edges.tolist() for e in again] == [e.edges.tolist() for e in encodings]


def test_standard_scales_clips_and_silences_constants() -> None:
    rows = np.array([[0.0, 7.0], [2.0, 7.0]])
    scaled = Standard.fit(rows)(np.array([[0.0, 7.0], [1.0, 9.0], [1e9, 7.0]]))
    assert scaled[:, 0].tolist() == pytest.approx([-1.0, 0.0, 4.0])
    assert scaled[:, 1].tolist() == [0.0, 0.0, 0.0]
