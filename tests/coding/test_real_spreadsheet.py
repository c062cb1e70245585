"""A sheet in a real spreadsheet program: opened, a cell edited, saved, and read back whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from framing.coding.forms import Form, Value, Variable
from framing.coding.sheets import read_coding, write_sheet

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore::framing.FramingWarning")]

Edit = Callable[[Path, Path, tuple[str, str, str]], None]

FORM = Form(
    "f",
    (
        Variable("hit", "Is it?", (Value("yes"), Value("no"), Value("unsure"))),
        Variable("stage", "Which stage?", (Value("1/2"), Value("3/4"))),
        Variable("long", "Which?", tuple(Value(f"a rather long answer {k}") for k in range(20))),
        Variable("strength", "How strong?", level="interval", low=0, high=10),
    ),
    instructions="=1+1 is no formula here",
    shows=("category",),
)
TEXTS = [
    "The 🕊 “reckless” plan,\r\nor so\x00 it seemed.",
    '=HYPERLINK("http://x.example","reckless") and more',
    "ל שלום reckless e\u0301 👩\u200d🚀",
    '+1 reckless\n-2\t@SUM(A1) ;,"',
    "1-2 reckless 02.03.2031 TRUE 1e5 007",
]
XLSX = ("Calc MS Excel 2007 XML", "", "Calc MS Excel 2007 XML")
CSV = "Text - txt - csv (StarCalc)"
COMMAS = (CSV, "44,34,76,1", CSV)
SEMICOLONS = (CSV, "44,34,76,1,,0,false,true", CSV)


def find_bridge() -> str | None:
    """Return a Python that can talk to LibreOffice."""
    for name in ("/usr/bin/python3", sys.executable):
        if Path(name).is_file():
            tried = subprocess.run([name, "-c", "import uno"], capture_output=True, check=False)
            if tried.returncode == 0:
                return name
    return None


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Edit]:
    program, bridge = shutil.which("soffice"), find_bridge()
    if program is None or bridge is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI installs libreoffice-calc and python3-uno, and one is missing")
        pytest.skip("libreoffice-calc and python3-uno are not installed")
    profile = tmp_path_factory.mktemp("office")
    pipe = f"framing{os.getpid()}"
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--nologo", f"--accept=pipe,name={pipe};urp;"]
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    server = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )

    def edit(source: Path, target: Path, filters: tuple[str, str, str]) -> None:
        words = [pipe, source.as_uri(), target.as_uri(), *filters]
        command = [bridge, str(root / "tests" / "office.py"), *words]
        done = subprocess.run(
            command, capture_output=True, timeout=240, text=True, check=False, env=clean
        )
        assert target.is_file(), done.stdout + done.stderr

    yield edit
    # The program is a script that starts another; both have to go.
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(30)


@pytest.fixture(scope="module")
def sample() -> pd.DataFrame:
    starts = [text.index("reckless") for text in TEXTS]
    return pd.DataFrame(
        {
            "unit_id": [f"u{k:010x}" for k in range(5)],
            "doc_id": "d",
            "start": [start + 1_000 for start in starts],
            "end": [start + 1_008 for start in starts],
            "context": TEXTS,
            "context_start": 1_000,
            "coders": "ana",
            "category": ["evaluation", "=cmd|' /C calc'!A0", "-1", "@x", "label"],
        }
    )


def check(codings: pd.DataFrame, receipt: pd.DataFrame, sample: pd.DataFrame) -> None:
    assert set(receipt["rule"]) <= {"value mended"}, receipt.to_string()
    wide = codings.pivot(index="unit_id", columns="variable", values="value")
    assert wide.index.tolist() == sample["unit_id"].tolist()
    answers = {"hit": "yes", "stage": "3/4", "long": "a rather long answer 7", "strength": "2.5"}
    for name, value in answers.items():
        assert wide[name].tolist() == [value] * 5
    assert set(codings["note"]) == {"seen"}
    places = codings.drop_duplicates("unit_id")
    assert places["start"].tolist() == sample["start"].tolist()
    assert places["end"].tolist() == sample["end"].tolist()


def test_a_workbook_comes_back_whole_and_runs_nothing(office, sample, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    sheet = write_sheet(sample, FORM, tmp_path / "ana.xlsx", coder="ana")
    office(sheet, tmp_path / "saved.xlsx", XLSX)
    check(*read_coding(tmp_path / "saved.xlsx", sample, FORM), sample)
    for path in (sheet, tmp_path / "saved.xlsx"):
        book = load_workbook(path)
        cells = [cell for page in book for row in page.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        rules = book["Coding"].data_validations.dataValidation
        assert sorted(rule.type for rule in rules) == ["decimal", "list", "list", "list"]


def test_the_program_shows_texts_and_no_results_of_formulas(office, sample, tmp_path: Path) -> None:
    sheet = write_sheet(sample, FORM, tmp_path / "ana.csv", coder="ana")
    office(sheet, tmp_path / "shown.xlsx", (CSV, "44,34,76,1", XLSX[2]))
    from openpyxl import load_workbook

    page = load_workbook(tmp_path / "shown.xlsx").worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    check(*read_coding(tmp_path / "shown.xlsx", sample, FORM), sample)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_formula_runs_whatever_delimiter_the_program_expects(
    office, sample, tmp_path: Path, delimiter: str
) -> None:
    from openpyxl import load_workbook

    sample = sample.assign(context=[f'{text};=1+1\n=2+2\t=3+3;"=4+4' for text in TEXTS])
    sheet = write_sheet(sample, FORM, tmp_path / "ana.csv", coder="ana")
    bare = tmp_path / "bare.csv"
    bare.write_text(sheet.read_text(encoding="utf-8").replace("'=", "="), encoding="utf-8")
    found = {}
    for path in (sheet, bare):
        # The last switch has the program evaluate formulas of a CSV.
        options = f"{ord(delimiter)},34,76,1,,0,false,true,false,false,false,0,true"
        office(path, tmp_path / f"{path.stem}.xlsx", (CSV, options, XLSX[2]))
        page = load_workbook(tmp_path / f"{path.stem}.xlsx").worksheets[0]
        cells = [cell for row in page.iter_rows() for cell in row]
        found[path.stem] = [cell.value for cell in cells if cell.data_type == "f"]
    assert found["ana"] == []
    # It does run what nothing keeps from running.
    assert found["bare"]


@pytest.mark.parametrize("filters", [COMMAS, SEMICOLONS], ids=["plain", "special numbers"])
def test_a_csv_comes_back_whole(office, sample, tmp_path: Path, filters) -> None:
    sheet = write_sheet(sample, FORM, tmp_path / "ana.csv", coder="ana")
    office(sheet, tmp_path / "saved.csv", filters)
    codings, receipt = read_coding(tmp_path / "saved.csv", sample, FORM)
    check(codings, receipt, sample)
    # The program made dates of the answers as they were typed.
    mended = receipt[receipt["rule"] == "value mended"]
    assert sum("(a date) is read as 3/4" in reason for reason in mended["reason"]) == 5
