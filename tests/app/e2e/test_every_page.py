"""What holds on every page: it is reached, readable by everyone, narrow or wide, light or dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("nicegui", reason="the extra app is not installed")

from app.e2e.accessibility_for_tests import serious_violations
from ostwald.app.pages.navigation import ENTRIES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from app.conftest import Server

PATHS = [entry.path for entry in ENTRIES]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.package)
def test_is_reached_by_the_navigation(page: Page, entry) -> None:
    page.goto("/notebook" if entry.path == "/" else "/")
    page.get_by_role("navigation").get_by_role("link", name=entry.title).click()
    page.get_by_role("heading", level=1, name=entry.title).wait_for()
    assert page.url.endswith(entry.path)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_has_no_serious_violation_of_accessibility(page: Page, path: str, dark: bool) -> None:
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.goto(path)
    page.get_by_role("heading", level=1).wait_for()
    assert serious_violations(page) == []


@pytest.mark.parametrize("path", PATHS)
def test_does_not_scroll_sideways_on_a_narrow_screen(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(path)
    page.get_by_role("heading", level=1).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_the_pages_ask_nobody_but_the_server(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PATHS:
        page.goto(path)
        page.get_by_role("heading", level=1).wait_for()
    own = server.url.split("//")[1]
    foreign = [url for url in asked if own not in url and not url.startswith(("data:", "blob:"))]
    assert asked
    assert not foreign
