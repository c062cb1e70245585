"""What is built and installed works by itself: no checkout, no network, no cost at import."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

HEAVY = ("matplotlib", "nltk", "sklearn", "statsmodels", "scipy.stats")

NO_NETWORK = """
import socket
def refuse(*args, **kwargs):
    raise OSError("this script must not reach the network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""

ANNOTATE = (
    NO_NETWORK
    + """
import json
import pandas as pd
import framing
articles = pd.DataFrame({
    "doc_id": ["a"],
    "outlet": ["Harbour Post"],
    "text": ["A reckless plan has failed. “It was a shameful plan,” said Mara Ilvane."],
})
corpus = framing.read_corpus(articles)
segments = framing.segment(corpus, framing.attribute(corpus))
evidence = framing.annotate(corpus, segments, framing.read_lexicon("loaded"))
hits = evidence[["text", "category", "voice"]].to_numpy().tolist()
print(json.dumps({"file": framing.__file__, "hits": hits}))
"""
)

COST = (
    NO_NETWORK
    + """
import json, sys, time
begun = time.process_time()
import framing
seconds = time.process_time() - begun
at_import = sorted(sys.modules)
missing = []
in_the_end = []
# An estimator of scikit-learn opens it by being one; nothing else does.
for name in sorted(framing.__all__, key="FrameClassifier".__eq__):
    if name == "FrameClassifier":
        in_the_end = sorted(sys.modules)
    try:
        getattr(framing, name)
    except (ImportError, AttributeError) as error:
        missing.append(f"{name}: {error}")
cost = {"seconds": seconds, "at_import": at_import, "missing": missing}
print(json.dumps({**cost, "in_the_end": in_the_end}))
"""
)


def run_alone(python: Path, code: str, folder: Path) -> dict:
    """Run code in a fresh process, away from the checkout, in an empty home."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")
    env = {name: os.environ[name] for name in kept if name in os.environ}
    env |= {"HOME": str(home), "USERPROFILE": str(home), "NLTK_DATA": str(home)}
    done = subprocess.run(
        [str(python), "-W", "error", "-c", code],
        cwd=home,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def cost(tmp_path_factory: pytest.TempPathFactory) -> dict:
    return run_alone(Path(sys.executable), COST, tmp_path_factory.mktemp("cost"))


def test_import_is_cheap(cost):
    assert cost["seconds"] < 0.6


@pytest.mark.parametrize("name", HEAVY)
def test_import_opens_nothing_heavy(cost, name):
    assert name not in cost["at_import"]


@pytest.mark.parametrize("name", HEAVY)
def test_naming_every_export_opens_nothing_heavy(cost, name):
    assert name not in cost["in_the_end"]


def test_every_export_resolves(cost):
    assert cost["missing"] == []


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    # From a copy, so that a build leaves nothing in the checkout and finds nothing left there.
    copy = tmp_path_factory.mktemp("build") / "framing"
    copy.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(root / name, copy)
    for name in ("src", "LICENSES"):
        shutil.copytree(
            root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info")
        )
    command = [sys.executable, "-W", "error", "-m", "build", "--no-isolation", str(copy)]
    done = subprocess.run(command, cwd=copy.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (copy / "dist").glob("*.whl")
    (sdist,) = (copy / "dist").glob("*.tar.gz")
    return {"wheel": wheel, "sdist": sdist}


@pytest.fixture(scope="module")
def installed(built: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment that borrows our packages, but not our checkout."""
    pytest.importorskip("ensurepip", reason="this Python cannot make environments with pip")
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.EnvBuilder(with_pip=True).create(folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    scheme = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=scheme))
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    # Python follows such a line, but reads no further .pth there: an editable install stays out.
    (site / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", encoding="utf-8")
    pip = [str(scripts / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    subprocess.run([*pip, "--no-index", "--no-deps", str(built["wheel"])], check=True)
    return scripts


@pytest.mark.slow
def test_wheel_and_sdist_hold_every_file_of_the_package(root, built):
    package = root / "src" / "framing"
    files = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(built["wheel"]) as wheel:
        assert files <= set(wheel.namelist())
    with tarfile.open(built["sdist"]) as sdist:
        names = {name.partition("/")[2].removeprefix("src/") for name in sdist.getnames()}
    assert files <= names


@pytest.mark.slow
def test_wheel_carries_the_licences_and_the_notice(built):
    with zipfile.ZipFile(built["wheel"]) as wheel:
        names = {name.partition("/licenses/")[2] for name in wheel.namelist()}
    assert {"LICENSE", "NOTICE", "LICENSES/BSD-3-Clause.txt", "LICENSES/CC-BY-4.0.txt"} <= names


@pytest.mark.slow
def test_installed_wheel_annotates_away_from_the_checkout(root, installed, tmp_path):
    result = run_alone(installed / "python", ANNOTATE, tmp_path)
    assert root not in Path(result["file"]).parents
    assert ["reckless", "evaluation", "outlet"] in result["hits"]
    assert ["shameful", "evaluation", "quoted"] in result["hits"]


@pytest.mark.slow
def test_installed_command_answers(installed, tmp_path):
    done = subprocess.run(
        [str(installed / "framing"), "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "usage" in done.stdout.lower()
