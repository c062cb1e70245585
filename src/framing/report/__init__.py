"""A report: one page that stands alone, with every number one click from its evidence.

The page is readable without its script, which only filters; nothing in it is fetched, and no word
of an article is ever markup. Beside it lie the tables (CSV and LaTeX) and the figures (PNG, SVG,
PDF) that it shows.
"""

from __future__ import annotations

from framing.report.doors import write_report

__all__ = ["write_report"]
