"""Measuring micrographs: examples and how well it goes."""

from __future__ import annotations

import shutil

from ostwald.explain.report.section import Picture, Section, Sources, Table

COMMAND = "python -m benchmarks segmentation"
EXAMPLES = "ostwald measure examples/micrographs --out benchmarks/results/segmentation/examples"
MOST_EXAMPLES = 4


def segmentation_section(sources: Sources) -> Section:
    """Show outlines on example micrographs, and the stored accuracy."""
    section = Section(
        "segmentation",
        "Particles in micrographs",
        of_paper="the figure of segmented micrographs",
        command=COMMAND,
    )
    found = sorted((sources.results / "segmentation" / "examples").glob("*.overlay.png"))
    if not found:
        section.missing.append(f"examples are not there; made by: {EXAMPLES}")
    for path in found[:MOST_EXAMPLES]:
        target = sources.out / f"segmentation-{path.name}"
        shutil.copyfile(path, target)
        name = path.name.removesuffix(".overlay.png").replace("_", " ")
        section.pictures.append(Picture(target, f"{name}: outlines as measured."))
    said = sources.json(section, "segmentation/emps.json", COMMAND)
    if said is not None:
        section.tables.append(
            Table(
                ["real micrographs (EMPS, papers held out)", "images", "AP 0.5", "AP 0.75"],
                [
                    [
                        which.replace("_", " "),
                        str(one["images"]),
                        f"{one['network']['ap_0.5']:.3f}",
                        f"{one['network']['ap_0.75']:.3f}",
                    ]
                    for which, one in said["results"].items()
                    if "network" in one
                ],
                "Average precision at an overlap of 0.5 and 0.75.",
            )
        )
    section.differs = (
        "The paper's segmented images and its labels are not public, so that its figure cannot be "
        "made again; shown are micrographs of this repository."
    )
    return section
