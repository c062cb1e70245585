"""How much memory and time reading takes, format by format.

Invented articles of 4,000 characters with curly quotation marks are written in every format and
read, each in a process of its own. `most_mb` is the most memory held beyond what the libraries
take, `times` that by the size of the texts, `seconds` the whole of `read_corpus`. Seconds do not
travel between machines, `times` does. Linux only: it is asked for the peak.

    python benchmarks/reading.py [--write]

With ``--write`` the table goes to benchmarks/tables/reading.csv. Timings are never re-made by CI.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from framing import write_table

ROOT = Path(__file__).resolve().parents[1]
SENTENCE = "The “talks” of the minister failed, and it was said that they are not at an end. "
READ = """
import sys, time
import pandas, pyarrow
from framing import read_corpus

def peak():
    lines = open("/proc/self/status").read().split("\\n")
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024

before, begun = peak(), time.perf_counter()
corpus = read_corpus(sys.argv[1])
seconds = time.perf_counter() - begun
size = sum(len(text.encode()) for text in corpus.articles["text"].iloc)
print(len(corpus), size, peak() - before, seconds)
"""


def records(megabytes: int) -> Iterator[dict[str, str]]:
    """Give articles of so many megabytes in all."""
    for number in range(megabytes * 1_000_000 // 4200):
        text = f'{number}: {SENTENCE * 48}\n\nIt was "said" again, {number * 7919}.'
        yield {"doc_id": f"d{number}", "outlet": "Post", "date": "2031-03-04", "text": text}


def write_csv(path: Path, megabytes: int) -> None:
    """Write a table with its cells in quotation marks where they need them."""
    pd.DataFrame(records(megabytes)).to_csv(path, index=False)


def write_lines(path: Path, megabytes: int) -> None:
    """Write JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for record in records(megabytes):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def write_array(path: Path, megabytes: int) -> None:
    """Write one JSON array."""
    path.write_text(json.dumps(list(records(megabytes)), ensure_ascii=False), encoding="utf-8")


def write_parquet(path: Path, megabytes: int) -> None:
    """Write Parquet."""
    pd.DataFrame(records(megabytes)).to_parquet(path)


def write_workbook(path: Path, megabytes: int) -> None:
    """Write one sheet."""
    pd.DataFrame(records(megabytes)).to_excel(path, index=False, engine="openpyxl")


def write_gzip(path: Path, megabytes: int) -> None:
    """Write a gzipped table."""
    data = pd.DataFrame(records(megabytes)).to_csv(index=False).encode()
    path.write_bytes(gzip.compress(data, 1))


def write_zip(path: Path, megabytes: int) -> None:
    """Write a zip of texts, one per article."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for record in records(megabytes):
            file.writestr(f"Post/2031-03-04-{record['doc_id']}.txt", record["text"])


FORMATS: dict[str, tuple[Callable[[Path, int], None], int]] = {
    "articles.csv": (write_csv, 300),
    "articles.csv.gz": (write_gzip, 300),
    "articles.jsonl": (write_lines, 300),
    "articles.json": (write_array, 300),
    "articles.parquet": (write_parquet, 300),
    "articles.xlsx": (write_workbook, 50),
    "texts.zip": (write_zip, 50),
}


def main() -> None:
    """Measure, print, and with --write commit."""
    rows = []
    for name, (write, megabytes) in FORMATS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            write(path, megabytes)
            done = subprocess.run(
                [sys.executable, "-W", "ignore", "-c", READ, str(path)],
                capture_output=True,
                text=True,
                check=True,
            )
            articles, size, most, seconds = map(float, done.stdout.split())
            rows.append(
                {
                    "format": name.partition(".")[2] if "articles" in name else "zip of txt",
                    "file_mb": round(path.stat().st_size / 1e6, 1),
                    "articles": int(articles),
                    "texts_mb": round(size / 1e6, 1),
                    "most_mb": round(most / 1e6),
                    "times": round(most / size, 1),
                    "seconds": round(seconds, 1),
                }
            )
            print(rows[-1], flush=True)
    result = pd.DataFrame(rows)
    if "--write" in sys.argv:
        write_table(result, ROOT / "benchmarks" / "tables" / "reading.csv")


if __name__ == "__main__":
    main()
