"""A study passed on without its texts comes out the same, and says what does not."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from cases import says

from framing import FramingError, read_counts, verify_bundle, write_bundle, write_table
from framing.bundles import VERIFIED_COLUMNS
from framing.cli import main
from framing.lexicon import Lexicon

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


@pytest.fixture
def quick(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is made again of these counts be what was made of them before: it takes seconds."""

    def copy(counts: Path, lexicon: Lexicon, folder: Path, seed: int) -> list[str]:
        assert read_counts(counts) is not None
        with zipfile.ZipFile(bundle) as archive:
            names = json.loads(archive.read("bundle.json"))["remade"]
            archive.extractall(folder, names)
        return list(names)

    monkeypatch.setattr("framing.bundles.verifying.remake", copy)


def changed(bundle: Path, out: Path, name: str, content: bytes | None, **facts: object) -> Path:
    """Write the bundle again with one file changed, left out or added, and its manifest."""
    with zipfile.ZipFile(bundle) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            data: bytes | None = content if item == name else old.read(item)
            if item == "bundle.json" and facts:
                data = json.dumps({**json.loads(old.read(item)), **facts}).encode()
            if data is not None:
                new.writestr(item, data)
        if name and name not in old.namelist() and content is not None:
            new.writestr(name, content)
    return out


def forged(bundle: Path, out: Path, name: str, content: bytes | None, **facts: object) -> Path:
    """Change a file (or leave it out) and its digest, as somebody who wants to hide it would."""
    told = facts_of(bundle)
    files = {**told["files"], name: sha256(content or b"").hexdigest()}
    if content is None:
        del files[name]
    return changed(bundle, out, name, content, **{"files": files, **facts})


def facts_of(bundle: Path) -> dict[str, Any]:
    with zipfile.ZipFile(bundle) as archive:
        return dict(json.loads(archive.read("bundle.json")))


def content_of(bundle: Path, name: str) -> bytes:
    with zipfile.ZipFile(bundle) as archive:
        return archive.read(name)


def differing(path: Path) -> dict[str, str]:
    found = verify_bundle(path)
    return {row.file: row.note for row in found[found["state"] == "differs"].itertuples()}


def test_everything_comes_out_the_same(bundle: Path) -> None:
    found = verify_bundle(bundle)
    assert list(found) == list(VERIFIED_COLUMNS)
    states = dict(zip(found["file"], found["state"], strict=True))
    held = {name for name, state in states.items() if state == "digest only"}
    assert set(states.values()) == {"same", "digest only"}
    assert held == {"counts.csv", "counts.json", "codebook/1-loaded/lexicon.toml",
                    "codebook/1-loaded/terms.csv"}  # fmt: skip
    assert {"codebook", "tables/estimates.csv", "figures/rates-loaded.png"} <= set(states)
    assert {"README.md", "requirements.txt", "study.ipynb"} <= set(states)


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


@pytest.mark.usefixtures("quick")
def test_what_the_manifest_does_not_list_differs(bundle: Path, tmp_path: Path) -> None:
    for name in ("articles/a.txt", "../outside.txt", "report/more.html"):
        other = changed(bundle, tmp_path / "added.zip", name, b"A reckless plan.")
        assert differing(other) == {name: "not listed: it was added after the bundle was made"}
    assert not (tmp_path.parent / "outside.txt").exists()


@pytest.mark.usefixtures("quick")
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_there_twice_differs(bundle: Path, tmp_path: Path) -> None:
    # One program unpacks the first of them, another the last.
    other = changed(bundle, tmp_path / "twice.zip", "", None)
    with zipfile.ZipFile(other, "a") as archive:
        archive.writestr("README.md", archive.read("README.md"))
    assert differing(other) == {"README.md": "it is in the bundle more than once"}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", ["study.ipynb", "requirements.txt", "README.md"])
def test_what_is_not_made_of_counts_is_made_again_too(
    bundle: Path, tmp_path: Path, name: str
) -> None:
    content = content_of(bundle, name).replace(b"framing", b"framing_", 1)
    other = forged(bundle, tmp_path / "forged.zip", name, content)
    assert differing(other) == {name: "the same versions make it otherwise"}


@pytest.mark.usefixtures("quick")
def test_a_table_that_is_left_out_and_not_listed_differs(bundle: Path, tmp_path: Path) -> None:
    other = forged(bundle, tmp_path / "less.zip", "tables/contrasts.csv", None)
    assert differing(other) == {"tables/contrasts.csv": "it is not in the bundle"}
    listed = [name for name in facts_of(bundle)["remade"] if name != "tables/contrasts.csv"]
    other = forged(bundle, tmp_path / "less.zip", "tables/contrasts.csv", None, remade=listed)
    assert differing(other) == {"tables/contrasts.csv": "it is not in the bundle"}
    broken = forged(bundle, tmp_path / "broken.zip", "tables/contrasts.csv", b"")
    assert differing(broken)["tables/contrasts.csv"].startswith("it is no table")


