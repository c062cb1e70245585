"""Build the site from what the project holds: notebooks, pages, codebooks, docstrings, tables.

    python docs/site/build.py [--out build/site]

Sources are laid out in `build/site-source` and built with Sphinx, offline, warnings as errors. The
codebook's pages come from its TOML and CSV, the measured precision and the pages of benchmarks from
the committed tables, so that the site cannot say anything else than the project does.
"""

from __future__ import annotations

import argparse
import ast
import csv
import html
import json
import re
import shutil
import sys
import textwrap
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from framing.columns import INDICES, base_category, unit_of
from framing.lexicon import Category, Lexicon, read_lexicon, shipped

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
HOW_TO = {
    "reading": "Read your articles",
    "coding": "Sample, code, agree",
    "datasets": "Get public corpora",
    "scale": "From a laptop to a cluster",
    "report": "A report to publish",
    "bundle": "A study to pass on",
}
EXPLAINED = {
    "voice": "Whose words are they?",
    "statistics": "How differences are judged",
    "validation": "Did you validate?",
    "frames": "Frames",
    "roles": "Heroes, villains, victims",
    "tables": "Every table, column by column",
    "speed": "Where the time goes",
}
# Verbs in the order of the work; whatever else is public follows under "More".
STAGES = {
    "Read": "read_corpus Corpus clean effect_of_cleaning fetch list_datasets read_table "
    "write_table",
    "Words": "read_lexicon Lexicon Term read_dictionary write_dictionary lint_lexicon explain "
    "start_lexicon suggest write_accepted",
    "Whose words": "attribute segment sources stances absent join_people count_callings "
    "find_targets cast count_roles",
    "Evidence": "annotate kwic list_sentences explore highlight write_page assess find_learned "
    "estimate_shares",
    "Counts": "score share_names process read_counts write_counts write_bundle verify_bundle",
    "Compare": "estimate compare summarise decompose trend keyness drop_fragments plan write_plan "
    "read_plan AnalysisPlan power simulate_scores try_alternatives summarise_alternatives",
    "Same text, same event": "find_duplicates find_overlaps find_wire drop_copies match_events "
    "write_events read_events with_events",
    "Coders": "draw_sample plan_sample make_form read_form Form Variable Value write_sheet "
    "open_desk read_coding agree find_disagreements write_disagreements verify_hits "
    "validate correct",
    "Frames": "FrameClassifier label_frames find_frames share_frames score_items measure_risk "
    "measure_learning write_classifier read_classifier",
}
# The pages of committed tables; `tables.toml` says what each is, tests see that none is missing.
TABLES = {
    "Attribution": "attribution attribution_outlets attribution_rates attribution_ablation "
    "attribution_hits attribution_speakers attribution_scare attribution_coders",
    "The codebook": "loaded_precision loaded_recall loaded_coders loaded_lists_words "
    "loaded_lists_sentences loaded_ablation loaded_rates suggest",
    "The learned layer": "loaded_learned_words loaded_learned_sentences loaded_calibration "
    "loaded_outlets loaded_outlets_lines loaded_ptc loaded_subj",
    "Statistics": "contrasts_null contrasts_coverage corrections_babe corrections_events "
    "corrections_ecosent corrections_demo agreement_polnear agreement_coverage",
    "Frames and roles": "frames_f1 frames_abstention frames_risk frames_calibration "
    "frames_outlets frames_learning frames_items frames_voices roles",
    "Archives, events, names": "pages duplicates events events_choices events_confidence "
    "naming_kyiv naming_kyiv_months naming_sets",
    "The demo corpus": "demo_gold demo_voices demo_profile demo_contrasts demo_overlap "
    "demo_targets",
    "Speed and scale": "reports speed speed_stages growth runs reading scale_statistics "
    "contrasts_speed duplicates_speed agreement_speed attribution_speed",
}
PICTURES = {
    "growth": "Seconds by entries and by articles, both on logarithmic axes",
    "frames_risk": "Share of wrong verdicts by share of verdicts given, the surest first",
}
# As many as the longest table of methods has: what a cut leaves out must not be our own row.
MOST_ROWS = 250
# What scikit-learn adds to its estimators is no part of ours.
FOREIGN = "get_metadata_routing, set_fit_request, set_predict_request, set_score_request"
MEMBERS = f"\n   :members:\n   :exclude-members: {FOREIGN}"
# Names of functions that are names of columns too: linked only where a bracket follows.
NO_LINKS = ("estimate", "power", "score")
WHERE_TO_GO = """\
## Where to go

- **To learn it**: [Start here](tutorial/00-start-here.ipynb) goes the whole way on five sentences
  and has the map of the notebooks. The tutorial below is in the order to read them in, which is not
  that of their numbers.
- **To do something**: [read your articles](how-to/reading.md), [sample and code](how-to/coding.md),
  [get a public corpus](how-to/datasets.md), [write a report](how-to/report.md),
  [run it on a cluster](how-to/scale.md).
- **To look up a word's category**: [the codebook](codebooks/loaded/index.md), with definitions,
  examples, failures and measured precision.
- **To look up a function or a column**: [the functions](reference/read.md), by stage of the work;
  {ref}`every name, A to Z <genindex>`; [every table, column by column](explanation/tables.md).
- **To understand it**: [whose words are they?](explanation/voice.md),
  [how differences are judged](explanation/statistics.md).
- **To check it**: [how it was validated](validated/overview.md): every committed table of
  measurements, with its corpus, its script and what its columns are.
- **To see what changed**: [the changes](changelog.md)."""
VALIDATED = """\
# What was measured, on what

Every number that pages and notebooks give of the program's accuracy is in a table that is
committed in `benchmarks/tables`. The pages of this part show each as it was committed: what it
shows, on which corpus, whether rules or weights were chosen on that corpus, which script made it,
and what its columns are.

- **Corpora** are real news that others published and coded (PolNeAR, BABE, AllSides, PTC and more;
  `docs/datasets.md`), simulated data whose truth is known, and the demo corpus, which is
  constructed: what is measured on that is no estimate of accuracy on real news.
- **Training, development, test**: where something was learned, it is measured on what it was not
  learned from, by articles or by whole outlets; each table says how.
- **Developer-coded** samples were coded by people of the project who wrote none of the rules. That
  is less than independent coders; `attribution_coders.csv` and `loaded_coders.csv` say how far they
  agree.
- **Intervals** are 95 %, and the tables say over what (articles, outlets, events).
- **To make one again**: `docs/datasets.md` for the corpus, then the script
  ([what each does](scripts.md)). To validate your own study: `docs/validation.md`."""
