"""The lines of a recipe one by one: each chemical as it was written, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ostwald.chemistry.abbreviations import alternatives, decide
from ostwald.chemistry.amounts import Measured, measure_out
from ostwald.chemistry.commercial import commercial_solution
from ostwald.chemistry.elements import elements
from ostwald.chemistry.identified import Identified
from ostwald.chemistry.identity import find_reagent, identify
from ostwald.chemistry.products import find_product
from ostwald.chemistry.solutions import is_sold_as_solution
from ostwald.chemistry.substance import ProductIdentity, Substance
from ostwald.errors import InputError, OstwaldError, raise_all
from ostwald.recipes.amount_text import Strength

if TYPE_CHECKING:
    from ostwald.recipes.amount import Amount
    from ostwald.recipes.reagent import Reagent, Seeds

WATER = "H2O"


@dataclass(frozen=True, slots=True)
class ReagentLine:
    """One chemical of a recipe: what was written, and what was understood.

    Attributes:
        given: Name and amount as they were written; the line of its stock for a solvent.
        name: The name alone, as it was written.
        substance: What it is.
        amount_mmol: How much of it goes in.
        volume_ml: As a liquid, or of the solution that a solvent stands for; None for a solid.
        notes: What was taken off, decided or assumed, in words.
        doubts: What contradicts itself, in words.
        is_solvent_of_stock: Whether it came in only as the solvent of another line.
        is_seeds: Whether it is nanocrystals that go in.
    """

    given: str
    name: str
    substance: Substance
    amount_mmol: float
    volume_ml: float | None = None
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    is_solvent_of_stock: bool = False
    is_seeds: bool = False


@dataclass(frozen=True, slots=True)
class FlaskLines:
    """All lines of a recipe: those of the file in their order, then the solvents of stocks.

    Attributes:
        lines: What goes in; nothing of which there is none.
        left_out: Names of which the recipe has a zero amount.
    """

    lines: tuple[ReagentLine, ...]
    left_out: tuple[str, ...] = ()


def read_lines(
    reagents: Sequence[Reagent], product: ProductIdentity, *, published: bool = False
) -> FlaskLines:
    """Find out what every line of a recipe means.

    Args:
        reagents: The lines as they were written.
        product: What is made; it decides what equivalents without a reference refer to.
        published: Whether abbreviations are those of the published data, each with one meaning.

    Returns:
        The lines with substances, mmol and mL.

    Raises:
        InputError: What cannot be understood, all of it at once; ``where`` names the line.
    """
    return _LineReader(reagents, product, published).read()


@dataclass(slots=True)
class _Line:
    """A line on its way: identified, and later measured."""

    number: int
    reagent: Reagent
    found: Identified
    notes: list[str] = field(default_factory=list)
    measured: Measured | None = None

    @property
    def place(self) -> str:
        return f'reagent {self.number}, "{self.reagent.name}"'


class _LineReader:
    """Reads the lines in passes: names, plain amounts, shares of the volume, equivalents."""

    def __init__(
        self, reagents: Sequence[Reagent], product: ProductIdentity, published: bool
    ) -> None:
        self.reagents = reagents
        self.product = product
        self.published = published
        self.errors: list[OstwaldError] = []
        self.lines: list[_Line] = []

    def read(self) -> FlaskLines:
        self._identify()
        units = (("mmol", "g", "mL"), ("M",), ("equiv",))
        for pass_units in units:
            raise_all(self.errors)
            # Every line of a pass is measured against the passes before, not against the others.
            measured = [
                (line, self._measured(line))
                for line in self.lines
                if line.reagent.amount.unit in pass_units
            ]
            for line, result in measured:
                line.measured = result
        raise_all(self.errors)
        left_out = [r.name for r in self.reagents if r.amount.value == 0]
        written = [_finished(line) for line in self.lines]
        solvents = [_solvent_line(line) for line in self.lines]
        return FlaskLines((*written, *(s for s in solvents if s is not None)), tuple(left_out))

    def _identify(self) -> None:
        for number, reagent in enumerate(self.reagents, start=1):
            try:
                found = _seeds(reagent.seeds) if reagent.seeds else _named(reagent)
            except OstwaldError as error:
                self.errors.append(error.at(f'reagent {number}, "{reagent.name}"'))
                continue
            if reagent.amount.value != 0:
                self.lines.append(_Line(number, reagent, found, list(found.notes)))
        if not self.published:
            self._decide_abbreviations()
        if not self.lines and not self.errors:
            raise InputError("every amount is zero", hint="give at least one reagent an amount")

    def _decide_abbreviations(self) -> None:
        """Let the flask decide what an abbreviation of several meanings stands for."""
        open_ones = [
            line
            for line in self.lines
            if line.reagent.smiles is None
            and not line.reagent.seeds
            and alternatives(line.reagent.name)
        ]
        others = [line.found.substance for line in self.lines if line not in open_ones]
        for line in open_ones:
            try:
                substance, sentence = decide(line.reagent.name, others, self.product)
            except OstwaldError as error:
                self.errors.append(error.at(line.place))
                continue
            line.found = replace(line.found, substance=substance)
            # the sentence names the other meanings, as the note on the name alone did
            line.notes = [note for note in line.notes if "is elsewhere also" not in note]
            line.notes.append(sentence)

    def _measured(self, line: _Line) -> Measured | None:
        amount = line.reagent.amount
        try:
            self._check_solute(line, amount)
            if amount.unit == "equiv":
                return self._equivalents(line, amount)
            if amount.unit == "M":
                return self._share_of_volume(amount)
            return measure_out(line.found, amount, self._solvent)
        except OstwaldError as error:
            self.errors.append(error.at(line.place))
            return None

    @staticmethod
    def _check_solute(line: _Line, amount: Amount) -> None:
        said = amount.strength.chemical if amount.strength else None
        if said is None:
            return
        meant = find_reagent(said)
        if meant.identity != line.found.substance.identity:
            raise InputError(
                f"the name says {line.found.substance.label}, and the amount says {meant.label}",
                hint='name the chemical once, and write such as "2 mL of 1 M in toluene"',
            )

    def _solvent(self, strength: Strength, solute: Substance) -> Substance:
        """Return the solvent of a solution, guessed only where one guess is possible."""
        if strength.solvent is not None:
            try:
                return find_reagent(strength.solvent)
            except InputError as error:
                raise InputError(
                    f"the solvent {strength.solvent!r}: {error.problem}", hint=error.hint
                ) from error
        own = _phosphine_of(solute)
        if own is not None:
            return own
        liquids = {
            line.found.substance.abbreviation
            for line in self.lines
            if line.found.substance.density_g_per_ml is not None
            and line.found.substance.identity != solute.identity
        }
        water_is_near = WATER in liquids or not liquids
        if (water_is_near and _likes_water(solute)) or is_sold_as_solution(solute):
            return find_reagent("water")
        raise InputError(
            f"the solvent of the solution of {solute.label} is not said",
            hint='write such as "2 mL of 1 M in toluene"',
        )

    def _equivalents(self, line: _Line, amount: Amount) -> Measured:
        if amount.relative_to is None:
            reference, mmol = self._main_metal(line)
        else:
            reference, mmol = amount.relative_to, self._mmol_of(amount.relative_to, line)
        result = Measured(amount.value * mmol * line.found.factor)
        result.notes.append(f"{amount.value:g} equiv to {mmol:.3g} mmol of {reference}")
        return result

    def _mmol_of(self, reference: str, asking: _Line) -> float:
        """Return the mmol of an element's atoms, or of a reagent, that equivalents refer to."""
        known = [o for o in self.lines if o.measured is not None and o is not asking]
        if reference in elements():
            atoms = sum(
                o.measured.amount_mmol * o.found.substance.composition.get(reference, 0.0)
                for o in known
                if o.measured is not None and not o.reagent.seeds
            )
            if atoms:
                return atoms
        try:
            meant = find_reagent(reference)
        except InputError as error:
            raise InputError(
                f"equivalents to {reference!r}, which is no element and no reagent of the recipe",
                hint='write such as "2 equiv to Pb"',
            ) from error
        same = [o for o in known if o.found.substance.identity == meant.identity]
        if not same:
            raise InputError(
                f"equivalents to {reference!r}, of which the recipe gives no amount",
                hint="give that reagent in mmol, mg or mL",
            )
        return sum(o.measured.amount_mmol for o in same if o.measured is not None)

    def _main_metal(self, asking: _Line) -> tuple[str, float]:
        table = elements()
        metals = [
            s
            for s in self.product.composition
            if table[s].is_metal
            and any(s in o.found.substance.composition for o in self.lines if o is not asking)
        ]
        if len(metals) != 1:
            raise InputError(
                "the equivalents do not say to what", hint='write such as "2 equiv to Pb"'
            )
        return metals[0], self._mmol_of(metals[0], asking)

    def _share_of_volume(self, amount: Amount) -> Measured:
        volume = sum(
            (o.measured.volume_ml or 0.0) + o.measured.solvent_ml
            for o in self.lines
            if o.measured is not None
        )
        if not volume:
            raise InputError(
                f"{amount.as_written} is a concentration, and the volume of the flask is not known",
                hint='write such as "2 mL of 1 M in toluene", or the amount in mmol',
            )
        result = Measured(amount.value * volume)
        result.notes.append(f"{amount.as_written} in the {volume:.3g} mL of the flask")
        return result


