"""Write the results of images and of a batch."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ostwald._files import atomic_path, write_text
from ostwald.errors import InputError
from ostwald.microscopy.batch.record import Record, load_records
from ostwald.microscopy.batch.source import is_url
from ostwald.microscopy.batch.store import Store
from ostwald.microscopy.marked import Measurement
from ostwald.microscopy.measure.histogram import write_histogram
from ostwald.microscopy.measure.overlay import write_overlay
from ostwald.microscopy.review.labels import LABELS_SUFFIX, ROIS_SUFFIX, write_labels
from ostwald.microscopy.review.rois import write_rois

# First parts of file names that belong to the batch and to no image.
SUMMARY_STEMS = {"nm": "summary", "px": "summary-px"}
# A data set of one Parquet file an image, which pandas, Arrow and DuckDB read as one table.
PARTICLES_FOLDER = "particles.parquet"

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
    "trust",
    "warnings",
    "path",
    "frame",
)


def write_measurement(
    measurement: Measurement, out: Path, stem: str, *, path: str = "", review: bool = False
) -> tuple[str, ...]:
    """Write table, label image, overlay and histogram of one image.

    Args:
        measurement: What was measured.
        out: Folder of the results.
        stem: First part of their names.
        path: The image's path, for the pooled table.
        review: Write the outlines, too.

    Returns:
        Remarks on pictures that could not be drawn, which must not cost the numbers.

    Raises:
        InputError: A file cannot be written.
    """
    write_text(out / f"{stem}.particles.csv", measurement.table.to_csv())
    _write_parquet(measurement, out, stem, path)
    write_labels(measurement.labels, out / f"{stem}{LABELS_SUFFIX}")
    rois = out / f"{stem}{ROIS_SUFFIX}"
    if review or rois.exists():  # outlines of an earlier run must not contradict the labels
        write_rois(measurement.labels, measurement.table, rois)
    notes = []
    for what, draw in (("overlay", _draw_overlay), ("histogram", _draw_histogram)):
        try:
            draw(measurement, out, stem)
        except InputError:
            raise
        except Exception as error:
            notes.append(f"the {what} could not be drawn ({type(error).__name__}: {error})")
    return tuple(notes)


def _draw_overlay(measurement: Measurement, out: Path, stem: str) -> None:
    write_overlay(measurement, out / f"{stem}.overlay.png")


def _draw_histogram(measurement: Measurement, out: Path, stem: str) -> None:
    diameters, unit = diameters_of(measurement)
    histogram = out / f"{stem}.histogram.png"
    if diameters:
        write_histogram(np.array(diameters), unit, histogram, measurement.image)
    else:
        histogram.unlink(missing_ok=True)  # of an earlier run with other settings


def _write_parquet(measurement: Measurement, out: Path, stem: str, path: str) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    table = measurement.table.to_columns()
    count = len(measurement.table)
    named = {"image": measurement.image, "path": path, "results": stem}
    columns = {name: pa.array([text] * count, pa.string()) for name, text in named.items()}
    columns |= {name: pa.array(values) for name, values in table.items()}
    with atomic_path(out / PARTICLES_FOLDER / f"{stem}.parquet") as temporary:
        parquet.write_table(pa.table(columns), temporary, compression="zstd")


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


def write_summary(records: Sequence[Record], store: Store) -> None:
    """Write the summary of a folder as JSON and CSV, and its histogram.

    Images that other runs have finished in the same folder follow those of this one, so that
    runs at the same time do not overwrite each other's summary.

    Args:
        records: The images finished in this run.
        store: Folder of the results.

    Raises:
        InputError: A file cannot be written.
    """
    with store.lock(), store.staging() as folder:
        own = {record.fingerprint.source for record in records}
        others = [
            record
            for record in load_records(store).values()
            if record.fingerprint.source not in own and _still_there(record.fingerprint.source)
        ]
        listed = [*records, *others]
        write_text(folder / "summary.json", summary_json(listed))
        write_text(folder / "summary.csv", summary_csv([record.summary for record in listed]))
        _write_histograms(listed, folder)


def _write_histograms(records: Sequence[Record], folder: Path) -> None:
    for unit in ("nm", "px"):
        pooled = [d for record in records if record.unit == unit for d in record.diameters]
        if pooled:
            images = sum(record.unit == unit for record in records)
            title = f"{images} image{'s' if images > 1 else ''}"
            stem = SUMMARY_STEMS[unit]
            write_histogram(np.array(pooled), unit, folder / f"{stem}.histogram.png", title)


def _still_there(identity: str) -> bool:
    """Tell whether the image of a record exists; what cannot be asked is kept."""
    if is_url(identity) or identity.startswith("bytes:"):
        return True
    return Path(identity).exists() or Path(identity.rpartition("#")[0] or identity).exists()


def summary_json(records: Sequence[Record]) -> str:
    """Return the summary of a batch as JSON text.

    Args:
        records: The finished images.

    Returns:
        A list with one object an image, ending in a line break.
    """
    return json.dumps([r.summary for r in records], indent=1, ensure_ascii=False) + "\n"


def summary_csv(summaries: Sequence[dict[str, Any]]) -> str:
    """Return the summaries of images as CSV text.

    Args:
        summaries: Entries of ``summary.json``.

    Returns:
        One line an image, below the names of the columns.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, _SUMMARY_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(map(_summary_row, summaries))
    return text.getvalue()


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
        "trust": (summary.get("trust") or {}).get("grade"),
        "warnings": "; ".join(summary["warnings"]),
    }
    return row
