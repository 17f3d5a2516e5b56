"""Put the tables of ``docs/benchmarks.md`` together from the committed results.

Run from the repository's root: ``python -m benchmarks make_tables``. Everything between the
markers ``<!-- begin NAME -->`` and ``<!-- end NAME -->`` of the page is replaced; nothing is
computed here that is not in a ``summary.json``.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ostwald.evaluation.size_metrics import paired_bootstrap

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"
DEEP_PAGE = ROOT / "docs" / "deep-model.md"


def load(protocol: str) -> list[dict[str, Any]]:
    """Return the summaries of a protocol, the largest error first."""
    found = [json.loads(p.read_text()) for p in (RESULTS / protocol).glob("*/summary.json")]
    return sorted(found, key=lambda summary: -summary["size"]["mae_nm"])


def row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def published_table() -> str:
    lines = [
        row(
            "model",
            "size MAE, nm",
            "R2",
            "not PbSe, nm",
            "against the paper's own rows, nm (95 %)",
            "shape accuracy",
            "balanced",
            "90 % interval holds",
        ),
        row("---", *["---:"] * 7),
        row("random forest, as published", "1.63", "", "", "", "", "", ""),
        row(
            "transformer, as published (checkpoint chosen on the test fold)",
            "1.3995",
            "0.7198",
            "1.85",
            "0",
            "0.893 with the measured size as an input",
            "0.593",
            "",
        ),
    ]
    for summary in load("published"):
        size, shape = summary["size"], summary["shape"]
        other = summary["not_pbse"]["mae_nm"]
        against = summary.get("published_model", {}).get("mae_difference")
        gain = (
            f"{against['difference_nm']:+.3f} ({against['lower_nm']:+.3f} to "
            f"{against['upper_nm']:+.3f})"
            if against
            else ""
        )
        lines.append(
            row(
                f"`{summary['model']}`",
                f"{size['mae_nm']:.3f}",
                f"{size['r2']:.3f}",
                f"{other:.2f}",
                gain,
                f"{shape['accuracy']:.3f}",
                f"{shape['balanced_accuracy']:.3f}",
                f"{summary['interval']['coverage']:.3f}",
            )
        )
    return "\n".join(lines)


def nanoeql_table() -> str:
    lines = [
        row("model", "size MAE, nm", "R2", "shape accuracy"),
        row("---", "---:", "---:", "---:"),
        row("as published, with the measured shape as an input", "3.3745", "0.6517", ""),
    ]
    for summary in load("nanoeql"):
        size = summary["size"]
        lines.append(
            row(
                f"`{summary['model']}`",
                f"{size['mae_nm']:.3f}",
                f"{size['r2']:.3f}",
                f"{summary['shape']['accuracy']:.3f}",
            )
        )
    return "\n".join(lines)


def number(value: float | None, form: str) -> str:
    """Return a number as text, nothing where it is not known."""
    return "" if value is None else format(value, form)


def doi_table() -> str:
    lines = [
        row(
            "model",
            "size MAE, nm",
            "95 % (papers drawn)",
            "R2",
            "shape accuracy",
            "balanced",
            "shape ECE",
        ),
        row("---", *["---:"] * 6),
    ]
    for summary in load("doi"):
        size, shape = summary["size"], summary["shape"]
        bounds = summary.get("papers", {}).get("mae_ci95_nm")
        lines.append(
            row(
                f"`{summary['model']}`",
                f"{size['mae_nm']:.3f}",
                f"{bounds[0]:.2f} to {bounds[1]:.2f}" if bounds else "",
                f"{size['r2']:.3f}",
                f"{shape['accuracy']:.3f}",
                f"{shape['balanced_accuracy']:.3f}",
                number(shape.get("ece"), ".3f"),
            )
        )
    return "\n".join(lines)


def doi_all_table() -> str:
    lines = [
        row("model", "off by a factor of", "within 1.25", "1.5", "2", "MAE, nm", "shape accuracy"),
        row("---", *["---:"] * 6),
    ]
    for summary in load("doi_all"):
        ratio = summary["size_ratio"]
        lines.append(
            row(
                f"`{summary['model']}`",
                f"{ratio['geometric_mean_fold_error']:.3f}",
                f"{ratio['within_1_25']:.1%}",
                f"{ratio['within_1_5']:.1%}",
                f"{ratio['within_2']:.1%}",
                f"{summary['size']['mae_nm']:.1f}",
                f"{summary['shape']['accuracy']:.3f}",
            )
        )
    return "\n".join(lines)


def trust_table() -> str:
    """Return intervals and domain of the protocols that have them."""
    lines = [
        row(
            "protocol",
            "model",
            "90 % interval holds",
            "mean width, nm",
            "narrower than constant",
            "in domain",
            "MAE in, nm",
            "MAE out, nm",
            "in / out",
        ),
        row("---", "---", *["---:"] * 7),
    ]
    for protocol in ("published", "doi", "doi_all"):
        for summary in load(protocol):
            interval, domain = summary["interval"], summary.get("domain", {})
            lines.append(
                row(
                    f"`{protocol}`",
                    f"`{summary['model']}`",
                    f"{interval['coverage']:.3f}",
                    f"{interval['mean_width_nm']:.1f}",
                    number(interval.get("narrower_than_constant"), ".0%"),
                    number(domain.get("share_in_domain"), ".0%"),
                    number(domain.get("mae_in_domain_nm"), ".2f"),
                    number(domain.get("mae_out_of_domain_nm"), ".2f"),
                    number(domain.get("in_to_out"), ".2f"),
                )
            )
    return "\n".join(lines)


def composition_table() -> str:
    """Return the paper's four, their mean, and the mean over all compositions."""
    found: dict[str, dict[str, Any]] = {}
    for protocol in ("composition4", "composition"):  # the whole run goes before the part
        found |= {summary["model"]: summary["composition"] for summary in load(protocol)}
    four = ("PbSe", "Ag2S", "Ni", "Cs2NaBiCl6")
    published = {"PbSe": 2.65, "Ag2S": 3.19, "Ni": 2.01, "Cs2NaBiCl6": 1.48}
    lines = [
        row("model", *(f"{name}, nm" for name in four), "mean of the four", "mean of all"),
        row("---", *["---:"] * 6),
        row(
            "as published (tuned for each, checkpoint chosen on the tested rows)",
            *(f"{published[name]:.2f}" for name in four),
            f"{sum(published.values()) / 4:.2f}",
            "",
        ),
    ]
    for model, part in found.items():
        own = part["papers_four"]["mae_nm"]
        whole = part["compositions"] > len(four)
        lines.append(
            row(
                f"`{model}`",
                *(f"{own[name]:.2f}" for name in four),
                f"{part['papers_four']['mean_mae_nm']:.2f}",
                f"{part['mean_mae_nm']:.2f} ({part['compositions']})" if whole else "",
            )
        )
    return "\n".join(lines)