def _named(reagent: Reagent) -> Identified:
    return identify(reagent.name, reagent.smiles)


def _seeds(seeds: Seeds) -> Identified:
    """Return seeds as the formula unit that their amount counts."""
    product = find_product(seeds.product)
    size = f", {seeds.size_nm:g} nm" if seeds.size_nm else ""
    try:
        substance = find_reagent(product.formula)
    except InputError:
        substance = Substance(product.label, product.label, formula=product.formula, is_new=True)
    note = f"seeds of {product.label}{size}: the models know how much goes in, not that it is seeds"
    return Identified(replace(substance, roles=("additive",)), (note,))


def _phosphine_of(solute: Substance) -> Substance | None:
    """Return the phosphine of a phosphine chalcogenide such as TOPSe."""
    for symbol in ("Se", "Te", "S"):
        stem = solute.abbreviation.removesuffix(symbol)
        if stem != solute.abbreviation and stem in ("TOP", "TBP"):
            return find_reagent(stem)
    return None


def _likes_water(solute: Substance) -> bool:
    """Tell whether a chemical may be taken to be dissolved in water when nothing is said."""
    carbons = solute.composition.get("C", 0.0)
    ionic = solute.kind in ("salt", "inorganic") or "." in (solute.smiles or "")
    return (ionic and solute.kind != "element") or (
        solute.kind == "molecule" and carbons <= solute.composition.get("O", 0.0) + 1
    )


