"""Runs a case on one kind of frame, and checks all that must hold of any input."""

from __future__ import annotations

import copy
import json
import re
import traceback
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from dirty.case import Case, Given, Refused
from dirty.frames import KINDS, Native, Table, build, columns_of, fingerprint, width_of
from frame_kinds import plain
from seg_jupyter import Segmentation, Segments
from seg_jupyter.engine.model_file import from_json, to_json
from seg_jupyter.errors import SegmentError

CANARY = "canary"
MOST_LINES = 6
_LARGE = 770_000_000
"""Whole numbers from here on are somebody's, in this table: none may show."""
_FIRST = re.compile(r"(?:first|each): (frame.*)$")


def check(case: Case, kind: str) -> None:
    """Run a case on one kind of frame."""
    expected = case.outcome(kind)
    customers, events = frames(case, kind)
    before = fingerprint(customers), fingerprint(events)
    try:
        result = run(case, kind, customers, events)
    except SegmentError as error:
        assert isinstance(expected, Refused), f"refused: {error}"
        check_error(error, expected, kind, secrets(case))
    else:
        assert isinstance(expected, Given), f"not refused: {result!r}"
        check_result(case, kind, result, expected, (customers, events))
    assert (fingerprint(customers), fingerprint(events)) == before, "the input was changed"
    if isinstance(expected, Refused) and expected.cures:
        check_cure(case, kind, expected)


def frames(case: Case, kind: str) -> tuple[Any, Any]:
    return made(case.customers, kind, case.plain, "e_mail"), made(
        case.events, kind, case.plain, "remark"
    )


def made(table: Table | Native | None, kind: str, bare: bool, further: str) -> Any:
    """Make a frame, with a further column of values that may never show."""
    if table is None or callable(table):
        return None if table is None else table(kind)
    columns = columns_of(table)
    if columns and not bare:
        rows = len(columns[0][1][1])
        own = ("text", [f"{CANARY}-{row}@{further}.example" for row in range(rows)])
        columns = [*columns, (further, own)]
    return build(kind, columns)


def run(case: Case, kind: str, customers: Any, events: Any) -> Segments:
    fitted = Segmentation(case.cell).fit(customers, events, **case.options)
    if case.later is None:
        return fitted
    people, happened, options = case.later
    model = fitted.model
    return model.apply(
        made(people, kind, case.plain, "e_mail"),
        made(happened, kind, case.plain, "remark"),
        **options,
    )


# what may never show


def secrets(case: Case) -> set[str]:
    """Return the values of people that may stand in no error and no display."""
    found = {CANARY}
    for table in (case.customers, case.events, *(case.later or ())[:2]):
        if table is None or callable(table):
            continue
        for _, (_, values) in columns_of(table):
            for value in values:
                if isinstance(value, int) and abs(value) >= _LARGE:
                    found |= {str(value), f"{value:,}"}
    return found


def check_hidden(text: str, secret: set[str]) -> None:
    shown = [value for value in secret if value in text]
    assert not shown, f"values of people show: {shown}"


# an error


def check_error(error: SegmentError, expected: Refused, kind: str, secret: set[str]) -> None:
    said = str(error)
    rendered = error._render_traceback_()
    whole = "".join(traceback.format_exception(error))
    assert (type(error), error.problem) == (expected.error, expected.problem), said
    assert "\n".join(rendered) == f"{type(error).__name__}: {said}"
    assert len(rendered) <= MOST_LINES, said
    assert not re.search(r"Traceback|site-packages|  File ", "\n".join(rendered))
    assert "During handling" not in whole, "the error of a library shows"
    assert "direct cause" not in whole, "the error of a library shows"
    place = None if error.line is None else (error.line, error.column)
    assert place == expected.place, said
    if expected.exists is not None:
        assert expected.exists in (error.exists or ""), said
    remedy = expected.remedy
    if isinstance(remedy, Mapping):
        remedy = remedy[kind.split()[0]]
    if remedy is not None:
        assert remedy in (error.remedy or ""), said
    # a remedy may name the column of an id, but no id
    check_hidden(said, secret)
    assert said.encode("utf-8")


def check_cure(case: Case, kind: str, expected: Refused) -> None:
    """Do what the remedy says, in the frame's own library, and see that it helps."""
    customers, events = frames(case, kind)
    given = {"customers": customers, "events": events}
    for _ in range(2):  # one thing at a time: another may come to light
        try:
            run(case, kind, given["customers"], given["events"])
        except SegmentError as error:
            line = _FIRST.search(error.remedy or "")
            assert line, f"no line of code to run: {error}"
            assert expected.cures is not None
            names = {"frame": copy.copy(given[expected.cures]), "pd": pd, "pl": pl}
            names |= {"pa": pa, "pc": pc, "np": np}
            exec(line[1], names)
            given[expected.cures] = names["frame"]
    run(case, kind, given["customers"], given["events"])


# a result


def check_result(
    case: Case, kind: str, result: Segments, expected: Given, given: tuple[Any, Any]
) -> None:
    frame = result.frame
    secret = secrets(case)
    if given[0] is not None and case.later is None:
        check_kept(given[0], frame)
    answers = added(frame, [*expected.values, expected.labels])
    for name, values in expected.values.items():
        assert answers[name] == list(values), name
    if expected.segment is not None:
        assert answers[expected.labels] == list(expected.segment)
    shown = repr(result)
    page = result._repr_html_()
    for text in (shown, page, repr(result.segments), repr(result.model), result.text):
        check_hidden(text, secret)
        assert text.encode("utf-8")
    for words in expected.said:
        assert words in shown, shown
    for words in expected.unsaid:
        assert words not in shown, shown
    assert "<script" not in page
    assert "<img" not in page
    check_again(case, result, expected, given)
    if kind == case.kinds[0]:
        check_file(result, secret)
        chart = result.chart()
        for text in (repr(chart), json.dumps(chart.spec)):
            check_hidden(text, secret)


def check_kept(customers: Any, frame: Any) -> None:
    """Rows, order, index, columns and attributes are the caller's, and so is the kind."""
    if isinstance(customers, pa.RecordBatch):
        customers = pa.Table.from_batches([customers])
    assert fingerprint(frame, width_of(customers)) == fingerprint(customers)


def added(frame: Any, names: list[str]) -> dict[str, list[Any]]:
    """Return the columns that a result added, as Python's own values."""
    if isinstance(frame, pd.DataFrame):
        # columns of the caller may be anything
        return plain(pd.DataFrame({name: frame[name] for name in names}))
    return plain(frame.select(names))


def check_again(case: Case, result: Segments, expected: Given, given: tuple[Any, Any]) -> None:
    """The fitted model gives the same customers the same segments."""
    if case.later is None:
        dates = {} if result.as_of is None else {"as_of": result.as_of}
        again = result.model.apply(*given, **dates)
        label = expected.labels
        assert added(again.frame, [label]) == added(result.frame, [label])


def check_file(result: Segments, secret: set[str]) -> None:
    """The model can be saved and read back, and holds nobody's values."""
    text = to_json(result.model._fitted)
    check_hidden(text, secret)
    assert to_json(from_json(text)) == text


__all__ = ["KINDS", "check"]
