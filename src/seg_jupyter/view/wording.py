"""Numbers, dates and lists in words, the same in tables, charts and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.errors import plain

FEW, HIDDEN = f"<{MIN_CELL}", "hidden"
"""In place of a figure: of too few, and of whom it would give too few away."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SMALLEST_SHARE, _SMALLEST_WHOLE = 0.001, 0.01
_LETTERS = ((1e6, "M"), (1e9, "B"), (1e12, "T"))
_LARGEST = 1e15
"""From here on a number is shown by its order of magnitude."""


def thousands(count: int) -> str:
    """Return a whole number with its thousands separated: `2,469`."""
    return f"{count:,}"


def percent(share: float) -> str:
    """Return a share as a percentage of at most one decimal.

    Examples
    --------
    >>> percent(0.16606), percent(1), percent(0.0002), percent(0)
    ('16.6%', '100%', '<0.1%', '0%')
    """
    if share in (0, 1):
        return f"{share:.0%}"
    if share < _SMALLEST_SHARE:
        return "<0.1%"
    if share > 1 - _SMALLEST_SHARE:
        return ">99.9%"
    return f"{share:.1%}"


def whole_percent(share: float) -> str:
    """Return a share as a whole percentage, none rounded to nobody or to all.

    Examples
    --------
    >>> whole_percent(0.166), whole_percent(0.004), whole_percent(0.996), whole_percent(1)
    ('17%', '<1%', '>99%', '100%')
    """
    if 0 < share < _SMALLEST_WHOLE:
        return "<1%"
    return ">99%" if 1 - _SMALLEST_WHOLE < share < 1 else f"{share:.0%}"


def tenths(mean: float) -> str:
    """Return a mean score, all of one column to the same decimal: `81.7`, `9.4`."""
    return f"{mean:.1f}"


def points(score: float) -> str:
    """Return a score or a threshold without needless decimals: `70`, `62.5`."""
    return f"{score:.10g}"


def day(when: date) -> str:
    """Return a date as it is said: `31 Dec 2017`, whatever the machine's language."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def joined(parts: Sequence[str], word: str = "and") -> str:
    """Join parts as in a sentence: `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def short(text: str, longest: int = 60) -> str:
    """Cut a long text, so that a table keeps its shape; control characters are replaced."""
    shown = plain(text).replace("\t", " ")
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def in_units(name: str, units: Mapping[str, str]) -> str:
    """Return the unit of a column or a definition for the end of a title; nothing without one.

    Examples
    --------
    >>> in_units("spend", {"spend": "USD"}), in_units("orders", {"spend": "USD"})
    (' (USD)', '')
    """
    return f" ({short(units[name], 24)})" if name in units else ""


def short_names(names: Iterable[str], longest: int) -> dict[str, str]:
    """Cut long names, and number those that would look alike.

    Examples
    --------
    >>> short_names(["Often here", "Often away"], 7)
    {'Often here': 'Often …', 'Often away': 'Of… (2)'}
    """
    cut: dict[str, str] = {}
    for name in names:
        shown, number = short(name, longest), 2
        while shown in cut.values():
            sign = f" ({number})"
            shown, number = short(name, longest - len(sign)) + sign, number + 1
        cut[name] = shown
    return cut


def verb(count: int, one: str = "is", more: str = "are") -> str:
    """Return the verb for so many: `1 is`, `2 are`."""
    return one if count == 1 else more


def exact(value: float, decimals: int = 6) -> str:
    """Return a number with its thousands separated and no needless decimals.

    Examples
    --------
    >>> exact(12345.0), exact(412.37), exact(1 / 3, 2), exact(0.000000004)
    ('12,345', '412.37', '0.33', '4e-09')
    """
    if value and not 10**-decimals <= abs(value) < _LARGEST:
        return f"{value:.3g}"
    shown = f"{value:,.{decimals}f}"
    return shown.rstrip("0").rstrip(".") if decimals else shown


def figure(value: float) -> str:
    """Return a number of one customer: two decimals, or three figures of a small one.

    Examples
    --------
    >>> figure(12.0), figure(1234.567), figure(0.04567)
    ('12', '1,234.57', '0.0457')
    """
    if value and abs(value) < 0.1:
        return f"{value:.3g}"
    return exact(value, 2)


def compact(value: float) -> str:
    """Return a figure to three digits, millions and more with a letter.

    Examples
    --------
    >>> compact(12.0), compact(1234.567), compact(0.04567), compact(-2_340_000)
    ('12', '1,230', '0.0457', '-2.34M')
    """
    rounded = float(f"{value:.3g}")
    for size, letter in _LETTERS:
        if size <= abs(rounded) < 1000 * size:
            return f"{rounded / size:.3g}{letter}"
    return exact(rounded)
