"""A time series of sizes, as a synthesis's aliquots give it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ostwald.errors import InputError
from ostwald.mechanism.population import FloatArray

_TIMES = {"time_s": 1.0, "time_min": 60.0, "time_h": 3600.0}
_LEAST_ROWS = 4
_SIZE_SHARE = 0.02
"""Error of a size where the table gives none, as a share of it."""
_SPREAD_SHARE, _SPREAD_POINTS = 0.15, 1.0
"""Error of a spread: a share of it and percentage points."""


@dataclass(frozen=True)
class SizeSeries:
    """Sizes against time.

    Attributes:
        time_s: Times in s, growing, shape (n,).
        size_nm: Mean diameters in nm, shape (n,).
        size_error_nm: Their standard errors in nm, shape (n,).
        spread_percent: Standard deviations in % of the mean, NaN where not known, shape (n,).
    """

    time_s: FloatArray
    size_nm: FloatArray
    size_error_nm: FloatArray
    spread_percent: FloatArray

    @property
    def spread_error(self) -> FloatArray:
        """Standard errors of the spreads in percentage points, shape (n,)."""
        return np.hypot(_SPREAD_SHARE * self.spread_percent, _SPREAD_POINTS)


def read_size_series(path: Path | str) -> SizeSeries:
    """Read a table of sizes against time.

    Args:
        path: CSV with ``time_min`` (or ``_s``, ``_h``), ``size_nm`` and, where known,
            ``size_error_nm`` and ``size_distribution_percent``. The table that
            ``ostwald optics --follow`` writes is one. An error that all sizes share, such as that
            of a sizing curve, belongs there as it is: it is not averaged away.

    Returns:
        The series, by growing time.

    Raises:
        InputError: The table cannot be read; all that is wrong is named at once.
    """
    import pandas as pd

    path = Path(path)
    try:
        table = pd.read_csv(path, skipinitialspace=True)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", where=str(path)) from error
    except (ValueError, UnicodeDecodeError) as error:  # pandas' errors are ValueErrors
        raise InputError(f"is no CSV table: {error}", where=str(path)) from error
    table.columns = [str(column).strip().lower() for column in table.columns]
    known = [name for name in _TIMES if name in table.columns]
    if not known or "size_nm" not in table.columns:
        raise InputError(
            "has no columns time_min and size_nm",
            where=str(path),
            hint="a table has time_min (or time_s, time_h), size_nm, and perhaps "
            "size_distribution_percent",
        )
    wrong: list[str] = []

    def column(name: str) -> FloatArray:
        if name not in table.columns:
            return np.full(len(table), np.nan)
        numbers = pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=float)
        for row in np.nonzero(np.isnan(numbers) & table[name].notna().to_numpy())[0]:
            wrong.append(f"row {row + 2}: {table[name].iloc[row]!r} is no number for {name}")
        return numbers

    times = column(known[0]) * _TIMES[known[0]]
    sizes, errors = column("size_nm"), column("size_error_nm")
    spreads = column("size_distribution_percent")
    used = np.isfinite(times) & np.isfinite(sizes)
    wrong += [
        f"row {row + 2}: {what}"
        for mask, what in (
            (used & (times < 0), "the time is negative"),
            (used & (sizes <= 0), "the size is not more than zero"),
            (used & (sizes > 1000), "the size is more than 1000 nm"),
            (np.isfinite(spreads) & (spreads < 0), "the spread is negative"),
            (np.isfinite(errors) & (errors <= 0), "the error is not more than zero"),
        )
        for row in np.nonzero(mask)[0]
    ]
    if wrong:
        raise InputError("; ".join(wrong), where=str(path), hint="mend or empty these cells")
    order = np.nonzero(used & (times > 0))[0]
    order = order[np.argsort(times[order], kind="stable")]
    if len(order) < _LEAST_ROWS or len(np.unique(times[order])) < _LEAST_ROWS:
        raise InputError(
            f"has {len(order)} sizes at times after zero; {_LEAST_ROWS} times are needed at least",
            where=str(path),
        )
    errors = np.where(np.isfinite(errors), errors, _SIZE_SHARE * sizes)
    return SizeSeries(times[order], sizes[order], errors[order], spreads[order])
