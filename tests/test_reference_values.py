"""Every reference value that R and other packages computed is held against ours, by name."""

from __future__ import annotations

import json
from pathlib import Path


def test_every_entry_is_named_by_a_test(root: Path) -> None:
    text = (root / "tests" / "reference_values.json").read_text(encoding="utf-8")
    entries = [entry["id"] for entry in json.loads(text)["entries"]]
    tests = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((root / "tests").rglob("*.py"))
        if path.name != Path(__file__).name
    )
    unused = [name for name in entries if f'"{name}"' not in tests]
    assert unused == []
    assert len(entries) == len(set(entries)) > 15
