"""The pages: one package each, every one with a ``register``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ostwald.app.pages.navigation import ENTRIES

if TYPE_CHECKING:
    from ostwald.app.services import Services


def register(services: Services) -> None:
    """Register every page of the navigation with the page toolkit."""
    for entry in ENTRIES:
        import_module(f"ostwald.app.pages.{entry.package}").register(services)