_PICTURE = re.compile(r"\]\(\.\./([\w/.-]+\.png)\)")
_MARKED = re.compile("‹([^›]*)›")
_HEADING = re.compile(r"\]\((?:[\w-]+\.ipynb)?#[\w-]+\)")
_MAP_ROW = re.compile(r"^\| (?:\*\*(?P<group>.+?)\*\*|`(?P<name>\d\d-[\w-]+)`) \|", re.MULTILINE)
_COMMANDS = re.compile(r"\n\n((?: {4}\S.*\n)+)")
_NUMBER = re.compile(r"-?[\d.,]+(?:[eE][+-]?\d+)?")
# What the theme leaves out and people who cannot see the page, or use no mouse, miss.
MENDED = (
    ('class="caption" role="heading"', 'class="caption" role="heading" aria-level="2"'),
    ('<aside class="sidebar-drawer"', '<aside class="sidebar-drawer" aria-label="All pages"'),
    ('<aside class="toc-drawer', '<aside aria-label="On this page" class="toc-drawer'),
    # The corner above a column of names heads nothing.
    ("<th></th>", "<td></td>"),
    ('<th class="head"><p></p></th>', '<td class="head"></td>'),
    ('class="indextable genindextable"', 'class="indextable genindextable" role="presentation"'),
    ('<div id="search-results">', '<h1>Search</h1>\n<div id="search-results">'),
)


