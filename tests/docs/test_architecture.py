"""The diagram of `docs/architecture.md` is true: imports run along its arrows, and only down."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "ostwald"
# What stands beside the rooms and may be used by all of them.
BESIDE = {
    "errors",
    "progress",
    "plotting",
    "_files",
    "_optional",
    "_threads",
    "__init__",
    "__main__",
}


def arrows() -> dict[str, set[str]]:
    """Return the rooms that each room points at."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for room in re.findall(r"^  (\w+)\[", page, re.MULTILINE):
        found.setdefault(room, set())
    for above, below in re.findall(r"^  (\w+) --> (.+)$", page, re.MULTILINE):
        found[above] |= {room.strip() for room in below.split("&")}
    return found


def imports() -> dict[tuple[str, str], Path]:
    """Return which room imports which, with one file that does."""
    found: dict[tuple[str, str], Path] = {}
    for path in SOURCE.rglob("*.py"):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            for name in names:
                parts = name.split(".")
                if parts[0] == "ostwald" and len(parts) > 1:
                    found.setdefault((room, parts[1]), path)
    return found


def below(room: str, graph: dict[str, set[str]]) -> set[str]:
    """Return all rooms that can be reached from a room."""
    reached: set[str] = set()
    ahead = [room]
    while ahead:
        for each in graph.get(ahead.pop(), set()) - reached:
            reached.add(each)
            ahead.append(each)
    return reached


def test_every_room_is_in_the_diagram() -> None:
    rooms = {
        path.stem for path in SOURCE.iterdir() if path.is_dir() and not path.name.startswith("_")
    }
    rooms |= {path.stem for path in SOURCE.glob("*.py")} - BESIDE
    assert rooms == set(arrows())


def test_no_arrow_leads_back_up() -> None:
    graph = arrows()
    for room in graph:
        assert room not in below(room, graph), room


def test_imports_run_along_the_arrows() -> None:
    graph = arrows()
    for (room, other), path in imports().items():
        if other in graph and room in graph and other != room:
            assert other in below(room, graph), f"{path.relative_to(ROOT)} imports {other}"


def test_every_arrow_is_used() -> None:
    used = set(imports())
    for room, others in arrows().items():
        for other in others:
            assert (room, other) in used, f"nothing in {room} imports {other}"
