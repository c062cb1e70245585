#!/usr/bin/env python3
"""Set up and run the project: one file, standard library only.

    python3 run.py figures    make every table, notebook and figure again
    python3 run.py test       the fast tests (--slow: all of them; other words go to pytest)
    python3 run.py lab        open the notebooks in JupyterLab
    python3 run.py site       build the site from notebooks, docs, codebooks and docstrings
    python3 run.py check      style, types and the layers of the modules
    python3 run.py lock       pick new versions for requirements/lock.txt (needs uv)

On Windows write `py run.py ...`. The first run makes .venv from requirements/lock.txt, with uv when
it is on PATH, else with pip; later runs start in a second. Inside an activated conda environment
(not base) that has what the job needs, nothing is installed.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

OLDEST = (3, 11)
NEWEST = (3, 14)

ROOT = Path(__file__).resolve().parent
PROJECT = ROOT / "pyproject.toml"
LOCK = ROOT / "requirements" / "lock.txt"
VENV = ROOT / ".venv"
DONE = VENV / ".framing-done.json"
UNFINISHED = VENV / ".framing-unfinished"

START = "py run.py" if os.name == "nt" else "python3 run.py"


class Job(NamedTuple):
    """What a word runs, and the extras and groups that must be installed for it."""

    steps: tuple[tuple[str, ...], ...]
    needs: tuple[str, ...]


# The last step of a job gets the further words of the command line.
JOBS = {
    "figures": Job((("-m", "framing.cli", "figures"),), ("study", "archives", "models")),
    "test": Job(
        (("-m", "pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=loadscope"),),
        ("study", "coding", "datasets", "archives", "models", "cluster", "test"),
    ),
    "lab": Job((("-m", "jupyterlab", "notebooks"),), ("study", "coding", "archives", "models")),
    "site": Job((("docs/site/build.py",),), ("study", "site")),
    "check": Job(
        (
            ("-m", "ruff", "check"),
            ("-m", "ruff", "format", "--check"),
            ("-m", "mypy"),
            ("-c", "from importlinter.cli import lint_imports_command as lint; lint()"),
        ),
        ("study", "coding", "archives", "models", "dev"),
    ),
}

COMPILE_LOCK = (
    *("uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-annotate", "--custom-compile-command", "python3 run.py lock"),
    *("--all-extras", "--group", "dev", "--group", "site", "pyproject.toml"),
    *("--output-file", "requirements/lock.txt"),
)


class SetUpError(Exception):
    """Something the user has to do before the job can run."""


class StepError(SetUpError):
    """A command of the set-up that failed."""


def say(sentence: str) -> None:
    """Tell the user what is going on, apart from what the job itself prints."""
    print(f"run.py: {sentence}", file=sys.stderr, flush=True)


def check_python(version: tuple[int, int]) -> None:
    """Refuse a Python the lock was not tried on."""
    if not OLDEST <= version <= NEWEST:
        raise SetUpError(
            "this is Python {}.{}; framing is tried on {}.{} to {}.{}; start run.py with one of "
            "those, for example python3.13 run.py test (Windows: py -3.13 run.py test)".format(
                *version, *OLDEST, *NEWEST
            )
        )


def read_project() -> dict[str, Any]:
    """Read pyproject.toml."""
    import tomllib  # not in the Pythons that check_python refuses with a sentence

    return tomllib.loads(PROJECT.read_text(encoding="utf-8"))


def declared(project: Mapping[str, Any], needs: Sequence[str]) -> list[str]:
    """List the requirements of the core and of the extras and groups named in `needs`."""
    extras = project["project"]["optional-dependencies"]
    groups = project["dependency-groups"]
    found = list(project["project"]["dependencies"])
    for need in needs:
        for item in extras.get(need) or groups[need]:
            found += [item] if isinstance(item, str) else groups[item["include-group"]]
    return found


def numbers(version: str) -> tuple[int, ...]:
    """Turn "3.10.2rc1" into (3, 10, 2), which is enough to compare lower bounds."""
    release = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in release.group().split(".")) if release else ()


def lacking(requirements: Iterable[str]) -> list[str]:
    """List the requirements (all of the form name>=version) this Python does not meet."""
    missing = []
    for requirement in requirements:
        name, _, bound = requirement.partition(">=")
        try:
            met = numbers(importlib.metadata.version(name)) >= numbers(bound)
        except importlib.metadata.PackageNotFoundError:
            met = False
        if not met:
            missing.append(requirement)
    return missing


def usable_conda(job: Job) -> bool:
    """Say whether this Python is an activated conda environment that has what the job needs."""
    prefix = os.environ.get("CONDA_PREFIX")
    name = os.environ.get("CONDA_DEFAULT_ENV", "")
    if not prefix or name == "base" or Path(prefix).resolve() != Path(sys.prefix).resolve():
        return False
    missing = lacking(declared(read_project(), job.needs))
    if missing:
        say(f"the conda environment {name} lacks {', '.join(missing)}; using .venv instead")
    return not missing


def wanted_state() -> dict[str, str]:
    """Describe the .venv that belongs to this Python, this place, this lock and this project."""
    project = read_project()
    installed = [project["build-system"], project["project"], project["tool"]["setuptools"]]
    return {
        "python": sys.version,
        "place": str(ROOT),
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "project": hashlib.sha256(repr(installed).encode()).hexdigest(),
    }


def found_state() -> dict[str, str]:
    """Read what the last finished set-up left; nothing when there was none."""
    try:
        state = json.loads(DONE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def venv_python() -> Path:
    """Give the path of the Python inside .venv."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def call(command: Sequence[str], doing: str) -> None:
    """Run one command of the set-up."""
    env = dict(os.environ)
    # Without byte code every later process would pay seconds for its imports.
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME"):
        env.pop(name, None)
    try:
        code = subprocess.call(command, cwd=ROOT, env=env)
    except OSError as error:
        raise StepError(f"{doing}: {command[0]} could not be started ({error})") from error
    if code:
        raise StepError(f"{doing} ended with code {code} for the reason above")


