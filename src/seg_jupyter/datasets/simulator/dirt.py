"""What goes wrong in real data, in a known number of rows: nothing else of a frame changes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from seg_jupyter.datasets.simulator.chance import Array, Chance
from seg_jupyter.datasets.simulator.columns import Column, Columns, Gaps, Words, taken
from seg_jupyter.datasets.simulator.people import FIRST_ID, REGIONS
from seg_jupyter.datasets.simulator.settings import Settings

REPEATED = ("visits", "emails", "usage")
"""Frames of which some rows stand twice."""

IMPOSSIBLE_AGE = 199
NO_ANSWER = 11
"""What an export writes where nobody answered the question of recommendation."""

STRANGER, NEVER, REPEAT, SPELLING, AGE, CODE = (
    "ids that are no customer's",
    "dates of 1970",
    "rows that repeat another one",
    "regions in capitals or with a space",
    "ages of 199",
    "recommendations of 11",
)

Counts = dict[tuple[str, str], int]
"""By frame and kind of dirt, the number of rows."""


def soiled(
    frames: Mapping[str, Columns], settings: Settings, piece: int
) -> tuple[dict[str, Columns], Counts]:
    """Return the frames with their dirt, and how much of it there is."""
    found = dict(frames)
    counts: Counts = {}

    def chosen(name: str, what: str, share: float) -> Array:
        size = len(next(iter(found[name].values())))
        places = np.flatnonzero(Chance(settings.seed, piece, name, what).hits(share, size))
        counts[name, what] = len(places)
        return places

    for name in REPEATED:
        places = chosen(name, REPEAT, settings.duplicates)
        found[name], _ = _with_copies(found[name], places)
    for what, share in ((STRANGER, settings.dirt / 2), (NEVER, settings.dirt / 4)):
        found["visits"], copies = _with_copies(found["visits"], chosen("visits", what, share))
        changed = dict(found["visits"])
        if what == STRANGER:
            ids = np.array(changed["customer_id"])
            number = Chance(settings.seed, piece, "strangers").below(50_000, len(copies))
            ids[copies] = FIRST_ID + settings.customers + number
            changed["customer_id"] = ids
        else:
            when = np.array(changed["happened_at"])
            when[copies] = np.datetime64("1970-01-01", "us")
            changed["happened_at"] = when
        found["visits"] = changed
    people = dict(found["customers"])
    people["region"] = _misspelt(people["region"], chosen("customers", SPELLING, settings.dirt))
    people["age"] = _replaced(
        people["age"], chosen("customers", AGE, settings.dirt / 2), IMPOSSIBLE_AGE
    )
    found["customers"] = people
    answers = dict(found["surveys"])
    places = chosen("surveys", CODE, settings.dirt)
    answers["recommend"] = _replaced(answers["recommend"], places, NO_ANSWER)
    found["surveys"] = answers
    return found, counts


def _with_copies(columns: Columns, places: Array) -> tuple[dict[str, Column], Array]:
    """Return the rows with a copy below some of them, and the places of the copies."""
    size = len(next(iter(columns.values())))
    times = np.ones(size, np.int64)
    times[places] = 2
    return taken(columns, np.repeat(np.arange(size), times)), (np.cumsum(times) - 1)[places]


def _misspelt(column: Column, places: Array) -> Words:
    assert isinstance(column, Words)  # noqa: S101 - regions are text
    names = tuple(REGIONS)
    words = (*names, *(name.upper() for name in names), *(f" {name}" for name in names))
    codes = column.codes.copy()
    # one way and the other, in turn
    codes[places] += (len(names) * (1 + np.arange(len(places)) % 2)).astype(codes.dtype)
    return Words(codes, words)


def _replaced(column: Column, places: Array, value: int) -> Gaps:
    assert isinstance(column, Gaps)  # noqa: S101 - both columns have gaps
    values, missing = column.values.copy(), column.missing.copy()
    values[places], missing[places] = value, False
    return Gaps(values, missing)
