"""The command line: exit codes, plain messages, the same files each time."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from cases import says
from hosts import ORIGINAL, PATH, Host, dataset, ready_copy, serve
from test_pipeline import broken as broken
from test_scores import ARTICLES

import framing
from framing import cli, pipeline, tables
from framing.cli import main
from framing.datasets import fetches, registry
from framing.datasets.registry import Copy
from framing.runs import doors
from framing.tables import read_table

NAMES = ("attributions", "segments", "evidence", "scores", "receipt")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    path = tmp_path / "articles.csv"
    pd.DataFrame(ARTICLES).to_csv(path, index=False, lineterminator="\n")
    return path


def run(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capfd.readouterr()
    assert "Traceback" not in err
    return code, out, err


def test_score_writes_whole_tables_and_a_manifest(articles: Path, tmp_path: Path, capfd) -> None:
    out = tmp_path / "deep" / "results"
    code, printed, said = run(capfd, "score", articles, "--out", out)
    assert (code, printed) == (0, "")
    assert "4 articles scored, " in said
    assert f"tables in {out}" in said
    assert sorted(path.name for path in out.iterdir()) == sorted(
        ["manifest.json", *(f"{name}.parquet" for name in NAMES)]
    )
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["schema"] == 1
    assert manifest["articles"] == 4
    assert manifest["columns"] == {}
    lexicon = framing.read_lexicon()
    assert manifest["lexicon"] == {
        "name": "loaded", "version": lexicon.version, "fingerprint": lexicon.fingerprint,
        "terms": len(lexicon),
    }  # fmt: skip
    data = articles.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    assert manifest["inputs"] == [{"name": "articles.csv", "bytes": len(data), "sha256": digest}]
    assert manifest["format"] == "parquet"
    assert sorted(manifest["files"], key=lambda item: item["name"]) == [
        {
            "name": f"{name}.parquet",
            "rows": len(read_table(out / f"{name}.parquet")),
            "sha256": hashlib.sha256((out / f"{name}.parquet").read_bytes()).hexdigest(),
        }
        for name in sorted(NAMES)
    ]
    assert set(manifest["packages"]) == {"numpy", "pandas", "pyarrow"}
    assert str(tmp_path) not in (out / "manifest.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_second_run_writes_the_same_bytes(
    articles: Path, tmp_path: Path, capfd, form: str
) -> None:
    runs = []
    for name in ("one", "two", "two"):
        assert run(capfd, "score", articles, "--out", tmp_path / name, "--format", form)[0] == 0
        runs.append({p.name: p.read_bytes() for p in sorted((tmp_path / name).iterdir())})
    assert runs[0] == runs[1] == runs[2]
    assert set(runs[0]) == {"manifest.json", *(f"{name}.{form}" for name in NAMES)}


@pytest.mark.parametrize(("one", "other"), [("csv", "parquet"), ("parquet", "csv")])
def test_a_folder_holds_the_tables_of_one_run(
    articles: Path, tmp_path: Path, capfd, one: str, other: str
) -> None:
    out = tmp_path / "out"
    for form in (one, other):
        assert run(capfd, "score", articles, "--out", out, "--format", form)[0] == 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    listed = {item["name"] for item in manifest["files"]}
    assert listed == {f"{name}.{other}" for name in NAMES}
    assert {path.name for path in out.iterdir()} == {"manifest.json", *listed}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_file_that_is_not_ours_is_left(articles: Path, tmp_path: Path, capfd, form: str) -> None:
    out, other = tmp_path / "out", "csv" if form == "parquet" else "parquet"
    out.mkdir()
    pd.DataFrame({"mine": [1]}).to_csv(out / "evidence.csv")
    pd.DataFrame({"mine": [1]}).to_parquet(out / "scores.parquet")
    (out / "segments.parquet").write_text("no table")
    kept = {path: path.read_bytes() for path in out.glob(f"*.{other}")}
    assert run(capfd, "score", articles, "--out", out, "--format", form)[0] == 0
    assert {path: path.read_bytes() for path in out.glob(f"*.{other}")} == kept


def test_inputs_are_named_as_they_stand_in_their_folder(tmp_path: Path, capfd) -> None:
    folder = tmp_path / "in"
    for name in ("A/1.txt", "B/1.TXT", "B/.2.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"The talks failed, {name} said.", encoding="utf-8")
    for inputs in ([folder], [folder / "A" / "1.txt", folder / "B" / "1.TXT"]):
        assert run(capfd, "score", *inputs, "--out", tmp_path / "out")[0] == 0
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
        assert [item["name"] for item in manifest["inputs"]] == ["A/1.txt", "B/1.TXT"]
        assert manifest["articles"] == 2


def test_a_pattern_and_an_encoding_reach_the_reader_and_the_manifest(tmp_path: Path, capfd) -> None:
    folder = tmp_path / "in"
    for name, text in (("2031-03-04_Post.txt", "Talks failed."), ("b.jsonl", "")):
        (folder / "x").mkdir(parents=True, exist_ok=True)
        (folder / "x" / name).write_text(
            text or '{"outlet": "Times", "text": "They met at a café."}', encoding="cp1252"
        )
    (folder / "x" / "notes.odt").write_text("")
    words = ["--pattern", "*/{date}_{outlet}.txt", "--encoding", "cp1252"]
    code, _, said = run(capfd, "score", folder, *words, "--out", tmp_path / "out")
    assert code == 0
    assert "warning: read_corpus: unknown ending (dropped): 1; the receipt names each" in said
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    names = [item["name"] for item in manifest["inputs"]]
    assert names == ["x/2031-03-04_Post.txt", "x/b.jsonl"]
    assert (manifest["pattern"], manifest["encoding"]) == (words[1], words[3])
    scores = read_table(tmp_path / "out" / "scores.parquet")
    assert set(scores["outlet"]) == {"Post", "Times"}
    assert scores.loc[scores["outlet"] == "Post", "date"].dt.day.unique().tolist() == [4]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
def test_a_file_name_of_another_encoding_is_no_fault(tmp_path: Path, capfd) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9") / "Post" / os.fsdecode(b"t\xe9.txt")
    path.parent.mkdir(parents=True)
    path.write_text("The talks failed.", encoding="utf-8")
    out = tmp_path / "out"
    code, _, said = run(capfd, "score", path.parents[1], "--out", out, "--format", "csv")
    assert (code, "warning: read_corpus: lone surrogate (marked): 1;" in said) == (0, True)
    assert read_table(out / "receipt.csv")["doc_id"].tolist() == ["Post/t\ufffd"]
    assert read_table(out / "receipt.csv")["source"].tolist() == [f"{tmp_path}/caf\ufffd"]


def test_both_formats_hold_the_same(articles: Path, tmp_path: Path, capfd) -> None:
    for form in ("csv", "parquet"):
        run(capfd, "score", articles, "--out", tmp_path / form, "--format", form)
    one = read_table(tmp_path / "csv" / "scores.csv")
    other = read_table(tmp_path / "parquet" / "scores.parquet")
    assert one["date"].dtype == other["date"].dtype
    for name in one:
        assert one[name].astype("str").tolist() == other[name].astype("str").tolist()


def test_columns_of_another_name_and_several_codebooks(tmp_path: Path, capfd) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 7, "paper": "Post", "body": "The mayorish plan was reckless."}\n')
    terms = tmp_path / "mine.csv"
    terms.write_text("term,category\nmayorish,label\n")
    code, _, _ = run(
        capfd, "score", path, "--out", tmp_path / "out", "--column", "doc_id=id",
        "--column", "outlet=paper", "--column", "text=body",
        "--lexicon", "loaded", "--lexicon", terms, "--format", "csv",
    )  # fmt: skip
    assert code == 0
    evidence = read_table(tmp_path / "out" / "evidence.csv")
    assert evidence[["doc_id", "text"]].values.tolist() == [["7", "mayorish"], ["7", "reckless"]]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["columns"] == {"doc_id": "id", "outlet": "paper", "text": "body"}
    assert manifest["lexicon"]["name"] == "loaded+mine"


def test_what_is_doubted_is_said_and_in_the_receipt(tmp_path: Path, capfd) -> None:
    path = tmp_path / "a.csv"
    path.write_text("outlet,text,date\nPost,The talks failed.,03/04/2031\nPost,,\n")
    code, _, said = run(capfd, "score", path, "--out", tmp_path / "out", "--format", "csv")
    assert code == 0
    assert (
        "warning: read_corpus: date not read (marked): 1, empty text (dropped): 1; the receipt "
        "names each\n" in said
    )
    assert read_table(tmp_path / "out" / "receipt.csv")["row"].tolist() == ["1", "2"]


@pytest.mark.usefixtures("broken")
def test_a_quarantined_article_is_exit_code_one(articles: Path, tmp_path: Path, capfd) -> None:
    out = tmp_path / "out"
    code, _, said = run(capfd, "score", articles, "--out", out, "--format", "csv")
    assert code == 1
    assert "3 articles scored" in said
    assert "1 articles were quarantined; the receipt names each with its error\n" in said
    receipt = read_table(out / "receipt.csv")
    assert receipt[["doc_id", "action", "reason"]].values.tolist() == [
        ["quoted", "quarantined", "ZeroDivisionError: no reason"]
    ]
    assert len(read_table(out / "scores.csv")) > 0


# Faults of the user's.


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["score", "no.csv", "--out", "{out}"],
         "error: no.csv: there is no such file or folder; check the path\n"),
        (["score", "{in}", "--out", "{in}"],
         "error: --out {in}: this is a file; the tables need a folder; name another\n"),
        (["score", "{in}", "--out", "{out}", "--column", "text"],
         "error: --column text: this is not OURS=THEIRS; ours is doc_id, outlet, text, title, "
         "date, event, ...; write for instance --column text=body\n"),
        (["score", "{in}", "--out", "{out}", "--column", "text=body"],
         "error: {in}: there is no column 'body'; there are doc_id, outlet, title, text; choose "
         "one of these\n"),
        (["score", "{in}", "--out", "{out}", "--lexicon", "lowded"],
         "error: read_lexicon: there is no codebook or path 'lowded'; there are frames, loaded; "
         "did you mean 'loaded'?\n"),
        (["score", "{in}"],
         "error: framing score: the following arguments are required: --out; see framing score "
         "--help\n"),
        (["score", "{in}", "--out", "{out}", "--format", "xlsx"],
         "error: framing score: argument --format: invalid choice: …; see framing score --help\n"),
        (["sing"], "error: framing: argument JOB: invalid choice: …; see framing --help\n"),
        (["show", "{in}", "--out", "{out}.html", "--doc", "fulll"],
         "error: --doc: there is no article 'fulll'; there are full, none, quoted, broken; did you "
         "mean 'full'?\n"),
        *((["show", "{in}", "--out", "{out}.html", "--most", most],
           f"error: framing show: argument --most: '{most}' is no such number; it is a whole "
           "number from 1, such as 20; see framing show --help\n")
          for most in ("0", "-5", "many", "2.5", "9" * 5000)),
        (["score", "{in}", "--out", "{out}", "--encoding", "undefined"],
         "error: read_corpus: there is no encoding 'undefined'; there are utf-8, cp1252, utf-16 "
         "and others that Python knows; choose one of these\n"),
    ],
)  # fmt: skip
def test_a_mistake_is_exit_code_two_and_one_line(
    articles: Path, tmp_path: Path, capfd, words: list[str], message: str
) -> None:
    places = {"{in}": str(articles), "{out}": str(tmp_path / "out")}
    for name, place in places.items():
        words = [word.replace(name, place) for word in words]
        message = message.replace(name, place)
    code, printed, said = run(capfd, *words)
    assert (code, printed) == (2, "")
    assert says(said, message)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_exit_code_two(
    articles: Path, tmp_path: Path, capfd
) -> None:
    code, _, said = run(capfd, "score", articles, "--out", articles / "below")
    assert code == 2
    assert "error: " in said
    assert str(articles) in said
    assert said.endswith("; check the path, rights and free space\n")


def test_a_full_disk_is_exit_code_two_and_leaves_no_half_file(
    articles: Path, tmp_path: Path, capfd, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables.os, "replace", full)
    out = tmp_path / "out"
    code, _, said = run(capfd, "score", articles, "--out", out)
    assert code == 2
    assert said.endswith(
        "error: a file: No space left on device; check the path, rights and free space\n"
    )
    assert [path for path in out.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("where", ["process", "write", "merge"])
def test_an_interrupted_run_is_exit_code_130_and_leaves_no_half_file(
    articles: Path, tmp_path: Path, capfd, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    out = tmp_path / "out"
    assert run(capfd, "score", articles, "--out", out)[0] == 0
    kept = {path.name for path in out.iterdir()}

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    if where == "process":
        monkeypatch.setattr(pipeline, "annotate", stop)
    elif where == "write":
        monkeypatch.setattr(tables.os, "replace", stop)
    else:
        monkeypatch.setattr(doors, "join_parts", stop)
    code, _, said = run(capfd, "score", articles, "--out", out)
    assert code == 130
    assert said.endswith("interrupted: nothing was left half-written; run the same command again\n")
    # Where tables may be of two runs, no manifest vouches for them.
    left = {path.name for path in out.iterdir()} - {"parts"}
    assert left == (kept - {"manifest.json"} if where == "merge" else kept)
    assert not list(out.rglob("*.half"))


# Showing, helping.


def test_show_writes_a_page_that_stands_alone(articles: Path, tmp_path: Path, capfd) -> None:
    page = tmp_path / "page.html"
    code, _, said = run(capfd, "show", articles, "--out", page, "--doc", "full")
    assert code == 0
    assert said.endswith(f"1 articles shown in {page}; 3 more are not shown (--most)\n")
    text = page.read_text(encoding="utf-8")
    assert "Mara Dolen" in text
    assert "<script" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_show_shows_one_text_file_and_at_most_so_many(
    articles: Path, tmp_path: Path, capfd
) -> None:
    path = tmp_path / "Post" / "talks.txt"
    path.parent.mkdir()
    path.write_text("The reckless talks failed.", encoding="utf-8")
    page = tmp_path / "page.html"
    code, _, said = run(capfd, "show", path, "--out", page)
    assert (code, said) == (0, f"1 articles shown in {page}\n")
    code, _, said = run(capfd, "show", articles, "--out", page, "--most", "2")
    assert code == 0
    assert said.endswith(f"2 articles shown in {page}; 2 more are not shown (--most)\n")


def test_the_version(capfd) -> None:
    assert run(capfd, "--version") == (0, f"{framing.__version__}\n", "")


def test_without_a_job_the_help_is_shown(capfd) -> None:
    code, _, said = run(capfd)
    assert code == 2
    assert said.startswith("usage: framing")


@pytest.mark.parametrize("job", [[], ["score"], ["show"], ["fetch"], ["figures"]])
def test_every_job_explains_itself(job: list[str], capfd) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*job, "--help"])
    assert caught.value.code == 0
    printed = capfd.readouterr().out
    assert "exit codes: 0 done, 1 done but some articles were quarantined, 2 bad input" in printed
    if job in (["score"], ["show"]):
        assert "examples:\n  framing" in printed
        for option in ("--lexicon", "--column", "--encoding", "--pattern", "--out"):
            assert option in printed


def test_figures_outside_a_checkout(tmp_path: Path, capfd) -> None:
    code, _, said = run(capfd, "figures", "--root", tmp_path)
    assert code == 2
    assert said.startswith(f"error: framing figures: {tmp_path.resolve()} holds no notebooks/ and ")


def test_warnings_are_shown_as_before_after_a_run(articles: Path, tmp_path: Path, capfd) -> None:
    import warnings

    before = (warnings.showwarning, list(warnings.filters))
    run(capfd, "score", articles, "--out", tmp_path / "out")
    assert (warnings.showwarning, list(warnings.filters)) == before
    assert cli.DONE == 0


class TestFetch:
    """Public corpora, here an invented one on this machine."""

    @pytest.fixture(autouse=True)
    def host(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
        monkeypatch.delenv("FRAMING_DATA", raising=False)
        with serve() as running:
            running.files[PATH] = ORIGINAL
            known = dataset(running.address)
            for module in (registry, fetches):
                monkeypatch.setattr(module, "read_registry", lambda: {known.name: known})
            yield running

    def test_without_a_name_the_corpora_are_listed(self, capfd) -> None:
        code, printed, said = run(capfd, "fetch")
        assert (code, said) == (0, "")
        assert printed == f"{'roundups':20} Talks; licence: CC0\n"

    def test_terms_that_nobody_accepted_are_exit_code_two(self, tmp_path: Path, capfd) -> None:
        code, printed, said = run(capfd, "fetch", "roundups", "--folder", tmp_path)
        assert (code, printed) == (2, "")
        assert said.startswith("error: fetch: roundups: its terms are not accepted yet")
        assert "Do as you like." in said
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(("answer", "code"), [("yes\n", 0), ("Y\n", 0), ("no\n", 2), ("", 2)])
    def test_at_a_terminal_the_terms_are_asked_for(
        self, answer: str, code: int, tmp_path: Path, capfd, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terminal = io.StringIO(answer)
        monkeypatch.setattr(terminal, "isatty", lambda: True)
        monkeypatch.setattr(sys, "stdin", terminal)
        got, _, said = run(capfd, "fetch", "roundups", "--folder", tmp_path)
        assert got == code
        assert "Do you accept these terms? Type yes or no:" in said
        refused = "fetch: the terms were not accepted; nothing was downloaded" in said
        assert refused == (code == 2)
        assert (tmp_path / "roundups").exists() == (code == 0)

    def test_a_corpus_is_written_as_a_table(self, tmp_path: Path, capfd) -> None:
        out = tmp_path / "talks.csv"
        words = ["fetch", "roundups", "--folder", tmp_path / "kept", "--accept-terms", "--out", out]
        code, printed, said = run(capfd, *words)
        assert (code, printed) == (0, "")
        assert "Do as you like." in said
        assert said.splitlines()[-1] == (
            f"roundups: Corpus of 600 articles from 2 outlets; written to {out}"
        )
        assert len(framing.read_corpus(out)) == 600
        words = ["fetch", "roundups", "--folder", tmp_path / "kept", "--table", "roundups"]
        assert run(capfd, *words)[2] == "roundups: 300 rows\n"

    def test_a_host_that_is_gone_is_exit_code_two(self, host: Host, tmp_path: Path, capfd) -> None:
        host.files.clear()
        words = ["fetch", "roundups", "--folder", tmp_path, "--accept-terms"]
        code, _, said = run(capfd, *words)
        assert code == 2
        assert "answered 404 Not Found" in said

    def test_a_bad_ending_is_refused_before_anything_is_fetched(
        self, host: Host, tmp_path: Path, capfd
    ) -> None:
        words = ["fetch", "roundups", "--accept-terms", "--folder", tmp_path, "--out", "x.xls"]
        code, _, said = run(capfd, *words)
        assert code == 2
        assert said.startswith("error: --out: there is no table format '.xls'; there are csv, ")
        assert host.asked == []

    def test_a_file_to_write_needs_a_name(self, tmp_path: Path, capfd) -> None:
        code, _, said = run(capfd, "fetch", "--out", tmp_path / "x.csv")
        assert code == 2
        assert said == (
            "error: fetch: --out and --table belong to a corpus; no NAME was given; name one of "
            "those that framing fetch lists\n"
        )

    def test_what_was_dropped_goes_beside_the_table(
        self, tmp_path: Path, capfd, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        copy = Copy("roundups.jsonl.gz", 2, ready_copy(tmp_path, lines=2, lede=""))
        known = replace(dataset(), copies=(copy,))
        for module in (registry, fetches):
            monkeypatch.setattr(module, "read_registry", lambda: {known.name: known})
        monkeypatch.setenv("FRAMING_DATA", str(tmp_path))
        out = tmp_path / "talks.csv"
        code, _, said = run(capfd, "fetch", "roundups", "--out", out)
        assert code == 0
        assert f"from the ready copies in {tmp_path}, which may be a part" in said
        receipt = read_table(tmp_path / "talks.receipt.csv")
        assert receipt["rule"].tolist() == ["headline alone"] * 2
