import csv
import json
import re
import shutil
import subprocess

import numpy as np
import pytest

from ostwald.cli.main import run
from ostwald.errors import InputError
from ostwald.explain.report.build import build_report

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
ASK = """
<script>
window.errors = [];
addEventListener("error", e => errors.push(String(e.message || e.target.src)), true);
addEventListener("load", () => {
  const told = document.createElement("pre");
  told.id = "told";
  told.textContent = JSON.stringify({
    errors,
    widths: [...document.images].map(image => image.naturalWidth),
    alts: [...document.images].map(image => image.alt),
    page: document.documentElement.scrollWidth,
    window: innerWidth,
  });
  document.body.append(told);
});
</script>
"""


def summary(**more):
    return {
        "size": {"mae_nm": 1.4, "rmse_nm": 2.2, "r2": 0.73},
        "shape": {"accuracy": 0.86, "balanced_accuracy": 0.57},
    } | more


@pytest.fixture
def results(tmp_path):
    """Stored results of every kind but the influence, made up and small."""
    folder = tmp_path / "results"
    for place in ("published/process", "published/median", "doi/process", "composition4/process"):
        (folder / place).mkdir(parents=True)
        (folder / place / "summary.json").write_text(json.dumps(summary()), "utf-8")
    four = {"PbSe": {"n": 3, "mae_nm": 3.0, "own_median_mae_nm": 3.5}}
    (folder / "composition4/process/summary.json").write_text(
        json.dumps(summary(composition={"by_composition": four})), "utf-8"
    )
    rows = [
        {
            "true_size_nm": 5.0 + k,
            "predicted_size_nm": 5.5 + k,
            "true_shape": "sphere" if k % 2 else "cube",
            "predicted_shape": "sphere",
        }
        for k in range(8)
    ]
    with (folder / "published/process/predictions.csv").open("w", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    (folder / "pbse_map").mkdir()
    text = "oleylamine_mmol,oleic_acid_mmol,size_nm,shape,in_domain\n"
    for ola in (0, 2, 4):
        for oa in (5, 7):
            text += f"{ola},{oa},{8 + ola},{'cube' if ola else 'sphere'},{ola < 4}\n"
    (folder / "pbse_map/map.csv").write_text(text, "utf-8")
    return folder


def test_without_data_the_page_shows_what_there_is_and_says_what_is_not(results, tmp_path):
    made = build_report(tmp_path / "out", results, None)
    page = made.page.read_text("utf-8")
    assert made.figures >= 3
    assert page.count("<img ") == made.figures
    assert "influence/summary.json is not there" in page
    assert "python -m benchmarks influence" in page
    assert any("data fetch" in reason for reason in made.missing)


def test_the_page_needs_no_other_file(results, tmp_path):
    page = build_report(tmp_path / "out", results, None).page.read_text("utf-8")
    assert not re.findall(r'(?:src|href)="(?!data:|#|https://doi\.org/)', page)
    assert "<script" not in page
    assert all('alt="' in image for image in re.findall(r"<img [^>]*>", page))


def test_every_section_names_its_command(results, tmp_path):
    page = build_report(tmp_path / "out", results, None).page.read_text("utf-8")
    sections = page.count("<section id=") - 1  # the last lists what the data do not allow
    assert page.count("Made by: <code>") == sections == 9


def test_influence_is_drawn_with_its_verdict(results, tmp_path):
    part = {name: {"mean": 0.3, "ci95": [0.2, 0.4], "rank": 1} for name in ("ligand", "solvent")}
    way = {"replacement": part, "shapley": part}
    said = {
        "ways": {"size": way, "shape": way},
        "agreement": [
            {"ways": "a and b", "target": "size", "spearman": 0.9, "ci95": [0.8, np.nan]}
        ],
        "verdict": "The order <holds>.",
    }
    (results / "influence").mkdir()
    (results / "influence/summary.json").write_text(json.dumps(said), "utf-8")
    page = build_report(tmp_path / "out", results, None).page.read_text("utf-8")
    assert "The order &lt;holds&gt;." in page
    assert (tmp_path / "out/influence-size.png").is_file()


def test_a_damaged_result_is_said_and_the_rest_is_shown(results, tmp_path):
    (results / "composition4/process/summary.json").write_text("{", "utf-8")
    made = build_report(tmp_path / "out", results, None)
    assert any("composition4" in reason for reason in made.missing)


def test_no_results_at_all_is_an_error(tmp_path, capsys):
    with pytest.raises(InputError, match="no such folder"):
        build_report(tmp_path / "out", tmp_path / "nothing", None)
    arguments = ["report", "--out", str(tmp_path / "out"), "--results", str(tmp_path / "nothing")]
    assert run(arguments) == 2
    assert "no such folder of stored results" in capsys.readouterr().err


def seen(page, width, folder):
    """Return what a browser of a width (px) says of a page, and what it wrote into its console.

    A window cannot be made narrow enough everywhere, so that the page is shown in a frame.
    """
    asking = folder / f"asking-{width}.html"
    asking.write_text(page.read_text("utf-8").replace("<head>", "<head>" + ASK, 1), "utf-8")
    frame = folder / f"frame-{width}.html"
    frame.write_text(
        f'<iframe src="{asking.name}" style="width:{width}px;height:900px;border:0"></iframe>'
        '<script>addEventListener("load", () => { document.body.append(document.querySelector('
        '"iframe").contentDocument.getElementById("told").cloneNode(true)); });</script>',
        "utf-8",
    )
    done = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--allow-file-access-from-files", "--enable-logging=stderr",
            "--virtual-time-budget=20000", f"--user-data-dir={folder / 'profile'}",
            "--window-size=1400,1000", "--dump-dom", frame.as_uri(),
        ],
        capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    told = re.search(r'<pre id="told">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told is not None, done.stdout[-2000:] + done.stderr[-2000:]
    return json.loads(told[1]), [line for line in done.stderr.splitlines() if "CONSOLE" in line]


@pytest.mark.skipif(BROWSER is None, reason="there is no Chromium")
@pytest.mark.parametrize("width", [400, 1280])
def test_figures_load_without_an_error_and_fit_the_window(results, tmp_path, width):
    made = build_report(tmp_path / "out", results, None)
    told, console = seen(made.page, width, tmp_path)
    assert told["errors"] == []
    assert console == []
    assert len(told["widths"]) == made.figures
    assert min(told["widths"]) > 0
    assert all(told["alts"])
    assert told["window"] == width
    assert told["page"] <= width
