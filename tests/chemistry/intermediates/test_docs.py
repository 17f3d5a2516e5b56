from __future__ import annotations

import re
from pathlib import Path

from ostwald.chemistry.intermediates.rules import RULES

PAGE = Path(__file__).parents[3] / "docs" / "intermediates.md"


def test_every_rule_and_reference_is_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    package = Path(__file__).parents[3] / "src" / "ostwald" / "chemistry" / "intermediates"
    for rule in RULES:
        assert f"`{rule.name}`" in text
        assert f"**{rule.family}**" in text
    for module in package.glob("*.py"):
        for doi in re.findall(r'"(10\.\d{4,}/[^"]+)"', module.read_text(encoding="utf-8")):
            assert f"https://doi.org/{doi}" in text, doi


def test_the_page_links_no_reference_that_the_code_does_not_name() -> None:
    package = Path(__file__).parents[3] / "src" / "ostwald" / "chemistry" / "intermediates"
    code = "".join(module.read_text(encoding="utf-8") for module in package.glob("*.py"))
    linked = re.findall(r"\]\(https://doi\.org/([^)\s]+)\)", PAGE.read_text(encoding="utf-8"))
    assert linked
    assert not [doi for doi in linked if doi not in code]
