"""What a rendered micrograph shows, and how the microscope saw it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ostwald.errors import InputError
from ostwald.microscopy.synthesis.annotations import BarStyle
from ostwald.microscopy.synthesis.outlines import OUTLINE_SHAPES

ARRANGEMENTS = ("deposit", "monolayer", "superlattice", "clusters")
MODES = ("bright field", "dark field", "scanning")
OWNERS = ("upper", "deeper")


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """Settings of one rendered micrograph.

    Attributes:
        height: Rows of the image without its information strip, in pixels.
        width: Columns of the image, in pixels.
        nm_per_px: Pixel size.
        shapes: Shapes that occur; each particle draws one of them.
        diameter_nm: Median equal-area diameter.
        size_spread: Standard deviation of the logarithm of the diameter.
        debris_fraction: Share of particles from a second, much smaller or larger population.
        arrangement: ``deposit`` (random), ``monolayer`` (close, disordered), ``superlattice``
            (ordered) or ``clusters`` (touching groups).
        coverage: Share of the area where particles may lie that they fill, 0 to 1.
        gap: Distance between neighbours in a layer, in median diameters.
        max_overlap: Largest share of a particle that another may hide.
        owner: Whose a pixel is where particles overlap: the ``upper`` one's, which is what
            secondary electrons see, or the one's whose centre is relatively nearer (``deeper``),
            since electrons that pass through both do not tell which is on top.
        mode: ``bright field`` (dark on bright), ``dark field`` (bright on dark) or ``scanning``
            (secondary electrons: bright, with brighter edges).
        optical_depth: Absorption of a particle of median size at its thickest point.
        diffraction_spread: Standard deviation of the logarithm of a particle's absorption, from
            its crystal orientation.
        texture: Contrast within a particle (twins, bend contours), relative to its absorption.
        bands: Strength of the dark and bright bands (bend contours) across half of the particles,
            relative to their absorption.
        background: Mean intensity of the empty film, 0 to 1.
        film_grain: Standard deviation of the film's intensity, relative.
        film_grain_px: Grain size of the amorphous film, in pixels.
        film_cutoff_px: Shortest period of the film's grain, in pixels, where the first zero of the
            contrast transfer function ends it; then ``film_grain_px`` is not used. 0 is none.
        clouds: Standard deviation of slow variations of the film's thickness, relative.
        patches: Absorption of patches on the film (residue, a second layer of carbon), relative
            to the film's intensity.
        patch_share: Share of the film that patches cover.
        patch_px: Size of patches, in pixels.
        gradient: Largest relative change of the illumination across the image.
        dose: Electrons a pixel; shot noise is ``1 / sqrt(dose)`` of the background.
        noise_blur_px: Correlation of the noise between pixels (the detector's point spread).
        fringe: Strength of the Fresnel fringe; positive is underfocus (bright rim).
        blur_px: Standard deviation of the image's point spread.
        drift_px: Length of the smear by stage drift.
        bar: Style of the scale bar, or None.
    """

    height: int = 512
    width: int = 512
    nm_per_px: float = 0.5
    shapes: tuple[str, ...] = ("sphere",)
    diameter_nm: float = 8.0
    size_spread: float = 0.08
    debris_fraction: float = 0.0
    arrangement: str = "deposit"
    coverage: float = 0.3
    gap: float = 0.12
    max_overlap: float = 0.1
    owner: str = "upper"
    mode: str = "bright field"
    optical_depth: float = 0.6
    diffraction_spread: float = 0.25
    texture: float = 0.1
    bands: float = 0.0
    background: float = 0.7
    film_grain: float = 0.03
    film_grain_px: float = 1.5
    film_cutoff_px: float = 0.0
    clouds: float = 0.01
    patches: float = 0.0
    patch_share: float = 0.3
    patch_px: float = 20.0
    gradient: float = 0.1
    dose: float = 300.0
    noise_blur_px: float = 0.5
    fringe: float = 0.1
    blur_px: float = 0.7
    drift_px: float = 0.0
    bar: BarStyle | None = field(default=None)

    def __post_init__(self) -> None:
        """Reject settings that cannot be drawn.

        Raises:
            InputError: A name is unknown or a number is out of range.
        """
        unknown = [shape for shape in self.shapes if shape not in OUTLINE_SHAPES]
        if unknown or not self.shapes:
            raise InputError(
                f"unknown shape {unknown[0]!r}" if unknown else "no shape given",
                where="RenderSettings.shapes",
                hint="choose from " + ", ".join(OUTLINE_SHAPES),
            )
        for name, value, allowed in (
            ("arrangement", self.arrangement, ARRANGEMENTS),
            ("mode", self.mode, MODES),
            ("owner", self.owner, OWNERS),
        ):
            if value not in allowed:
                raise InputError(
                    f"unknown {name} {value!r}",
                    where=f"RenderSettings.{name}",
                    hint="choose from " + ", ".join(allowed),
                )
        for name in ("height", "width", "nm_per_px", "diameter_nm", "dose", "background"):
            if not getattr(self, name) > 0:
                raise InputError("must be greater than zero", where=f"RenderSettings.{name}")

    @property
    def diameter_px(self) -> float:
        """Median equal-area diameter in pixels."""
        return self.diameter_nm / self.nm_per_px
