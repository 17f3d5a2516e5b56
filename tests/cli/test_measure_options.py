"""The options of ``ostwald measure``, with a simple finder in place of the network."""

import json

import fsspec
import numpy as np
import pandas as pd
import pytest
import tifffile
from PIL import Image
from roifile import roiread, roiwrite

from micrographs_for_tests import OtsuFinder, discs, with_bar
from ostwald.cli import main
from ostwald.microscopy import measurement


@pytest.fixture(autouse=True)
def finder(monkeypatch):
    monkeypatch.setattr(measurement, "default_segmenter", OtsuFinder)


def ostwald(*arguments):
    return main.run(["measure", *map(str, arguments)])


def summaries(out):
    return json.loads((out / "summary.json").read_text())


@pytest.fixture
def image(tmp_path):
    half_a_nm = 2.54e7 / 0.5
    path = tmp_path / "a.png"
    Image.fromarray(discs()).save(path, dpi=(half_a_nm, half_a_nm))
    return path


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def test_outlines_corrected_by_hand_are_measured(image, out, tmp_path):
    assert ostwald(image, "--out", out, "--review") == 0
    before = summaries(out)[0]["particles"]
    rois = roiread(out / "a.rois.zip")
    assert len(rois) == before
    (out / "a.rois.zip").unlink()
    roiwrite(out / "a.rois.zip", rois[2:])
    assert ostwald(image, "--out", tmp_path / "b", "--labels", out) == 0
    (after,) = summaries(tmp_path / "b")
    assert after["particles"] == before - 2
    assert "the particles were marked by hand" in after["warnings"]
    assert after["size_nm"]["mean"] == pytest.approx(10, rel=0.03)


def test_labels_corrected_by_hand_are_measured_in_place(image, out):
    """Back into the same folder: the outlines there follow the labels."""
    assert ostwald(image, "--out", out, "--review") == 0
    labels = tifffile.imread(out / "a.labels.tif")
    assert labels.dtype == np.int32
    labels[labels == 3] = 0
    tifffile.imwrite(out / "a.labels.tif", labels)
    assert ostwald(image, "--out", out, "--labels", out) == 0
    (after,) = summaries(out)
    assert after["particles"] == len(roiread(out / "a.rois.zip")) == len(np.unique(labels)) - 1
    np.testing.assert_array_equal(tifffile.imread(out / "a.labels.tif"), labels)
    rows = pd.read_csv(out / "a.particles.csv")
    assert 3 not in rows["particle"].tolist()
    assert rows["score"].isna().all()


def test_what_was_changed_by_hand_is_never_overwritten(image, out, capsys):
    assert ostwald(image, "--out", out, "--review") == 0
    labels = tifffile.imread(out / "a.labels.tif")
    tifffile.imwrite(out / "a.labels.tif", np.where(labels == 2, 0, labels))
    before = (out / "a.labels.tif").read_bytes()
    for settings in (("--overwrite",), ("--dark",)):
        assert ostwald(image, "--out", out, *settings) == 2
        assert "changed by hand: a.labels.tif" in capsys.readouterr().err
    assert (out / "a.labels.tif").read_bytes() == before
    for _ in range(2):
        assert ostwald(image, "--out", out, "--labels", out) == 0
    assert not (tifffile.imread(out / "a.labels.tif") == 2).any()
    assert ostwald(image, "--out", out, "--overwrite") == 0
    assert (tifffile.imread(out / "a.labels.tif") == 2).any()


def test_an_image_without_labels_is_told(image, out, tmp_path, capsys):
    (tmp_path / "labels").mkdir()
    assert ostwald(image, "--out", out, "--labels", tmp_path / "labels") == 2
    assert "a.png: no labels for it" in capsys.readouterr().err
    assert ostwald(image, "--out", out, "--labels", tmp_path / "none") == 2
    assert "no such folder" in capsys.readouterr().err