def few_shot_table() -> str:
    lines = [
        row(
            "model",
            "revealed",
            "papers",
            "before, nm",
            "adapted, nm",
            "cut (95 %)",
            "mean shifted, nm",
            "median of revealed, nm",
            "fitted again, nm",
            "90 % interval holds",
        ),
        row("---", *["---:"] * 9),
    ]
    found = [json.loads(p.read_text()) for p in (RESULTS / "fewshot").glob("*/summary.json")]
    for summary in sorted(found, key=lambda entry: str(entry["model"])):
        for entry in summary["fewshot"]["curve"]:
            methods = entry["methods"]
            lower, upper = methods["adapted"]["cut_ci95"]
            again = [
                f"{values['mae_nm']:.2f} (`{name.removeprefix('refit_')}`)"
                for name, values in methods.items()
                if name.startswith("refit_")
            ]
            lines.append(
                row(
                    f"`{summary['model']}`, {summary['adaptation']}",
                    str(entry["revealed"]),
                    str(entry["papers"]),
                    f"{methods['zero_shot']['mae_nm']:.2f}",
                    f"{methods['adapted']['mae_nm']:.2f}",
                    f"{methods['adapted']['cut']:.0%} ({lower:.0%} to {upper:.0%})",
                    f"{methods['shifted']['mae_nm']:.2f}",
                    f"{methods['median_of_revealed']['mae_nm']:.2f}",
                    ", ".join(again),
                    f"{entry['interval']['coverage']:.3f}",
                )
            )
    return "\n".join(lines)


def noise_floor_table() -> str:
    result = json.loads((RESULTS / "noise_floor" / "summary.json").read_text())
    limits = {
        entry["name"]: f"amounts {entry['amount']:.0%}, {entry['temperature_c']:g} degC, "
        f"time {entry['time']:.0%}"
        for entry in result["tolerances"]
    }
    lines = [
        row(
            "alike to within",
            "papers",
            "pairs (groups)",
            "apart, nm (95 %)",
            "floor of the MAE, nm",
            "by group, nm",
            "floor as a factor",
            "shapes agree",
        ),
        row("---", "---", *["---:"] * 6),
    ]
    for entry in result["up_to_20_nm"]:
        if not entry["pairs"] or entry["scope"] == "both":
            continue
        lower, upper = entry["mean_difference_ci95_nm"]
        lines.append(
            row(
                limits[entry["tolerance"]],
                "the same" if entry["scope"] == "same paper" else "two",
                f"{entry['pairs']} ({entry['groups']})",
                f"{entry['mean_difference_nm']:.2f} ({lower:.2f} to {upper:.2f})",
                f"{entry['floor_mae_nm']:.2f}",
                f"{entry['floor_mae_nm_by_group']:.2f}",
                f"{entry['floor_fold_error']:.2f}",
                number(entry["shape_agreement"], ".2f"),
            )
        )
    return "\n".join(lines)


