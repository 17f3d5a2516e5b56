"""A large batch: killed, taken up again, counted; and two Dask workers against one.

    python -m benchmarks batch [--images 2000] [--jobs 2] [--kills 2] [--dask]

Draws fields of about 500 discs (504 x 504 pixels), measures them with ``ostwald measure --jobs``,
kills the whole run with SIGKILL after a third and two thirds, takes it up again, and checks that
every image and every particle is there once. The memory of each worker is read while it works.
With ``--dask`` the first images are measured again by one and by two workers of one thread each.
Writes ``benchmarks/results/microscopy/batch.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import tifffile
from scipy import ndimage

OUT = Path(__file__).parent / "results" / "microscopy" / "batch.json"
SIDE_PX, SPACING_PX, DIAMETER_PX = 504, 21, 15.0
DASK_IMAGES = 60


def draw(path: Path, seed: int) -> None:
    """About 500 dark discs on a grid with a jitter, blurred and noisy."""
    rng = np.random.default_rng(seed)
    picture = np.full((SIDE_PX, SIDE_PX), 180.0, np.float32)
    y, x = np.mgrid[:SIDE_PX, :SIDE_PX].astype(np.float32)
    places = np.arange(SPACING_PX, SIDE_PX - SPACING_PX // 2, SPACING_PX)
    for cy in places:
        for cx in places:
            dy, dx, size = [*rng.uniform(-2, 2, 2).tolist(), rng.normal(DIAMETER_PX, 0.8)]
            box = np.s_[cy - 12 : cy + 12, cx - 12 : cx + 12]
            picture[box][np.hypot(y[box] - cy - dy, x[box] - cx - dx) < size / 2] -= 90
    picture = ndimage.gaussian_filter(picture, 1.0) + rng.normal(0, 8, picture.shape)
    tifffile.imwrite(
        path,
        np.clip(picture, 0, 255).astype(np.uint8),
        resolution=(1e7 / 0.5, 1e7 / 0.5),
        resolutionunit="CENTIMETER",
    )


def measure_command(images: Path, out: Path, *options: str) -> list[str]:
    """The command line of a run."""
    return [sys.executable, "-m", "ostwald", "measure", str(images), "--out", str(out), *options]


def descendants(parent: int) -> list[int]:
    """Processes that a process has started."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int(_stat(entry)[1]) == parent:
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _stat(entry: Path) -> list[str]:
    return (entry / "stat").read_text().rpartition(")")[2].split()


def peak_gib(process: int) -> float:
    """Largest memory a process has held."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024**2 for line in lines if line.startswith("VmHWM")), 0.0)


def run_until(command: list[str], out: Path, finished: int | None) -> tuple[float, float]:
    """Run until so many images are finished, then kill everything; or to the end."""
    program = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    started, peak = time.monotonic(), 0.0
    while program.poll() is None:
        for process in [program.pid, *descendants(program.pid)]:
            peak = max(peak, peak_gib(process))
        done = sum(1 for _ in out.glob("*.measurement.json")) if out.exists() else 0
        if finished is not None and done >= finished:
            os.killpg(program.pid, signal.SIGKILL)
            program.wait()
            return time.monotonic() - started, peak
        time.sleep(1.0)
    if program.returncode != 0:
        raise SystemExit(f"the run ended with {program.returncode}")
    return time.monotonic() - started, peak


def check(images: Path, out: Path) -> dict[str, int]:
    """Every image once, every particle once."""
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    names = Counter(entry["image"] for entry in summary)
    wanted = {path.name for path in images.iterdir()}
    pooled = pd.read_parquet(out / "particles.parquet", columns=["image", "particle"])
    counted = sum(entry["particles"] for entry in summary)
    return {
        "images": len(summary),
        "images_lost": len(wanted - set(names)),
        "images_twice": sum(count > 1 for count in names.values()),
        "particles": counted,
        "particles_lost": counted - len(pooled.drop_duplicates()),
        "particles_twice": len(pooled) - len(pooled.drop_duplicates()),
    }


def cluster_seconds(images: list[Path], folder: Path, workers: int) -> float:
    """Seconds that a Dask cluster takes, its workers warm."""
    from distributed import LocalCluster

    os.environ["OMP_NUM_THREADS"] = "1"
    with LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        option = ("--scheduler", cluster.scheduler_address)
        seconds = []
        for name, chosen in (("warm", images[: 2 * workers]), ("timed", images)):
            source = folder / f"{name}-in-{workers}"
            source.mkdir()
            for path in chosen:
                (source / path.name).symlink_to(path)
            program = measure_command(source, folder / f"{name}-out-{workers}", *option)
            started = time.monotonic()
            subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
            seconds.append(time.monotonic() - started)
    return seconds[-1]


def main() -> None:
    """Run the benchmark and write its result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--dask", action="store_true")
    parser.add_argument("--out", type=Path, default=OUT)
    chosen = parser.parse_args()
    result = {
        "command": " ".join(["python -m benchmarks batch", *sys.argv[1:]]),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "load_at_start": round(os.getloadavg()[0], 2),
        "jobs": chosen.jobs,
        "kills": chosen.kills,
    }
    with tempfile.TemporaryDirectory() as folder:
        images, out = Path(folder) / "in", Path(folder) / "out"
        images.mkdir()
        for number in range(chosen.images):
            draw(images / f"field{number:05}.tif", number)
        seconds, peaks = [], []
        marks = [chosen.images * (k + 1) // (chosen.kills + 1) for k in range(chosen.kills)]
        for mark in [*marks, None]:
            took, peak = run_until(
                measure_command(images, out, "--jobs", str(chosen.jobs)), out, mark
            )
            seconds.append(took)
            peaks.append(peak)
            print(f"{took:.0f} s, peak {peak:.2f} GiB", flush=True)
        result |= check(images, out)
        result |= {
            "seconds": round(sum(seconds), 1),
            "particles_per_second": round(result["particles"] / sum(seconds), 1),
            "largest_process_gib": round(max(peaks), 2),
        }
        if chosen.dask:
            some = sorted(images.iterdir())[:DASK_IMAGES]
            one, two = (cluster_seconds(some, Path(folder), workers) for workers in (1, 2))
            result |= {
                "dask_images": len(some),
                "dask_load": round(os.getloadavg()[0], 2),
                "dask_seconds": {"1": round(one, 1), "2": round(two, 1)},
                "dask_gain": round(one / two, 2),
            }
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    chosen.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
