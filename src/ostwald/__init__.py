"""ostwald: how colloidal nanocrystals are made, measured and designed."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

try:
    __version__ = version("ostwald")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0.0.0"

# The public names and the modules they live in: imported on first use, so that
# `import ostwald` costs next to nothing.
_PUBLIC = {
    "Amount": "ostwald.recipes.amount",
    "Flask": "ostwald.mechanism.flask",
    "InputError": "ostwald.errors",
    "Measurement": "ostwald.microscopy.measurement",
    "OstwaldError": "ostwald.errors",
    "Outcome": "ostwald.recipes.outcome",
    "Prediction": "ostwald.prediction.result",
    "Predictor": "ostwald.prediction.predictor",
    "Reagent": "ostwald.recipes.reagent",
    "Recipe": "ostwald.recipes.recipe",
    "RecipeTable": "ostwald.recipes.table",
    "Understanding": "ostwald.chemistry.understanding",
    "adapt": "ostwald.verbs",
    "check": "ostwald.verbs",
    "chemical": "ostwald.verbs",
    "check_data": "ostwald.verbs",
    "data_folder": "ostwald.datasets.location",
    "evaluate": "ostwald.verbs",
    "expected_peak": "ostwald.optics.expected",
    "explain_recipe": "ostwald.verbs",
    "fetch_data": "ostwald.verbs",
    "fit_mechanism": "ostwald.mechanism.fit",
    "measure": "ostwald.microscopy.measurement",
    "measure_batch": "ostwald.microscopy.batch.runner",
    "predict": "ostwald.verbs",
    "reactions": "ostwald.verbs",
    "read_outcomes": "ostwald.verbs",
    "read_peak": "ostwald.optics.reading",
    "read_recipes": "ostwald.recipes.table",
    "read_sample": "ostwald.optics.sample",
    "read_size": "ostwald.optics.reading",
    "read_size_series": "ostwald.mechanism.series",
    "read_spectrum": "ostwald.optics.files.reader",
    "report": "ostwald.verbs",
    "serve": "ostwald.app.server",
    "simulate": "ostwald.mechanism.simulation",
    "size_from_peak": "ostwald.optics.expected",
    "sweep": "ostwald.verbs",
    "train": "ostwald.verbs",
}

__all__ = ["__version__", *sorted(_PUBLIC)]


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'ostwald' has no attribute {name!r}")
    value = getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted(__all__)
