"""A study passed on without its texts comes out the same, and says what does not."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from cases import says

from framing import FramingError, read_counts, verify_bundle, write_bundle, write_table
from framing.bundles import VERIFIED_COLUMNS
from framing.cli import main

pytestmark = pytest.mark.filterwarnings("ignore::framing.FramingWarning")


@pytest.fixture(scope="module")
def scores(root: Path) -> pd.DataFrame:
    """Twelve articles each of two outlets, one index: too little for a report."""
    scores = read_counts(root / "data" / "processed" / "seven-outlets" / "counts.csv")
    scores = scores[scores["category"].isin(["evaluation", "index:loaded"])]
    first = scores.drop_duplicates("doc_id").groupby("outlet").head(12)
    outlets = sorted(first["outlet"].unique())[:2]
    kept = first.loc[first["outlet"].isin(outlets), "doc_id"]
    scores = scores[scores["doc_id"].isin(kept)].reset_index(drop=True)
    return scores.assign(category=scores["category"].cat.remove_unused_categories())


@pytest.fixture(scope="module")
def bundle(scores: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bundle(scores, out=tmp_path_factory.mktemp("bundle") / "study.zip", seed=1)


def changed(bundle: Path, out: Path, name: str, content: bytes | None, **facts: object) -> Path:
    """Write the bundle again with one file changed (or left out), and its manifest."""
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            data: bytes | None = content if item == name else old.read(item)
            if item == "bundle.json" and facts:
                data = json.dumps({**json.loads(old.read(item)), **facts}).encode()
            if data is not None:
                new.writestr(item, data)
    return out


def differing(path: Path) -> dict[str, str]:
    found = verify_bundle(path)
    return {row.file: row.note for row in found[found["state"] == "differs"].itertuples()}


def test_everything_comes_out_the_same(bundle: Path) -> None:
    found = verify_bundle(bundle)
    assert list(found) == list(VERIFIED_COLUMNS)
    assert set(found["state"]) == {"same"}
    assert {"counts.csv", "codebook", "tables/estimates.csv", "study.ipynb"} <= set(found["file"])


def test_the_same_study_is_the_same_bytes(
    scores: pd.DataFrame, bundle: Path, tmp_path: Path
) -> None:
    again = write_bundle(scores, out=tmp_path / "again.zip", seed=1)
    assert again.read_bytes() == bundle.read_bytes()


def test_a_file_that_was_changed_is_named(bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        counts = archive.read("counts.csv").decode()
    other = changed(bundle, tmp_path / "a.zip", "counts.csv", counts.replace("1", "2", 1).encode())
    assert differing(other)["counts.csv"] == "it was changed after the bundle was made"
    gone = changed(bundle, tmp_path / "b.zip", "README.md", None)
    assert differing(gone) == {"README.md": "it is not in the bundle"}


def test_a_table_that_does_not_come_out_is_named_with_its_first_cell(
    bundle: Path, tmp_path: Path
) -> None:
    # Another seed gives other p-values; the digests are those of the bundle.
    other = changed(bundle, tmp_path / "c.zip", "", None, seed=2)
    told = differing(other)
    assert "p_value in row" in told["tables/contrasts.csv"]
    assert "made again" in told["tables/contrasts.csv"]
    assert "tables/estimates.csv" not in told


def test_another_codebook_is_noticed(bundle: Path, tmp_path: Path) -> None:
    facts = {"codebook": {"label": "loaded", "fingerprint": "0" * 12}}
    other = changed(bundle, tmp_path / "d.zip", "", None, **facts)
    assert "counted with 000000000000" in differing(other)["codebook"]


def test_no_word_of_an_article_goes_along(bundle: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        names = archive.namelist()
    assert not [n for n in names if "evidence" in n or "segments" in n or "articles" in n]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no zip", "is no bundle, or is damaged"),
        (None, "is no bundle, or is damaged"),
    ],
)
def test_what_is_no_bundle_is_refused(tmp_path: Path, content: bytes | None, told: str) -> None:
    path = tmp_path / "study.zip"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FramingError) as caught:
        verify_bundle(path)
    assert told in str(caught.value)


def test_a_name_that_leads_outside_is_refused(bundle: Path, tmp_path: Path) -> None:
    other = changed(bundle, tmp_path / "e.zip", "", None, files={"../outside": "0"})
    with pytest.raises(FramingError) as caught:
        verify_bundle(other)
    assert says(
        caught.value,
        "verify_bundle: e.zip names a file outside itself (../outside); it is no bundle; get it "
        "again from where it was published",
    )
    schema = changed(bundle, tmp_path / "f.zip", "", None, schema=99)
    with pytest.raises(FramingError, match="of schema 99"):
        verify_bundle(schema)


def test_bad_input_is_named(scores: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(FramingError, match=r"does not end in \.zip"):
        write_bundle(scores, out=tmp_path / "study", seed=1)
    with pytest.raises(FramingError, match=r"there is no .*nothing\.csv"):
        write_bundle(tmp_path / "nothing.csv", out=tmp_path / "study.zip", seed=1)
    with pytest.raises(FramingError, match=r"there is no .*report\.html; what goes along"):
        write_bundle(scores, out=tmp_path / "study.zip", seed=1, also=[tmp_path / "report.html"])
    told = tmp_path / "told" / "report.json"
    told.parent.mkdir()
    told.write_text('{"text": true}', encoding="utf-8")
    with pytest.raises(FramingError, match="is a report that holds the articles"):
        write_bundle(scores, out=tmp_path / "study.zip", seed=1, also=[told.parent])
    told.write_text('{"text": false}', encoding="utf-8")
    one = scores[scores["outlet"] == scores["outlet"].iloc[0]]
    made = write_bundle(one, out=tmp_path / "study.zip", seed=1, also=[told.parent])
    with zipfile.ZipFile(made) as archive:
        assert archive.read("also/told/report.json") == b'{"text": false}'


@pytest.mark.slow
def test_the_command_line_bundles_and_verifies(
    scores: pd.DataFrame, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_table(scores, tmp_path / "results" / "scores.parquet")
    also = tmp_path / "report.html"
    also.write_text("<p>counts</p>", encoding="utf-8")
    out = tmp_path / "study.zip"
    words = ["bundle", tmp_path / "results", "--seed", "1", "--out", out, "--also", also]
    assert main([str(word) for word in words]) == 0
    assert main(["verify", str(out)]) == 0
    told = capsys.readouterr()
    assert "came out the same" in told.out
    other = changed(out, tmp_path / "other.zip", "also/report.html", b"<p>other</p>")
    assert main(["verify", str(other)]) == 1
    assert "differs: also/report.html" in capsys.readouterr().out


@pytest.mark.slow
def test_the_seven_outlets_come_out_from_their_committed_counts(root: Path, tmp_path: Path) -> None:
    counts = root / "data" / "processed" / "seven-outlets" / "counts.csv"
    found = verify_bundle(write_bundle(counts, out=tmp_path / "seven.zip", seed=1))
    assert set(found["state"]) == {"same"}
    assert {"report/report.html", "report/methods.txt"} <= set(found["file"])
