"""A figure as files: the same bytes every time."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["save_figure"]


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
    stem.parent.mkdir(parents=True, exist_ok=True)
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
            paths.append(_write(stem.parent / f"{stem.name}.{kind}", data))
    text = table.to_csv(index=False, lineterminator="\n", float_format=_six_digits)
    paths.append(_write(stem.parent / f"{stem.name}.csv", text.encode("utf-8")))
    return paths[0], paths[1], paths[2]


def _six_digits(number: Any) -> str:
    return f"{number:.0f}" if float(number).is_integer() else f"{number:.6g}"


def _write(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
