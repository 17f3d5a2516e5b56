"""Every threshold of the segmentation, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SegmentationSettings:
    """Thresholds that turn the network's maps into particles.

    They were chosen on rendered micrographs and on EMPS training images, never on the validation
    fifth (``benchmarks/segmentation_tuning.py``).

    Attributes:
        foreground: Least foreground probability of a particle's pixel.
        seed_distance: A summit of the distance map lower than this joins its best neighbour.
        least_peak: A particle whose summit is lower than this is none.
        contact_depth: How far a contact lowers the distance map, 0 to 1.
        saddle: Two summits are one particle where the ridge between them is at least this share of
            the lower of their peaks.
        seed_smoothing: Standard deviation of the smoothing of the distance map before summits are
            sought, as a share of the predicted diameter.
        least_score: Least depth-weighted mean foreground probability of a particle of
            ``score_diameters_px[1]`` or more at the working magnification.
        least_score_small: The same for ``score_diameters_px[0]`` or less: the blurred rim takes
            up more of a small particle. Between the two it changes with log(diameter).
        score_diameters_px: The two diameters.
        score_ratios: Particles of at most the first share of the frame's typical diameter need
            ``least_score`` whatever their size, those of the second share or more do not:
            letters and specks are smaller than the particles beside them.
        least_area_px: Least area of a particle at the working magnification.
        least_relative_diameter: A piece whose diameter is less than this share of the one that
            the network predicted for its pixels is not a particle.
        target_diameter_px: Median diameter to which the working magnification brings particles.
        least_magnification: Strongest reduction.
        largest_magnification: Strongest enlargement.
        convincing_evidence: Share of the frame that particles must fill convincingly at one
            magnification for the costly larger ones, and for smoothing, not to be tried.
        convincing_diameter_px: Their least diameter there.
        noise_smoothing_px: Standard deviation of the smoothing, at the working magnification, that
            is tried on noisy frames.
        noisy_spread: A frame is noisy where smoothing leaves at most this share of its spread.
        smoothing_gain: Evidence after smoothing over evidence before from which on the smoothed
            frame is used.
        least_smoothed_magnification: Working magnification from which on smoothing is tried; the
            reduction to a smaller one has averaged the noise already.
        refinement: Magnification of the second look, which draws the outlines, over the first.
        refinement_weight: Weight of the second look's foreground; the first has the rest.
        largest_refined_px: Largest frame that is looked at twice, in pixels of the second look.
        largest_enlarged_px: Largest frame whose enlargement is judged as a whole; of larger ones
            the middle is.
        largest_working_px: Most pixels of a frame at its working magnification.
        settle_edges: Move the outlines to where the frame has its edges.
        least_majority: Share of particles of one contrast (darker or brighter than around them)
            from which on those of the other are taken for ghosts, such as dark-field images that
            strongly diffracting crystals throw beside themselves.
        residue_contrasts: Shares of the frame's usual contrast between which a particle may be
            residue or a hole in the film.
        residue_scores: Scores from which on it is none, at these two; between them they change
            evenly.
        smaller_from_px: Typical diameter of a frame's particles from which on much smaller ones are
            looked for between them.
        smaller_magnification: Magnification of that look over the one that suits the particles.
        smaller_ratio: Least ratio of the particles' typical diameter to that of a smaller one.
        smaller_score: Least score of a smaller one.
        smaller_surprise: Largest ratio, in powers of two, of its diameter to the predicted one.
        smaller_contrast: Least contrast, relative to the median of the others.
        smaller_count: Least number of smaller particles; fewer are taken for dirt.
        least_smaller_px: Least diameter of a smaller one at the magnification of that look.
        largest_smaller_px: Most pixels of that look.
        faint_evidence: Evidence of all agreeing looks below which a frame may be empty.
        least_score_faint: Least score of a particle in such a frame, whatever its size.
        least_visibility_faint: Least contrast of a particle in such a frame, over what noise makes
            of areas as large: noise alone reaches 4 to 5 somewhere in a frame.
        largest_excluded: Largest share of a particle that may lie in the excluded area.
    """

    foreground: float = 0.4
    seed_distance: float = 0.5
    least_peak: float = 0.3
    contact_depth: float = 0.5
    saddle: float = 0.6
    seed_smoothing: float = 0.055
    least_score: float = 0.85
    least_score_small: float = 0.62
    score_diameters_px: tuple[float, float] = (20.0, 40.0)
    score_ratios: tuple[float, float] = (0.5, 0.8)
    least_area_px: int = 9
    least_relative_diameter: float = 0.35
    target_diameter_px: float = 26.0
    convincing_evidence: float = 0.1
    convincing_diameter_px: float = 14.0
    noise_smoothing_px: float = 2.3
    noisy_spread: float = 0.88
    smoothing_gain: float = 1.2
    least_smoothed_magnification: float = 0.8
    refinement: float = 2.0
    refinement_weight: float = 0.5
    largest_refined_px: int = 700_000
    least_magnification: float = 1 / 16
    largest_magnification: float = 2.0
    largest_enlarged_px: int = 1_200_000
    largest_working_px: int = 70_000_000
    settle_edges: bool = True
    least_majority: float = 0.8
    residue_contrasts: tuple[float, float] = (0.3, 0.5)
    residue_scores: tuple[float, float] = (0.96, 0.85)
    smaller_from_px: float = 60.0
    smaller_magnification: float = 4.0
    smaller_ratio: float = 2.5
    smaller_score: float = 0.95
    smaller_surprise: float = 0.6
    smaller_contrast: float = 0.35
    smaller_count: int = 3
    least_smaller_px: float = 8.0
    largest_smaller_px: int = 20_000_000
    faint_evidence: float = 0.02
    least_score_faint: float = 0.92
    least_visibility_faint: float = 6.0
    largest_excluded: float = 0.5
