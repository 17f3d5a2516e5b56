"""The field that takes files and folders."""

from __future__ import annotations

from nicegui.element import Element

from ostwald.app.uploads import MICROGRAPH_SUFFIXES


class Drop(Element, component="drop.js"):
    """Takes files and folders, dropped or chosen, and sends them to an address.

    It emits ``sent`` (the server's answer) for each file and ``skipped`` for a folder.

    Args:
        url: Where files are sent.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._props.update(url=url, suffixes=list(MICROGRAPH_SUFFIXES), small=False)

    def shrink(self, small: bool) -> None:
        """Take less room, once there are images."""
        if self._props["small"] != small:
            self._props["small"] = small
            self.update()
