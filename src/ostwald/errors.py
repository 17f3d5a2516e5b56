"""Errors that a person can act on."""

from __future__ import annotations

from collections.abc import Sequence


class OstwaldError(Exception):
    """Base of every error that ostwald raises on purpose.

    Args:
        problem: What is wrong, in one sentence.
        where: The file, row, field or recipe it was found in.
        hint: How to mend it.
    """

    def __init__(self, problem: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.problem = problem
        self.where = where
        self.hint = hint
        super().__init__(str(self))

    def __str__(self) -> str:
        """Return the message in one line: where, what, how to mend it."""
        text = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{text} ({self.hint})" if self.hint else text

    def at(self, where: str) -> OstwaldError:
        """Return the same error with an outer place put before its own."""
        place = f"{where}, {self.where}" if self.where else where
        return type(self)(self.problem, where=place, hint=self.hint)


class InputError(OstwaldError):
    """The input or an argument cannot be used; the command line exits with 2."""


class SeveralInputError(InputError):
    """Several things are wrong with one input, all found at once.

    Args:
        errors: Two or more, each with its own place and hint.
        where: A place that they share.
    """

    def __init__(self, errors: Sequence[OstwaldError], *, where: str | None = None) -> None:
        self.errors = tuple(errors)
        shown = "; ".join(str(error) for error in self.errors)
        super().__init__(f"{len(self.errors)} things are wrong: {shown}", where=where)

    def at(self, where: str) -> SeveralInputError:
        """Return the same errors with an outer place put before their own."""
        place = f"{where}, {self.where}" if self.where else where
        return SeveralInputError(self.errors, where=place)


def raise_all(errors: Sequence[OstwaldError]) -> None:
    """Raise the errors that were collected, as one; do nothing where there are none."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SeveralInputError(errors)


class MissingExtraError(OstwaldError):
    """An optional dependency is needed and not installed."""


class MissingDataError(OstwaldError):
    """The published data set is needed and not installed."""
