"""Build the site from what the project holds: notebooks, pages, codebooks, docstrings, tables.

    python docs/site/build.py [--out build/site]

Sources are laid out in `build/site-source` and built with Sphinx, offline, warnings as errors. The
codebook's pages come from its TOML and CSV, the measured precision and the pages of benchmarks from
the committed tables, so that the site cannot say anything else than the project does.
"""

from __future__ import annotations

import argparse
import csv
import html
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

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
    "roles": "Roles",
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
TABLES = {
    "Attribution": ("attribution", "attribution_outlets", "attribution_rates", "attribution_hits"),
    "The codebook": (
        "loaded_precision",
        "loaded_recall",
        "loaded_lists_sentences",
        "loaded_outlets",
    ),
    "Statistics": ("contrasts_null", "contrasts_speed", "corrections_ecosent", "corrections_babe"),
    "Archives and events": ("pages", "duplicates", "events"),
    "Frames and roles": ("frames_f1", "frames_abstention", "frames_outlets", "roles"),
    "Speed and scale": ("speed", "speed_stages", "runs", "scale_statistics"),
}
MOST_ROWS = 60
_PICTURE = re.compile(r"\]\(\.\./([\w/.-]+\.png)\)")
_MARKED = re.compile("‹([^›]*)›")
_HEADING = re.compile(r"\]\((?:[\w-]+\.ipynb)?#[\w-]+\)")


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
    if not code:
        print(f"the site is in {options.out}; open index.html")
    return code


def lay_out(source: Path) -> None:
    """Write everything Sphinx reads."""
    source.mkdir(parents=True)
    shutil.copy(HERE / "conf.py", source)
    (source / "_static").mkdir()
    shutil.copy(HERE / "site.css", source / "_static")
    pages = {
        "Tutorial": tutorial(source),
        "How to": copied(source, "how-to", HOW_TO),
        "Codebooks": codebooks(source),
        "Reference": reference(source),
        "Explanation": copied(source, "explanation", EXPLAINED),
        "How it was validated": benchmarks(source),
        "Project": project(source),
    }
    write(source / "index.md", home(pages))


def write(path: Path, text: str) -> None:
    """Write a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def home(pages: Mapping[str, Sequence[str]]) -> str:
    """Return the first page: what the README opens with, and the map."""
    opening = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## Seven real outlets")[0]
    picture = "data/processed/demo/04-ranks.png"
    opening = opening.replace(picture, "_static/ranks.png")
    shutil.copy(ROOT / picture, ROOT / "build" / "site-source" / "_static" / "ranks.png")
    trees = "\n\n".join(
        f"```{{toctree}}\n:caption: {title}\n:maxdepth: 1\n\n" + "\n".join(names) + "\n```"
        for title, names in pages.items()
    )
    return f"{opening}\n\n{trees}\n"


def tutorial(source: Path) -> list[str]:
    """Copy the notebooks as they were committed; links to headings as Sphinx spells them."""
    found = []
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        (source / "tutorial").mkdir(exist_ok=True)
        # JupyterLab keeps the capitals of a heading in its anchor, Sphinx does not.
        text = _HEADING.sub(lambda match: match[0].lower(), path.read_text(encoding="utf-8"))
        write(source / "tutorial" / path.name, text)
        found.append(f"tutorial/{path.stem}")
    return found


def copied(source: Path, folder: str, named: Mapping[str, str]) -> list[str]:
    """Copy pages of docs that are there."""
    found = []
    for name, title in named.items():
        page = ROOT / "docs" / f"{name}.md"
        if page.is_file():
            write(source / folder / page.name, with_pictures(source, page.read_text("utf-8")))
            found.append(f"{title} <{folder}/{name}>")
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
    for name in shipped():
        lexicon = read_lexicon(name)
        pages = []
        for category in lexicon.categories.values():
            known = precision.get(category.name, {}) if name == "loaded" else {}
            write(source / "codebooks" / name / f"{category.name}.md",
                  category_page(lexicon, category, known))  # fmt: skip
            pages.append(f"{category.name}")
        write(source / "codebooks" / name / "index.md", lexicon_page(lexicon, pages, precision))
        found.append(f"codebooks/{name}/index")
    return found


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
    rows = []
    for name in pages:
        terms = sum(base_category(term.category) == name for term in lexicon.terms)
        row = precision.get(name, {}) if lexicon.name == "loaded" else {}
        rows.append((f"[{name}]({name}.md)", index_of(name), unit_of(name), terms, share(row)))
    listed = table(("category", "index", "rate is per", "terms", "precision [95 %]"), rows)
    tree = "```{toctree}\n:hidden:\n\n" + "\n".join(pages) + "\n```"
    return (
        f"# Codebook {lexicon.name} {lexicon.version}\n\n{lexicon.citation}. Licence: "
        f"{lexicon.licence}. {len(lexicon):,} terms, fingerprint `{lexicon.fingerprint}`.\n\n"
        f"{listed}\n\nPrecision: what share of found expressions readers confirmed "
        f"(developer-coded; `benchmarks/tables/loaded_precision.csv`).\n\n{tree}\n"
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
        parts.append(f"Readers confirmed {share(known)} of {known['n']} found expressions.")
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

    public = set(framing._DOORS)
    found = []
    stages = {title: names.split() for title, names in STAGES.items()}
    stages["Figures"] = sorted(name for name in public if name.startswith(("plot_", "save_")))
    listed = {name for names in stages.values() for name in names}
    stages["More"] = sorted(public - listed, key=str.lower)
    for title, names in stages.items():
        blocks = [entry(name) for name in names if name in public]
        page = re.sub(r"[^a-z]+", "-", title.lower()).strip("-")
        write(source / "reference" / f"{page}.md", f"# {title}\n\n" + "\n\n".join(blocks))
        found.append(f"reference/{page}")
    return found


def entry(name: str) -> str:
    """Return the directive that shows a name's docstring."""
    import framing

    kind = "autoclass" if isinstance(getattr(framing, name), type) else "autofunction"
    return f"## {name}\n\n```{{eval-rst}}\n.. {kind}:: framing.{name}\n   :no-index:\n```"


def benchmarks(source: Path) -> list[str]:
    """Write the committed tables as pages."""
    found = []
    for title, names in TABLES.items():
        parts = [
            f"# {title}",
            "As committed in `benchmarks/tables`; each script says what it does.",
        ]
        for name in names:
            path = ROOT / "benchmarks" / "tables" / f"{name}.csv"
            if path.is_file():
                parts += [f"## {path.name}", csv_table(path)]
        picture = ROOT / "benchmarks" / "tables" / "growth.png"
        if title.startswith("Speed") and picture.is_file():
            shutil.copy(picture, source / "_static" / picture.name)
            parts.append("![Seconds by entries and by articles, both on logarithmic axes]"
                         "(../_static/growth.png)")  # fmt: skip
        page = re.sub(r"[^a-z]+", "-", title.lower()).strip("-")
        if len(parts) > 2:
            write(source / "validated" / f"{page}.md", "\n\n".join(parts))
            found.append(f"validated/{page}")
    return found


def csv_table(path: Path) -> str:
    """Return a table of a CSV file, cut where it is long."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    more = f"\n\n{len(rows) - MOST_ROWS:,} more rows in the file." if len(rows) > MOST_ROWS else ""
    return table(header, rows[:MOST_ROWS]) + more


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell(value) for value in line) + " |" for line in lines)


def cell(value: object) -> str:
    """Return a value as it can stand in a Markdown table."""
    return str(value).replace("|", "\\|").replace("\n", " ").replace("*", "\\*")


if __name__ == "__main__":
    sys.exit(main())
