"""A figure as files: the same bytes every time."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.tables import replacing, write_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_files", "find_style", "forget_figure", "save_figure", "take_style"]


def save_figure(
    ax_or_fig: Axes | Figure, path_stem: str | os.PathLike[str], table: pd.DataFrame
) -> tuple[Path, Path, Path]:
    """Write a figure as PNG and SVG, and the table it shows as CSV, the same bytes every time.

    Parameters
    ----------
    ax_or_fig : Axes or Figure
        What to write.
    path_stem : path
        Folder and name without an ending; the folder is made when it is missing.
    table : DataFrame
        The table the figure shows; numbers are written with six significant digits.

    Returns
    -------
    tuple of Path
        The PNG, the SVG (its text is text) and the CSV.

    Raises
    ------
    OSError
        If the folder cannot be written to.

    Examples
    --------
    >>> import matplotlib, tempfile, pandas as pd
    >>> matplotlib.use("Agg")
    >>> from matplotlib.figure import Figure
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [p.name for p in save_figure(Figure(), f"{folder}/rates", pd.DataFrame({"a": [1.5]}))]
    ['rates.png', 'rates.svg', 'rates.csv']
    """
    stem = Path(path_stem)
    paths = []
    for kind, data in draw_files(ax_or_fig, ("png", "svg")).items():
        paths.append(stem.parent / f"{stem.name}.{kind}")
        with replacing(paths[-1]) as file:
            file.write(data)
    paths.append(write_table(table, stem.parent / f"{stem.name}.csv"))
    return paths[0], paths[1], paths[2]


def draw_files(ax_or_fig: Axes | Figure, kinds: Sequence[str]) -> dict[str, bytes]:
    """Return a figure as the bytes of its files, the same every time.

    Parameters
    ----------
    ax_or_fig : Axes or Figure
        What to draw.
    kinds : sequence of str
        Of ``png``, ``svg`` (its text is text) and ``pdf``.

    Returns
    -------
    dict of str to bytes

    Examples
    --------
    >>> import matplotlib
    >>> matplotlib.use("Agg")
    >>> from matplotlib.figure import Figure
    >>> draw_files(Figure(), ["pdf"])["pdf"][:4]
    b'%PDF'
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure as AnyFigure

    figure = ax_or_fig if isinstance(ax_or_fig, AnyFigure) else ax_or_fig.get_figure(root=True)
    assert isinstance(figure, AnyFigure)
    files = {}
    with mpl.rc_context({"svg.hashsalt": "framing", "svg.fonttype": "none"}):
        for kind in kinds:
            buffer = io.BytesIO()
            figure.savefig(
                buffer, format=kind, bbox_inches="tight", pad_inches=0.1, **_OPTIONS[kind]
            )
            data = buffer.getvalue()
            # Windows writes its own line ends into the text format.
            files[kind] = data.replace(b"\r\n", b"\n") if kind == "svg" else data
    return files


def forget_figure(ax: Axes) -> None:
    """Let pyplot forget a figure, which it keeps until told so."""
    import matplotlib.pyplot as plt

    plt.close(ax.get_figure(root=True))


def find_style() -> dict[Any, Any]:
    """Return the settings of matplotlib that were changed, so that another process draws alike."""
    import matplotlib as mpl

    usual = mpl.rcParamsDefault
    return {
        name: value
        for name, value in mpl.rcParams.copy().items()
        if not name.startswith(("backend", "interactive")) and value != usual.get(name)
    }


def take_style(style: Mapping[Any, Any]) -> None:
    """Draw as another process does, and never in a window."""
    import matplotlib as mpl

    mpl.use("agg")
    mpl.rcParams.update(style)


_OPTIONS: dict[str, dict[str, Any]] = {
    "png": {"metadata": {"Software": None}, "dpi": 200},
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "pdf": {"metadata": {"CreationDate": None, "Creator": None, "Producer": None}},
}
