import pytest

from ostwald.app.pages.micrograph.wording import page_words, size_line


@pytest.mark.parametrize(
    "said",
    [
        "no scale: no metadata and no scale bar that could be read; sizes are in pixels; "
        "give --nm-per-px",
        "two scale bars disagree (a and b); give the right pixel size with --nm-per-px",
        "the file holds 3 images; only the first is measured; choose others with --frame, "
        "--channel or --all-frames",
        "crop one, or measure one at a time with --roi x,y,w,h: 0,0,5,5, 5,5,9,9",
    ],
)
def test_no_option_of_the_command_line_is_told_on_the_page(said) -> None:
    assert "--" in said
    assert "--" not in page_words(said)


@pytest.mark.parametrize(
    ("mean", "std", "line"),
    [
        (9.8321, 0.7134, "9.83 ± 0.71 nm"),
        (37.41, 1.84, "37.4 ± 1.8 nm"),
        (412.3, 23.4, "412 ± 23 nm"),
        (5.0, 0.0, "5.000 ± 0.000 nm"),
        (33.7821, 0.0543, "33.78 ± 0.05 nm"),
        (5.0, None, "5 nm"),
    ],
)
def test_a_size_is_told_to_two_digits_of_its_spread(mean, std, line) -> None:
    assert size_line({"size_nm": {"mean": mean, "std": std}, "size_px": None}) == line
