"""What people hold: a `Segmentation`, its `Segments`, and a saved `Model`.

Thin methods over the layers below; the magics call these and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from seg_jupyter.analysis.sizes import segment_sizes
from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine import model_file
from seg_jupyter.engine.inputs import gather
from seg_jupyter.engine.model import FittedModel, Settings
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.run import apply, fit
from seg_jupyter.engine.scales import RawScale
from seg_jupyter.errors import SegmentUsageError, quoted
from seg_jupyter.lang.parser import parse
from seg_jupyter.view.display import result_html, result_text
from seg_jupyter.view.tables import Table, sizes_table

FEW_CUSTOMERS = 100
"""A model fitted on fewer customers may tell something of single ones; saving it says so."""

_MOST_OF_NAME = 200


class Segmentation:
    r"""A cell of the segment language, parsed and ready to be fitted on frames.

    Parameters
    ----------
    text
        The lines of the cell, without its `%%segment` line.

    Raises
    ------
    SegmentSyntaxError
        Where the text is not written in the language.

    Examples
    --------
    >>> import pandas as pd
    >>> people = pd.DataFrame({"visits": [1, 5, 9]})
    >>> Segmentation("Active: visits >= 5\nOther: otherwise").fit(people).frame
       visits segment
    0       1   Other
    1       5  Active
    2       9  Active
    """

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise SegmentUsageError(f"the cell is {quoted(type(text).__name__)}, not text")
        self._cell = parse(text)

    @property
    def text(self) -> str:
        """The cell as written."""
        return self._cell.text

    def __repr__(self) -> str:
        return f"Segmentation of {len(self._cell.segments)} segments:\n{self.text}"

    def fit(
        self,
        customers: Any = None,
        events: Any = None,
        *,
        id: str | None = None,  # noqa: A002 - the word that users know
        time: str | None = None,
        as_of: str | date | None = None,
        consent: str | None = None,
        objected: str | None = None,
        name: str = "segments",
        unit: str = "customers",
        units: Mapping[str, str] | None = None,
    ) -> Segments:
        """Fit the scales on these customers, and segment them.

        Parameters
        ----------
        customers
            A frame with one row for each customer. Without it, each id of the events is one.
        events
            A frame with one row for each event; needed if the cell aggregates.
        id, time
            The columns that hold the customer's id (in both frames) and the event's time.
            Guessed, and said, where only one column can be meant.
        as_of
            The last day that is read, such as `"2017-12-31"`; the day of the last event if left
            out.
        consent, objected
            Customers columns of truth values, or 0 and 1: who agreed to profiling, and who
            objected. The others keep their row, as Not profiled, and enter no figure.
        name
            What the result is called.
        unit
            What is counted, in the plural, such as `"households"`.
        units
            Units of columns and definitions, such as `{"spend": "USD"}`, for the titles of tables
            and charts that show them.

        Raises
        ------
        SegmentError
            One of its kinds, for anything in the cell or the frames that does not fit together.
        """
        _check_columns(events, id=id, time=time, consent=consent, objected=objected)
        settings = Settings(_named(name), _named(unit), _units(units), consent, objected)
        inputs = gather(
            customers,
            events,
            id=id,
            time=time,
            as_of=as_of,
            consent=consent,
            objected=objected,
        )
        return Segments(fit(self._cell, inputs, settings))


def _named(name: object) -> str:
    if not isinstance(name, str) or not name.strip() or len(name) > _MOST_OF_NAME:
        raise SegmentUsageError(f"{quoted(name)} is not a name")
    return name


def _check_columns(events: object, **names: object) -> None:
    """Refuse what is no name of a column, and a time where there are no events."""
    for argument, name in names.items():
        if name is not None and not isinstance(name, str):
            raise SegmentUsageError(
                f"{argument} takes the name of a column; {quoted(name)} is "
                f"{quoted(type(name).__name__)}"
            )
    if events is None and names["time"] is not None:
        raise SegmentUsageError(
            "time names a column of events, and there is no events frame",
            remedy="Give the events too, or leave the time out.",
        )


def _path(path: object) -> str:
    known = os.fspath(path) if isinstance(path, os.PathLike) else path
    if not isinstance(known, str):
        raise SegmentUsageError(
            f"the path of a model is text; {quoted(path)} is {quoted(type(path).__name__)}",
            remedy="Give the name of a file, such as 'model.json'.",
        )
    return known


def _units(units: object) -> dict[str, str]:
    known = {} if units is None else units
    if not isinstance(known, Mapping) or not all(
        isinstance(name, str) and isinstance(unit, str) and len(unit) <= _MOST_OF_NAME
        for name, unit in known.items()
    ):
        raise SegmentUsageError(
            "units takes names and their units", remedy='Write units={"spend": "USD"}.'
        )
    return dict(known)


class Model:
    """A fitted cell without its customers: applies the same yardstick to others.

    Made by `Segments.model` or `load`; see `Segments.save`.
    """

    def __init__(self, fitted: FittedModel) -> None:
        self._fitted = fitted

    @property
    def text(self) -> str:
        """The cell as written."""
        return self._fitted.text

    @property
    def name(self) -> str:
        """What its results are called."""
        return self._fitted.name

    def __repr__(self) -> str:
        fitted = self._fitted
        when = f" as of {fitted.as_of}" if fitted.as_of else ""
        return (
            f"Model {fitted.name!r}, fitted on {fitted.customers:,} {fitted.settings.unit}{when}:\n"
            f"{fitted.text}"
        )

    def apply(
        self,
        customers: Any = None,
        events: Any = None,
        *,
        id: str | None = None,  # noqa: A002
        time: str | None = None,
        as_of: str | date | None = None,
        name: str | None = None,
    ) -> Segments:
        """Segment customers by the scales that were fitted; nothing is fitted again.

        Parameters
        ----------
        customers, events
            As for the fit; events are needed if the cell aggregates.
        id, time
            The columns that hold ids and times; those of the fit if left out.
        as_of
            As for the fit: the day of these events' last one if left out, never the fit's date.
        name
            What the result is called; as the fitted one if left out.

        Raises
        ------
        SegmentError
            One of its kinds, such as `SegmentModelError` for a column that is not there.
        """
        fitted = self._fitted
        _check_columns(events, id=id, time=time)
        if name is not None:
            fitted = replace(fitted, settings=replace(fitted.settings, name=_named(name)))
        inputs = gather(
            customers,
            events,
            id=id or (fitted.id if events is not None or fitted.time is None else None),
            time=time or fitted.time,
            as_of=as_of,
            consent=fitted.settings.consent,
            objected=fitted.settings.objected,
        )
        return Segments(apply(fitted, inputs))

    def save(self, path: str | os.PathLike[str]) -> str:
        """Save the model as JSON, whole or not at all, and say what the file holds.

        Returns
        -------
        str
            The file, its size, and what is in it; and that the values in it may tell something
            of single customers, where it was fitted on few.

        Raises
        ------
        SegmentUsageError
            If the path is none.
        SegmentModelError
            If the file cannot be written, or is there already and holds anything but a model.
        """
        fitted = self._fitted
        target = model_file.write(fitted, _path(path))
        size = f"{target.stat().st_size / 1000:.1f} kB"
        scales = [scale for scales in fitted.scales.values() for scale in scales]
        if not fitted.customers or all(isinstance(scale, RawScale) for scale in scales):
            return f"Saved {target} ({size}): the cell. It holds no ids and no rows."
        said = (
            f"Saved {target} ({size}): the cell, and values of its metrics with their counts. "
            "It holds no ids and no rows."
        )
        if fitted.customers < FEW_CUSTOMERS:
            said += (
                f" Fitted on {fitted.customers} {fitted.settings.unit} only: the values may tell "
                "something of single ones."
            )
        return said


def load(path: str | os.PathLike[str]) -> Model:
    """Load a model that was saved.

    Raises
    ------
    SegmentUsageError
        If the path is none.
    SegmentModelError
        If the file cannot be read, or is not a saved model of a known version.
    """
    return Model(model_file.read(_path(path)))


class Segments:
    """The result: every customer in a named segment, and what was noticed on the way.

    Shows itself as a table of the segments. Made by `Segmentation.fit` and `Model.apply`.
    """

    def __init__(self, result: Result) -> None:
        self._result = result

    @property
    def name(self) -> str:
        """What the result is called."""
        return self._result.model.name

    @property
    def text(self) -> str:
        """The cell as written."""
        return self._result.model.text

    @property
    def as_of(self) -> date | None:
        """The last day that was read; None if nothing needed one."""
        return self._result.as_of

    @property
    def model(self) -> Model:
        """The fitted cell without the customers."""
        return Model(self._result.model)

    @property
    def frame(self) -> Any:
        """The customers as given, with the definitions and a column `segment` added.

        A new frame each time: changing one changes neither another nor the result.

        The caller's own kind of frame; rows, order and index as they were. If the customers have
        a column `segment` already, the labels stand in a column named after the result.
        """
        return self._result.frame()

    @property
    def segments(self) -> Table:
        """One row for each segment: customers, share, and the mean of each score.

        A mean that rests on fewer than ten customers is hidden.
        """
        return sizes_table(self._result, segment_sizes(self._result))

    def apply(
        self,
        customers: Any = None,
        events: Any = None,
        *,
        id: str | None = None,  # noqa: A002
        time: str | None = None,
        as_of: str | date | None = None,
        name: str | None = None,
    ) -> Segments:
        """Segment other customers, or the same ones later, by the scales fitted here.

        The same as `Model.apply`.
        """
        return self.model.apply(customers, events, id=id, time=time, as_of=as_of, name=name)

    def save(self, path: str | os.PathLike[str]) -> str:
        """Save the model as JSON; the same as `Model.save`."""
        return self.model.save(path)

    def chart(self, kind: Literal["distribution", "sizes"] | None = None) -> Any:
        """Return a chart; `.altair` of it is the Altair chart.

        Parameters
        ----------
        kind
            `"distribution"`, how the score is spread, by segment and with the thresholds that cut
            it; or `"sizes"`, how many customers each segment has. If left out, the distribution
            where the cell has a score, else the sizes.

        Raises
        ------
        SegmentUsageError
            For another kind, or a distribution without a score.
        """
        # Altair costs a second to load: it comes with the first chart
        from seg_jupyter.view import charts

        has_score = score_of(self._result.model.program) is not None
        kind = kind or ("distribution" if has_score else "sizes")
        if kind == "sizes":
            return charts.sizes(self._result)
        if kind != "distribution":
            raise SegmentUsageError(
                f"there is no chart {quoted(kind)}", exists="There are: 'distribution', 'sizes'."
            )
        if not has_score:
            raise SegmentUsageError(
                "the cell has no score to show", remedy='Show the sizes: chart("sizes").'
            )
        return charts.distribution(self._result)

    def __repr__(self) -> str:
        return result_text(self._result)

    def _repr_html_(self) -> str:
        return result_html(self._result)
