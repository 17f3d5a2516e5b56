"""What is said of a recipe's place among the known ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DomainVerdict:
    """Score of a recipe and what is unusual about it.

    Attributes:
        in_domain: Whether it counts as known ground.
        score: From 0 (far from everything seen) to 1; 0.5 and more is in domain.
        reasons: What is unusual, in words.
        composition: Likeness to what was seen in composition alone, 0 to 1; None where the judge
            does not tell.
        chemicals: The same in chemicals.
        conditions: The same in temperatures and time.
    """

    in_domain: bool
    score: float
    reasons: tuple[str, ...]
    composition: float | None = None
    chemicals: float | None = None
    conditions: float | None = None
