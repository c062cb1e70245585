"""Public research corpora at one call.

Articles may not be passed on with this package. What it carries is the road back to them: for each
corpus its repository at one commit, the hash of every file, its terms and citation
(``registry.toml``, ``files.csv``), and a converter from the original format.
"""

from __future__ import annotations

from framing.datasets.fetches import fetch, list_datasets

__all__ = ["fetch", "list_datasets"]
