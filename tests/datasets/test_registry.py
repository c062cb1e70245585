"""The registry: every public corpus whole, by name, with terms."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from cases import says

from framing import DatasetError, list_datasets
from framing.datasets.registry import find_dataset, read_registry

NAMES = [
    "polnear",
    "babe",
    "ruwa",
    "newswcl50",
    "allsides",
    "war_headlines",
    "official_statements",
    "roundups",
    "ecosent",
]


def test_every_corpus_of_the_field_is_there() -> None:
    assert list(read_registry()) == NAMES
    assert list_datasets()["name"].tolist() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_corpus_has_what_a_reader_must_know(name: str) -> None:
    dataset = find_dataset(name)
    told = dataset.say_terms()
    for part in (dataset.title, dataset.license, dataset.terms, dataset.citation):
        assert part
        assert part in told
    for source in dataset.sources:
        assert source.repository in told
        assert re.fullmatch("[0-9a-f]{40}", source.commit)
        assert re.fullmatch("[0-9a-f]{40}", source.tree)
        assert source.how in ("files", "archive")
        assert bool(source.files) == (source.how == "files")
        assert source.address_of("x").startswith("https://")
        assert source.commit in source.address_of("x")


@pytest.mark.parametrize("name", NAMES)
def test_every_file_has_its_hash_once(name: str) -> None:
    for source in find_dataset(name).sources:
        assert len({file.path for file in source.files}) == len(source.files)
        for file in source.files:
            assert re.fullmatch("[0-9a-f]{64}", file.sha256)
            assert file.size >= 0
            assert not file.path.startswith("/")
            assert ".." not in file.path


def test_the_documented_numbers_are_written_down() -> None:
    totals = {
        (name, total.what): total.records
        for name, dataset in read_registry().items()
        for total in dataset.totals
    }
    assert totals["polnear", "articles"] == 1008
    assert totals["babe", "sentences of SG2"] == 3674
    assert totals["allsides", "articles"] == 37554
    assert sum(n for (name, _), n in totals.items() if name == "ruwa") == 16545


def test_a_misspelt_name_is_helped() -> None:
    with pytest.raises(DatasetError) as fault:
        find_dataset("polnaer")
    assert says(
        fault.value,
        f"fetch: there is no public corpus 'polnaer'; there are {', '.join(NAMES)}; did you mean "
        "'polnear'?",
    )


def test_changed_terms_have_another_digest() -> None:
    digests = {dataset.terms_digest for dataset in read_registry().values()}
    assert len(digests) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_says_what_the_registry_says(name: str, root: Path) -> None:
    page = (root / "docs" / "datasets.md").read_text(encoding="utf-8")
    known = find_dataset(name)
    tables = ", ".join(f"`{table}`" for table in known.tables)
    places = ", ".join(f"{s.repository} @ {s.commit[:10]}" for s in known.sources)
    (row,) = re.findall(rf"^\| `{name}` \| .*$", page, re.MULTILINE)
    assert row.startswith(f"| `{name}` | {tables} | ")
    assert row.endswith(f" | {places} | {known.license} |")
    for total in known.totals:
        assert f"{total.records:,}" in row or total.outlet
