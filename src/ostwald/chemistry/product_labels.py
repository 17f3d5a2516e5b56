"""What a product's label says beside its formula: dopants, polymorph, shape, open numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ostwald.chemistry.elements import elements
from ostwald.chemistry.formula import is_formula
from ostwald.chemistry.names import tidy
from ostwald.errors import InputError

_MINUS = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-") | {"_": "-", "：": ":", "∕": "/", "⁄": "/"})
_SHAPE_WORDS = re.compile(
    r"\b(?:colloidal|monodisperse|ultrasmall|magic[- ]size(?:d)?|quantum[- ]?dots?|QDs?|"
    r"nano(?:crystals?|particles?|rods?|wires?|cubes?|plates?|platelets?|sheets?|spheres?|"
    r"discs?|disks?|prisms?|stars?|octahedra|tetrapods?|clusters?|ribbons?|dots?|materials?|"
    r"triangles?|plate|powder)|"
    r"NCs?|NPs?|NRs?|NPLs?|NWs?|NSs?|dots?|clusters?|particles?|spheres?|rods?|tetrapods?|"
    r"perovskites?|nano)\b",
    re.IGNORECASE,
)
_PHASES = {
    "wurtzite": "wurtzite",
    "wz": "wurtzite",
    "zinc blende": "zinc blende",
    "zinc-blende": "zinc blende",
    "zincblende": "zinc blende",
    "sphalerite": "zinc blende",
    "zb": "zinc blende",
    "rock salt": "rock salt",
    "rock-salt": "rock salt",
    "rocksalt": "rock salt",
    "chalcopyrite": "chalcopyrite",
    "kesterite": "kesterite",
    "stannite": "stannite",
    "spinel": "spinel",
    "perovskite": "perovskite",
    "rutile": "rutile",
    "anatase": "anatase",
    "brookite": "brookite",
    "cubic": "cubic",
    "hexagonal": "hexagonal",
    "orthorhombic": "orthorhombic",
    "tetragonal": "tetragonal",
    "monoclinic": "monoclinic",
    "rhombohedral": "rhombohedral",
    "trigonal": "trigonal",
    "fcc": "face-centred cubic",
    "hcp": "hexagonal close-packed",
    "bcc": "body-centred cubic",
    "l10": "L1_0",
    "alpha": "alpha",
    "beta": "beta",
    "gamma": "gamma",
    "delta": "delta",
    "epsilon": "epsilon",
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "amorphous": "amorphous",
}
_PHASE = "|".join(sorted(map(re.escape, _PHASES), key=len, reverse=True))
_PHASE_FIRST = re.compile(rf"(?P<phase>{_PHASE})(?:[- ](?:phase|type))?[-\s]+(?P<rest>.+)", re.I)
_PHASE_LAST = re.compile(
    rf"(?P<rest>.+?)[-,\s]+\(?(?P<phase>{_PHASE})(?:[- ](?:phase|type|structure))?\)?", re.I
)
_ION = r"(?:\d+(?:\.\d+)?\s*(?:mol\s*|at\.?\s*)?%\s*)?\(?[A-Z][a-z]?(?:\d?\+|\([IV]+\))?\)?"
_SHARE = r"(?:\s*\(?\d+(?:\.\d+)?\s*(?:mol\s*|at\.?\s*)?%\)?|\d*\.\d+)?"
_DOPANTS = rf"{_ION}{_SHARE}(?:\s*[,/&-]\s*{_ION}{_SHARE})*"
_DOPANT_FIRST = re.compile(rf"(?P<dopants>{_DOPANTS})\s*:\s*(?P<host>.+)")
_DOPANT_LAST = re.compile(rf"(?P<host>[^:]+?)\s*:\s*(?P<dopants>{_DOPANTS})")
_DOPED = re.compile(rf"(?P<dopants>{_DOPANTS})[-\s]*(?:co[-\s]?)?doped[-\s]+(?P<host>.+)")
_DOPED_WITH = re.compile(
    rf"(?P<host>.+?)[-\s]+(?:co[-\s]?)?doped\s+(?:with|by)\s+(?P<dopants>{_DOPANTS})"
)
_SYMBOL = re.compile(r"[A-Z][a-z]?(?![a-z])")
_DEVIATION = re.compile(r"\(?(\d+(?:\.\d+)?)\s*[-±]\s*[xyδ]\)?")
_VARIABLE = re.compile(r"(?<=[A-Za-z)\]])[xyz](?=[A-Z(\[\d-]|$)")
_SHARED = re.compile(r"\(([A-Z][a-z]?(?:\s*,\s*[A-Z][a-z]?)+)\)(\d*(?:\.\d+)?)")
_CORE_SHELL_WORDS = re.compile(r"\b(?:core|shell|heterostructure|dumbbell|janus|hybrid)s?\b", re.I)
_MIXTURE = re.compile(r"\s+(?:and|&|\+|plus|with)\s+|\s*\+\s*(?=[A-Z])|\bmixture\b", re.I)


@dataclass(frozen=True, slots=True)
class ProductLabel:
    """A product's label in parts.

    Attributes:
        host: Formula or name of the solid.
        phase: Name of the polymorph, None where none is said.
        dopants: Symbols of the elements it is doped with.
        notes: What was taken off or assumed.
    """

    host: str
    phase: str | None = None
    dopants: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_product_label(label: str) -> ProductLabel:
    """Part a product's label into the solid and what is said beside it.

    Args:
        label: Such as ``Mn:ZnSe``, ``wurtzite CdSe``, ``Cu2-xS``, ``PbS QDs``.

    Returns:
        Its parts.

    Raises:
        InputError: Two solids in one particle or a mixture of two, or a composition that the
            label leaves open.

    Examples:
        >>> read_product_label("NaYF4:Yb,Er").dopants
        ('Yb', 'Er')
    """
    text = tidy(label.translate(_MINUS))
    notes: list[str] = []
    bare = tidy(_SHAPE_WORDS.sub(" ", text)).strip(" -,")
    bare = re.sub(r"\(\s*\)", "", bare).strip()
    if bare != text and bare:
        text = bare
    _refuse_words(label, text)
    host, dopants = _dopants(label, text)
    if dopants:
        notes.append(
            f"{' and '.join(dopants)} in it {'is a dopant' if len(dopants) == 1 else 'are dopants'}"
            ": the models see the host alone"
        )
    host, phase = _phase(host)
    _refuse_two_solids(label, host)
    host, more = _numbers(label, host)
    return ProductLabel(host, phase, dopants, (*notes, *more))


def _refuse_words(label: str, text: str) -> None:
    if _CORE_SHELL_WORDS.search(text):
        raise _core_shell(label)
    if _MIXTURE.search(text):
        raise InputError(
            f'"{label}" looks like a mixture of two solids, which are not covered',
            hint="give the formula of one solid, in a recipe of its own",
        )


def _dopants(label: str, text: str) -> tuple[str, tuple[str, ...]]:
    for pattern in (_DOPED, _DOPED_WITH, _DOPANT_LAST, _DOPANT_FIRST):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        symbols = tuple(_SYMBOL.findall(re.sub(r"\([IV]+\)", "", match["dopants"])))
        host = match["host"].strip()
        if not all(symbol in elements() for symbol in symbols):
            continue
        if pattern in (_DOPANT_FIRST, _DOPANT_LAST) and host in elements():
            raise InputError(
                f'which element of "{label}" is the dopant is not clear',
                hint="write for example Mn-doped ZnSe, or the formula of the solid",
            )
        return host, symbols
    if ":" in text:
        if any(sign in text for sign in "/@|"):
            raise _core_shell(label)
        raise InputError(
            f'what stands beside the colon of "{label}" is not an element',
            hint="write dopants as element symbols: Mn:ZnSe, NaYF4:Yb,Er",
        )
    return text, ()


def _phase(text: str) -> tuple[str, str | None]:
    for pattern in (_PHASE_FIRST, _PHASE_LAST):
        match = pattern.fullmatch(text)
        if match:
            return match["rest"].strip(" -,"), _PHASES[match["phase"].lower()]
    return text, None


def _refuse_two_solids(label: str, text: str) -> None:
    if any(sign in text for sign in "/@|⊂"):
        raise _core_shell(label)
    parts = text.split("-")
    if len(parts) < 2 or any(part.strip().endswith("H2O") for part in parts):
        return
    if _DEVIATION.search(text) or not all(is_formula(part.strip()) for part in parts):
        return
    if any(part.strip()[:1].isdigit() for part in parts):
        return
    if all(part.strip() in elements() for part in parts):
        joined = "".join(part.strip() for part in parts)
        raise InputError(
            f'"{label}" may be an alloy, or a core and its shell',
            hint=f"write the formula of the alloy, such as {joined}; cores and shells are not "
            "covered",
        )
    raise _core_shell(label)


def _core_shell(label: str) -> InputError:
    return InputError(
        f'"{label}" looks like a core and its shell, which are not covered: two solids in one '
        "particle, and the models know one",
        hint="give the formula of one solid",
    )


def _numbers(label: str, text: str) -> tuple[str, list[str]]:
    """Close what a formula leaves open, where that is a small deviation; else refuse."""
    notes = []
    plain = _DEVIATION.sub(r"\1", text)
    closed = is_formula(plain) or not is_formula(_VARIABLE.sub("", plain))
    if not closed and _VARIABLE.search(plain):
        raise InputError(
            f'"{label}" leaves its composition open',
            hint="write the numbers, such as CdSe0.5S0.5 or Cu1.8S",
        )
    if plain != text:
        plain = re.sub(r"(?<=[A-Za-z])1(?![\d.])", "", plain)
        notes.append(f"x is not said: taken as {plain}")
    shared = _SHARED.search(plain)
    while shared:
        symbols = [part.strip() for part in shared[1].split(",")]
        times = float(shared[2] or 1) / len(symbols)
        inner = "".join(f"{symbol}{times:.10g}" for symbol in symbols)
        plain = plain[: shared.start()] + inner + plain[shared.end() :]
        notes.append(f"{' and '.join(symbols)} are taken in equal parts: {plain}")
        shared = _SHARED.search(plain)
    return plain, notes
