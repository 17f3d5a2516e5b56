"""An image in its folder: what a worker found, what a person did, and both after a restart."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from ostwald.app.pages.micrograph import exports, work
from ostwald.app.pages.micrograph.outlines import outlines_of
from ostwald.app.pages.micrograph.picture import Picture
from ostwald.app.pages.micrograph.workspace import Workspace
from ostwald.errors import InputError
from ostwald.microscopy import measurement
from ostwald.microscopy.review.edits import Delete, Split
from ostwald.microscopy.settings import Settings


class Dark:
    """Takes every dark region for a particle."""

    def segment(self, pixels, exclude=None):
        from scipy import ndimage

        dark = pixels < 120
        if exclude is not None:
            dark &= ~exclude
        self.labels, count = ndimage.label(dark)
        self.scores = np.linspace(0.5, 1, count)
        return self


def draw(path: Path, radius: int = 12) -> None:
    from PIL import Image

    y, x = np.mgrid[:300, :400]
    pixels = np.full((300, 400), 200, np.uint8)
    for cx in range(40, 400, 60):
        for cy in range(40, 290, 60):
            pixels[(x - cx) ** 2 + (y - cy) ** 2 <= radius**2] = 60
    noise = np.random.default_rng(0).integers(-8, 8, pixels.shape)
    Image.fromarray((pixels + noise).astype(np.uint8)).save(path)


@pytest.fixture
def picture(tmp_path, monkeypatch) -> Picture:
    monkeypatch.setattr(measurement, "default_segmenter", Dark)
    upload = tmp_path / "3f2a.png"
    draw(upload)
    picture = Picture("discs.png", upload, tmp_path / "work")
    told: list[float] = []
    picture.about = work.measure_upload(
        lambda share, doing="": told.append(share),
        path=upload, folder=picture.folder, name=picture.name,
    )  # fmt: skip
    assert told == sorted(told)
    picture.stage = "done"
    return picture


def restarted(picture: Picture) -> Picture:
    content = json.loads(json.dumps(picture.to_json()))
    again = Picture.from_json(content, picture.upload.parent, picture.folder.parent)
    again.folder = picture.folder
    return again


def test_what_was_found_is_the_same_after_it_was_written(picture) -> None:
    found, table = Workspace(picture.folder).read_found()
    direct = measurement.measure(picture.upload, segmenter=Dark())
    assert picture.measurement().to_json()["size_px"] == direct.to_json()["size_px"]
    assert picture.measurement().trust == direct.trust
    assert table.to_csv() == direct.table.to_csv()
    np.testing.assert_array_equal(found.scale.excluded, direct.scale.excluded)


def test_edits_scale_and_filters_outlive_a_restart(picture) -> None:
    picture.edit(lambda review: review.do(Delete((4, 5))))
    picture.edit(lambda review: review.do(Split((100, 20), (100, 60))))
    picture.edit(lambda review: review.undo())
    picture.use_scale({"bar": [10, 280, 110, 280], "value_nm": 50})
    picture.use_settings(Settings(max_size_nm=100.0))
    again = restarted(picture)
    assert again.measurement().table.to_csv() == picture.measurement().table.to_csv()
    assert again.measurement().scale.nm_per_px == 0.5
    again.edit(lambda review: review.redo())
    assert len(again.measurement().table) == len(picture.measurement().table) + 1


def test_a_scale_that_is_not_possible_leaves_the_one_there_was(picture) -> None:
    picture.use_scale({"nm_per_px": 0.5})
    with pytest.raises(InputError):
        picture.use_scale({"nm_per_px": -1})
    assert picture.measurement().scale.nm_per_px == 0.5
    assert restarted(picture).measurement().scale.nm_per_px == 0.5


def test_outlines_go_round_every_particle_and_follow_edits(picture) -> None:
    found = {int(n): c for n, c in json.loads(picture.work.outlines.read_text()).items()}
    table = picture.measurement().table
    assert set(found) == set(table.particle.tolist())
    for number, x in zip(table.particle.tolist(), table.x_px.tolist(), strict=True):
        assert np.mean(found[number][::2]) / 2 == pytest.approx(x + 0.5, abs=1)
    _, added = picture.edit(lambda review: review.do(Split((100, 20), (100, 60))))
    now = json.loads(restarted(picture).outlines())
    assert len(now) == len(found) + 1
    assert {n: now[str(n)] for n in added} == added
    assert outlines_of(np.zeros((5, 5), np.int32)) == {}


def test_every_file_to_take_home_is_made(picture) -> None:
    class Open:
        def __init__(self) -> None:
            self.pictures = [picture, picture]

        def opened(self, _):
            """Nothing to do."""

    picture.use_scale({"nm_per_px": 0.5})
    for what, kind in exports.KINDS.items():
        made = exports.of_picture(what, picture, Open())  # type: ignore[arg-type]
        assert made.content
        assert made.name == f"discs{kind.suffix}"
    import io
    import zipfile

    archive = zipfile.ZipFile(io.BytesIO(exports.of_album(Open()).content))  # type: ignore[arg-type]
    names = set(archive.namelist())
    assert {"discs.particles.csv", "discs-2.rois.zip", "summary.csv", "summary.json"} <= names
    assert archive.read("summary.csv").count(b"\n") == 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"II*\x00\x08\x00\x00\x00",
        b"\x89PNG\r\n\x1a\n",
    ],
    ids=["empty", "html", "cut tiff", "cut png"],
)
def test_a_fault_is_told_with_the_sender_s_name_and_no_path_of_the_server(
    tmp_path, content
) -> None:
    upload = tmp_path / "0123abcd.tif"
    upload.write_bytes(content)
    with pytest.raises(InputError) as caught:
        work.measure_upload(
            lambda *_: None, path=upload, folder=tmp_path / "work", name="my image.tif"
        )
    said = str(caught.value)
    assert said.startswith("my image.tif: ")
    assert not re.search(r"0123abcd|Traceback", said)
    assert str(tmp_path) not in said


def test_a_picture_far_too_large_is_refused_before_it_is_decoded(tmp_path) -> None:
    import struct
    import zlib

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    idat = b"IDAT" + zlib.compress(bytes(1000))
    pieces = [
        struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one))
        for one in (chunk, idat, b"IEND")
    ]
    upload = tmp_path / "bomb.png"
    upload.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(pieces))
    with pytest.raises(InputError, match="far too many pixels"):
        work.measure_upload(lambda *_: None, path=upload, folder=tmp_path / "work", name="bomb.png")


def test_of_a_figure_with_panels_one_is_asked_for(tmp_path, monkeypatch) -> None:
    from PIL import Image

    monkeypatch.setattr(measurement, "default_segmenter", Dark)
    part = tmp_path / "part.png"
    draw(part)
    one = np.asarray(Image.open(part))
    gap = np.full((20, 400), 255, np.uint8)
    upload = tmp_path / "figure.png"
    Image.fromarray(np.vstack([one, gap, one])).save(upload)
    arguments = {"path": upload, "folder": tmp_path / "work", "name": "figure.png"}
    about = work.measure_upload(lambda *_: None, **arguments)
    assert len(about["panels"]) == 2
    assert "panels" not in work.measure_upload(
        lambda *_: None, **arguments, roi=tuple(about["panels"][1])
    )
    found, table = Workspace(tmp_path / "work").read_found()
    assert len(table) == 30
    assert not found.labels[:300].any()
