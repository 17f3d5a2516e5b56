"""The real ImageJ opens what is written and writes what is read: where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import tifffile

from ostwald.microscopy.measure import measure_particles
from ostwald.microscopy.review.rois import read_rois, write_rois

IMAGEJ = Path(os.environ.get("IMAGEJ_JAR", "/usr/share/java/ij.jar"))

pytestmark = pytest.mark.skipif(
    not (IMAGEJ.exists() and shutil.which("xvfb-run") and shutil.which("java")),
    reason="needs ImageJ (IMAGEJ_JAR), Java and xvfb-run",
)

MACRO = """
open("{folder}/a.tif");
roiManager("Open", "{folder}/a.rois.zip");
told = "";
for (i = 0; i < roiManager("count"); i++) {{
  roiManager("select", i);
  getStatistics(area);
  told = told + Roi.getName + " " + area + "\\n";
}}
File.saveString(told, "{folder}/areas.txt");
roiManager("select", 0);
roiManager("delete");
makeOval(60, 60, 20, 20);
roiManager("add");
roiManager("deselect");
roiManager("save", "{folder}/corrected.zip");
run("Quit");
"""


def test_imagej_reads_the_outlines_and_its_corrections_are_read_back(tmp_path):
    labels = np.zeros((100, 120), np.int32)
    yy, xx = np.mgrid[:100, :120]
    for number, (y, x, radius) in enumerate([(20, 20, 9), (30, 70, 12), (95, 50, 8)], start=1):
        labels[np.hypot(yy - y, xx - x) < radius] = number
    tifffile.imwrite(tmp_path / "a.tif", np.full(labels.shape, 120, np.uint8))
    table = measure_particles(labels)
    write_rois(labels, table, tmp_path / "a.rois.zip")
    (tmp_path / "a.ijm").write_text(MACRO.format(folder=tmp_path))
    subprocess.run(
        ["xvfb-run", "-a", "java", "-jar", str(IMAGEJ), "-macro", str(tmp_path / "a.ijm")],
        check=True,
        timeout=120,
        capture_output=True,
    )
    told = [line.split() for line in (tmp_path / "areas.txt").read_text().splitlines()]
    assert {name: float(area) for name, area in told} == {
        f"{number:05d}": area for number, area in zip(table.particle, table.area_px, strict=True)
    }
    corrected, notes = read_rois(tmp_path / "corrected.zip", labels.shape)
    assert notes == ()
    kept = [corrected[labels == number] for number in (2, 3)]
    assert all(np.unique(numbers).size == 1 and numbers[0] > 0 for numbers in kept)
    assert not corrected[labels == 1].any()
    drawn = corrected[70, 70]
    assert drawn > 0
    assert abs(np.count_nonzero(corrected == drawn) - np.pi * 100) < 12
