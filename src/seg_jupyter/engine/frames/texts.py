"""Text that is something else: dates in ISO form."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR
from zoneinfo import ZoneInfo

import numpy as np

from seg_jupyter.engine.frames.series import MixedZonesError
from seg_jupyter.engine.values import NO_DATE, Bits, Dates, Integers, moment
from seg_jupyter.lang.durations import parse_iso_date

UTC = "UTC"
_SAMPLE = 1_000
_ZONES = (
    *(UTC, "Europe/London", "Europe/Berlin", "Europe/Helsinki"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    *("America/Halifax", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo"),
    *("Australia/Sydney", "Pacific/Auckland"),
)
"""Zones that a line of code names where they fit: many people live by the clock of each."""


def iso_share(codes: Integers, texts: list[str]) -> float:
    """Return how large a share of the values of a column are dates in ISO form.

    A sample of the distinct texts spares columns without any the whole look.
    """
    if not any(parse_iso_date(text) is not None for text in _some(texts)):
        return 0
    present = codes[codes >= 0]
    dates = np.array([parse_iso_date(text) is not None for text in texts])
    return int(dates[present].sum()) / len(present)


def zone_of(texts: list[str]) -> str | None:
    """Return a zone in which times in ISO form have the offsets that stand behind them.

    UTC if none of a few does; None for times without offsets. A sample is looked at.
    """
    parsed = [parse_iso_date(text) for text in _some(texts)]
    times = [time for time in parsed if time is not None and time.tzinfo is not None]
    if not times:
        return None
    # where the calendar ends, a time is in another year elsewhere, which may be none
    inner = [time for time in times if MINYEAR < time.year < MAXYEAR]
    fitting = (
        name
        for name in _ZONES
        for zone in [ZoneInfo(name)]
        if all(time.astimezone(zone).utcoffset() == time.utcoffset() for time in inner)
    )
    return next(fitting, UTC)


def _some(texts: list[str]) -> list[str]:
    return texts[:: max(len(texts) // _SAMPLE, 1)]


def dates_of(codes: Integers, texts: list[str]) -> tuple[Dates, Bits]:
    """Return the dates that a column of text holds, and where one is unreadable.

    Raises
    ------
    MixedZonesError
        If they are of several zones.
    """
    parsed = [parse_iso_date(text) for text in texts]
    zones = {d.tzinfo for d in parsed if d is not None and d.tzinfo is not None}
    if len(zones) > 1:
        raise MixedZonesError
    zone = next(iter(zones), None)
    # beside times with a zone, one without says no instant
    usable = [d if d is not None and d.tzinfo == zone else None for d in parsed]
    instants, clock = (
        np.array([*(NO_DATE if d is None else moment(d, None) for d in values), NO_DATE])[codes]
        for values in (usable, [d and d.replace(tzinfo=None) for d in usable])
    )
    lost = np.array([*(d is None for d in usable), False])[codes]
    return Dates(instants, clock, zone), lost
