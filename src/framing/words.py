"""The words of many texts, found once.

Everything that looks for words (the codebook, the cues of attribution) asks this index: an entry
is looked up among the *types* of the vocabulary, and a hit is a place in an array. Texts are never
lowered or cleaned; only the types are folded.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

__all__ = ["BREAK", "END", "HYPHEN", "SPACE", "WordIndex", "fold"]

SPACE, HYPHEN, BREAK, END = 0, 1, 2, 3
"""What stands between a word and the next: blanks, a hyphen, other marks, a paragraph's end."""

_APOSTROPHES = "'’ʼ＇"
_HYPHENS = "-‐‑"
_SOFT = "\N{SOFT HYPHEN}"
_LETTER, _APOSTROPHE, _HYPHEN, _BLANK, _NEWLINE, _INVISIBLE, _OTHER = 1, 2, 3, 4, 5, 6, 0
_COLUMNS = ("starts", "ends", "text_of", "first", "ids", "glue")
_CHUNK = 1_000_000


def fold(word: str) -> str:
    r"""Return the form in which two spellings of one word are equal.

    Examples
    --------
    >>> fold("Doesn’t"), fold("ＮＡＴＯ"), fold("Straße"), fold("reck\N{SOFT HYPHEN}less")
    ("doesn't", 'nato', 'strasse', 'reckless')
    """
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", word.replace(_SOFT, "")).casefold()
    for mark in _APOSTROPHES[1:]:
        folded = folded.replace(mark, "'")
    return unicodedata.normalize("NFC", folded)


def _kind(code: int) -> int:
    char = chr(code)
    if char in _APOSTROPHES:
        return _APOSTROPHE
    if char in _HYPHENS:
        return _HYPHEN
    if char == _SOFT:
        return _INVISIBLE
    # A carriage return is no line of its own: CRLF must count once.
    if char in "\n\x0b\x0c\x85\u2028\u2029":
        return _NEWLINE
    if char.isspace() or char in "\u200b\ufeff":
        return _BLANK
    # A joiner (ZWJ, ZWNJ) holds a word together in many scripts; in an emoji no letter is near.
    return _LETTER if unicodedata.category(char)[0] in "LNM" or code in (0x200C, 0x200D) else _OTHER


