"""Reactions as text, for the command line and for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ostwald.chemistry.identity import find_reagent
from ostwald.chemistry.intermediates.base import Reaction
from ostwald.chemistry.intermediates.search import find_reactions

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class ReactionReport:
    """What a person wants to know of one reaction, as text.

    Attributes:
        names: Label and name, formula or SMILES of each species, in the order of the equation.
    """

    equation: str
    family: str
    conditions: str
    references: tuple[str, ...]
    note: str
    names: tuple[tuple[str, str], ...]


def report_reactions(
    names: Sequence[str], temperature_c: float | None = None, smiles: Sequence[str | None] = ()
) -> list[ReactionReport]:
    """Return the reactions among chemicals given by name.

    Args:
        names: Names, abbreviations or formulas.
        temperature_c: Only what happens at this temperature, if given.
        smiles: SMILES of the chemicals that the table may not have; None where not needed.

    Returns:
        One report a reaction, in the order of `find_reactions`.

    Raises:
        InputError: A chemical is unknown.
    """
    structures = [*smiles, *([None] * (len(names) - len(smiles)))]
    substances = [find_reagent(n, s) for n, s in zip(names, structures, strict=True)]
    return [_report(reaction) for reaction in find_reactions(substances, temperature_c)]


def reaction_lines(reports: Sequence[ReactionReport]) -> list[str]:
    """Return reports as lines for a terminal.

    Args:
        reports: What `report_reactions` returned.

    Returns:
        Lines of text; one that says so where nothing reacts.
    """
    if not reports:
        return ["No reaction by rule between these chemicals."]
    lines: list[str] = []
    for report in reports:
        lines.append(report.equation)
        lines.append(f"    {report.family}; {report.conditions}")
        if report.note:
            lines.append(f"    {report.note}")
        lines += [f"    {label}: {name}" for label, name in report.names if label != name]
        lines += [f"    https://doi.org/{doi}" for doi in report.references]
    return lines


def reactions_json(reports: Sequence[ReactionReport]) -> dict[str, object]:
    """Return reports as an object for JSON."""
    return {"format_version": FORMAT_VERSION, "reactions": [asdict(r) for r in reports]}


def _report(reaction: Reaction) -> ReactionReport:
    names = tuple(
        (term.label, _described(term.substance.name, term.label, term.substance.smiles))
        for term in (*reaction.reactants, *reaction.products)
    )
    return ReactionReport(
        equation=reaction.equation,
        family=reaction.family,
        conditions=reaction.conditions,
        references=reaction.references,
        note=reaction.note,
        names=names,
    )


def _described(name: str, label: str, smiles: str | None) -> str:
    return smiles if name == label and smiles else name