def _finished(line: _Line) -> ReagentLine:
    measured = line.measured or Measured(0.0)
    return ReagentLine(
        given=_given(line),
        name=line.reagent.name,
        substance=line.found.substance,
        amount_mmol=measured.amount_mmol,
        volume_ml=measured.volume_ml,
        notes=(*line.notes, *measured.notes),
        doubts=tuple(measured.doubts),
        is_seeds=line.reagent.seeds is not None,
    )


def _solvent_line(line: _Line) -> ReagentLine | None:
    measured = line.measured
    if measured is None or measured.solvent is None:
        return None
    solute = line.found.substance
    said = line.reagent.amount.solvent or (
        line.reagent.amount.strength and line.reagent.amount.strength.solvent
    )
    assumed = said is None and line.found.strength is None and commercial_solution(solute) is None
    note = f"solvent of {solute.abbreviation}"
    return ReagentLine(
        given=_given(line),
        name=measured.solvent.abbreviation,
        substance=measured.solvent,
        amount_mmol=measured.solvent_mmol,
        volume_ml=measured.solvent_ml,
        notes=(f"{note}; not said, so taken for it" if assumed else note,),
        is_solvent_of_stock=True,
    )


def _given(line: _Line) -> str:
    return f"{line.reagent.name}, {line.reagent.amount.as_written}"
