"""Long work in processes of its own, with progress, cancel and a bounded queue."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ostwald.errors import OstwaldError

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from pathlib import Path

    from ostwald.app.uploads import Upload

State = Literal["waiting", "running", "done", "failed", "cancelled"]
Report = Callable[[float, str], None]
"""What work calls to tell how far it is: a share from 0 to 1, and words."""

_LOG = logging.getLogger(__name__)
_STOP_WITHIN_S = 5.0


class BusyError(OstwaldError):
    """Too much is waiting already."""


@dataclass(slots=True)
class Job:
    """One piece of long work.

    Attributes:
        id: Cannot be guessed: who knows it may see the result.
        kind: What it does, such as ``measure``.
        title: For people, such as the name of the file.
        state: Where it stands.
        share: How much is done, 0 to 1.
        doing: What it does now, in words.
        result: What the work returned, once it is done.
        error: Why it failed.
        source: The upload that it works on.
        files: Folder of what it writes.
        after: Called on the event loop with the result, before the job counts as done.
        started: Seconds since the epoch.
    """

    id: str
    kind: str
    title: str
    state: State = "waiting"
    share: float = 0.0
    doing: str = ""
    result: Any = field(default=None, repr=False)
    error: OstwaldError | None = None
    source: Upload | None = None
    files: Path | None = None
    after: Callable[[Any], Awaitable[None]] | None = field(default=None, repr=False)
    started: float = field(default_factory=time.time)
    ended: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ("done", "failed", "cancelled")


class Jobs:
    """Runs module-level functions in worker processes that stay, with their models loaded.

    Args:
        workers: How many processes.
        most_waiting: Jobs that may wait or run at the same time.
        most_kept: Jobs that are over and are kept until their results are taken.
        most_s: Longest time that a job may run.
        warm: Module-level function that each worker calls first, to load its models.
    """

    def __init__(
        self,
        workers: int = 1,
        most_waiting: int = 64,
        most_kept: int = 256,
        most_s: float = 3600.0,
        warm: Callable[[], None] | None = None,
    ) -> None:
        self._workers, self._warm = workers, warm
        self._most_waiting, self._most_kept = most_waiting, most_kept
        self._most_s = most_s
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._futures: dict[str, Any] = {}
        self._ending: set[asyncio.Future[None]] = set()
        self._pool: Any = None
        self._reports: Queue[tuple[str, float, str] | None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Start the workers; call it on the event loop."""
        from pebble import ProcessPool

        context = multiprocessing.get_context("spawn")
        self._loop = asyncio.get_running_loop()
        self._reports = context.Queue()
        self._pool = ProcessPool(
            max_workers=self._workers,
            initializer=_begin_worker,
            initargs=(self._reports, self._warm),
            context=context,
        )
        threading.Thread(target=self._listen, name="job reports", daemon=True).start()
        for _ in range(self._workers):  # the pool starts its processes with the first task
            self._pool.schedule(_nothing)

    def submit(
        self, kind: str, title: str, function: Callable[..., Any], /, **arguments: Any
    ) -> Job:
        """Put work into the queue.

        Args:
            kind: What it does, such as ``measure``.
            title: For people.
            function: A module-level function; it is called as ``function(report, **arguments)``.
            arguments: What it needs; must be picklable, so give paths and not pictures.

        Returns:
            The job, whose fields follow what happens.

        Raises:
            BusyError: Too much is waiting.
        """
        open_ = sum(not job.is_over for job in self._jobs.values())
        if open_ >= self._most_waiting:
            raise BusyError(
                f"{open_} jobs are waiting already",
                hint="wait until some of them are done, or cancel them",
            )
        job = Job(secrets.token_urlsafe(16), kind, title)
        self._jobs[job.id] = job
        future = self._pool.schedule(
            _work, args=(job.id, function, arguments), timeout=self._most_s
        )
        self._futures[job.id] = future
        future.add_done_callback(lambda done: self._tell(self._ended, job, done))
        self._forget_old()
        return job

    def get(self, job_id: str) -> Job:
        """Return a job.

        Raises:
            KeyError: There is none, or none any more.
        """
        return self._jobs[job_id]

    def all(self) -> list[Job]:
        """Return all jobs that are known, the oldest first."""
        return list(self._jobs.values())

    def files_in_use(self) -> list[Path]:
        """Return what jobs read and have written: it goes when they are forgotten."""
        jobs = self.all()
        sources = [job.source.path for job in jobs if job.source is not None]
        return sources + [job.files for job in jobs if job.files is not None]

    async def result(self, job: Job) -> Any:
        """Wait for a job's end and return what it returned.

        Raises:
            OstwaldError: It failed, or was cancelled.
        """
        await job.ended.wait()
        if job.error is not None:
            raise job.error
        return job.result

    def cancel(self, job: Job) -> None:
        """Stop a job, also one that runs: its process is ended and another takes its place."""
        future = self._futures.get(job.id)
        if future is not None and not job.is_over:
            future.cancel()

    def drop(self, job: Job) -> None:
        """Forget a job and its result."""
        self.cancel(job)
        self._jobs.pop(job.id, None)

    def close(self) -> None:
        """End the workers; what runs is cancelled."""
        if self._pool is None:
            return
        self._pool.stop()
        self._pool.join(_STOP_WITHIN_S)
        if self._reports is not None:
            self._reports.put(None)

    def _forget_old(self) -> None:
        over = [job for job in self._jobs.values() if job.is_over]
        for job in over[: max(0, len(over) - self._most_kept)]:
            self._jobs.pop(job.id, None)

    def _tell(self, function: Callable[..., None], *args: Any) -> None:
        """Call on the event loop, where alone jobs change."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(function, *args)

    def _listen(self) -> None:
        while self._reports is not None:
            report = self._reports.get()
            if report is None:
                return
            self._tell(self._progressed, *report)

    def _progressed(self, job_id: str, share: float, doing: str) -> None:
        job = self._jobs.get(job_id)
        if job is not None and not job.is_over:
            job.state, job.share, job.doing = "running", share, doing

    def _ended(self, job: Job, future: Any) -> None:
        task = asyncio.ensure_future(self._end(job, future))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _end(self, job: Job, future: Any) -> None:
        self._futures.pop(job.id, None)
        try:
            result = future.result()
            if job.after is not None:
                await job.after(result)
            job.result = result
            job.state, job.share, job.doing = "done", 1.0, ""
        except CancelledError:
            job.state = "cancelled"
            job.error = OstwaldError("it was cancelled", where=job.title)
        except OstwaldError as error:
            job.state, job.error = "failed", error
        except TimeoutError:
            job.state = "failed"
            job.error = OstwaldError(
                f"it took longer than {self._most_s / 60:g} min and was ended", where=job.title
            )
        except Exception as error:
            _LOG.exception("job %s (%s) failed", job.id, job.kind, exc_info=error)
            job.state = "failed"
            job.error = OstwaldError(
                "the work ended unexpectedly", where=job.title, hint="the server's log tells more"
            )
        job.ended.set()


_reports: Queue[tuple[str, float, str] | None] | None = None


def _begin_worker(
    reports: Queue[tuple[str, float, str] | None], warm: Callable[[], None] | None
) -> None:
    import signal

    global _reports
    _reports = reports
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends us
    if warm is not None:
        warm()


def _nothing() -> None:
    """Do nothing: what makes the pool start a process."""


def _work(job_id: str, function: Callable[..., Any], arguments: dict[str, Any]) -> Any:
    def report(share: float, doing: str = "") -> None:
        if _reports is not None:
            _reports.put((job_id, min(max(share, 0.0), 1.0), doing))

    report(0.0, "")
    return function(report, **arguments)
