"""What a written name was found to mean."""

from __future__ import annotations

from dataclasses import dataclass

from ostwald.chemistry.substance import Substance


@dataclass(frozen=True, slots=True)
class Identified:
    """A chemical, and what its written name said beside it.

    Attributes:
        substance: The chemical.
        notes: What was taken off or assumed, in words; nothing where the name is the table's.
        waters: Molecules of water weighed with each formula unit.
        strength: Text of a concentration that stood in the name, as it was written.
        factor: Moles of the substance in one mole of what was named (8 for ``S8``); for amounts
            given in moles. A mass needs no factor: it goes by the substance's own molar mass.
    """

    substance: Substance
    notes: tuple[str, ...] = ()
    waters: float = 0.0
    strength: str | None = None
    factor: float = 1.0