def main() -> int:
    """Lay out the sources and build."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", default=str(ROOT / "build" / "site"))
    options = parser.parse_args()
    source = ROOT / "build" / "site-source"
    shutil.rmtree(source, ignore_errors=True)
    lay_out(source)
    from sphinx.cmd.build import build_main

    code = build_main(["-q", "-W", "--keep-going", "-b", "html", str(source), options.out])
    for page in Path(options.out).rglob("*.html"):
        page.write_text(mended(page.read_text(encoding="utf-8")), encoding="utf-8")
    if not code:
        print(f"the site is in {options.out}; open index.html")
    return code


def lay_out(source: Path) -> None:
    """Write everything Sphinx reads."""
    source.mkdir(parents=True)
    shutil.copy(HERE / "conf.py", source)
    (source / "_static").mkdir()
    shutil.copy(HERE / "site.css", source / "_static")
    shutil.copy(HERE / "site.js", source / "_static")
    pages = {
        **tutorial(source),
        "How to": copied(source, "how-to", HOW_TO),
        "Codebooks": codebooks(source),
        "Reference": reference(source),
        "Explanation": copied(source, "explanation", EXPLAINED),
        "How it was validated": benchmarks(source),
        "Project": project(source),
    }
    write(source / "index.md", home(pages))
    (source / "places.json").write_text(json.dumps(places()), encoding="utf-8")


def mended(page: str) -> str:
    """Return a page of HTML with what the theme leaves out."""
    for old, new in MENDED:
        page = page.replace(old, new)
    return page


def places() -> dict[str, str]:
    """Return where that is which pages name in code type: files, tables, functions."""
    found = {f"docs/{name}.md": f"how-to/{name}" for name in HOW_TO}
    found |= {f"docs/{name}.md": f"explanation/{name}" for name in EXPLAINED}
    found |= {"CHANGELOG.md": "changelog", "CONTRIBUTING.md": "contributing"}
    for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"):
        found |= dict.fromkeys((path.stem, f"notebooks/{path.name}"), f"tutorial/{path.stem}")
    for title, names in TABLES.items():
        for name in names.split():
            anchor = f"validated/{slug(title)}#{name.replace('_', '-')}-csv"
            found |= dict.fromkeys((f"{name}.csv", f"benchmarks/tables/{name}.csv"), anchor)
    for path in (ROOT / "benchmarks").glob("*.py"):
        found[f"benchmarks/{path.name}"] = f"validated/scripts#{path.stem.replace('_', '-')}-py"
    for title, public in stages().items():
        for name in public:
            place = f"reference/{slug(title)}#framing.{name}"
            found[f"{name}()"] = place
            if name not in NO_LINKS:
                found[name] = place
    return found


def slug(title: str) -> str:
    """Return the name of a page's file."""
    return re.sub(r"[^a-z]+", "-", title.lower()).strip("-")


