"""Which solid a product label means: element order, polymorphs and shorthands understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from ostwald.chemistry.elements import NOT_IN_FLASKS, elements
from ostwald.chemistry.formula import is_formula, parse_formula
from ostwald.chemistry.lookup import NameIndex
from ostwald.chemistry.names import folded_key, name_key, tidy
from ostwald.chemistry.product_labels import read_product_label
from ostwald.chemistry.salt_formulas import read_salt
from ostwald.chemistry.salts import salt_by_name
from ostwald.chemistry.substance import ProductIdentity
from ostwald.chemistry.tables import product_aliases, products
from ostwald.errors import InputError

# Organic cations that the perovskite literature writes as two or three capitals.
_SHORTHANDS = {"MA": "(CH6N)", "FA": "(CH5N2)", "PEA": "(C8H12N)", "GUA": "(CH6N3)"}
_SHORTHAND = re.compile(r"\(?(PEA|GUA|MA|FA)\)?(?=[0-9.]|[A-Z(]|$)")
_POLYMORPH = re.compile(r"(.+)-([0-9]{1,2})")
_WATER = re.compile(r"-(?=[0-9.]*H2O)")


def find_product(label: str) -> ProductIdentity:
    """Return the solid that a label means.

    Args:
        label: A formula, elements in any order, perhaps with the suffix of a polymorph as the
            table numbers it (``CdSe-1``), or a name or synonym (``MAPbBr3``, ``magnetite``).

    Returns:
        The table's entry, or a new product that is what its formula says. A formula that the
        table has in several polymorphs, given without suffix, has polymorph None.

    Raises:
        InputError: Not a formula and not a known name; the message has near matches.

    Examples:
        >>> find_product("SePb").label
        'PbSe'
    """
    return product_index().find(label)


@cache
def product_index() -> ProductIndex:
    """Return the index of the shipped table."""
    return ProductIndex(products())


class ProductIndex:
    """Looks products up by label, name and composition.

    Args:
        products: What is known.
    """

    def __init__(self, products: Iterable[ProductIdentity]) -> None:
        self.products = tuple(products)
        self.names = NameIndex((p, (p.label, p.name, *p.synonyms)) for p in self.products)
        self._by_composition: dict[frozenset[tuple[str, float]], list[ProductIdentity]] = {}
        for product in self.products:
            self._by_composition.setdefault(_key(product.composition), []).append(product)
        self._found: dict[str, ProductIdentity] = {}

    def find(self, label: str) -> ProductIdentity:
        """Return the product that a label means; see `find_product`."""
        if label not in self._found:
            self._found[label] = self._find(tidy(label))
        return self._found[label]

    def _find(self, label: str) -> ProductIdentity:
        if not label:
            raise InputError("no product is named", hint="write its formula, such as PbSe")
        found = self.names.as_written(label)
        if len(found) == 1:
            return found[0]
        parts = read_product_label(label)
        alias = product_aliases().get(folded_key(parts.host))
        host, phase, dopants = parts.host, parts.phase, parts.dopants
        notes = list(parts.notes)
        if alias is not None and not self.names.as_written(host):
            host, phase = alias.formula, phase or alias.phase
            dopants = (*dopants, *alias.dopants)
            notes += [alias.note] if alias.note else []
        product = self._solid(label, host, phase)
        if not dopants and not notes:
            return product
        note = "; ".join(part for part in (product.note, *notes) if part)
        return replace(product, dopants=dopants, note=note)

    def _solid(self, label: str, host: str, phase: str | None) -> ProductIdentity:
        """Return the solid of a host's formula or name, in the phase that is said."""
        if phase is None:
            return self._by_name(label, host)
        for name in (f"{phase} {host}", f"{phase}-{host}"):
            found = self.names.as_written(name) or self.names.in_any_case(name)
            if len(found) == 1:
                return found[0]
        product = self._by_name(label, host)
        known = self._by_composition.get(_key(product.composition), [])
        meant = [p for p in known if phase in (p.polymorph or "") or phase in p.name]
        if len(meant) == 1:
            return meant[0]
        note = f"{phase}: the models see the composition, not this phase"
        if product.note:
            note = f"{product.note}; {note}"
        return replace(product, polymorph=phase, note=note)

    def _by_name(self, label: str, host: str) -> ProductIdentity:
        found = self.names.as_written(host)
        if len(found) == 1:
            return found[0]
        formula, suffix = split_polymorph(host)
        formula = expand_shorthands(_WATER.sub("·", formula))
        if is_formula(formula) and not formula.isupper():
            return self._from_formula(host, formula, suffix)
        alike = self.names.in_any_case(host)
        if is_formula(formula):
            if any(p.composition != parse_formula(formula) for p in alike):
                raise InputError(
                    f'"{label}" may be {alike[0].label}, or the formula of something else',
                    hint="write element symbols with their capitals",
                )
            return self._from_formula(host, formula, suffix)
        if len(alike) == 1:
            return alike[0]
        salt = salt_by_name(host)
        if salt is not None:
            product = self._from_formula(salt.reading.formula, salt.reading.formula, None)
            notes = (*salt.notes, *([product.note] if product.note else []))
            return replace(product, note="; ".join(notes)) if salt.notes else product
        raise self._unknown(label, formula)

    def _from_formula(self, label: str, formula: str, suffix: str | None) -> ProductIdentity:
        composition = parse_formula(formula)
        _refuse_strange(label, formula, composition)
        known = self._by_composition.get(_key(composition), [])
        for product in known:
            if split_polymorph(product.label)[1] == suffix:
                return product
        if len(known) == 1 and suffix is None:
            return known[0]
        classes = {p.materials_class for p in known}
        return ProductIdentity(
            label=label if not known or suffix else known[0].formula,
            formula=known[0].formula if known else formula,
            materials_class=classes.pop() if len(classes) == 1 else None,
            note=_note(known, suffix),
            is_new=not known or suffix is not None,
        )

    def _unknown(self, label: str, formula: str) -> InputError:
        try:
            parse_formula(formula)
        except InputError as error:
            problem = error.problem
        near = ", ".join(shown for shown, _ in self.names.suggest(label))
        mend = "write the formula of the product, such as PbSe"
        return InputError(
            f'unknown product "{label}": {problem}',
            hint=f"did you mean {near}? Otherwise {mend}" if near else mend,
        )


