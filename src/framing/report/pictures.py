"""A figure of the report: as files, and as part of the page."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from framing.figures.saving import draw_files, forget_figure
from framing.highlights.marks import attribute_safe, text_safe
from framing.report.sheets import SIDEWAYS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Picture", "write_picture"]

_ID = re.compile(r'(\bid="|url\(#|xlink:href="#|\bhref="#)')


class Picture(NamedTuple):
    """A figure, its title, what it shows in words, and how it is drawn."""

    name: str
    title: str
    told: str
    draw: Callable[[], Axes]


def write_picture(picture: Picture, folder: Path) -> str:
    """Write a figure as PNG, SVG and PDF, and return it as HTML."""
    files = _draw(picture)
    for form, data in files.items():
        (folder / f"{picture.name}.{form}").write_bytes(data)
    title, told = text_safe(picture.title), text_safe(picture.told)
    shown = _inline(files["svg"].decode("utf-8"), picture)
    links = " ".join(
        f'<a download href="figures/{picture.name}.{form}">{form.upper()}'
        f'<span class="unseen"> of: {title}</span></a>'
        for form in ("png", "svg", "pdf")
    )
    label = attribute_safe(f"Figure: {picture.title}")
    return (
        f'<figure>\n<div class="wide paper" tabindex="0" role="region" aria-label="{label}">'
        f"{shown}</div>\n"
        f'<figcaption><strong>{title}.</strong> {told}{SIDEWAYS} <span class="files">{links}</span>'
        "</figcaption>\n</figure>"
    )


def _draw(picture: Picture) -> dict[str, bytes]:
    with warnings.catch_warnings():
        # Names in scripts that the font lacks show as boxes in the PNG; the SVG holds them as text.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        ax = picture.draw()
        files = draw_files(ax, ("png", "svg", "pdf"))
    forget_figure(ax)
    return files


def _inline(svg: str, picture: Picture) -> str:
    """Return a drawing without what a page has already, its names its own, and with a title."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<!--.*?-->", "", body, flags=re.S)
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.S)
    body = re.sub(r"<style\b.*?</style>", "", body, flags=re.S)
    # Several drawings in one page must not share names.
    body = _ID.sub(lambda match: f"{match[0]}figure-{picture.name}-", body)
    opening, rest = body.split(">", 1)
    size = re.search(r'width="([\d.]+)pt"', opening)
    wide = f' style="min-width:min({float(size[1]) / 12:.0f}rem, 46rem)"' if size else ""
    height = re.search(r'height="([\d.]+)pt"', opening)
    if size and height and float(height[1]) > float(size[1]):
        wide += ' class="tall"'
    opening = re.sub(r' (?:width|height)="[^"]*"', "", opening)
    named = (
        f'<title id="figure-{picture.name}-title">{text_safe(picture.title)}</title>'
        f'<desc id="figure-{picture.name}-desc">{text_safe(picture.told)}</desc>'
    )
    names = f"figure-{picture.name}-title figure-{picture.name}-desc"
    label = f'role="img" aria-labelledby="{names}"'
    return f"{opening} {label}{wide}>{named}{rest}"
