"""The recipe that the page starts with: a good one, so that it is seen at once what it does."""

from __future__ import annotations

from ostwald.app.pages.recipe.draft import Draft, read_drafts

# Lead selenide dots, doi 10.1021/jp102660g.
_TEXT = """
id: PbSe dots
product: PbSe
reagents:
  - {name: PbO, amount: 0.893 g}
  - {name: oleic acid, amount: 8 mmol}
  - {name: 1-octadecene, amount: 16.3 mL}
  - {name: Se, amount: 8 mL of 1 M in TOP}
injection_temperature: 170 °C
reaction_temperature: 140 °C
reaction_time: 4 min
heating_rate: 0 °C/min
"""


def example() -> Draft:
    """Return the example."""
    return read_drafts(_TEXT)[0]
