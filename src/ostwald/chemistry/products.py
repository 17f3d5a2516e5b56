"""Which solid a product label means: element order, polymorphs and shorthands understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from ostwald.chemistry.formula import is_formula, parse_formula
from ostwald.chemistry.lookup import NameIndex
from ostwald.chemistry.names import name_key, tidy
from ostwald.chemistry.substance import ProductIdentity
from ostwald.chemistry.tables import products
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
        if "/" in label or "@" in label:
            raise InputError(
                f'"{label}" looks like a core and its shell, which are not covered',
                hint="give the formula of one solid",
            )
        found = self.names.as_written(label)
        if len(found) == 1:
            return found[0]
        formula, suffix = split_polymorph(label)
        formula = expand_shorthands(_WATER.sub("·", formula))
        if is_formula(formula) and not formula.isupper():
            return self._from_formula(label, formula, suffix)
        alike = self.names.in_any_case(label)
        if is_formula(formula):
            if any(p.composition != parse_formula(formula) for p in alike):
                raise InputError(
                    f'"{label}" may be {alike[0].label}, or the formula of something else',
                    hint="write element symbols with their capitals",
                )
            return self._from_formula(label, formula, suffix)
        if len(alike) == 1:
            return alike[0]
        raise self._unknown(label, formula)

    def _from_formula(self, label: str, formula: str, suffix: str | None) -> ProductIdentity:
        known = self._by_composition.get(_key(parse_formula(formula)), [])
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
