"""How many threads one process may use."""

from __future__ import annotations

import os


def threads_here() -> int:
    """Return the number of threads for libraries that do not ask the environment themselves.

    Returns:
        ``OMP_NUM_THREADS``, which schedulers and ``--jobs`` set for each of their processes, or
        the number of cores.
    """
    told = os.environ.get("OMP_NUM_THREADS", "")
    return (int(told) if told.isdecimal() else 0) or os.cpu_count() or 1
