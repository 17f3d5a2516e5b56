"""The course of a synthesis as its spectra tell it: size, spread and concentration against time."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ostwald._files import write_text
from ostwald.errors import InputError
from ostwald.optics.curve import check_positive
from ostwald.optics.follow import News
from ostwald.optics.growth_law import GrowthLaw, fit_growth
from ostwald.optics.sample import OpticalSample, read_sample

FORMAT_VERSION = 1
COLUMNS = (
    "time_min",
    "spectrum",
    "first_absorption_peak_nm",
    "size_nm",
    "size_error_nm",
    "size_distribution_percent",
    "concentration_um",
    "doubts",
)


@dataclass(frozen=True)
class Point:
    """One spectrum's sample with its time in min."""

    time_min: float
    name: str
    sample: OpticalSample


class Course:
    """Collects what spectra tell and fits the law of growth.

    Args:
        material: A product label or name with a sizing curve.
        target_nm: Size whose time is wanted, in nm.
        options: Further arguments of `read_sample`.

    Raises:
        InputError: There is no curve for the material.
    """

    def __init__(self, material: str, *, target_nm: float | None = None, **options: Any) -> None:
        from ostwald.optics.published_curves import find_curve
        from ostwald.optics.reading import gold_kind

        if gold_kind(material) is None:
            find_curve(material, options.get("curve"))
        if target_nm is not None:
            check_positive(target_nm, "--target")
        self.material = material
        self.target_nm = target_nm
        self.options = options
        self.points: list[Point] = []
        self.problems: list[InputError] = []
        self.time_from: set[str] = set()

    def add(self, news: News) -> Point | None:
        """Take up a spectrum; one that cannot be used is kept as a problem.

        Args:
            news: What arrived.

        Returns:
            The point; None if there is none.
        """
        if news.spectrum is None:
            if news.problem is not None:
                self.problems.append(news.problem)
            return None
        try:
            sample = read_sample(self.material, news.spectrum, **self.options)
        except InputError as error:
            self.problems.append(error)
            return None
        self.time_from.add(news.time_from)
        point = Point(news.time_min, news.name, sample)
        self.points.append(point)
        self.points.sort(key=lambda p: p.time_min)
        return point

    def law(self) -> GrowthLaw | None:
        """Return the law that the sizes follow; None while they are too few."""
        times = np.array([p.time_min for p in self.points])
        sizes = np.array([p.sample.size_nm for p in self.points])
        return fit_growth(times, sizes)

    def target(self, law: GrowthLaw | None) -> dict[str, Any] | None:
        """Return when the wanted size is reached; None if none is wanted or no law is known."""
        if law is None or self.target_nm is None:
            return None
        return law.time_of(self.target_nm, self.points[-1].time_min)

    def write(self, path: Path) -> None:
        """Write the table, whole or not at all.

        Args:
            path: The CSV file.

        Raises:
            InputError: It cannot be written.
        """
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(COLUMNS)
        for record in self.records():
            writer.writerow(["" if record[c] is None else record[c] for c in COLUMNS])
        write_text(path, buffer.getvalue())

    def records(self) -> list[dict[str, Any]]:
        """Return the table, one dictionary a spectrum, by growing time."""
        rows = []
        for point in self.points:
            record = point.sample.to_json()
            row = {column: record.get(column) for column in COLUMNS}
            row["time_min"] = round(point.time_min, 4)
            row["doubts"] = "; ".join(point.sample.doubts)
            rows.append(row)
        return rows

    def to_json(self) -> dict[str, Any]:
        """Return the course as plain values, as ``--follow --json`` prints it."""
        law = self.law()
        return {
            "format_version": FORMAT_VERSION,
            "material": self.material,
            "points": self.records(),
            "growth_law": law
            and {"law": law.name, "parameters": law.parameters, "rms_nm": law.rms_nm},
            "target": self.target(law),
            "time_from": sorted(self.time_from),
            "problems": [str(problem) for problem in self.problems],
        }

    def line(self, point: Point | None, news: News) -> str:
        """Return one line of text about a spectrum that has arrived."""
        if point is None:
            return f"{news.name}: {self.problems[-1].problem}"
        sample = point.sample
        parts = [
            f"{point.time_min:9.2f} min",
            f"{sample.peak_nm:7.1f} nm",
            f"size {sample.size_nm:.2f} nm",
        ]
        if sample.spread_percent is not None:
            parts.append(f"spread <= {sample.spread_percent:.1f} %")
        if sample.concentration_um is not None:
            parts.append(f"{sample.concentration_um:.3g} µM")
        if sample.doubts:
            parts.append("doubtful: " + sample.doubts[0].split(":")[0])
        return "  ".join(parts)

    def draw(self, path: Path) -> None:
        """Draw size, spread and concentration against time.

        Args:
            path: The picture; its suffix names the format.

        Raises:
            InputError: It cannot be written.
        """
        from ostwald.optics.plot import plot_course

        plot_course(self, path)
