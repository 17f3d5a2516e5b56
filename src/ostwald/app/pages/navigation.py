"""The pages there are, in the order of the navigation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the navigation.

    Attributes:
        path: Its address.
        title: Its name.
        icon: Name of its icon.
        package: The package in ``ostwald.app.pages`` that registers it.
    """

    path: str
    title: str
    icon: str
    package: str


ENTRIES = (
    Entry("/", "Recipe", "science", "recipe"),
    Entry("/micrograph", "Micrograph", "grain", "micrograph"),
    Entry("/notebook", "Notebook", "menu_book", "notebook"),
)
