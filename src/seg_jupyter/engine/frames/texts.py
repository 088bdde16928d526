"""Text that is something else: dates in ISO form."""

from __future__ import annotations

import numpy as np

from seg_jupyter.engine.frames.series import MixedZonesError
from seg_jupyter.engine.values import NO_DATE, Bits, Dates, Integers, moment
from seg_jupyter.lang.durations import parse_iso_date

_SAMPLE = 1_000


def mostly_dates(codes: Integers, texts: list[str]) -> bool:
    """Tell whether more than half of a column are dates in ISO form.

    A sample of the distinct texts spares columns without any the whole look.
    """
    sample = texts[:: max(len(texts) // _SAMPLE, 1)]
    if not any(parse_iso_date(text) is not None for text in sample):
        return False
    present = codes[codes >= 0]
    dates = np.array([parse_iso_date(text) is not None for text in texts])
    return 2 * int(dates[present].sum()) > len(present)


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
