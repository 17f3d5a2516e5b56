"""Structures of the chemicals of recipes, drawn in a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from ostwald._files import atomic_path
from ostwald.chemistry.resolved import ResolvedRecipe
from ostwald.chemistry.substance import Substance
from ostwald.errors import InputError

_SUFFIXES = (".png", ".svg")
_PER_ROW = 4
_CELL_PX = (260, 220)
_MOST = 100
_BOND_PX, _FONT_PX = 18, 10


@lru_cache(maxsize=4096)
def structure_svg(smiles: str, width_px: int = 120, height_px: int = 80) -> str:
    """Draw one structure in the colour of the text around it, for a page.

    Args:
        smiles: The structure.
        width_px: Width that it is drawn for.
        height_px: Height that it is drawn for.

    Returns:
        An ``<svg>`` element on a transparent ground, with lines in ``currentColor``; it can be
        scaled.

    Raises:
        InputError: The SMILES cannot be read.
    """
    from rdkit import Chem
    from rdkit.Chem.Draw import rdMolDraw2D

    from ostwald.chemistry.structures import read_structure

    molecule = Chem.MolFromSmiles(read_structure(smiles).smiles)
    drawer = rdMolDraw2D.MolDraw2DSVG(width_px, height_px)
    options: Any = drawer.drawOptions()
    options.useBWAtomPalette()
    options.clearBackground = False
    options.padding = 0.03
    options.fixedBondLength = _BOND_PX
    options.minFontSize = options.maxFontSize = _FONT_PX
    options.bondLineWidth = 1.2
    rdMolDraw2D.PrepareAndDrawMolecule(drawer, molecule)
    drawer.FinishDrawing()
    text = drawer.GetDrawingText()
    return _tidied(text[text.index("<svg") :], width_px, height_px)


def _tidied(svg: str, width_px: int, height_px: int) -> str:
    """Return RDKit's drawing without names, comments and colours of its own."""
    body = re.sub(r"<!--.*?-->|<\?xml.*?\?>| class='[^']*'", "", svg, flags=re.S)
    body = body[body.index(">") + 1 : body.rindex("</svg>")].replace("#000000", "currentColor")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width_px} {height_px}" '
        f'aria-hidden="true">{body.strip()}</svg>'
    )


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
