"""A host on this machine, and a small public corpus on it whose outlets are invented."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

from framing.datasets.registry import Copy, Dataset, File, Source, Total

__all__ = ["ORIGINAL", "PATH", "Host", "dataset", "ready_copy", "serve"]

PATH = "data/raw_crawled/headline_11_2021-10-19_crawled_all.jsonl"


def _roundup(number: int) -> dict[str, object]:
    news = {
        side: {
            "newsSource": outlet,
            "newsTitle": f"Talks in Dorvyn fail, {number}",
            "newsLink": f"https://{side}.example/{number}",
            "newBody": [f"The talks of day {number} failed, the mayor of Dorvyn said."],
            "opinionTag": False,
        }
        for side, outlet in (("left", "Harbour Post"), ("right", "Valley Wire"))
    }
    return {
        "id": number,
        "issue": "Talks",
        "topic": "World",
        "date": "2031-03-04T10:00:00",
        "roundup": ["Talks failed."],
        "news": news,
    }


ORIGINAL = "".join(json.dumps(_roundup(n)) + "\n" for n in range(300)).encode()


def dataset(host: str = "http://127.0.0.1:9", *, more: tuple[str, ...] = ()) -> Dataset:
    """Return a corpus of the shape of `roundups`: one original, `more` files beside it."""
    data = {PATH: ORIGINAL} | {name: name.encode() for name in more}
    files = tuple(
        File(path, len(content), hashlib.sha256(content).hexdigest())
        for path, content in data.items()
    )
    source = Source(
        name="roundups",
        repository="invented/talks",
        commit="c0ffee" + "0" * 34,
        tree="0" * 40,
        how="files",
        files=files,
        address=f"{host}/{{repository}}/{{commit}}/{{path}}",
    )
    return Dataset(
        name="roundups",
        title="Talks",
        about="Invented round-ups.",
        citation="Nobody (2031)",
        license="CC0",
        terms="Do as you like.",
        tables=("articles", "roundups"),
        sources=(source,),
        copies=(Copy("roundups.jsonl.gz", 300, ""),),
        totals=(Total("round-ups", "roundups", 300),),
    )


def ready_copy(folder: Path, lines: int = 1, lede: str = "The talks failed.") -> str:
    """Write a ready copy of invented round-ups and return its sha256."""
    record = {
        "id": "round-1",
        "issue": "Talks",
        "topic": "World",
        "date": "2031-03-04",
        "roundup": "Talks failed.",
        "items": [
            {
                "side": "left",
                "outlet": "Harbour Post",
                "title": "Talks fail",
                "url": "https://left.example/1",
                "lede": lede,
                "opinion": False,
            }
        ],
    }
    text = "".join(json.dumps({**record, "id": f"round-{n}"}) + "\n" for n in range(lines))
    data = gzip.compress(text.encode(), mtime=0)
    (folder / "roundups.jsonl.gz").write_bytes(data)
    return hashlib.sha256(data).hexdigest()


class Host:
    """What the host serves, how it misbehaves, and what it was asked for."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self.breaks_after: int | None = None
        self.refusals: list[int] = []
        self.ranges = True
        self.busy: set[str] = set()
        self.seconds = 0.0
        self.at_once = self.most_at_once = 0
        self.counting = Lock()
        self.address = ""

    def content(self, path: str) -> bytes | None:
        """Return the file whose path ends the address."""
        return next((data for name, data in self.files.items() if path.endswith(f"/{name}")), None)


class _Handler(BaseHTTPRequestHandler):
    host: Host

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        host = self.host
        host.asked.append((self.path, self.headers.get("Range", "")))
        with host.counting:
            host.at_once += 1
            host.most_at_once = max(host.most_at_once, host.at_once)
        time.sleep(host.seconds)
        with host.counting:  # before the answer: whoever has it may ask again at once
            host.at_once -= 1
        self._answer(host)

    def _answer(self, host: Host) -> None:
        data = host.content(self.path)
        if any(self.path.endswith(f"/{name}") for name in host.busy):
            self.send_response(429)
            self.send_header("Retry-After", "600")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        refusal = host.refusals.pop(0) if host.refusals else 0 if data is not None else 404
        if refusal or data is None:
            self.send_response(refusal or 404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        begin = int(wanted[1]) if wanted and host.ranges else 0
        if begin >= len(data) and begin:
            self.send_response(416)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if begin else 200)
        self.send_header("Content-Length", str(len(data) - begin))
        self.end_headers()
        end = len(data) if host.breaks_after is None else begin + host.breaks_after
        self.wfile.write(data[begin:end])
        self.close_connection = True


@contextmanager
def serve() -> Iterator[Host]:
    """Run a host until the block ends."""
    host = Host()
    handler = type("Handler", (_Handler,), {"host": host})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    host.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
