"""Weights as tables: what each fact about a token, or each pair of facts, is worth.

A template names the facts it looks at, as ``word+1 tag``: the next token's word and this one's
tag. A row of a table gives one template, one value and its weights; it can be read, and edited.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from framing.errors import LexiconError
from framing.models.fields import Numbers

__all__ = ["Linear", "Part", "keys_of", "parse", "read_weights", "spell", "write_weights"]

STRINGS = frozenset(
    {
        "word", "ending", "rule", "verb", "cue_word", "first", "last", "lemma", "frame", "left",
        "form", "kind", "stance", "source_word", "first_word", "next_word", "former_word",
        "beginning", "tail",
    }
)  # fmt: skip
"""Fields whose numbers stand for words of a vocabulary; the others are numbers or letters."""
LETTERS = frozenset({"tag", "source_tag", "first_tag", "next_tag", "former_tag"})
_RADIX = 1 << 16
_SMALL = 1 << 8

Part = tuple[str, int]
"""A field and how many tokens ahead it is looked at."""
Floats = npt.NDArray[np.float64]


@cache
def parse(template: str) -> tuple[Part, ...]:
    """Return the parts of a template.

    Examples
    --------
    >>> parse("word+1 tag")
    (('word', 1), ('tag', 0))
    """
    parts = []
    for piece in template.split():
        name = piece.rstrip("+-0123456789")
        parts.append((name, int(piece[len(name) :] or 0)))
    return tuple(parts)


def keys_of(parts: Sequence[Part], columns: Mapping[str, Numbers], at: Numbers) -> Numbers:
    """Return the value of a template at each row of the columns as one number."""
    key = np.zeros(len(at), np.int64)
    for name, offset in parts:
        radix = _RADIX if name in STRINGS else _SMALL
        key = key * radix + columns[name][at + offset]
    return key


@dataclass(frozen=True)
class Linear:
    """A linear model over templates: sorted keys and their weights.

    Attributes
    ----------
    heads : tuple of str
        What is predicted; each has a weight per row.
    bias : array
    templates : tuple of str
    keys : tuple of array
        For each template, sorted.
    weights : tuple of array
        Keys by heads, and a last row of noughts.
    """

    heads: tuple[str, ...]
    bias: Floats
    templates: tuple[str, ...]
    keys: tuple[Numbers, ...]
    weights: tuple[Floats, ...]

    def predict(self, columns: Mapping[str, Numbers], at: Numbers) -> Floats:
        """Return the probabilities, rows by heads."""
        total = np.tile(self.bias, (len(at), 1))
        for template, keys, weights in zip(self.templates, self.keys, self.weights, strict=True):
            if len(keys):
                wanted = keys_of(parse(template), columns, at)
                # Beyond the last key stands a row of noughts, for values that are not there.
                found = keys.searchsorted(wanted)
                found[keys.take(found, mode="clip") != wanted] = len(keys)
                total += weights.take(found, axis=0)
        chances: Floats = 1 / (1 + np.exp(-total))
        return chances


def read_weights(text: str, place: str, number: Callable[[str], int]) -> Linear:
    """Read a table of weights.

    Parameters
    ----------
    text : str
        CSV with the columns `template`, `value` and one per head; the row of the template
        ``bias`` has no value.
    place : str
        Where it stands, for errors.
    number : callable
        Gives the number of a word.

    Raises
    ------
    LexiconError
        If a row does not fit.
    """
    rows = csv.reader(io.StringIO(text))
    header = next(rows, [])
    if header[:2] != ["template", "value"] or len(header) < 3:
        raise LexiconError(
            f"{place}, line 1: the columns are {','.join(header)}; a table of weights has "
            "template,value and one column for each thing predicted; make it again with "
            "`framing train`"
        )
    bias = np.zeros(len(header) - 2)
    by_template: dict[str, list[tuple[int, list[float]]]] = {}
    for row in rows:
        try:
            template, value, *cells = row
            numbers = [float(cell or 0) for cell in cells]
            if len(numbers) != len(bias):
                raise ValueError(f"{len(row)} cells for {len(header)} columns")
            if template == "bias":
                bias = np.array(numbers)
                continue
            parts = parse(template)
            key = _key(parts, value.split(" "), number)
        except ValueError as error:
            raise LexiconError(
                f"{place}, line {rows.line_num}: {error}; a row has a template, its value and "
                "numbers; make the table again with `framing train`"
            ) from None
        by_template.setdefault(template, []).append((key, numbers))
    keys, weights = [], []
    for table in by_template.values():
        table.sort()
        keys.append(np.array([key for key, _ in table], np.int64))
        weights.append(np.array([*(numbers for _, numbers in table), [0.0] * len(bias)]))
    return Linear(tuple(header[2:]), bias, tuple(by_template), tuple(keys), tuple(weights))


def _key(parts: Sequence[Part], values: Sequence[str], number: Callable[[str], int]) -> int:
    if len(parts) != len(values):
        raise ValueError(f"{len(values)} values for a template of {len(parts)} parts")
    key = 0
    for (name, _), value in zip(parts, values, strict=True):
        if value == "|":
            digit = 0
        elif name in STRINGS:
            digit = number(value)
        else:
            digit = ord(value) if name in LETTERS else int(value)
        key = key * (_RADIX if name in STRINGS else _SMALL) + digit
    return key


def spell(parts: Sequence[Part], key: int, word: Callable[[int], str]) -> str:
    """Return the value that a key stands for, ``|`` for the sentence's edge."""
    pieces: list[str] = []
    for name, _ in reversed(parts):
        key, digit = divmod(key, _RADIX if name in STRINGS else _SMALL)
        if not digit:
            pieces.append("|")
        elif name in STRINGS:
            pieces.append(word(digit))
        else:
            pieces.append(chr(digit) if name in LETTERS else str(digit))
    return " ".join(reversed(pieces))


def write_weights(
    heads: Sequence[str],
    bias: Sequence[float],
    rows: Iterable[tuple[str, str, Sequence[float]]],
) -> str:
    """Return a table of weights as CSV."""
    file = io.StringIO()
    table = csv.writer(file, lineterminator="\n")
    table.writerow(["template", "value", *heads])
    table.writerow(["bias", "", *(f"{b:.3f}" for b in bias)])
    for template, value, weights in rows:
        table.writerow([template, value, *(f"{w:.2f}" for w in weights)])
    return file.getvalue()
