"""Where the published data lie on this machine."""

from __future__ import annotations

import os
from pathlib import Path

from ostwald.errors import MissingDataError

ENVIRONMENT_VARIABLE = "OSTWALD_DATA"
HOW_TO_GET = (
    f"run `ostwald data fetch`, or set {ENVIRONMENT_VARIABLE} to a folder that holds the data"
)


def default_folder() -> Path:
    """Return the folder in the platform's cache that ``ostwald data fetch`` fills."""
    import pooch

    return Path(pooch.os_cache("ostwald")) / "data"


def data_folder() -> Path:
    """Return the folder of published data, whether or not it exists.

    Returns:
        What the variable ``OSTWALD_DATA`` names, or else the folder in the platform's cache.
    """
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    return Path(named).expanduser() if named else default_folder()


def has_recipes() -> bool:
    """Tell whether the published training table is installed."""
    return (data_folder() / "recipes" / "gu2025" / "training_table.csv").is_file()


def require_data_folder() -> Path:
    """Return the folder of published data.

    Raises:
        MissingDataError: There is no published training table in it.
    """
    folder = data_folder()
    if not has_recipes():
        raise MissingDataError(
            "the published recipe data are not installed", where=str(folder), hint=HOW_TO_GET
        )
    return folder
