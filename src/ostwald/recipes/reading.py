"""Getting the bytes of a file safely: it is there, not too large, and really text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ostwald.errors import InputError

MAX_RECIPE_FILE_BYTES = 5_000_000
MAX_TABLE_BYTES = 50_000_000

# What a chemist's text in Windows-1252 may hold beside ASCII; anything else is no such text.
_WESTERN = frozenset("°µ·•±×²³¹½¼®™…–—‘’“”´ÅåÄäÖöÜüßÉéÈèÊêËëÁáÀàÂâÍíÎîÏïÓóÒòÔôÚúÙùÛûÑñÇçØøÆæ\u00a0")


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


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The text of a file, and what had to be assumed to read it.

    Attributes:
        text: Without a byte order mark.
        remark: In words; None for plain UTF-8.
    """

    text: str
    remark: str | None = None


def decode_text(content: bytes, where: str | None) -> DecodedText:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252.

    Args:
        content: The bytes.
        where: Name of the file, for the message.

    Returns:
        The text; Windows-1252, which any bytes might be, is remarked.

    Raises:
        InputError: The bytes are not text, or nothing but blanks.
    """
    decoded = _decode(content, where)
    if "\0" in decoded.text:
        raise InputError("the file is binary, not text", where=where, hint="check its name")
    if not decoded.text.strip():
        raise InputError("the file is empty", where=where)
    return decoded


def _decode(content: bytes, where: str | None) -> DecodedText:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return DecodedText(content.decode("utf-16"))
        except UnicodeDecodeError as error:
            raise InputError(
                "the file is damaged UTF-16 text", where=where, hint="save it anew as UTF-8"
            ) from error
    if guessed := _utf16_without_mark(content):
        return DecodedText(content.decode(guessed), f"read as {guessed.upper()} text")
    if b"\0" in content:
        raise InputError("the file is binary, not text", where=where, hint="check its name")
    try:
        return DecodedText(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        place = error.start
    text = content.decode("cp1252", errors="replace")
    if not all((sign.isascii() and sign >= "\t") or sign in _WESTERN for sign in text):
        raise InputError(
            f"the file is not UTF-8 text (byte {place + 1})",
            where=where,
            hint='save it anew as UTF-8; in Excel, as "CSV UTF-8"',
        )
    line = content.count(b"\n", 0, place) + 1
    return DecodedText(
        text,
        f"not UTF-8, so read as Windows-1252 (first sign of it: {text[place]!r} in line {line}); "
        "save it as UTF-8 if a sign is wrong",
    )


def _utf16_without_mark(content: bytes) -> str | None:
    """Return the UTF-16 in which every other byte of plain text would be zero, or None."""
    head = content[:400]
    if len(head) < 4 or len(content) % 2:
        return None
    for name, zeros, letters in (
        ("utf-16-le", head[1::2], head[0::2]),
        ("utf-16-be", head[0::2], head[1::2]),
    ):
        if zeros.count(0) > 0.8 * len(zeros) and letters.count(0) == 0:
            try:
                content.decode(name)
            except UnicodeDecodeError:
                return None
            return name
    return None
