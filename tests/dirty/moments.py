"""Times in odd units, zones, forms and centuries; odd events; and odd as-of dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd

from dirty.case import (
    ARROW,
    OBJECTS,
    PANDAS,
    PANDAS_ALONE,
    POLARS,
    Case,
    Given,
    Refused,
    by_library,
)
from dirty.frames import Column
from seg_jupyter.errors import SegmentNameError, SegmentTypeError, SegmentUsageError

NAN = float("nan")
COUNT = "n = count()\nr = recency()\nSome: n >= 1\nNone yet: otherwise"
BERLIN = "time[us, Europe/Berlin]"


def at(*days: int | None) -> list[datetime | None]:
    return [None if day is None else datetime(2026, 1, day) for day in days]


def happened(
    name: str, times: Column, expected: Any, as_of: Any = "2026-02-01", **more: Any
) -> Case:
    """A case about the times of the events of customer 1; customer 2 has none."""
    cell = more.pop("cell", COUNT)
    options = {"id": "key", "time": "at"} | ({} if as_of is None else {"as_of": as_of})
    events = {"key": ("int", [1] * len(times[1])), "at": times}
    return Case(name, {"key": ("int", [1, 2])}, cell, expected, events, options, **more)


def counted(n: int, recency: float | None, *said: str) -> Given:
    some = "Some" if n else "None yet"
    return Given([some, "None yet"], {"n": [n, 0], "r": [recency, None]}, said)


def no_dates(
    holds: str, remedy: Mapping[str, str] | str | None = None, cures: str | None = None
) -> Any:
    return Refused(
        "the events column 'at' does not hold dates", exists=holds, remedy=remedy, cures=cures
    )


def as_of(name: str, value: Any) -> Case:
    return happened(
        name,
        ("time", at(5)),
        Refused(
            f"the as-of date '{value}' is not a day",
            SegmentUsageError,
            remedy="Write it as 2017-12-31; it means the end of that day.",
        ),
        value,
    )


def dated(name: str, column: Column, cell: str, expected: Any, **more: Any) -> Case:
    """A case about a customers column of dates."""
    return Case(name, {"d": column}, cell, expected, options={"as_of": "2026-02-01"}, **more)


ONE_FORM = "Name another one; dates as text are read in the form 2026-01-31 only."
TO_DATES = by_library(
    "If it is the time, convert it first: "
    "frame['at'] = pd.to_datetime(frame['at'], format='%d.%m.%Y')",
    "frame = frame.with_columns(pl.col('at').str.to_datetime('%d.%m.%Y'))",
    "pc.strptime(frame['at'].cast('string'), format='%d.%m.%Y', unit='us')",
)
SECONDS = by_library(
    "frame['at'] = pd.to_datetime(frame['at'], unit='s')",
    "frame = frame.with_columns(pl.from_epoch('at', time_unit='s'))",
    "frame['at'].cast('int64').cast('timestamp[s]')",
)
ONE_COLUMN = Refused(
    "the customers column 'd' holds times that cannot stand in one column",
    exists="They have different zones, or some have a zone and some have none.",
    remedy=by_library(
        "frame['d'] = pd.to_datetime(frame['d'], format='ISO8601', utc=True)",
        "pl.col('d').str.to_datetime(time_zone='UTC')",
        "frame['d'].cast('string').cast(pa.timestamp('us', 'UTC'))",
    ),
)
OUTSIDE = Refused(
    "1 of the times in the events column 'at' lie outside the years 1 to 9999",
    remedy=by_library(
        "Blank them first: frame['at'] = frame['at'].where(frame['at'].dt.year.between(1, 9999))",
        "pl.when(pl.col('at').dt.year().is_between(1, 9999)).then(pl.col('at'))",
        "pc.is_in(pc.year(frame['at'])",
    ),
)
ZONES = Refused(
    "one of these times has a zone, the other has none",
    SegmentTypeError,
    place=(1, 6),
    remedy="Give both a zone, or neither, in the frame.",
)
FAR = 10**11  # seconds after 1970: the year 5138
BEYOND = 10**12  # the year 33658


MOMENTS = [
    *(
        happened(f"times in {unit}", (f"time[{unit}]", at(5, None)), counted(1, 27, "1 without a time"))
        for unit in ("s", "ms", "us", "ns")
    ),
    happened("times as dates", ("day", [date(2026, 1, 5), None]), counted(1, 27, "1 without a time")),
    happened(
        "times as dates of Python",
        ("object", [date(2026, 1, 5), None]),
        counted(1, 27, "1 without a time"),
        kinds=PANDAS,
        because="Polars reads none of its objects",
    ),
    happened(
        "times as dates and times of Python, mixed",
        ("object", [date(2026, 1, 5), datetime(2026, 1, 6, 12)]),
        counted(2, 26),
        kinds=PANDAS,
        because="Polars reads none of its objects",
    ),
    happened(
        "times before 1677, and after 2262",
        ("time", [datetime(1500, 1, 1), datetime(2500, 1, 1), *at(5)]),
        counted(2, 27, "Events not read, of 3: 1 after 1 Feb 2026."),
    ),
    happened(
        "times in the years 1 and 9999",
        ("time", [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59)]),
        counted(1, (date(2026, 2, 1) - date(1, 1, 1)).days, "1 after 1 Feb 2026"),
    ),
    happened(
        "a time in the year 9999, and no as-of date",
        ("time", [datetime(9999, 12, 31, 23, 59, 59)]),
        counted(1, 0, "as-of = 9999-12-31 (the day of the last event)"),
        None,
    ),
    happened(
        "a time in the year 1, and a window of a hundred years",
        ("time", [datetime(1, 1, 1)]),
        Given(values={"n": [1, 0]}),
        "0001-01-01",
        cell='n = count(last="100y")',
    ),
    happened("a time beyond the year 9999", ("arrow:time[s]", [FAR, BEYOND]), OUTSIDE),
    happened(
        "a time before the year 1",
        ("arrow:time[s]", [FAR, -BEYOND]),
        OUTSIDE,
    ),
    happened(
        "times of which all are missing",
        ("time", [None, None]),
        counted(0, None, "Events not read, of 2: 2 without a time."),
    ),
    happened(
        "times of which all are missing, and no as-of date",
        ("time", [None, None]),
        Refused(
            "there are no events with a time, so the as-of date cannot be guessed",
            remedy="Give it with --as-of, or as_of=… from Python.",
        ),
        None,
    ),
    happened(
        "a column of nothing as the time",
        ("null", [None, None]),
        counted(0, None, "2 without a time"),
    ),
    happened(
        "no events",
        ("time", []),
        counted(0, None),
    ),
    happened(
        "no events, and no as-of date",
        ("time", []),
        Refused("there are no events with a time, so the as-of date cannot be guessed"),
        None,
    ),
    happened(
        "times as text in ISO form, partly unreadable",
        ("text", ["2026-01-05", "2026-01-06T08:00", "soon", "2026-02-30", "2026-01-32", "", None,
                  "2026-01-07 08:30:00.5", "2026-01-08", "2026-01-09", "2026-01-10"]),
        counted(6, 22, "1 without a time", "4 whose time is no date"),
    ),
    happened(
        "times as text, most of them in another form",
        ("text", ["2026-01-05", "05.01.2026", "1/5/2026"]),
        no_dates("It holds text.", ONE_FORM),
    ),
    happened(
        "times as text in the German form",
        ("text", ["05.01.2026", "06.01.2026"]),
        no_dates("It holds text.", TO_DATES, cures="events"),
    ),
    happened(
        "times as a category of text in ISO form",
        ("category", ["2026-01-05", None, "soon", "2026-01-06"]),
        counted(2, 26, "1 without a time", "1 whose time is no date"),
    ),
    happened(
        "times as text with one offset",
        ("text", ["2026-01-05T23:30:00+01:00", "2026-01-05T23:30:00"]),
        counted(1, 27, "1 whose time is no date"),
    ),
    happened(
        "times as text with two offsets",
        ("text", ["2026-01-05T23:30:00+01:00", "2026-01-05T23:30:00+02:00"]),
        Refused(
            "the events column 'at' holds times that cannot stand in one column",
            cures="events",
            remedy=by_library(
                "pd.to_datetime(frame['at'], format='ISO8601', utc=True).dt.tz_convert('UTC')",
                "pl.col('at').str.to_datetime(time_zone='UTC').dt.convert_time_zone('UTC')",
                "frame['at'].cast('string').cast(pa.timestamp('us', 'UTC'))",
            ),
        ),
    ),
    happened(
        "times as seconds since 1970",
        ("int", [1767571200]),
        no_dates("It holds a number.", SECONDS, "events"),
    ),
    happened(
        "times as floats",
        ("float", [1767571200.0]),
        no_dates("It holds a number.", SECONDS),
    ),
    happened(
        "times as truth values",
        ("truth", [True]),
        no_dates("It holds a truth value."),
    ),
    happened(
        "times as times of the day",
        ("clock", [time(8)]),
        no_dates("It holds values of the type time"),
        kinds=(*PANDAS, ARROW),
        because="Polars calls the type otherwise; the next row is about that",
    ),
    happened(
        "times as times of the day, in Polars",
        ("clock", [time(8)]),
        no_dates("It holds values of the type Time."),
        kinds=(POLARS,),
        because="the others call the type otherwise",
    ),
    happened(
        "times as durations",
        ("duration", [timedelta(1)]),
        Refused("the events column 'at' does not hold dates"),
    ),
    happened(
        "times as months",
        ("pandas:period[M]", ["2026-01"]),
        no_dates("It holds values of the type period."),
        kinds=PANDAS,
        because=PANDAS_ALONE,
    ),
    happened(
        "times as objects of several types",
        ("object", [datetime(2026, 1, 5), "2026-01-05"]),
        Refused("the events column 'at' does not hold dates"),
        kinds=OBJECTS,
        because="PyArrow has no columns of Python's objects",
    ),
    happened(
        "times as objects in two zones",
        ("object", [datetime(2026, 1, 5, tzinfo=UTC), pd.Timestamp("2026-01-05", tz="Asia/Tokyo")]),
        Refused(
            "the events column 'at' holds times that cannot stand in one column",
            remedy="frame['at'] = pd.to_datetime(frame['at'], format='ISO8601', utc=True)",
            cures="events",
        ),
        kinds=PANDAS,
        because="elsewhere a column has one zone",
    ),
    happened(
        "times as objects, some with a zone",
        ("object", [datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 5)]),
        Refused("the events column 'at' holds times that cannot stand in one column",
                cures="events"),
        kinds=PANDAS,
        because="elsewhere a column has one zone",
    ),
    happened(
        "a clock time that was skipped in spring, without a zone",
        ("time", [datetime(2026, 3, 29, 2, 30)]),
        counted(1, 0),
        "2026-03-29",
    ),
    happened(
        "times around the hour that was skipped in spring",
        (BERLIN, [datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 21, 59, tzinfo=UTC),
                  datetime(2026, 3, 29, 22, tzinfo=UTC)]),
        Given(values={"n": [2, 0], "h": [1, 0], "r": [0, None]}, said=["1 after 29 Mar 2026"]),
        "2026-03-29",
        cell='n = count(last="1d")\nh = count(last="22h")\nr = recency()',
    ),
    happened(
        "times in the hour that came twice in autumn",
        (BERLIN, [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
                  datetime(2026, 10, 24, 21, 59, tzinfo=UTC)]),
        Given(values={"n": [2, 0], "d": [2, 0]}),
        "2026-10-25",
        cell='n = count(last="1d")\nd = active_days()',
    ),
    happened(
        "a time on the midnight after the as-of day",
        ("time", [datetime(2026, 2, 1, 23, 59, 59, 999999), datetime(2026, 2, 2)]),
        counted(1, 0, "1 after 1 Feb 2026"),
    ),
    happened("all events in the future", ("time", at(9, 10)),
             Refused("the as-of date 2026-01-08 is before the first event, on 2026-01-09",
                     remedy="Choose a later as-of date."), "2026-01-08"),
    happened("some events in the future", ("time", at(5, 9)),
             counted(1, 3, "Events not read, of 2: 1 after 8 Jan 2026."), date(2026, 1, 8)),
    happened("all events before the window", ("time", at(5, 9)),
             Given(["None yet"] * 2, {"n": [0, 0], "v": [None, None]}), "2026-03-01",
             cell='n = count(last="7d")\nv = recency(last="7d")\nSome: n > 0\nNone yet: otherwise'),
    happened("an as-of date long after the last event", ("time", at(5)),
             counted(1, (date(9999, 12, 31) - date(2026, 1, 5)).days), "9999-12-31"),
    happened("an as-of date long before the first event", ("time", at(5)),
             Refused("the as-of date 0001-01-01 is before the first event, on 2026-01-05"),
             "0001-01-01"),
    happened("an as-of date as midnight of pandas", ("time", at(5)), counted(1, 27),
             pd.Timestamp("2026-02-01")),
    as_of("an as-of date that is no date", "yesterday"),
    as_of("an as-of date that does not exist", "2026-02-30"),
    as_of("an as-of date in another form", "01.02.2026"),
    as_of("an as-of date with a time of day", "2026-02-01 12:00"),
    as_of("an as-of date as a time of day", datetime(2026, 2, 1, 12)),
    as_of("an as-of date as a number", 20260201),
    as_of("an as-of date that is missing", pd.NaT),
    as_of("an as-of date that is empty", ""),
    as_of("an as-of date of HTML", "<script>"),
    Case("events of people who are not customers", {"key": ("int", [1])}, COUNT,
         Given(["Some"], {"n": [1], "r": [27]},
               ["Events not read, of 3: 2 of ids that are not among the customers."]),
         {"key": ("int", [1, 770_000_001, 770_000_002]), "at": ("time", at(5, 6, 7))},
         {"as_of": "2026-02-01"}),
    Case("events alone, of people who are seen only after the as-of date", None, COUNT,
         Given(["Some"], {"id": [1], "n": [2], "r": [1]},
               ["Events not read, of 5: 2 after 7 Jan 2026 and 1 without a time."],
               ["not among"]),
         {"id": ("int", [1, 1, 2, 1, 3]), "at": ("time", at(5, 6, 8, 9, None))},
         {"as_of": "2026-01-07"}),
    Case("events of strangers only", {"key": ("text", ["a"])}, COUNT,
         Given(["None yet"], {"n": [0], "r": [None]},
               ["Events not read, of 2: 2 of ids that are not among the customers."]),
         {"key": ("text", ["canary", "A"]), "at": ("time", at(5, 6))}, {"as_of": "2026-02-01"}),
    Case("events that are bad in several ways are counted once", {"key": ("text", ["a"])}, COUNT,
         Given(["Some"], {"n": [1], "r": [0]},
               ["Events not read, of 6: 1 after 5 Jan 2026, 1 of ids that are not among the "
                "customers, 2 without an id and 1 without a time."]),
         {"key": ("text", ["a", None, None, "zz", "a", "a"]),
          "at": ("time", at(5, None, 9, 9, 9, None))}, {"as_of": "2026-01-05"}),
    Case("events that repeat another in every column", {"key": ("int", [1])}, COUNT,
         Given(["Some"], {"n": [4], "r": [27]},
               ["2 events repeat another in every column; they are counted."]),
         {"key": ("int", [1] * 4), "at": ("time", at(5, 5, 5, 5)),
          "usd": ("float", [1.0, NAN, NAN, 1.0])}, {"as_of": "2026-02-01"}, plain=True),
    Case("two columns that could be the time", {"key": ("int", [1])}, COUNT,
         Refused("it is not clear which events column holds the time", SegmentUsageError,
                 exists="Date columns: 'at', 'seen'.",
                 remedy="Name it with --time NAME, or time=… from Python."),
         {"key": ("int", [1]), "at": ("time", at(5)), "seen": ("time", at(6))}),
    Case("two columns that could be the time, one without any", {"key": ("int", [1])}, COUNT,
         Given(["Some"], {"n": [1]}, ["time = at (the only date column of the events)"]),
         {"key": ("int", [1]), "at": ("time", at(5)), "seen": ("time", at(None))}),
    Case("no column that could be the time", {"key": ("int", [1])}, COUNT,
         Refused("it is not clear which events column holds the time", SegmentUsageError,
                 exists="There is no date column; there are: 'key', 'at'"),
         {"key": ("int", [1]), "at": ("text", ["soon"])}),
    Case("no such column of the time", {"key": ("int", [1])}, COUNT,
         Refused("the events have no column 'when'", SegmentNameError,
                 remedy="The time is a column of the events."),
         {"key": ("int", [1]), "at": ("time", at(5))}, {"time": "when"}),
    Case("a time, and no events", {"key": ("int", [1])}, "All: otherwise",
         Refused("time names a column of events, and there is no events frame", SegmentUsageError),
         options={"time": "at"}),
    Case("an aggregation, and no events", {"key": ("int", [1])}, COUNT,
         Refused("count(...) reads events, and there is no events frame", SegmentNameError, (1, 5))),
    Case("the id as the time", {"key": ("day", [date(2026, 1, 1)])}, COUNT,
         Refused("the ids in 'key' of the events are neither whole numbers nor text"),
         {"key": ("day", [date(2026, 1, 1)])}, {"id": "key", "time": "key"}),
    dated("times with a zone beside a date", (BERLIN, [datetime(2026, 1, 4, 23, tzinfo=UTC)]),
          'Hot: d == "2026-01-05"', Given(["Hot"])),
    dated("times without a zone beside a time with one", ("time", at(5)),
          'Hot: d == "2026-01-05T00:00+01:00"', ZONES),
    Case("times with a zone beside times without",
         {"a": (BERLIN, [datetime(2026, 1, 1, tzinfo=UTC)]), "b": ("time", at(5))},
         "Hot: a < b", ZONES),
    Case("times with a zone in the customers, without in the events",
         {"key": ("int", [1]), "a": (BERLIN, [datetime(2026, 1, 1, tzinfo=UTC)])},
         "Hot: a < latest(at)",
         Refused("one of these times has a zone, the other has none", SegmentTypeError, (1, 6)),
         {"key": ("int", [1]), "at": ("time", at(5))}),
    Case("times in two zones, each in a column of its own",
         {"a": (BERLIN, [datetime(2026, 1, 1, tzinfo=UTC)]),
          "b": ("time[us, Asia/Tokyo]", [datetime(2026, 1, 1, tzinfo=UTC)])},
         "Hot: a == b", Given(["Hot"])),
    dated("times as objects in two zones, of customers",
          ("object", [datetime(2026, 1, 5, tzinfo=UTC), pd.Timestamp("2026-01-05", tz="Asia/Tokyo")]),
          'Hot: d > "2026-01-01"', ONE_COLUMN, kinds=PANDAS,
          because="elsewhere a column has one zone"),
    dated("dates as text of customers, partly unreadable",
          ("text", ["2026-01-05", "2026-01-06", "soon", None]),
          'v = days_since(d)\nGone: missing(days_since(d))\nHot: d > "2026-01-05"',
          Given(["Unassigned", "Hot", "Gone", "Gone"], {"v": [27.0, 26.0, None, None]},
                ["1 value of d is no date and counts as missing."])),
    dated("dates as text in another form", ("text", ["05.01.2026", "06.01.2026"]),
          "v = days_since(d)",
          Refused("a date is needed here; this is text", SegmentTypeError, (1, 16),
                  exists="Dates as text are read in the form 2026-01-31 only.",
                  remedy="Convert the text first: ")),
    dated("dates of customers in the future", ("day", [date(2026, 3, 1), date(9999, 12, 31)]),
          "v = days_since(d)\nHot: v < 0",
          Given(["Hot", "Hot"], {"v": [-28.0, -float((date(9999, 12, 31) - date(2026, 2, 1)).days)]})),
    Case("days since, and no as-of date", {"d": ("day", [date(2026, 3, 1)])}, "v = days_since(d)",
         Refused("days_since(...) counts days up to an as-of date, and there is none",
                 SegmentUsageError, (1, 5), remedy="Give it with --as-of, or as_of=… from Python.")),
]  # fmt: skip
