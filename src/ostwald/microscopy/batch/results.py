"""Write the results of images and of a batch."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ostwald._files import atomic_path, write_text
from ostwald.errors import InputError
from ostwald.microscopy.batch.record import Record
from ostwald.microscopy.measure.histogram import write_histogram
from ostwald.microscopy.measure.overlay import write_overlay
from ostwald.microscopy.measurement import Measurement

# First parts of file names that belong to the batch and to no image.
SUMMARY_STEMS = {"nm": "summary", "px": "summary-px"}

_SUMMARY_COLUMNS = (
    "image",
    "results",
    "particles",
    "particles_at_border",
    "mean_nm",
    "std_nm",
    "median_nm",
    "distribution_percent",
    "mean_ci95_low_nm",
    "mean_ci95_high_nm",
    "mean_px",
    "std_px",
    "shape",
    "nm_per_px",
    "scale_source",
    "bar_value_nm",
    "bar_length_px",
    "scale_confidence",
    "width_px",
    "height_px",
    "seconds",
    "warnings",
)


def check_writable(out: Path) -> None:
    """Make the folder of the results and try to write into it, before hours of work.

    Args:
        out: The folder.

    Raises:
        InputError: It cannot be made or written to.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise InputError(
            f"cannot write results there: {error.strerror or error}",
            where=str(out),
            hint="choose another folder with --out",
        ) from error


def write_measurement(measurement: Measurement, out: Path, stem: str) -> None:
    """Write table, label image, overlay and histogram of one image.

    Args:
        measurement: What was measured.
        out: Folder of the results.
        stem: First part of their names.

    Raises:
        InputError: A file cannot be written.
    """
    import tifffile

    write_text(out / f"{stem}.particles.csv", measurement.table.to_csv())
    labels = measurement.labels
    small = labels.max(initial=0) <= np.iinfo(np.uint16).max
    with atomic_path(out / f"{stem}.labels.tif") as temporary:
        tifffile.imwrite(
            temporary, labels.astype(np.uint16 if small else np.int32), compression="zlib"
        )
    write_overlay(measurement, out / f"{stem}.overlay.png")
    diameters, unit = diameters_of(measurement)
    histogram = out / f"{stem}.histogram.png"
    if diameters:
        write_histogram(np.array(diameters), unit, histogram, measurement.image)
    else:
        histogram.unlink(missing_ok=True)  # of an earlier run with other settings


def diameters_of(measurement: Measurement) -> tuple[list[float], str]:
    """Diameters of the whole particles, in nm where there is a scale, else in pixels.

    Args:
        measurement: What was measured.

    Returns:
        The diameters and their unit.
    """
    table = measurement.table
    if measurement.scale.nm_per_px is None:
        return table.diameter_px[table.whole].tolist(), "px"
    return table.diameter_nm[table.whole].tolist(), "nm"


def write_summary(records: Sequence[Record], out: Path) -> None:
    """Write the summary of a batch as JSON and CSV, and its histogram.

    Args:
        records: The finished images.
        out: Folder of the results.

    Raises:
        InputError: A file cannot be written.
    """
    summaries = [record.summary for record in records]
    write_text(out / "summary.json", summary_json(records))
    text = io.StringIO()
    writer = csv.DictWriter(text, _SUMMARY_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_summary_row(summary) for summary in summaries)
    write_text(out / "summary.csv", text.getvalue())
    for unit in ("nm", "px"):
        pooled = [d for record in records if record.unit == unit for d in record.diameters]
        if pooled:
            images = sum(record.unit == unit for record in records)
            title = f"{images} image{'s' if images > 1 else ''}"
            stem = SUMMARY_STEMS[unit]
            write_histogram(np.array(pooled), unit, out / f"{stem}.histogram.png", title)


def summary_json(records: Sequence[Record]) -> str:
    """Return the summary of a batch as JSON text.

    Args:
        records: The finished images.

    Returns:
        A list with one object an image, ending in a line break.
    """
    return json.dumps([r.summary for r in records], indent=1, ensure_ascii=False) + "\n"


def _summary_row(summary: dict[str, Any]) -> dict[str, Any]:
    size, pixels, scale = summary["size_nm"] or {}, summary["size_px"] or {}, summary["scale"]
    low, high = size.get("mean_ci95") or (None, None)
    row = {name: summary.get(name) for name in _SUMMARY_COLUMNS}
    row |= {
        "mean_nm": size.get("mean"),
        "std_nm": size.get("std"),
        "median_nm": size.get("median"),
        "distribution_percent": (size or pixels).get("distribution_percent"),
        "mean_ci95_low_nm": low,
        "mean_ci95_high_nm": high,
        "mean_px": pixels.get("mean"),
        "std_px": pixels.get("std"),
        "shape": summary["shape"]["label"],
        "nm_per_px": scale["nm_per_px"],
        "scale_source": scale["source"],
        "bar_value_nm": scale["bar_value_nm"],
        "bar_length_px": scale["bar_length_px"],
        "scale_confidence": scale["confidence"],
        "warnings": "; ".join(summary["warnings"]),
    }
    return row
