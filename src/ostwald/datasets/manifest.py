"""Every file of data that a command reads: where it comes from, where it goes, its checksum."""

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
    """One file of the published data set, which ``ostwald data fetch`` downloads.

    Attributes:
        target: Path below the data folder.
        commit: Commit of the public repository.
        source: Path in that repository.
        sha256: Checksum of the content, hexadecimal.
        needed: Whether the program cannot do without it.
        used_by: What reads it.
    """

    target: str
    commit: str
    source: str
    sha256: str
    needed: bool = True
    used_by: str = "predict (nearest recipes), train, evaluate"


@dataclass(frozen=True)
class OtherFile:
    """A file, or a folder of files, that ``ostwald data fetch`` does not download.

    Attributes:
        target: Path below the data folder.
        used_by: What reads it, and does without it where it can.
        origin: Where it comes from and how it is made.
    """

    target: str
    used_by: str
    origin: str


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
        used_by="data fetch (the paper of each recipe)",
    ),
    PublishedFile(
        "recipes/gu2025/chemical_abbreviations.xlsx",
        _SOURCE_DATA,
        "Source data/Chemical Abbreviations (4 sheets).xlsx",
        "df49227262527dd4abaf4d2b8f8324b8f07dc6576bf218fcf56c8d85b4bff6cb",
        needed=False,
        used_by="tests",
    ),
    PublishedFile(
        "recipes/gu2025/random_failures.csv",
        _TABLES,
        "data/0404_failure.csv",
        "2e85f769914be25a4759f07a4afe6d0629172d2cf3adecfd5a5e7b821bb8e7dc",
        needed=False,
        used_by="nothing yet",
    ),
)

OTHER_FILES = (
    OtherFile(
        "recipes/gu2025/training_row_to_doi.csv",
        "predict (nearest recipes), train, evaluate",
        "made by `ostwald data fetch` from the training table and the raw workbook",
    ),
    OtherFile(
        "recipes/gu2025/published_size_predictions.csv",
        "evaluate --protocol published (the paper's own error beside)",
        f"github.com/{REPOSITORY}, 'Source data/Figure3/c/size prediciton.csv', with the row of "
        "the training table added: columns row, paper_pred",
    ),
    OtherFile(
        "recipes/gu2025/unimol_descriptors.npz",
        "train and evaluate with intermediates=published",
        f"github.com/{REPOSITORY}, feats/unioml_feats_20240309_1x_ours_1x_mof.pkl, rewritten as "
        "arrays names (1,800) and features (1,800 x 512)",
    ),
    *(
        OtherFile(
            f"recipes/nanoeql2026/{part}.csv",
            "evaluate --protocol nanoeql",
            f"github.com/ime1452/Nanocrystal-Equation-Learner, {part}_data.xlsx at commit 8a1b10e, "
            "saved as CSV with a column doi",
        )
        for part in ("train", "test")
    ),
    OtherFile(
        "recipes/uw/cdse.csv",
        "ostwald.datasets.read_uw",
        "github.com/akkaneror/Hot_injection, 'CdSe - BetterthanRaw.csv', masses turned into mmol",
    ),
    OtherFile(
        "recipes/uw/inp.csv",
        "ostwald.datasets.read_uw",
        "the table behind Nguyen et al., preprint doi 10.26434/chemrxiv-2022-b3fgw-v2",
    ),
    OtherFile(
        "tem/emps_train",
        "train-segmenter --data",
        "github.com/by256/emps (J. Chem. Inf. Model. 2021), training images with a short side of "
        "512 px, and index.csv with the DOI of each",
    ),
)


def how_to_get(target: str) -> str:
    """Return where a file of the data folder comes from.

    Args:
        target: Path below the data folder.

    Returns:
        A sentence for people.
    """
    for file in OTHER_FILES:
        if file.target == target and "data fetch" not in file.origin:
            return f"`ostwald data fetch` does not get it; its source is {file.origin}"
    return "get the data with: ostwald data fetch"
