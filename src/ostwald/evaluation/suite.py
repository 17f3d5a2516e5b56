"""Any protocol with any model, from the data folder to the written results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ostwald.errors import InputError
from ostwald.evaluation.adapters import CONDITIONED, find_adapter
from ostwald.evaluation.few_shot import SHIFTED, evaluate_few_shot
from ostwald.evaluation.few_shot_report import write_few_shot
from ostwald.evaluation.protocols import PROTOCOLS, make_split
from ostwald.evaluation.protocols.fewshot import fewshot_split
from ostwald.evaluation.report import write
from ostwald.evaluation.runner import evaluate
from ostwald.models.base import SynthesisModel
from ostwald.models.registry import SHIPPED, make_model

FEW_SHOT = {"fewshot": True, "fewshot_all": False}
"""The few-shot protocols, and whether they leave out rows above 20 nm."""

PROTOCOL_NAMES = (*PROTOCOLS, *FEW_SHOT)
ALL = "all"
SIDE_BY_SIDE = ("published", "nanoeql", "doi", "doi_all", "composition", "fewshot")
"""The protocols that ``all`` stands for; the others are parts or variants of these."""


@dataclass(frozen=True)
class FewShotChoice:
    """What only the few-shot protocols ask for.

    Attributes:
        adapt: Name of the adaptation; None takes the one that the model is made for.
        refit: Names of models to fit again with the revealed rows.
    """

    adapt: str | None = None
    refit: tuple[str, ...] = ()


def protocols_named(name: str) -> tuple[str, ...]:
    """Return the protocols that a name stands for.

    Args:
        name: A protocol, or ``all``.

    Returns:
        One name or several.

    Raises:
        InputError: There is no such protocol.
    """
    if name == ALL:
        return SIDE_BY_SIDE
    if name not in PROTOCOL_NAMES:
        known = ", ".join((*PROTOCOL_NAMES, ALL))
        raise InputError(f"unknown protocol {name!r}", where="--protocol", hint=f"one of: {known}")
    return (name,)


def run_protocol(
    protocol: str,
    model: str,
    data: Path,
    out: Path,
    *,
    seed: int,
    command: str,
    few_shot: FewShotChoice | None = None,
    settings: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Run one model through one protocol and write the results.

    Args:
        protocol: One of `PROTOCOL_NAMES`.
        model: Name of a model.
        data: The folder of published data.
        out: Folder for the results.
        seed: Seed of the model.
        command: What to write down as the command.
        few_shot: What the few-shot protocols ask for beside.
        settings: Arguments of the model that differ from its usual ones.

    Returns:
        The summary.

    Raises:
        InputError: A name is not known, or the data cannot be read.
    """

    def make() -> SynthesisModel:
        return _with_settings(make_model(model, seed), settings or {})

    check_settings(model, settings or {})
    if protocol not in FEW_SHOT:
        result = evaluate(make_split(protocol, data), make, model_name=model, seed=seed)
        result.settings = dict(settings or {})
        return write(result, out, command)
    choice = few_shot or FewShotChoice()
    adaptation = choice.adapt or default_adaptation(model)
    learnt = evaluate_few_shot(
        fewshot_split(data, capped=FEW_SHOT[protocol]),
        make,
        model_name=model,
        seed=seed,
        adapt=find_adapter(adaptation),
        adaptation=adaptation,
        refit={name: partial(_quick_model, name, seed) for name in choice.refit},
    )
    return write_few_shot(learnt, out, command)


def check_settings(model: str, settings: Mapping[str, Any]) -> None:
    """Refuse settings that a model does not have, before any data are read.

    Args:
        model: Name of a model.
        settings: Arguments of the model by name.

    Raises:
        InputError: The model is not known, or has no such argument.
    """
    _with_settings(make_model(model, 0), settings)


def default_adaptation(model: str) -> str:
    """Return ``conditioned`` for the model that ``ostwald adapt`` takes, else ``shifted``."""
    return CONDITIONED if model == SHIPPED else SHIFTED


def read_summaries(out: Path, protocols: Sequence[str]) -> list[dict[str, Any]]:
    """Read results that were written before, as ``out/PROTOCOL/MODEL/summary.json``.

    Args:
        out: The folder above.
        protocols: Which protocols to look for.

    Returns:
        The summaries, in the order of the protocols.

    Raises:
        InputError: There are none.
    """
    found = [
        json.loads(path.read_text(encoding="utf-8"))
        for protocol in protocols
        for path in sorted((out / protocol).glob("*/summary.json"))
    ]
    if not found:
        raise InputError(
            "no results here",
            where=str(out),
            hint="it should hold PROTOCOL/MODEL/summary.json; run without --report first",
        )
    return found


def _with_settings(model: SynthesisModel, settings: Mapping[str, Any]) -> SynthesisModel:
    try:
        return model.set_params(**settings)
    except ValueError as error:
        raise InputError(str(error), where="--set", hint="name an argument of the model") from error


def _quick_model(name: str, seed: int) -> SynthesisModel:
    """Return a model that does not measure its spread, for only its sizes are wanted."""
    model = make_model(name, seed)
    if "measure_spread" in model.get_params():
        model.set_params(measure_spread=False)
    return model
