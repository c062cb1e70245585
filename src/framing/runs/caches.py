"""What takes longest, kept between runs by the digest of the texts: words, and who says what.

With another codebook only the words are looked up again.
"""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

from framing.attributions import attribute
from framing.corpus import Corpus
from framing.runs.manifests import digest
from framing.tables import read_table, replacing, write_json, write_table
from framing.words import WordIndex

__all__ = ["Cache"]


class Cache:
    """A folder of words and attributions, each under the digest of what it was made from.

    Parameters
    ----------
    folder : path
        Several runs, also at the same time, may share it. It may be removed at any time.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def attribute(self, corpus: Corpus, *, tagger: str = "learned") -> pd.DataFrame:
        """Return what `attribute` returns, from the folder where it is there.

        The corpus gets its index of words from there, too.
        """
        key = _key_of(corpus, tagger)
        kept = self._read(key, corpus)
        if kept is not None:
            return kept
        found = attribute(corpus, tagger=tagger)
        table, words = self._places(key)
        write_table(found, table)
        with replacing(words) as file:
            np.savez(file, **corpus.index.columns())  # type: ignore[arg-type]
        # Last, so that what it names is whole.
        write_json({path.name: digest(path) for path in (table, words)}, self._facts(key))
        return found

    def _facts(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _places(self, key: str) -> tuple[Path, Path]:
        return self.folder / f"{key}.parquet", self.folder / f"{key}.npz"

    def _read(self, key: str, corpus: Corpus) -> pd.DataFrame | None:
        """Return the attributions if they and the words are there as they were written."""
        with suppress(OSError, ValueError):
            said = json.loads(self._facts(key).read_text(encoding="utf-8"))
            table, words = self._places(key)
            if said == {path.name: digest(path) for path in (table, words)}:
                with np.load(words, allow_pickle=False) as columns:
                    corpus.keep_index(WordIndex.restored(corpus.texts, dict(columns)))
                return read_table(table)
        return None


def _key_of(corpus: Corpus, tagger: str) -> str:
    """Return the digest of texts, titles and ids, and of what reads them."""
    whole = sha256(json.dumps([version("framing"), tagger]).encode())
    for name in ("doc_id", "title", "text"):
        values = corpus.articles[name].tolist() if name in corpus.articles else []
        whole.update(np.array([len(value) for value in values], np.int64).tobytes())
        whole.update("".join(values).encode("utf-8", "surrogatepass"))
    return whole.hexdigest()[:32]
