"""Where the images of a batch are measured: in this process, in several, or on a cluster."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing import connection, get_context, parent_process
from typing import Any

from ostwald._optional import require
from ostwald.errors import InputError, OstwaldError
from ostwald.microscopy.batch.task import Failed, Finished, Outcome, Task, failed, run_task
from ostwald.microscopy.measurement import ParticleFinder

Step = Task | Finished
# Images that wait for each worker beside the one it measures: enough that none is ever idle.
_AHEAD = 1
# Libraries keep the memory of the largest image; a fresh process has none of it.
_IMAGES_A_PROCESS = 200
_KILLED = "the process that measured it was killed twice (not enough memory?)"


def run_here(steps: Iterable[Step], segmenter: ParticleFinder) -> Generator[Outcome, None, None]:
    """Measure one image after the other.

    Args:
        steps: Images to measure and outcomes of earlier runs, which are passed on.
        segmenter: What finds the particles.

    Yields:
        One outcome a step, in order.

    Raises:
        InputError: Results cannot be written.
    """
    for step in steps:
        yield step if isinstance(step, Finished) else run_task(step, segmenter)


def run_in_processes(steps: Iterable[Step], jobs: int) -> Generator[Outcome, None, None]:
    """Measure on several cores, one image a process at a time.

    Args:
        steps: Images to measure and outcomes of earlier runs.
        jobs: Number of processes; the cores are shared out among them.

    Yields:
        One outcome a step, as they come. An image whose process is killed is tried again alone,
        and given up when that kills its process, too.

    Raises:
        InputError: Results cannot be written.
    """
    suspects: list[Task] = []
    pending = iter(steps)
    with _threads_each(max(1, (os.cpu_count() or 1) // jobs)):
        while True:
            broken: list[Task] = []
            yield from _through_pool(pending, jobs, broken)
            if not broken:
                break
            suspects += broken
        for task in suspects:
            left: list[Task] = []
            yield from _through_pool(iter([task]), 1, left)
            if left:
                hint = "crop it, or use fewer --jobs"
                yield failed(task, OstwaldError(_KILLED, where=task.source.shown, hint=hint))


def _through_pool(steps: Iterator[Step], jobs: int, broken: list[Task]) -> Iterator[Outcome]:
    """Feed a pool until the steps end or it breaks; then ``broken`` has what it was at."""
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        initializer=_start_worker,
        max_tasks_per_child=_IMAGES_A_PROCESS,
    )
    running: dict[Future[Outcome], Task] = {}
    waiting: Task | None = None
    try:
        ended = False
        while running or not ended:
            while not ended and len(running) < jobs * (1 + _AHEAD):
                step = next(steps, None)
                if step is None:
                    ended = True
                elif isinstance(step, Finished):
                    yield step
                else:
                    waiting = step
                    running[pool.submit(run_task, step)] = step
                    waiting = None
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
                del running[future]
    except BrokenProcessPool:
        broken.extend([*running.values(), *([waiting] if waiting else [])])
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def run_on_cluster(steps: Iterable[Step], address: str) -> Generator[Outcome, None, None]:
    """Measure on the workers of a Dask scheduler.

    Args:
        steps: Images to measure and outcomes of earlier runs.
        address: The scheduler, such as ``tcp://10.0.0.5:8786``. Its workers must see images and
            results under the same paths or URLs.

    Yields:
        One outcome a step, as they come.

    Raises:
        MissingExtraError: Dask is not installed.
        InputError: No scheduler answers there, it has no workers, or results cannot be written.
    """
    distributed = require("distributed", "cluster")
    try:
        client = distributed.Client(address, timeout="20s")
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(
            f"no Dask scheduler answers ({error})",
            where=address,
            hint="start one with: dask scheduler",
        ) from error
    with client:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
        if not workers:
            raise InputError(
                "the scheduler has no workers",
                where=address,
                hint=f"start one with: dask worker --nthreads 1 {address}",
            )
        yield from _through_client(iter(steps), client, distributed, workers)


def _through_client(
    steps: Iterator[Step], client: Any, distributed: Any, workers: int
) -> Iterator[Outcome]:
    tasks: dict[str, Task] = {}
    ready: deque[Finished] = deque()

    def submit(count: int) -> list[Any]:
        futures = []
        for step in islice(steps, count):
            if isinstance(step, Finished):
                ready.append(step)
                continue
            future = client.submit(run_task, step, pure=False)
            tasks[future.key] = step
            futures.append(future)
        return futures

    line = distributed.as_completed(submit(workers * (1 + _AHEAD)))
    while True:
        for future in line:
            task = tasks.pop(future.key)
            yield _outcome(future, task)
            line.update(submit(1))
            while ready:
                yield ready.popleft()
        yield from ready
        ready.clear()
        more = submit(workers * (1 + _AHEAD))
        if not more and not ready:
            return
        line = distributed.as_completed(more)


def _outcome(future: Any, task: Task) -> Outcome:
    try:
        result: Outcome = future.result()
    except InputError:
        raise
    except Exception as error:  # Dask has tried it on other workers before
        reason = f"could not be measured on the cluster ({type(error).__name__})"
        return failed(task, OstwaldError(reason, where=task.source.shown))
    return result


@contextmanager
def _threads_each(count: int) -> Iterator[None]:
    """Tell processes started in the block how many threads to use."""
    name = "OMP_NUM_THREADS"
    before = os.environ.get(name)
    os.environ[name] = str(count)
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


__all__ = ["Failed", "Finished", "run_here", "run_in_processes", "run_on_cluster"]
