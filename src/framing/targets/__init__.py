"""Whom a loaded expression is about: the actor it stands beside, is said of, or belongs to."""

from framing.targets.actors import Actors
from framing.targets.rules import RULES, Target, Targets

__all__ = ["RULES", "Actors", "Target", "Targets"]
