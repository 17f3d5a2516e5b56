"""Putting the sections into one page that needs no other file."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from ostwald import __version__
from ostwald._files import write_text
from ostwald.errors import InputError
from ostwald.explain.report.accuracy_sections import (
    compositions_section,
    confusion_section,
    models_section,
    parity_section,
)
from ostwald.explain.report.data_section import data_section
from ostwald.explain.report.influence_section import influence_section
from ostwald.explain.report.map_sections import embedding_section, pbse_section
from ostwald.explain.report.section import PAPER, Section, Sources
from ostwald.explain.report.segmentation_section import segmentation_section
from ostwald.progress import track

SHIPPED_MODEL = "process"
SECTIONS = (
    data_section,
    parity_section,
    models_section,
    compositions_section,
    confusion_section,
    embedding_section,
    pbse_section,
    influence_section,
    segmentation_section,
)
NOT_PUBLIC = (
    "Figure 2: clusters of shapes by temperature are published as numbers of seven clusters "
    "without names, so that no shape can be set beside them.",
    "Images behind the paper's segmentation, and its labels, are not public.",
    "Figure 4b, the attention averaged over layers, is published in the format of Excel 97, which "
    "is not read here; the counts by layer of Figure 4c are shown.",
    "Weights of the paper's networks are not public: its attention is shown as it was published.",
)


@dataclass(frozen=True)
class Report:
    """What was built.

    Attributes:
        page: The HTML file.
        figures: How many figures it shows.
        missing: What was not there, one sentence each.
    """

    page: Path
    figures: int
    missing: tuple[str, ...]


def build_report(
    out: str | Path,
    results: str | Path = Path("benchmarks/results"),
    data: str | Path | None = None,
    *,
    model: str = SHIPPED_MODEL,
) -> Report:
    """Build the page and its figures.

    Args:
        out: Folder for ``index.html`` and PNGs; made when missing.
        results: Folder of stored results.
        data: Folder of the published data; what needs it is left out, and said, without.
        model: Name of the model whose results are shown as ours.

    Returns:
        What was built.

    Raises:
        InputError: There are no stored results, or the folder cannot be written.
    """
    from jinja2 import Environment

    out, results = Path(out), Path(results)
    if not results.is_dir():
        raise InputError(
            "there is no such folder of stored results",
            where=str(results),
            hint="give --results; `ostwald evaluate` and `python -m benchmarks` write them",
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot write: {error.strerror or error}", where=str(out)) from error
    sources = Sources(results, None if data is None else Path(data), out, model)
    sections: list[Section] = [make(sources) for make in track(SECTIONS, "Drawing")]
    template = (files("ostwald.explain.report") / "page.html.j2").read_text("utf-8")
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template)
    html = page.render(
        sections=sections, paper=PAPER, not_public=NOT_PUBLIC, version=__version__, model=model
    )
    target = out / "index.html"
    write_text(target, html)
    return Report(
        target,
        sum(len(section.pictures) for section in sections),
        tuple(dict.fromkeys(reason for section in sections for reason in section.missing)),
    )
