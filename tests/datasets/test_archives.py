"""Archives of repositories: the tree that git would know, or nothing."""

from __future__ import annotations

import io
import random
import re
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
from framing.datasets import archives
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


def packed(files: dict[str, bytes], *more: tarfile.TarInfo, top: str = "talks-c0ffee") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for path, data in files.items():
            item = tarfile.TarInfo(f"{top}/{path}" if top else path)
            item.size, item.mode = len(data), 0o755 if path.endswith(".sh") else 0o644
            tar.addfile(item, io.BytesIO(data))
        link = tarfile.TarInfo(f"{top}/link" if top else "link")
        link.type, link.linkname = tarfile.SYMTYPE, "README.md"
        tar.addfile(link)
        for item in more:
            tar.addfile(item, io.BytesIO(b"x" * item.size))
    return buffer.getvalue()


def odd(name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    item = tarfile.TarInfo(f"talks-c0ffee/{name}")
    item.type, item.linkname, item.size = kind, link, size
    return item


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
        f"{archive}: the archive holds 'talks-c0ffee/../../outside.json' which is no plain file in "
        "it; a repository has no such file; it is not what was asked for, and nothing of it was "
        "kept; fetch it again",
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
    # Noise cannot be packed, so that there is a middle to break off in.
    noise = random.Random(1).randbytes(300_000)
    data = packed({**FILES, "noise": noise})
    host.files["talks.tar.gz"] = data
    host.breaks_after = 200_000
    whole = archived("0" * 40, host.address)
    with pytest.raises(DatasetError, match="broke off"):
        download(whole, tmp_path, progress=False, patience=0.01)
    host.breaks_after = None
    with pytest.raises(DatasetError, match="the git tree of this archive"):
        download(whole, tmp_path, progress=False, patience=0.01)
    assert host.asked[1][1].startswith("bytes=1")


@pytest.mark.parametrize("change", ["cut", "gone", "forged"])
def test_a_file_changed_after_unpacking_is_noticed(
    change: str, tree: str, host: Host, tmp_path: Path
) -> None:
    host.files["talks.tar.gz"] = packed(FILES)
    whole = archived(tree, host.address)
    download(whole, tmp_path, progress=False, patience=0.01)
    path = tmp_path / "roundups" / "data" / "jsons" / "b.json"
    if change == "gone":
        path.unlink()
    else:
        path.write_bytes(b"" if change == "cut" else b'{"b": 2}')
    assert len(lacking(whole, tmp_path)) == 1
    download(whole, tmp_path, progress=False, patience=0.01)
    assert path.read_bytes() == FILES["data/jsons/b.json"]
    assert len(host.asked) == 2


@pytest.mark.parametrize(
    ("item", "what"),
    [
        (odd("hard", tarfile.LNKTYPE, "talks-c0ffee/README.md"), "which is no plain file in it"),
        (odd("pipe", tarfile.FIFOTYPE), "which is no plain file in it"),
        (odd("a\\b"), "which is no plain file in it"),
        (odd("README.md"), "twice"),
        (odd("README.md/more"), "in a way no repository can"),
        (odd("data"), "in a way no repository can"),
        (odd("large", size=4_000_000), "of 4,000,000 bytes"),
    ],
    ids=["hard link", "pipe", "backslash", "twice", "below a file", "a folder too", "too large"],
)
def test_what_no_repository_holds_is_refused(
    item: tarfile.TarInfo, what: str, tree: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_LARGEST", 3_000_000)
    archive = tmp_path / "talks.tar.gz"
    archive.write_bytes(packed(FILES, item))
    with pytest.raises(DatasetError) as fault:
        unpack(archive, source_of(tree), tmp_path / "roundups")
    assert f"{what}; a repository has no such file; it is not what was asked" in str(fault.value)
    assert [p.name for p in tmp_path.iterdir()] == ["talks.tar.gz"]


def test_a_wanted_symbolic_link_is_counted_and_not_made(tmp_path: Path) -> None:
    link = odd("data/jsons/link.json", tarfile.SYMTYPE, "/etc/passwd")
    archive = tmp_path / "talks.tar.gz"
    archive.write_bytes(packed(FILES, link))
    with pytest.raises(DatasetError) as fault:
        unpack(archive, source_of("0" * 40), tmp_path / "roundups")
    (found,) = re.findall(r"the git tree of this archive is (\w{40})", str(fault.value))
    assert unpack(archive, source_of(found), tmp_path / "roundups") == 2
    assert not (tmp_path / "roundups" / "data" / "jsons" / "link.json").is_symlink()


def test_a_damaged_archive_never_raises_anything_else(tree: str, tmp_path: Path) -> None:
    whole = packed({**FILES, "noise": random.Random(1).randbytes(20_000)})
    archive = tmp_path / "talks.tar.gz"
    for seed in range(60):
        random_bytes = random.Random(seed)
        data = bytearray(whole)
        for _ in range(20):
            data[random_bytes.randrange(len(data))] = random_bytes.randrange(256)
        archive.write_bytes(bytes(data))
        with pytest.raises(DatasetError):
            unpack(archive, source_of(tree), tmp_path / "roundups")
    assert [p.name for p in tmp_path.iterdir()] == ["talks.tar.gz"]


def test_the_unpacked_folder_is_as_open_as_others(tree: str, tmp_path: Path) -> None:
    archive = tmp_path / "talks.tar.gz"
    archive.write_bytes(packed(FILES))
    unpack(archive, source_of(tree), tmp_path / "roundups")
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "roundups").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_another_tree_is_not_remembered(tree: str, host: Host, tmp_path: Path) -> None:
    host.files["talks.tar.gz"] = packed({**FILES, "data/jsons/a.json": b"{ }"})
    whole = archived(tree, host.address)
    with pytest.raises(DatasetError, match="the git tree of this archive"):
        download(whole, tmp_path, progress=False, patience=0.01)
    assert len(lacking(whole, tmp_path)) == 1
    assert list(tmp_path.iterdir()) == []
