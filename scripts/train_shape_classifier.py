"""Train the classifier of particle shapes on drawn outlines.

    python scripts/train_shape_classifier.py --out src/ostwald/microscopy/measure/weights

Outlines of the eleven shapes are drawn at random sizes, places and orientations, rasterised with
the wobble of a segmentation, and described by the very functions that measure real particles.
Held-out outlines (other seeds) give the table of accuracy by size, written beside the weights.
Needs the extra ``train`` (PyTorch).
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ostwald.microscopy.measure.descriptors import DESCRIPTOR_NAMES
from ostwald.microscopy.measure.particles import describe_shapes
from ostwald.microscopy.measure.shapes import SHAPES, ShapeClassifier
from ostwald.microscopy.synthesis.outlines import ANGLES, make_outline
from ostwald.progress import track

SMALLEST_PX, LARGEST_PX = 5.0, 120.0
# Spheres are two thirds of what people make: where the pixels cannot tell, they decide.
SPHERE_SHARE = 0.25
# Share of outlines as ragged as those of noisy, touching particles.
ROUGH_SHARE = 0.5
SIZE_CLASSES_PX = (5, 8, 12, 20, 40, 120)


def draw_mask(shape: str, diameter_px: float, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Rasterise one outline, with the smooth errors of a segmentation.

    Args:
        shape: One of the eleven.
        diameter_px: Equal-area diameter.
        rng: Source of everything else.

    Returns:
        bool, with an empty margin; one piece.
    """
    outline = make_outline(shape, rng)
    radius = outline.radius * diameter_px
    half = int(np.ceil(radius.max())) + 3
    centre = half + rng.uniform(-0.5, 0.5, 2)
    y, x = np.mgrid[: 2 * half + 1, : 2 * half + 1]
    angle = np.arctan2(y - centre[0], x - centre[1]) % (2 * np.pi)
    where = angle * (ANGLES / (2 * np.pi))
    reach = np.interp(where.ravel(), np.arange(ANGLES + 1), np.append(radius, radius[0]))
    distance = reach.reshape(y.shape) - np.hypot(y - centre[0], x - centre[1])
    distance += _wobble(y.shape, rng.uniform(0.7, 2.0), rng) * rng.uniform(0.0, 0.35)
    if rng.random() < ROUGH_SHARE:
        grain = rng.uniform(0.02, 0.08) * diameter_px
        distance += _wobble(y.shape, grain, rng) * diameter_px * rng.uniform(0.0, 0.045)
    blur = rng.uniform(0.0, 0.9)
    mask = ndimage.gaussian_filter(np.clip(distance + 0.5, 0, 1), blur) > 0.5
    pieces, count = ndimage.label(mask)
    if count > 1:
        mask = pieces == 1 + np.argmax(np.bincount(pieces.ravel())[1:])
    return np.asarray(mask)


def _wobble(
    shape: tuple[int, int], grain_px: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    noise = ndimage.gaussian_filter(rng.standard_normal(shape), grain_px)
    return np.asarray(noise / noise.std())


def draw_set(
    count: int, seed: int, description: str
) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.float64]]:
    """Draw particles and describe them: descriptors, index of the shape, diameter in pixels."""
    rng = np.random.default_rng(seed)
    other = (1 - SPHERE_SHARE) / (len(SHAPES) - 1)
    chances = [SPHERE_SHARE if shape == "sphere" else other for shape in SHAPES]
    masks, targets, sizes = [], [], []
    for _ in track(range(count), description):
        target = int(rng.choice(len(SHAPES), p=chances))
        diameter = float(np.exp(rng.uniform(np.log(SMALLEST_PX), np.log(LARGEST_PX))))
        mask = draw_mask(SHAPES[target], diameter, rng)
        if not mask.any():
            continue
        masks.append(mask)
        targets.append(target)
        sizes.append(diameter)
    return describe_shapes(masks), np.array(targets), np.array(sizes)


def fit(x: NDArray[np.float64], y: NDArray[np.intp], seed: int, epochs: int) -> ShapeClassifier:
    """Fit the network; the last tenth of the training set sets the temperature."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-9
    inputs = torch.tensor(np.clip((x - mean) / scale, -8, 8), dtype=torch.float32)
    targets = torch.tensor(y)
    held = len(inputs) // 10
    model = nn.Sequential(
        nn.Linear(x.shape[1], 96),
        nn.ReLU(),
        nn.Linear(96, 64),
        nn.ReLU(),
        nn.Linear(64, len(SHAPES)),
    )
    steps = epochs * ((len(inputs) - held) // 256)
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    loss_of = nn.CrossEntropyLoss()
    for _ in track(range(steps), "Fitting"):
        batch = torch.randint(0, len(inputs) - held, (256,))
        optimiser.zero_grad()
        loss_of(model(inputs[batch]), targets[batch]).backward()
        optimiser.step()
        schedule.step()
    with torch.no_grad():
        scores = model(inputs[-held:])
        temperatures = np.linspace(0.5, 3.0, 51)
        losses = [float(loss_of(scores / t, targets[-held:])) for t in temperatures]
    layers = [
        (layer.weight.detach().numpy().T.astype(float), layer.bias.detach().numpy().astype(float))
        for layer in model
        if isinstance(layer, nn.Linear)
    ]
    return ShapeClassifier(mean, scale, tuple(layers), float(temperatures[np.argmin(losses)]))


def accuracy_table(
    guess: NDArray[np.intp], truth: NDArray[np.intp], sizes: NDArray[np.float64]
) -> list[dict[str, object]]:
    """Accuracy and recall of every shape by size class."""
    table = []
    for low, high in itertools.pairwise(SIZE_CLASSES_PX):
        here = (sizes >= low) & (sizes < high)
        recall = {
            shape: round(float(np.mean(guess[here & (truth == k)] == k)), 3)
            for k, shape in enumerate(SHAPES)
        }
        table.append(
            {
                "diameter_px": f"{low}-{high}",
                "particles": int(here.sum()),
                "accuracy": round(float(np.mean(guess[here] == truth[here])), 3),
                "balanced_accuracy": round(float(np.mean(list(recall.values()))), 3),
                **recall,
            }
        )
    return table


def main() -> None:
    """Draw, fit, judge, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights")
    parser.add_argument("--table", type=Path, help="CSV file for the accuracy by size")
    parser.add_argument("--particles", type=int, default=30_000)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    x, y, _ = draw_set(options.particles, options.seed, "Drawing for training")
    classifier = fit(x, y, options.seed, options.epochs)
    held_x, held_y, sizes = draw_set(12_000, options.seed + 1_000, "Drawing for the test")
    guess = classifier.probabilities(held_x).argmax(axis=1)
    table = accuracy_table(guess, held_y, sizes)
    facts = {
        "command": "python scripts/train_shape_classifier.py",
        "particles": options.particles,
        "seed": options.seed,
        "temperature": classifier.temperature,
        "held_out_accuracy": round(float(np.mean(guess == held_y)), 4),
        "inputs": len(DESCRIPTOR_NAMES),
    }
    options.out.mkdir(parents=True, exist_ok=True)
    classifier.save(options.out / "shape_classifier.npz", facts)
    print(json.dumps(facts, indent=1))
    for row in table:
        print(row)
    if options.table is not None:
        options.table.parent.mkdir(parents=True, exist_ok=True)
        with options.table.open("w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, fieldnames=list(table[0]))
            writer.writeheader()
            writer.writerows(table)


if __name__ == "__main__":
    main()
