"""Which public corpora there are: where, under which terms, and how to know that they are whole."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from framing.errors import DatasetError, unknown_name

__all__ = ["Copy", "Dataset", "File", "Source", "Total", "find_dataset", "read_registry"]

_FOLDER = Path(__file__).parent
_FILES = "https://raw.githubusercontent.com/{repository}/{commit}/{path}"
_ARCHIVES = "https://codeload.github.com/{repository}/tar.gz/{commit}"


@dataclass(frozen=True)
class File:
    """A file of a repository, by its path there."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Source:
    """A repository at one commit: single files of it, or (files too many) its whole archive."""

    name: str
    repository: str
    commit: str
    tree: str
    how: str
    files: tuple[File, ...] = ()
    paths: str = ""
    address: str = ""

    def address_of(self, path: str = "") -> str:
        """Return where a file, or the archive, is to be had."""
        form = self.address or (_ARCHIVES if self.how == "archive" else _FILES)
        parts = {"repository": self.repository, "commit": self.commit, "path": quote(path)}
        return form.format(**parts)


@dataclass(frozen=True)
class Copy:
    """A ready copy: records in a file of its own."""

    file: str
    records: int
    sha256: str

    @property
    def stem(self) -> str:
        """The name of its records."""
        return Path(self.file).name.partition(".")[0]


@dataclass(frozen=True)
class Total:
    """How many records there must be when the whole was downloaded."""

    what: str
    stems: str
    records: int
    outlet: str = ""


@dataclass(frozen=True)
class Dataset:
    """A public corpus."""

    name: str
    title: str
    about: str
    citation: str
    license: str
    terms: str
    tables: tuple[str, ...]
    sources: tuple[Source, ...]
    copies: tuple[Copy, ...]
    totals: tuple[Total, ...]

    @property
    def is_corpus(self) -> bool:
        """Whether its first table holds articles."""
        return self.tables[0] == "articles"

    @property
    def size(self) -> int:
        """Bytes to download, 0 where only an archive knows."""
        return sum(file.size for source in self.sources for file in source.files)

    def say_terms(self) -> str:
        """Return what a reader has to know before the first download."""
        places = ", ".join(f"{s.repository} at commit {s.commit[:10]}" for s in self.sources)
        return (
            f"{self.title}\n{self.about}\nFrom: {places}\nLicence as stated there: {self.license}\n"
            f"Terms: {self.terms}\nCite: {self.citation}\nTo download: {self._say_size()}"
        )

    def _say_size(self) -> str:
        files = sum(len(source.files) for source in self.sources)
        if not self.size:
            return "one archive of the repository, of unknown size"
        many = "1 file" if files == 1 else f"{files:,} files"
        return f"{many}, {max(self.size / 1e6, 0.1):.1f} MB"

    @property
    def terms_digest(self) -> str:
        """By which a changed text of the terms is noticed."""
        return hashlib.sha256(self.say_terms().encode("utf-8")).hexdigest()


@cache
def read_registry() -> Mapping[str, Dataset]:
    """Return every public corpus by its name."""
    told = tomllib.loads((_FOLDER / "registry.toml").read_text(encoding="utf-8"))
    files: dict[str, list[File]] = {}
    with (_FOLDER / "files.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            file = File(row["path"], int(row["bytes"]), row["sha256"])
            files.setdefault(row["source"], []).append(file)
    return {name: _dataset(name, entry, files) for name, entry in told.items()}


def _dataset(name: str, entry: dict[str, Any], files: Mapping[str, list[File]]) -> Dataset:
    sources = tuple(
        Source(**source, files=tuple(files.get(source["name"], ()))) for source in entry["sources"]
    )
    return Dataset(
        name=name,
        sources=sources,
        copies=tuple(Copy(**copy) for copy in entry["copies"]),
        totals=tuple(Total(**total) for total in entry.get("totals", ())),
        tables=tuple(entry["tables"]),
        **{key: entry[key] for key in ("title", "about", "citation", "license", "terms")},
    )


def find_dataset(name: str) -> Dataset:
    """Return the public corpus of a name.

    Raises
    ------
    DatasetError
        If there is none.
    """
    known = read_registry()
    if name not in known:
        raise DatasetError(unknown_name("fetch", "public corpus", name, known))
    return known[name]
