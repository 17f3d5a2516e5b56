"""Many micrographs at once: which files, where their results go, what is done already."""

from __future__ import annotations
