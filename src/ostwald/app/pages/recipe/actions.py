"""The panel around an editor: what can be done with a recipe as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from nicegui import ui

from ostwald.app.pages.layout import heading

if TYPE_CHECKING:
    from ostwald.app.pages.recipe.bench import Bench
    from ostwald.app.pages.recipe.editor import Editor


def editor_panel(bench: Bench, name: str, make: Callable[[], Editor]) -> Editor:
    """Build the panel of a variant.

    Args:
        bench: The page.
        name: ``A`` or ``B``.
        make: Makes the editor, inside the panel.

    Returns:
        The editor.
    """
    from ostwald.app.pages.recipe.opening import Opening
    from ostwald.app.pages.recipe.saving import Saving

    with ui.element("section").classes(f"ow-panel rc-recipe rc-{name}"):
        with ui.element("div").classes("rc-bar-top"):
            heading("Recipe" if name == "A" else "Variant B")
            with ui.element("div").classes("rc-actions"):
                _button("Empty", lambda: bench.variant(name).editor.empty())
                if name == "A":
                    _button("Example", lambda: bench.variant("A").editor.exemplify())
                _button("Open", lambda: opening.open())
                saving = Saving(bench, name)
                if name == "A":
                    bench.compare_button = _button("Compare", bench.compare)
                else:
                    _button("Close B", bench.end_comparing)
                saving.keep_button()
        editor = make()
        opening = Opening(editor)
    return editor


def _button(text: str, act: Callable[[], object]) -> ui.button:
    return ui.button(text, on_click=lambda: act()).props("outline no-caps dense")
