"""``ostwald mechanism``: nucleation, growth and ripening, simulated and fitted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from ostwald.mechanism.fit import MechanismFit
    from ostwald.mechanism.flask import Flask
    from ostwald.mechanism.simulation import Simulation

_SHOWN_ROWS = 14

_MATERIAL = typer.Option("CdSe", "--material", help="Formula of the solid.")
_CONCENTRATION = typer.Option(
    None, "--concentration", help="Formula units the precursor can give, in mol/L."
)
_TEMPERATURE = typer.Option(None, "--temperature", help="Temperature of growth in degC.")
_START = typer.Option(
    None, "--start-temperature", help="Temperature at time zero in degC; that of growth else."
)
_RATE = typer.Option(None, "--heating-rate", help="Heat up at so many degC/min.")
_SET = typer.Option(
    None, "--set", metavar="NAME=VALUE", help="Another constant, such as "
    "surface_energy_j_per_m2=0.14; may be repeated.",
)  # fmt: skip
_JSON = typer.Option(False, "--json", help="Print JSON.")
_PLOT = typer.Option(None, "--plot", help="Also draw it (png, svg, pdf).")


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    verbs = typer.Typer(
        no_args_is_help=True, help="Nucleation, growth and ripening, simulated and fitted."
    )
    verbs.command("simulate")(simulate_command)
    verbs.command("fit")(fit_command)
    app.add_typer(verbs, name="mechanism")


def simulate_command(
    material: str = _MATERIAL,
    concentration: float = _CONCENTRATION,
    temperature_c: float = _TEMPERATURE,
    start_temperature_c: float = _START,
    heating_rate: float = _RATE,
    settings: list[str] = _SET,
    minutes: float = typer.Option(60.0, "--time", help="How long, in min."),
    points: int = typer.Option(60, help="At how many times to report."),
    out: Path = typer.Option(None, help="Also write the course as CSV."),
    as_json: bool = _JSON,
    plot: Path = _PLOT,
) -> None:
    """Simulate size, spread, concentration and supersaturation against time."""
    from ostwald.mechanism.simulation import simulate

    flask = _flask(
        material, concentration, temperature_c, start_temperature_c, heating_rate, settings
    )
    simulation = simulate(flask, minutes, points)
    if out is not None:
        simulation.write(out)
    if plot is not None:
        from ostwald.mechanism.plot import plot_population

        plot_population(simulation.population, simulation.regimes, plot)
    if as_json:
        _print_json(simulation.to_json())
    else:
        _print_simulation(simulation)


def fit_command(
    table: Path = typer.Argument(
        ...,
        metavar="TABLE",
        help="CSV with time_min, size_nm and perhaps size_distribution_percent, size_error_nm.",
    ),
    material: str = _MATERIAL,
    concentration: float = _CONCENTRATION,
    temperature_c: float = _TEMPERATURE,
    start_temperature_c: float = _START,
    heating_rate: float = _RATE,
    settings: list[str] = _SET,
    free: list[str] = typer.Option(
        None, "--free", help="A constant to fit; may be repeated. The usual four when left out."
    ),
    as_json: bool = _JSON,
    plot: Path = _PLOT,
) -> None:
    """Fit the model to sizes against time; tell what the series can and cannot tell."""
    from ostwald.mechanism.fit import DEFAULT_FREE, fit_mechanism
    from ostwald.mechanism.series import read_size_series

    series = read_size_series(table)
    flask = _flask(
        material, concentration, temperature_c, start_temperature_c, heating_rate, settings
    )
    fit = fit_mechanism(series, flask, free or DEFAULT_FREE)
    if plot is not None:
        from ostwald.mechanism.plot import plot_population

        plot_population(fit.population, fit.regimes, plot, series)
    if as_json:
        _print_json(fit.to_json())
    else:
        _print_fit(fit)


def _flask(
    material: str,
    concentration: float | None,
    temperature_c: float | None,
    start_temperature_c: float | None,
    heating_rate: float | None,
    settings: list[str] | None,
) -> Flask:
    from ostwald.errors import InputError
    from ostwald.mechanism.flask import Flask
    from ostwald.mechanism.simulation import flask_with

    given: dict[str, Any] = {
        "concentration_mol_per_l": concentration,
        "reaction_temperature_c": temperature_c,
        "start_temperature_c": start_temperature_c,
        "heating_rate_c_per_min": heating_rate,
    }
    pairs = {name: str(value) for name, value in given.items() if value is not None}
    for setting in settings or []:
        name, sign, value = setting.partition("=")
        if not sign:
            raise InputError(
                f'"{setting}" is not NAME=VALUE',
                where="--set",
                hint="write for example --set surface_energy_j_per_m2=0.14",
            )
        pairs[name.strip()] = value.strip()
    return flask_with(Flask(), {"material": material, **pairs})


def _print_simulation(simulation: Simulation) -> None:
    from rich.console import Console
    from rich.table import Table

    records = simulation.records()
    step = max(1, -(-len(records) // _SHOWN_ROWS))
    shown = records[::-1][::step][::-1]
    table = Table(box=None, pad_edge=False)
    for name in ("min", "degC", "size, nm", "spread, %", "µmol/L", "supersaturation"):
        table.add_column(name, justify="right")
    for row in shown:
        table.add_row(
            *(
                "" if row[key] is None else f"{row[key]:.{digits}g}"
                for key, digits in (
                    ("time_min", 4), ("temperature_c", 4), ("size_nm", 4),
                    ("size_distribution_percent", 3), ("particles_um", 4), ("supersaturation", 4),
                )
            )
        )  # fmt: skip
    Console().print(table)
    _print_regimes(simulation.to_json()["regimes"])


def _print_fit(fit: MechanismFit) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("constant")
    for name in ("value", "90 % interval"):
        table.add_column(name, justify="right")
    table.add_column("told by the series")
    for constant in fit.constants:
        table.add_row(
            constant.name,
            f"{constant.value:.3g}",
            "open" if not constant.low else f"{constant.low:.3g} to {constant.high:.3g}",
            "yes" if constant.told else "no",
        )
    console = Console()
    console.print(table)
    spread = fit.rms_spread_percent
    typer.echo(
        f"Sizes scatter by {fit.rms_size_nm:.2g} nm about the model"
        + ("" if spread is None else f", spreads by {spread:.2g} points")
        + "."
    )
    _print_regimes(fit.to_json()["regimes"])
    for note in fit.notes:
        typer.echo(f"Note: {note}")


def _print_regimes(regimes: list[dict[str, Any]]) -> None:
    for regime in regimes:
        typer.echo(
            f"{regime['from_min']:.3g} to {regime['to_min']:.3g} min: {regime['regime']}, "
            f"{regime['spread']}"
        )


def _print_json(record: Any) -> None:
    import json

    typer.echo(json.dumps(record, indent=1, ensure_ascii=False))
