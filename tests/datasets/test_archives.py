"""Archives of repositories: the tree that git would know, or nothing."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cases import says
from hosts import Host, dataset, serve

from framing import DatasetError
from framing.datasets.archives import unpack
from framing.datasets.downloads import download, lacking
from framing.datasets.registry import Dataset, Source

FILES = {
    "README.md": b"Invented.\n",
    "data/jsons/a.json": b"{}",
    "data/jsons/b.json": b'{"b": 1}',
    "data/other.txt": b"unwanted",
    "data.txt": b"sorts between data and data/",
    "run me.sh": b"#!/bin/sh\n",
}


def packed(files: dict[str, bytes], top: str = "talks-c0ffee") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for path, data in files.items():
            item = tarfile.TarInfo(f"{top}/{path}" if top else path)
            item.size, item.mode = len(data), 0o755 if path.endswith(".sh") else 0o644
            tar.addfile(item, io.BytesIO(data))
        link = tarfile.TarInfo(f"{top}/link" if top else "link")
        link.type, link.linkname = tarfile.SYMTYPE, "README.md"
        tar.addfile(link)
    return buffer.getvalue()


def git_tree(folder: Path) -> str:
    """Ask git itself."""
    for path, data in FILES.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    (folder / "run me.sh").chmod(0o755)
    (folder / "link").symlink_to("README.md")
    commands = ["init -q", "-c core.autocrlf=false add -A", "write-tree"]
    for command in commands:
        done = subprocess.run(
            ["git", *command.split()], cwd=folder, capture_output=True, text=True, check=True
        )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> str:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    return git_tree(tmp_path_factory.mktemp("repository"))


@pytest.fixture
def host() -> Iterator[Host]:
    with serve() as running:
        yield running


def archived(tree: str, address: str = "") -> Dataset:
    whole = dataset(address)
    source = replace(
        whole.sources[0],
        how="archive",
        files=(),
        tree=tree,
        paths="data/jsons/*.json",
        address=f"{address}/talks.tar.gz",
    )
    return replace(whole, sources=(source,))


def source_of(tree: str) -> Source:
    return archived(tree).sources[0]


def test_the_tree_is_the_one_git_knows(tree: str, tmp_path: Path) -> None:
    archive = tmp_path / "talks.tar.gz"
    archive.write_bytes(packed(FILES))
    assert unpack(archive, source_of(tree), tmp_path / "roundups") == 2
    there = sorted(
        p.relative_to(tmp_path / "roundups").as_posix()
        for p in (tmp_path / "roundups").rglob("*")
        if p.is_file()
    )
    assert there == [".tree", "data/jsons/a.json", "data/jsons/b.json"]


@pytest.mark.parametrize(
    "files",
    [
        {**FILES, "data/jsons/a.json": b"{ }"},
        {**FILES, "data/jsons/c.json": b"{}"},
        {k: v for k, v in FILES.items() if k != "README.md"},
    ],
    ids=["changed", "more", "less"],
)
def test_another_tree_is_refused_whole(files: dict[str, bytes], tree: str, tmp_path: Path) -> None:
    archive = tmp_path / "talks.tar.gz"
    archive.write_bytes(packed(files))
    with pytest.raises(DatasetError) as fault:
        unpack(archive, source_of(tree), tmp_path / "roundups")
    assert says(
        fault.value,
        f"{archive}: the git tree of this archive is …; that of invented/talks at c0ffee0000 is "
        f"{tree}; the archive was changed or damaged, and nothing of it was kept; fetch it again",
    )
    assert [p.name for p in tmp_path.iterdir()] == ["talks.tar.gz"]


def test_a_cut_archive_is_refused(tree: str, tmp_path: Path) -> None:
    archive = tmp_path / "talks.tar.gz"
    archive.write_bytes(packed(FILES)[:200])
    with pytest.raises(DatasetError) as fault:
        unpack(archive, source_of(tree), tmp_path / "roundups")
    assert says(
        fault.value,
        f"{archive}: this is not a readable .tar.gz (…); it is cut off or damaged; fetch it again",
    )


def test_a_path_that_leaves_the_folder_is_refused(tree: str, tmp_path: Path) -> None:
    archive = tmp_path / "talks.tar.gz"
    archive.write_bytes(packed({"../../outside.json": b"{}"}))
    with pytest.raises(DatasetError) as fault:
        unpack(archive, source_of(tree), tmp_path / "inner" / "roundups")
    assert says(
        fault.value,
        f"{archive}: the archive holds 'talks-c0ffee/../../outside.json' of 2 bytes; a corpus has "
        "no such file; it is not what was asked for; fetch it again",
    )
    assert not (tmp_path / "outside.json").exists()


def test_an_archive_is_downloaded_once_and_remembered(
    tree: str, host: Host, tmp_path: Path
) -> None:
    host.files["talks.tar.gz"] = packed(FILES)
    whole = archived(tree, host.address)
    download(whole, tmp_path, progress=False, patience=0.01)
    assert lacking(whole, tmp_path) == []
    assert [p.name for p in tmp_path.iterdir()] == ["roundups"]
    download(whole, tmp_path, progress=False, patience=0.01)
    assert len(host.asked) == 1


def test_a_broken_archive_goes_on_where_it_broke_off(tree: str, host: Host, tmp_path: Path) -> None:
    host.files["talks.tar.gz"] = packed({**FILES})
    host.breaks_after = 0
    whole = archived(tree, host.address)
    with pytest.raises(DatasetError, match="broke off"):
        download(whole, tmp_path, progress=False, patience=0.01)
    host.breaks_after = None
    download(whole, tmp_path, progress=False, patience=0.01)
    assert lacking(whole, tmp_path) == []


def test_another_tree_is_not_remembered(tree: str, host: Host, tmp_path: Path) -> None:
    host.files["talks.tar.gz"] = packed({**FILES, "data/jsons/a.json": b"{ }"})
    whole = archived(tree, host.address)
    with pytest.raises(DatasetError, match="the git tree of this archive"):
        download(whole, tmp_path, progress=False, patience=0.01)
    assert len(lacking(whole, tmp_path)) == 1
    assert list(tmp_path.iterdir()) == []
