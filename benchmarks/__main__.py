"""The index of the benchmarks, and the command that runs one."""

from __future__ import annotations

import ast
import difflib
import runpy
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
USAGE = """\
python -m benchmarks              list the benchmarks
python -m benchmarks NAME --help  say what one does
python -m benchmarks NAME ...     run it
"""


def index() -> dict[str, str]:
    """Return what each benchmark is, by name, without importing any."""
    found = {}
    for path in sorted(FOLDER.glob("[a-z]*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(part, ast.FunctionDef) and part.name == "main" for part in module.body):
            found[path.stem] = ast.get_docstring(module) or ""
    return found


def main(arguments: list[str]) -> int:
    """List the benchmarks, or run one.

    Args:
        arguments: A name and the benchmark's own arguments, or none.

    Returns:
        The exit code.
    """
    known = index()
    if not arguments or arguments[0] in ("-h", "--help"):
        width = max(map(len, known))
        lines = [f"{name:{width}}  {text.splitlines()[0]}" for name, text in known.items()]
        print(USAGE + "\n" + "\n".join(lines))
        return 0
    name, *rest = arguments
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "python -m benchmarks lists them"
        print(f"Error: there is no benchmark {name!r}\n  {hint}", file=sys.stderr)
        return 2
    if rest in (["-h"], ["--help"]):
        print(known[name])
        return 0
    sys.argv = [name, *rest]
    runpy.run_module(f"benchmarks.{name}", run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
