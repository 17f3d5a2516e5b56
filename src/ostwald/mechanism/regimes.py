"""What goes on in the flask: nucleation, growth or ripening; focusing or broadening."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ostwald.mechanism.population import FloatArray, Population

_NOTABLE = 0.05
"""Changes by less than this share over a stretch of time are none."""
_STRETCH = 2.0
"""A stretch ends at so many times the time at which it begins."""


@dataclass(frozen=True, slots=True)
class Regime:
    """What a stretch of time is ruled by.

    Attributes:
        start_s: Its begin in s.
        end_s: Its end in s.
        name: ``before nucleation``, ``nucleation``, ``growth`` or ``ripening``.
        spread: ``focusing``, ``broadening`` or ``steady``.
    """

    start_s: float
    end_s: float
    name: str
    spread: str


def regimes_of(population: Population) -> list[Regime]:
    """Return the regimes of a population, one after the other.

    Nucleation: particles become more. Ripening: they become fewer, the small ones dissolving.
    Growth: they stay. The spread counts in nm: focusing where the standard deviation falls.

    Args:
        population: The population at growing times.

    Returns:
        Stretches of time that follow one another.
    """
    times = population.time_s
    alive = population.particles > 0
    if np.count_nonzero(alive) < 2:
        return [Regime(float(times[0]), float(times[-1]), "before nucleation", "steady")]
    first = int(np.argmax(alive))
    width = population.spread_percent * population.diameter_nm / 100.0
    log_times = np.log(np.maximum(times, 1e-9))
    middle = (log_times[1:] + log_times[:-1]) / 2.0
    more = _change(middle, log_times[alive], np.log(population.particles[alive]))
    wider = _change(middle, log_times[alive], np.log(np.maximum(width[alive], 1e-6)))
    found: list[Regime] = []
    for i in range(len(times) - 1):
        name, spread = "before nucleation", "steady"
        if i + 1 > first:
            name = "growth"
            if more[i] > _NOTABLE or i < first:
                name = "nucleation"
            elif more[i] < -_NOTABLE:
                name = "ripening"
            if abs(wider[i]) > _NOTABLE:
                spread = "broadening" if wider[i] > 0 else "focusing"
        end = float(times[i + 1])
        if found and (found[-1].name, found[-1].spread) == (name, spread):
            found[-1] = Regime(found[-1].start_s, end, name, spread)
        else:
            found.append(Regime(float(times[i]), end, name, spread))
    return found


def _change(at: FloatArray, log_times: FloatArray, logs: FloatArray) -> FloatArray:
    """Return by how much a logarithm changes over a stretch of time around each place."""
    half = np.log(_STRETCH) / 2.0
    later = np.interp(at + half, log_times, logs)
    return np.asarray(later - np.interp(at - half, log_times, logs))
