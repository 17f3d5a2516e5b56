"""Getting the bytes of a file safely: it is there, not too large, and really text."""

from __future__ import annotations

from pathlib import Path

from ostwald.errors import InputError

MAX_RECIPE_FILE_BYTES = 5_000_000
MAX_TABLE_BYTES = 50_000_000


def check_file(path: Path, most_bytes: int) -> None:
    """Raise an error unless the path is a file of a reasonable size.

    Args:
        path: What to look at; it is not opened.
        most_bytes: The largest size accepted.

    Raises:
        InputError: It is missing, not a file, empty, or too large.
    """
    try:
        size = path.stat().st_size
        is_file = path.is_file()
    except FileNotFoundError:
        problem = "there is no such file"
        raise InputError(problem, where=str(path), hint="check the path") from None
    except (OSError, ValueError) as error:  # a name that no file system takes
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"cannot read: {reason}", where=str(path)) from error
    if not is_file:
        raise InputError("this is not a file", where=str(path), hint="give a file")
    if size == 0:
        raise InputError("the file is empty", where=str(path))
    if size > most_bytes:
        raise InputError(
            f"the file has {size / 1e6:.1f} MB, more than the {most_bytes / 1e6:g} MB limit",
            where=str(path),
            hint="split it, or check that it is the right file",
        )


def read_bytes(path: Path, most_bytes: int) -> bytes:
    """Return the content of a file.

    Args:
        path: The file.
        most_bytes: The largest size accepted.

    Returns:
        All of it.

    Raises:
        InputError: It cannot be read, is empty, or too large.
    """
    check_file(path, most_bytes)
    try:
        with path.open("rb") as file:
            content = file.read(most_bytes + 1)
    except OSError as error:
        raise InputError(f"cannot read: {error.strerror or error}", where=str(path)) from error
    if len(content) > most_bytes:
        raise InputError(f"the file is over {most_bytes / 1e6:g} MB", where=str(path))
    return content


def decode_text(content: bytes, where: str | None) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with its byte order mark.

    Args:
        content: The bytes.
        where: Name of the file, for the message.

    Returns:
        The text, without a byte order mark.

    Raises:
        InputError: The bytes are not text, or nothing but blanks.
    """
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not utf16 and b"\0" in content:
        raise InputError("the file is binary, not text", where=where, hint="check its name")
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file is not UTF-8 text (byte {error.start + 1})",
            where=where,
            hint='save it anew as UTF-8; in Excel, as "CSV UTF-8"',
        ) from error
    if "\0" in text:
        raise InputError("the file is binary, not text", where=where, hint="check its name")
    if not text.strip():
        raise InputError("the file is empty", where=where)
    return text
