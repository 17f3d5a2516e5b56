"""Real processes: odd names, two runs at once, runs that are killed, several workers."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
import tifffile

from micrographs_for_tests import discs

ODD_NAMES = [
    b"a_$bad^^$_x.tif", b"Au[a].tif", b"Au[b].tif", b"caf\xe9.tif", b"two\nlines.tif",
    b"x" * 251 + b".tif", b"x" * 250 + b"y.tif", b"same.tif", b"same.tiff", b"SAME.tif",
    b"{curly}.tif", b"100%.tif", b" .tif", b"-o.tif", b"summary.tif", "größe µ.tif".encode(),
]  # fmt: skip

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals and names of other systems")


def command(*arguments):
    # A folder of its own as the first argument keeps names that begin with "-" arguments.
    return [sys.executable, "-m", "ostwald", "measure", *map(str, arguments)]


def run(*arguments):
    return subprocess.run(command(*arguments), capture_output=True, timeout=400)


def start(*arguments):
    return subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def fill(folder, count, prefix="c"):
    folder.mkdir(exist_ok=True)
    for number in range(count):
        tifffile.imwrite(folder / f"{prefix}{number:02}.tif", discs(120, 160, seed=number))
    return folder


def check_complete(out, images):
    """Every image once: in the summary, among the tables and in the pooled data set."""
    found = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert Counter(s["path"] for s in found) == Counter(str(image) for image in images)
    stems = [s["results"] for s in found]
    assert len(set(stems)) == len(stems)
    pooled = pd.read_parquet(out / "particles.parquet")
    assert pooled.groupby("results").size().to_dict() == {
        s["results"]: s["particles"] for s in found if s["particles"]
    }
    for stem in stems:
        assert (out / f"{stem}.labels.tif").is_file()


def wait_for(out, finished, program, seconds=120):
    deadline = time.monotonic() + seconds
    while len(list(out.glob("*.measurement.json"))) < finished:
        assert program.poll() is None, program.communicate()[1].decode()
        assert time.monotonic() < deadline
        time.sleep(0.02)


def kill(program):
    os.kill(program.pid, signal.SIGKILL)
    program.wait()
    program.stdout.close()
    program.stderr.close()


def test_every_odd_name(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number, name in enumerate(ODD_NAMES):
        path = os.fsencode(folder) + b"/" + name
        tifffile.imwrite(tmp_path / "one.tif", discs(120, 160, seed=number))
        os.replace(tmp_path / "one.tif", path)
    out = tmp_path / "out"
    done = run(folder, "--out", out, "--review")
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert len(found) == len(ODD_NAMES)
    assert len({s["results"] for s in found}) == len(ODD_NAMES)
    printed = done.stdout.decode().replace("\n", "")
    for shown in ("a_$bad^^$_x.tif", "Au[a].tif", "caf\\xe9.tif", "two\\nlines.tif"):
        assert shown in printed
    again = run(folder, "--out", out, "--review", "--json")
    assert [s["seconds"] for s in json.loads(again.stdout)] == [s["seconds"] for s in found]


def test_two_runs_at_once_in_one_folder(tmp_path):
    """With names in common: each keeps its images, and the summary has those of both."""
    out = tmp_path / "out"
    folders = [fill(tmp_path / name, 6) for name in ("mon", "tue")]
    programs = [start(folder, "--out", out) for folder in folders]
    for program in programs:
        _, errors = program.communicate(timeout=400)
        assert program.returncode == 0, errors.decode()
    check_complete(out, [path for folder in folders for path in sorted(folder.iterdir())])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed_is_taken_up_again(tmp_path, jobs):
    folder, out = fill(tmp_path / "in", 6), tmp_path / "out"
    out.mkdir()
    for finished in (1, 3):
        program = start(folder, "--out", out, "--jobs", jobs)
        wait_for(out, finished, program)
        kill(program)
    before = {path: path.stat().st_mtime_ns for path in out.glob("*.measurement.json")}
    assert len(before) < 6
    done = run(folder, "--out", out, "--jobs", jobs)
    assert done.returncode == 0, done.stderr.decode()
    check_complete(out, sorted(folder.iterdir()))
    # A worker may have finished its image after its parent was killed.
    changed = [path for path, when in before.items() if path.stat().st_mtime_ns != when]
    assert len(changed) <= (2 if jobs > 1 else 0)


def test_a_worker_that_is_killed_costs_no_image(tmp_path):
    folder, out = fill(tmp_path / "in", 6), tmp_path / "out"
    out.mkdir()
    program = start(folder, "--out", out, "--jobs", 2)
    wait_for(out, 1, program)
    workers = [
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and _is_worker_of(path, program.pid)
    ]
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)
    _, errors = program.communicate(timeout=400)
    assert program.returncode == 0, errors.decode()
    check_complete(out, sorted(folder.iterdir()))


def _is_worker_of(path, parent):
    try:
        stat = (path / "stat").read_text().rpartition(")")[2].split()
        return int(stat[1]) == parent and b"spawn_main" in (path / "cmdline").read_bytes()
    except OSError:
        return False


def test_on_a_dask_cluster(tmp_path):
    distributed = pytest.importorskip("distributed")
    folder, out = fill(tmp_path / "in", 3), tmp_path / "out"
    (folder / "bad.tif").write_bytes(b"II*\x00 nothing")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=None, processes=True
    ) as cluster:
        done = run(folder, "--out", out, "--scheduler", cluster.scheduler_address)
    assert done.returncode == 1, done.stderr.decode()
    assert b"bad.tif" in done.stderr
    check_complete(out, sorted(folder.glob("c*.tif")))
