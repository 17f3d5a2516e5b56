"""What is said of evidence that cannot be listed."""

from __future__ import annotations

import pytest

from ostwald.models.answer import Evidence
from ostwald.prediction.unlisted import NAMES_NONE, RESEMBLES_NONE, unlisted_in_words

GU = Evidence("gu2025-1", 0.9)
UW = Evidence("uw-inp-7", 0.759)
OWN = Evidence("gu2025-1", 0.8, own=0)
TABLE = Evidence(None, 0.7)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], NAMES_NONE),
        ([Evidence("gu2025-1", 0.01)], RESEMBLES_NONE),
        ([GU], None),
        (
            [UW, UW],
            "no single recipe is listed as evidence: the nearest, 75 % alike, come from "
            "the InP collection of the University of Washington",
        ),
        (
            [GU, UW],
            "1 of the 2 nearest recipes, 75 % alike, is not listed: from "
            "the InP collection of the University of Washington",
        ),
        (
            [OWN, TABLE],
            "no single recipe is listed as evidence: the nearest, 80 % alike, come from "
            "your own results and the table that the model was trained on",
        ),
    ],
)
def test_where_evidence_comes_from(found: list[Evidence], expected: str | None) -> None:
    assert unlisted_in_words(found, {"gu2025-1"}, 0.05) == expected
