"""A figure as files: the same bytes every time."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.tables import replacing, write_table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["close_figure", "save_figure"]


def close_figure(ax: Axes) -> None:
    """Let go of a figure that was saved, for whoever draws many."""
    from matplotlib import pyplot as plt

    plt.close(ax.get_figure(root=True))


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
    import matplotlib as mpl
    from matplotlib.figure import Figure as AnyFigure

    stem = Path(path_stem)
    figure = ax_or_fig if isinstance(ax_or_fig, AnyFigure) else ax_or_fig.get_figure(root=True)
    assert isinstance(figure, AnyFigure)
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("png", {"metadata": {"Software": None}, "dpi": 200}),
        ("svg", {"metadata": {"Date": None, "Creator": None}}),
    ]
    paths = []
    with mpl.rc_context({"svg.hashsalt": "framing", "svg.fonttype": "none"}):
        for kind, options in kinds:
            buffer = io.BytesIO()
            figure.savefig(buffer, format=kind, bbox_inches="tight", pad_inches=0.1, **options)
            data = buffer.getvalue()
            # Windows writes its own line ends into the text format.
            data = data.replace(b"\r\n", b"\n") if kind == "svg" else data
            paths.append(stem.parent / f"{stem.name}.{kind}")
            with replacing(paths[-1]) as file:
                file.write(data)
    paths.append(write_table(table, stem.parent / f"{stem.name}.csv"))
    return paths[0], paths[1], paths[2]
