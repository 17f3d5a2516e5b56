"""Words that people write into the notebook: any sign but those that no database keeps."""

from __future__ import annotations

from ostwald.app.notebook.models import NAME_LENGTH
from ostwald.errors import InputError

_MOST_TEXT = 200_000


def clean_name(name: str, what: str = "the name") -> str:
    """Return a name as it is kept: one line, no blanks around it.

    Raises:
        InputError: It is empty, too long or has signs that cannot be kept.
    """
    cleaned = " ".join(clean_words(name, what).split())
    if not cleaned:
        raise InputError(f"{what} is empty", where="name", hint="give it a name")
    if len(cleaned) > NAME_LENGTH:
        raise InputError(
            f"{what} has {len(cleaned)} characters, more than {NAME_LENGTH}", where="name"
        )
    return cleaned


def clean_words(words: str, what: str) -> str:
    """Return words as they are kept: as they are.

    Raises:
        InputError: They are too long, or have signs that cannot be kept.
    """
    if len(words) > _MOST_TEXT:
        raise InputError(f"{what} has {len(words)} characters, more than {_MOST_TEXT}")
    if "\0" in words or any("\ud800" <= sign <= "\udfff" for sign in words):
        raise InputError(
            f"{what} has signs that cannot be kept", hint="take out the null bytes or half signs"
        )
    return words