def test_filters_and_their_remarks(tmp_path, out):
    picture = discs()
    picture[80:86, 30:200] = 60
    picture[150:158, 150:158] = 255
    image = tmp_path / "f.tif"
    tifffile.imwrite(image, picture)
    settings = ("--nm-per-px", 0.5, "--min-circularity", 0.7, "--max-size", 20, "--dark")
    assert ostwald(image, "--out", out, *settings) == 0
    rows = pd.read_csv(out / "f.particles.csv")
    assert rows["circularity"].min() >= 0.7
    assert rows["diameter_nm"].max() <= 20
    (summary,) = summaries(out)
    assert summary["particles"] == len(rows)
    assert any("left out, as asked" in warning for warning in summary["warnings"])
    assert ostwald(image, "--out", out, "--nm-per-px", 0.5, "--min-size", 500) == 0
    assert summaries(out)[0]["particles"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ("--bright", "--dark"), ("--roi", "1,2,3"), ("--roi", "0,0,9999,10"), ("--frame", "0"),
        ("--frame", "1", "--all-frames"), ("--min-size", "9", "--max-size", "3"),
        ("--min-circularity", "2"), ("--jobs", "0"), ("--scale-from", "none.png"),
        ("--scheduler", "tcp://127.0.0.1:9"), ("--channel", "HAADF"), ("--scale-table", "no.csv"),
    ],
)  # fmt: skip
def test_arguments_that_cannot_be(image, out, wrong, capsys):
    assert ostwald(image, "--out", out, *wrong) == 2
    error = capsys.readouterr().err
    assert "rror" in error
    assert "Traceback" not in error


def test_a_part_of_the_picture(image, out):
    assert ostwald(image, "--out", out, "--roi", "60,40,120,100") == 0
    rows = pd.read_csv(out / "a.particles.csv")
    whole = rows[~rows["touches_border"]]
    assert whole["x_px"].between(60, 180).all()
    assert whole["y_px"].between(40, 140).all()
    assert 0 < len(whole) < 10
    assert tifffile.imread(out / "a.labels.tif").shape == (200, 300)


def test_axes_direction_and_sides_are_in_the_table(image, out):
    ostwald(image, "--out", out)
    rows = pd.read_csv(out / "a.particles.csv")
    for column in ("major_axis_nm", "minor_axis_nm", "length_nm", "width_nm"):
        assert rows[column].median() == pytest.approx(10, rel=0.08)
    assert rows["angle_deg"].between(0, 180).all()


def test_every_frame_is_an_image_of_its_own(tmp_path, out, capsys):
    stack = np.stack([discs(seed=k, diameter_px=16 + 4 * k) for k in range(3)])
    tifffile.imwrite(tmp_path / "s.tif", stack, photometric="minisblack")
    assert ostwald(tmp_path / "s.tif", "--out", out, "--all-frames") == 0
    found = [(s["results"], s["frame"], round(s["size_px"]["mean"])) for s in summaries(out)]
    assert found == [("s-frame1", 1, 16), ("s-frame2", 2, 20), ("s-frame3", 3, 24)]
    assert "s.tif #2" in capsys.readouterr().out
    assert ostwald(tmp_path / "s.tif", "--out", tmp_path / "b", "--frame", 2) == 0
    assert round(summaries(tmp_path / "b")[0]["size_px"]["mean"]) == 20


def test_scales_from_a_table_and_from_a_sibling(tmp_path, out):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.tif", "b.tif"):
        tifffile.imwrite(folder / name, discs())
    tifffile.imwrite(folder / "small.tif", discs(150, 200))
    Image.fromarray(with_bar(discs(), "50 nm", 100)).save(folder / "bar.png")
    (tmp_path / "scales.csv").write_text("image,nm_per_px\nb.tif,0.25\n")
    table = ("--scale-table", tmp_path / "scales.csv")
    assert ostwald(folder, "--out", out, *table, "--scale-from", folder / "bar.png") == 0
    found = {s["image"]: (s["scale"]["nm_per_px"], s["scale"]["source"]) for s in summaries(out)}
    assert found["b.tif"] == (0.25, "user")
    assert found["a.tif"] == (pytest.approx(0.5, rel=0.02), "user")
    assert found["bar.png"][1] == "scale bar"
    assert found["small.tif"] == (None, "none")
    warnings = {s["image"]: " ".join(s["warnings"]) for s in summaries(out)}
    assert "taken over from bar.png" in warnings["a.tif"]
    assert "not taken over" in warnings["small.tif"]


