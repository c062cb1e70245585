"""Public corpora at one call: ready copies, or originals whose terms were accepted."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from cases import says
from hosts import ORIGINAL, PATH, Host, dataset, ready_copy, serve

from framing import Corpus, DatasetError, FramingWarning, fetch
from framing.datasets import fetches, registry
from framing.datasets.copies import read_copies
from framing.datasets.registry import Copy, Dataset, Total, read_registry


@pytest.fixture(autouse=True)
def no_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRAMING_DATA", raising=False)


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    with serve() as running:
        running.files[PATH] = ORIGINAL
        know(monkeypatch, dataset(running.address))
        yield running


def know(monkeypatch: pytest.MonkeyPatch, one: Dataset) -> None:
    """Let the registry hold one invented corpus."""
    for module in (registry, fetches):
        monkeypatch.setattr(module, "read_registry", lambda: {one.name: one})


def test_the_terms_come_before_the_first_download(host: Host, tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as fault:
        fetch("roundups", folder=tmp_path)
    assert says(
        fault.value,
        "fetch: roundups: its terms are not accepted yet; they are:\n"
        "Talks\nInvented round-ups.\nFrom: invented/talks at commit c0ffee0000\n"
        "Licence as stated there: CC0\nTerms: Do as you like.\nCite: Nobody (2031)\n"
        "To download: 1 file, 0.2 MB\n"
        "If you agree, call fetch('roundups', accept_terms=True) (on the command line: framing "
        "fetch roundups --accept-terms)",
    )
    assert host.asked == []
    assert list(tmp_path.iterdir()) == []


def test_a_corpus_comes_at_one_call(host: Host, tmp_path: Path) -> None:
    corpus = fetch("roundups", folder=tmp_path, accept_terms=True, progress=False)
    assert isinstance(corpus, Corpus)
    assert len(corpus) == 600
    assert set(corpus.articles["outlet"]) == {"Harbour Post", "Valley Wire"}
    events = fetch("roundups", "roundups", folder=tmp_path)
    assert isinstance(events, pd.DataFrame)
    assert len(events) == 300
    assert len(host.asked) == 1


def test_accepted_terms_are_remembered_beside_those_of_others(host: Host, tmp_path: Path) -> None:
    (tmp_path / "terms-accepted.json").write_text('{"other": "0"}', encoding="utf-8")
    fetch("roundups", folder=tmp_path, accept_terms=True, progress=False)
    told = json.loads((tmp_path / "terms-accepted.json").read_text(encoding="utf-8"))
    assert told == {"other": "0", "roundups": dataset(host.address).terms_digest}
    (tmp_path / "roundups" / PATH).unlink()
    assert len(fetch("roundups", folder=tmp_path, progress=False)) == 600


@pytest.mark.parametrize("content", ["", "[1]", "{"])
def test_a_broken_note_of_acceptance_means_to_ask_again(
    content: str, host: Host, tmp_path: Path
) -> None:
    (tmp_path / "terms-accepted.json").write_text(content, encoding="utf-8")
    with pytest.raises(DatasetError, match="its terms are not accepted yet"):
        fetch("roundups", folder=tmp_path)


def test_a_file_in_the_place_of_the_folder_is_named(host: Host, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("no folder")
    with pytest.raises(DatasetError, match="this cannot be written"):
        fetch("roundups", folder=tmp_path / "taken", accept_terms=True, progress=False)


def test_a_folder_may_begin_with_the_users_home(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    fetch("roundups", folder="~/kept", accept_terms=True, progress=False)
    assert (tmp_path / "kept" / "roundups" / PATH).is_file()


def test_changed_terms_must_be_accepted_anew(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch("roundups", folder=tmp_path, accept_terms=True, progress=False)
    (tmp_path / "roundups" / PATH).unlink()
    know(monkeypatch, replace(dataset(host.address), terms="Ask first."))
    with pytest.raises(DatasetError, match="its terms are not accepted yet"):
        fetch("roundups", folder=tmp_path)


def test_what_is_there_needs_no_network(host: Host, tmp_path: Path) -> None:
    fetch("roundups", folder=tmp_path, accept_terms=True, progress=False)
    host.refusals = [500] * 9
    assert len(fetch("roundups", folder=tmp_path)) == 600
    assert len(host.asked) == 1


def test_another_number_than_documented_is_said_and_nothing_is_lost(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = replace(dataset(host.address), totals=(Total("round-ups", "roundups", 301),))
    know(monkeypatch, known)
    with pytest.warns(FramingWarning) as caught:
        corpus = fetch("roundups", folder=tmp_path, accept_terms=True, progress=False)
    assert [str(item.message) for item in caught] == [
        "fetch: roundups: 300 round-ups came out of the originals; 301 are documented; every file "
        "has the right hash, so the records are kept; say which number you worked with"
    ]
    assert caught[0].filename == __file__
    assert len(corpus) == 600


def test_an_unknown_table_is_named(host: Host, tmp_path: Path) -> None:
    with pytest.raises(DatasetError) as fault:
        fetch("roundups", "article", folder=tmp_path)
    assert says(
        fault.value,
        "fetch: roundups: there is no table 'article'; there are articles, roundups; did you mean "
        "'articles'?",
    )


def test_a_table_of_the_ready_copies_is_not_promised_from_the_originals(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(monkeypatch, replace(dataset(host.address), tables=("articles", "near_duplicates")))
    with pytest.raises(DatasetError) as fault:
        fetch("roundups", "near_duplicates", folder=tmp_path, accept_terms=True, progress=False)
    assert says(
        fault.value,
        "fetch: roundups: the table 'near_duplicates' is not made from the original files; there "
        "are articles, roundups; it comes with the ready copies only",
    )


class TestReadyCopies:
    def prepare(self, folder: Path, monkeypatch: pytest.MonkeyPatch, **change: object) -> None:
        sha256 = ready_copy(folder)
        copy = replace(Copy("roundups.jsonl.gz", 1, sha256), **change)  # type: ignore[arg-type]
        know(monkeypatch, replace(dataset(), copies=(copy,)))
        monkeypatch.setenv("FRAMING_DATA", str(folder))

    def test_they_are_read_instead(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.prepare(tmp_path, monkeypatch)
        corpus = fetch("roundups", folder=tmp_path / "nothing")
        assert corpus.articles["doc_id"].tolist() == ["round-0-left"]
        assert not (tmp_path / "nothing").exists()

    def test_what_is_doubted_points_at_the_caller(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.prepare(tmp_path, monkeypatch, sha256=ready_copy(tmp_path, lede=""))
        ready_copy(tmp_path, lede="")
        with pytest.warns(FramingWarning, match=r"headline alone \(marked\): 1") as caught:
            fetch("roundups")
        assert [item.filename for item in caught] == [__file__]

    def test_a_folder_in_its_place_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.prepare(tmp_path, monkeypatch)
        (tmp_path / "roundups.jsonl.gz").unlink()
        (tmp_path / "roundups.jsonl.gz").mkdir()
        with pytest.raises(DatasetError, match="this ready copy cannot be read"):
            fetch("roundups")

    def test_a_missing_one_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.prepare(tmp_path, monkeypatch)
        (tmp_path / "roundups.jsonl.gz").unlink()
        with pytest.raises(DatasetError) as fault:
            fetch("roundups")
        assert says(
            fault.value,
            f"FRAMING_DATA: {tmp_path} holds no roundups.jsonl.gz; fetch needs this ready copy; "
            "put it there, or unset FRAMING_DATA and the originals are downloaded",
        )

    def test_a_changed_one_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.prepare(tmp_path, monkeypatch, sha256="0" * 64)
        with pytest.raises(DatasetError) as fault:
            fetch("roundups")
        assert says(
            fault.value,
            f"{tmp_path / 'roundups.jsonl.gz'}: the sha256 of this ready copy is …; the registry "
            f"knows {'0' * 64}; the file was changed or damaged; copy it again",
        )

    def test_one_with_fewer_records_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.prepare(tmp_path, monkeypatch, records=506)
        with pytest.raises(DatasetError) as fault:
            fetch("roundups")
        assert says(
            fault.value,
            f"{tmp_path / 'roundups.jsonl.gz'}: the ready copy holds 1 records; the registry knows "
            "506; registry and copy do not belong together; get both anew",
        )

    def test_a_folder_that_is_none_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "nowhere"))
        with pytest.raises(DatasetError) as fault:
            fetch("polnear")
        assert says(
            fault.value,
            f"FRAMING_DATA: {tmp_path / 'nowhere'} is no folder; it names the one that holds ready "
            "copies of public corpora; mend it, or unset it and the originals are downloaded",
        )


@pytest.mark.real
@pytest.mark.parametrize("name", list(read_registry()))
def test_the_ready_copies_hold_what_the_registry_says(name: str, real_data: Path) -> None:
    known = read_registry()[name]
    found = read_copies(known, real_data)
    assert {c.stem: c.records for c in known.copies} == {k: len(v) for k, v in found.items()}


@pytest.mark.real
@pytest.mark.parametrize("name", list(read_registry()))
def test_every_corpus_is_there_at_one_call(
    name: str, real_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRAMING_DATA", str(real_data))
    known = read_registry()[name]
    converter = import_module(f"framing.datasets.converters.{name}")
    assert tuple(sorted(converter.arrange(read_copies(known, real_data)))) == tuple(
        sorted(known.tables)
    )
    for table in known.tables:
        with warnings.catch_warnings():
            # What is doubtful in real articles is counted in the receipt.
            warnings.simplefilter("ignore", FramingWarning)
            made = fetch(name, table)
        assert isinstance(made, Corpus) == (table == "articles")
        assert len(made) > 0
