"""Only the newest of what is asked is worked on."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("nicegui", reason="the extra app is not installed")

from ostwald.app.pages.recipe.latest import Latest


def test_what_was_overtaken_is_dropped_and_the_newest_is_done() -> None:
    done: list[int] = []

    async def run() -> None:
        gate = asyncio.Event()

        async def work(item: int) -> None:
            await gate.wait()
            done.append(item)

        latest = Latest(work)
        first = asyncio.create_task(latest.ask(1))
        await asyncio.sleep(0)
        await latest.ask(2)
        await latest.ask(3)
        assert latest.is_overtaken
        gate.set()
        await first

    asyncio.run(run())
    assert done == [1, 3]


def test_a_failure_does_not_stop_what_comes_after() -> None:
    done: list[int] = []

    async def work(item: int) -> None:
        if item < 0:
            raise ValueError("no")
        done.append(item)

    async def run() -> None:
        latest = Latest(work)
        with pytest.raises(ValueError, match="no"):
            await latest.ask(-1)
        await latest.ask(1)

    asyncio.run(run())
    assert done == [1]
