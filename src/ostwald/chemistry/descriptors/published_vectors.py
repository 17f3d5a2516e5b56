"""The 512-number vectors of the reference paper, for comparison with it only."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ostwald.chemistry.descriptors.base import FloatArray, SubstanceDescriptors
from ostwald.chemistry.substance import ProductIdentity, Substance
from ostwald.errors import InputError, MissingDataError

LENGTH = 512
_FILE = Path("recipes", "gu2025", "unimol_descriptors.npz")


class PublishedVectors(SubstanceDescriptors):
    """Looks up the vectors that Gu, Liang et al. (10.1021/acsnano.5c09134) published.

    They are looked up by the abbreviation, as there: a substance that the paper did not have
    has zeros, and ``published_known`` 0.

    Args:
        vectors: Vector (512,) by name; reaction intermediates are named ``A@B``.
    """

    def __init__(self, vectors: dict[str, npt.NDArray[np.float32]]) -> None:
        super().__init__()
        self.vectors = vectors

    @classmethod
    def load(cls, folder: Path) -> PublishedVectors:
        """Read the vectors from the published data.

        Args:
            folder: The data folder that OSTWALD_DATA names.

        Returns:
            The vectors of 890 substances and 910 intermediates.

        Raises:
            MissingDataError: The file is not there.
            InputError: The file is not what it should be.
        """
        path = folder / _FILE
        if not path.is_file():
            raise MissingDataError(
                "the published vectors are not installed",
                where=str(path),
                hint="get them with: ostwald data fetch",
            )
        try:
            with np.load(path, allow_pickle=False) as file:
                names, features = file["names"], file["features"]
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise InputError(
                f"cannot read the published vectors: {error}",
                where=str(path),
                hint="get them anew with: ostwald data fetch",
            ) from error
        if features.shape != (len(names), LENGTH):
            raise InputError(f"the vectors have the shape {features.shape}", where=str(path))
        return cls({str(name): row for name, row in zip(names, features, strict=True)})

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the numbers, and the flag that tells a known substance."""
        return (*(f"published_{number}" for number in range(LENGTH)), "published_known")

    def compute(self, substance: Substance) -> FloatArray:
        """Look up the vector of one substance; see the base class."""
        return self.of_name(substance.abbreviation)

    def of_product(self, product: ProductIdentity) -> FloatArray:
        """Return the vector (513,) of a product by its label, flag included."""
        return self.of_name(product.label)

    def of_intermediate(self, one: Substance, other: Substance) -> FloatArray:
        """Return the vector (513,) of what two reagents form, in either order, flag included."""
        name = f"{one.abbreviation}@{other.abbreviation}"
        swapped = f"{other.abbreviation}@{one.abbreviation}"
        return self.of_name(name if name in self.vectors else swapped)

    def of_name(self, name: str) -> FloatArray:
        """Return the vector (513,) of a published name, flag included; zeros for another."""
        found = self.vectors.get(name)
        if found is None:
            return np.zeros(LENGTH + 1)
        return np.append(found.astype(float), 1.0)
