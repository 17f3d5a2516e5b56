"""Whether the numbers of an image can be believed, and why not."""

from __future__ import annotations

from ostwald.microscopy.trust.edges import Edges
from ostwald.microscopy.trust.judgement import Trust, judge

__all__ = ["Edges", "Trust", "judge"]
