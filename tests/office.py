"""Edits a sheet in LibreOffice, as a coder would: opens it, fills in answers, saves it.

Run by the Python that LibreOffice's bridge (`uno`) is installed for, which need not be the
project's: ``python3 office.py PIPE SOURCE TARGET READER OPTIONS WRITER``.
"""

from __future__ import annotations

import sys
import time

ANSWERS = {
    "hit": "yes",
    "stage": "3/4",
    "long": "a rather long answer 7",
    "strength": 2.5,
    "note": "seen ",
}


def properties(**values: object) -> tuple[object, ...]:
    """Return values as the bridge wants them."""
    from com.sun.star.beans import PropertyValue  # the bridge makes this module

    found = []
    for name, value in values.items():
        item = PropertyValue()
        item.Name, item.Value = name, value
        found.append(item)
    return tuple(found)


def connect(pipe: str) -> object:
    """Return the desktop of the office that listens on a pipe."""
    import uno

    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:  # the office is still starting
            time.sleep(0.25)
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def edit(pipe: str, source: str, target: str, reader: str, options: str, writer: str) -> None:
    """Fill in the answers of every row as if they were typed, and save the sheet."""
    desktop = connect(pipe)
    opening = properties(Hidden=True, FilterName=reader, FilterOptions=options)
    document = desktop.loadComponentFromURL(source, "_blank", 0, opening)
    sheets = document.Sheets
    page = sheets.getByName("Coding") if sheets.hasByName("Coding") else sheets.getByIndex(0)
    for column in range(30):
        answer = ANSWERS.get(page.getCellByPosition(column, 0).String)
        for row in range(1, 6) if answer is not None else ():
            cell = page.getCellByPosition(column, row)
            if isinstance(answer, float):
                cell.Value = answer
            else:
                # As typed: the program may make a date of it.
                cell.FormulaLocal = answer
    document.storeToURL(target, properties(FilterName=writer, FilterOptions=options))
    document.close(True)


if __name__ == "__main__":
    edit(*sys.argv[1:])
