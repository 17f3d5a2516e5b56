"""A dialog is all that there is while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("nicegui", reason="the extra app is not installed")

from app.e2e.accessibility_for_tests import serious_violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOCUSED = "document.activeElement.innerText"
TAB_STOPS = 12


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_what_is_behind_a_dialog_is_out_of_reach_until_it_closes(page: Page, dark: bool) -> None:
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.goto("/")
    page.locator(".rc-estimate").first.wait_for(timeout=60_000)
    opener = page.get_by_role("button", name="Open", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Open or paste a recipe").wait_for()
    page.wait_for_timeout(400)  # it fades in
    assert serious_violations(page) == []
    for _ in range(TAB_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('#app')") is None
    page.keyboard.press("Escape")
    page.wait_for_function("!document.getElementById('app').inert")
    assert page.evaluate(FOCUSED) == "Open"
    page.get_by_role("dialog").wait_for(state="detached")
    page.keyboard.press("Enter")  # and so the keyboard opens it once more
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_role("button", name="Empty").click()
    page.wait_for_function("!document.querySelector('#rc-A-name-1')?.value")


def test_a_recipe_is_removed_only_when_the_dialog_says_so(page: Page) -> None:
    text = "{product: CdSe, reagents: [{name: CdO, amount: 1 mmol}], reaction_temperature: 250, "
    text += "reaction_time: 5}"
    kept = page.request.post("/api/v1/notebook/recipes", data={"name": "to go", "text": text})
    page.goto("/notebook")
    page.get_by_role("button", name="to go").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("dialog", name="Remove the recipe").wait_for()
    page.wait_for_timeout(400)
    assert serious_violations(page) == []
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("dialog").wait_for(state="detached")
    assert page.request.get(f"/api/v1/notebook/recipes/{kept.json()['id']}").ok
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_role("button", name="to go").wait_for(state="detached")
    assert page.request.get(f"/api/v1/notebook/recipes/{kept.json()['id']}").status == 404
