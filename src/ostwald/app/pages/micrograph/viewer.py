"""The picture with its outlines: a component of its own, drawn from polygons in a canvas."""

from __future__ import annotations

from typing import Any

from nicegui.element import Element


class Viewer(
    Element, component="viewer.js", esm={"ostwald-viewer": "viewer"}, default_classes="mg-viewer"
):
    """Shows a picture and lets a person choose, draw and set the scale bar.

    It emits ``choose`` (numbers), ``edit`` (an edit as JSON), ``undo``, ``redo``, ``tool`` (a
    name), ``outlines`` and ``bar`` (``ends`` and ``done``).
    """

    def __init__(self) -> None:
        super().__init__()
        self._props.update(
            src="",
            veil="",
            outlines_url="",
            width=1,
            height=1,
            tool="choose",
            bar=None,
            visible=True,
            label="Micrograph",
            version=0,
            cut=[],
            hidden=[],
            chosen=[],
        )

    def show(self, **props: Any) -> None:
        """Change what is shown; what is not named stays."""
        if any(self._props.get(name) != value for name, value in props.items()):
            self._props.update(props)
            self.update()

    def change(self, removed: list[int], added: dict[int, list[int]]) -> None:
        """Take outlines away and add others."""
        self.run_method(
            "change", removed, {str(number): corners for number, corners in added.items()}
        )
