"""A large table is read in bounded memory, whatever stands between its quotation marks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MEGABYTE = 1_000_000
READ = """
import sys
from framing import read_corpus

def peak():
    lines = open("/proc/self/status").read().split("\\n")
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024

import pandas, pyarrow
before = peak()
corpus = read_corpus(sys.argv[1])
print(len(corpus), int(corpus.articles["text"].str.len().sum()), before, peak())
"""


def write_articles(path: Path, size: int) -> tuple[int, int]:
    """Write a table of so many bytes; return its rows and the letters of their texts."""
    sentence = "The “talks” of the minister failed, and it was said that they are not at an end. "
    words = sentence * 45
    rows = letters = written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        written += file.write("doc_id,outlet,date,text\n")
        while written < size:
            text = f"{rows}: {words}\n\nIt was said again, {{rows * 7919}}."
            cell = text.replace('"', '""')
            written += file.write(f'd{rows},Post,2031-03-04,"{cell}"\n')
            rows, letters = rows + 1, letters + len(text)
    return rows, letters


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the most memory held")
def test_a_table_of_300_megabytes_is_read_in_a_small_multiple_of_it(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    rows, letters = write_articles(path, 300 * MEGABYTE)
    size = path.stat().st_size
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True
    )
    found, read, before, peak = map(int, done.stdout.split())
    assert (found, read) == (rows, letters)
    # The texts themselves are one time its size; all at once as Python's strings are two more.
    assert peak - before < 2.5 * size, f"{(peak - before) / size:.1f} times its size"
