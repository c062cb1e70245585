"""A figure of the report: as files, and as part of the page."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.errors import FramingError
from framing.figures.saving import draw_files, find_style, forget_figure, take_style
from framing.highlights.marks import attribute_safe, text_safe
from framing.report.sheets import SIDEWAYS
from framing.runs.engines import Processes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Files", "Picture", "drawing", "write_picture"]

Files = Callable[[], dict[str, bytes]]
"""Gives the files of a picture by their endings, and waits until it is drawn."""

_ID = re.compile(r'(\bid="|url\(#|xlink:href="#|\bhref="#)')


class Picture(NamedTuple):
    """A figure, its title, what it shows in words, and how it is drawn.

    `draw` goes to other processes: a function of a module, or a part of one.
    """

    name: str
    title: str
    told: str
    draw: Callable[[], Axes]


@contextmanager
def drawing(jobs: int) -> Iterator[Callable[[Picture], Files]]:
    """Take pictures in; those that others draw are drawn while this process goes on.

    Raises
    ------
    FramingError
        When a process died, as soon as that is noticed.
    """
    if jobs == 1:
        yield lambda picture: partial(_draw, picture)
        return
    engine = Processes(jobs)
    style = find_style()

    def hand_out(picture: Picture) -> Files:
        with _told(picture):
            future = engine.submit(_draw_alike, style, picture)
        return partial(_wait, picture, future)

    try:
        yield hand_out
    finally:
        engine.close()


def write_picture(picture: Picture, files: Mapping[str, bytes], folder: Path) -> str:
    """Write a figure as PNG, SVG and PDF, and return it as HTML."""
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


def _wait(picture: Picture, future: Future[dict[str, bytes]]) -> dict[str, bytes]:
    with _told(picture):
        return future.result()


@contextmanager
def _told(picture: Picture) -> Iterator[None]:
    """Say at which figure a process died."""
    try:
        yield
    except Processes.died as fault:
        raise FramingError(
            f"--jobs: a process died drawing the figure {picture.name!r} or beside it (memory, or "
            "a fault of a library); fewer jobs take less memory"
        ) from fault


def _draw_alike(style: Mapping[Any, Any], picture: Picture) -> dict[str, bytes]:
    take_style(style)
    return _draw(picture)


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
