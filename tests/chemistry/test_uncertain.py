from __future__ import annotations

from pathlib import Path

from ostwald.chemistry.uncertain import markdown, uncertain_products, uncertain_reagents

PAGE = Path(__file__).parents[2] / "docs/chemicals.md"


def test_the_most_doubtful_come_first() -> None:
    statuses = [s.status for s in uncertain_reagents()]
    assert statuses[0] == "unidentified"
    assert "identified" not in statuses
    assert "identified" not in [p.status for p in uncertain_products()]


def test_the_page_lists_what_the_tables_say() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert markdown() in text, "run: python scripts/list_uncertain_chemicals.py"
