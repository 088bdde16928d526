"""Who is shown, in words, as of when, and who is left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from seg_jupyter.view.wording import day, thousands


@dataclass(frozen=True)
class LeftOut:
    """Who has no place in a view; `unscored` is None where it shows no score."""

    unassigned: int
    unscored: int | None
    not_profiled: int


def who_is_shown(profiled: int, unit: str, as_of: date | None, left_out: LeftOut) -> str:
    """Say who is shown, as of when, and who is left out.

    Examples
    --------
    >>> who_is_shown(2469, "households", date(2017, 12, 31), LeftOut(0, 3, 0))
    '2,469 households, as of 31 Dec 2017; 3 unscored, 0 unassigned'
    """
    who = f"{thousands(profiled)} {unit}" + (f", as of {day(as_of)}" if as_of else "")
    parts = [f"{thousands(left_out.unassigned)} unassigned"]
    if left_out.unscored is not None:
        parts.insert(0, f"{thousands(left_out.unscored)} unscored")
    if left_out.not_profiled:
        parts.append(f"{thousands(left_out.not_profiled)} not profiled")
    return f"{who}; {', '.join(parts)}"
