"""What is to be compared, written down before anyone looks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path

from framing.columns import ESTIMANDS, SECTION_GROUPS
from framing.contrasts.copies import COPIES
from framing.errors import ComparisonError, unknown_name
from framing.tables import write_json

__all__ = ["MEASURES", "AnalysisPlan", "plan", "read_plan", "write_plan"]

MEASURES = ("rate_ratio", "difference", "mh_rate_ratio")
_KEY = "sha256"
_LISTS = ("family", "exclusions")


@dataclass(frozen=True)
class AnalysisPlan:
    """What was to be compared, as it was written down; see `plan`."""

    primary: str
    question: str
    estimand: str
    measure: str
    by: str
    against: str
    family: tuple[str, ...]
    section: str
    copies: str
    events: str
    exclusions: tuple[str, ...]
    written: str

    @property
    def digest(self) -> str:
        """The SHA-256 of what is written, 64 hexadecimal digits: another plan has another one."""
        text = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return sha256(text.encode()).hexdigest()

    def __str__(self) -> str:
        """Return the plan in words, with its digest."""
        others = [name for name in self.family if name != self.primary]
        lines = [
            f"Question: {self.question}" if self.question else "",
            f"Primary: {self.primary}, {self.estimand}, {self.measure}, by {self.by}, "
            f"against {self.against}, in the {self.section}",
            f"Family, tested together: {self.primary} and {', '.join(others)}" if others else "",
            f"Events: {self.events}" if self.events else "",
            f"Copies: {self.copies}",
            *(f"Left out: {what}" for what in self.exclusions),
            f"Written: {self.written}" if self.written else "",
            f"SHA-256: {self.digest}",
        ]
        return "\n".join(line for line in lines if line)


def plan(
    primary: str,
    *,
    question: str = "",
    estimand: str = "own",
    measure: str = "rate_ratio",
    by: str = "outlet",
    against: str = "rest",
    family: Sequence[str] = (),
    section: str = "body",
    copies: str = "all",
    events: str = "",
    exclusions: Sequence[str] = (),
    written: str = "",
) -> AnalysisPlan:
    """Write down what will be compared, before looking.

    With `compare(scores, plan=...)` the rows that were planned are tested as one family, the
    others are marked as exploratory and tested apart. Whoever publishes the digest before the
    results can show that the plan was not changed by them.

    Parameters
    ----------
    primary : str
        The category that decides.
    question : str
        What it is to decide, in words.
    estimand : str
        ``own``, ``wording`` or ``all``; of voices it is always ``voice``.
    measure : str
        ``rate_ratio``, ``difference`` or ``mh_rate_ratio``.
    by, against : str
        As in `compare`.
    family : sequence of str
        The categories tested together; the primary one is always among them.
    section : str
        ``body`` or ``headline``.
    copies : str
        What happens to the same text printed twice, as in `drop_copies`.
    events : str
        How events are found, in words.
    exclusions : sequence of str
        What is left out, in words.
    written : str
        When, such as a date; a plan does not look at the clock.

    Returns
    -------
    AnalysisPlan
        With its `digest`; printed, it says everything in words.

    Raises
    ------
    ComparisonError
        If an estimand, measure, section or way to keep copies is unknown, or nothing is primary.

    See Also
    --------
    write_plan : keep it in a file.

    References
    ----------
    Nosek and others (2018), The preregistration revolution, PNAS 115(11).

    Examples
    --------
    >>> intended = plan("index:loaded", family=["evaluation"], against="Valley Wire")
    >>> intended.family, intended.digest[:8]
    (('index:loaded', 'evaluation'), '5005e467')
    """
    where = "plan"
    if not str(primary).strip():
        raise ComparisonError(
            f"{where}: no category is primary; one has to decide; name it, as in "
            'plan("index:loaded")'
        )
    if by == "voice" and estimand == "own":
        estimand = "voice"
    for what, name, known in (
        ("estimand", estimand, ["voice"] if by == "voice" else list(ESTIMANDS)),
        ("measure", measure, MEASURES),
        ("section", section, sorted(set(SECTION_GROUPS.values()))),
        ("way to keep copies", copies, COPIES),
    ):
        if name not in known:
            raise ComparisonError(unknown_name(where, what, name, known))
    listed = [family] if isinstance(family, str) else list(family)
    others = [exclusions] if isinstance(exclusions, str) else list(exclusions)
    return AnalysisPlan(
        primary=primary,
        question=question,
        estimand=estimand,
        measure=measure,
        by=by,
        against=against,
        family=tuple(dict.fromkeys([primary, *listed])),
        section=section,
        copies=copies,
        events=events,
        exclusions=tuple(others),
        written=written,
    )


def write_plan(plan: AnalysisPlan, path: str | Path) -> Path:
    """Write a plan to a JSON file, with its digest; refuse to write over another plan.

    Parameters
    ----------
    plan : AnalysisPlan
    path : str or Path

    Returns
    -------
    Path

    Raises
    ------
    ComparisonError
        If the file holds another plan.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> intended = AnalysisPlan(
    ...     "hedge",
    ...     "",
    ...     "own",
    ...     "rate_ratio",
    ...     "outlet",
    ...     "rest",
    ...     ("hedge",),
    ...     "body",
    ...     "all",
    ...     "",
    ...     (),
    ...     "2031-03-04",
    ... )
    >>> read_plan(write_plan(intended, folder / "plan.json")) == intended
    True
    """
    place = Path(path)
    if place.exists() and read_plan(place) != plan:
        raise ComparisonError(
            f"write_plan: {place.name} holds another plan ({read_plan(place).digest[:12]}); a plan "
            "is not changed once it is written; write the new one to another file"
        )
    return write_json({**asdict(plan), _KEY: plan.digest}, place)


def read_plan(path: str | Path) -> AnalysisPlan:
    """Read a plan, and make sure that it is the one that was written.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    AnalysisPlan

    Raises
    ------
    ComparisonError
        If the file is none of `write_plan`, or was changed since.
    """
    place = Path(path)
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
        parts = {field.name: found[field.name] for field in fields(AnalysisPlan)}
        digest = str(found[_KEY])
        read = AnalysisPlan(**parts | {name: tuple(parts[name]) for name in _LISTS})
    except FileNotFoundError:
        raise ComparisonError(
            f"read_plan: there is no file {place.name}; write one with write_plan"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise ComparisonError(
            f"read_plan: {place.name} is no plan ({type(fault).__name__}: {fault}); "
            "pass a file that write_plan wrote"
        ) from fault
    if read.digest != digest:
        raise ComparisonError(
            f"read_plan: {place.name} was changed after it was written: its digest is "
            f"{read.digest[:12]}, not {digest[:12]}; restore the file, or write another plan and "
            "say so"
        )
    return read
