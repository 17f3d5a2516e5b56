"""The classical method that the network has to beat: Otsu's threshold and a watershed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage


def otsu_watershed(pixels: NDArray[np.float32], min_distance_px: int = 5) -> NDArray[np.int32]:
    """Segment by Otsu's threshold, then split by a watershed on the distance transform.

    The side of the threshold that covers less of the frame is taken as particles.

    Args:
        pixels: (H, W) grey values.
        min_distance_px: Least distance between two seeds.

    Returns:
        (H, W) int32 labels.
    """
    from skimage.feature import peak_local_max
    from skimage.filters import threshold_otsu
    from skimage.segmentation import watershed

    smooth = ndimage.gaussian_filter(np.nan_to_num(pixels), 1)
    if np.ptp(smooth) == 0:
        return np.zeros(pixels.shape, np.int32)
    bright = smooth > threshold_otsu(smooth)  # type: ignore[no-untyped-call]
    mask = bright if bright.mean() < 0.5 else ~bright
    mask = ndimage.binary_opening(mask)
    depth = ndimage.gaussian_filter(ndimage.distance_transform_edt(mask), 1)
    seeds = peak_local_max(  # type: ignore[no-untyped-call]
        depth, min_distance=min_distance_px, labels=mask.astype(int)
    )
    markers = np.zeros(pixels.shape, np.int32)
    markers[tuple(seeds.T)] = np.arange(1, len(seeds) + 1)
    labels = watershed(-depth, markers, mask=mask)  # type: ignore[no-untyped-call]
    return np.asarray(labels, np.int32)
