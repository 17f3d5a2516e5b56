"""Several protocols and models in one table: what stands in which cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ostwald.evaluation.few_shot import ADAPTED, ZERO_SHOT

PUBLISHED_MAE_NM: Mapping[str, float] = MappingProxyType({"published": 1.3995, "nanoeql": 3.3745})
"""What the papers behind two protocols give: Gu, Liang et al. (doi 10.1021/acsnano.5c09134), its
checkpoint chosen on the test fold, and the Nanocrystal Equation Learner, with the measured shape
as an input."""


@dataclass(frozen=True)
class Line:
    """One protocol and model; None where the protocol does not tell.

    Attributes:
        protocol: Name of the protocol, with what the error is a mean of where that is special.
        published_mae_nm: The paper's own error under the same protocol.
        narrower: By what share the intervals are narrower than constant ones.
        in_to_out: Error inside the domain over that outside.
    """

    protocol: str
    model: str
    n: int
    mae_nm: float
    published_mae_nm: float | None = None
    r2: float | None = None
    fold_error: float | None = None
    accuracy: float | None = None
    balanced_accuracy: float | None = None
    ece: float | None = None
    coverage: float | None = None
    mean_width_nm: float | None = None
    narrower: float | None = None
    share_in_domain: float | None = None
    in_to_out: float | None = None


@dataclass(frozen=True)
class FewShotLine:
    """What some revealed recipes brought, as means over papers.

    Attributes:
        before_nm: Error of the model as it was.
        after_nm: Error of the adapted model.
        cut: One minus the second over the first.
        best_other: The simpler way that did best, and ``best_other_nm`` its error.
        coverage: Share of the adapted model's intervals that hold the true size.
    """

    protocol: str
    model: str
    revealed: int
    papers: int
    before_nm: float
    after_nm: float
    cut: float
    best_other: str
    best_other_nm: float
    coverage: float


def side_by_side(summaries: Sequence[Mapping[str, Any]]) -> list[Line]:
    """Return the lines of the table.

    Args:
        summaries: Contents of ``summary.json`` files, few-shot ones too.

    Returns:
        One line a summary, in order; a ``composition`` summary has one for the mean over all
        compositions and one for the mean of the paper's four; a few-shot summary has none.
    """
    lines: list[Line] = []
    for summary in summaries:
        if "composition" in summary:
            lines += _composition_lines(summary)
        elif "fewshot" not in summary:
            lines.append(_line(summary))
    return lines


def few_shot_lines(summaries: Sequence[Mapping[str, Any]]) -> list[FewShotLine]:
    """Return the lines of the table of what revealed recipes bring.

    Args:
        summaries: Contents of ``summary.json`` files; those of other protocols are passed over.

    Returns:
        One line a summary and number of revealed recipes.
    """
    lines = []
    for summary in summaries:
        for entry in summary.get("fewshot", {}).get("curve", ()):
            methods = entry["methods"]
            others = {
                name: values["mae_nm"]
                for name, values in methods.items()
                if name not in (ADAPTED, ZERO_SHOT)
            }
            best = min(others, key=lambda name: others[name])
            lines.append(
                FewShotLine(
                    protocol=summary["protocol"],
                    model=summary["model"],
                    revealed=entry["revealed"],
                    papers=entry["papers"],
                    before_nm=methods[ZERO_SHOT]["mae_nm"],
                    after_nm=methods[ADAPTED]["mae_nm"],
                    cut=methods[ADAPTED]["cut"],
                    best_other=best.removesuffix("_of_revealed").replace("_", " "),
                    best_other_nm=others[best],
                    coverage=entry["interval"]["coverage"],
                )
            )
    return lines


def _line(summary: Mapping[str, Any], protocol: str | None = None, **changes: Any) -> Line:
    size, shape, interval = summary["size"], summary["shape"], summary["interval"]
    domain, name = summary.get("domain", {}), summary["protocol"]
    values: dict[str, Any] = {
        "protocol": protocol or name,
        "model": summary["model"],
        "n": summary["n"],
        "mae_nm": size["mae_nm"],
        "published_mae_nm": PUBLISHED_MAE_NM.get(name),
        "r2": size["r2"],
        "fold_error": summary.get("size_ratio", {}).get("geometric_mean_fold_error"),
        "accuracy": shape["accuracy"],
        "balanced_accuracy": shape["balanced_accuracy"],
        "ece": shape.get("ece"),
        "coverage": interval["coverage"],
        "mean_width_nm": interval["mean_width_nm"],
        "narrower": interval.get("narrower_than_constant"),
        "share_in_domain": domain.get("share_in_domain"),
        "in_to_out": domain.get("in_to_out"),
    }
    return Line(**(values | changes))


def _composition_lines(summary: Mapping[str, Any]) -> list[Line]:
    part = summary["composition"]
    lines = []
    if part["compositions"] > len(part.get("papers_four", {}).get("mae_nm", ())):
        name = f"{summary['protocol']} ({part['compositions']})"
        lines.append(_line(summary, name, mae_nm=part["mean_mae_nm"]))
    four = part.get("papers_four")
    if four:
        lines.append(
            Line(
                protocol="composition (the paper's 4)",
                model=summary["model"],
                n=sum(part["by_composition"][name]["n"] for name in four["mae_nm"]),
                mae_nm=four["mean_mae_nm"],
                published_mae_nm=four["published_mean_mae_nm"],
            )
        )
    return lines