def _refuse_strange(label: str, formula: str, composition: Mapping[str, float]) -> None:
    """Refuse elements that nobody makes crystals of, and abbreviations that look like formulas."""
    strange = [elements()[symbol].name for symbol in composition if symbol in NOT_IN_FLASKS]
    if strange:
        raise InputError(
            f'as a formula "{label}" would hold {" and ".join(strange)}, which is not covered',
            hint="write the formula of the product, such as PbSe",
        )
    letters = "".join(sign for sign in formula if sign.isalpha())
    if len(letters) > 2 and letters.isupper() and read_salt(formula) is None:
        raise InputError(
            f'"{label}" looks like an abbreviation that is not known',
            hint="write the formula of the product, such as CuInS2",
        )


def _note(known: list[ProductIdentity], suffix: str | None) -> str:
    if not known:
        return "new: taken for what its formula says"
    labels = ", ".join(p.label for p in known)
    if suffix is None:
        return f"polymorph not said; the table has {labels}"
    return f"new: a polymorph -{suffix} beside {labels}"


def split_polymorph(label: str) -> tuple[str, str | None]:
    """Part a label such as ``CdSe-1`` into formula and suffix.

    Args:
        label: A product label.

    Returns:
        The formula, and the digits after the hyphen or None.
    """
    match = _POLYMORPH.fullmatch(label)
    return (match.group(1), match.group(2)) if match else (label, None)


def expand_shorthands(formula: str) -> str:
    """Write out organic cations: ``MAPbBr3`` becomes ``(CH6N)PbBr3``.

    Args:
        formula: A formula, perhaps with MA, FA, PEA or GUA in it.

    Returns:
        The formula without them; unchanged if it can be read as it is.
    """
    plain = name_key(formula) if not is_formula(formula) else formula
    if is_formula(plain):
        return plain
    return _SHORTHAND.sub(lambda match: _SHORTHANDS[match.group(1)], plain)


def _key(composition: Mapping[str, float]) -> frozenset[tuple[str, float]]:
    return frozenset((symbol, round(count, 6)) for symbol, count in composition.items())