def network_rows() -> list[str]:
    """Return recipes a second of the shipped model and of the paper's network."""
    path = RESULTS / "network_speed.json"
    if not path.is_file():
        return []
    rates = json.loads(path.read_text())["recipes_per_s"]
    return [
        row(
            "recipes a second, shipped model, features included",
            "5,000",
            f"{rates['ostwald']:,.0f}",
        ),
        row("the paper's network in torch, features ready", "", f"{rates['paper']:,.0f}"),
    ]


def speed_table() -> str:
    result = json.loads((RESULTS / "prediction_speed.json").read_text())
    bulk, near = result["bulk"], result["bulk_with_nearest"]
    return "\n".join(
        [
            row("what", "target", "measured"),
            row("---", "---:", "---:"),
            row("10,000 recipes, features included", "10 s", f"{bulk['predict_s']:.1f} s"),
            row("peak memory of that process", "1024 MiB", f"{bulk['peak_memory_mib']:.0f} MiB"),
            row("the same with three nearest recipes each", "", f"{near['predict_s']:.1f} s"),
            row("`ostwald predict` on one file", "3 s", f"{result['one_file_s']:.2f} s"),
            row("the same with nearest", "3 s", f"{result['one_file_with_nearest_s']:.2f} s"),
            row("`ostwald --help`", "0.5 s", f"{result['help_s']:.2f} s"),
            *network_rows(),
        ]
    )


def gap(rows: Path, other: Path) -> str:
    """Return the difference of two errors on the same rows, with its paired 95 % interval."""
    ours, theirs = (_errors(path) for path in (rows, other))
    common = sorted(set(ours) & set(theirs))
    zero = np.zeros(len(common))
    found = paired_bootstrap(
        zero, np.array([ours[k] for k in common]), np.array([theirs[k] for k in common])
    )
    return f"{found.difference_nm:+.3f} ({found.lower_nm:+.3f} to {found.upper_nm:+.3f})"


def _errors(path: Path) -> dict[str, float]:
    with path.open(encoding="utf-8", newline="") as file:
        return {
            line["row_id"]: abs(float(line["true_size_nm"]) - float(line["predicted_size_nm"]))
            for line in csv.DictReader(file)
        }


def deep_table() -> str:
    """Return the paper's table beside ours, and the ablations, against the full transformer."""
    lines = [
        row(
            "model",
            "networks",
            "size MAE, nm",
            "R2",
            "not PbSe, nm",
            "shape accuracy",
            "against one pre-trained network, nm (95 %)",
        ),
        row("---", *["---:"] * 6),
        row("transformer from scratch, as published", "", "1.4449", "", "", "", ""),
        row("transformer pre-trained, as published", "", "1.3995", "0.7198", "1.85", "", ""),
    ]
    folders = sorted((RESULTS / "ablations").glob("*/summary.json"))
    folders += [RESULTS / "published" / name / "summary.json" for name in PUBLISHED_BESIDE]
    full = RESULTS / "ablations" / "transformer-rules" / "predictions.csv"
    for path in folders:
        if not path.is_file():
            continue
        summary = json.loads(path.read_text())
        size, settings = summary["size"], summary.get("settings", {})
        deep = summary["model"] in ("transformer", "lstm", "dnn")
        words = ", ".join(f"{k} {v}" for k, v in settings.items() if k != "members")
        own = path.parent / "predictions.csv"
        compare = full.is_file() and own != full
        lines.append(
            row(
                f"`{summary['model']}`" + (f", {words}" if words else ""),
                str(settings.get("members", 3)) if deep else "",
                f"{size['mae_nm']:.3f}",
                f"{size['r2']:.3f}",
                f"{summary['not_pbse']['mae_nm']:.2f}",
                f"{summary['shape']['accuracy']:.3f}",
                gap(own, full) if compare else "",
            )
        )
    return "\n".join(lines)


PUBLISHED_BESIDE = (
    "transformer",
    "decision_tree",
    "random_forest",
    "extra_trees",
    "descriptor_trees",
    "lightgbm",
    "process",
)
"""Results under `published` that stand beside the ablations."""

TABLES: dict[str, Callable[[], str]] = {
    "published": published_table,
    "doi": doi_table,
    "doi_all": doi_all_table,
    "trust": trust_table,
    "composition": composition_table,
    "fewshot": few_shot_table,
    "noise_floor": noise_floor_table,
    "nanoeql": nanoeql_table,
    "speed": speed_table,
}


def fill(page: Path, tables: dict[str, Callable[[], str]]) -> None:
    """Replace what stands between the markers of a page."""
    text = page.read_text(encoding="utf-8")
    for name, make in tables.items():
        pattern = re.compile(rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
        if not pattern.search(text):
            raise SystemExit(f"{page.name} has no markers for {name}")
        table = make()
        text = pattern.sub(lambda match, t=table: f"{match[1]}{t}\n{match[2]}", text)
    page.write_text(text, encoding="utf-8")


def main() -> None:
    fill(PAGE, TABLES)
    fill(DEEP_PAGE, {"deep": deep_table})


if __name__ == "__main__":
    main()
