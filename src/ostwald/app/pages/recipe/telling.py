"""What is told beside each field: what was understood, in words, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ostwald.app.pages.recipe.draft import CONDITIONS
from ostwald.app.pages.recipe.flagging import field_of
from ostwald.chemistry.completions import complete_product, complete_reagent
from ostwald.chemistry.drawing import structure_svg
from ostwald.chemistry.identity import identify
from ostwald.chemistry.products import find_product
from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from ostwald.app.pages.recipe.reading import Reading
    from ostwald.chemistry.lines import ReagentLine
    from ostwald.chemistry.plausibility.base import Flag
    from ostwald.chemistry.substance import ProductIdentity, Substance

WORDS = {"impossible": "Impossible:", "doubtful": "Doubtful:", "note": "Note:"}
CLASSES = {"impossible": "ow-problem", "doubtful": "ow-doubt", "note": "ow-soft"}
_LONGEST_STRUCTURE = 120  # atoms of a SMILES beyond which a drawing tells nothing


def tell(reading: Reading, seq: int, sent: set[str], *, with_yaml: bool = False) -> dict[str, Any]:
    """Return what the editor shows of a reading.

    Args:
        reading: What was understood.
        seq: Number of the draft.
        sent: Structures that the browser has; those that are sent now are added.
        with_yaml: Whether the recipe file is shown, whose text takes as long as all the rest.

    Returns:
        Plain data, text in all places but ``structures``, which are drawings of our own.
    """
    structures: dict[str, str] = {}
    rows = {row.key: _row(reading, row.key, structures, sent) for row in reading.draft.written}
    names = ("product", "procedure", *CONDITIONS)
    fields: dict[str, dict[str, Any]] = {
        name: {"problems": reading.about(name), "label": " ".join(reading.about(name, blank=True))}
        for name in names
    }
    if reading.product is not None:
        fields["product"]["label"] = _product(reading.product)
    _tell_conditions(reading, fields)
    general = _general(reading)
    for flag in reading.understanding.flags if reading.understanding is not None else ():
        place = field_of(flag, reading)
        shown = fields.get(place) or rows.get(place.removeprefix("row "))
        (general if shown is None else shown.setdefault("flags", [])).append(_flag(flag))
    sent.update(structures)
    return {
        "seq": seq,
        "rows": rows,
        "fields": fields,
        "sliders": {name: slider.to_json() for name, slider in reading.sliders.items()},
        "structures": structures,
        "general": general,
        "yaml": _yaml(reading) if with_yaml else "",
    }


def offers(field: str, text: str) -> dict[str, Any]:
    """Return completions of what is typed into a field.

    Args:
        field: ``product`` or ``row KEY``.
        text: What was typed so far.

    Returns:
        Plain data; ``known`` says that the text is a name as it stands.
    """
    is_product = field == "product"
    found = complete_product(text) if is_product else complete_reagent(text)
    return {
        "field": field,
        "known": any(one.is_exact for one in found) or _is_name(text, is_product),
        "list": [
            {
                "insert": one.insert,
                "more": " · ".join(
                    part
                    for part in dict.fromkeys((one.name, one.abbreviation, one.detail))
                    if part and part != one.insert
                ),
                "sure": one.is_sure,
            }
            for one in found
        ],
    }


def number(value: float) -> str:
    """Return a number as a person writes it, three significant digits."""
    if value == 0:
        return "0"
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", "\u202f")
    return f"{value:.3g}"


def _is_name(text: str, is_product: bool) -> bool:
    try:
        find_product(text) if is_product else identify(text)
    except OstwaldError:
        return False
    return True


def _row(reading: Reading, key: str, drawn: dict[str, str], sent: set[str]) -> dict[str, Any]:
    row = f"row {key}"
    problems = {part: reading.about(f"{row} {part}") for part in ("name", "amount")}
    asks = [text for part in problems for text in reading.about(f"{row} {part}", blank=True)]
    said: dict[str, Any] = {"problems": problems, "asks": asks}
    line = reading.lines.get(key)
    substance = reading.substances.get(key)
    if substance is None:
        return said
    said["text"] = _understood(substance, line)
    said["formula"] = substance.formula or ""
    if substance.smiles and len(substance.smiles) <= _LONGEST_STRUCTURE:
        said["structure"] = substance.smiles
        if substance.smiles not in sent:
            try:
                drawn[substance.smiles] = structure_svg(substance.smiles)
            except OstwaldError:
                del said["structure"]
    notes = [*line.notes, *line.doubts] if line is not None else []
    if line is None and reading.understanding is not None:
        notes.append("left out: its amount is zero")
    said["notes"] = list(dict.fromkeys(notes))
    return said


def _understood(substance: Substance, line: ReagentLine | None) -> str:
    parts = [substance.name or substance.abbreviation]
    if substance.roles:
        parts.append(substance.roles[0].replace("_", " "))
    if line is not None:
        parts.append(f"{number(line.amount_mmol)} mmol")
        if line.volume_ml is not None and "mL" not in line.given:
            parts.append(f"{number(line.volume_ml)} mL")
    if substance.cas and line is None:
        parts.append(f"CAS {substance.cas}")
    return " · ".join(parts)


def _product(product: ProductIdentity) -> str:
    parts = [product.name or product.formula]
    if product.polymorph and product.polymorph not in product.name:
        parts.append(product.polymorph)
    if product.is_new:
        parts.append("new to the program")
    return " · ".join(parts)


def _tell_conditions(reading: Reading, fields: dict[str, dict[str, Any]]) -> None:
    """Say of conditions that were left out what they are taken for."""
    resolved = reading.resolved
    if resolved is None:
        return
    for name, value, unit in (
        ("injection_temperature", resolved.injection_temperature_c, "°C"),
        ("reaction_temperature", resolved.reaction_temperature_c, "°C"),
        ("reaction_time", resolved.reaction_time_min, "min"),
        ("heating_rate", resolved.heating_rate_c_per_min, "°C/min"),
    ):
        if not reading.draft.conditions.get(name, "").strip() and value is not None:
            fields[name]["label"] = f"taken as {number(value)} {unit}"


def _general(reading: Reading) -> list[dict[str, str]]:
    told = [{"class": "ow-problem", "word": "To mend:", "text": text} for text in reading.about("")]
    if reading.understanding is None:
        return told
    recipe = reading.understanding.recipe
    told += [
        {"class": "ow-soft", "word": "Taken:", "text": text}
        for text in dict.fromkeys((*recipe.warnings, *recipe.assumptions))
    ]
    return told


def _flag(flag: Flag) -> dict[str, str]:
    return {
        "class": CLASSES[flag.severity],
        "word": WORDS[flag.severity],
        "text": f"{flag.what.rstrip('.')}. {flag.why[:1].upper()}{flag.why[1:]}",
    }


def _yaml(reading: Reading) -> str:
    try:
        return reading.draft.to_yaml()
    except OstwaldError:
        return ""
