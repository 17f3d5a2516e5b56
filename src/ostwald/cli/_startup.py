"""Keeping a short command short."""

from __future__ import annotations

import sys


def import_pint_alone() -> None:
    """Import pint without dask.

    pint imports dask, which takes longer than all the rest of a prediction, wherever it is
    installed (the micrograph readers bring it), only to support arrays that no recipe has. This
    is for commands, which own their process; the library leaves pint as it is.
    """
    if "pint" in sys.modules or "dask" in sys.modules:
        return
    sys.modules["dask"] = None  # type: ignore[assignment] # makes `import dask` an ImportError
    try:
        import pint  # noqa: F401
    finally:
        del sys.modules["dask"]
