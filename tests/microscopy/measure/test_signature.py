import numpy as np
import pytest

from ostwald.microscopy.measure.contour import outline_of
from ostwald.microscopy.measure.signature import ANGLES, radial_signatures


def outline(inside, half=45):
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    return outline_of(inside(y + 0.2, x - 0.3))


DISC = outline(lambda y, x: np.hypot(y, x) < 30)
SQUARE = outline(lambda y, x: np.maximum(abs(y), abs(x)) < 30)
ROD = outline(lambda y, x: (abs(y) < 4) & (abs(x) < 40))


def test_the_signature_of_a_disc_is_flat():
    signature = radial_signatures([DISC])
    assert signature.shape == (1, ANGLES)
    assert signature == pytest.approx(1, abs=0.03)


def test_the_signature_of_a_square_peaks_at_its_corners():
    signature = radial_signatures([SQUARE])[0]
    assert signature.max() == pytest.approx(np.sqrt(np.pi / 2), rel=0.05)
    assert signature.min() == pytest.approx(np.sqrt(np.pi) / 2, rel=0.05)


def test_a_particle_has_the_same_signature_alone_and_among_a_thousand():
    alone = [radial_signatures([one])[0] for one in (DISC, SQUARE, ROD)]
    together = radial_signatures([DISC, SQUARE, ROD] * 350)
    assert together.shape == (1050, ANGLES)
    for start, signature in enumerate(alone):
        assert together[start::3] == pytest.approx(np.tile(signature, (350, 1)), abs=1e-9)


def test_no_particles_have_no_signatures():
    assert radial_signatures([]).shape == (0, ANGLES)
