"""``ostwald optics``: sizes from absorption spectra, and spectra from sizes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ostwald.cli.main import EXIT_INTERRUPTED, EXIT_SOME_FAILED, EXIT_UNUSABLE, print_error

if TYPE_CHECKING:
    from ostwald.errors import OstwaldError
    from ostwald.optics.sample import OpticalSample


_REDRAW_S = 2.0
"""Least time between two pictures while spectra arrive."""


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("optics")(optics_command)


def optics_command(
    material: str = typer.Argument(
        ..., metavar="MATERIAL", help='Formula or name, such as CdSe; "Au" or "Au rods".'
    ),
    size_nm: float = typer.Option(None, "--size", help="Size in nm: tell the first peak."),
    peak_nm: float = typer.Option(None, "--peak", help="First absorption peak in nm: tell size."),
    spectra: list[Path] = typer.Option(
        None, "--spectrum", help="Absorption spectrum (CSV, TXT, JCAMP-DX); may be repeated."
    ),
    follow: Path = typer.Option(
        None, "--follow", help="Growing file or folder of spectra: size against time."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
    curve: str = typer.Option(None, help="Which sizing curve, such as jasieniak for CdSe."),
    width_nm: float = typer.Option(None, "--width", help="Width of gold rods in nm."),
    path_cm: float = typer.Option(1.0, "--path-length", help="Path through the cuvette in cm."),
    dilution: float = typer.Option(1.0, help="By which factor the sample was diluted."),
    plot: Path = typer.Option(None, help="Also draw the spectrum or the course (png, svg, pdf)."),
    out: Path = typer.Option(
        None, help="With --follow: the table to write; MATERIAL-course.csv when left out."
    ),
    target_nm: float = typer.Option(None, "--target", help="With --follow: size wanted, in nm."),
    every_s: float = typer.Option(2.0, "--every", help="With --follow: seconds between looks."),
    idle_s: float = typer.Option(
        None, "--idle", help="With --follow: stop when nothing new came for so many seconds."
    ),
) -> None:
    """Tell sizes from absorption spectra, and spectra from sizes."""
    from ostwald.errors import InputError

    wanted = [size_nm is not None, peak_nm is not None, bool(spectra), follow is not None]
    if sum(wanted) != 1:
        raise InputError(
            "give one of --size, --peak, --spectrum and --follow",
            hint="such as: ostwald optics CdSe --peak 545",
        )
    if follow is None and (out is not None or target_nm is not None or idle_s is not None):
        raise InputError("--out, --target and --idle go with --follow")
    if plot is not None and (size_nm is not None or peak_nm is not None):
        raise InputError("--plot draws a spectrum: it goes with --spectrum or --follow")
    if follow is not None:
        _follow(
            material, follow, as_json,
            {"path_cm": path_cm, "dilution": dilution, "curve": curve, "width_nm": width_nm},
            out or Path(f"{material.replace(' ', '-')}-course.csv"),
            plot, target_nm, every_s, idle_s,
        )  # fmt: skip
    elif spectra:
        _samples(material, spectra, as_json, path_cm, dilution, curve, width_nm, plot)
    else:
        _reading(material, size_nm, peak_nm, as_json, curve, width_nm)


def _reading(
    material: str,
    size_nm: float | None,
    peak_nm: float | None,
    as_json: bool,
    curve: str | None,
    width_nm: float | None,
) -> None:
    from ostwald.optics.reading import read_peak, read_size

    if size_nm is not None:
        reading = read_size(material, size_nm, curve=curve, width_nm=width_nm)
    else:
        assert peak_nm is not None  # noqa: S101 # one of them was given
        reading = read_peak(material, peak_nm, curve=curve, width_nm=width_nm)
    record = reading.to_json()
    if as_json:
        _print_json(record)
        return
    unit = "length" if reading.material == "Au rods" else "size"
    rows = [
        (unit, f"{reading.size_nm:.3g} ± {reading.size_error_nm:.2g} nm"),
        ("first absorption peak", _peak_text(record, reading.material)),
        ("aspect ratio", record.get("aspect_ratio")),
        (_measure_title(record), record.get("curve_size_nm")),
        ("absorbance / that at 450 nm", record.get("ratio_to_450_nm")),
        ("molar extinction", _extinction_text(record)),
        ("curve", f"{record['curve']}, doi {record['source']}"),
        ("covers", f"{reading.range_nm[0]:.3g} to {reading.range_nm[1]:.3g} nm"),
        ("error from", reading.error_from),
    ]
    _print_rows(reading.material, rows, reading.warnings)


def _measure_title(record: dict[str, Any]) -> str:
    return f"{record.get('curve_measure', '')} (nm)"


def _peak_text(record: dict[str, Any], material: str) -> str | None:
    if record["first_absorption_peak_nm"] is None:
        return None
    name = "plasmon, " if material.startswith("Au") else ""
    return f"{record['first_absorption_peak_nm']:.1f} nm ({name}{record['peak_colour']})"


def _extinction_text(record: dict[str, Any]) -> str | None:
    if record["extinction_per_m_cm"] is None:
        return None
    where = record["extinction_wavelength_nm"]
    return f"{record['extinction_per_m_cm']:.3g} /(M cm) at {where:.0f} nm"


def _samples(
    material: str,
    paths: list[Path],
    as_json: bool,
    path_cm: float,
    dilution: float,
    curve: str | None,
    width_nm: float | None,
    plot: Path | None,
) -> None:
    from ostwald.errors import OstwaldError
    from ostwald.optics.files.reader import read_spectrum
    from ostwald.optics.sample import read_sample

    samples: list[OpticalSample] = []
    spectra = []
    problems: list[OstwaldError] = []
    for path in paths:
        try:
            spectrum = read_spectrum(path)
            sample = read_sample(
                material, spectrum, path_cm=path_cm, dilution=dilution, curve=curve,
                width_nm=width_nm,
            )  # fmt: skip
        except OstwaldError as error:
            problems.append(error)
            continue
        samples.append(sample)
        spectra.append(spectrum)
    if plot is not None and samples:
        from ostwald.optics.plot import plot_spectra

        plot_spectra(spectra, samples, plot)
    if as_json and samples:
        records = [sample.to_json() for sample in samples]
        _print_json(records if len(paths) > 1 else records[0])
    elif samples:
        for sample in samples:
            _print_sample(sample)
    for problem in problems:
        print_error(problem)
    if problems:
        raise typer.Exit(EXIT_SOME_FAILED if samples else EXIT_UNUSABLE)


def _print_sample(sample: OpticalSample) -> None:
    record = sample.to_json()
    spread = sample.spread_percent
    others = ", ".join(f"{peak:.0f}" for peak in sample.other_peaks_nm)
    rows = [
        ("first absorption peak", f"{sample.peak_nm:.1f} ± {sample.peak_error_nm:.1g} nm"),
        ("half width (long side)", f"{sample.half_width_nm:.1f} nm"),
        ("size", f"{sample.size_nm:.3g} ± {sample.size_error_nm:.2g} nm"),
        ("spread, at most", None if spread is None else f"{spread:.1f} %"),
        ("aspect ratio", record.get("aspect_ratio")),
        ("concentration", _concentration_text(sample)),
        ("further bands (nm)", others),
        ("curve", f"{record.get('curve', 'rods')}, doi {sample.source}"),
    ]
    _print_rows(f"{sample.material}: {sample.name}", rows, (*sample.doubts, *sample.notes))


def _concentration_text(sample: OpticalSample) -> str | None:
    value = sample.concentration_um
    if value is None:
        return None
    for unit, factor in (("mmol/L", 1e-3), ("µmol/L", 1.0), ("nmol/L", 1e3), ("pmol/L", 1e6)):
        if value * factor >= 1.0 or unit == "pmol/L":
            return (
                f"{value * factor:.3g} {unit} (absorbance {sample.absorbance:.3g} at "
                f"{sample.extinction_wavelength_nm:.0f} nm, {sample.path_cm:g} cm)"
            )
    return None


def _print_rows(title: str, rows: list[tuple[str, Any]], notes: tuple[str, ...]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(title), title_justify="left", show_header=False, box=SIMPLE)
    for key, value in rows:
        if value not in (None, ""):
            shown = f"{value:.4g}" if isinstance(value, float) else str(value)
            table.add_row(key, escape(shown))
    console = Console()
    console.print(table)
    for note in notes:
        console.print(f"Note: {escape(note)}", soft_wrap=True, highlight=False)


def _follow(
    material: str,
    path: Path,
    as_json: bool,
    options: dict[str, Any],
    out: Path,
    plot: Path | None,
    target_nm: float | None,
    every_s: float,
    idle_s: float | None,
) -> None:
    """Watch until Ctrl-C or silence; what was read by then stands in the table."""
    import math
    import sys
    import time

    from ostwald.optics.course import Course
    from ostwald.optics.follow import follow_spectra
    from ostwald.optics.terminal_plot import course_lines

    course = Course(material, target_nm=target_nm, **options)
    interrupted = False
    show = not as_json
    live = show and sys.stdout.isatty()
    drawn = -math.inf
    try:
        for news in follow_spectra(path, every_s=every_s, idle_s=idle_s):
            point = course.add(news)
            course.write(out)
            if live:
                typer.echo("\x1b[2J\x1b[H" + "\n".join(course_lines(course)))
            elif show:
                typer.echo(course.line(point, news))
            if plot is not None and course.points and time.monotonic() - drawn > _REDRAW_S:
                course.draw(plot)
                drawn = time.monotonic()
    except KeyboardInterrupt:
        interrupted = True
    course.write(out)
    if plot is not None and course.points:
        course.draw(plot)
    if as_json:
        _print_json(course.to_json())
    else:
        typer.echo("\n".join(course_lines(course)))
        typer.echo(f"The table is in {out}")
    for problem in course.problems:
        print_error(problem)
    if interrupted:
        raise typer.Exit(EXIT_INTERRUPTED)
    if course.problems:
        raise typer.Exit(EXIT_SOME_FAILED if course.points else EXIT_UNUSABLE)


def _print_json(record: Any) -> None:
    import json

    typer.echo(json.dumps(record, indent=1, ensure_ascii=False))
