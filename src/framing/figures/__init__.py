"""Figures: a table in, Axes out.

A figure computes nothing, saves nothing and changes no setting of matplotlib. It always draws the
interval and always writes how many articles and events stand behind a point. What a point is, is
told twice: by colour (Okabe and Ito's, safe for colour-blind readers) and by marker or hatch.

Every point has a ``gid`` ``point-i``, its whisker ``whisker-i``, where ``i`` is the position of
its row in the table, so that a figure can be checked against its table.
"""

from __future__ import annotations

from framing.figures.agreement import plot_agreement
from framing.figures.alternatives import plot_alternatives, plot_left_out
from framing.figures.contrasts import plot_contrasts
from framing.figures.corrections import plot_correction
from framing.figures.decompositions import plot_decomposition
from framing.figures.events import plot_events
from framing.figures.floors import plot_callings, plot_sources, plot_stances
from framing.figures.keyness import plot_keyness
from framing.figures.looks import PALETTE
from framing.figures.names import plot_names_over_time
from framing.figures.ranks import plot_ranks
from framing.figures.rates import plot_naming, plot_rates
from framing.figures.risks import plot_risk
from framing.figures.roles import plot_roles
from framing.figures.saving import save_figure
from framing.figures.shares import plot_shares
from framing.figures.trends import plot_trend
from framing.figures.voices import plot_voices

__all__ = [
    "PALETTE",
    "plot_agreement",
    "plot_alternatives",
    "plot_callings",
    "plot_contrasts",
    "plot_correction",
    "plot_decomposition",
    "plot_events",
    "plot_keyness",
    "plot_left_out",
    "plot_names_over_time",
    "plot_naming",
    "plot_ranks",
    "plot_rates",
    "plot_risk",
    "plot_roles",
    "plot_shares",
    "plot_sources",
    "plot_stances",
    "plot_trend",
    "plot_voices",
    "save_figure",
]
