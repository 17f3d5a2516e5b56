from __future__ import annotations

from pathlib import Path

from ostwald.cli.checkpoints import Checkpoints, fingerprint


def test_only_checkpoints_of_the_same_training_are_gone_on_from(tmp_path: Path) -> None:
    first = Checkpoints.of(tmp_path, {"model": "transformer", "seed": 0})
    assert not first.prepare()
    (first.folder / "network-0.checkpoint").write_bytes(b"x")
    assert first.prepare()
    other = Checkpoints.of(tmp_path, {"model": "transformer", "seed": 1})
    assert not other.prepare()
    assert not list(other.folder.glob("*.checkpoint"))


def test_the_log_outlives_the_checkpoints(tmp_path: Path) -> None:
    checkpoints = Checkpoints.of(tmp_path, {})
    checkpoints.prepare()
    (checkpoints.folder / "training.csv").write_text("epoch,loss\n")
    checkpoints.remove()
    assert (tmp_path / "training.csv").read_text() == "epoch,loss\n"
    assert not checkpoints.folder.exists()


def test_another_table_has_another_fingerprint(tmp_path: Path) -> None:
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    a.write_text("x")
    b.write_text("y")
    assert fingerprint(a) != fingerprint(b)
