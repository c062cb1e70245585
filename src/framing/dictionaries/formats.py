"""One function per format of dictionary: text in, entries and what is left out.

The formats are those of LIWC (`.dic` since 2001, `.dicx` since 2022), quanteda (YAML), Lexicoder
(`.lc3`), WordStat (`.cat`), Yoshikoder (`.ykd`), and tables of words.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from framing.dictionaries.entries import Entry, Left
from framing.errors import LexiconError, import_extra

__all__ = ["FORMATS", "Parsed"]

Parsed = tuple[list[Entry], list[Left]]

_SPACES = re.compile(r"[ \t\u00a0]+")
_HEAD = re.compile(r"^(?P<indent>\s*)(?P<number>\d+)\s+(?P<name>\S.*?)\s*$")
_CODES = re.compile(r"\s(?=(?:\(?\s*\d|<\w+>\d))")
_ONLY_NEXT = re.compile(r"<(?P<word>[\w' ]+)>(?P<then>\d+)/(?P<other>\d+)")
_ONLY_WITH = re.compile(r"\([\d\s]+\)(?P<then>\d+)/(?P<other>\d+)")
_WORDSTAT_WEIGHT = re.compile(r"\s*\((?P<weight>-?\d+(?:\.\d+)?)\)\s*$")
_NEST = 8
"""LIWC indents its categories by tabs or by runs of spaces; a tab counts for so many."""


def parse_liwc(text: str, where: str) -> Parsed:
    r"""Read `.dic`: numbered categories between two lines of %, then terms with numbers.

    Blank lines, double tabs, spaces for tabs, ``01`` for ``1`` and indented (nested) categories are
    read as they are meant; ``kind <of>131/125`` becomes two entries that look at the next word; of
    ``like (02 134)125/464``, which looks at categories, the last number is taken and said so.

    Examples
    --------
    >>> entries, left = parse_liwc("%\n1\tgood\n2\tbad\n%\nkind*\t01\nrude\t2\n", "x.dic")
    >>> [(e.term, e.levels) for e in entries], left
    ([('kind*', ('good',)), ('rude', ('bad',))], [])
    """
    lines = text.splitlines()
    edges = [k for k, line in enumerate(lines) if line.strip().startswith("%")]
    if len(edges) < 2:
        raise LexiconError(
            f"{where}: there {'is' if len(edges) == 1 else 'are'} {len(edges) or 'no'} "
            f"line{'' if len(edges) == 1 else 's'} of %; a LIWC dictionary numbers its categories "
            "between two of them; mend the file, or name another format"
        )
    names = _liwc_categories(lines[edges[0] + 1 : edges[1]], edges[0] + 2, where)
    entries: list[Entry] = []
    left: list[Left] = []
    for number, line in enumerate(lines[edges[1] + 1 :], edges[1] + 2):
        if not line.strip() or line.strip().startswith("%"):
            continue
        made = _liwc_term(line, number, names, left)
        entries += made
    return entries, left


def _liwc_categories(lines: list[str], first: int, where: str) -> dict[int, tuple[str, ...]]:
    """Return the categories by number, each below those it is indented under."""
    found: dict[int, tuple[str, ...]] = {}
    above: list[tuple[int, str]] = []
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        match = _HEAD.match(line)
        if match is None:
            raise LexiconError(
                f"{where}, line {number}: {line.strip()!r} is no category; between the lines of % "
                "each line has a number and a name; mend the line"
            )
        indent = len(match["indent"].expandtabs(_NEST))
        while above and above[-1][0] >= indent:
            above.pop()
        name = match["name"].split("(")[0].strip() or match["name"]
        above.append((indent, name))
        found[int(match["number"])] = tuple(name for _, name in above)
    return found


def _liwc_term(
    line: str, number: int, names: dict[int, tuple[str, ...]], left: list[Left]
) -> Iterator[Entry]:
    parts = _CODES.split(line.strip(), maxsplit=1)
    term = _SPACES.sub(" ", parts[0]).strip()
    codes = parts[1] if len(parts) > 1 else ""
    asked: list[tuple[int, str, str]] = []
    for match in _ONLY_NEXT.finditer(codes):
        asked.append((int(match["then"]), match["word"], ""))
        asked.append((int(match["other"]), "", match["word"]))
    codes = _ONLY_NEXT.sub(" ", codes)
    for match in _ONLY_WITH.finditer(codes):
        asked.append((int(match["other"]), "", ""))
        left.append(
            Left(number, f"{term} {match[0]}", "a condition on categories; without it, the last")
        )
    codes = _ONLY_WITH.sub(" ", codes)
    asked += [(int(code), "", "") for code in re.findall(r"\d+", codes)]
    if not asked:
        left.append(Left(number, term, "no category behind it"))
    for code, need, block in asked:
        if code not in names:
            left.append(Left(number, f"{term} {code}", "there is no category of this number"))
        else:
            yield Entry(term, names[code], number, need_next=need, block_next=block)


def parse_dicx(text: str, where: str) -> Parsed:
    r"""Read `.dicx`: a table with a column `DicTerm` and one of marks or weights per category.

    Examples
    --------
    >>> parse_dicx("DicTerm,good,bad\nkind*,X,\nrude,,0.5\n", "x.dicx")[0][1].weight
    0.5
    """
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    entries: list[Entry] = []
    left: list[Left] = []
    header = next(rows, [])
    if not header or header[0].strip().lower() != "dicterm":
        raise LexiconError(
            f"{where}, line 1: the first column is {header[0] if header else ''!r}; in a .dicx it "
            "is DicTerm, and every other column a category; mend the header, or name the format"
        )
    for row in rows:
        for name, cell in zip(header[1:], row[1:], strict=False):
            mark = cell.strip()
            if not mark or mark == "0":
                continue
            weight = _number(mark)
            if weight is None and mark.lower() != "x":
                left.append(Left(rows.line_num, f"{row[0]} {mark}", "neither X nor a number"))
                continue
            entries.append(
                Entry(
                    _SPACES.sub(" ", row[0]).strip(), (name.strip(),), rows.line_num,
                    1.0 if weight is None else weight,
                )
            )  # fmt: skip
    return entries, left


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def parse_yaml(text: str, where: str) -> Parsed:
    """Read YAML: mappings of categories, nested at will, with lists of terms at their ends."""
    yaml = import_extra("read_dictionary", "yaml", "PyYAML", "dictionaries")
    try:
        # The base loader keeps "no", "on" and 1e3 the words they are.
        tree = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise LexiconError(
            f"{where}{line}: this is no YAML ({getattr(fault, 'problem', None) or fault}); a "
            "dictionary has categories, each with a list of terms below; mend the line"
        ) from fault
    if not isinstance(tree, dict):
        raise LexiconError(
            f"{where}: at the top stands {_kind(tree)}; a dictionary begins with categories, as "
            "in 'good: [kind, polite*]'; give the terms a category"
        )
    entries: list[Entry] = []
    left: list[Left] = []
    _walk(tree, (), entries, left)
    return entries, left


def _walk(node: object, levels: tuple[str, ...], entries: list[Entry], left: list[Left]) -> None:
    if isinstance(node, dict):
        for name, below in node.items():
            _walk(below, (*levels, str(name)), entries, left)
    elif isinstance(node, list):
        for item in node:
            _walk(item, levels, entries, left)
    elif isinstance(node, str) and node.strip():
        entries.append(Entry(_SPACES.sub(" ", node).strip(), levels))
    else:
        left.append(Left(0, ".".join(levels), "a category without terms"))


def _kind(tree: object) -> str:
    return {list: "a list", str: "a word", type(None): "nothing"}.get(type(tree), "something else")


def parse_lexicoder(text: str, where: str) -> Parsed:
    r"""Read `.lc3`: a line ``+category``, then its terms, one a line.

    Examples
    --------
    >>> [e.levels for e in parse_lexicoder("+good\nkind*\n+neg_good\nnot kind*\n", "x.lc3")[0]]
    [('good',), ('neg_good',)]
    """
    entries: list[Entry] = []
    left: list[Left] = []
    category = ""
    for number, line in enumerate(text.splitlines(), 1):
        stripped = "".join(c for c in line if c.isprintable()).strip()
        if not stripped:
            continue
        if stripped.startswith("+"):
            category = stripped.strip("+").strip()
        elif category:
            entries.append(Entry(_SPACES.sub(" ", stripped), (category,), number))
        else:
            left.append(Left(number, stripped, "before the first category"))
    if not entries:
        raise LexiconError(
            f"{where}: there is no category with terms; in a Lexicoder dictionary a category is a "
            "line that begins with +; mend the file, or name another format"
        )
    return entries, left


def parse_wordstat(text: str, where: str) -> Parsed:
    r"""Read `.cat`: categories indented by tabs; terms end with a weight in brackets.

    An underscore stands for a space.

    Examples
    --------
    >>> parse_wordstat("GOOD\n\tKIND* (1)\n\tVERY_KIND (2)\n", "x.cat")[0][1][:2]
    ('VERY KIND', ('GOOD',))
    """
    entries: list[Entry] = []
    left: list[Left] = []
    above: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip("\t "))
        while above and above[-1][0] >= indent:
            above.pop()
        match = _WORDSTAT_WEIGHT.search(line)
        name = _SPACES.sub(" ", line[: match.start()] if match else line).strip()
        if match is None:
            above.append((indent, name))
        elif above:
            levels = tuple(label for _, label in above)
            term = name.replace("_", " ")
            entries.append(Entry(term, levels, number, float(match["weight"])))
        else:
            left.append(Left(number, name, "before the first category"))
    if not entries:
        raise LexiconError(
            f"{where}: no line ends with a weight in brackets, as in 'KIND* (1)'; so it has no "
            "terms of WordStat's; mend the file, or name another format"
        )
    return entries, left


def parse_yoshikoder(text: str, where: str) -> Parsed:
    """Read `.ykd`: XML of category nodes and pattern nodes.

    Examples
    --------
    >>> text = '<dictionary><cnode name="good"><pnode name="kind*"/></cnode></dictionary>'
    >>> parse_yoshikoder(text, "x.ykd")[0]
    [Entry(term='kind*', levels=('good',), line=0, weight=1.0, need_next='', block_next='')]
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise LexiconError(
            f"{where}: the file declares entities, which a Yoshikoder dictionary does not need and "
            "which can be made to swell without end; take the declaration out"
        )
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as fault:
        raise LexiconError(
            f"{where}: this is no XML ({fault}); a Yoshikoder dictionary is a tree of cnode and "
            "pnode; mend the file"
        ) from fault
    entries: list[Entry] = []
    left: list[Left] = []

    def walk(node: ElementTree.Element, levels: tuple[str, ...]) -> None:
        for child in node:
            name = child.get("name", "").strip()
            if child.tag == "cnode":
                walk(child, (*levels, name))
            elif child.tag == "pnode" and name:
                entries.append(Entry(_SPACES.sub(" ", name), levels))
            elif child.tag == "pnode":
                left.append(Left(0, "/".join(levels), "a pattern without a name"))
            else:
                walk(child, levels)

    walk(root, ())
    return entries, left


