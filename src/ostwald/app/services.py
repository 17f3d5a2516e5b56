"""What pages and API share: one engine, one notebook, one set of workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ostwald.app.engine import Engine
    from ostwald.app.jobs import Jobs
    from ostwald.app.notebook.store import Notebook
    from ostwald.app.settings import Settings
    from ostwald.app.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Services:
    """What pages and API share.

    Attributes:
        settings: How the app is served.
        engine: Answers about recipes, off the event loop.
        jobs: Long work in processes of its own.
        uploads: Files that browsers have sent.
        notebook: What a lab has kept.
    """

    settings: Settings
    engine: Engine
    jobs: Jobs
    uploads: Uploads
    notebook: Notebook
