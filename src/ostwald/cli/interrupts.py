"""Ctrl-C that is never lost."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interrupts() -> Iterator[list[int]]:
    """Remember every Ctrl-C: one that arrives in a finaliser or a library may be swallowed there.

    Yields:
        A list that grows with each interruption.
    """
    seen: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield seen
        return

    def remember(number: int, frame: FrameType | None) -> None:
        seen.append(number)
        raise KeyboardInterrupt

    loud = sys.unraisablehook

    def quiet(swallowed: sys.UnraisableHookArgs) -> None:
        if not issubclass(swallowed.exc_type, KeyboardInterrupt):
            loud(swallowed)

    before = signal.signal(signal.SIGINT, remember)
    sys.unraisablehook = quiet
    try:
        yield seen
    finally:
        sys.unraisablehook = loud
        signal.signal(signal.SIGINT, before)
