import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostwald.microscopy.scale.length import is_reciprocal_length, parse_length


@pytest.mark.parametrize(
    ("text", "nm"),
    [
        ("50 nm", 50),
        ("50nm", 50),
        ("2 µum", 2000),
        ("100.0nm", 100),
        ("0.5 µm", 500),
        ("0.5 μm", 500),
        ("0,5 um", 500),
        ("0. 5 µm", 500),
        ("1 µm", 1000),
        ("1.00um", 1000),
        ("2 microns", 2000),
        ("20 Å", 2),
        ("20 A", 2),
        ("1 mm", 1e6),
        ("5 0 nm", 50),
        ("I00 nm", 100),
        ("l0 nm", 10),
        ("|0nm", 10),
        ("2O0 nm", 200),
        ("5O nm", 50),
        (" = 200 nm.", 200),
        ("2.5nm", 2.5),
        ("(b) 500 nm", 500),  # a panel letter beside the label
    ],
)
def test_lengths(text, nm):
    length = parse_length(text)
    assert length is not None
    assert length.nm == pytest.approx(nm)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nm",
        "50",
        "50 pm",  # more likely a µm that was misread
        "50 kV",
        "a10 nm",
        "(10 nm",
        "IO nm",  # no real digit
        "S0 nm",
        "1,000 nm",  # a thousand or one
        "1.2.3 nm",
        "-5 nm",
        "0 nm",
        "0.0 µm",
        "007 nm",
        "123456 nm",
        "50 nm 20 nm",
        "WD 5.0 mm",
        "mag 50 000 x",
        "1e3 nm",
        "__import__('os') nm",
        "5*10 nm",
        "½ µm",
        "٣ nm",
        "9999 mm",
    ],
)
def test_everything_else_is_unread(text):
    assert parse_length(text) is None


def test_mended_readings_are_marked():
    assert parse_length("I00 nm").repaired
    assert parse_length("5 0 nm").repaired
    assert not parse_length("100.5 nm").repaired


@pytest.mark.parametrize(
    "text", ["5 1/nm", "10 nm-1", "2 1/Å", "5 nm^-1", "20 mrad", "5/nm", "5 nm-"]
)
def test_labels_of_diffraction_patterns(text):
    assert is_reciprocal_length(text)
    assert parse_length(text) is None


def test_usual_values_are_more_plausible_than_odd_ones():
    usual, seldom, odd = (parse_length(f"{v} nm").plausibility for v in (50, 30, 37))
    assert usual > seldom > odd
    assert parse_length("1000 nm").plausibility < parse_length("1 µm").plausibility


@given(st.text(max_size=40))
def test_any_text_is_safe(text):
    length = parse_length(text)
    assert length is None or 0.05 <= length.nm <= 5e6
    is_reciprocal_length(text)


@given(
    st.integers(1, 9999),
    st.sampled_from([("nm", 1), ("um", 1e3), ("µm", 1e3), ("μm", 1e3), ("Å", 0.1), ("mm", 1e6)]),
    st.sampled_from(["", " ", "  "]),
)
def test_whole_numbers_come_back(value, unit, space):
    nm = value * unit[1]
    length = parse_length(f"{value}{space}{unit[0]}")
    if 0.05 <= nm <= 5e6:
        assert length.nm == pytest.approx(nm)
        assert length.value == value
    else:
        assert length is None


@given(st.integers(0, 999), st.integers(0, 99), st.sampled_from(".,"))
def test_decimals_come_back(whole, hundredths, mark):
    length = parse_length(f"{whole}{mark}{hundredths:02d} µm")
    value = whole + hundredths / 100
    assert (length is None) == (value == 0)
    assert length is None or length.value == pytest.approx(value)
