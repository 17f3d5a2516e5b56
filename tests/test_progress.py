import io

import pytest

from ostwald import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("terminal", [True, False])
def test_steps_within_steps_are_all_passed_on(monkeypatch, terminal):
    """There can be one bar on a terminal only: inner ones are lines of it."""
    stderr = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", stderr)
    seen = [
        (outer, inner)
        for outer in progress.track("ab", "Measuring")
        for inner in progress.track(range(3), "Looking")
    ]
    assert seen == [(outer, inner) for outer in "ab" for inner in range(3)]
    assert ("Looking" in stderr.getvalue()) == terminal
    assert progress._SHOWN == []


def test_a_bar_that_is_left_early_is_gone(monkeypatch):
    monkeypatch.setattr("sys.stderr", Terminal())
    steps = progress.track(range(3), "Measuring")
    next(steps)
    steps.close()
    assert progress._SHOWN == []
    assert list(progress.track(range(2), "Again")) == [0, 1]
