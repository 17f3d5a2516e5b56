from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

pytest.importorskip("pebble", reason="the extra app is not installed")

from app import work_for_tests as work
from ostwald.app.jobs import BusyError, Job, Jobs
from ostwald.errors import InputError, OstwaldError

WITHIN_S = 120


def run(steps: Callable[[Jobs], Awaitable[None]], **settings: Any) -> None:
    async def main() -> None:
        jobs = Jobs(**settings)
        jobs.start()
        try:
            await asyncio.wait_for(steps(jobs), WITHIN_S)
        finally:
            jobs.close()

    asyncio.run(main())


async def until(condition: Callable[[], bool]) -> None:
    while not condition():
        await asyncio.sleep(0.02)


def test_work_is_done_elsewhere_and_its_result_comes_back() -> None:
    async def steps(jobs: Jobs) -> None:
        job = jobs.submit("double", "two", work.doubled, number=21)
        assert job.state == "waiting"
        assert await jobs.result(job) == 42
        assert (job.state, job.share) == ("done", 1.0)
        assert jobs.get(job.id) is job
        jobs.drop(job)
        with pytest.raises(KeyError):
            jobs.get(job.id)

    run(steps)


def test_one_that_runs_is_cancelled_and_the_next_is_done() -> None:
    async def steps(jobs: Jobs) -> None:
        job = jobs.submit("endless", "a", work.endless)
        await until(lambda: job.doing == "for ever")
        waiting = jobs.submit("endless", "b", work.endless)
        jobs.cancel(waiting)
        jobs.cancel(job)
        for one in (job, waiting):
            with pytest.raises(OstwaldError, match="cancelled"):
                await jobs.result(one)
            assert one.state == "cancelled"
        assert await jobs.result(jobs.submit("double", "c", work.doubled, number=1)) == 2

    run(steps)


def test_failures_come_in_words_and_cost_the_next_nothing() -> None:
    async def steps(jobs: Jobs) -> None:
        with pytest.raises(InputError, match="no good") as told:
            await jobs.result(jobs.submit("a", "a", work.unusable))
        assert (told.value.where, told.value.hint) == ("a file", "send another")
        for fault in (work.faulty, work.crashing):
            with pytest.raises(OstwaldError, match="ended unexpectedly") as hidden:
                await jobs.result(jobs.submit("b", "b", fault))
            assert "secret" not in str(hidden.value)
        assert await jobs.result(jobs.submit("c", "c", work.doubled, number=1)) == 2

    run(steps)


def test_too_much_is_refused_and_the_oldest_results_go() -> None:
    async def steps(jobs: Jobs) -> None:
        endless = [jobs.submit("a", str(k), work.endless) for k in range(3)]
        with pytest.raises(BusyError, match="3 jobs"):
            jobs.submit("a", "one more", work.endless)
        for job in endless:
            jobs.cancel(job)
        await until(lambda: all(job.is_over for job in endless))
        kept: list[Job] = []
        for number in range(4):
            kept.append(jobs.submit("b", "b", work.doubled, number=number))
            await jobs.result(kept[-1])
        with pytest.raises(KeyError):
            jobs.get(kept[0].id)
        assert jobs.get(kept[-1].id).result == 6

    run(steps, most_waiting=3, most_kept=2)


def test_what_takes_too_long_is_ended() -> None:
    async def steps(jobs: Jobs) -> None:
        with pytest.raises(OstwaldError, match="longer than"):
            await jobs.result(jobs.submit("a", "a", work.endless))

    run(steps, most_s=3.0)
