"""Work that jobs do in tests: importable, so that worker processes find it."""

from __future__ import annotations

import os
import time
from typing import Any

from ostwald.errors import InputError


def doubled(report: Any, *, number: int) -> int:
    report(0.5, "half way")
    return 2 * number


def endless(report: Any) -> None:
    report(0.25, "for ever")
    time.sleep(600)


def unusable(report: Any) -> None:
    raise InputError("it is no good", where="a file", hint="send another")


def crashing(report: Any) -> None:
    os._exit(3)


def faulty(report: Any) -> None:
    raise ZeroDivisionError("a secret of the program")
