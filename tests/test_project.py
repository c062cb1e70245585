"""The files around the code agree with one another, and name nothing they should not."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

# Where conda-forge calls a package by another name than the package index does.
CONDA_NAMES = {"matplotlib-base": "matplotlib", "python-build": "build"}


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    return (root / "requirements" / "lock.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def run(root: Path) -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("framing_run", root / "run.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def bounds(requirements: list[str]) -> dict[str, Version]:
    found = {}
    for text in requirements:
        requirement = Requirement(text)
        (specifier,) = requirement.specifier
        assert specifier.operator == ">=", f"{text}: run.py and conda compare lower bounds only"
        found[canonicalize_name(requirement.name)] = Version(specifier.version)
    return found


def pinned(lock: str) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, re.MULTILINE):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


def tracked(root: Path) -> list[Path]:
    if not (root / ".git").exists():
        pytest.skip("not a git checkout")
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=root, text=True)
    return [root / name for name in names.split("\0") if name and (root / name).is_file()]


def test_every_declared_package_is_locked_within_its_bound(project, lock, run):
    groups = ["study", *project["dependency-groups"]]
    wanted = bounds(run.declared(project, groups) + project["build-system"]["requires"])
    versions = pinned(lock)
    for name, bound in wanted.items():
        assert name in versions, f"{name} is declared but not locked: python3 run.py lock"
        assert min(versions[name]) >= bound, f"{name}: the lock is older than pyproject.toml"


def test_every_locked_package_has_hashes(lock):
    entries = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]
    assert len(entries) == sum(map(len, pinned(lock).values()))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_lock_names_no_host_and_no_place(lock):
    assert "://" not in lock
    assert not re.search(r"^(-|--\S+|file:|\.|/)", lock, re.MULTILINE)


def test_lock_serves_windows_macos_and_linux(lock):
    assert re.search(r"^pywinpty==.*os_name == 'nt'|^colorama==.*win32", lock, re.MULTILINE)
    assert re.search(r"^appnope==.*darwin", lock, re.MULTILINE)


def test_conda_environment_has_the_same_bounds(root, project, run):
    text = (root / "environment.yml").read_text(encoding="utf-8")
    items = re.findall(r"^  - ([a-z0-9-]+)>=([0-9.]+)$", text, re.MULTILINE)
    conda = {CONDA_NAMES.get(name, name): Version(bound) for name, bound in items}
    assert conda == bounds(
        run.declared(
            project,
            [
                "study",
                "coding",
                "datasets",
                "dictionaries",
                "archives",
                "models",
                "cluster",
                "test",
            ],
        )
    )


def test_python_range_is_the_same_everywhere(root, project, run):
    oldest, newest = run.OLDEST, run.NEWEST
    conda = (root / "environment.yml").read_text(encoding="utf-8")
    assert project["project"]["requires-python"] == ">={}.{}".format(*oldest)
    assert f"python>={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}" in conda
    assert f"({oldest[0]}, {oldest[1]})" in (root / ".ci" / "run").read_text(encoding="utf-8")


def test_version_is_the_same_everywhere(root, project):
    import framing

    version = project["project"]["version"]
    assert framing.__version__ == version
    assert f"\nversion: {version}\n" in (root / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(rf"^## \[?{re.escape(version)}\b", read(root, "CHANGELOG.md"), re.MULTILINE)


def read(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


# Written so that no pattern finds itself here.
UNWANTED = {
    "a home folder": r"/(?:home|Users)/[a-z]\w*/|/roo[t]/|[A-Z]:[\\]Users",
    "a package index": r"pypi[.]|pythonhoste[d]|--(?:extra-)?index-ur[l]",
}


@pytest.mark.parametrize("what", UNWANTED)
def test_tracked_files_name_no_place_of_one_machine(root, what):
    found = []
    for path in tracked(root):
        text = path.read_bytes().decode("utf-8", errors="ignore")
        if re.search(UNWANTED[what], text):
            found.append(str(path.relative_to(root)))
    assert found == [], f"these files name {what}"


def test_files_for_notebook_services_name_what_is_there(root, project):
    folder = root / "binder"
    lines = (folder / "requirements.txt").read_text(encoding="utf-8").split("\n")
    (locked,) = [line.removeprefix("-r ") for line in lines if line.startswith("-r ")]
    assert (folder / locked).resolve() == (root / "requirements" / "lock.txt").resolve()
    version = (folder / "runtime.txt").read_text(encoding="utf-8").strip()
    assert (
        f"Programming Language :: Python :: {version.removeprefix('python-')}"
        in (project["project"]["classifiers"])
    )
    assert "--editable ." in (folder / "postBuild").read_text(encoding="utf-8")
    assert os.name == "nt" or os.access(folder / "postBuild", os.X_OK)


def test_the_dev_container_sets_up_with_the_readmes_command(root):
    folder = root / ".devcontainer"
    told = json.loads((folder / "devcontainer.json").read_text(encoding="utf-8"))
    assert (folder / told["build"]["dockerfile"]).is_file()
    assert told["postCreateCommand"].startswith("python3 run.py test")


def test_own_articles_are_ignored_by_git(root):
    if not (root / ".git").exists():
        pytest.skip("not a git checkout")
    name = "data/raw/mine/articles.csv"
    assert (
        subprocess.run(["git", "check-ignore", "-q", name], cwd=root, check=False).returncode == 0
    )
    assert "raw/mine" in read(root, "data/README.md")


class TestRun:
    def test_unknown_word_prints_the_words_and_exits_2(self, run, capsys):
        assert run.main(["fly"]) == 2
        assert "run.py figures" in capsys.readouterr().err

    def test_help_exits_0(self, run, capsys):
        assert run.main(["--help"]) == 0
        assert "run.py test" in capsys.readouterr().out

    def test_every_job_is_in_the_help(self, run):
        assert {*run.JOBS, "lock"} == set(re.findall(r"run\.py (\w+)  ", run.__doc__))

    @pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
    def test_tried_pythons_pass(self, run, version):
        run.check_python(version)

    @pytest.mark.parametrize("version", [(3, 10), (3, 15)])
    def test_other_pythons_get_a_sentence(self, run, version):
        with pytest.raises(run.SetUpError, match=r"tried on 3\.11 to 3\.14; start run\.py with"):
            run.check_python(version)

    @pytest.mark.parametrize(
        ("version", "expected"),
        [("3.10", (3, 10)), ("2.0.1", (2, 0, 1)), ("9.0rc1", (9, 0)), ("none", ())],
    )
    def test_numbers_of_a_version(self, run, version, expected):
        assert run.numbers(version) == expected

    def test_lacking_names_what_is_absent_or_too_old(self, run):
        wanted = ["pytest>=1.0", "pytest>=9999", "no-such-package>=1"]
        assert run.lacking(wanted) == wanted[1:]

    def test_conda_base_is_left_alone(self, run, monkeypatch):
        monkeypatch.setenv("CONDA_PREFIX", sys.prefix)
        monkeypatch.setenv("CONDA_DEFAULT_ENV", "base")
        assert not run.usable_conda(run.JOBS["test"])

    def test_satisfied_conda_environment_is_used(self, run, monkeypatch):
        monkeypatch.setenv("CONDA_PREFIX", sys.prefix)
        monkeypatch.setenv("CONDA_DEFAULT_ENV", "news")
        assert run.usable_conda(run.JOBS["test"])
        env = run.job_environment(in_conda=True)
        assert env["PYTHONPATH"].split(os.pathsep)[0] == str(run.ROOT / "src")

    def test_a_job_does_not_depend_on_what_the_user_has_set(self, run, monkeypatch):
        for name in ("PYTHONPATH", "PYTHONHOME", "MPLBACKEND"):
            monkeypatch.setenv(name, "elsewhere")
        env = run.job_environment(in_conda=False)
        assert not {"PYTHONPATH", "PYTHONHOME", "MPLBACKEND"} & set(env)
        assert env["PYTHONHASHSEED"] == "0"
        assert env["MPLCONFIGDIR"].startswith(str(run.VENV))

    def test_poor_conda_environment_is_named_and_passed_over(self, run, monkeypatch, capsys):
        monkeypatch.setenv("CONDA_PREFIX", sys.prefix)
        monkeypatch.setenv("CONDA_DEFAULT_ENV", "news")
        monkeypatch.setattr(run, "lacking", lambda requirements: ["nltk>=3.9"])
        assert not run.usable_conda(run.JOBS["test"])
        assert "environment news lacks nltk>=3.9" in capsys.readouterr().err

    def test_a_venv_of_somebody_else_is_never_deleted(self, run, monkeypatch, tmp_path):
        place(run, monkeypatch, tmp_path)
        run.VENV.mkdir()
        (run.VENV / "mine.txt").write_text("keep")
        with pytest.raises(run.SetUpError, match=r"was not made by run\.py; rename or delete it"):
            run.make_venv(uv=None)
        assert (run.VENV / "mine.txt").read_text() == "keep"

    def test_a_python_without_ensurepip_gets_a_sentence(self, run, monkeypatch, tmp_path):
        place(run, monkeypatch, tmp_path)
        monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
        with pytest.raises(run.SetUpError, match=r"sudo apt install python3\.\d+-venv"):
            run.make_venv(uv=None)

    def test_an_unfinished_set_up_is_cleared_and_begun_again(self, run, monkeypatch, tmp_path):
        place(run, monkeypatch, tmp_path)
        run.VENV.mkdir()
        run.UNFINISHED.touch()
        (run.VENV / "lib").mkdir()
        (run.VENV / "lib" / "half.py").write_text("")
        calls = []
        monkeypatch.setattr(run, "call", lambda command, doing: calls.append(doing))
        run.make_venv(uv=None)
        assert calls == ["making .venv"]
        assert [path.name for path in run.VENV.iterdir()] == [run.UNFINISHED.name]

    def test_a_torn_stamp_counts_as_none(self, run, monkeypatch, tmp_path):
        place(run, monkeypatch, tmp_path)
        run.VENV.mkdir()
        run.DONE.write_text('{"python": ')
        assert run.found_state() == {}

    def test_a_failing_step_of_the_set_up_says_what_to_do(self, run):
        command = [sys.executable, "-c", "raise SystemExit(3)"]
        with pytest.raises(
            run.StepError, match="installing ended with code 3 for the reason above"
        ):
            run.call(command, "installing")

    def test_pip_steps_in_where_uv_fails(self, run, monkeypatch, tmp_path, capsys):
        place(run, monkeypatch, tmp_path)
        monkeypatch.setattr(run.shutil, "which", lambda name: "no-such-uv")
        used = []

        def call(command, doing):
            used.append(command[0] == "no-such-uv")
            run.venv_python().parent.mkdir(parents=True, exist_ok=True)
            run.venv_python().touch()
            if used[-1]:
                raise run.StepError(f"{doing} ended with code 2 for the reason above")

        monkeypatch.setattr(run, "call", call)
        assert run.set_up() == run.venv_python()
        assert used == [False, True, False, False, False]
        assert run.found_state() == run.wanted_state()
        assert "trying with pip instead" in capsys.readouterr().err


def place(run: ModuleType, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    venv = folder / ".venv"
    monkeypatch.setattr(run, "VENV", venv)
    monkeypatch.setattr(run, "DONE", venv / run.DONE.name)
    monkeypatch.setattr(run, "UNFINISHED", venv / run.UNFINISHED.name)
