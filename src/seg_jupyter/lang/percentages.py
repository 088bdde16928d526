"""What to write for a percent sign, which is none of the language, with the number before it."""

from __future__ import annotations

import re

_DIGITS = "0123456789._"
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{0,12})?|\.[0-9]{1,12}")


def instead_of_percentage(text: str, at: int) -> str:
    """Return what to do about the percent sign at a place of a cell.

    Examples
    --------
    >>> instead_of_percentage("A: value >= 70%", 14)
    'Write a share as a fraction: 0.7; points of a score, which go from 0 to 100, as 70.'
    """
    before = text[:at].rstrip(" \t")
    number = before[len(before.rstrip(_DIGITS)) :]
    alone = not before.removesuffix(number)[-1:].isalnum()
    if not alone or not _NUMBER.fullmatch(number):
        return "There is no remainder of a division. Write a share as a fraction, such as 0.15."
    share = f"{float(number) / 100:.12f}".rstrip("0").rstrip(".")
    points = f"points of a score, which go from 0 to 100, as {number}"
    return f"Write a share as a fraction: {share}; {points}."
