"""Settings of the site; `build.py` lays out what it is made from."""

from __future__ import annotations

import json
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from docutils import nodes

project = "framing"
author = "the authors of framing"
copyright = "the authors of framing; code BSD-3-Clause, codebooks CC BY 4.0"
version = release = version_of("framing")

extensions = ["myst_nb", "sphinx.ext.autodoc", "numpydoc"]
# The notebooks are shown as they were committed; the study makes them again, not the site.
nb_execution_mode = "off"
# Nothing is loaded from elsewhere, not even for widgets: there are none.
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_merge_streams = True
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_typehints = "none"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
default_role = "literal"

html_theme = "furo"
html_title = "framing"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_show_sphinx = False
html_copy_source = False
html_theme_options = {
    "top_of_page_buttons": [],
    "light_css_variables": {"color-brand-primary": "#00527a", "color-brand-content": "#00527a"},
    "dark_css_variables": {"color-brand-primary": "#7cc7ee", "color-brand-content": "#7cc7ee"},
}


def link_what_is_named(app: Any, doctree: nodes.document, docname: str) -> None:
    """Make links of files, tables and functions that a page names in code type."""
    places = json.loads((Path(app.srcdir) / "places.json").read_text(encoding="utf-8"))
    for named in list(doctree.findall(nodes.literal)):
        target, _, anchor = places.get(named.astext(), "").partition("#")
        above = list(parents(named))
        if not target or any(isinstance(n, (nodes.reference, nodes.title)) for n in above):
            continue
        here = {name for node in above for name in node.get("ids", ())}
        if target == docname and (not anchor or anchor in here):
            continue
        if anchor.startswith("framing.") and any(has(node, anchor) for node in above):
            continue
        address = app.builder.get_relative_uri(docname, target) + (anchor and f"#{anchor}")
        link = nodes.reference("", "", internal=True, refuri=address)
        named.replace_self(link)
        link += named


def parents(node: nodes.Node) -> Any:
    """Yield what a node stands in."""
    while node.parent is not None:
        node = node.parent
        yield node


def has(node: nodes.Element, anchor: str) -> bool:
    """Whether a node is the description of a name."""
    return any(anchor in child.get("ids", ()) for child in node.children
               if isinstance(child, nodes.Element))  # fmt: skip


def setup(app: Any) -> None:
    """Tell Sphinx."""
    app.connect("doctree-resolved", link_what_is_named)
