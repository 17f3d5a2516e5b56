"""Only the newest of what is asked is worked on; what was overtaken is dropped."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Works on one thing at a time, and after it on the newest that came meanwhile.

    Args:
        work: What is done.
    """

    def __init__(self, work: Callable[[T], Awaitable[None]]) -> None:
        self._work = work
        self._next: list[T] = []
        self._is_busy = False

    @property
    def is_overtaken(self) -> bool:
        """Whether something newer waits, so that the work at hand may be left."""
        return bool(self._next)

    async def ask(self, item: T) -> None:
        """Work on something, now or as soon as what is worked on is done."""
        self._next = [item]
        if self._is_busy:
            return
        self._is_busy = True
        try:
            while self._next:
                await self._work(self._next.pop())
        finally:
            self._is_busy = False
