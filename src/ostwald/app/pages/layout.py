"""What all pages share: header, navigation, theme, and how a problem is shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from ostwald.app.pages.navigation import ENTRIES
from ostwald.errors import OstwaldError, SeveralInputError

_STYLE = (Path(__file__).parent / "theme.css").read_text(encoding="utf-8")
_SCRIPTS = [
    (Path(__file__).parent / name).read_text(encoding="utf-8")
    for name in ("theme.js", "dialogs.js")
]


@contextmanager
def frame(path: str) -> Iterator[None]:
    """Build a page around its content.

    Args:
        path: Address of the page, as the navigation has it.

    Yields:
        Inside the page's main part, a column.
    """
    entry = next(one for one in ENTRIES if one.path == path)
    ui.page_title(f"{entry.title} · ostwald")
    ui.add_css(_STYLE)
    for script in _SCRIPTS:
        ui.add_head_html(f"<script>{script}</script>")
    with ui.header(fixed=False).classes("ow-header"):
        ui.link("Skip to content", "#content").classes("ow-skip")
        ui.label("ostwald").classes("ow-brand")
        with ui.element("nav").props('aria-label="Pages"').classes("ow-nav"):
            for one in ENTRIES:
                link = ui.link(one.title, one.path).classes("ow-nav-link")
                if one is entry:
                    link.props('aria-current="page"')
        ui.space()
        ui.button(icon="contrast").props(
            'flat round aria-label="Light, dark or as the system" title="Light or dark"'
        ).classes("ow-icon").on("click", js_handler="() => window.ostwaldTheme.next()")
    with ui.element("main").props('id="content" tabindex="-1"').classes("ow-main"):
        heading(entry.title, 1)
        yield


@contextmanager
def panel(title: str, *, classes: str = "") -> Iterator[ui.element]:
    """Build a titled part of a page.

    Args:
        title: Its heading.
        classes: Further CSS classes.

    Yields:
        The element, inside it.
    """
    with ui.element("section").classes(f"ow-panel {classes}") as section:
        heading(title)
        yield section


def heading(text: str, level: int = 2) -> Text:
    """Write a heading; the page's own is of level 1.

    Args:
        text: Its text, shown as it is.
        level: 2 or below.

    Returns:
        The element.
    """
    return Text(f"h{level}", text).classes(f"ow-h{level}")


class Text(TextElement):
    """An HTML element with text in it, which is never taken for HTML.

    Args:
        tag: Such as ``h2``, ``p`` or ``th``.
        text: What it says.
    """

    def __init__(self, tag: str, text: str) -> None:
        super().__init__(tag=tag, text=text)


def show_problem(error: Exception) -> None:
    """Tell what is wrong and how to mend it, in a message that stays until it is read.

    Args:
        error: Words for people if it is ours; anything else is a fault of the program.
    """
    ui.notify(
        words(error), type="negative", timeout=0, close_button="Close", multi_line=True,
        classes="ow-notify",
    )  # fmt: skip


def problem_box(
    error: OstwaldError,
    again: Callable[[], Awaitable[None]] | None = None,
    title: str = "Try again",
) -> None:
    """Tell a problem where it arose, with a button that may help.

    Args:
        error: What is wrong.
        again: What the button does; there is none when left out.
        title: What is written on the button.
    """
    with ui.element("div").classes("ow-box").props('role="alert"'):
        Text("p", words(error)).classes("ow-problem")
        if again is not None:
            ui.button(title, on_click=again).props("outline no-caps")


def words(error: Exception) -> str:
    """Return an error in words, one line for each thing that is wrong."""
    if isinstance(error, SeveralInputError):
        return "\n".join(words(one) for one in error.errors)
    if isinstance(error, OstwaldError):
        where = f"{error.where}: " if error.where else ""
        hint = f" — {error.hint}" if error.hint else ""
        return f"{where}{error.problem}{hint}"
    return "Something went wrong in the program; the server's log tells more."
