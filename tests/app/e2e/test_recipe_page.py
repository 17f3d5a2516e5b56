"""The Recipe page as a chemist uses it, in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("nicegui", reason="the extra app is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Page

WAIT_MS = 60_000  # a busy machine is slow, and that is not what is tested


def estimate(page: Page, variant: str = "A") -> str:
    return page.locator(f".rc-size-line.rc-{variant} .rc-estimate").inner_text()


def wait_for_another(page: Page, before: str, variant: str = "A") -> str:
    page.wait_for_function(
        "([selector, before]) => document.querySelector(selector)?.innerText !== before",
        arg=[f".rc-size-line.rc-{variant} .rc-estimate", before],
    )
    return estimate(page, variant)


def open_page(page: Page, address: str = "/") -> None:
    page.set_default_timeout(WAIT_MS)
    page.goto(address)
    page.locator(".rc-estimate").first.wait_for()


def test_a_recipe_is_typed_understood_and_predicted(page: Page) -> None:
    open_page(page)
    page.get_by_role("button", name="Empty").click()
    product = page.get_by_role("combobox", name="Product")
    product.fill("")
    product.press_sequentially("cdse")
    page.get_by_role("option").first.wait_for()
    product.press("ArrowDown")
    product.press("ArrowUp")
    product.press("Enter")
    assert product.input_value() == "CdSe-1"
    page.keyboard.type("CdO")
    page.keyboard.press("Enter")
    page.keyboard.type("0.4 mmol")
    page.keyboard.press("Enter")  # on the last row: another one
    page.keyboard.type("olei")
    page.get_by_role("option", name="oleic acid").first.wait_for()
    page.keyboard.press("Tab")  # takes what is offered
    assert page.locator("#rc-A-name-1").input_value() == "oleic acid"
    page.keyboard.type("1 mL")
    page.keyboard.press("Enter")
    page.keyboard.type("Se")
    page.keyboard.press("Enter")
    page.keyboard.type("2 mL of 0.1 M in TOP")
    page.get_by_label("Reaction temperature", exact=True).fill("250 °C")
    page.get_by_label("Reaction time", exact=True).fill("5 min")
    row = page.locator(".rc-row").nth(1)
    row.get_by_text("ligand").wait_for()
    assert "3.15 mmol" in row.inner_text()
    assert row.locator(".rc-structure svg").count() == 1
    page.get_by_text("selenium · anion precursor · 0.2 mmol").wait_for()
    page.wait_for_function("document.querySelector('.rc-answers').innerText.includes('absorption')")
    assert re.fullmatch(r"[\d.]+ nm", estimate(page))
    page.get_by_text("A typical CdSe flask gives").wait_for()
    link = page.locator(".rc-nearest .rc-doi").first
    without_data = page.get_by_text("data are not installed").first
    link.or_(without_data).first.wait_for()
    if link.count():
        assert (link.get_attribute("href") or "").startswith("https://doi.org/10.")
        assert "noopener" in (link.get_attribute("rel") or "")


def test_a_slider_moves_the_ruler_and_chooses_the_curve(page: Page) -> None:
    open_page(page)
    slider = page.get_by_role("slider", name="Slider: amount of oleic acid")
    slider.wait_for()
    dot = page.locator(".rc-interval-row .rc-dot")
    before, place = estimate(page), dot.get_attribute("style")
    slider.focus()
    page.get_by_text("Size against the amount of oleic acid").wait_for()
    mark = page.locator(".rc-curve .rc-dot").get_attribute("style")
    for _ in range(12):
        slider.press("ArrowRight")
    wait_for_another(page, before)
    amount = page.get_by_label("Amount of oleic acid", exact=True).input_value()
    assert re.fullmatch(r"[\d.]+ mmol", amount)
    assert float(amount.split()[0]) > 8
    assert dot.get_attribute("style") != place
    page.wait_for_function(
        "before => document.querySelector('.rc-curve .rc-dot')?.getAttribute('style') !== before",
        arg=mark,
    )
    assert page.locator(".rc-curve polyline").count() >= 1


def test_what_is_wrong_stands_beside_its_field_as_text(page: Page) -> None:
    open_page(page)
    before = estimate(page)
    name = page.locator("#rc-A-name-0")
    name.fill("<img src=x onerror=alert(1)>'; DROP TABLE recipe;--")
    row = page.locator(".rc-row").first
    row.get_by_text("Unknown chemical").wait_for()
    assert "<img src=x" in row.inner_text()
    assert page.locator(".rc-row img").count() == 0
    assert name.get_attribute("aria-invalid") == "true"
    page.locator("#rc-A-reaction_time").fill("soon")
    page.locator("#rc-A-reaction_time-said").get_by_text("does not begin with a number").wait_for()
    page.locator("#rc-A-amount-1").fill("-3 mmol")
    page.locator(".rc-row").nth(1).get_by_text("negative").wait_for()
    page.locator(".rc-row").nth(3).get_by_text("selenium").wait_for()  # the others still are
    assert estimate(page) == before
    page.locator(".rc-rest").get_by_text("before it was changed").wait_for()


def test_two_variants_stand_on_one_ruler_with_their_differences(page: Page) -> None:
    open_page(page)
    page.get_by_role("button", name="Compare").click()
    amount = page.locator("#rc-B-amount-1")
    amount.wait_for()
    page.locator(".rc-size-line.rc-B .rc-estimate").wait_for()
    before = estimate(page, "B")
    amount.fill("16 mmol")
    assert wait_for_another(page, before, "B") != estimate(page, "A")
    page.locator(".rc-recipe.rc-A").get_by_text("B: 16 mmol").wait_for()
    page.locator(".rc-recipe.rc-B").get_by_text("A: 8 mmol").wait_for()
    assert page.locator(".rc-ruler .rc-interval-row").count() == 2
    page.reload()
    page.locator("#rc-B-amount-1").wait_for()
    assert page.locator("#rc-B-amount-1").input_value() == "16 mmol"
    page.get_by_role("button", name="Close B").click()
    page.locator("#rc-B-amount-1").wait_for(state="detached")


def test_yaml_goes_both_ways_and_a_reload_loses_nothing(page: Page) -> None:
    open_page(page)
    page.get_by_text("The recipe as YAML").click()
    yaml = page.locator("#rc-A-yaml")
    page.locator("#rc-A-reaction_time").fill("11 min")
    page.wait_for_function("document.querySelector('#rc-A-yaml').value.includes('11 min')")
    text = yaml.input_value()
    yaml.fill(text.replace("11 min", "12 min").replace("oleic acid", "oleylamine"))
    page.wait_for_function("document.querySelector('#rc-A-reaction_time').value === '12 min'")
    assert page.locator("#rc-A-name-1").input_value() == "oleylamine"
    yaml.fill("product: [")
    page.locator("#rc-A-yaml-said .ow-problem").wait_for()
    yaml.fill(text)
    page.wait_for_function("document.querySelector('#rc-A-reaction_time').value === '11 min'")
    page.reload()
    page.locator(".rc-estimate").wait_for()
    assert page.locator("#rc-A-reaction_time").input_value() == "11 min"
    other = page.context.new_page()
    open_page(other)
    other.locator("#rc-A-reaction_time").fill("3 min")
    other.close()
    assert page.locator("#rc-A-reaction_time").input_value() == "11 min"


def test_a_table_is_pasted_and_results_are_taken_away(page: Page) -> None:
    open_page(page)
    page.get_by_role("button", name="Open").click()
    page.get_by_role("dialog").get_by_label("Text").fill("water\t1 mL\nfoo")
    page.get_by_role("button", name="Use it").click()
    page.get_by_role("dialog").get_by_text("line 2").wait_for()
    page.get_by_role("dialog").get_by_label("Text").fill("water\t1 mL\noleylamine\t2 mmol")
    page.get_by_role("button", name="Use it").click()
    page.get_by_text("oleylamine · ligand · 2 mmol").wait_for()
    for name, beginning in (("YAML", b"id: PbSe"), ("Prediction", b"id,"), ("PNG", b"\x89PNG")):
        page.get_by_role("button", name="Export").click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name=re.compile(name)).click()
        with open(download.value.path(), "rb") as file:
            assert file.read(len(beginning)) == beginning
    page.get_by_role("button", name="Export").click()
    page.get_by_role("menuitem", name="Methods").click()
    page.get_by_text("Synthesis of PbSe nanocrystals").wait_for()


def test_a_recipe_is_kept_in_the_notebook_and_opened_again(page: Page) -> None:
    open_page(page)
    page.locator("#rc-A-id").fill("kept by the page")
    page.wait_for_timeout(400)
    page.get_by_role("button", name="Save to notebook").click()
    page.get_by_text("is in the notebook").wait_for()
    found = page.request.get("/api/v1/notebook/recipes?words=kept").json()
    record = next(one for one in found["recipes"] if one["name"] == "kept by the page")
    open_page(page, f"/?recipe={record['id']}")
    assert page.locator("#rc-A-id").input_value() == "kept by the page"
    page.goto("/?recipe=999999")
    page.get_by_text("there is no recipe 999999").wait_for()
