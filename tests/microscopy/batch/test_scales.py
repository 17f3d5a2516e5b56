import pytest

from ostwald.errors import InputError
from ostwald.microscopy.batch.scales import read_scale_table, scales_of
from ostwald.microscopy.batch.source import Source

IMAGES = [Source("/data/mon/a.png"), Source("/data/tue/a.png"), Source("/data/tue/b.tif")]


@pytest.mark.parametrize(
    "text",
    [
        "image,nm_per_px\nb.tif,0.5\n",
        "\ufeffimage,nm_per_px,note\r\nb.tif, 0.5,x\r\n",
        "image;nm_per_px\nb.tif;0,5\n",
    ],
)
def test_tables_as_spreadsheets_write_them(tmp_path, text):
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    assert scales_of(read_scale_table(tmp_path / "t.csv"), IMAGES) == {"/data/tue/b.tif": 0.5}


def test_equal_names_are_told_apart_by_their_folders():
    assert scales_of({"mon/a.png": 1.0, "./tue/a.png": 2.0}, IMAGES) == {
        "/data/mon/a.png": 1.0,
        "/data/tue/a.png": 2.0,
    }


def test_names_of_none_and_of_several():
    with pytest.raises(InputError, match=r"'a.png' names several.*'c.png' names no image"):
        scales_of({"a.png": 1.0, "c.png": 1.0}, IMAGES)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,scale\na,1\n", "columns"),
        ("", "columns"),
        ("image,nm_per_px\na,0\n,1\nb,x\nc,inf\n", "line 2.*line 3.*line 4.*line 5"),
        ("image,nm_per_px\na,1\na,2\n", "two sizes"),
    ],
)
def test_all_faults_at_once(tmp_path, text, told):
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(InputError, match=told):
        read_scale_table(tmp_path / "t.csv")


def test_no_table(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_scale_table(tmp_path / "t.csv")
