"""From a measured image to records of the notebook."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ostwald.errors import InputError
from ostwald.microscopy.review.labels import write_labels

if TYPE_CHECKING:
    from ostwald.app.notebook.store import Notebook
    from ostwald.app.pages.micrograph.picture import Picture
    from ostwald.microscopy.marked import Measurement

_MOST_LISTED = 500


def recipe_choices(notebook: Notebook, wanted: int | None = None) -> dict[int, str]:
    """List recipes that an image may belong to.

    Args:
        notebook: The notebook.
        wanted: One that must be among them if it exists.

    Returns:
        Name and product of each by its number, the last changed first.
    """
    entries = notebook.search(most=_MOST_LISTED).entries
    choices = {entry.id: f"{entry.name} ({entry.product})" for entry in entries}
    if wanted is not None and wanted not in choices:
        try:
            recipe = notebook.recipe(wanted)
        except Exception as error:  # not there any more
            if type(error).__name__ != "NotThereError":
                raise
        else:
            choices[wanted] = f"{recipe.name} ({recipe.product})"
    return choices


def keep(
    notebook: Notebook, picture: Picture, recipe_id: int | None, *, outcome: bool = True
) -> str:
    """Keep an image, its measurement and its corrected labels.

    Args:
        notebook: The notebook.
        picture: The image.
        recipe_id: The recipe whose crystals it shows.
        outcome: Whether size and shape become an outcome of the recipe.

    Returns:
        What was kept, in words.

    Raises:
        InputError: There is nothing that could be an outcome.
    """
    measured = picture.measurement()
    known = outcome_of(measured) if recipe_id is not None and outcome else {}
    with tempfile.TemporaryDirectory() as folder:
        labels = Path(folder) / "labels.tif"
        write_labels(measured.labels, labels)
        record = notebook.add_micrograph(
            picture.name,
            picture.upload,
            measured.to_json(),
            suffix=picture.upload.suffix,
            recipe_id=recipe_id,
            particles=measured.table.to_csv(),
            labels=labels.read_bytes(),
        )
    if recipe_id is not None and known:
        notebook.add_outcome(recipe_id, micrograph_id=record.id, **known)
        return "Saved: the micrograph, and its size and shape as an outcome of the recipe"
    return "Saved: the micrograph with its particles"


def outcome_of(measured: Measurement) -> dict[str, Any]:
    """Return what a measurement says of the flask's product.

    Args:
        measured: The measurement.

    Returns:
        Fields of `ostwald.recipes.outcome.Outcome`.

    Raises:
        InputError: It has no sizes in nanometres, or they are not to be used.
    """
    size = measured.size_nm
    if size is None:
        what = "has no particles" if measured.size_px is None else "has no scale"
        raise InputError(
            f"the image {what}, so it gives no outcome",
            where=measured.image,
            hint="set the scale, or save it without an outcome",
        )
    if measured.trust.grade == "do not use":
        raise InputError(
            "the numbers of this image are not to be used, so they are kept as no outcome",
            where=measured.image,
            hint=f"mend it first ({measured.trust.reasons[0]}), or save it without an outcome",
        )
    return {
        "size_nm": float(f"{size.mean:.6g}"),
        "size_measure": "equal-area diameter",
        "size_method": "microscopy",
        "size_distribution_percent": None
        if size.distribution_percent is None
        else float(f"{size.distribution_percent:.6g}"),
        "shape": measured.shape_label,
        "particles_counted": size.count,
    }