def write(path: Path, text: str) -> None:
    """Write a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def home(pages: Mapping[str, Sequence[str]]) -> str:
    """Return the first page: what the README opens with, where to go, and the map."""
    opening = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Seven real outlets")[0]
    picture = "data/processed/demo/04-ranks.png"
    opening = opening.replace(picture, "_static/ranks.png")
    shutil.copy(ROOT / picture, ROOT / "build" / "site-source" / "_static" / "ranks.png")
    trees = "\n\n".join(
        f"```{{toctree}}\n:caption: {title}\n:maxdepth: 1\n\n" + "\n".join(names) + "\n```"
        for title, names in pages.items()
    )
    return f"{opening}\n\n{WHERE_TO_GO}\n\n## All pages\n\n{trees}\n"


def tutorial(source: Path) -> dict[str, list[str]]:
    """Copy the notebooks as they were committed, in the order of the map in the first of them.

    Links to headings become what Sphinx spells them.
    """
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        (source / "tutorial").mkdir(exist_ok=True)
        # JupyterLab keeps the capitals of a heading in its anchor, Sphinx does not.
        text = _HEADING.sub(lambda match: match[0].lower(), path.read_text(encoding="utf-8"))
        write(source / "tutorial" / path.name, text)
    for title, names in reading_order().items():
        found[f"Tutorial: {title}"] = [f"tutorial/{name}" for name in names]
    return found


def reading_order() -> dict[str, list[str]]:
    """Return the groups of notebooks as the map in `00-start-here` has them."""
    first = "00-start-here"
    notebook = json.loads((ROOT / "notebooks" / f"{first}.ipynb").read_text(encoding="utf-8"))
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
    groups: dict[str, list[str]] = {}
    for row in _MAP_ROW.finditer(text):
        if row["group"]:
            title = re.sub(r"^(First|Then): ", "", row["group"])
            groups[title[0].lower() + title[1:]] = [] if groups else [first]
        else:
            next(reversed(groups.values())).append(row["name"])
    return groups


def copied(source: Path, folder: str, named: Mapping[str, str]) -> list[str]:
    """Copy pages of docs that are there."""
    found = []
    for name, title in named.items():
        page = ROOT / "docs" / f"{name}.md"
        if page.is_file():
            # Under the title by which the list of pages calls it.
            text = re.sub(r"\A# .*", f"# {title}", page.read_text("utf-8"))
            write(source / folder / page.name, with_pictures(source, text))
            found.append(f"{folder}/{name}")
    return found


def with_pictures(source: Path, text: str) -> str:
    """Copy the pictures a page shows, and show them from where they are."""

    def moved(match: re.Match[str]) -> str:
        picture = ROOT / match[1]
        shutil.copy(picture, source / "_static" / picture.name)
        return f"](../_static/{picture.name})"

    return _PICTURE.sub(moved, text)


def project(source: Path) -> list[str]:
    """Copy what is said about the project itself."""
    write(source / "changelog.md", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    write(source / "contributing.md", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    return ["Changes <changelog>", "How to change framing <contributing>"]


def codebooks(source: Path) -> list[str]:
    """Write a page for every category of the codebooks that come along."""
    precision = measured()
    found = []
    for name in sorted(shipped(), key=lambda name: (name != "loaded", name)):
        lexicon = read_lexicon(name)
        pages = []
        for category in lexicon.categories.values():
            known = precision.get(category.name, {}) if name == "loaded" else {}
            write(source / "codebooks" / name / f"{file_of(category.name)}.md",
                  category_page(lexicon, category, known))  # fmt: skip
            pages.append(category.name)
        write(source / "codebooks" / name / "index.md", lexicon_page(lexicon, pages, precision))
        found.append(f"codebooks/{name}/index")
    return found


def file_of(category: str) -> str:
    """Return the name of a category's page; Windows has no colons in names of files."""
    return category.replace(":", "-")


def measured() -> dict[str, dict[str, str]]:
    """Return the measured precision by category, of the sample read last."""
    rows: dict[str, dict[str, str]] = {}
    # The first reader read all; of two samples the later one is of the present codebook.
    path = ROOT / "benchmarks" / "tables" / "loaded_precision.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if (row["by"], row["called"], row["coder"]) == ("category", "found", "A"):
                rows[row["group"]] = row
    return rows


