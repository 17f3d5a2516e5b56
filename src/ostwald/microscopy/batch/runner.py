"""Measure a batch: skip what is done, keep what works, name what fails."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from ostwald.errors import InputError, OstwaldError
from ostwald.microscopy.batch.engines import run_here, run_in_processes, run_on_cluster
from ostwald.microscopy.batch.inputs import every_frame
from ostwald.microscopy.batch.naming import Names
from ostwald.microscopy.batch.record import (
    Fingerprint,
    edited_by_hand,
    is_finished,
    load_record,
    load_records,
)
from ostwald.microscopy.batch.results import SUMMARY_STEMS
from ostwald.microscopy.batch.source import Source
from ostwald.microscopy.batch.store import LocalFolder, Store, open_store
from ostwald.microscopy.batch.task import Failed, Finished, Outcome, Task
from ostwald.microscopy.measurement import ParticleFinder
from ostwald.microscopy.review.labels import digest_of, find_corrected
from ostwald.microscopy.settings import Settings


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How a batch is run, beside the settings of each image.

    Attributes:
        scales: Pixel sizes by the place of the image, over those of the settings.
        labels: Folder of particles marked by hand, which are measured in place of new ones.
        all_frames: Measure every image of a file.
        review: Write outlines to correct by hand.
        overwrite: Measure again what an earlier run has finished.
        jobs: Processes on this machine.
        scheduler: Address of a Dask scheduler, in place of processes.
    """

    scales: Mapping[str, float] | None = None
    labels: Path | None = None
    all_frames: bool = False
    review: bool = False
    overwrite: bool = False
    jobs: int = 1
    scheduler: str | None = None


def measure_batch(
    images: Sequence[Source | Path | str],
    out: Path | str,
    segmenter: ParticleFinder | None = None,
    *,
    settings: Settings | None = None,
    options: BatchOptions | None = None,
) -> Generator[Outcome, None, None]:
    """Measure images and write the results of each before it is reported.

    Args:
        images: Files, on this machine or as URLs.
        out: Folder of the results, path or URL.
        segmenter: What finds the particles; the shipped network when left out. Processes and
            clusters always use that.
        settings: What the user asked for.
        options: How the batch is run.

    Yields:
        One outcome an image: in order on this process, else as they come.

    Raises:
        InputError: Results cannot be written, or no scheduler answers; everything yielded before
            is safe.
    """
    from ostwald.microscopy.measurement import default_segmenter

    options = options or BatchOptions()
    settings = settings or Settings()
    sources = [_source(image) for image in images]
    store = open_store(out)
    names = Names(store, tuple(SUMMARY_STEMS.values()))
    finder = segmenter or default_segmenter()
    label = str(getattr(finder, "name", type(finder).__name__))
    steps = _Steps(sources, str(out), store, names, label, settings, options)
    if options.scheduler is not None:
        outcomes = run_on_cluster(steps, options.scheduler)
    elif options.jobs > 1:
        outcomes = run_in_processes(steps, options.jobs)
    else:
        outcomes = run_here(steps, finder)
    try:
        with closing(outcomes):
            for outcome in _with_failures(outcomes, steps):
                names.release(outcome.stem)
                yield outcome
    finally:
        names.release_all()


@dataclass(slots=True)
class _Steps:
    """Turns images into tasks, each named only when its turn comes."""

    sources: Sequence[Source]
    out: str
    store: Store
    names: Names
    segmenter: str
    settings: Settings
    options: BatchOptions
    failures: list[Failed] | None = None

    def __iter__(self) -> Iterator[Task | Finished]:
        self.failures = []
        corrected = _Corrected(self.options.labels) if self.options.labels else None
        images: Iterator[Source] = iter(self.sources)
        if self.options.all_frames:
            images = every_frame(images, self.settings.channel)
        for source in images:
            try:
                labels = corrected.of(source) if corrected else None
            except OstwaldError as error:
                self.failures.append(Failed(source, error, ""))
                continue
            stem = self.names.settle(source)
            step = self._step(source, stem, labels)
            edited = edited_by_hand(self.store, stem)
            if isinstance(step, Task) and any(labels != path for path in edited):
                self.failures.append(Failed(source, _would_be_lost(source, edited), stem))
                continue
            yield step

    def _step(self, source: Source, stem: str, labels: Path | None) -> Task | Finished:
        settings, options = self.settings, self.options
        told = (options.scales or {}).get(source.place)
        if told is not None:
            settings = replace(settings, nm_per_px=told)
        digest = digest_of(labels) if labels else ""
        fingerprint = Fingerprint.of(source, settings, self.segmenter, digest)
        known = None if options.overwrite else load_record(self.store, stem)
        if (
            known is not None
            and known.fingerprint == fingerprint
            and is_finished(self.store, stem, options.review)
        ):
            return Finished(known, stem, reused=True)
        return Task(source, stem, self.out, settings, fingerprint, labels, options.review)


class _Corrected:
    """Finds the labels of each image in a folder of corrected ones."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise InputError(
                "there is no such folder of labels", where=str(folder), hint="check --labels"
            )
        self._folder = folder
        records = load_records(LocalFolder(folder))
        self._known = {record.fingerprint.source: stem for stem, record in records.items()}

    def of(self, source: Source) -> Path:
        stem = self._known.get(source.identity, source.stem)
        stems = dict.fromkeys((stem, source.stem, Path(source.place).name))
        found = find_corrected(self._folder, tuple(stems), Path(source.place))
        if found is None:
            raise InputError(
                f"no labels for it in {self._folder}",
                where=source.shown,
                hint=f"they are called {stem}.labels.tif or {stem}.rois.zip",
            )
        return found


def _would_be_lost(source: Source, edited: list[Path]) -> InputError:
    return InputError(
        f"measuring it anew would overwrite what was changed by hand: {edited[0].name}",
        where=source.shown,
        hint="measure that with --labels, or choose another folder with --out",
    )


def _with_failures(outcomes: Iterable[Outcome], steps: _Steps) -> Iterator[Outcome]:
    """Report images that never became a task as they are met."""
    for outcome in outcomes:
        while steps.failures:
            yield steps.failures.pop(0)
        yield outcome
    while steps.failures:
        yield steps.failures.pop(0)


def _source(image: Source | Path | str) -> Source:
    return image if isinstance(image, Source) else Source(str(image))
