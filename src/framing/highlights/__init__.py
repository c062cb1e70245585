"""An article with its evidence marked, to be read by a person.

Nothing in it runs and nothing is fetched: one style sheet, below one class, no scripts. Voice and
category are told by label and pattern as well as by colour. Every text is escaped; the article,
without the tags, is the article.
"""

from __future__ import annotations

from framing.highlights.pages import Highlight, highlight, write_page

__all__ = ["Highlight", "highlight", "write_page"]
