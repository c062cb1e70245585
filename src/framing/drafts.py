"""Attributions being made, and how they are laid into one another."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from framing.speakers import Source

__all__ = ["NOBODY", "Attribution", "Draft", "lay"]

NOBODY = Source(0, 0, "", "none")
_WORDING = ("indirect", "mental", "decree")


class Attribution(NamedTuple):
    """One contiguous stretch of attributed words, in code points of its text.

    Attributes
    ----------
    number : int
        Parts of one attribution share it.
    parent : int
        Number of the attribution around it, or -1.
    kind : str
        ``"direct"``, ``"partial"``, ``"indirect"``, ``"mental"``, ``"decree"``,
        ``"concession"``, ``"scare"`` or ``"unsure"``.
    start, end : int
    source_start, source_end : int
        Equal when no source stands there.
    speaker, source_type : str
    cue_start, cue_end : int
    stance, rule : str
    confidence : float
    """

    number: int
    parent: int
    kind: str
    start: int
    end: int
    source_start: int
    source_end: int
    speaker: str
    source_type: str
    cue_start: int
    cue_end: int
    stance: str
    rule: str
    confidence: float


class Draft:
    """An attribution being made: its parts are places in the text, its place a token."""

    __slots__ = (
        "confidence", "cue", "kind", "lemma", "order", "parts", "place", "rule", "source",
        "stance",
    )  # fmt: skip

    def __init__(
        self,
        kind: str,
        parts: list[tuple[int, int]],
        place: int,
        rule: str,
        confidence: float,
        *,
        source: Source = NOBODY,
        cue: tuple[int, int] = (0, 0),
        stance: str = "",
        lemma: str = "",
    ) -> None:
        self.kind = kind
        self.parts = parts
        self.place = place
        self.rule = rule
        self.confidence = confidence
        self.source = source
        self.cue = cue
        self.stance = stance
        self.lemma = lemma
        self.order = 0

    def echo(
        self, kind: str, part: tuple[int, int], place: int, rule: str, confidence: float
    ) -> Draft:
        """Return another stretch of the same speaker and cue."""
        return Draft(
            kind, [part], place, rule, confidence,
            source=self.source, cue=self.cue, stance=self.stance, lemma=self.lemma,
        )  # fmt: skip


def lay(drafts: list[Draft]) -> list[Attribution]:
    """Lay every stretch into the one that holds it; none may cross another.

    Parameters
    ----------
    drafts : list of Draft
        In any order; stretches of the kind ``"unsure"`` cut all others.

    Returns
    -------
    list of Attribution
        By start, outer before inner.

    Examples
    --------
    >>> outer = Draft("indirect", [(0, 9)], 0, "that", 0.9)
    >>> inner = Draft("partial", [(5, 9)], 2, "partial", 0.9)
    >>> [(a.number, a.parent, a.start, a.end) for a in lay([inner, outer])]
    [(0, -1, 0, 9), (1, 0, 5, 9)]
    """
    drafts = sorted(
        (d for d in drafts if d.parts), key=lambda d: (d.parts[0][0], -d.parts[-1][1], d.place)
    )
    spans: list[tuple[int, int, int, Draft]] = []
    for order, draft in enumerate(drafts):
        draft.order = order
        spans.extend((start, end, order, draft) for start, end in draft.parts if end > start)
    fixed = sorted(p for d in drafts if d.kind == "unsure" for p in d.parts)
    if fixed:
        spans = _clear(spans, fixed)
    spans.sort(key=lambda x: (x[0], -x[1], x[3].kind not in _WORDING, x[2]))
    stack: list[tuple[int, int, Draft]] = []
    result: list[tuple[int, int, Draft, Draft | None]] = []
    for start, end, _, draft in spans:
        while stack and stack[-1][1] <= start:
            stack.pop()
        if stack:
            # Crossing: the inner one ends where the outer does.
            end = min(end, stack[-1][1])
        around = stack[-1] if stack else None
        if around is not None and not _worth(draft, around[2], around[:2] == (start, end)):
            continue
        holder = next((d for *_, d in reversed(stack) if d is not draft), None)
        result.append((start, end, draft, holder))
        stack.append((start, end, draft))
    numbers: dict[int, int] = {}
    for _, _, draft, _ in result:
        numbers.setdefault(draft.order, len(numbers))
    return [
        Attribution(
            numbers[draft.order],
            -1 if around is None else numbers[around.order],
            draft.kind, start, end,
            draft.source.start, draft.source.end, draft.source.speaker, draft.source.source_type,
            draft.cue[0], draft.cue[1], draft.stance, draft.rule, draft.confidence,
        )
        for start, end, draft, around in result
    ]  # fmt: skip


def _worth(draft: Draft, around: Draft, twin: bool) -> bool:
    """Say whether a stretch inside another tells more than the other does."""
    if draft.kind not in _WORDING:
        return True
    if twin and around.kind in _WORDING:
        return False
    if around.kind in ("direct", "partial") and around is not draft:
        # Whose words they are is settled by the marks around them.
        return False
    if draft.source.source_type == "none":
        return False
    # A word that is a cue less often than not is none where somebody speaks already.
    return draft.confidence >= 0.5


def _clear(
    spans: list[tuple[int, int, int, Draft]], fixed: list[tuple[int, int]]
) -> list[tuple[int, int, int, Draft]]:
    """Cut all but the unsure stretches out of the unsure ones."""
    kept: list[tuple[int, int, int, Draft]] = []
    starts = [left for left, _ in fixed]
    for start, end, order, draft in spans:
        if draft.kind != "unsure":
            k = bisect_right(starts, start) - 1
            if k >= 0 and start < fixed[k][1]:
                continue
            if k + 1 < len(fixed) and fixed[k + 1][0] < end:
                end = fixed[k + 1][0]
        kept.append((start, end, order, draft))
    return kept
