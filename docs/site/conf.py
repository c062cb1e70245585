"""Settings of the site; `build.py` lays out what it is made from."""

from __future__ import annotations

from importlib.metadata import version as version_of

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
suppress_warnings = ["myst.xref_missing"]

autodoc_typehints = "none"
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
default_role = "literal"

html_theme = "furo"
html_title = "framing"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#00527a", "color-brand-content": "#00527a"},
    "dark_css_variables": {"color-brand-primary": "#7cc7ee", "color-brand-content": "#7cc7ee"},
}
