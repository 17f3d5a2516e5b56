"""Where evidence comes from that cannot be listed recipe by recipe, in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ostwald.datasets.collections import collection_name
from ostwald.models.answer import Evidence

NAMES_NONE = "no recipe is listed as evidence: this model does not name any"
RESEMBLES_NONE = (
    "no recipe is listed as evidence: nothing that this model has learnt from resembles this one"
)
OWN = "your own results"
ELSEWHERE = "the table that the model was trained on"


def unlisted_in_words(
    found: Sequence[Evidence], listed: Collection[str], least_similarity: float
) -> str | None:
    """Say what speaks for an answer beside the recipes that are listed.

    Args:
        found: What the model found, the most important first.
        listed: The ids of the published recipes that are listed.
        least_similarity: What is less alike is no evidence.

    Returns:
        One sentence; None where everything is listed.
    """
    if not found:
        return NAMES_NONE
    near = [one for one in found if one.similarity >= least_similarity]
    if not near:
        return RESEMBLES_NONE
    missing = [one for one in near if one.own is not None or one.recipe_id not in listed]
    if not missing:
        return None
    sources = " and ".join(dict.fromkeys(map(_source, missing)))
    alike = f"{int(100 * missing[0].similarity)} % alike"
    if len(missing) == len(near):
        return (
            f"no single recipe is listed as evidence: the nearest, {alike}, "
            f"{'come' if len(near) > 1 else 'comes'} from {sources}"
        )
    return (
        f"{len(missing)} of the {len(near)} nearest recipes, {alike}, "
        f"{'are' if len(missing) > 1 else 'is'} not listed: from {sources}"
    )


def _source(one: Evidence) -> str:
    if one.own is not None:
        return OWN
    return collection_name(one.recipe_id or "") or ELSEWHERE
