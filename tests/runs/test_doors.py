"""From files to tables: the same bytes however they were made, and nothing lost on the way."""

from __future__ import annotations

import json
import multiprocessing
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import says

from framing import FramingError, read_corpus, read_lexicon, read_table, write_table
from framing.pipeline import process as process_corpus
from framing.runs import caches, merge, shards
from framing.runs import process as process_files
from framing.runs.parts import TABLES

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")

MADE = ("attributions", "segments", "evidence", "scores")
# The rules alone are faster; who attributes is not what is tested here.
process = partial(process_files, tagger="rules")


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SIZE", 9)


@pytest.fixture(scope="session")
def demo(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half of the demo corpus."""
    path = tmp_path_factory.mktemp("demo") / "articles.csv"
    table = read_corpus(root / "data" / "raw" / "demo" / "articles.csv").articles
    table.head(31).to_csv(path, index=False)
    return path


def made(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


@pytest.fixture(scope="session")
def expected(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process makes without a stop."""
    shards.SIZE, before = 9, shards.SIZE
    out = tmp_path_factory.mktemp("whole")
    process(demo, out=out)
    shards.SIZE = before
    return made(out)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_are_those_of_the_corpus_in_memory(demo: Path, tmp_path: Path, form: str) -> None:
    done = process(demo, out=tmp_path / "out", form=form)
    whole = process_corpus(read_corpus(demo), read_lexicon("loaded"), tagger="rules")
    for name in MADE:
        path = tmp_path / "out" / f"{name}.{form}"
        other = write_table(getattr(whole, name), tmp_path / f"{name}.{form}")
        pd.testing.assert_frame_equal(read_table(path), read_table(other))
        if form == "csv":
            assert path.read_bytes() == other.read_bytes()
    assert (done.articles, done.quarantined, done.parts, done.kept) == (31, 0, 4, 0)
    assert done.merged == {name: len(read_table(tmp_path / "out" / f"{name}.{form}"))
                           for name in TABLES}  # fmt: skip
    assert not (tmp_path / "out" / "parts").exists()


def test_two_processes_and_shards_make_the_same_bytes(
    demo: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    process(demo, out=tmp_path / "two", jobs=2)
    assert made(tmp_path / "two") == expected
    for which in (3, 1, 2):
        done = process(demo, out=tmp_path / "shards", shard=(which, 3))
        assert done.merged is None
    merge(tmp_path / "shards")
    assert made(tmp_path / "shards") == expected


def test_a_run_goes_on_where_it_stopped(
    demo: Path, tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    seen: list[int] = []

    def stop(articles: int) -> None:
        seen.append(articles)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        process(demo, out=out, progress=stop)
    (out / "parts" / "00000002-abc.1of1.here-7.half").mkdir()
    done = process(demo, out=out)
    assert done.kept == 2
    assert made(out) == expected


@pytest.mark.slow
def test_only_what_changed_is_made_again(demo: Path, tmp_path: Path) -> None:
    out, copy = tmp_path / "out", tmp_path / "articles.csv"
    shutil.copy(demo, copy)
    process(copy, out=out, shard=(1, 2))
    process(copy, out=out, shard=(2, 2))
    assert process(copy, out=out, shard=(1, 2)).kept == 2
    table = pd.read_csv(copy, dtype=str)
    table.loc[20, "text"] += " It was a reckless plan."
    table.to_csv(copy, index=False)
    assert process(copy, out=out, shard=(1, 2)).kept == 1  # the third part holds article 20
    assert process(copy, out=out, shard=(2, 2)).kept == 2
    merge(out)
    assert read_table(out / "segments.parquet")["text"].str.contains("a reckless plan").any()
    own = tmp_path / "own.csv"
    own.write_text("term,category\nbridge,evaluation\n", encoding="utf-8")
    process(copy, [str(own)], out=out, shard=(1, 2))
    process(copy, out=out, shard=(2, 2))
    with pytest.raises(FramingError, match="are not of one run"):
        merge(out)


def test_another_codebook_only_looks_up_its_terms(
    demo: Path, tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("term,category\ncouncil,label\n", encoding="utf-8")
    process(demo, str(terms), out=tmp_path / "without")
    process(demo, str(terms), out=tmp_path / "first", cache=tmp_path / "kept")
    assert made(tmp_path / "first") == made(tmp_path / "without")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("who says what is there already")

    monkeypatch.setattr(caches, "attribute", never)
    process(demo, out=tmp_path / "second", cache=tmp_path / "kept")
    assert made(tmp_path / "second") == expected


@pytest.mark.slow
def test_what_is_damaged_in_a_cache_is_made_again(
    demo: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    kept = tmp_path / "kept"
    process(demo, out=tmp_path / "first", cache=kept)
    for ending, damage in ((".npz", b"no words"), (".parquet", b"no table"), (".json", b"{")):
        path = next(kept.glob(f"*{ending}"))
        path.write_bytes(damage)
        process(demo, out=tmp_path / ending, cache=kept)
        assert made(tmp_path / ending) == expected
        assert path.read_bytes() != damage


def test_a_full_disk_is_an_error_and_costs_no_article(
    demo: Path, tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(caches, "write_table", full)
        with pytest.raises(OSError, match="No space left"):
            process(demo, out=tmp_path / "out", cache=tmp_path / "kept")
    process(demo, out=tmp_path / "out", cache=tmp_path / "kept")
    assert made(tmp_path / "out") == expected


def test_a_cache_that_cannot_be_one_is_refused(demo: Path, tmp_path: Path) -> None:
    with pytest.raises(FramingError) as caught:
        process(demo, out=tmp_path / "out", cache=demo)
    assert says(caught.value, "--cache …: this is a file; a cache is a folder; name another")
    with pytest.raises(FramingError) as caught:
        process(demo.parent, out=tmp_path / "out", cache=demo.parent / "kept")
    told = "--cache …: this lies in the folder of articles …; name a folder elsewhere"
    assert says(caught.value, told)


@pytest.mark.slow
def test_shards_that_are_missing_or_changed_are_named(demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(FramingError) as none:
        merge(out)
    says(
        none.value, "framing merge: …out holds no finished shard; framing score --shard makes them"
    )
    process(demo, out=out, shard=(1, 3))
    with pytest.raises(FramingError) as missing:
        merge(out)
    says(missing.value, "framing merge: of 3 shards 2 are not done: 2, 3; run them, then merge")
    process(demo, out=out, shard=(2, 3))
    process(demo, out=out, shard=(3, 3))
    part = next(path for path in sorted((out / "parts").iterdir()) if path.is_dir())
    data = (part / "scores.parquet").read_bytes()
    (part / "scores.parquet").write_bytes(data[:-1] + b"x")
    with pytest.raises(FramingError) as changed:
        merge(out)
    says(changed.value, "…scores.parquet: the file is not the one that was written; …")
    assert not (out / "manifest.json").exists()
    for bad in ((0, 3), (4, 3)):
        with pytest.raises(FramingError, match="shards are 1/n to n/n"):
            process(demo, out=out, shard=bad)


@pytest.mark.slow
def test_shards_of_other_inputs_or_settings_are_refused(demo: Path, tmp_path: Path) -> None:
    table, out, path = pd.read_csv(demo, dtype=str), tmp_path / "out", tmp_path / "a.csv"
    table.to_csv(path, index=False)
    process(path, out=out, shard=(1, 2))
    table.iloc[::-1].to_csv(path, index=False)
    process(path, out=out, shard=(2, 2))
    with pytest.raises(FramingError, match="they differ in contents"):
        merge(out)
    process(path, out=out, shard=(1, 2), form="csv")
    with pytest.raises(FramingError, match="they differ in manifest"):
        merge(out)


@pytest.mark.slow
def test_a_whole_run_does_not_mind_shards_and_a_merge_that_fails_leaves_what_was(
    demo: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    process(demo, out=out)
    process(demo, out=out, shard=(1, 3))
    with pytest.raises(FramingError):
        merge(out)
    assert made(out) == expected
    process(demo, out=out, shard=(1, 2))  # of another number: the others are of another run
    process(demo, out=out, shard=(2, 2))
    merge(out)
    assert made(out) == expected
    process(demo, out=out, shard=(1, 3))
    process(demo, out=out)
    assert made(out) == expected
    with pytest.raises(FramingError, match="its manifest says that all is merged"):
        merge(out)


@pytest.mark.slow
def test_a_damaged_part_is_made_again(
    demo: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    out = tmp_path / "out"
    process(demo, out=out, shard=(1, 1000))
    for name, data in (("part.json", b""), ("segments.parquet", b"x")):
        process(demo, out=out, shard=(1, 2))
        part = next(path for path in sorted((out / "parts").iterdir()) if path.is_dir())
        (part / name).write_bytes(data)
        assert process(demo, out=out, shard=(1, 2)).kept == 1
    process(demo, out=out)
    assert made(out) == expected


def test_what_is_noted_after_the_last_article_is_in_the_receipt(tmp_path: Path) -> None:
    good, bad = tmp_path / "a.csv", tmp_path / "b.csv"
    table = pd.DataFrame({"outlet": "Post", "text": [f"The plan {k} failed." for k in range(18)]})
    table.to_csv(good, index=False)
    table.head(3).assign(text="").to_csv(bad, index=False)
    process([good, bad], out=tmp_path / "out")
    assert read_table(tmp_path / "out" / "receipt.parquet")["rule"].tolist() == ["empty text"] * 3


def test_a_second_run_and_results_among_the_articles_are_refused(
    demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    (out / "parts").mkdir(parents=True)
    other = {"host": platform.node(), "pid": os.getppid()}
    (out / "parts" / "at-work.json").write_text(json.dumps(other), encoding="utf-8")
    with pytest.raises(FramingError, match="is at work in this folder"):
        process(demo, out=out)
    shutil.copy(demo, tmp_path / "a.csv")
    with pytest.raises(FramingError, match="lies in the folder of articles"):
        process(tmp_path, out=out)


@pytest.mark.slow
def test_a_worker_that_is_killed_between_two_parts_is_replaced(
    demo: Path, tmp_path: Path, expected: dict[str, bytes]
) -> None:
    killed: list[int] = []

    def kill(_: int) -> None:
        children = multiprocessing.active_children()
        if not killed and children:
            killed.append(children[0].pid or 0)
            os.kill(killed[0], signal.SIGKILL)
            time.sleep(0.5)

    done = process(demo, out=tmp_path / "out", jobs=2, progress=kill)
    assert killed
    assert done.quarantined == 0
    assert made(tmp_path / "out") == expected


DEADLY = """
import os
try:
    import framing.pipeline as pipeline
except ImportError:
    pipeline = None
if pipeline is not None:
    real = pipeline.annotate
    def annotate(corpus, segments, lexicon):
        texts = corpus.articles["text"].tolist()
        if any("DEADLY" in text for text in texts):
            os._exit(9)
        if any("BROKEN" in text for text in texts):
            raise ZeroDivisionError("no reason")
        return real(corpus, segments, lexicon)
    pipeline.annotate = annotate
"""


@pytest.mark.slow
def test_articles_that_break_or_kill_are_quarantined_and_the_others_go_on(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(DEADLY, encoding="utf-8")
    paths = [str(tmp_path / "site"), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(p for p in paths if p))
    table = pd.read_csv(demo, dtype=str)
    table.loc[12, "text"] += " DEADLY."
    table.loc[25, "text"] += " BROKEN."
    path = tmp_path / "articles.csv"
    table.to_csv(path, index=False)
    done = process(path, out=tmp_path / "out", jobs=2)
    assert (done.articles, done.quarantined) == (31, 2)
    receipt = read_table(tmp_path / "out" / "receipt.parquet")
    bad = receipt[receipt["action"] == "quarantined"].set_index("doc_id")["reason"]
    ids = table["doc_id"].tolist()
    assert bad.to_dict() == {
        ids[12]: "the process that read it died (memory, or a fault of a library)",
        ids[25]: "ZeroDivisionError: no reason",
    }
    scored = set(read_table(tmp_path / "out" / "scores.parquet")["doc_id"])
    assert scored == set(ids) - {ids[12], ids[25]}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(
    demo: Path, tmp_path: Path, expected: dict[str, bytes], jobs: int
) -> None:
    out = tmp_path / "out"
    code = (
        "from framing.runs import shards, process\n"
        "shards.SIZE = 9\n"
        f"if __name__ == '__main__': process({str(demo)!r}, out={str(out)!r}, jobs={jobs}, "
        "tagger='rules')\n"
    )
    script = tmp_path / "run.py"
    script.write_text(code, encoding="utf-8")
    dice = np.random.default_rng(jobs)
    for _ in range(10):
        run = subprocess.Popen([sys.executable, "-W", "ignore", script], start_new_session=True)
        time.sleep(float(dice.uniform(0.5, 5)))
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        for path in out.glob("[!.]*.*"):  # a file that is there is whole
            assert path.read_bytes() == expected[path.name]
    subprocess.run([sys.executable, "-W", "ignore", script], check=True, timeout=120)
    assert made(out) == expected
    assert not [path.name for path in out.iterdir() if path.name.startswith(".")]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_cluster_whose_workers_are_killed_makes_the_same_bytes(
    demo: Path, tmp_path: Path, expected: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    distributed = pytest.importorskip("distributed")
    out, killed = tmp_path / "out", []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):

        def kill(_: int) -> None:
            if not killed:
                for pid in client.run(os.getpid).values():
                    killed.append(pid)
                    os.kill(pid, signal.SIGKILL)

        done = process(demo, out=out, client=client, progress=kill)
    assert len(killed) == 2
    assert done.quarantined == 0
    assert made(out) == expected


def test_the_manifest_says_from_what_and_nothing_that_differs_by_run(
    demo: Path, expected: dict[str, bytes]
) -> None:
    manifest: dict[str, Any] = json.loads(expected["manifest.json"])
    assert manifest["articles"] == 31
    assert manifest["inputs"][0]["name"] == "articles.csv"
    assert {item["name"] for item in manifest["files"]} == {f"{t}.parquet" for t in TABLES}
    assert str(demo.parent) not in expected["manifest.json"].decode()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(os.name == "nt", reason="SLURM speaks bash")
def test_the_script_for_job_arrays_runs_as_it_stands(
    root: Path, demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "results"
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for task in ("2", "1"):
        job = {"SLURM_ARRAY_TASK_ID": task}
        job |= {"SLURM_CPUS_PER_TASK": "1", "PATH": paths}
        script = ["bash", root / "examples" / "score.slurm", demo, out, "2"]
        subprocess.run(script, check=True, env=os.environ | job, timeout=200)
    code = f"from framing.cli import main; main(['merge', {str(out)!r}])"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=100)
    process_files(demo, out=tmp_path / "whole")
    tables = {name for name in made(out) if name.endswith(".parquet")}
    assert len(tables) == len(TABLES)
    for name in MADE:
        one, two = (read_table(folder / f"{name}.parquet") for folder in (out, tmp_path / "whole"))
        pd.testing.assert_frame_equal(one, two)
