import pytest

from ostwald.errors import InputError
from ostwald.microscopy.settings import Settings, parse_roi


@pytest.mark.parametrize(
    "wrong",
    [
        {"nm_per_px": 0}, {"nm_per_px": float("nan")}, {"min_size_nm": -1}, {"max_size_nm": 0},
        {"min_size_nm": 5, "max_size_nm": 4}, {"min_circularity": 1.1}, {"contrast": "grey"},
        {"roi": (-1, 0, 5, 5)}, {"roi": (0, 0, 0, 5)},
    ],
)  # fmt: skip
def test_impossible_values(wrong):
    with pytest.raises(InputError):
        Settings(**wrong)


def test_only_what_was_asked_for_is_stored():
    assert Settings().to_json() == {}
    assert Settings(nm_per_px=0.5, roi=(1, 2, 3, 4)).to_json() == {
        "nm_per_px": 0.5,
        "roi": [1, 2, 3, 4],
    }


def test_parts_as_typed():
    assert parse_roi("10, 20,300,400") == (10, 20, 300, 400)
    for text in ("", "1,2,3", "a,b,c,d", "1,2,3,4,5", "1.5,2,3,4"):
        with pytest.raises(InputError, match="--roi"):
            parse_roi(text)