def test_changed_settings_are_measured_again(image, out):
    for settings in ((), ("--min-size", 5), ("--roi", "0,0,300,150"), ("--dark",)):
        assert ostwald(image, "--out", out, *settings) == 0
        record = json.loads((out / "a.measurement.json").read_text())
        assert len(record["fingerprint"]["settings"]) == bool(settings)


def test_particles_of_all_images_in_one_data_set(image, out, tmp_path):
    tifffile.imwrite(tmp_path / "b.tif", discs(seed=3))
    ostwald(image, tmp_path / "b.tif", "--out", out)
    ostwald(image, "--out", out, "--overwrite")
    pooled = pd.read_parquet(out / "particles.parquet")
    counts = {s["image"]: s["particles"] for s in summaries(out)}
    assert pooled.groupby("image").size().to_dict() == counts
    assert set(pooled.columns) >= {"path", "results", "diameter_nm", "touches_border"}


def test_equal_names_are_told_apart_by_their_folders(image, out, tmp_path, capsys):
    for folder in ("mon", "tue"):
        (tmp_path / folder).mkdir()
        tifffile.imwrite(tmp_path / folder / "x.tif", discs())
    assert ostwald(tmp_path / "mon", tmp_path / "tue", image, "--out", out) == 0
    printed = capsys.readouterr().out
    for name in ("mon/x.tif", "tue/x.tif"):
        assert name in printed
    assert str(tmp_path) not in printed.partition("Results are in")[0]


def test_what_is_passed_over_is_one_line(image, out, tmp_path, capsys):
    for name in ("notes.txt", "b.txt", "c.docx"):
        (tmp_path / name).touch()
    assert ostwald(tmp_path, "--out", out) == 0
    assert "Passed over as no images: 2 .txt, 1 .docx" in capsys.readouterr().err


def test_a_picture_that_cannot_be_drawn_does_not_cost_the_numbers(image, out, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ValueError("no such colour")

    monkeypatch.setattr("ostwald.microscopy.batch.results.write_overlay", broken)
    assert ostwald(image, "--out", out) == 0
    (summary,) = summaries(out)
    assert summary["particles"] > 0
    assert any("overlay could not be drawn" in warning for warning in summary["warnings"])


def test_images_and_results_behind_urls(image):
    system = fsspec.filesystem("memory")
    system.put(str(image), "/lab/in/a.png")
    system.put(str(image), "/lab/in/sub/a.png")
    for _ in range(2):
        assert ostwald("memory://lab/in", "--out", "memory://lab/out") == 0
    found = json.loads(system.cat_file("/lab/out/summary.json"))
    assert [s["image"] for s in found] == ["a.png", "a.png"]
    assert found[0]["size_nm"]["mean"] == pytest.approx(10, rel=0.03)
    names = [path.rsplit("/", 1)[-1] for path in system.ls("/lab/out", detail=False)]
    assert sum(name.endswith(".particles.csv") for name in names) == 2
    assert len(system.ls("/lab/out/particles.parquet", detail=False)) == 2


def test_help_tells_formats_results_and_an_example(capsys):
    assert main.run(["measure", "--help"]) == 0
    told = capsys.readouterr().out
    for word in ("DM3", "particles.csv", "Example", "--review", "formats"):
        assert word in told


def test_long_names_break_where_their_parts_meet(out, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    name = "2026-11-03_PbSe_batch7_after_washing_grid2_40000x.tif"
    tifffile.imwrite(tmp_path / name, discs())
    assert ostwald(tmp_path / name, "--out", out, "--nm-per-px", "0.25") == 0
    pieces = []
    for line in capsys.readouterr().out.splitlines()[1:]:
        pieces.append(line.split()[0])
        if "".join(pieces) == name:
            break
    assert 1 < len(pieces) < 6
    assert all(piece[-1] in "_-." for piece in pieces[:-1])
