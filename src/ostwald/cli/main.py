"""Entry point of the ``ostwald`` command."""

from __future__ import annotations

import sys

import typer

from ostwald.errors import OstwaldError

EXIT_DONE = 0
EXIT_SOME_FAILED = 1
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130


def build_app() -> typer.Typer:
    """Return the command-line application with every verb registered."""
    from ostwald.cli import chemical, data, evaluate, measure, predict, train

    app = typer.Typer(
        name="ostwald",
        help="How colloidal nanocrystals are made and measured.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_version_option)
    for verb in (predict, measure, train, evaluate, chemical, data):
        verb.register(app)
    return app


def _show_version(value: bool) -> None:
    if value:
        from ostwald import __version__

        typer.echo(f"ostwald {__version__}")
        raise typer.Exit


def _version_option(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """How colloidal nanocrystals are made and measured."""


def main() -> None:
    """Run the command line; turn errors into one clear message and an exit code."""
    try:
        build_app()()
    except OstwaldError as error:
        print_error(error)
        sys.exit(EXIT_UNUSABLE)
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted; what was finished is kept.\n")
        sys.exit(EXIT_INTERRUPTED)


def print_error(error: OstwaldError) -> None:
    """Write an error for people to standard error.

    Args:
        error: What went wrong.
    """
    where = f"{error.where}: " if error.where else ""
    sys.stderr.write(f"Error: {where}{error.problem}\n")
    if error.hint:
        sys.stderr.write(f"  {error.hint}\n")
