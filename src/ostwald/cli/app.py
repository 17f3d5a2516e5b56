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
        None, metavar="FOLDER|URL", help="Where the notebook is: a folder, or a database's URL."
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
    from ostwald.app import serve
    from ostwald.app.settings import Settings

    is_url = data is not None and "://" in data
    settings = Settings(
        host=host,
        port=port,
        **({} if data is None or is_url else {"data": Path(data)}),  # type: ignore[arg-type]
        database=data if is_url else None,
        token=token,
        names=tuple(name),
        workers=workers,
    )
    serve(settings, browser=browser)
