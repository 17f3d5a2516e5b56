"""Structures of the chemicals of recipes, drawn in a grid."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ostwald._files import atomic_path
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.chemistry.substance import Substance
from ostwald.errors import InputError

_SUFFIXES = (".png", ".svg")
_PER_ROW = 4
_CELL_PX = (260, 220)
_MOST = 100


def draw_structures(recipes: Sequence[ResolvedRecipe], path: Path) -> None:
    """Draw each chemical that has a structure once, with its name.

    Args:
        recipes: Whose chemicals to draw; of more than 100 chemicals the first are drawn.
        path: A .png or .svg file; replaced only when all is drawn.

    Raises:
        InputError: Another suffix, or no chemical has a known structure.
    """
    from rdkit import Chem
    from rdkit.Chem import Draw

    if path.suffix.lower() not in _SUFFIXES:
        raise InputError(
            f"{path.suffix or 'no suffix'} is not a kind of picture",
            where=str(path),
            hint=f"name it {' or '.join(_SUFFIXES)}",
        )
    drawn: dict[str, Substance] = {}
    for recipe in recipes:
        for line in recipe.lines:
            if line.substance.smiles is not None:
                drawn.setdefault(line.substance.identity, line.substance)
    chosen = list(drawn.values())[:_MOST]
    if not chosen:
        raise InputError("no chemical of the recipes has a structure to draw", where=str(path))
    legends = [
        s.name if s.name == s.abbreviation else f"{s.abbreviation}: {s.name}" for s in chosen
    ]
    picture = Draw.MolsToGridImage(  # type: ignore[no-untyped-call]
        [Chem.MolFromSmiles(s.smiles or "") for s in chosen],
        molsPerRow=min(_PER_ROW, len(chosen)),
        subImgSize=_CELL_PX,
        legends=[legend if len(legend) <= 38 else legend[:37] + "…" for legend in legends],
        useSVG=path.suffix.lower() == ".svg",
        returnPNG=False,
    )
    with atomic_path(path) as temporary:
        if isinstance(picture, str):
            temporary.write_text(picture, encoding="utf-8")
        else:
            picture.save(temporary, format="PNG")
