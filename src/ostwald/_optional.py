"""Optional dependencies, imported late and with a helpful error."""

from __future__ import annotations

import importlib
from typing import Any

from ostwald.errors import MissingExtraError


def require(module: str, extra: str) -> Any:
    """Import a module that only an extra installs.

    Args:
        module: Dotted module name, such as ``sklearn.ensemble``.
        extra: Name of the extra of this package that brings it.

    Returns:
        The imported module.

    Raises:
        MissingExtraError: The module is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise MissingExtraError(
            f"{package} is not installed, and this needs it",
            hint=f"install it with: pip install 'ostwald[{extra}]'",
        ) from error
