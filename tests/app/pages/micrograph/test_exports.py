import pytest

from ostwald.app.pages.micrograph.exports import Made, safe_stem


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a.tif", "a"),
        ('<svg onload="x">.png', "_svg onload=_x__"),
        ("...", "image"),
        (" .tif", "image"),
        ("µ b.dm3", "µ b"),
    ],
)
def test_names_of_files_are_such_as_every_system_takes(name, stem) -> None:
    assert safe_stem(name) == stem


def test_no_name_can_break_out_of_the_header() -> None:
    header = Made(b"", 'a"; x="é\u20ac.csv', "text/csv").headers["content-disposition"]
    assert header.encode("ascii")
    assert header.count('"') == 2
