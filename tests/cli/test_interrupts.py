import sys

from ostwald.cli.interrupts import interrupts


def test_an_interruption_that_a_finaliser_swallows_is_not_printed():
    class Swallows:
        def __init__(self, error):
            self.error = error

        def __del__(self):
            raise self.error

    before, seen = sys.unraisablehook, []
    sys.unraisablehook = seen.append
    try:
        with interrupts():
            Swallows(KeyboardInterrupt())
            assert not seen
            Swallows(ValueError())
        assert [swallowed.exc_type for swallowed in seen] == [ValueError]
        assert sys.unraisablehook == seen.append
    finally:
        sys.unraisablehook = before
