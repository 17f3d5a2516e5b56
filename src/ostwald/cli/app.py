"""``ostwald app``: the page at the bench."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("app")(app_command)


def app_command(
    host: str = typer.Option(
        "127.0.0.1", help="Address to listen on; any but this machine's own demands a token."
    ),
    port: int = typer.Option(8000, help="Port to listen on; 0 takes a free one."),
    data: str | None = typer.Option(
        None,
        metavar="FOLDER|URL",
        envvar="OSTWALD_NOTEBOOK",
        help="Where the notebook is: a folder, or a database's URL.",
    ),
    files: Path | None = typer.Option(
        None, metavar="FOLDER", help="Where its micrographs are, when --data is a URL."
    ),
    token: str | None = typer.Option(
        None, envvar="OSTWALD_TOKEN", help="What a browser must show; made up when needed."
    ),
    name: list[str] = typer.Option([], help="A further name under which the server is reached."),
    workers: int = typer.Option(1, min=1, help="Processes that measure micrographs."),
    browser: bool = typer.Option(True, help="Open a browser on the page."),
) -> None:
    """Open the page at the bench: recipes, micrographs and the notebook in a browser.

    Everything stays on this machine. It is there until Ctrl-C.
    """
    from ostwald._optional import require
    from ostwald.errors import InputError

    require("uvicorn", "app")
    from ostwald.app import serve
    from ostwald.app.settings import Settings, default_data_folder

    database = data if data is not None and "://" in data else None
    if files is not None and database is None:
        raise InputError(
            "the files of a notebook in a folder are in that folder",
            where="--files",
            hint="give the folder with --data and leave out --files",
        )
    folder = files if database is not None else None if data is None else Path(data)
    settings = Settings(
        host=host,
        port=port,
        data=folder if folder is not None else default_data_folder(),
        database=database,
        token=token,
        names=tuple(name),
        workers=workers,
    )
    serve(settings, browser=browser)
