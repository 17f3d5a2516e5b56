from __future__ import annotations

from pathlib import Path

from PIL import Image

from ostwald.models.deep.training_plot import plot_training


def test_draws_every_network(tmp_path: Path) -> None:
    log = tmp_path / "training.csv"
    rows = [f"{n},{e},{int(e < 3)},{1 / e}" for n in range(2) for e in range(1, 7)]
    log.write_text("\n".join(["network,epoch,pretraining,loss", *rows]) + "\n")
    plot_training(log, tmp_path / "two.png")
    log.write_text("\n".join(["network,epoch,pretraining,loss", *rows[:6]]) + "\n")
    plot_training(log, tmp_path / "one.png")
    two, one = (Image.open(tmp_path / f"{name}.png").convert("RGB") for name in ("two", "one"))
    assert two.size == one.size
    assert two.tobytes() != one.tobytes()
