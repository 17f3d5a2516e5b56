"""Entry point of the ``ostwald`` command."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from ostwald._files import display_name
from ostwald.errors import OstwaldError, SeveralInputError

EXIT_DONE = 0
EXIT_SOME_FAILED = 1
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130


def build_app() -> typer.Typer:
    """Return the command-line application with every verb registered."""
    from ostwald.cli import (
        adapt,
        check,
        chemical,
        data,
        evaluate,
        explain,
        measure,
        mechanism,
        optics,
        predict,
        report,
        sweep,
        train,
        train_segmenter,
    )
    from ostwald.cli import app as app_verb

    app = typer.Typer(
        name="ostwald",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for verb in (
        predict,
        explain,
        sweep,
        check,
        adapt,
        measure,
        optics,
        mechanism,
        chemical,
        train,
        train_segmenter,
        evaluate,
        report,
        data,
        app_verb,
    ):
        verb.register(app)
    return app


def _show_version(value: bool) -> None:
    if value:
        from ostwald import __version__

        typer.echo(f"ostwald {__version__}")
        raise typer.Exit


def _root(
    version: bool = typer.Option(
        False, "--version", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """How colloidal nanocrystals are made and measured."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; turn errors into one clear message.

    Args:
        arguments: What follows the program's name; the process's own when left out.

    Returns:
        The exit code: 0 done, 1 some inputs failed, 2 unusable input, 130 interrupted.
    """
    try:
        code = build_app()(
            args=None if arguments is None else list(arguments), standalone_mode=False
        )
    except OstwaldError as error:
        print_error(error)
        return EXIT_UNUSABLE
    except (KeyboardInterrupt, typer.Abort):
        code = EXIT_INTERRUPTED
    except BrokenPipeError:  # the reader went away, such as `ostwald ... | head`
        sys.stderr.close()
        return EXIT_DONE
    except Exception as error:
        # Errors of the arguments themselves; typer does not export their common base class.
        if not (hasattr(error, "show") and hasattr(error, "exit_code")):
            raise
        error.show()
        return int(error.exit_code)
    if code == EXIT_INTERRUPTED:  # which typer may also return for Ctrl-C
        sys.stderr.write("Interrupted; what was finished is kept.\n")
    return int(code or EXIT_DONE)


def print_error(error: OstwaldError) -> None:
    """Write an error for people to standard error.

    Args:
        error: What went wrong.
    """
    if isinstance(error, SeveralInputError):
        for one in error.errors:
            print_error(one.at(error.where) if error.where else one)
        return
    where = f"{display_name(error.where)}: " if error.where else ""
    sys.stderr.write(f"Error: {where}{error.problem}\n")
    if error.hint:
        sys.stderr.write(f"  {error.hint}\n")


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run())
