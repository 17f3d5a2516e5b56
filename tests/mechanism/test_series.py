from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ostwald.errors import InputError
from ostwald.mechanism.series import read_size_series


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "series.csv"
    path.write_text(text)
    return path


def test_a_table_is_read_in_order_of_time(tmp_path: Path) -> None:
    text = (
        "time_min,size_nm,size_distribution_percent\n10,3.5,8\n1,2.0,15\n5,3.0,\n2,2.5,12\n,4,5\n"
    )
    series = read_size_series(write(tmp_path, text))
    assert series.time_s.tolist() == [60.0, 120.0, 300.0, 600.0]
    assert series.size_nm.tolist() == [2.0, 2.5, 3.0, 3.5]
    assert np.isnan(series.spread_percent[2])
    assert series.size_error_nm == pytest.approx(0.02 * series.size_nm)


def test_seconds_and_stated_errors(tmp_path: Path) -> None:
    text = "time_s, size_nm, size_error_nm\n" + "".join(
        f"{t},{2 + t / 10},0.1\n" for t in range(1, 6)
    )
    series = read_size_series(write(tmp_path, text))
    assert series.time_s[0] == 1.0
    assert np.all(series.size_error_nm == 0.1)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "CSV"),
        ("a,b\n1,2\n", "no columns time_min and size_nm"),
        ("time_min,size_nm\n1,2\n2,3\n", "4 times are needed"),
        ("time_min,size_nm\n1,2\n2,-3\n3,4\n4,5\n", "row 3: the size is not more than zero"),
        ("time_min,size_nm\n1,2\n2,big\n3,4\n4,5\n", "'big' is no number"),
        ("time_min,size_nm\n-1,2\n2,3000\n3,4\n4,5\n", "negative; row 3: the size is more"),
    ],
)
def test_unusable_tables(text: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=problem):
        read_size_series(write(tmp_path, text))
    with pytest.raises(InputError, match="cannot be read"):
        read_size_series(tmp_path / "none.csv")
