"""What every test gets: seeded properties, no network, one option for the long kinds."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import matplotlib
import pytest

# Seconds each kind may take, all processes together, as CONTRIBUTING.md divides them.
BUDGET = {"fast": 600, "notebooks": 300, "slow": 1260, "real": 1020}
LONG_KINDS = ("notebooks", "slow", "real")
LONG_TIMEOUT = 600

hypothesis.settings.register_profile("same", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run slow, real and notebooks tests too")


def kind_of(keywords: object) -> str:
    return next((kind for kind in LONG_KINDS if kind in keywords), "fast")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    everything = config.getoption("--slow") or config.option.markexpr
    for item in items:
        kind = kind_of(item.keywords)
        if kind == "fast":
            continue
        if item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONG_TIMEOUT))
        if not everything:
            item.add_marker(pytest.mark.skip(reason=f"{kind}: python3 run.py test --slow"))
        elif kind == "real" and not os.environ.get("FRAMING_DATA"):
            reason = "real: FRAMING_DATA names no folder; data/README.md says what goes there"
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    seconds: defaultdict[str, float] = defaultdict(float)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[kind_of(report.keywords)] += report.duration
    parts = [f"{kind} {seconds[kind]:.0f} of {BUDGET[kind]}" for kind in BUDGET if kind in seconds]
    terminalreporter.write_line(f"seconds by kind: {', '.join(parts)}")


@pytest.fixture(autouse=True, scope="session")
def no_windows() -> None:
    """Draw into memory; not by MPLBACKEND, which would reach the kernels of notebooks too."""
    matplotlib.use("agg")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Let a test speak to this machine only: results must not hang on what is out there."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])  # type: ignore[index]
            try:
                here = ipaddress.ip_address(host).is_loopback
            except ValueError:
                here = host == "localhost"
            if not here:
                raise OSError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real articles; the marker `real` skips where there is none."""
    folder = Path(os.environ["FRAMING_DATA"])
    if not folder.is_dir():
        pytest.fail(f"FRAMING_DATA: {folder} is no folder; name the one with the real articles")
    return folder
