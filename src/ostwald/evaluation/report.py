"""Writing an evaluation to disk: ``summary.json``, ``predictions.csv`` and a parity plot."""

from __future__ import annotations

import csv
import json
import math
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ostwald import __version__
from ostwald._files import atomic_path, write_text
from ostwald.evaluation.plots import plot_parity, plot_reliability
from ostwald.evaluation.predicted import Evaluation
from ostwald.evaluation.size_metrics import (
    composition_metrics,
    grouped_bootstrap,
    paired_bootstrap,
    size_metrics,
)

FORMAT_VERSION = 1
COLUMNS = (
    "row_id",
    "doi",
    "product",
    "fold",
    "true_size_nm",
    "predicted_size_nm",
    "lower_nm",
    "upper_nm",
    "true_shape",
    "predicted_shape",
    "shape_confidence",
    "true_shape_probability",
    "in_domain",
    "domain_score",
)


def summarise(evaluation: Evaluation, command: str) -> dict[str, Any]:
    """Return the content of ``summary.json``.

    Args:
        evaluation: What was predicted.
        command: The command that made it.

    Returns:
        A mapping that JSON can hold. Beside the metrics over all rows it holds those of the
        rows of each well represented part, and the comparison with the published model.
    """
    summary: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "protocol": evaluation.protocol,
        "model": evaluation.model,
        **({"settings": evaluation.settings} if evaluation.settings else {}),
        "n": len(evaluation.rows),
        **evaluation.metrics(),
        "not_pbse": _without_pbse(evaluation),
        "papers": _by_paper(evaluation),
        "seed": evaluation.seed,
        "commit": current_commit(),
        "version": __version__,
        "command": command,
    }
    against = _against_reference(evaluation)
    if against:
        summary["published_model"] = against
    if evaluation.fold_names:
        summary["composition"] = composition_metrics(evaluation)
    return {key: plain(value) for key, value in summary.items()}


def write(evaluation: Evaluation, folder: Path, command: str) -> dict[str, Any]:
    """Write ``summary.json``, ``predictions.csv`` and two plots into a folder.

    Args:
        evaluation: What was predicted.
        folder: Where to write; made when missing.
        command: The command that made it.

    Returns:
        The summary.
    """
    summary = summarise(evaluation, command)
    write_text(folder / "summary.json", json.dumps(summary, indent=1) + "\n")
    write_rows(folder / "predictions.csv", COLUMNS, [asdict(row) for row in evaluation.rows])
    title = f"{evaluation.model}, protocol {evaluation.protocol}"
    plot_parity(evaluation.rows, title, folder / "parity.png")
    plot_reliability(evaluation.rows, title, folder / "reliability.png")
    return summary


def write_rows(target: Path, columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows as CSV: numbers to four decimals, truth values as 1 and 0, unknown as blank.

    Args:
        target: File to write.
        columns: Which keys of the rows, in order; other keys are left out.
        rows: The rows.
    """
    with (
        atomic_path(target) as path,
        path.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({key: _cell(value) for key, value in row.items()})


def plain(value: Any) -> Any:
    """Return a value that JSON can hold: a number that is not finite becomes ``None``.

    Args:
        value: Nested mappings and sequences of plain values.

    Returns:
        The same without NaN and infinity.
    """
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value


def current_commit() -> str | None:
    """Return the commit of the source tree this runs from, with ``+`` when it has changes."""
    root = Path(__file__).resolve().parents[3]
    if not (root / ".git").exists():
        return None
    try:
        head = _git(root, "rev-parse", "--short=12", "HEAD")
        changed = _git(root, "status", "--porcelain", "--", "src")
    except (OSError, subprocess.CalledProcessError):
        return None
    return f"{head}+" if changed else head


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - fixed arguments, no shell
        ["git", *arguments],  # noqa: S607 - whichever git the person uses
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return round(value, 4) if isinstance(value, float) else value


def _by_paper(evaluation: Evaluation) -> dict[str, Any]:
    """Return the number of tested papers and how much the error hangs on which they are."""
    papers = np.array([row.paper or "" for row in evaluation.rows], dtype=object)
    error = np.abs(evaluation.column("predicted_size_nm") - evaluation.column("true_size_nm"))
    lower, upper = grouped_bootstrap(error, papers)
    return {"n": len(set(papers.tolist())), "mae_ci95_nm": [lower, upper]}


def _without_pbse(evaluation: Evaluation) -> dict[str, float] | None:
    """Return the size metrics of the rows that are not PbSe, nearly half of the tested ones."""
    rows = [row for row in evaluation.rows if row.product != "PbSe"]
    if not rows:
        return None
    true = np.array([row.true_size_nm for row in rows])
    return {"n": len(rows), **size_metrics(true, np.array([r.predicted_size_nm for r in rows]))}


def _against_reference(evaluation: Evaluation) -> dict[str, Any]:
    """Compare with the published model on the rows for which its prediction is known."""
    rows = [row for row in evaluation.rows if row.reference_nm is not None]
    if not rows:
        return {}
    true = np.array([row.true_size_nm for row in rows])
    ours = np.array([row.predicted_size_nm for row in rows])
    theirs = np.array([row.reference_nm for row in rows], dtype=float)
    difference = paired_bootstrap(true, ours, theirs)
    return {"size": size_metrics(true, theirs), "mae_difference": asdict(difference)}
