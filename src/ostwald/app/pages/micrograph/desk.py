"""What the parts of the page share: which image is looked at, and how something is done to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ostwald.app.pages.layout import show_problem
from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from ostwald.app.pages.micrograph.album import Album
    from ostwald.app.pages.micrograph.picture import Picture
    from ostwald.app.services import Services
    from ostwald.microscopy.marked import Measurement

Result = TypeVar("Result")


class Desk:
    """One window's view of an album.

    Args:
        services: What the app shares.
        album: Its images.

    Attributes:
        picture: The image that is looked at.
        measured: Its measurement, as it is shown.
        chosen: Numbers of the particles that are chosen.
        tool: What a drag in the picture does.
        changed: Called when something is to be shown anew.
    """

    def __init__(self, services: Services, album: Album) -> None:
        self.services = services
        self.album = album
        self.picture: Picture | None = None
        self.measured: Measurement | None = None
        self.chosen: list[int] = []
        self.tool = "choose"
        self.changed: Callable[[], Awaitable[None]] = _nothing
        self._busy = asyncio.Lock()
        self._under_way = 0

    @property
    def is_at_work(self) -> bool:
        """Whether something is being done here of which not all is shown yet."""
        return self._under_way > 0

    async def do(
        self, work: Callable[[Picture], Result], *, passing: bool = False
    ) -> Result | None:
        """Do something to the image off the event loop, and show what came of it.

        Args:
            work: What; it may block.
            passing: Whether more of the same follows at once, as in a drag: errors are not told,
                and nothing is written down.

        Returns:
            What it returned; None where it could not be done, which is told in words.
        """
        picture = self.picture
        if picture is None or picture.stage != "done":
            return None
        self._under_way += 1
        try:
            async with self._busy:
                try:
                    result = await asyncio.to_thread(work, picture)
                except OstwaldError as error:
                    if not passing:
                        show_problem(error)
                    return None
            if not passing:
                self.album.save()
            await self.changed()
            return result
        finally:
            self._under_way -= 1


async def _nothing(*_: Any) -> None:
    """Do nothing: before the page is built."""
