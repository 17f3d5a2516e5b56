"""A course on the terminal: points, law and what it promises, in 80 columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ostwald.optics.spectrum import FloatArray

if TYPE_CHECKING:
    from ostwald.optics.course import Course

_WIDTH, _HEIGHT = 66, 12


def course_lines(course: Course) -> list[str]:
    """Return a course as lines of text.

    Args:
        course: The course.

    Returns:
        A plot of sizes, the last point, the law and the time of the wanted size.
    """
    if not course.points:
        return ["No spectrum could be used yet."]
    times = np.array([p.time_min for p in course.points])
    sizes = np.array([p.sample.size_nm for p in course.points])
    law = course.law()
    curve = None
    if law is not None:
        grid = np.linspace(times.min(), times.max(), _WIDTH)
        curve = law.size_nm(grid)
    lines = [f"{course.material}: size in nm against time in min", ""]
    lines += _plot(times, sizes, curve)
    last = course.points[-1].sample
    spread = "" if last.spread_percent is None else f", spread at most {last.spread_percent:.1f} %"
    amount = "" if last.concentration_um is None else f", {last.concentration_um:.3g} µmol/L"
    lines += [
        "",
        f"{len(times)} spectra; at {times[-1]:.4g} min {last.size_nm:.3g} ± "
        f"{last.size_error_nm:.2g} nm{spread}{amount}",
    ]
    if law is None:
        lines.append("A law of growth needs four times at least, and sizes that differ.")
    else:
        constants = ", ".join(f"{k} = {v:.3g}" for k, v in law.parameters.items())
        lines.append(law.name)
        lines.append(f"  {constants}; scatter {law.rms_nm:.2g} nm")
    target = course.target(law)
    if target is not None:
        lines.append(target_text(target))
    doubts = dict.fromkeys(d for p in course.points for d in p.sample.doubts)
    doubtful = sum(bool(p.sample.doubts) for p in course.points)
    if doubtful:
        lines.append(f"Note: {doubtful} of {len(times)} spectra are doubtful: {next(iter(doubts))}")
    if "time of writing" in course.time_from:
        lines.append("Note: file names tell no times; the times of writing were taken")
    return lines


def target_text(target: dict[str, Any]) -> str:
    """Say when a wanted size is reached.

    Args:
        target: What `GrowthLaw.time_of` returns.

    Returns:
        One sentence.
    """
    if target["time_min"] is None:
        return f"{target['size_nm']:g} nm will not be reached by this law."
    text = f"{target['size_nm']:g} nm at {target['time_min']:.3g} min"
    if target["interval_min"] is not None:
        low, high = target["interval_min"]
        return f"{text} (90 %: {low:.3g} to {high:.3g} min)"
    return f"{text}, but that is a guess: half of what the data allow never reaches it"


def _plot(times: FloatArray, sizes: FloatArray, curve: FloatArray | None) -> list[str]:
    shown = sizes if curve is None else np.concatenate([sizes, curve])
    low, high = float(shown.min()), float(shown.max())
    high = high if high > low else low + 1e-3
    cells = [[" "] * _WIDTH for _ in range(_HEIGHT)]

    def row(size: float) -> int:
        return round((_HEIGHT - 1) * (high - size) / (high - low))

    if curve is not None:
        for column, size in enumerate(curve):
            cells[row(float(size))][column] = "·"
    span = float(np.ptp(times)) or 1.0
    for time, size in zip(times, sizes, strict=True):
        cells[row(float(size))][round((_WIDTH - 1) * float(time - times.min()) / span)] = "o"
    lines = []
    for index, line in enumerate(cells):
        size = high - (high - low) * index / (_HEIGHT - 1)
        label = f"{size:8.3f}" if index % 3 == 0 or index == _HEIGHT - 1 else " " * 8
        lines.append(f"{label} |{''.join(line)}".rstrip())
    lines.append(" " * 9 + "+" + "-" * _WIDTH)
    left, right = f"{times.min():.4g}", f"{times.max():.4g}"
    lines.append(" " * 10 + left + right.rjust(_WIDTH - len(left)))
    return lines
