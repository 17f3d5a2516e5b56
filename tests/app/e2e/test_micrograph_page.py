"""A chemist at the Micrograph page, in a real browser with real micrographs."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("nicegui", reason="the extra app is not installed")

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXAMPLES = Path(__file__).parents[3] / "examples" / "micrographs"
CUBES = EXAMPLES / "ag_cubes_strip.png"
LONG_MS = 60_000


def drop(page: Page, *paths: Path | dict) -> None:
    page.locator("input[data-what=files]").set_input_files(list(paths))


def opened(page: Page, path: str = "/micrograph") -> None:
    page.goto(path)
    page.get_by_role("button", name="Choose images").wait_for(timeout=LONG_MS)


def measured(page: Page) -> int:
    """Wait for the overlay and the numbers; return the number of outlines."""
    page.locator(".mg-view[data-outlines]").wait_for(timeout=LONG_MS)
    page.locator("[data-what=size]", has_text="±").wait_for(timeout=LONG_MS)
    return outlines(page)


def outlines(page: Page) -> int:
    return int(page.locator(".mg-view").get_attribute("data-outlines") or -1)


def wait_outlines(page: Page, count: int) -> None:
    page.locator(f".mg-view[data-outlines='{count}']").wait_for()


def mean(page: Page) -> float:
    return float((page.locator("[data-what=size]").text_content() or "").split()[0])


def wait_mean(page: Page, low: float, high: float) -> float:
    """Wait until the mean that is shown lies between two values, and return it."""
    page.wait_for_function(
        "([low, high]) => { const m = parseFloat("
        "document.querySelector('[data-what=size]').textContent); return m >= low && m <= high; }",
        arg=[low, high],
    )
    return mean(page)


def downloaded(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


def without_scale(path: Path) -> bytes:
    from PIL import Image

    png = io.BytesIO()
    Image.open(path).save(png, format="PNG")
    return png.getvalue()


def axe_serious(page: Page) -> list[object]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [
        (one["id"], [node["html"] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def test_a_micrograph_is_dropped_corrected_saved_and_found_again(page: Page, tmp_path) -> None:
    recipe = (EXAMPLES.parent / "pbse.yaml").read_text()
    kept = page.request.post("/api/v1/notebook/recipes", data={"name": "cubes", "text": recipe})
    recipe_id = kept.json()["id"]
    opened(page, f"/micrograph?recipe={recipe_id}")
    # Dropped, not chosen: the browser's own drag carries the file.
    transfer = page.evaluate_handle(
        "text => { const t = new DataTransfer(), bytes = Uint8Array.from(atob(text), "
        "c => c.charCodeAt(0)); t.items.add(new File([bytes], '<b>cubes.png')); return t; }",
        base64.b64encode(CUBES.read_bytes()).decode(),
    )
    page.dispatch_event(".mg-drop", "drop", {"dataTransfer": transfer})
    count = measured(page)
    assert count == 23
    assert page.get_by_role("heading", name="<b>cubes.png").is_visible()
    assert "100 nm" in (page.locator("[data-what=scale]").text_content() or "")
    before = mean(page)
    assert before == pytest.approx(37.4, rel=0.03)

    # The scale bar's end is dragged half way back: the same bar is 100 nm, sizes double.
    left, right = page.get_by_role("slider").all()
    right.scroll_into_view_if_needed()
    a, b = left.bounding_box(), right.bounding_box()
    assert a is not None
    assert b is not None
    x, y = b["x"] + b["width"] / 2, b["y"] + b["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - (b["x"] - a["x"]) / 4, y, steps=4)
    page.mouse.move(x - (b["x"] - a["x"]) / 2, y, steps=4)
    page.mouse.up()
    page.locator("[data-what=scale]", has_text="Set by hand").wait_for()
    dragged = wait_mean(page, 1.92 * before, 2.08 * before)
    # By keyboard the end moves by ten of about 62 pixels.
    right.focus()
    page.keyboard.press("Shift+ArrowRight")
    now = wait_mean(page, 0.8 * dragged, 0.92 * dragged)
    # Typed: the bar is 200 nm, so all sizes double once more.
    page.get_by_label("The bar is").fill("200")
    page.get_by_label("The bar is").press("Enter")
    wait_mean(page, 1.95 * now, 2.05 * now)
    page.get_by_role("button", name="As found").click()
    page.locator("[data-what=scale]", has_text="Bar read in the picture").wait_for()
    wait_mean(page, before, before)

    # A particle is chosen by its row, then split by a line drawn across it.
    page.get_by_role("button", name="Show particle 3", exact=True).click()
    page.locator("[data-what=chosen]", has_text="Particle 3").wait_for()
    canvas = page.get_by_role("application")
    canvas.focus()
    page.keyboard.press("s")
    page.locator(".mg-tip", has_text="Enter").wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    wait_outlines(page, count + 1)
    page.locator("[data-what=chosen]", has_text="2 particles").wait_for()
    page.keyboard.press("m")
    wait_outlines(page, count)
    page.keyboard.press("Control+z")
    wait_outlines(page, count + 1)
    page.keyboard.press("Control+z")
    wait_outlines(page, count)
    page.keyboard.press("Control+y")
    wait_outlines(page, count + 1)
    page.get_by_role("button", name=re.compile("^Undo")).click()
    wait_outlines(page, count)

    # A click in the picture chooses, Delete deletes.
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("^Choose and move")).click()
    canvas.scroll_into_view_if_needed()
    place = canvas.bounding_box()
    assert place is not None
    # The cube in the middle of the picture's upper half.
    page.mouse.click(place["x"] + place["width"] * 0.555, place["y"] + place["height"] * 0.40)
    page.locator("[data-what=chosen]", has_text=re.compile(r"^Particle \d+, counted")).wait_for()
    page.keyboard.press("Delete")
    wait_outlines(page, count - 1)
    page.get_by_text("corrected by hand: 1 deleted").wait_for()

    # An outline is drawn on empty ground, and taken back.
    page.keyboard.press("d")
    x, y = place["x"] + 0.16 * place["width"], place["y"] + 0.35 * place["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    for dx, dy in ((30, 0), (30, 30), (0, 30), (0, 4)):
        page.mouse.move(x + dx, y + dy, steps=3)
    page.mouse.up()
    wait_outlines(page, count)
    page.keyboard.press("Control+z")
    wait_outlines(page, count - 1)

    # Filters: the cut ones stay, all others are left out.
    page.get_by_label("From (nm)").fill("38")
    page.get_by_label("From (nm)").press("Enter")
    page.get_by_text(re.compile(r"particles? under 38 nm left out, as asked")).wait_for()
    page.get_by_role("button", name="Count all").click()
    page.get_by_text("under 38 nm left out").wait_for(state="detached")

    # Files to take home hold what the page shows.
    name, text = downloaded(page, "Particles (CSV)")
    rows = list(csv.DictReader(io.StringIO(text.decode())))
    assert len(rows) == count - 1
    assert "<" not in name
    whole = [float(row["diameter_nm"]) for row in rows if row["touches_border"] == "false"]
    assert sum(whole) / len(whole) == pytest.approx(mean(page), abs=0.06)
    from ostwald.microscopy.review import read_corrected

    rois = tmp_path / "cubes.rois.zip"
    rois.write_bytes(downloaded(page, "Outlines (ImageJ ROI set)")[1])
    labels = tmp_path / "cubes.labels.tif"
    labels.write_bytes(downloaded(page, "Label image (TIFF)")[1])
    shape = (455, 560)
    traced, marked = read_corrected(rois, shape).labels, read_corrected(labels, shape).labels
    assert set(traced.ravel()) == set(marked.ravel())
    assert (traced != marked).mean() < 1e-3
    assert json.loads(downloaded(page, "Summary (JSON)")[1])["particles"] == count - 1
    figure = downloaded(page, "Figure with scale bar")[1]
    assert figure.startswith(b"\x89PNG")

    # Saved to the notebook, and found again after a reload with what was done.
    page.get_by_role("button", name="Save to the notebook").click()
    page.get_by_text("Saved: the micrograph, and its size").first.wait_for()
    whole_recipe = page.request.get(f"/api/v1/notebook/recipes/{recipe_id}").json()
    (outcome,) = whole_recipe["outcomes"]
    assert outcome["size_nm"] == pytest.approx(mean(page), abs=0.06)
    assert outcome["shape"] == "cube"
    page.reload()
    assert measured(page) == count - 1
    assert axe_serious(page) == []


def test_a_tool_is_in_hand_at_once(page: Page) -> None:
    opened(page)
    drop(page, CUBES)
    count = measured(page)
    canvas = page.get_by_role("application")
    canvas.scroll_into_view_if_needed()
    canvas.hover()
    # One task of the browser: the server cannot answer between the key and the drag.
    canvas.evaluate("""canvas => {
        const box = canvas.getBoundingClientRect();
        const at = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
            pointerId: 1, button: 0, bubbles: true,
            clientX: box.left + x * box.width, clientY: box.top + y * box.height }));
        canvas.dispatchEvent(new KeyboardEvent("keydown", { key: "e", bubbles: true }));
        at("pointerdown", 0.14, 0.33);
        at("pointermove", 0.19, 0.38);
        at("pointerup", 0.19, 0.38);
    }""")
    wait_outlines(page, count + 1)
    page.get_by_role("button", name=re.compile("^Draw an ellipse"), pressed=True).wait_for()


def test_bad_files_are_told_in_words_and_the_rest_goes_on(page: Page) -> None:
    opened(page)
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"

    def file(name: str, content: bytes) -> dict:
        return {"name": name, "mimeType": "application/octet-stream", "buffer": content}

    drop(
        page,
        file("empty.tif", b""),
        file("drawing.tif", svg),
        file("half.png", CUBES.read_bytes()[:20_000]),
        file("notes.docx", b"PK"),
        file("ag_cubes_strip.png", CUBES.read_bytes()),
    )
    measured(page)
    rows = page.locator(".mg-row")
    rows.nth(4).wait_for()
    assert "nm" in rows.filter(has_text="ag_cubes").inner_text()
    drawing = rows.filter(has_text="drawing.tif")
    drawing.locator(".ow-problem").wait_for()
    for row in (drawing, rows.filter(has_text="half.png")):
        row.locator(".ow-problem").wait_for(timeout=LONG_MS)
        words = row.inner_text()
        assert "/" not in words.replace("n/a", "").replace("and/or", "")
        assert "Traceback" not in words
    for name, said in (("empty.tif", "the file is empty"), ("notes.docx", "is not a kind of file")):
        assert said in rows.filter(has_text=name).inner_text()
    # One without scale says so, and takes a bar that is drawn.
    drop(page, file("no_bar.png", without_scale(EXAMPLES / "au_spheres_no_bar.tif")))
    page.locator(".mg-row", has_text="no_bar").locator(".mg-grade").wait_for(timeout=LONG_MS)
    page.get_by_role("button", name="no_bar.png").click()
    page.locator("[data-what=scale]", has_text="No scale was found").wait_for()
    assert "px" in (page.locator("[data-what=size]").text_content() or "")
    page.get_by_role("button", name="Draw a bar").click()
    page.get_by_label("The bar is").fill("50")
    page.get_by_label("The bar is").press("Enter")
    page.locator("[data-what=size]", has_text="nm").wait_for()
    for path in ("x/all.zip", f"{'a' * 24}/none/picture.png", f"{'a' * 24}/all.zip"):
        assert page.request.get(f"/micrograph/of/{path}").status in (404, 422)
    page.set_viewport_size({"width": 400, "height": 800})
    page.wait_for_timeout(200)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_work_is_cancelled_and_two_windows_show_the_same(page: Page) -> None:
    opened(page)
    drop(page, EXAMPLES / "au_spheres_no_bar.tif")
    first = page.locator(".mg-row").first
    first.locator(".mg-row-state", has_text="finding").wait_for(timeout=LONG_MS)
    first.get_by_role("button", name="Cancel this image").click()
    first.locator(".ow-problem", has_text="it was cancelled").wait_for(timeout=LONG_MS)
    # What was cancelled costs the next one nothing but the time in which another process starts.
    drop(page, CUBES)
    page.locator(".mg-row", has_text="ag_cubes").locator(".mg-grade").wait_for(timeout=LONG_MS)
    first.get_by_role("button", name="Remove this image").click()
    page.locator(".mg-row", has_text="au_spheres").wait_for(state="detached")

    # A window that is opened from this one shows the same images.
    with page.expect_popup() as popup:
        page.evaluate("window.open(location.href)")
    other = popup.value
    other.set_default_timeout(LONG_MS)
    for window in (page, other):
        assert measured(window) == 23
        window.get_by_role("button", name="Show particle 3", exact=True).click()
        window.locator("[data-what=chosen]", has_text="Particle 3").wait_for()
    page.get_by_role("application").focus()
    page.keyboard.press("Delete")
    for window in (page, other):
        wait_outlines(window, 22)
        window.locator("[data-what=chosen]", has_text="Particle 3").wait_for(state="detached")
    # Nothing is chosen there any more, so nothing is deleted; undo takes back what was done here.
    other.get_by_role("application").focus()
    other.keyboard.press("Delete")
    other.keyboard.press("Control+z")
    for window in (page, other):
        wait_outlines(window, 23)
    assert other.locator(".q-notification").count() == 0
    other.get_by_label("The bar is").fill("200")
    other.get_by_label("The bar is").press("Enter")
    wait_mean(page, 70, 80)
    other.get_by_role("button", name="Remove this image").click()
    page.locator(".mg-row").wait_for(state="detached")
    assert not page.locator(".mg-view").is_visible()