def _kinds(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    table = np.zeros(0x110000, np.uint8)
    seen = np.zeros(0x110000, bool)
    seen[codes] = True
    for code in np.flatnonzero(seen).tolist():
        table[code] = _kind(code)
    return table[codes]


_ALONE = np.full(_INVISIBLE + 1, BREAK, np.uint8)
"""By the kind of a character that stands alone between two words, what it is between them."""
_ALONE[[_BLANK, _NEWLINE]] = SPACE
_ALONE[_HYPHEN] = HYPHEN


def _between_letters(kinds: npt.NDArray[np.uint8], kind: int) -> npt.NDArray[np.int64]:
    marks = np.flatnonzero(kinds == kind)
    marks = marks[(marks > 0) & (marks < len(kinds) - 1)]
    between = (kinds[marks - 1] == _LETTER) & (kinds[marks + 1] == _LETTER)
    return np.asarray(marks[between], np.int64)


def _count_types(
    letters: npt.NDArray[np.uint32], sizes: npt.NDArray[np.int64], vocabulary: dict[str, int]
) -> npt.NDArray[np.int32]:
    """Return the number of each word's type; types not seen before are numbered on.

    `letters` are the words' characters one after the other, `sizes` how many each word has.
    """
    # Here, so that nothing else waits for it.
    import pyarrow as pa

    cuts = np.concatenate([[0], np.cumsum(sizes * letters.itemsize)])
    buffers = [None, pa.py_buffer(cuts), pa.py_buffer(letters)]
    words = pa.Array.from_buffers(pa.large_binary(), len(sizes), buffers).dictionary_encode()
    _, cuts, spelled = words.dictionary.buffers()
    types = bytes(spelled or b"").decode("utf-32-le", "surrogatepass")
    places = np.frombuffer(cuts, np.int64, len(words.dictionary) + 1) // letters.itemsize
    numbers = [
        vocabulary.setdefault(types[a:b], len(vocabulary)) for a, b in pairwise(places.tolist())
    ]
    return np.asarray(np.array(numbers, np.int32)[words.indices.to_numpy()], np.int32)


class WordIndex:
    """The words of many texts: where each stands, which type it is, what glues it to the next.

    A word is a run of letters, digits and marks; an apostrophe inside belongs to it (*doesn’t*,
    *O’Brien*), a final possessive does not (*Russia’s* is *Russia*). A hyphen parts two words that
    stay glued, so that *so-called* and *so called* are the same two words; a soft hyphen, which
    only says where a line may break, parts none.

    Parameters
    ----------
    texts : sequence of str
        The texts, as they are.

    Attributes
    ----------
    texts : tuple of str
    starts, ends : ndarray of int32
        Per word, its place in its own text, in code points.
    text_of : ndarray of int32
        Per word, the number of its text.
    first : ndarray of int64, length ``len(texts) + 1``
        The words of text ``i`` are ``first[i]:first[i + 1]``.
    ids : ndarray of int32
        Per word, the number of its type.
    types, folded : tuple of str
        Per type, the word as written and its folded form.
    glue : ndarray of uint8
        Per word, what stands before the next: `SPACE`, `HYPHEN`, `BREAK` or `END`.

    Examples
    --------
    >>> index = WordIndex(["Russia’s so-called plan.", "No."])
    >>> [index.texts[0][a:b] for a, b in zip(index.starts[:4], index.ends[:4])]
    ['Russia', 'so', 'called', 'plan']
    >>> index.glue.tolist()
    [0, 1, 0, 3, 3]
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = tuple(texts)
        vocabulary: dict[str, int] = {}
        parts = [self._scan(group, vocabulary) for group in self._groups()]
        empty = np.zeros(0, np.int32)

        def join(k: int, dtype: npt.DTypeLike) -> npt.NDArray[np.int32]:
            return np.concatenate([part[k] for part in parts] or [empty]).astype(dtype, copy=False)

        self.starts = join(0, np.int32)
        self.ends = join(1, np.int32)
        self.text_of = join(2, np.int32)
        self.ids = join(3, np.int32)
        self.glue: npt.NDArray[np.uint8] = join(4, np.uint8)  # type: ignore[assignment]
        self.types = tuple(vocabulary)
        self.folded = tuple(fold(word) for word in self.types)
        counts = np.bincount(self.text_of, minlength=len(self.texts))
        self.first: npt.NDArray[np.int64] = np.concatenate([[0], np.cumsum(counts)]).astype(
            np.int64
        )

    def columns(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return all that was found as arrays, from which `restored` makes the index again."""
        spelled = "".join(self.types).encode("utf-32-le", "surrogatepass")
        return {
            **{name: getattr(self, name) for name in _COLUMNS},
            "letters": np.frombuffer(spelled, np.uint32),
            "sizes": np.array([len(word) for word in self.types], np.int32),
        }

    @classmethod
    def restored(
        cls, texts: Sequence[str], columns: Mapping[str, npt.NDArray[np.generic]]
    ) -> WordIndex:
        """Return the index of these texts from what `columns` gave.

        Examples
        --------
        >>> index = WordIndex(["Two words."])
        >>> WordIndex.restored(index.texts, index.columns()).types
        ('Two', 'words')
        """
        index = cls([])
        index.texts = tuple(texts)
        for name in _COLUMNS:
            setattr(index, name, columns[name])
        letters = columns["letters"].tobytes().decode("utf-32-le", "surrogatepass")
        cuts = np.cumsum(columns["sizes"]).tolist()
        index.types = tuple([letters[a:b] for a, b in pairwise([0, *cuts])])
        index.folded = tuple([fold(word) for word in index.types])
        return index

    def __len__(self) -> int:
        return len(self.ids)

    def _groups(self) -> Iterator[range]:
        start, size = 0, 0
        for i, text in enumerate(self.texts):
            size += len(text)
            if size > _CHUNK:
                yield range(start, i + 1)
                start, size = i + 1, 0
        if start < len(self.texts):
            yield range(start, len(self.texts))

    def _scan(
        self, group: range, vocabulary: dict[str, int]
    ) -> tuple[npt.NDArray[np.integer], ...]:
        """Find the words of some texts at once, with a blank line between any two."""
        joined = "\n\n".join([self.texts[i] for i in group]) + "\n\n"
        lengths = np.array([len(self.texts[i]) + 2 for i in group])
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        kinds = _kinds(codes)
        inside = kinds == _LETTER
        # An apostrophe or soft hyphen is part of a word where letters stand on both sides of it.
        inner = _between_letters(kinds, _APOSTROPHE)
        inside[inner] = inside[_between_letters(kinds, _INVISIBLE)] = True
        kinds[kinds == _INVISIBLE] = _BLANK
        # A text ends with two blank lines, so only the first may begin inside a word.
        edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
        edges = np.concatenate([np.zeros(int(inside[0]), edges.dtype), edges])
        starts, ends = edges[::2], edges[1::2]
        inside[self._cut_possessives(codes, kinds, inner, starts, ends)] = False
        ids = _count_types(codes[inside], ends - starts, vocabulary)
        firsts = np.searchsorted(starts, offsets)
        text_of = np.repeat(np.arange(len(group)), np.diff(firsts))
        glue = self._glue(kinds, starts, ends, firsts[1:])
        return (
            starts - offsets[text_of],
            ends - offsets[text_of],
            text_of + group.start,
            ids,
            glue,
        )

    @staticmethod
    def _cut_possessives(
        codes: npt.NDArray[np.uint32],
        kinds: npt.NDArray[np.uint8],
        inner: npt.NDArray[np.int64],
        starts: npt.NDArray[np.int64],
        ends: npt.NDArray[np.int64],
    ) -> npt.NDArray[np.int64]:
        """Move the end of *Russia’s* before its clitic, which then parts words like a blank.

        Returns the places of the clitics.
        """
        word = np.searchsorted(starts, inner, side="right") - 1
        last = (ends[word] == inner + 2) & np.isin(codes[inner + 1], [ord("s"), ord("S")])
        ends[word[last]] -= 2
        clitics = np.concatenate([inner[last], inner[last] + 1])
        kinds[clitics] = _BLANK
        return clitics

    @staticmethod
    def _glue(
        kinds: npt.NDArray[np.uint8],
        starts: npt.NDArray[np.int64],
        ends: npt.NDArray[np.int64],
        next_text: npt.NDArray[np.int64],
    ) -> npt.NDArray[np.uint8]:
        """Say what follows each word; `next_text` is where the words of each next text begin."""
        if not len(starts):
            return np.zeros(0, np.uint8)
        glue = _ALONE[kinds[ends]]
        longer = np.flatnonzero(starts[1:] - ends[:-1] > 1)
        left, right = ends[longer], starts[longer + 1]

        def within(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
            places = np.flatnonzero(mask)
            found = np.searchsorted(places, right) - np.searchsorted(places, left)
            return np.asarray(found, np.int64)

        newlines = kinds == _NEWLINE
        # Words apart, a mark is whatever is neither a letter nor blank.
        marks = within((kinds != _LETTER) & (kinds != _BLANK) & ~newlines)
        glue[longer] = np.where(within(newlines) > 1, END, np.where(marks > 0, BREAK, SPACE))
        glue[next_text[next_text > 0] - 1] = END
        return glue

    @cached_property
    def type_ids(self) -> dict[str, tuple[int, ...]]:
        """Folded form -> the types that fold to it."""
        found: dict[str, list[int]] = {}
        for number, word in enumerate(self.folded):
            found.setdefault(word, []).append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}

    @cached_property
    def counts(self) -> npt.NDArray[np.int64]:
        """Per type, how many of the words it is."""
        return np.bincount(self.ids, minlength=len(self.types))

    @cached_property
    def written_ids(self) -> dict[str, tuple[int, ...]]:
        """Form as written, soft hyphens aside -> the types that are written so."""
        found: dict[str, list[int]] = {}
        for number, word in enumerate(self.types):
            found.setdefault(word.replace(_SOFT, ""), []).append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}

    @cached_property
    def ordered_forms(self) -> list[str]:
        """The folded forms, sorted, so that those that begin alike stand together."""
        return sorted(self.type_ids)

    def ids_where(self, test: Callable[[str], bool]) -> tuple[int, ...]:
        """Return the types whose folded form passes `test`.

        Examples
        --------
        >>> index = WordIndex(["Militant militias met."])
        >>> index.ids_where(lambda word: word.startswith("mili"))
        (0, 1)
        """
        return tuple(i for i, word in enumerate(self.folded) if test(word))

    def count_words(
        self,
        text: npt.NDArray[np.integer],
        start: npt.NDArray[np.integer],
        end: npt.NDArray[np.integer],
    ) -> npt.NDArray[np.int64]:
        """Count the words that begin in each stretch ``[start, end)`` of text number ``text``.

        Examples
        --------
        >>> index = WordIndex(["One two three."])
        >>> index.count_words(np.array([0, 0]), np.array([0, 4]), np.array([4, 14])).tolist()
        [1, 2]
        """
        return self._rank(text, end) - self._rank(text, start)

    def _rank(
        self, text: npt.NDArray[np.integer], place: npt.NDArray[np.integer]
    ) -> npt.NDArray[np.int64]:
        """Return how many words begin before each place, over the whole index."""
        wanted = np.asarray(text, np.int64) * self._stride + np.asarray(place, np.int64)
        return np.searchsorted(self._keys, wanted, side="left")

    @cached_property
    def _stride(self) -> int:
        return max((len(text) for text in self.texts), default=0) + 1

    @cached_property
    def _keys(self) -> npt.NDArray[np.int64]:
        """One ascending number per word: its text and its place together."""
        return self.text_of.astype(np.int64) * self._stride + self.starts