def make_venv(uv: str | None) -> None:
    """Make an empty .venv, in place of one that was never finished or belongs to another Python."""
    ours = DONE.exists() or UNFINISHED.exists()
    if VENV.exists() and not ours and any(VENV.iterdir()):
        raise SetUpError(
            f"{VENV} is there but was not made by run.py; rename or delete it, then try again"
        )
    if not uv and importlib.util.find_spec("ensurepip") is None:
        raise SetUpError(
            "this Python cannot make environments with pip (Debian and Ubuntu keep that apart); "
            "run: sudo apt install python{}.{}-venv -- or put uv on PATH".format(*sys.version_info)
        )
    running_inside = Path(sys.prefix).resolve() == VENV
    if VENV.exists() and not running_inside:
        # Deleting takes a while: the mark must survive until nothing else is left.
        UNFINISHED.touch()
        DONE.unlink(missing_ok=True)
        for inner in VENV.iterdir():
            if inner.is_dir() and not inner.is_symlink():
                shutil.rmtree(inner)
            elif inner != UNFINISHED:
                inner.unlink()
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    if not running_inside:
        without = ["--without-pip"] if uv else []
        call([sys.executable, "-m", "venv", *without, str(VENV)], "making .venv")


def installer(uv: str | None) -> list[str]:
    """Give the command that installs into .venv."""
    python = str(venv_python())
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", python, "--compile-bytecode"]
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--compile", "-qq"]
    return [*pip, "--no-warn-script-location"]


