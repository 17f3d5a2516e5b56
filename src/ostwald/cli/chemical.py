"""``ostwald chemical``: what the program takes a chemical for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from ostwald.chemistry.substance import ProductIdentity, Substance

FORMAT_VERSION = 1


def register(app: typer.Typer) -> None:
    """Add the verb to the application."""
    app.command("chemical")(chemical_command)


def chemical_command(
    names: list[str] = typer.Argument(
        None,
        metavar="NAME...",
        help="Abbreviation, name, synonym or formula of a reagent or product; "
        "several with --reactions.",
    ),
    smiles: str = typer.Option(
        None, "--smiles", help="Structure of the (last) chemical, if it is new."
    ),
    reactions: bool = typer.Option(
        False, "--reactions", help="Show how the chemicals react with each other in the flask."
    ),
    temperature_c: float = typer.Option(
        None, "--temperature", help="With --reactions: only what happens at this many degC."
    ),
    uncertain: bool = typer.Option(
        False, "--uncertain", help="List what is not identified beyond doubt."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> None:
    """Show what the program takes a chemical for, or near matches of a misspelling."""
    from ostwald.errors import InputError

    if reactions and names and not uncertain:
        _show_reactions(names, smiles, temperature_c, as_json)
        return
    if temperature_c is not None or reactions:
        raise InputError(
            "--reactions needs chemicals, and --temperature needs --reactions",
            hint="write for example: ostwald chemical --reactions PbO OA --temperature 120",
        )
    if uncertain == bool(names) or len(names or []) > 1:
        raise InputError(
            "give one chemical's name, or --uncertain",
            hint="put quotes around a name with blanks; see --help",
        )
    if uncertain:
        _show_uncertain(as_json)
        return
    name = names[0]
    reagent, product = _find(name, smiles)
    if as_json:
        _print_json(
            {
                "format_version": FORMAT_VERSION,
                "query": name,
                "reagent": reagent and reagent_record(reagent),
                "product": product and product_record(product),
            }
        )
        return
    if reagent is not None:
        from ostwald.chemistry.identity import identify

        found = identify(name, smiles)
        said = {"waters": found.waters or None, "read from the name": "; ".join(found.notes)}
        _show(f"Reagent {reagent.abbreviation}", {**reagent_record(reagent), **said})
    if product is not None:
        _show(f"Product {product.label}", product_record(product))


def _show_reactions(
    names: list[str], smiles: str | None, temperature_c: float | None, as_json: bool
) -> None:
    from ostwald.chemistry.intermediates.report import (
        reaction_lines,
        reactions_json,
        report_reactions,
    )

    structures = [*([None] * (len(names) - 1)), smiles]
    reports = report_reactions(names, temperature_c, structures)
    if as_json:
        _print_json(reactions_json(reports))
        return
    typer.echo("\n".join(reaction_lines(reports)))


def _find(name: str, smiles: str | None) -> tuple[Substance | None, ProductIdentity | None]:
    """Find a name among reagents and products; the tables go before new formulas."""
    from ostwald.chemistry.identity import find_reagent
    from ostwald.chemistry.products import find_product
    from ostwald.errors import InputError

    if smiles is not None:
        return find_reagent(name, smiles), None
    try:
        product = find_product(name)
    except InputError:
        return find_reagent(name), None
    try:
        reagent = find_reagent(name)
    except InputError:
        return None, product
    if reagent.is_new != product.is_new:
        return (None, product) if reagent.is_new else (reagent, None)
    return reagent, product


def reagent_record(substance: Substance) -> dict[str, Any]:
    """Return a reagent as plain values.

    Args:
        substance: The reagent.

    Returns:
        What ``ostwald chemical --json`` prints of it.
    """
    mass = substance.molar_mass_g_per_mol
    return {
        "abbreviation": substance.abbreviation,
        "name": substance.name,
        "synonyms": list(substance.synonyms),
        "kind": substance.kind,
        "cas": substance.cas,
        "formula": substance.formula,
        "smiles": substance.smiles,
        "molar_mass_g_per_mol": None if mass is None else round(mass, 3),
        "density_g_per_ml": substance.density_g_per_ml,
        "roles": list(substance.roles),
        "status": "new" if substance.is_new else substance.status,
        "note": substance.note,
    }


def product_record(product: ProductIdentity) -> dict[str, Any]:
    """Return a product as plain values.

    Args:
        product: The product.

    Returns:
        What ``ostwald chemical --json`` prints of it.
    """
    from ostwald.chemistry.formula import molar_mass

    return {
        "label": product.label,
        "name": product.name,
        "synonyms": list(product.synonyms),
        "formula": product.formula,
        "molar_mass_g_per_mol": round(molar_mass(product.composition), 3),
        "polymorph": product.polymorph,
        "dopants": list(product.dopants),
        "materials_class": product.materials_class,
        "materials_project_id": product.materials_project_id,
        "status": "new" if product.is_new else product.status,
        "note": product.note,
    }


def _show(title: str, record: dict[str, Any]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(title), title_justify="left", show_header=False, box=SIMPLE)
    for key, value in record.items():
        text = ", ".join(value) if isinstance(value, list) else value
        if text not in (None, ""):
            table.add_row(_LABELS.get(key, key), escape(str(text)))
    Console().print(table)


_LABELS = {
    "molar_mass_g_per_mol": "molar mass (g/mol)",
    "density_g_per_ml": "density (g/mL)",
    "smiles": "SMILES",
    "cas": "CAS",
    "waters": "water weighed with it",
    "materials_class": "class",
    "materials_project_id": "Materials Project",
}


def _show_uncertain(as_json: bool) -> None:
    from ostwald.chemistry.uncertain import uncertain_products, uncertain_reagents

    reagents, products = uncertain_reagents(), uncertain_products()
    if as_json:
        _print_json(
            {
                "format_version": FORMAT_VERSION,
                "reagents": [reagent_record(substance) for substance in reagents],
                "products": [product_record(product) for product in products],
            }
        )
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table("in recipes", "status", "why")
    for label, status, note in [
        *((s.label, s.status, s.note) for s in reagents),
        *((p.label, p.status, p.note) for p in products),
    ]:
        table.add_row(escape(label), status, escape(note))
    Console().print(table)


def _print_json(record: dict[str, Any]) -> None:
    import json

    typer.echo(json.dumps(record, indent=1, ensure_ascii=False))
