"""The shapes that the data set tells apart, and the other names that people give them."""

from __future__ import annotations

from ostwald.errors import InputError
from ostwald.recipes.base import near_match

SHAPES: tuple[str, ...] = (
    "sphere",
    "cube",
    "rod",
    "hexagon",
    "triangle",
    "rhombus",
    "rectangle",
    "four-pointed star",
    "six-pointed star",
    "flower",
    "irregular",
)

_SYNONYMS = {
    "sphere": "spheres spherical nanosphere nanospheres quasi-spherical round dot dots",
    "cube": "cubes cubic nanocube nanocubes square squares",
    "rod": "rods nanorod nanorods rod-like rodlike wire wires nanowire nanowires",
    "hexagon": "hexagons hexagonal",
    "triangle": "triangles triangular trigonal",
    "rhombus": "rhombi rhombic rhomb diamond",
    "rectangle": "rectangles rectangular",
    "four-pointed star": "four-pointed 4-pointed-star four-point-star four-armed-star",
    "six-pointed star": "six-pointed 6-pointed-star six-point-star six-armed-star",
    "flower": "flowers flower-shape flower-like flowerlike nanoflower nanoflowers",
    "irregular": "irregular-shape irregularly-shaped",
}
# "quasi spherical", "Quasi-spherical" and "quasi_spherical" are one key
_LABELS = {label.replace(" ", "-"): label for label in SHAPES} | {
    synonym: label for label, synonyms in _SYNONYMS.items() for synonym in synonyms.split()
}


def read_shape(written: str) -> str:
    """Return the label of a shape from it or one of its common names.

    Args:
        written: Such as ``sphere``, ``Spherical`` or ``nanocube``.

    Returns:
        One of `SHAPES`.

    Raises:
        InputError: It is none of the shapes that the data set tells apart.
    """
    key = "-".join(written.lower().replace("_", " ").replace("-", " ").split())
    if key in _LABELS:
        return _LABELS[key]
    meant = near_match(key, list(_LABELS))
    hint = f"did you mean {_LABELS[meant]}?" if meant else f"known are {', '.join(SHAPES)}"
    raise InputError(f"{written!r} is not a known shape", hint=hint)
