"""Words and marks of many texts as tokens: a letter each, and their places.

The texts are read in groups, so that the work per text is a slice. Words glued by a hyphen are one
token, a possessive clitic is one, and so is each mark that parts phrases.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from framing.words import HYPHEN, WordIndex

__all__ = ["Tokenizer", "Tokens"]

_PUNCTUATION = {
    ",": ",", ";": ";", ":": ":", "?": "?", "!": "?", "(": "(", ")": ")", "[": "[", "]": "]",
    "–": "-", "—": "-", "-": "-", "―": "-", "，": ",", "：": ":", "；": ";",
}  # fmt: skip
_MARKUP = re.compile(r"<[A-Za-z/!][^<>]{0,300}>")
_PAD = "   "
_GROUP = 200_000
"""So many characters are read at once: enough to be fast, and little beside the texts."""
_KEPT = 2
Ints = npt.NDArray[np.int64]


class Tokens(NamedTuple):
    """The tokens of one text.

    Attributes
    ----------
    starts, ends : list of int
        Places in the text, half-open.
    tags : str
        A letter per token.
    types : list of int
        The word's type in the index, -1 for marks.
    """

    starts: list[int]
    ends: list[int]
    tags: str
    types: list[int]


class Tokenizer:
    """Gives the tokens of each text of an index.

    Parameters
    ----------
    index : WordIndex
        The words of the texts.
    plain : ndarray of uint8
        Per type of the index, its letter.

    Examples
    --------
    >>> index = WordIndex(["Russia’s so-called plan, he said."])
    >>> Tokenizer(index, np.full(len(index.types), ord("x"), np.uint8)).read(0).tags
    "x'xx,xx"
    """

    def __init__(self, index: WordIndex, plain: npt.NDArray[np.uint8]) -> None:
        self.index, self.plain = index, plain
        self._marks = np.zeros(0x110000, np.uint8)
        for char, tag in _PUNCTUATION.items():
            self._marks[ord(char)] = ord(tag)
        sizes = [len(text) for text in index.texts]
        self._group_of = (np.cumsum(sizes) // _GROUP).tolist() if sizes else []
        self._groups: dict[int, tuple[int, list[Tokens]]] = {}

    def read(self, number: int) -> Tokens:
        """Return the tokens of text `number`; those read one after the other are read at once."""
        group = self._group_of[number]
        if group not in self._groups:
            while len(self._groups) >= _KEPT:
                del self._groups[next(iter(self._groups))]
            first = int(np.searchsorted(self._group_of, group))
            stop = int(np.searchsorted(self._group_of, group, side="right"))
            self._groups[group] = first, self._read(first, stop)
        first, tokens = self._groups[group]
        return tokens[number - first]

    def _read(self, first: int, stop: int) -> list[Tokens]:
        index = self.index
        texts = index.texts[first:stop]
        joined = "".join([text + _PAD for text in texts])
        begins = np.cumsum([0, *(len(text) + len(_PAD) for text in texts)])
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        words = slice(int(index.first[first]), int(index.first[stop]))
        offsets = begins[index.text_of[words] - first]
        # A word with hyphens is one token, from its first part to its last.
        opens = np.ones(words.stop - words.start, bool)
        opens[1:] = index.glue[words][:-1] != HYPHEN
        heads = np.flatnonzero(opens)
        lasts = np.append(heads[1:] - 1, len(opens) - 1) if len(heads) else heads
        starts = (index.starts[words] + offsets)[heads]
        ends = (index.ends[words] + offsets)[lasts]
        types = index.ids[words][heads].astype(np.int64)
        tags = self.plain[types].copy()
        named = (tags == ord("N")) | (tags == ord("n"))
        tags[(heads != lasts) & ~named] = ord("x")
        places, marks = self._find_marks(codes)
        if "<" in joined:
            spans = _markup(texts, begins)
            kept, shown = _outside(spans, starts), _outside(spans, places)
            starts, ends, tags, types = starts[kept], ends[kept], tags[kept], types[kept]
            places, marks = places[shown], marks[shown]
        owned = _clitics(codes, starts, ends)
        every = np.concatenate([starts, places, owned])
        order = np.argsort(every, kind="stable")
        every = every[order]
        number = np.searchsorted(begins, every, side="right") - 1
        others = np.full(len(places) + len(owned), -1, np.int64)
        letters = np.concatenate([tags, marks, np.full(len(owned), ord("'"), np.uint8)])[order]
        all_starts = (every - begins[number]).tolist()
        all_ends = (np.concatenate([ends, places + 1, owned + 2])[order] - begins[number]).tolist()
        all_types = np.concatenate([types, others])[order].tolist()
        all_tags = letters.tobytes().decode("latin-1")
        cuts = np.searchsorted(every, begins).tolist()
        return [
            Tokens(all_starts[a:b], all_ends[a:b], all_tags[a:b], all_types[a:b])
            for a, b in pairwise(cuts)
        ]

    def _find_marks(self, codes: npt.NDArray[np.uint32]) -> tuple[Ints, npt.NDArray[np.uint8]]:
        """Return the marks that part phrases, not those inside a word or a number."""
        kinds = self._marks[codes]
        places = np.flatnonzero(kinds)
        marks = kinds[places]
        before, after = codes[np.maximum(places - 1, 0)], codes[places + 1]
        lone = (before == ord(" ")) | (before == ord("-")) | (after == ord("-"))
        lone |= places == 0
        number = _digits(before) & _digits(after) & ((marks == ord(",")) | (marks == ord(":")))
        good = np.where(codes[places] == ord("-"), lone, ~number)
        return places[good], marks[good]


def _digits(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    return (codes >= ord("0")) & (codes <= ord("9"))


def _clitics(codes: npt.NDArray[np.uint32], starts: Ints, ends: Ints) -> Ints:
    """Return where a possessive clitic follows its word; no letter follows the s."""
    beyond = np.append(starts[1:], len(codes)) if len(starts) else starts
    marked = (codes[ends] == ord("'")) | (codes[ends] == ord("’"))
    owned = marked & ((codes[ends + 1] | 32) == ord("s")) & (beyond != ends + 2)
    return np.asarray(ends[owned], np.int64)


def _markup(texts: tuple[str, ...], begins: Ints) -> Ints:
    """Return the HTML tags of the texts; their attributes say nothing."""
    spans = [
        (begin + match.start(), begin + match.end())
        for text, begin in zip(texts, begins.tolist(), strict=False)
        if "<" in text
        for match in _MARKUP.finditer(text)
    ]
    return np.array(spans, np.int64).reshape(-1, 2)


def _outside(spans: Ints, where: Ints) -> npt.NDArray[np.bool_]:
    if not len(spans):
        return np.ones(len(where), bool)
    k = np.searchsorted(spans[:, 0], where, side="right") - 1
    return np.asarray((k < 0) | (where >= spans[np.maximum(k, 0), 1]))
