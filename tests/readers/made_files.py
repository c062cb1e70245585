"""Files for the tests of reading, and what reading them says."""

from __future__ import annotations

import warnings
from pathlib import Path

from framing import Corpus, FramingWarning, read_corpus

ROWS = [
    {"doc_id": "a1", "outlet": "Courier", "text": "The “talks”\nfailed, Dorvyn’s aide said."},
    {"doc_id": "a2", "outlet": "NA", "text": 'They met; "at last"\tagain, | they say.'},
]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def noted(source: object, **options: object) -> tuple[Corpus, list[list[str]]]:
    """Read with one warning at most; return the articles and row, rule, action, reason."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        corpus = read_corpus(source, **options)  # type: ignore[arg-type]
    assert [item.category for item in caught] == [FramingWarning] * (len(corpus.receipt) > 0)
    return corpus, corpus.receipt[["row", "rule", "action", "reason"]].values.tolist()
