"""One progress bar for everything that may take longer than two seconds."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sized
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")

_SHOWN: list[Progress] = []
"""The bar on the terminal: there can be only one, further ones are lines of it."""


def track(items: Iterable[T], description: str, total: int | None = None) -> Iterator[T]:
    """Yield the items while a bar on standard error shows how far it is.

    The bar appears on a terminal only, so that logs and pipes stay clean, and vanishes when done.
    Within another one it is a second line below it, for the parts of one long step.

    Args:
        items: What to go through.
        description: What is being done, such as ``"Predicting"``.
        total: Number of items, where ``items`` cannot tell.

    Yields:
        The items, in order.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    if total is None and isinstance(items, Sized):
        total = len(items)
    if _SHOWN:
        yield from _counted(items, _SHOWN[-1], description, total)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        _SHOWN.append(bar)
        try:
            yield from _counted(items, bar, description, total)
        finally:
            _SHOWN.remove(bar)


def _counted(items: Iterable[T], bar: Progress, description: str, total: int | None) -> Iterator[T]:
    task = bar.add_task(description, total=total)
    try:
        for item in items:
            yield item
            bar.advance(task)
    finally:
        bar.remove_task(task)
