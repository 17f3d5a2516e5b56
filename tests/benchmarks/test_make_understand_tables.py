import json

import pytest

from benchmarks import make_understand_tables as tables


@pytest.mark.parametrize("name", tables.TABLES)
def test_the_page_shows_what_is_stored(name):
    assert tables.TABLES[name]() in tables.PAGE.read_text("utf-8")


def test_the_page_counts_what_was_asked():
    stored = json.loads(tables.SUMMARY.read_text("utf-8"))
    page = " ".join(tables.PAGE.read_text("utf-8").split())
    assert f"each of {stored['papers']} papers" in page
    assert f"of which {stored['recipes_with_donors']} have" in page
