"""The rungs between a label and a chemical, tried one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ostwald.chemistry import library
from ostwald.chemistry.bottles import Label
from ostwald.chemistry.cas_numbers import read_cas
from ostwald.chemistry.condensed import read_condensed
from ostwald.chemistry.elements import NOT_IN_FLASKS, elements
from ostwald.chemistry.formula import is_formula, molar_mass, parse_formula
from ostwald.chemistry.formula_sense import says_enough
from ostwald.chemistry.hydrates import has_own_water, split_water
from ostwald.chemistry.identified import Identified
from ostwald.chemistry.meanings import meanings_of
from ostwald.chemistry.names import folded_key
from ostwald.chemistry.polymers import read_polymer
from ostwald.chemistry.reagent_index import ReagentIndex
from ostwald.chemistry.salts import NamedSalt, salt_by_groups, salt_by_name
from ostwald.chemistry.solutions import is_sold_as_solution
from ostwald.chemistry.spellings import spellings
from ostwald.chemistry.stocks import read_stock
from ostwald.chemistry.structures import read_structure
from ostwald.chemistry.substance import Substance
from ostwald.errors import InputError

_OPEN_WATER = "the number of water molecules is not said: counted as anhydrous"
# Molecules of an element that are counted in atoms.
_ALLOTROPES = {"S8": ("S", 8), "cyclo-S8": ("S", 8), "P4": ("P", 4), "Se8": ("Se", 8)}
_DIATOMIC = frozenset(["H", "N", "O", "F", "Cl", "Br", "I"])
_CAS_WORDS = re.compile(r"^cas(?:[\s-]*(?:no|number|rn|nr|registry number))?[.:#\s]*(?=\d)", re.I)
_ABBREVIATION = re.compile(r"[A-Za-z0-9.,@/-]{1,9}")
# What may be dropped from a bracket although it is not known: an unknown short name.
_SHORT_NAME = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Za-z0-9.-]{2,8}")
# "5N" is a purity of five nines, except on what is dissolved as acid or base.
_NORMAL = re.compile(r"\d(?:[.,]\d+)?\s*N")
_BASES = frozenset(["NaOH", "KOH", "LiOH", "CsOH"])
_FUMING = re.compile(r"\b(fuming|dilute|dil\.|oleum)(?=\s|$)", re.IGNORECASE)


def of_table(substance: Substance, written: str, notes: Sequence[str] = ()) -> Identified:
    """Return a chemical with the water that its written name says is weighed with it.

    Args:
        substance: The chemical.
        written: The name it goes by.
        notes: What else is to be said.

    Returns:
        The chemical, its water and the notes.
    """
    meanings = meanings_of(written)
    others = [m.name for m in meanings if m.name != substance.name]
    if others and not any(m.is_usual and m.name == substance.name for m in meanings):
        notes = (*notes, f'"{written}" is elsewhere also {" or ".join(others)}')
    if has_own_water(substance) or substance.abbreviation == "NH3-H2O":
        return Identified(substance, tuple(notes))
    watered = split_water(written)
    more = (_OPEN_WATER,) if watered.is_open else ()
    return Identified(substance, (*notes, *more), waters=watered.waters)


def climb(written: str, label: Label, index: ReagentIndex) -> Identified:
    """Find the chemical of a label that is not in the table as it stands.

    Args:
        written: The whole label, for messages.
        label: Its parts.
        index: The table.

    Returns:
        The chemical and everything that was taken off.

    Raises:
        InputError: No rung holds, or two parts of the label name different chemicals.
    """
    vague = _FUMING.search(written)
    if vague:
        raise InputError(
            f'"{written}": how strong is {vague[1]}?', hint="give its concentration in the name"
        )
    found: Identified | None
    problem: InputError | None = None
    try:
        found = _search(label.core, index)
    except InputError as error:
        found, problem = None, error
    found = _with_others(found, problem, label, index)
    if found is None:
        found = _in_solvent(label, index)
    if found is None:
        raise problem or index.unknown(label.core or written)
    return _with_label(found, label)


def _in_solvent(label: Label, index: ReagentIndex) -> Identified | None:
    """Read ``Cd(OA)2 in ODE``: the solvent belongs to the strength."""
    match = re.fullmatch(r"(.+?)\s+in\s+(.+)", label.core)
    found = _quietly(match[1], index) if match else None
    if match is None or found is None or _quietly(match[2], index) is None:
        return None
    if label.strength is not None:
        return replace(found, strength=f"{label.strength} in {match[2]}")
    note = f"dissolved in {match[2]}: give its concentration, or {match[2]} as a reagent"
    return replace(found, notes=(*found.notes, note))


def _with_label(found: Identified, label: Label) -> Identified:
    notes = list(found.notes)
    percent, strength = label.percent, found.strength or label.strength
    if strength is not None and _NORMAL.fullmatch(strength):
        substance = found.substance
        if not (is_sold_as_solution(substance) or substance.abbreviation in _BASES):
            notes.append(f"{strength} is taken for a purity")
            strength = None
    if strength is None and percent is not None and is_sold_as_solution(found.substance):
        strength = percent
    taken = [note for note in label.notes if note != percent or strength is None]
    if taken:
        notes.append("taken off the name: " + ", ".join(taken))
    return replace(found, notes=tuple(notes), strength=strength)


def _with_others(
    found: Identified | None, problem: InputError | None, label: Label, index: ReagentIndex
) -> Identified | None:
    """Weigh what stands in brackets beside the name against the name."""
    for other in label.others:
        if read_cas(_CAS_WORDS.sub("", other)) is not None:
            beside = _search(other, index)
        else:
            beside = _quietly(other, index)
        if beside is None:
            watered = split_water(f"salt {other}")
            if found is not None and watered.names_water and watered.dry == "salt":
                more = (_OPEN_WATER,) if watered.is_open else ()
                found = replace(found, waters=watered.waters, notes=(*found.notes, *more))
                continue
            if found is not None and not _SHORT_NAME.fullmatch(other):
                raise InputError(
                    f'"({other})" beside {found.substance.label} is not understood',
                    hint="leave it out, or write the chemical's full name alone",
                )
            if found is not None:
                note = f'"{other}" in brackets is taken for its short name'
                found = replace(found, notes=(*found.notes, note))
            continue
        if found is None:
            if problem is None and not _may_stand_for(other, label.core, beside.substance):
                continue
            found, problem = beside, None
        elif found.substance.identity != beside.substance.identity:
            found = _decide(found, beside, label.core, other)
        elif beside.waters and not found.waters:
            found = replace(found, waters=beside.waters)
    return found


def _may_stand_for(other: str, core: str, substance: Substance) -> bool:
    """Return whether a text in brackets may speak for a name that is not known."""
    from difflib import SequenceMatcher

    if len(other) > 9 or read_cas(_CAS_WORDS.sub("", other)) or is_formula(other):
        return True
    names = (substance.name, *substance.synonyms)
    return any(
        SequenceMatcher(None, folded_key(name), folded_key(core)).ratio() > 0.8 for name in names
    )


def _decide(found: Identified, beside: Identified, core: str, other: str) -> Identified:
    """Decide between a name and what stands in brackets beside it."""
    short = bool(_ABBREVIATION.fullmatch(other)) and not other.islower()
    if short and len(core) > len(other) and not is_formula(other):
        note = f'"{other}" beside it is taken for its short name'
        return replace(found, notes=(*found.notes, note))
    if _ABBREVIATION.fullmatch(core) and len(other) > len(core) and not is_formula(core):
        return beside
    if _metals(found.substance) == _metals(beside.substance) and re.search(r"\d|\(", other):
        note = f'"{other}" beside "{core}" says what it is'
        return replace(beside, notes=(*beside.notes, note))
    raise InputError(
        f'"{core}" is {found.substance.label}, but "{other}" beside it is {beside.substance.label}',
        hint="write the one that is meant",
    )


def _metals(substance: Substance) -> set[str]:
    return {symbol for symbol in substance.composition if elements()[symbol].is_metal}


def _quietly(text: str, index: ReagentIndex) -> Identified | None:
    try:
        return _search(text, index)
    except InputError:
        return None


def _search(text: str, index: ReagentIndex) -> Identified | None:
    """Try the rungs on a name without grades."""
    text = _CAS_WORDS.sub("", text)
    if text in NOT_IN_FLASKS:
        raise InputError(
            f'"{text}" is the symbol of {elements()[text].name}',
            hint="write the element's name if it is meant, else the chemical's full name",
        )
    known = index.in_table(text)
    if known is not None:
        return of_table(known, text)
    number = read_cas(text)
    if number is not None:
        return _by_cas(number, index)
    if text in _ALLOTROPES:
        symbol, atoms = _ALLOTROPES[text]
        note = f"counted in atoms: {atoms} {symbol} in each {text}"
        return Identified(index.find(symbol), (note,), factor=float(atoms))
    watered = split_water(text)
    if watered.names_water and watered.dry:
        dry = _search(watered.dry, index)
        if dry is not None and not has_own_water(dry.substance):
            more = (_OPEN_WATER,) if watered.is_open else ()
            return replace(dry, waters=dry.waters + watered.waters, notes=(*dry.notes, *more))
        return dry or _by_library(text, index)
    for spelled in spellings(text):
        known = index.in_table(spelled)
        if known is not None:
            return of_table(known, spelled)
    return (
        _by_abbreviation(text, index)
        or _by_stock(text, index)
        or _by_element(text, index)
        or _by_polymer(text, index)
        or _by_salt(text, index)
        or _by_condensed(text, index)
        or _by_library(text, index)
        or _by_formula(text, index)
    )


def _by_abbreviation(text: str, index: ReagentIndex) -> Identified | None:
    found = meanings_of(text)
    usual = [meaning for meaning in found if meaning.is_usual]
    if found and not usual:
        choices = " or ".join(meaning.name for meaning in found)
        raise InputError(f'"{text}" may be {choices}', hint="write the full name")
    if not found:
        return None
    return Identified(index.find(usual[0].name), (f'"{text}" is taken for {usual[0].name}',))


def _by_stock(text: str, index: ReagentIndex) -> Identified | None:
    stock = read_stock(text)
    if stock is None:
        return None
    if stock.smiles is not None:
        substance = index.of_structure(stock.smiles, text, "new: taken for what its name says")
        note = (
            f"counted as {substance.name}; {stock.solvent} beyond it is a reagent of its own"
            if substance.name != text
            else f"counted as 1:1 {stock.solvent} and {stock.element}"
        )
        return Identified(substance, (note,))
    note = (
        f"{stock.element} dissolved in {stock.solvent}: give its concentration, "
        f"or {stock.solvent} as a reagent"
    )
    return Identified(index.find(stock.element), (note,))


def _by_polymer(text: str, index: ReagentIndex) -> Identified | None:
    polymer = read_polymer(text)
    if polymer is None:
        return None
    name, size = polymer
    note = f"{size}: counted in moles of the repeat unit, whatever the length"
    return Identified(index.find(name), (note,))


def _by_element(text: str, index: ReagentIndex) -> Identified | None:
    key = folded_key(text)
    key = {"aluminum": "aluminium", "cesium": "caesium", "sulphur": "sulfur"}.get(key, key)
    for symbol, element in elements().items():
        if folded_key(element.name) in (key, {"aluminium": "aluminum"}.get(key, key)):
            formula = f"{symbol}2" if symbol in _DIATOMIC else symbol
            found = index.in_table(formula) or index.new(formula, element.name.casefold())
            return Identified(found)
    return None


def _by_salt(text: str, index: ReagentIndex) -> Identified | None:
    salt: NamedSalt | None = salt_by_groups(text) or salt_by_name(text)
    if salt is None:
        return None
    return Identified(index.of_ions(salt.reading, text, salt.name), salt.notes)


def _by_condensed(text: str, index: ReagentIndex) -> Identified | None:
    smiles = read_condensed(text)
    if smiles is None:
        return None
    return Identified(index.of_structure(smiles, text, "new: taken for what its formula says"))


def _by_cas(number: str, index: ReagentIndex) -> Identified:
    known = index.of_cas(number)
    if known is not None:
        substance, waters = known
        return Identified(substance, (f"by its CAS number {number}",), waters=waters)
    entry = library.by_cas(number)
    found = None if entry is None else _of_library(entry, entry.name, index)
    if found is None:
        raise InputError(
            f"the CAS number {number} is not known", hint="write the chemical's name or SMILES"
        )
    return replace(found, notes=(f"by its CAS number {number}: {found.substance.name}",))


def _by_library(text: str, index: ReagentIndex) -> Identified | None:
    if folded_key(text).startswith("poly") or is_formula(text):
        return None
    for name in (text, *spellings(text)):
        entry = library.by_name(name)
        if entry is not None:
            return _of_library(entry, text, index)
    return None


def _of_library(entry: library.Entry, name: str, index: ReagentIndex) -> Identified | None:
    """Return what the library's structure is; None where it is an ion, radical or alloy."""
    parts = entry.smiles.split(".")
    waters = parts.count("O") if len(parts) > 1 else 0
    dry = ".".join(part for part in parts if part != "O") or "O"
    try:
        whole, _ = read_structure(entry.smiles), read_structure(dry)
    except InputError:
        return None
    mass = molar_mass(parse_formula(whole.formula))
    if abs(mass - entry.molar_mass_g_per_mol) > 0.002 * mass:
        return None
    note = f"identity from the library chemicals: {entry.name}"
    substance = index.of_structure(dry, name, note)
    if substance.is_new:
        if "." in dry and _has_bare_metal(dry):
            return None
        substance = replace(substance, cas=entry.cas, name=name if len(name) > 3 else entry.name)
    return Identified(substance, (note,) if substance.is_new else (), waters=float(waters))


def _has_bare_metal(smiles: str) -> bool:
    """Return whether a salt is written with an uncharged metal, so that its charge is open."""
    return any(
        (match := re.fullmatch(r"\[([A-Z][a-z]?)\]", part)) and elements()[match[1]].is_metal
        for part in smiles.split(".")
    )


def _by_formula(text: str, index: ReagentIndex) -> Identified | None:
    """Take a formula for what it says, unless it looks like an abbreviation."""
    if not is_formula(text):
        return None
    composition = parse_formula(text)
    strange = [elements()[s].name for s in composition if s in NOT_IN_FLASKS]
    if strange:
        raise InputError(
            f'as a formula "{text}" would hold {" and ".join(strange)}, which nobody puts '
            "into a flask",
            hint="write the chemical's full name, or its groups in full",
        )
    known = index.solid_of(composition)
    if known is not None and any(sign.islower() for sign in text):
        return Identified(known)
    if not says_enough(text, composition):
        raise InputError(
            f'"{text}" is not known, and as a formula its charges do not add up',
            hint="write the chemical's full name, or give its SMILES",
        )
    return Identified(index.new(text, text))
