"""Write the list of doubtful chemicals into docs/chemicals.md.

    python scripts/list_uncertain_chemicals.py

A test fails while the page and the identity tables differ.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from ostwald.chemistry.uncertain import markdown

PAGE = Path(__file__).parents[1] / "docs/chemicals.md"
START, END = "<!-- uncertain: begin -->", "<!-- uncertain: end -->"


def main() -> None:
    """Replace what stands between the two marks of the page."""
    section = re.compile(f"{START}.*{END}", re.DOTALL)
    text = PAGE.read_text(encoding="utf-8")
    new, found = section.subn(lambda _: f"{START}\n{markdown()}\n{END}", text)
    if found != 1:
        sys.exit(f"{PAGE} has not exactly one list")
    PAGE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