def build_venv(uv: str | None, wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
    """Do the parts of the set-up in which the wanted and the found .venv differ."""
    moved = any(found.get(key) != wanted[key] for key in ("python", "place"))
    if moved or not venv_python().exists():
        say("making .venv with Python {}.{}.{} (1 of 3)".format(*sys.version_info))
        make_venv(uv)
        found = {}
    UNFINISHED.touch()
    DONE.unlink(missing_ok=True)
    if found.get("lock") != wanted["lock"]:
        count = LOCK.read_text(encoding="utf-8").count("==")
        tool, patience = ("uv", "half a minute") if uv else ("pip", "a minute or two")
        say(f"installing about {count} locked packages with {tool}: {patience} (2 of 3)")
        locked = ["--require-hashes", "--no-deps", "-r", str(LOCK)]
        call([*installer(uv), *locked], "installing the locked packages")
    say("installing framing itself, editable (3 of 3)")
    editable = ["--no-deps", "--no-build-isolation", "-e", str(ROOT)]
    call([*installer(uv), *editable], "installing framing")
    DONE.write_text(json.dumps(wanted, indent=1) + "\n", encoding="utf-8")
    UNFINISHED.unlink()


def set_up() -> Path:
    """Bring .venv in line with the lock and the project; give its Python."""
    wanted, found = wanted_state(), found_state()
    if found == wanted and venv_python().exists():
        return venv_python()
    begun = time.monotonic()
    uv = shutil.which("uv")
    try:
        build_venv(uv, wanted, found)
    except StepError as error:
        if not uv:
            raise
        # uv trusts other certificates and asks other indexes than pip: one may work alone.
        say(f"{error}; trying with pip instead")
        build_venv(None, wanted, {})
    say(f".venv is ready after {time.monotonic() - begun:.0f} s")
    return venv_python()


def job_environment(in_conda: bool) -> dict[str, str]:
    """Make the environment of a job: the same results whatever the user has set elsewhere."""
    env = dict(os.environ, PYTHONHASHSEED="0", PYTHONUTF8="1")
    # Notebook kernels take the backend from here, and any but their own keeps the pictures out.
    env.pop("MPLBACKEND", None)
    if in_conda:
        paths = [str(ROOT / "src"), *filter(None, [env.get("PYTHONPATH")])]
        env["PYTHONPATH"] = os.pathsep.join(paths)
        return env
    for name in ("PYTHONPATH", "PYTHONHOME"):
        env.pop(name, None)
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = os.pathsep.join([str(venv_python().parent), env.get("PATH", os.defpath)])
    env["MPLCONFIGDIR"] = str(VENV / "matplotlib")
    return env


def follow(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command to its end, also when the user interrupts it."""
    with subprocess.Popen(command, cwd=ROOT, env=env) as process:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The command was interrupted too and ends in its own way: JupyterLab asks back.
            while process.poll() is None:
                with contextlib.suppress(KeyboardInterrupt):
                    process.wait()
            raise


def run(job: Job, words: Sequence[str]) -> int:
    """Run the steps of a job; every step runs, the first bad exit code is the job's."""
    in_conda = usable_conda(job)
    python = Path(sys.executable) if in_conda else set_up()
    env = job_environment(in_conda)
    codes = []
    for number, step in enumerate(job.steps, start=1):
        further = words if number == len(job.steps) else ()
        codes.append(follow([str(python), *step, *further], env))
    return next((code for code in codes if code), 0)


def lock(words: Sequence[str]) -> int:
    """Resolve the newest versions that fit pyproject.toml into requirements/lock.txt."""
    if not shutil.which("uv"):
        raise SetUpError("lock needs uv on PATH; there is none; install uv, then try again")
    further = list(words) or ["--upgrade"]
    return subprocess.call([*COMPILE_LOCK, *further], cwd=ROOT)


def main(words: Sequence[str]) -> int:
    """Run the job named by the first word; give its exit code."""
    if not words or words[0] not in {*JOBS, "lock"}:
        asked_for_help = bool(words) and words[0] in {"-h", "--help", "help"}
        print(__doc__, file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 2
    try:
        check_python(sys.version_info[:2])
        if words[0] == "lock":
            return lock(words[1:])
        return run(JOBS[words[0]], words[1:])
    except StepError as error:
        say(f"{error}; was the network away? the next run begins the set-up again")
        return 2
    except SetUpError as error:
        say(str(error))
        return 2
    except KeyboardInterrupt:
        say(f"interrupted; `{START} {words[0]}` starts again")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
