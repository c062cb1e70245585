"""No sentence of a public corpus stands in the repository: no eight words in a row of any text."""

from __future__ import annotations

import contextlib
import csv
import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

RUN = 8
_MARKUP = re.compile(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->|<[^>]*>")
# The names of files and articles, which are made of the first words of a headline.
_SLUG = re.compile(r"[\w.]*(?:-[\w.]*){3,}")
_WORD = re.compile(r"[^\W_]+")
# Multiplied and added up modulo 2**64: two runs of words hardly ever meet in one number.
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class Runs:
    """All runs of so many words in some files, to be looked for elsewhere."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        self.ids: dict[str, int] = {}
        hashes, self.where = [], {}
        for name, text in texts:
            for word in _WORD.findall(text.lower()):
                self.ids.setdefault(word, len(self.ids) + 1)
            found = self._hash(text)
            hashes.append(found)
            self.where.update(dict.fromkeys(found.tolist(), name))
        self.known = np.unique(np.concatenate([*hashes, np.array([], np.uint64)]))

    def _hash(self, text: str) -> NDArray[np.uint64]:
        get = self.ids.get
        words = _WORD.findall(text.lower())
        ids = np.array([get(word, 0) for word in words], np.uint64)
        if len(ids) < RUN:
            return np.array([], np.uint64)
        total = np.zeros(len(ids) - RUN + 1, np.uint64)
        strange = np.zeros(len(total), bool)
        letters = np.ones(len(total), bool)  # an alphabet is no sentence
        alone = np.array([len(word) == 1 for word in words])
        for k in range(RUN):
            part = ids[k : k + len(total)]
            total = total * _FACTOR + (part ^ (part << np.uint64(17)))
            strange |= part == 0
            letters &= alone[k : k + len(total)]
        return total[~strange & ~letters]

    def found_in(self, text: str) -> set[str]:
        """Return the files that share a run with the text."""
        hashes = self._hash(text)
        if not len(hashes):
            return set()
        place = np.minimum(np.searchsorted(self.known, hashes), len(self.known) - 1)
        return {self.where[h] for h in hashes[self.known[place] == hashes].tolist()}


def strings(value: object) -> Iterator[str]:
    """Yield every string in a record that is prose; names and addresses have no blanks."""
    if isinstance(value, str):
        if value.count(" ") >= RUN - 1:
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def committed(root: Path) -> Iterator[tuple[str, str]]:
    """Yield every text file that git would commit, by its name."""
    if not shutil.which("git") or not (root / ".git").exists():
        pytest.skip("the checkout is not under git")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        path = root / name
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if path.suffix in (".ipynb", ".json"):
            # Line ends are written as \n there, which would glue words together.
            with contextlib.suppress(ValueError):  # broken on purpose, for a test
                text = "\n".join(every(json.loads(text)))
        if path.suffix == ".csv":
            text = _SLUG.sub("§", text)
        yield name, text


def every(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            if isinstance(item, list) and all(isinstance(part, str) for part in item):
                yield "".join(item)
            else:
                yield from every(item)


def public_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every text of the ready copies, with the name of its file."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                for text in strings(json.loads(line)):
                    # How a page is built is no text: ours are built of the same words.
                    yield path.name, _MARKUP.sub(" ", text) if "html" in path.name else text
    for path in sorted(folder.glob("seed_article/*.txt")):
        yield path.name, path.read_text(encoding="utf-8")
    with gzip.open(folder / "lexicons.csv.gz", "rt", encoding="utf-8", newline="") as rows:
        for row in csv.reader(rows):
            for text in strings(row):
                yield "lexicons.csv.gz", text


def test_a_run_of_words_is_found_and_a_shorter_one_is_not() -> None:
    said = "The reckless mayor of Dorvyn left the talks before dawn."
    runs = Runs([("planted.md", f"As printed: {said}"), ("clean.md", "Nothing of it.")])
    assert runs.found_in(said.upper()) == {"planted.md"}
    assert runs.found_in("A “reckless mayor” of Dorvyn left\nthe talks before") == {"planted.md"}
    assert runs.found_in("A wise mayor of Dorvyn left the talks before noon.") == set()
    assert runs.found_in("nothing of it") == set()


def test_a_notebook_is_read_as_a_person_reads_it(tmp_path: Path) -> None:
    cell = {"source": ["One two three\n", "four five six\n"], "outputs": [{"text": ["seven\n"]}]}
    assert "\n".join(every({"cells": [cell]})).split() == (
        ["One", "two", "three", "four", "five", "six", "seven"]
    )


@pytest.mark.real
def test_no_sentence_of_any_corpus_is_in_the_repository(real_data: Path, root: Path) -> None:
    runs = Runs(committed(root))
    assert len(runs.known) > 50_000
    shared: dict[str, int] = {}
    texts = 0
    for source, text in public_texts(real_data):
        texts += 1
        for name in runs.found_in(text):
            shared[f"{source} -> {name}"] = shared.get(f"{source} -> {name}", 0) + 1
    assert texts > 30_000
    assert not shared, shared