def lexicon_page(
    lexicon: Lexicon, pages: Iterable[str], precision: Mapping[str, Mapping[str, str]]
) -> str:
    """Return the first page of a codebook."""
    pages = list(pages)
    known = precision if lexicon.name == "loaded" else {}
    header = ["category", "what it is", "index", "rate is per", "terms"]
    rows = []
    for name in pages:
        terms = sum(base_category(term.category) == name for term in lexicon.terms)
        meaning = lexicon.categories[name].definition.split(". ")[0].rstrip(".")
        row = [f"[{name}]({file_of(name)}.md)", meaning, index_of(name) or "none", unit_of(name)]
        row.append(f"{terms:,}" if terms else "by rule")
        rows.append([*row, share(known.get(name, {})) or "not measured"] if known else row)
    listed = table([*header, "precision [95 %]"] if known else header, rows)
    said = (
        "Precision: what share of found expressions readers confirmed, on real news "
        "(developer-coded; `loaded_precision.csv` says how, and on what). What share of loaded "
        "words is found at all is in `loaded_recall.csv`."
        if known
        else "Precision of cues has not been measured; what classifiers make of them has "
        "(`frames_f1.csv`)."
    )
    tree = "```{toctree}\n:hidden:\n\n" + "\n".join(map(file_of, pages)) + "\n```"
    return (
        f"# Codebook {lexicon.name} {lexicon.version}\n\n{lexicon.citation}. Licence: "
        f"{lexicon.licence}. {len(lexicon):,} terms, fingerprint `{lexicon.fingerprint}`.\n\n"
        f"{said}\n\n{listed}\n\n{tree}\n"
    )


def index_of(category: str) -> str:
    """Return the index a category counts in."""
    return next((index for index, members in INDICES.items() if category in members), "")


def share(row: Mapping[str, str]) -> str:
    """Return a measured share as it is printed."""
    if not row:
        return ""
    low, high = float(row["conf_low"]), float(row["conf_high"])
    return f"{float(row['precision']):.2f} [{low:.2f}, {high:.2f}]"


def category_page(lexicon: Lexicon, category: Category, known: Mapping[str, str]) -> str:
    """Return the page of a category: what it means, how to tell, what fails, and its terms."""
    parts = [f"# {category.name}", category.definition, "## How to tell", category.how_to_tell]
    if known:
        parts += [
            "## Measured precision",
            f"Readers confirmed {share(known)} of {known['n']} found expressions in real news "
            f"(95 % interval; developer-coded; `loaded_precision.csv` says how, and on what).",
        ]
    for title, lines in (
        ("Examples", [marked(line) for line in category.examples]),
        ("Not counted", [marked(line) for line in category.counterexamples]),
        ("Where it fails", category.failure_modes),
        ("Sources", category.sources),
    ):
        if lines:
            parts += [f"## {title}", "\n".join(f"- {line}" for line in lines)]
    names = sorted({t.term for t in lexicon.terms if base_category(t.category) == category.name})
    if names:
        words = ", ".join(html.escape(name) for name in names)
        parts += [
            f"## Its {len(names):,} terms",
            f"<details><summary>show them</summary>\n<p>{words}</p>\n</details>",
        ]
    return "\n\n".join(part for part in parts if part)


def marked(line: str) -> str:
    """Return an example with its hits as marks."""
    return _MARKED.sub(r"<mark>\1</mark>", html.escape(line, quote=False))


def reference(source: Path) -> list[str]:
    """Write a page of docstrings for every stage of the work."""
    import framing

    found = []
    for title, names in stages().items():
        listed = []
        for name in names:
            of = getattr(framing, name)
            called = name if isinstance(of, type) else f"{name}()"
            listed.append((f"`{called}`", (of.__doc__ or "").strip().split("\n")[0]))
        parts = [f"# {title}", table(("name", "what it does"), listed), *map(entry, names)]
        write(source / "reference" / f"{slug(title)}.md", "\n\n".join(parts))
        found.append(f"reference/{slug(title)}")
    return [*found, "Every name, A to Z <genindex>"]


def stages() -> dict[str, list[str]]:
    """Return every public name, by stage of the work."""
    import framing

    public = set(framing._DOORS)
    found = {title: [n for n in names.split() if n in public] for title, names in STAGES.items()}
    found["Figures"] = sorted(name for name in public if name.startswith(("plot_", "save_")))
    listed = {name for names in found.values() for name in names}
    return found | {"More": sorted(public - listed, key=str.lower)}


def entry(name: str) -> str:
    """Return the directive that shows a name's docstring."""
    import framing

    of_class = isinstance(getattr(framing, name), type)
    kind, more = ("autoclass", MEMBERS) if of_class else ("autofunction", "")
    return f"## {name}\n\n```{{eval-rst}}\n.. {kind}:: framing.{name}{more}\n```"


