"""How far a particle stands out of the noise, by the measure of A. Rose."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.neighbourhood import blurred
from ostwald.microscopy.segmentation.enlarging import nearest_labels
from ostwald.microscopy.segmentation.normalise import resize

_LOOKED_AT_PX = 24.0
"""Larger particles are looked at reduced to this size: the wider a blur, the longer it takes."""

_OWN, _AROUND = 0.25, 0.75
"""Standard deviations of the blurs that leave what is as large as a particle, in diameters."""


def visibility(
    frame: NDArray[np.float32], labels: NDArray[np.int32], diameters_px: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Contrast of particles over what noise makes of areas as large (doi 10.1364/JOSA.38.000196).

    Rose found five needed to see one object that is looked for at one place; noise alone reaches
    that somewhere in a frame.

    Args:
        frame: (H, W) pixels.
        labels: (H, W) particles, numbered from 1; some may be without pixels.
        diameters_px: (n,) their diameters.

    Returns:
        (n,) ratios, all positive; zero for particles without pixels.
    """
    seen = np.zeros(diameters_px.size)
    # Sizes within a factor of 1.4 share a blur.
    sizes = 2 ** (np.round(2 * np.log2(np.maximum(diameters_px, 2.0))) / 2)
    for size in np.unique(sizes):
        numbers = np.flatnonzero(sizes == size)
        view = resize(frame, min(1.0, _LOOKED_AT_PX / size))
        factor = view.shape[0] / frame.shape[0]
        band = np.abs(blurred(view, _OWN * factor * size) - blurred(view, _AROUND * factor * size))
        usual = 1.4826 * float(np.median(band)) + 1e-9
        highest = ndimage.maximum(band, nearest_labels(labels, view.shape), numbers + 1)
        seen[numbers] = np.asarray(highest) / usual
    return seen
