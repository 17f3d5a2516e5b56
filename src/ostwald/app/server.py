"""The app as one ASGI application, and how it is served."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ostwald._optional import require
from ostwald.app.settings import MEBIBYTE, Settings
from ostwald.errors import InputError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ostwald.app.services import Services

EXTRA = "app"
_CLEAN_EVERY_S = 3600.0
_SWITCH_S = 0.001
"""How long a thread that thinks may keep the one waiting that answers."""


def create_app(settings: Settings | None = None, *, pages: bool = True) -> FastAPI:
    """Return the app, ready for any ASGI server.

    Args:
        settings: How it is served; the usual choices when left out.
        pages: Whether the pages are served beside the HTTP API. The page toolkit has one set of
            pages a process: of two apps in one process only the last can have them.

    Returns:
        A FastAPI application.

    Raises:
        MissingExtraError: The extra ``app`` is not installed.
        InputError: The data folder or the notebook's database cannot be used.
    """
    for module in ("fastapi", "pebble", "sqlalchemy", "alembic"):
        require(module, EXTRA)
    from fastapi import FastAPI

    from ostwald import __version__
    from ostwald.app import api
    from ostwald.app.security import Guard

    settings = settings or Settings()
    services = _services(settings)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        services.engine.warm()
        services.jobs.start()
        cleaning = asyncio.create_task(_keep_clean(services))
        try:
            yield
        finally:
            cleaning.cancel()
            services.jobs.close()
            services.engine.close()
            services.notebook.close()

    app = FastAPI(
        title="ostwald",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.services = services
    api.register(app, services)
    if pages:
        _mount_pages(app, services)
    app.add_middleware(Guard, settings=settings)  # the last added is asked first
    return app


def serve(settings: Settings | None = None, *, browser: bool = False, quiet: bool = False) -> None:
    """Serve the app until the process is told to stop.

    Args:
        settings: How it is served; the usual choices when left out.
        browser: Whether a browser is opened on the page once it is there.
        quiet: Whether the address is not printed.

    Raises:
        MissingExtraError: The extra ``app`` is not installed.
        InputError: The address is taken, or the data folder or database cannot be used.
    """
    uvicorn = require("uvicorn", EXTRA)
    settings = settings or Settings()
    listening = _listen(settings)
    app = create_app(settings)
    address = _address(settings, listening.getsockname()[1])

    class Server(uvicorn.Server):  # type: ignore[name-defined,misc]
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            if not self.started:
                return
            if not quiet:
                sys.stdout.write(f"ostwald is at {address}  (Ctrl-C ends it)\n")
                sys.stdout.flush()
            if browser:
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        ws="websockets-sansio",
        ws_max_size=4 * MEBIBYTE,
    )
    sys.setswitchinterval(_SWITCH_S)
    # The server finishes what it does, and then raises again the signal that stopped it.
    with contextlib.suppress(KeyboardInterrupt), _as_interrupt(signal.SIGTERM):
        Server(config).run(sockets=[listening])


@contextlib.contextmanager
def _as_interrupt(number: signal.Signals) -> Iterator[None]:
    """Take a signal as Ctrl-C, where this may be told (in the main thread)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(number, before)


async def _keep_clean(services: Services) -> None:
    while True:
        await asyncio.to_thread(services.uploads.remove_old)
        await asyncio.sleep(_CLEAN_EVERY_S)


def _services(settings: Settings) -> Services:
    from ostwald.app.engine import Engine
    from ostwald.app.jobs import Jobs
    from ostwald.app.lab import in_use
    from ostwald.app.notebook.store import Notebook
    from ostwald.app.services import Services
    from ostwald.app.uploads import Uploads
    from ostwald.app.work import warm

    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"the data folder cannot be made: {error.strerror or error}",
            where=str(settings.data),
            hint="give another with --data",
        ) from error
    limits = settings.limits
    jobs = Jobs(settings.workers, limits.jobs_waiting, limits.jobs_kept, limits.job_s, warm)
    uploads = Uploads(settings)
    uploads.keep_for(jobs.files_in_use)
    return Services(
        settings=settings,
        engine=Engine(*in_use(settings)),
        jobs=jobs,
        uploads=uploads,
        notebook=Notebook(settings.database_url, settings.files),
    )


def _mount_pages(app: FastAPI, services: Services) -> None:
    # Read by the page toolkit as it is imported: where it would keep what pages store.
    os.environ.setdefault("NICEGUI_STORAGE_PATH", str(services.settings.data / "pages"))
    ui = require("nicegui.ui", EXTRA)
    from ostwald.app import pages

    pages.register(services)
    ui.run_with(
        app,
        title="ostwald",
        favicon=Path(__file__).parent / "pages" / "favicon.svg",
        dark=None,
        language="en-US",
        tailwind=False,
        show_welcome_message=False,
        reconnect_timeout=30.0,
    )


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if os.name != "nt":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host.strip("[]"), settings.port))
    except OSError as error:
        listening.close()
        raise InputError(
            f"cannot listen: {error.strerror or error}",
            where=f"{settings.host}:{settings.port}",
            hint="choose another with --port; --port 0 takes a free one",
        ) from error
    return listening


def _address(settings: Settings, port: int) -> str:
    host = "localhost" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    host = f"[{host}]" if ":" in host else host
    token = f"/?token={settings.token}" if settings.token else ""
    return f"http://{host}:{port}{token}"
