"""Run a cell on small tables in one call, and read the answer as plain Python values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from seg_jupyter.engine.inputs import gather
from seg_jupyter.engine.model import FittedModel, Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.run import apply, fit
from seg_jupyter.lang.parser import parse


def table(**columns: object) -> pd.DataFrame:
    """A frame of the given columns; each keeps its type."""
    return pd.DataFrame({name: pd.Series(values) for name, values in columns.items()})


def run(
    text: str,
    customers: object = None,
    events: object = None,
    *,
    settings: Settings | None = None,
    **options: object,
) -> Result:
    """Fit a cell; `options` are id, time and as_of."""
    settings = settings or Settings()
    options |= {"consent": settings.consent, "objected": settings.objected}
    return fit(parse(text), gather(customers, events, **options), settings)


def rerun(
    model: FittedModel, customers: object = None, events: object = None, as_of: object = None
) -> Result:
    """Apply a model, with the ids and times that it was fitted with."""
    settings = model.settings
    options = {
        "id": model.id if events is not None else None,
        "as_of": as_of,
        "consent": settings.consent,
        "objected": settings.objected,
    }
    if events is not None:
        options["time"] = model.time
    return apply(model, gather(customers, events, **options))


def plain(value: object) -> object:
    """One cell of a frame: None for every kind of missing, Python's own types for the rest."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value


def values(result: Result, name: str) -> list[object]:
    """A column of the result's frame."""
    return [plain(value) for value in result.frame()[name].tolist()]


def labels(result: Result) -> list[object]:
    """The segment of each customer."""
    return values(result, result.label_column)


def compute(
    expression: str,
    customers: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    **options: object,
) -> list[object]:
    """The value of an expression for each customer."""
    return values(run(f"answer = {expression}", customers, events, **options), "answer")


def days(*texts: str | None) -> list[datetime | None]:
    """Dates or times from ISO text; None stays."""
    return [None if text is None else datetime.fromisoformat(text) for text in texts]


def close(ours: Sequence[object], theirs: Sequence[object], within: float = 1e-9) -> bool:
    """Whether two columns agree: missing at the same places, numbers within a distance."""
    return len(ours) == len(theirs) and all(
        abs(a - b) <= within if isinstance(a, float) and isinstance(b, int | float) else a == b
        for a, b in zip(ours, theirs, strict=True)
    )
