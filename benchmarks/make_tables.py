"""Put the tables of ``docs/benchmarks.md`` together from the committed results.

Run from the repository's root: ``python benchmarks/make_tables.py``. Everything between the
markers ``<!-- begin NAME -->`` and ``<!-- end NAME -->`` of the page is replaced; nothing is
computed here that is not in a ``summary.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"


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


def doi_table() -> str:
    lines = [
        row("model", "size MAE, nm", "R2", "shape accuracy", "balanced", "90 % interval holds"),
        row("---", *["---:"] * 5),
    ]
    for summary in load("doi"):
        size, shape = summary["size"], summary["shape"]
        lines.append(
            row(
                f"`{summary['model']}`",
                f"{size['mae_nm']:.3f}",
                f"{size['r2']:.3f}",
                f"{shape['accuracy']:.3f}",
                f"{shape['balanced_accuracy']:.3f}",
                f"{summary['interval']['coverage']:.3f}",
            )
        )
    return "\n".join(lines)


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
        ]
    )


TABLES: dict[str, Callable[[], str]] = {
    "published": published_table,
    "doi": doi_table,
    "nanoeql": nanoeql_table,
    "speed": speed_table,
}


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name, make in TABLES.items():
        pattern = re.compile(rf"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
        if not pattern.search(text):
            raise SystemExit(f"{PAGE.name} has no markers for {name}")
        table = make()
        text = pattern.sub(lambda match, t=table: f"{match[1]}{t}\n{match[2]}", text)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
