"""Downloads: resumed, checked, polite, and a sentence for everything that can go wrong."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pooch
import pytest
from cases import says
from hosts import ORIGINAL, PATH, Host, dataset, serve

from framing import DatasetError, MissingExtraError
from framing.datasets import downloads
from framing.datasets.downloads import download, lacking


@pytest.fixture
def host() -> Iterator[Host]:
    with serve() as running:
        running.files[PATH] = ORIGINAL
        yield running


def get(host: Host, folder: Path, **options: object) -> None:
    download(dataset(host.address, **options), folder, progress=False, patience=0.01)  # type: ignore[arg-type]


def part(place: Path) -> Path:
    """Return where the beginning of the invented original is kept."""
    return place.with_name(f".{place.name}.{hashlib.sha256(ORIGINAL).hexdigest()[:12]}.part")


def test_every_byte_arrives_once(host: Host, tmp_path: Path) -> None:
    get(host, tmp_path)
    assert (tmp_path / "roundups" / PATH).read_bytes() == ORIGINAL
    assert lacking(dataset(), tmp_path) == []
    get(host, tmp_path)
    assert len(host.asked) == 1
    assert [p.name for p in (tmp_path / "roundups").rglob(".*")] == []


def test_a_broken_download_goes_on_in_the_middle_of_the_file(host: Host, tmp_path: Path) -> None:
    host.breaks_after = 100_000
    with pytest.raises(DatasetError) as fault:
        get(host, tmp_path)
    assert says(
        fault.value,
        f"{host.address}/invented/talks/c0ffee{'0' * 34}/{PATH}: the host cannot be reached or "
        "broke off (…); nothing that came is lost; call again, and it goes on from there; 1 of 1 "
        f"parts of roundups are still to come, the others stay in {tmp_path}",
    )
    host.breaks_after = None
    get(host, tmp_path)
    assert (tmp_path / "roundups" / PATH).read_bytes() == ORIGINAL
    begin = int(host.asked[-1][1].removeprefix("bytes=").removesuffix("-"))
    assert 0 < begin <= 100_000


def test_a_host_that_knows_no_ranges_sends_it_all_again(host: Host, tmp_path: Path) -> None:
    host.breaks_after = 50_000
    with pytest.raises(DatasetError):
        get(host, tmp_path)
    host.breaks_after, host.ranges = None, False
    get(host, tmp_path)
    assert (tmp_path / "roundups" / PATH).read_bytes() == ORIGINAL


def test_what_was_kept_of_another_file_is_dropped(host: Host, tmp_path: Path) -> None:
    place = tmp_path / "roundups" / PATH
    place.parent.mkdir(parents=True)
    part(place).write_bytes(b"x" * (len(ORIGINAL) + 1))
    get(host, tmp_path)
    assert place.read_bytes() == ORIGINAL
    assert [asked for _, asked in host.asked] == [f"bytes={len(ORIGINAL) + 1}-", ""]


def test_a_damaged_beginning_is_fetched_again_at_once(host: Host, tmp_path: Path) -> None:
    place = tmp_path / "roundups" / PATH
    place.parent.mkdir(parents=True)
    part(place).write_bytes(b"x" * 1000)
    get(host, tmp_path)
    assert place.read_bytes() == ORIGINAL
    assert [asked for _, asked in host.asked] == ["bytes=1000-", ""]


def test_a_whole_beginning_needs_no_host(tmp_path: Path) -> None:
    place = tmp_path / "roundups" / PATH
    place.parent.mkdir(parents=True)
    part(place).write_bytes(ORIGINAL)
    download(dataset(), tmp_path, progress=False)
    assert place.read_bytes() == ORIGINAL


def test_of_many_files_only_those_that_lack_are_asked_for(host: Host, tmp_path: Path) -> None:
    names = tuple(f"data/{n}.txt" for n in range(40))
    host.files |= {name: name.encode() for name in names}
    host.files.pop(names[20])
    with pytest.raises(DatasetError, match="answered 404"):
        get(host, tmp_path, more=names)
    there = 41 - len(lacking(dataset(more=names), tmp_path))
    host.files[names[20]] = names[20].encode()
    host.asked.clear()
    get(host, tmp_path, more=names)
    # A file that had come whole when another failed needs no second request.
    assert 0 < len({path for path, _ in host.asked}) <= 41 - there
    assert any(path.endswith(names[20]) for path, _ in host.asked)
    assert lacking(dataset(more=names), tmp_path) == []


def test_four_connections_at_a_time_no_more_and_no_fewer(host: Host, tmp_path: Path) -> None:
    names = tuple(f"data/{n}.txt" for n in range(24))
    host.files |= {name: name.encode() for name in names}
    host.seconds = 0.05
    get(host, tmp_path, more=names)
    assert host.most_at_once == 4


def test_what_waits_for_a_busy_host_stops_when_another_part_fails(
    host: Host, tmp_path: Path
) -> None:
    names = ("data/busy.txt", "data/gone.txt")
    host.files[names[0]] = names[0].encode()
    host.busy.add(names[0])
    begun = time.monotonic()
    with pytest.raises(DatasetError, match="answered 404"):
        get(host, tmp_path, more=names)
    assert time.monotonic() - begun < 30  # the host had said to wait for ten minutes


def test_a_second_download_into_the_folder_is_refused(host: Host, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("files are not locked there")
    with downloads._alone(dataset(host.address), tmp_path), pytest.raises(DatasetError) as fault:
        get(host, tmp_path)
    assert says(
        fault.value,
        f"{tmp_path}: another process is downloading roundups into this folder; two would write "
        "into the same files; wait for it, or choose another folder",
    )
    get(host, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["roundups"]


def test_pooch_speaks_again_afterwards(host: Host, tmp_path: Path) -> None:
    before = pooch.get_logger().level
    get(host, tmp_path)
    assert pooch.get_logger().level == before


def test_another_file_than_the_registry_knows_is_refused(host: Host, tmp_path: Path) -> None:
    host.files[PATH] = ORIGINAL.replace(b"fail", b"pass")
    with pytest.raises(DatasetError) as fault:
        get(host, tmp_path)
    assert says(
        fault.value,
        f"{host.address}/invented/talks/c0ffee{'0' * 34}/{PATH}: what came is not the file the "
        "registry knows (…); it was changed or damaged on the way, and is not kept; call again; 1 "
        f"of 1 parts of roundups are still to come, the others stay in {tmp_path}",
    )
    assert not (tmp_path / "roundups" / PATH).exists()
    host.files[PATH] = ORIGINAL
    get(host, tmp_path)
    assert (tmp_path / "roundups" / PATH).read_bytes() == ORIGINAL


def test_a_file_changed_on_the_disk_is_fetched_again(host: Host, tmp_path: Path) -> None:
    get(host, tmp_path)
    (tmp_path / "roundups" / PATH).write_bytes(b"")
    get(host, tmp_path)
    assert (tmp_path / "roundups" / PATH).read_bytes() == ORIGINAL


def test_a_busy_host_is_given_time(host: Host, tmp_path: Path) -> None:
    host.refusals = [503, 429]
    get(host, tmp_path)
    assert len(host.asked) == 3


def test_a_file_that_is_not_there_is_named(host: Host, tmp_path: Path) -> None:
    host.files.clear()
    with pytest.raises(DatasetError) as fault:
        get(host, tmp_path)
    assert says(
        fault.value,
        f"{host.address}/invented/talks/c0ffee{'0' * 34}/{PATH}: the host answered 404 Not Found; "
        "the registry expects a file there; try again later, and if it stays away, look whether "
        "the repository moved; 1 of 1 parts of roundups are still to come, the others stay in "
        f"{tmp_path}",
    )


def test_a_host_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    with serve() as host:
        address = host.address
    with pytest.raises(DatasetError, match="the host cannot be reached or broke off"):
        download(dataset(address), tmp_path, progress=False, patience=0.01)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk here that is always full")
def test_a_full_disk_is_said_to_be_and_leaves_no_half_file(host: Host, tmp_path: Path) -> None:
    place = tmp_path / "roundups" / PATH
    place.parent.mkdir(parents=True)
    partial = part(place)
    partial.symlink_to("/dev/full")
    with pytest.raises(DatasetError) as fault:
        get(host, tmp_path)
    assert says(
        fault.value,
        f"{place}: the disk is full; no half file stands in its place; make room or choose "
        "another folder, and call again; 1 of 1 parts of roundups are still to come, the others "
        f"stay in {tmp_path}",
    )
    assert not place.exists()
    partial.unlink()
    get(host, tmp_path)
    assert place.read_bytes() == ORIGINAL


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_named(host: Host, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DatasetError, match="this cannot be written"):
        get(host, tmp_path / "locked")


def test_a_file_that_is_no_folder_is_named(host: Host, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("no folder")
    with pytest.raises(DatasetError, match=r"roundups\.lock: this cannot be written"):
        get(host, tmp_path / "taken")


def test_a_file_in_the_place_of_a_folder_is_named(host: Host, tmp_path: Path) -> None:
    (tmp_path / "roundups").write_text("no folder")
    with pytest.raises(DatasetError, match="this cannot be written"):
        get(host, tmp_path)


def test_the_progress_is_on_standard_error(
    host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    download(dataset(host.address), tmp_path, patience=0.01)
    out, err = capsys.readouterr()
    assert out == ""
    assert "roundups, 1 files" in err
    assert "100%" in err


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(MissingExtraError) as fault:
        download(dataset(), tmp_path, progress=False)
    assert str(fault.value) == (
        "fetch: downloading needs pooch, which is not installed; install the extra: "
        "pip install 'framing[datasets]'"
    )


def test_an_address_is_quoted() -> None:
    source = replace(dataset().sources[0], address="")
    assert source.address_of("data/a b#1.txt") == (
        f"https://raw.githubusercontent.com/invented/talks/c0ffee{'0' * 34}/data/a%20b%231.txt"
    )