def parse_table(text: str, where: str) -> Parsed:
    r"""Read a table with the columns word (or term), category and, if there is one, weight.

    Examples
    --------
    >>> parse_table("word,category,weight\nkind*,good,2\n", "x.csv")[0][0].weight
    2.0
    """
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    named = {(name or "").strip().lower(): name for name in reader.fieldnames or []}
    word = next((named[n] for n in ("word", "term", "pattern", "entry") if n in named), None)
    kind = next((named[n] for n in ("category", "key", "dimension", "label") if n in named), None)
    if word is None or kind is None:
        raise LexiconError(
            f"{where}, line 1: the columns are {', '.join(reader.fieldnames or ['none'])}; a "
            "dictionary has a column word and a column category; name them so"
        )
    entries: list[Entry] = []
    left: list[Left] = []
    for row in reader:
        term, category = (row[word] or "").strip(), (row[kind] or "").strip()
        weight = _number((row.get(named.get("weight", "")) or "1").strip())
        if not term or not category:
            left.append(Left(reader.line_num, term or category, "no word, or no category"))
        elif weight is None:
            left.append(Left(reader.line_num, term, "its weight is no number"))
        else:
            levels = tuple(part.strip() for part in category.split("/") if part.strip())
            entries.append(Entry(_SPACES.sub(" ", term), levels, reader.line_num, weight))
    return entries, left


FORMATS: dict[str, tuple[tuple[str, ...], Callable[[str, str], Parsed]]] = {
    "liwc": ((".dic",), parse_liwc),
    "dicx": ((".dicx",), parse_dicx),
    "quanteda": ((".yml", ".yaml"), parse_yaml),
    "lexicoder": ((".lc3",), parse_lexicoder),
    "wordstat": ((".cat",), parse_wordstat),
    "yoshikoder": ((".ykd", ".xml"), parse_yoshikoder),
    "table": ((".csv", ".tsv"), parse_table),
}
"""Name -> the endings of its files, and who reads it."""
