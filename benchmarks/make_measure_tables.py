"""Put the committed results into ``docs/measure.md``.

    python -m benchmarks make_measure_tables

Every block between ``<!-- name -->`` and ``<!-- end name -->`` is written anew from the files in
``benchmarks/results/microscopy``, so that the page never says what the results do not.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from ostwald.microscopy.io import registry
from ostwald.microscopy.io.makers import makers

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "microscopy"
PAGE = ROOT / "docs" / "measure.md"


def load(name: str) -> Any:
    return json.loads((RESULTS / name).read_text(encoding="utf-8"))


def table(header: list[str], rows: list[list[object]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def scale_bars() -> str:
    found = load("scale_bars.json")
    rows: list[list[object]] = [
        [name, sum(n.values()), n["right"], n["none"], n["wrong"]]
        for name, n in found["results"].items()
    ]
    text = table(["bars", "images", "read right", "no scale given", "wrong"], rows)
    return (
        f"{text}\n\nRight means the right value and, where the length was counted by eye or is "
        "known from the drawing, a length within 1 %. Some rendered bars have a panel letter "
        f"printed into their label and cannot be read. Command: `{found['command'].strip()}`."
    )


def panels() -> str:
    found = load("panels.json")
    rows: list[list[object]] = [
        [name, n["pictures"], n["taken_for_a_figure"], n["all_parts"]]
        for name, n in found["kinds"].items()
    ]
    text = table(["picture", "pictures", "taken for a figure", "all parts right"], rows)
    return (
        f"{text}\n\nReal micrographs as they are, and put side by side. "
        f"Command: `{found['command'].strip()}`."
    )


def size_accuracy() -> str:
    found = load("size_accuracy.json")
    rows: list[list[object]] = []
    names = {"true": "true labels: the measurement alone", "network": "labels of the network"}
    for key, name in names.items():
        if key in found:
            n = found[key]
            rows.append(
                [
                    name,
                    n["cases"],
                    f"{n['worst_mean_error_percent']:.1f} %",
                    n["mean_within_2_percent"],
                    f"{n['worst_std_error_percent']:.0f} %",
                    n["std_within_10_percent"],
                ]
            )
    header = ["rendered fields measured with", "cases", "worst error of the mean", "within 2 %"]
    header += ["worst error of the std", "within 10 %"]
    return (
        f"{table(header, rows)}\n\nEach case is a field of one of the eleven shapes at 8, 12, 20 "
        f"or 40 px, 10 % wide in size. Command: `{found['command'].strip()}`; all rows are in "
        "`benchmarks/results/microscopy/size_accuracy.csv`."
    )


def shape_accuracy() -> str:
    with (RESULTS / "shape_accuracy.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    kept = ["diameter_px", "particles", "accuracy", "balanced_accuracy", "sphere", "cube", "rod"]
    kept += ["hexagon", "flower", "irregular"]
    header = [
        "diameter (px)",
        "outlines",
        "accuracy",
        "balanced",
        *(f"{k} recall" for k in kept[4:]),
    ]
    return table(header, [[row[name] for name in kept] for row in rows])


def speed() -> str:
    found = load("measure_speed.json")
    small = found["1024 x 1024 (median seconds)"]
    stages = [
        "reading, what is specimen",
        "scale",
        "segmentation",
        "measuring and CSV",
        "total",
        "processor time",
    ]
    rows: list[list[object]] = [[name, f"{small[name]:.2f}"] for name in stages]
    text = table(["1024 x 1024, models loaded", "seconds"], rows)
    text += (
        f"\n\n{small['particles']:.0f} particles, {found['machine']}, load average "
        f"{found['load_average_at_start']} at the start. Command: `{found['command'].strip()}`."
    )
    if "8192 x 8192" in found:
        large = found["8192 x 8192"]
        text += (
            f" A frame of 8192 x 8192 with {large['particles']} particles took "
            f"{large['seconds']} s and {large['peak_gib']} GiB."
        )
    return text


def formats() -> str:
    read_by = {"MRC": "ostwald", "EMD": "h5py", "TIFF": "tifffile, Pillow"}
    read_by |= dict.fromkeys(("PNG", "JPEG", "BMP"), "Pillow")
    rows: list[list[object]] = [
        [
            kind.name,
            ", ".join(f"`{suffix}`" for suffix in kind.suffixes),
            read_by.get(kind.name, "RosettaSciIO, extra `formats`"),
            kind.believed,
        ]
        for kind in registry.formats()
    ]
    header = ["format", "names end in", "read by", "what is believed of its pixel size"]
    tags: list[list[object]] = [[maker.name, maker.believed] for maker in makers()]
    return (
        f"{table(header, rows)}\n\nOf TIFF files, the tags of these makers are read, the first "
        f"that are there:\n\n{table(['maker', 'what is believed'], tags)}"
    )


def batch() -> str:
    found = load("batch.json")
    lost = found["images_lost"] + found["images_twice"]
    lost += found["particles_lost"] + found["particles_twice"]
    rows: list[list[object]] = [
        ["images, particles", f"{found['images']:,}, {found['particles']:,}"],
        ["killed with SIGKILL and taken up again", f"{found['kills']} times"],
        ["images and particles lost or counted twice", lost],
        ["largest process", f"{found['largest_process_gib']} GiB"],
        ["particles a second", f"{found['particles_per_second']:.0f}"],
    ]
    idle = load("batch_dask.json")
    rows += [
        ["particles a second, nothing else running", f"{idle['particles_per_second']:.0f}"],
        ["two Dask workers against one", f"{idle['dask_gain']} times as fast"],
    ]
    return (
        f"{table(['a batch with --jobs ' + str(found['jobs']), ''], rows)}\n\n"
        f"{found['machine']}. The large batch ran beside other work with a load of 8 to 19; the "
        f"last two rows are of {idle['images']} images alone. "
        f"Commands: `{found['command']}`, `{idle['command']}`."
    )


def main() -> None:
    """Fill the blocks."""
    page = PAGE.read_text(encoding="utf-8")
    blocks = {
        "formats": formats,
        "scale-bars": scale_bars,
        "panels": panels,
        "size-accuracy": size_accuracy,
        "shape-accuracy": shape_accuracy,
        "speed": speed,
        "batch": batch,
    }
    for name, make in blocks.items():
        pattern = rf"<!-- {name} -->\n(?:.*?<!-- end {name} -->\n)?"
        block = f"<!-- {name} -->\n{make()}\n<!-- end {name} -->\n"
        page, count = re.subn(pattern, lambda _, b=block: b, page, flags=re.DOTALL)
        if count != 1:
            raise SystemExit(f"{PAGE}: block {name} occurs {count} times")
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
