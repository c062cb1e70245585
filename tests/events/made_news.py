"""Invented news: events of two topics, as several outlets report them."""

from __future__ import annotations

import pandas as pd

from framing import Corpus, read_corpus

__all__ = ["ACCORD", "FERRY", "FLOOD", "STRIKE", "news"]

ACCORD = [
    "Envoys of Dorvyn and Sarn signed a grain accord in Vell on Monday, ending months of talks.",
    "Sarn and Dorvyn signed the grain accord in Vell after months of talks, envoys said.",
    "The grain accord of Dorvyn and Sarn was signed by envoys in Vell.",
]
FERRY = [
    "A ferry with ninety passengers sank in the harbour of Oster; divers searched the wreck.",
    "Divers searched the wreck of the ferry that sank in the harbour of Oster with passengers.",
    "The ferry sank in Oster harbour, passengers were saved, and divers went to the wreck.",
]
STRIKE = [
    "Miners of the Kesh pits walked out over unpaid wages, and the union blamed owner Brelin.",
    "The union of miners blamed owner Brelin for unpaid wages as the Kesh pits stood still.",
]
FLOOD = "Rivers rose in Orlov Kray and villages were cleared by soldiers in boats."


def news(*rows: tuple[str, str, str, str], **columns: list[str]) -> Corpus:
    """Return a corpus of rows (id, outlet, date, text)."""
    table = pd.DataFrame(rows, columns=["doc_id", "outlet", "date", "text"])
    return read_corpus(table.assign(**columns))
