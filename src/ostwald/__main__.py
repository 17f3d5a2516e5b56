"""``python -m ostwald`` is the command line."""

from __future__ import annotations

from ostwald.cli.main import main

main()