@pytest.mark.usefixtures("quick")
def test_missing_or_broken_counts_differ(bundle: Path, tmp_path: Path) -> None:
    for name in ("counts.csv", "counts.json"):
        other = forged(bundle, tmp_path / "uncounted.zip", name, None)
        found = verify_bundle(other).set_index("file")
        assert differing(other) == {name: "it is not in the bundle"}
        assert found.loc["tables/estimates.csv"].tolist() == [
            "not compared",
            "nothing could be made again: see counts and codebook",
        ]
    broken = forged(bundle, tmp_path / "broken.zip", "counts.csv", b"doc_id\n1\n")
    told = differing(broken)
    assert list(told) == ["counts.csv"]
    assert told["counts.csv"].startswith("nothing could be made again: counts.csv: ")
    empty = differing(changed(bundle, tmp_path / "empty.zip", "", None, files={}))
    assert empty["counts.csv"].startswith("not listed")
    assert empty["codebook"].startswith("there is none; counted with ")
    assert empty["tables/contrasts.csv"].startswith("not listed")


@pytest.mark.usefixtures("quick")
def test_a_broken_codebook_differs(bundle: Path, tmp_path: Path) -> None:
    name = "codebook/1-loaded/lexicon.toml"
    told = differing(forged(bundle, tmp_path / "book.zip", name, b"= no table"))
    assert list(told) == ["codebook"]
    assert told["codebook"].startswith("it cannot be read: ")
    assert str(tmp_path) not in told["codebook"]


@pytest.mark.usefixtures("quick")
def test_a_picture_of_other_versions_is_not_called_the_same(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packages = {**facts_of(bundle)["packages"], "matplotlib": "0.0.1"}
    png = content_of(bundle, "figures/contrasts-loaded.png")
    other = forged(bundle, tmp_path / "old.zip", "figures/rates-loaded.png", png, packages=packages)
    found = verify_bundle(other).set_index("file")
    assert found.loc["figures/rates-loaded.png", "state"] == "not compared"
    assert "matplotlib 0.0.1, here" in found.loc["figures/rates-loaded.png", "note"]
    # The versions are those of the manifest, or whoever changed it forgot this one.
    assert found.loc["requirements.txt", "state"] == "not compared"
    assert main(["verify", str(other)]) == 3
    told = capsys.readouterr().out
    assert told.startswith("not compared: figures/rates-loaded.png")
    assert f"2 of {len(found)} files could not be compared, so what they show is not" in told


@pytest.mark.usefixtures("quick")
def test_names_of_a_bundle_are_shown_not_obeyed(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = changed(bundle, tmp_path / "named.zip", "a\x1b[2J\nall the same", b"")
    assert main(["verify", str(other)]) == 1
    assert "differs: a␛[2J all the same: not listed" in capsys.readouterr().out


@pytest.mark.parametrize(
    "facts",
    [
        {"seed": "1"},
        {"remade": [1]},
        {"files": ["counts.csv"]},
        {"packages": {}},
        {"framing": "0.1; curl"},
        {"codebook": {}},
    ],
)
def test_a_manifest_nothing_can_be_made_of_is_refused(
    bundle: Path, tmp_path: Path, facts: dict[str, object]
) -> None:
    other = changed(bundle, tmp_path / "manifest.zip", "", None, **facts)
    with pytest.raises(FramingError, match="is no bundle, or is damaged"):
        verify_bundle(other)


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
    published = sha256(out.read_bytes()).hexdigest()
    assert f"SHA-256, to be published elsewhere: {published}" in capsys.readouterr().err
    assert main(["verify", str(out)]) == 0
    told = capsys.readouterr().out
    assert "files were made again and came out the same" in told
    assert (
        "(also/, codebook/, counts.csv, counts.json) are not made again, only held against" in told
    )
    assert f"SHA-256 {published}: hold it against the one its authors published" in told
    other = changed(out, tmp_path / "other.zip", "also/report.html", b"<p>other</p>")
    assert main(["verify", str(other)]) == 1
    assert "differs: also/report.html" in capsys.readouterr().out


@pytest.mark.slow
def test_the_seven_outlets_come_out_from_their_committed_counts(root: Path, tmp_path: Path) -> None:
    counts = root / "data" / "processed" / "seven-outlets" / "counts.csv"
    found = verify_bundle(write_bundle(counts, out=tmp_path / "seven.zip", seed=1))
    made = found[found["state"] == "same"]
    assert set(found["state"]) == {"same", "digest only"}
    assert {"report/report.html", "report/methods.txt"} <= set(made["file"])
