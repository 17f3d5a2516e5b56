"""Recipe texts that the tests of this room share."""

from __future__ import annotations

import pytest
from hypothesis import settings

# The first text with a unit builds pint's registry, which takes longer than the usual deadline.
settings.register_profile("recipes", deadline=None)
settings.load_profile("recipes")

RECIPE_TEXT = """\
id: one
product: PbSe
reagents:
  - {name: PbO, amount: 4 mmol}
  - {name: Se, amount: 6}
  - {name: trioctylphosphine, amount: 3 mL}
  - {name: my ligand, smiles: CCCCCCCCN, amount: 1 g}
injection_temperature: 180 degC
reaction_temperature: 453.15 K
reaction_time: 0.5 h
heating_rate: 0 degC/min
"""


@pytest.fixture
def recipe_text() -> str:
    return RECIPE_TEXT
