from pathlib import Path

from ostwald.microscopy.io.makers import makers
from ostwald.microscopy.io.registry import formats, image_suffixes

PAGE = Path(__file__).parents[3] / "docs" / "measure.md"


def test_suffixes_and_signatures_belong_to_one_format_each():
    suffixes = image_suffixes()
    assert len(set(suffixes)) == len(suffixes)
    signs = [sign for kind in formats() for sign in kind.signatures]
    assert len(set(signs)) == len(signs)


def test_the_page_says_what_is_believed_of_every_format_and_maker():
    page = PAGE.read_text(encoding="utf-8")
    for one in (*formats(), *makers()):
        assert one.believed in page, one.name