def benchmarks(source: Path) -> list[str]:
    """Write the committed tables as pages, each with what a reader has to know of it."""
    known = tomllib.loads((HERE / "tables.toml").read_text(encoding="utf-8"))
    folder = source / "validated"
    found, listed = ["Overview <validated/overview>"], []
    for title, names in TABLES.items():
        parts = [f"# {title}"]
        for name in names.split():
            about = known["tables"][name]
            path = ROOT / "benchmarks" / "tables" / f"{name}.csv"
            parts += [f"## {path.name}", *table_page(path, about, known["columns"])]
            folder.mkdir(exist_ok=True)
            shutil.copy(path, folder)
            listed.append((f"`{path.name}`", about["shows"], about["corpus"]))
            picture = path.with_suffix(".png")
            if name in PICTURES and picture.is_file():
                shutil.copy(picture, source / "_static" / picture.name)
                parts.append(f"![{PICTURES[name]}](../_static/{picture.name})")
        write(folder / f"{slug(title)}.md", "\n\n".join(parts))
        found.append(f"validated/{slug(title)}")
    overview = VALIDATED + "\n\n" + table(("table", "what it shows", "measured on"), listed)
    write(folder / "overview.md", overview)
    write(folder / "scripts.md", scripts())
    return [*found, "validated/scripts"]


def table_page(path: Path, about: Mapping[str, Any], columns: Mapping[str, str]) -> list[str]:
    """Return what a table shows, on what, made by what, what its columns are, and the table."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    meanings = {**columns, **about.get("columns", {})}
    key = table(("column", "meaning"), [(f"`{name}`", meanings[name]) for name in header])
    most = f"The first {MOST_ROWS} of {len(rows):,} rows; all" if len(rows) > MOST_ROWS else "All"
    return [
        about["shows"],
        f"- **Measured on**: {about['corpus']}\n- **Learned or chosen on it?** {about['parts']}\n"
        f"- **Made by**: `benchmarks/{about['script']}.py`\n"
        f"- **File**: [{path.name}]({path.name}), as committed in `benchmarks/tables`",
        f"<details><summary>What its columns are</summary>\n\n{key}\n\n</details>",
        f"{most} are in the file:" if len(rows) > MOST_ROWS else "",
        f":::{{container}} committed\n{csv_table(path)}\n:::",
    ]


def scripts() -> str:
    """Return the page of what the scripts say of themselves."""
    parts = [
        "# What the scripts do",
        "Every table is made by a script in `benchmarks`; here is what each says of itself. Where "
        "`FRAMING_DATA` stands, it names a folder of corpora that may not be passed on; "
        "`docs/datasets.md` says how to get them.",
    ]
    for path in sorted((ROOT / "benchmarks").glob("*.py")):
        said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        # Commands are indented; after a list they would be taken for a part of it.
        said = _COMMANDS.sub(lambda m: f"\n\n```\n{textwrap.dedent(m[1])}```\n", said + "\n")
        parts += [f"## {path.name}", said.strip()]
    return "\n\n".join(parts)


def csv_table(path: Path) -> str:
    """Return a table of a CSV file, cut where it is long."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    return table(header, rows[:MOST_ROWS])


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; columns of numbers stand to the right."""
    rows = list(rows)
    rules = []
    for values in zip(*rows, strict=True) if rows else [()] * len(header):
        told = [str(value) for value in values if value != ""]
        rules.append("---:" if told and all(map(_NUMBER.fullmatch, told)) else "---")
    return "\n".join("| " + " | ".join(map(cell, line)) + " |" for line in (header, rules, *rows))


def cell(value: object) -> str:
    """Return a value as it can stand in a Markdown table."""
    return str(value).replace("|", "\\|").replace("\n", " ").replace("*", "\\*")


if __name__ == "__main__":
    sys.exit(main())
