import os

import pytest

from ostwald._threads import threads_here


@pytest.mark.parametrize(("told", "threads"), [("3", 3), ("", None), ("0", None), ("4,2", None)])
def test_what_the_scheduler_says_counts_else_all_cores(monkeypatch, told, threads):
    monkeypatch.setenv("OMP_NUM_THREADS", told)
    assert threads_here() == (threads or os.cpu_count())
    monkeypatch.delenv("OMP_NUM_THREADS")
    assert threads_here() == os.cpu_count()
