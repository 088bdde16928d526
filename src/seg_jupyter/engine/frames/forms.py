"""The type that columns of one name take in a stack, which loses no value of any of them."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import tzinfo

import numpy as np

from seg_jupyter.engine.frames import series as columns
from seg_jupyter.engine.frames.frame import Frame
from seg_jupyter.engine.frames.table import Form
from seg_jupyter.engine.values import Dates
from seg_jupyter.errors import SegmentDataError, quoted
from seg_jupyter.lang.schema import Kind

_UNITS = ("s", "ms", "us", "ns")
_NANOSECONDS = 2**63 // 1000
"""Microseconds from 1970 to where nanoseconds end, in 2262."""

Parts = dict[str, Frame]
"""Frames by their names in the stack."""


def form_of(label: Hashable, parts: Parts) -> Form | None:
    """Return the type that a column takes; None where it is of one type in all its frames.

    Raises
    ------
    SegmentDataError
        If the columns cannot stand in one; it names two frames, and the line that makes them fit.
    """
    if not isinstance(label, str):
        return None
    kind = _common_kind(label, parts)
    same = len({frame.table.dtype(label) for frame in parts.values()}) == 1
    if kind is Kind.DATE:
        form = _form_of_dates(label, parts)
        # one zone may be several objects, which only its name makes one
        return None if same and form.zone is None else form
    if same or kind is None:
        return None
    return _form_of_numbers(label, parts) if kind is Kind.NUMBER else Form(kind)


def _common_kind(label: str, parts: Parts) -> Kind | None:
    """Return the kind of a column in all frames.

    Raises
    ------
    SegmentDataError
        If there are two; it names a frame of each.
    """
    (one, frame), *others = parts.items()
    column = frame.columns[label]
    for other, its_frame in others:
        its_column = its_frame.columns[label]
        unlike = column.kind is None and frame.table.dtype(label) != its_frame.table.dtype(label)
        if its_column.kind is not column.kind or unlike:
            raise SegmentDataError(
                f"the column {quoted(label)} holds {_noun(frame, label)} in the {one} and "
                f"{_noun(its_frame, label)} in the {other}",
                remedy=_conversion(label, {one: frame, other: its_frame}),
            )
    return column.kind


def _noun(frame: Frame, label: str) -> str:
    column = frame.columns[label]
    return column.kind.noun if column.kind else column.description


def _conversion(label: str, parts: Parts) -> str:
    """Say how two columns of different kinds become alike."""
    kinds = {frame.columns[label].kind: name for name, frame in parts.items()}
    text = kinds.get(Kind.TEXT)
    if text is not None:
        column = parts[text].columns[label]
        if Kind.DATE in kinds and column.date_conversion:
            return f"Convert it in the {text} first: {column.date_conversion}"
        if Kind.NUMBER in kinds and column.conversion:
            return f"Convert it in the {text} first: {column.conversion}"
    name = next(name for kind, name in kinds.items() if kind is not Kind.TEXT)
    if Kind.NUMBER in kinds and text is not None:
        return f"Convert it in the {name} first: {parts[name].remedies.text(label)}"
    return f"Rename it in the {name}: {parts[name].remedies.renamed(label, f'{label}_{name}')}"


def _form_of_numbers(label: str, parts: Parts) -> Form:
    """Return whole numbers if all are, else decimals.

    Raises
    ------
    SegmentDataError
        If a whole number is too long for that.
    """
    series = {name: frame.series(label) for name, frame in parts.items()}
    whole = all(map(columns.is_whole, series.values()))
    limit = 2**63 if whole else columns.EXACT + 1
    for name, column in series.items():
        if columns.largest(column) >= limit:
            raise SegmentDataError(
                f"the column {quoted(label)} holds whole numbers in the {name} that are too long "
                "to stand in one column with those of the others",
                remedy="If they are keys, make them text everywhere: "
                f"{parts[name].remedies.text(label)}",
            )
    return Form(Kind.NUMBER, whole=whole)


def _form_of_dates(label: str, parts: Parts) -> Form:
    """Return times of the finest unit.

    Raises
    ------
    SegmentDataError
        For different zones, and for times that nanoseconds do not reach.
    """
    dates: dict[str, Dates] = {}
    for name, frame in parts.items():
        values = frame.read(label, Kind.DATE).values
        assert isinstance(values, Dates)  # noqa: S101 - read as dates
        dates[name] = values
    (one, zone), *others = {name: values.zone for name, values in dates.items()}.items()
    for other, its_zone in others:
        if _shown(its_zone) != _shown(zone):
            _refuse_zones(label, {one: _shown(zone), other: _shown(its_zone)}, parts)
    units = {name: columns.unit_of(frame.series(label)) for name, frame in parts.items()}
    unit = max(units.values(), key=_UNITS.index)
    for name, values in dates.items():
        far = np.abs(values.instants[~values.missing]) >= _NANOSECONDS
        if unit == "ns" and far.any():
            fine = next(n for n, u in units.items() if u == "ns")
            raise SegmentDataError(
                f"the column {quoted(label)} holds nanoseconds in the {fine}, and times in the "
                f"{name} that nanoseconds do not reach",
                remedy=f"Convert it in the {fine} first: "
                f"{parts[fine].remedies.microseconds(label)}",
            )
    return Form(Kind.DATE, unit=unit, zone=columns.zone_name(zone) if zone else None)


def _shown(zone: tzinfo | None) -> str | None:
    return (columns.zone_name(zone) or str(zone)) if zone else None


def _refuse_zones(label: str, zones: dict[str, str | None], parts: Parts) -> None:
    (one, zone), (other, its_zone) = zones.items()
    if zone is None or its_zone is None:
        naive, known = (one, its_zone) if zone is None else (other, zone)
        dtype = parts[naive].table.dtype(label)
        is_day = dtype == "Date" or dtype.startswith(("date32", "date64"))
        line = parts[naive].remedies.in_zone(label, str(known), is_day=is_day)
        has = "times without a zone"
    else:
        naive, known = other, zone
        line = parts[naive].remedies.to_zone(label, str(known))
        has = f"times of the zone {quoted(its_zone)}"
    whose = one if naive == other else other
    raise SegmentDataError(
        f"the column {quoted(label)} holds times of the zone {quoted(known)} in the {whose} and "
        f"{has} in the {naive}",
        remedy=f"Convert it in the {naive} first: {line}",
    )
