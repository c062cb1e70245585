"""Articles whose every field tries to be markup, script, or a command to the terminal."""

from __future__ import annotations

import pandas as pd

RAN = "document.title='ran'"
PIECES = (
    f"<script>{RAN}</script>",
    f'"><img src=x onerror="{RAN}">',
    f"</script><script>{RAN}</script>",
    "'-alert(1)-'",
    "<!--",
    "]]>",
    "\u202egnitirw\u202c\u2067",
    "\x1b[31mred\x1b[0m\x07",
    "</title></style></svg></details></table></main><h1>Not a heading</h1>",
    f"javascript:{RAN}",
    "{{7*7}}${7*7}",
    "\U0001f600",
    "a\r\nb\rc",
    "\u2028\u2029",
    "x" * 300,
)


def make_articles() -> pd.DataFrame:
    """Return three articles a piece, in every field of which it stands."""
    rows = []
    for k, piece in enumerate(PIECES):
        for more in range(3):
            outlet = PIECES[(k + more) % 4] if more else f"Post {piece}"
            rows.append(
                {
                    "outlet": outlet,
                    "title": f"The reckless {piece} plan {more}",
                    "url": piece if k % 2 else f"javascript:{RAN}",
                    "event": piece,
                    "date": f"2031-{1 + k % 6:02}-10",
                    "text": f"{piece} The reckless regime, {piece}, failed. “A brutal {piece} "
                    f"idea,” Mara {piece} Dolen said. He claimed that {piece} was over.\n\n"
                    f"{piece}\n\nThe war in Kiev, the invasion of Kyiv: so-called {piece}.",
                }
            )
    return pd.DataFrame(rows)
