"""Domain: how far a recipe lies from what a model has seen."""

from ostwald.uncertainty.domain.calibrated import CalibratedDomain
from ostwald.uncertainty.domain.known_recipes import Familiarity, KnownRecipes
from ostwald.uncertainty.domain.seen import DomainModel
from ostwald.uncertainty.domain.verdict import DomainVerdict

__all__ = ["CalibratedDomain", "DomainModel", "DomainVerdict", "Familiarity", "KnownRecipes"]
