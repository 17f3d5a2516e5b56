"""Model folders: writing and reading them (``docs/model-format.md``)."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ostwald._files import atomic_path, write_text
from ostwald.errors import InputError
from ostwald.models.base import ModelState, SynthesisModel
from ostwald.models.registry import model_from_state

FORMAT_VERSION = 1
DESCRIPTION_FILE = "model.json"
ARRAYS_FILE = "arrays.npz"


def save_model(model: SynthesisModel, folder: Path, about: dict[str, Any] | None = None) -> None:
    """Write a fitted model.

    Args:
        model: The model.
        folder: Where to; made when missing. A model already there is replaced.
        about: Anything JSON-compatible that a reader of the folder should know, such as the data
            it was fitted on; kept, never used.

    Raises:
        RuntimeError: The model is not fitted.
        InputError: The folder cannot be written to.
    """
    arrays: dict[str, NDArray[Any]] = {}
    tree = _describe(model.to_state(), "", arrays)
    with atomic_path(folder / ARRAYS_FILE) as path, path.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    description = {"format_version": FORMAT_VERSION, "about": about or {}, "model": tree}
    write_text(folder / DESCRIPTION_FILE, json.dumps(description, indent=1, ensure_ascii=False))


def _describe(state: ModelState, path: str, arrays: dict[str, NDArray[Any]]) -> dict[str, Any]:
    """Return the JSON of a state and put its arrays, under their paths, into ``arrays``."""
    for name, array in state.arrays.items():
        arrays[f"{path}{name}"] = array
    return {
        "kind": state.kind,
        "params": state.params,
        "config": state.config,
        "arrays": sorted(state.arrays),
        "children": {
            name: _describe(child, f"{path}{name}/", arrays)
            for name, child in state.children.items()
        },
    }


def load_model(folder: Path) -> SynthesisModel:
    """Read a model.

    Args:
        folder: A folder that `save_model` wrote.

    Returns:
        The model, ready to predict; no training library is needed.

    Raises:
        InputError: No model is there, it is damaged, or a newer version wrote it.
    """
    description = _read_description(folder / DESCRIPTION_FILE)
    file = folder / ARRAYS_FILE
    try:
        with np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        return model_from_state(_restore(description["model"], "", arrays))
    except FileNotFoundError as error:
        hint = f"copy the whole folder, {ARRAYS_FILE} included"
        raise InputError("the model's arrays are missing", where=str(file), hint=hint) from error
    except InputError as error:
        raise error.at(str(folder)) from error
    except (
        AttributeError,
        EOFError,
        KeyError,
        OSError,
        TypeError,
        ValueError,
        zipfile.BadZipFile,
    ) as error:
        raise InputError(
            f"the model is damaged: {error}",
            where=str(folder),
            hint="train or copy it again",
        ) from error


def _read_description(path: Path) -> dict[str, Any]:
    try:
        description = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        hint = "give a folder that `ostwald train` wrote"
        raise InputError("there is no model", where=str(path.parent), hint=hint) from error
    except (OSError, ValueError) as error:
        raise InputError(
            f"cannot read the model's description: {error}",
            where=str(path),
            hint="train or copy it again",
        ) from error
    version = description.get("format_version") if isinstance(description, dict) else None
    if not isinstance(version, int) or "model" not in description:
        raise InputError(
            "this is not a description of a model",
            where=str(path),
            hint="give a folder that `ostwald train` wrote",
        )
    if version > FORMAT_VERSION:
        raise InputError(
            f"the model has format version {version}, and this program knows {FORMAT_VERSION}",
            where=str(path),
            hint="update ostwald",
        )
    return dict(description)


def _restore(tree: dict[str, Any], path: str, arrays: dict[str, NDArray[Any]]) -> ModelState:
    return ModelState(
        kind=tree["kind"],
        params=tree["params"],
        config=tree["config"],
        arrays={name: arrays[f"{path}{name}"] for name in tree["arrays"]},
        children={
            name: _restore(child, f"{path}{name}/", arrays)
            for name, child in tree["children"].items()
        },
    )
