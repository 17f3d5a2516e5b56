from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest
import yaml

from app.api.conftest import RECIPE
from app.e2e.accessibility_for_tests import serious_violations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from app.conftest import Server

NASTY = "<img src=x onerror=\"document.title='owned'\"> '); DROP TABLE recipe;--"


@pytest.fixture(scope="module")
def kept(server: Server) -> dict[str, int]:
    """Three recipes with results, by name."""
    api = f"{server.url}/api/v1/notebook/recipes"
    numbers = {}
    for degrees, size in ((220, 3.1), (250, 3.9), (280, 4.8)):
        text = yaml.safe_dump({**RECIPE, "reaction_temperature": f"{degrees} degC"})
        name = f"hot {degrees}"
        recipe = httpx.post(api, json={"text": text, "name": name}, timeout=60).json()
        outcome = {"size_nm": size, "shape": "sphere"}
        httpx.post(f"{api}/{recipe['id']}/outcomes", json=outcome, timeout=60)
        numbers[name] = recipe["id"]
    return numbers


def test_a_recipe_is_found_changed_and_there_after_a_reload(
    page: Page, kept: dict[str, int]
) -> None:
    page.goto("/notebook")
    page.get_by_label("Search name, product, chemicals and notes").fill("hot 220")
    page.get_by_text("1 recipe found").wait_for()
    page.get_by_role("button", name="hot 220").click()
    page.get_by_label("Note", exact=True).first.fill(NASTY)
    page.get_by_role("button", name="Save changes").click()
    page.get_by_text(re.compile("Version 2, saved")).wait_for()
    page.reload()
    page.get_by_text(re.compile("Version 2, saved")).wait_for()
    assert page.get_by_label("Note", exact=True).first.input_value() == NASTY
    assert page.title() == "Notebook · ostwald", "what people write is text, never HTML"


def test_the_second_tab_is_told_that_the_first_was_faster(
    page: Page, server: Server, kept: dict[str, int]
) -> None:
    number = kept["hot 250"]
    page.goto(f"/notebook?recipe={number}")
    page.get_by_label("Name", exact=True).wait_for()
    answer = httpx.patch(
        f"{server.url}/api/v1/notebook/recipes/{number}", json={"version": 1, "note": "faster"}
    )
    assert answer.status_code == 200
    page.get_by_label("Name", exact=True).fill("slower")
    page.get_by_role("button", name="Save changes").click()
    page.get_by_text("somebody has changed this record").wait_for()
    page.get_by_role("button", name="Load it again").click()
    page.get_by_text(re.compile("Version 2, saved")).wait_for()
    assert page.get_by_label("Name", exact=True).input_value() == "hot 250"


def test_results_are_added_and_refused_in_words(page: Page, kept: dict[str, int]) -> None:
    page.goto(f"/notebook?recipe={kept['hot 280']}")
    page.get_by_role("button", name="Add result").click()
    page.get_by_text("nothing is filled in").wait_for()
    page.get_by_label("Size, nm").fill("5.25")
    page.get_by_role("button", name="Add result").click()
    page.get_by_text(re.compile(r"^5\.25 nm;")).wait_for()
    page.get_by_role("button", name="Remove this result").first.click()
    page.get_by_text(re.compile(r"^5\.25 nm;")).wait_for(state="detached")


def test_measured_stands_against_predicted_and_the_model_adapts(
    page: Page, kept: dict[str, int]
) -> None:
    page.goto("/notebook")
    page.get_by_role("img", name=re.compile("Predicted against measured size of")).wait_for()
    page.get_by_role("button", name="Adapt to these results").click()
    page.get_by_role("img", name=re.compile("Mean error on experiments")).wait_for(timeout=90_000)
    assert page.get_by_text(re.compile("from the model adapted to")).is_visible()
    page.get_by_role("button", name="Back to the shipped model").click()
    page.get_by_text(re.compile("from the model shipped with")).wait_for()


def test_a_table_is_taken_in_with_its_faults_named(
    page: Page, server: Server, tmp_path: Path
) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(
        "id,product,reaction_temperature_c,reaction_time_min,reagent_1,amount_1_mmol,size_nm\n"
        "from a table,CdSe,250,5,CdO,1,4.2\nbad,CdSe,nonsense,5,CdO,1,\n"
    )
    page.goto("/notebook")
    page.get_by_role("button", name="from a table").wait_for(state="detached")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Take in a table").click()
    chooser.value.set_files(table)
    page.get_by_text("1 recipes taken from mine.csv").wait_for()
    assert page.get_by_text(re.compile("Left out: row 3")).is_visible()
    page.get_by_role("button", name="from a table").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save all as CSV").click()
    assert "from a table,CdSe" in download.value.path().read_text()


def test_the_list_is_reached_by_keyboard(page: Page, kept: dict[str, int]) -> None:
    page.goto("/notebook")
    page.get_by_label("Search name, product, chemicals and notes").focus()
    page.keyboard.type("hot 280")
    page.get_by_text("1 recipe found").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_label("Recipe file").wait_for()
    assert page.url.endswith(f"recipe={kept['hot 280']}")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_filled_notebook_has_no_serious_violation_of_accessibility(
    page: Page, kept: dict[str, int], dark: bool
) -> None:
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.goto(f"/notebook?recipe={kept['hot 220']}")
    page.get_by_label("Recipe file").wait_for()
    page.get_by_role("img", name=re.compile("Predicted against measured size of")).wait_for()
    if page.get_by_text("Earlier versions").count():
        page.get_by_text("Earlier versions").click()
    assert serious_violations(page) == []
