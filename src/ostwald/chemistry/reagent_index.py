"""The table of reagents, looked up by name, by structure and by formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from ostwald.chemistry.formula import is_formula, parse_formula
from ostwald.chemistry.lookup import NameIndex
from ostwald.chemistry.names import folded_key, tidy
from ostwald.chemistry.roles import guess_roles, has_carbon, kind_of
from ostwald.chemistry.salt_formulas import SaltReading
from ostwald.chemistry.structures import Structure, read_structure
from ostwald.chemistry.substance import Substance, composition_of
from ostwald.chemistry.tables import cas_numbers, reagents
from ostwald.errors import InputError

_LOOKS_LIKE_FORMULA = re.compile(r"[A-Z(\[][A-Za-z0-9()\[\]{}.·]*")
# Kinds of which a formula tells all; a molecule's formula has isomers.
_FORMULA_IS_IDENTITY = frozenset(["element", "inorganic", "salt"])


@cache
def reagent_index() -> ReagentIndex:
    """Return the index of the shipped tables."""
    return ReagentIndex(reagents())


class ReagentIndex:
    """Looks reagents up by name, structure and formula.

    Args:
        substances: What is known.
    """

    def __init__(self, substances: Iterable[Substance]) -> None:
        self.substances = tuple(substances)
        self.names = NameIndex((s, (s.abbreviation, s.name, *s.synonyms)) for s in self.substances)
        self._numbers = {
            number: (s, waters)
            for s in self.substances
            for number, waters in cas_numbers().get(s.abbreviation, ())
        }
        self._structures: tuple[dict[str, Substance], dict[str, list[Substance]]] | None = None
        self._found: dict[tuple[str, str | None], Substance] = {}

    def find(self, name: str, smiles: str | None = None) -> Substance:
        """Return the chemical that a name means; see `find_reagent`."""
        key = (name, smiles)
        if key not in self._found:
            self._found[key] = self._find(tidy(name), smiles)
        return self._found[key]

    def _find(self, name: str, smiles: str | None) -> Substance:
        if not name:
            raise InputError("a chemical has no name", hint="give its name or abbreviation")
        known = self.in_table(name)
        if smiles is not None:
            if "*" in smiles:
                raise InputError(
                    f'the SMILES "{smiles}" has an unspecified atom (*)',
                    hint="write out the whole molecule",
                )
            return self._with_structure(name, known, read_structure(smiles))
        if known is not None:
            return known
        found = self.by_formula(name)
        if found is None:
            raise self.unknown(name)
        return found

    def in_table(self, name: str) -> Substance | None:
        """Return the entry of a name, None where the table has none.

        Raises:
            InputError: The name may be several entries, or the formula of something else.
        """
        found = self.names.as_written(name)
        if not found:
            found = self._in_any_case(name)
        if len(found) > 1:
            choices = " or ".join(s.label for s in found)
            raise InputError(f'"{name}" may be {choices}', hint="write the full name")
        return found[0] if found else None

    def _in_any_case(self, name: str) -> list[Substance]:
        """Return entries whose case differs, unless the name is a formula of something else."""
        found = self.names.in_any_case(name)
        if not found or not is_formula(name):
            return found
        meant = parse_formula(name)
        same = [s for s in found if s.composition == meant]
        if not same and name.isupper():
            raise InputError(
                f'"{name}" may be {found[0].label}, or the formula of something else',
                hint="write element symbols with their capitals, or the full name",
            )
        return same

    def _with_structure(
        self, name: str, known: Substance | None, structure: Structure
    ) -> Substance:
        if known is not None and self._agrees(known, structure):
            return known
        if known is not None and known.smiles is not None and known.is_certain:
            raise InputError(
                f"the SMILES given for {known.label} is of something else ({structure.formula})",
                hint=f"its SMILES is {known.smiles}; leave it out, or give another name",
            )
        return self._by_structure(structure) or _new_from_structure(name, structure)

    @staticmethod
    def _agrees(known: Substance, structure: Structure) -> bool:
        if known.smiles is None:
            exact = known.kind in _FORMULA_IS_IDENTITY
            return exact and known.composition == composition_of(structure.formula)
        return read_structure(known.smiles).flat_smiles == structure.flat_smiles

    def _by_structure(self, structure: Structure) -> Substance | None:
        if self._structures is None:
            self._structures = self._read_structures()
        exact, flat = self._structures
        if structure.smiles in exact:
            return exact[structure.smiles]
        if structure.smiles != structure.flat_smiles:
            return None  # stereochemistry was given and is not that of the entry
        alike = flat.get(structure.flat_smiles, [])
        return alike[0] if len(alike) == 1 else None

    def _read_structures(self) -> tuple[dict[str, Substance], dict[str, list[Substance]]]:
        exact: dict[str, Substance] = {}
        flat: dict[str, list[Substance]] = {}
        for substance in self.substances:
            if substance.smiles is not None:
                structure = read_structure(substance.smiles)
                exact.setdefault(structure.smiles, substance)
                flat.setdefault(structure.flat_smiles, []).append(substance)
        return exact, flat

    def of_structure(self, smiles: str, name: str, note: str) -> Substance:
        """Return the entry of a structure, else a new chemical of that name and structure."""
        structure = read_structure(smiles)
        known = self._by_structure(structure) or self._solid(structure)
        return known or replace(_new_from_structure(name, structure), note=note)

    def _solid(self, structure: Structure) -> Substance | None:
        """Return the one entry without structure that is all of these atoms."""
        composition = composition_of(structure.formula)
        same = [
            s
            for s in self.substances
            if s.smiles is None
            and s.is_certain
            and s.kind in _FORMULA_IS_IDENTITY
            and s.composition == composition
        ]
        return same[0] if len(same) == 1 else None

    def of_ions(self, reading: SaltReading, abbreviation: str, name: str) -> Substance:
        """Return the entry that a salt is, else a new one that is what its ions say."""
        composition = composition_of(reading.formula)
        same = [s for s in self.substances if s.is_certain and s.composition == composition]
        if reading.smiles is not None and any(s.smiles for s in same):
            flat = read_structure(reading.smiles).flat_smiles
            known = [s for s in same if s.smiles and read_structure(s.smiles).flat_smiles == flat]
            if known:
                return known[0]
        solids = [
            s
            for s in same
            if s.kind in _FORMULA_IS_IDENTITY and (s.smiles is None or not has_carbon(composition))
        ]
        if len(solids) == 1:
            return solids[0]
        return Substance(
            abbreviation=abbreviation,
            name=name,
            kind="salt" if has_carbon(composition) else "inorganic",
            formula=reading.formula,
            smiles=reading.smiles,
            roles=guess_roles(composition),
            note="new: taken for what its ions say",
            is_new=True,
        )

    def solid_of(self, composition: Mapping[str, float]) -> Substance | None:
        """Return the one solid or salt that is made of these atoms; molecules have isomers."""
        same = [
            s
            for s in self.substances
            if s.kind in _FORMULA_IS_IDENTITY and s.is_certain and s.composition == composition
        ]
        return same[0] if len(same) == 1 else None

    def of_cas(self, number: str) -> tuple[Substance, float] | None:
        """Return the entry of a CAS number and the water that the number counts with it."""
        return self._numbers.get(number)

    def by_formula(self, name: str) -> Substance | None:
        """Return what a formula says: a known solid or salt, else a new chemical; else None."""
        if not is_formula(name):
            return None
        return self.solid_of(parse_formula(name)) or self.new(name, name)

    @staticmethod
    def new(formula: str, name: str) -> Substance:
        """Return a chemical that is what its formula says."""
        composition = parse_formula(formula)
        return Substance(
            abbreviation=name,
            name=name,
            kind=kind_of(composition),
            formula=formula,
            roles=guess_roles(composition),
            note="new: taken for what its formula says",
            is_new=True,
        )

    def unknown(self, name: str) -> InputError:
        """Return the error for a name that nothing explains, with near matches."""
        problem = f'unknown chemical "{name}"'
        if _LOOKS_LIKE_FORMULA.fullmatch(name) and any(c.isdigit() or c in "([" for c in name):
            problem += f", and as a formula: {_formula_problem(name)}"
        near = ", ".join(_described(shown, s) for shown, s in self.names.suggest(name))
        mend = "give its SMILES or write its formula"
        return InputError(problem, hint=f"did you mean {near}? Otherwise {mend}" if near else mend)


def _described(shown: str, substance: Substance) -> str:
    """Return a suggested name, with the full one where it is an abbreviation."""
    abbreviated = shown == substance.abbreviation
    telling = folded_key(shown) != folded_key(substance.name)
    return substance.label if abbreviated and telling else shown


def _formula_problem(name: str) -> str:
    try:
        parse_formula(name)
    except InputError as error:
        return error.problem
    return ""


def _new_from_structure(name: str, structure: Structure) -> Substance:
    composition = composition_of(structure.formula)
    return Substance(
        abbreviation=name,
        name=name,
        kind=kind_of(composition),
        formula=structure.formula,
        smiles=structure.smiles,
        roles=guess_roles(composition),
        note="new: taken for what its SMILES says",
        is_new=True,
    )
