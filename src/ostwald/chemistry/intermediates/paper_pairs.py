"""The published variant of intermediates, for comparison only: any two reagents, one to one.

Gu, Liang et al. (10.1021/acsnano.5c09134) let pairs of reagents of a recipe form a species named
``A@B`` and computed its descriptors as those of the two molecules put side by side. There is no
chemistry in it: the species is written here as the adduct of the two, so that it is balanced.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from ostwald.chemistry.intermediates.base import Reaction, Term
from ostwald.chemistry.substance import Substance
from ostwald.errors import MissingDataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VECTORS_FILE = "recipes/gu2025/unimol_descriptors.npz"
FAMILY = "published pair"
MARK = "@"
_REFERENCE = "10.1021/acsnano.5c09134"


class PaperPairs:
    """The published pairs ``A@B`` and their descriptor vectors.

    Its method `families` is a finder for `react`.

    Args:
        vectors: Descriptor vector by the name of the pair, each of the same length.
    """

    def __init__(self, vectors: Mapping[str, NDArray[np.float32]]) -> None:
        self.vectors = {name: v for name, v in vectors.items() if name.count(MARK) == 1}
        self._names = {frozenset(name.split(MARK)): name for name in self.vectors}
        self._found = lru_cache(maxsize=100_000)(self._families)

    @classmethod
    def load(cls, folder: str | Path) -> PaperPairs:
        """Read the published vectors.

        Args:
            folder: The data folder; it holds ``recipes/``.

        Returns:
            The 910 published pairs. One of them, ``CnCl2@SnCl4``, names no chemical and is never
            found.

        Raises:
            MissingDataError: The file is not there.
        """
        import numpy as np

        path = Path(folder) / VECTORS_FILE
        if not path.is_file():
            raise MissingDataError(
                "the published descriptors are not there",
                where=str(path),
                hint="get the data with: ostwald data fetch",
            )
        with np.load(path, allow_pickle=False) as stored:
            names, features = stored["names"], stored["features"]
        pairs = (str(name) for name in names)
        return cls({name: features[i] for i, name in enumerate(pairs) if MARK in name})

    def reactions(self, substances: Iterable[Substance]) -> list[Reaction]:
        """Return the one-to-one reactions of the published pairs among chemicals.

        Args:
            substances: Chemicals; only those of the program's table are in the published pairs.

        Returns:
            A reaction for each published pair.
        """
        known = {s.abbreviation: s for s in substances if not s.is_new}
        return [
            self._reaction(name, known[first], known[second])
            for first, second in combinations(known, 2)
            if (name := self._names.get(frozenset((first, second)))) is not None
        ]

    def families(
        self, identities: tuple[str, ...], temperature_c: float
    ) -> Mapping[str, tuple[Reaction, ...]]:
        """Return the pairs among remembered chemicals; the temperature does not matter.

        Args:
            identities: Substances that the search remembers.
            temperature_c: Not used: the paper has no conditions.

        Returns:
            The reactions under the one family ``published pair``; empty where there is none.
        """
        return self._found(identities)

    def _families(self, identities: tuple[str, ...]) -> Mapping[str, tuple[Reaction, ...]]:
        from ostwald.chemistry.intermediates.search import remembered

        found = tuple(self.reactions(remembered(identity) for identity in identities))
        return {FAMILY: found} if found else {}

    @staticmethod
    @lru_cache(maxsize=10_000)
    def _reaction(name: str, first: Substance, second: Substance) -> Reaction:
        formulas = (first.formula, second.formula)
        masses = (first.molar_mass_g_per_mol, second.molar_mass_g_per_mol)
        adduct = Substance(
            abbreviation=name,
            name=f"published intermediate of {first.abbreviation} and {second.abbreviation}",
            kind="complex",
            formula="·".join(f for f in formulas if f) if all(formulas) else None,
            roles=tuple(dict.fromkeys((*first.roles, *second.roles))),
            note="one to one, without by-products, as published; for comparison only",
            table_molar_mass_g_per_mol=sum(m for m in masses if m) if all(masses) else None,
        )
        return Reaction(
            rule="PaperPairs",
            family=FAMILY,
            reactants=(Term(1, first, first.abbreviation), Term(1, second, second.abbreviation)),
            products=(Term(1, adduct, name),),
            references=(_REFERENCE,),
        )
