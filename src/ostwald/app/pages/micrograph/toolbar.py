"""Tools and views above the picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

_TOOLS = (
    ("choose", "near_me", "Choose and move (V)"),
    ("split", "content_cut", "Split: draw a line across (S)"),
    ("draw", "gesture", "Draw an outline (D)"),
    ("ellipse", "radio_button_unchecked", "Draw an ellipse (E)"),
)
_ACTIONS = (
    ("merge", "join_full", "Merge the chosen particles (M)"),
    ("delete", "delete_outline", "Delete the chosen particles (Delete)"),
    ("undo", "undo", "Undo (Ctrl-Z)"),
    ("redo", "redo", "Redo (Ctrl-Y)"),
)
_VIEWS = (
    ("out", "zoom_out", "Smaller (-)"),
    ("in", "zoom_in", "Larger (+)"),
    ("fit", "fit_screen", "Whole picture (0)"),
    ("outlines", "layers", "Show or hide the outlines (O)"),
)


class Toolbar:
    """Buttons above the picture.

    Args:
        pressed: Called with the name of a button.
    """

    def __init__(self, pressed: Callable[[str], Any]) -> None:
        self._buttons: dict[str, ui.button] = {}
        with ui.element("div").classes("mg-tools").props('role="toolbar" aria-label="Tools"'):
            for group in (_TOOLS, _ACTIONS, _VIEWS):
                with ui.element("div").classes("mg-tool-group"):
                    for name, icon, title in group:
                        button = ui.button(icon=icon).props("flat dense").classes("mg-tool")
                        button.props(f'aria-label="{title}" title="{title}"')
                        button.on("click", lambda name=name: pressed(name))
                        self._buttons[name] = button

    def show(
        self, tool: str, *, chosen: int, undo: bool, redo: bool, outlines: bool, ready: bool
    ) -> None:
        """Show what can be done.

        Args:
            tool: The tool in hand.
            chosen: Number of particles that are chosen.
            undo: Whether something can be undone.
            redo: Whether something can be done again.
            outlines: Whether outlines are shown.
            ready: Whether the image is measured.
        """
        pressed = {name: name == tool for name, _, _ in _TOOLS} | {"outlines": outlines}
        for name, is_pressed in pressed.items():
            button = self._buttons[name]
            button.props(f"aria-pressed={'true' if is_pressed else 'false'}")
            button.classes(**{"add" if is_pressed else "remove": "mg-tool-on"})
        can = {"merge": chosen > 1, "delete": chosen > 0, "undo": undo, "redo": redo}
        can |= {name: True for name, _, _ in _TOOLS[1:]}
        for name, is_possible in can.items():
            self._buttons[name].set_enabled(ready and is_possible)
