"""What came out of the flask, as far as it is known."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from ostwald.errors import InputError
from ostwald.recipes.base import RecipeModel, clean_text, validator
from ostwald.recipes.limits import format_number
from ostwald.recipes.shapes import SHAPES, read_shape

__all__ = ["MAX_SIZE_NM", "SHAPES", "Outcome", "SizeMeasure"]

MAX_SIZE_NM = 1e5
MAX_DISTRIBUTION_PERCENT = 500.0
MAX_PARTICLES = 10**9

MAX_PEAK_NM = 1e5
MAX_COLLECTION_LENGTH = 60

SizeMeasure = Literal["equal-area diameter", "edge length", "as reported"]
SizeMethod = Literal["microscopy", "absorption"]


def _positive(what: str, most: float) -> Any:
    def read(value: object) -> float | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            raise InputError(f"{value!r} is not a number", hint=f"give {what} or leave it empty")
        try:
            number = float(value)
        except (ValueError, OverflowError) as error:
            problem = f"{value!r} is not a number"
            raise InputError(problem, hint=f"give {what} or leave it empty") from error
        if not math.isfinite(number) or not 0 < number <= most:
            raise InputError(
                f"{value!r} is not {what} between 0 and {format_number(most)}",
                hint="leave it empty if it is not known",
            )
        return number

    return BeforeValidator(validator(read))


def _shape(value: object) -> str | None:
    return None if value is None else read_shape(clean_text(value, "the shape", 60))


def _collection(value: object) -> str | None:
    if value is None:
        return None
    return clean_text(value, "the collection", MAX_COLLECTION_LENGTH)


def _doi(value: object) -> str | None:
    return None if value is None else clean_text(value, "the DOI", 300)


class Outcome(RecipeModel):
    """The nanocrystals that a recipe gave; None where it is not known.

    Attributes:
        size_nm: Mean size in nm, in the measure that `size_measure` names.
        size_distribution_percent: Standard deviation of the size, in % of the mean.
        shape: One of `SHAPES`; common synonyms are read.
        particles_counted: Number of particles behind the mean.
        doi: Source, as a DOI, or as a citation where no DOI is known; ``self-synthesis`` marks
            the data set authors' own work.
        size_measure: What `size_nm` is: the diameter of the circle of equal area, an edge length,
            or ``as reported`` where the source does not say which.
        size_method: How the size was found; None where it is not known.
        absorption_peak_nm: Wavelength of the first absorption peak, nm.
        size_error_percent: Standard error of a size that a sizing curve gave, in % of the size;
            None for sizes that were measured, whose error follows from `particles_counted`.
        collection: The collection that the row comes from, such as ``gu2025``.
    """

    size_nm: Annotated[float | None, _positive("a size in nm", MAX_SIZE_NM)] = None
    size_distribution_percent: Annotated[
        float | None, _positive("a distribution in %", MAX_DISTRIBUTION_PERCENT)
    ] = None
    shape: Annotated[str | None, BeforeValidator(validator(_shape))] = None
    particles_counted: Annotated[int | None, _positive("a count", MAX_PARTICLES)] = None
    doi: Annotated[str | None, BeforeValidator(validator(_doi))] = None
    size_measure: SizeMeasure = "equal-area diameter"
    size_method: SizeMethod | None = None
    absorption_peak_nm: Annotated[float | None, _positive("a wavelength in nm", MAX_PEAK_NM)] = None
    size_error_percent: Annotated[
        float | None, _positive("an error in %", MAX_DISTRIBUTION_PERCENT)
    ] = None
    collection: Annotated[str | None, BeforeValidator(validator(_collection))] = None

    @model_validator(mode="after")
    def _edge_has_a_shape(self) -> Self:
        if self.size_measure == "edge length" and self.size_nm is not None and self.shape is None:
            context = {
                "problem": "the size is an edge length, and the shape is not known",
                "hint": "give the shape, or the diameter of the circle of equal area",
            }
            raise PydanticCustomError("ostwald", "{problem}", context)
        return self
