"""Writing files so that a crash never leaves half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ostwald.errors import InputError


@contextmanager
def atomic_path(target: Path) -> Iterator[Path]:
    """Give a temporary path beside the target and rename it when the block ends well.

    Args:
        target: The file to write; its folder is made when missing.

    Yields:
        A path with the target's suffix, in the target's folder.

    Raises:
        InputError: The folder cannot be written to.
    """
    temporary: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.stem}-", suffix=target.suffix
        )
        os.close(handle)
        temporary = Path(name)
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(target)
    except OSError as error:
        raise InputError(
            f"cannot write: {error.strerror or error}",
            where=str(target),
            hint="check that the folder exists, is writable and has space left",
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_text(target: Path, text: str) -> None:
    """Write a text file atomically, as UTF-8.

    Args:
        target: The file to write.
        text: Its whole content.

    Raises:
        InputError: The file cannot be written.
    """
    with atomic_path(target) as path:
        path.write_text(text, encoding="utf-8")


def display_name(text: str) -> str:
    r"""Return a file name as it can be printed and stored as UTF-8.

    Args:
        text: A name or path, perhaps with bytes that are not UTF-8, or with line breaks.

    Returns:
        The same, with such characters escaped: ``a\xff.png``, ``a\nb.png``.
    """
    readable = os.fsencode(text).decode("utf-8", "backslashreplace")
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")
        for sign in readable
    )
