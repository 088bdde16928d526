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
        again = chosen(name, REPEAT, settings.duplicates)
        if name != "visits":
            found[name], _ = _with_copies(found[name], again)
            continue
        strange = chosen(name, STRANGER, settings.dirt / 2)
        never = chosen(name, NEVER, settings.dirt / 4)
        visits, (_, strangers, nevers) = _with_copies(found[name], again, strange, never)
        visits["customer_id"] = _with_strangers(visits["customer_id"], strangers, settings, piece)
        visits["happened_at"] = when = np.array(visits["happened_at"])
        when[nevers] = np.datetime64("1970-01-01", "us")
        found[name] = visits
    people = dict(found["customers"])
    spelt = chosen("customers", SPELLING, settings.dirt)
    if settings.dirt:  # or else the spellings would be categories
        people["region"] = _misspelt(people["region"], spelt)
    people["age"] = _replaced(
        people["age"], chosen("customers", AGE, settings.dirt / 2), IMPOSSIBLE_AGE
    )
    found["customers"] = people
    answers = dict(found["surveys"])
    places = chosen("surveys", CODE, settings.dirt)
    answers["recommend"] = _replaced(answers["recommend"], places, NO_ANSWER)
    found["surveys"] = answers
    return found, counts


def _with_copies(columns: Columns, *places: Array) -> tuple[dict[str, Column], list[Array]]:
    """Return the rows with copies below some of them, and where those are; none is of a copy."""
    size = len(next(iter(columns.values())))
    rows = np.concatenate([np.arange(size), *places])
    order = np.argsort(rows, kind="stable")
    where = np.empty(len(rows), np.int64)
    where[order] = np.arange(len(rows))
    copies = np.split(where[size:], np.cumsum([len(several) for several in places[:-1]]))
    return taken(columns, rows[order]), copies


def _with_strangers(column: Column, places: Array, settings: Settings, piece: int) -> Array:
    ids = np.array(column)
    number = Chance(settings.seed, piece, "strangers").below(50_000, len(places))
    ids[places] = FIRST_ID + settings.customers + number
    return ids


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
