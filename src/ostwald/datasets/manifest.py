"""The published files: where they come from, where they go, and their checksums."""

from __future__ import annotations

from dataclasses import dataclass

REPOSITORY = "Sharpiless/Nanocrystals-Deep-Learning"
BASE_URL = f"https://raw.githubusercontent.com/{REPOSITORY}"
# Commits of that repository which hold the files; the checksums pin their content.
_TABLES = "db8974966e98f84a2c5c060fc1231cd9a0db3623"
_SOURCE_DATA = "dc87748f2a31ece9158e8a47685279371642d0d0"

TERMS = (
    "Recipe data of Gu, Liang et al., ACS Nano 2025, 19(45), 39025 "
    "(doi 10.1021/acsnano.5c09134), published for non-commercial research use."
)


@dataclass(frozen=True)
class PublishedFile:
    """One file of the published data set.

    Attributes:
        target: Path below the data folder.
        commit: Commit of the public repository.
        source: Path in that repository.
        sha256: Checksum of the content, hexadecimal.
        needed: Whether the program cannot do without it.
    """

    target: str
    commit: str
    source: str
    sha256: str
    needed: bool = True


PUBLISHED_FILES = (
    PublishedFile(
        "recipes/gu2025/training_table.csv",
        _TABLES,
        "data/0309_classification_and_reg-raw-v3.csv",
        "106f0c05042710d5fea7fd4bc7a0221f9556bbc63d658a2c9b3ab3030175e41d",
    ),
    PublishedFile(
        "recipes/gu2025/shapes_list.txt",
        _TABLES,
        "data/shapes_list.txt",
        "8f59623178fd4828b902a1d9ee7d0287386eed612fa343bd38f41e297aa573d2",
    ),
    PublishedFile(
        "recipes/gu2025/raw_recipe_dataset.xlsx",
        _SOURCE_DATA,
        "Source data/Raw recipe dataset.xlsx",
        "73e45fcb15b79c63d5af097c2f657a8b9ae138abc960c7ba1de04e8cf52cd6e8",
    ),
    PublishedFile(
        "recipes/gu2025/chemical_abbreviations.xlsx",
        _SOURCE_DATA,
        "Source data/Chemical Abbreviations (4 sheets).xlsx",
        "df49227262527dd4abaf4d2b8f8324b8f07dc6576bf218fcf56c8d85b4bff6cb",
        needed=False,
    ),
    PublishedFile(
        "recipes/gu2025/random_failures.csv",
        _TABLES,
        "data/0404_failure.csv",
        "2e85f769914be25a4759f07a4afe6d0629172d2cf3adecfd5a5e7b821bb8e7dc",
        needed=False,
    ),
)
