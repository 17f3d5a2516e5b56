"""Rules on what the product is made of: each of its elements has to come from somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from ostwald.chemistry.elements import elements
from ostwald.chemistry.plausibility.base import Finding, Severity, rule
from ostwald.chemistry.plausibility.flask import Flask, Part, amount, degrees
from ostwald.chemistry.sources import Source, source_of

# What a source gives some way below its usual temperature is doubtful, not impossible.
_LEEWAY_C = 50.0
_TRACE = 0.01


@rule(
    "no-cation-source",
    "A crystal holds no metal that nothing in the flask contains.",
    "conservation of the elements",
)
def no_cation_source(flask: Flask) -> Iterator[Finding]:
    """Flag metals of the product that no reagent holds."""
    for symbol in flask.needs:
        if symbol in flask.metals and not flask.supplies[symbol]:
            name = elements()[symbol].name
            severity: Severity = "doubtful" if _has_unknown(flask) else "impossible"
            yield Finding(
                severity,
                f"nothing in the flask holds {name}, of which {flask.product.label} is made",
            )


@rule(
    "no-anion-source",
    "An element gets into the crystal only from a reagent that lets go of it under these "
    "conditions.",
    "de Mello Donega, Chem. Soc. Rev. 40, 1512 (2011), 10.1039/C0CS00055H",
)
def no_anion_source(flask: Flask) -> Iterator[Finding]:
    """Flag non-metals of the product that no reagent gives."""
    for symbol in flask.needs:
        if symbol in flask.metals:
            continue
        sources = _sources(flask, symbol)
        ready = [s for _, s in sources if s.above_c <= flask.hottest_c]
        if any(not s.is_weak for s in ready):
            continue
        severity = _severity(flask, sources, bool(ready))
        name = elements()[symbol].name
        yield Finding(severity, _missing(flask, name, sources), _reasons(sources))


def _sources(flask: Flask, symbol: str) -> list[tuple[Part, Source]]:
    found = []
    for part in flask.parts:
        source = source_of(part.substance, symbol, flask.product)
        if source is not None:
            found.append((part, source))
    return found


def _severity(flask: Flask, sources: list[tuple[Part, Source]], weakly_given: bool) -> Severity:
    nearly = any(s.above_c <= flask.hottest_c + _LEEWAY_C for _, s in sources if not s.is_weak)
    return "doubtful" if weakly_given or nearly or _has_unknown(flask) else "impossible"


def _missing(flask: Flask, name: str, sources: list[tuple[Part, Source]]) -> str:
    if not sources:
        return f"nothing in the flask holds {name}, of which {flask.product.label} is made"
    holders = " and ".join(part.label for part, _ in sources)
    verb = "hold" if len(sources) > 1 else "holds"
    late = [s.above_c for _, s in sources if s.above_c < inf]
    if late and min(late) > flask.hottest_c:
        return (
            f"only {holders} {verb} {name} for {flask.product.label}, and no part of it is given "
            f"at {degrees(flask.hottest_c)}"
        )
    return f"only {holders} {verb} {name}, and that is no source of it for {flask.product.label}"


def _reasons(sources: list[tuple[Part, Source]]) -> str:
    return "; ".join(dict.fromkeys(source.why for _, source in sources if source.why))


def _has_unknown(flask: Flask) -> bool:
    """Return whether a precursor's formula is not known, so that it may hold anything."""
    return any(
        not part.substance.composition and any("precursor" in r for r in part.substance.roles)
        for part in flask.parts
    )


@rule(
    "trace-of-an-element",
    "What is there in less than a hundredth of its share cannot be a constituent of the crystal.",
    "stoichiometry",
)
def trace_of_an_element(flask: Flask) -> Iterator[Finding]:
    """Flag elements of the product that are there only as a trace."""
    if len(flask.needs) < 2:
        return
    units = {s: flask.supplies[s] / count for s, count in flask.needs.items()}
    metals = [units[s] for s in flask.metals if units.get(s)]
    if not metals:
        return
    for symbol, formed in units.items():
        usual = min(metals) if symbol not in flask.metals else max(metals)
        if 0.0 < formed < _TRACE * usual:
            name = elements()[symbol].name
            given = amount(flask.supplies[symbol])
            yield Finding(
                "doubtful",
                f"the flask gives {given} of {name}, a {usual / formed:.0f}th of what "
                f"{flask.product.label} asks for",
            )
