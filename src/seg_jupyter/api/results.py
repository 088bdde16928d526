"""What a fit gives, and what can be kept of it: `Segments` and `Model`."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from seg_jupyter.analysis.privacy import FEW_CUSTOMERS
from seg_jupyter.analysis.sizes import segment_sizes
from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.api.arguments import check_columns, checked_name, checked_path
from seg_jupyter.engine import model_file
from seg_jupyter.engine.frames.one_customer import row_of
from seg_jupyter.engine.inputs import gather
from seg_jupyter.engine.model import FittedModel
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.run import apply
from seg_jupyter.errors import SegmentUsageError, plain, plain_lines, quoted
from seg_jupyter.loading import whole_import
from seg_jupyter.view.display import result_html, result_text
from seg_jupyter.view.explanation import Explained, explained
from seg_jupyter.view.notes import notes
from seg_jupyter.view.rules import Rules, rules_of
from seg_jupyter.view.tables import Table, sizes_table

if TYPE_CHECKING:
    from seg_jupyter.view.chart import Chart


_OF_CUSTOMERS = frozenset({"chart", "explain", "frame", "rules", "segments"})
"""What a result has, and a model would have if it had customers."""


class _NoCustomersError(SegmentUsageError, AttributeError):
    """A model is asked for what only a result has; to Python, an attribute that is not there."""


class Model:
    r"""A fitted cell without its customers: applies the same yardstick to others.

    Made by `Segments.model` or `load`; see `Segments.save`.

    Attributes
    ----------
    text
        The cell as written.
    name
        What its results are called.

    Examples
    --------
    >>> import pandas as pd
    >>> from seg_jupyter import Segmentation
    >>> january = pd.DataFrame({"visits": [0, 2, 4, 8]})
    >>> cell = Segmentation("value = score(visits)\nActive: value >= 50\nPassive: otherwise")
    >>> model = cell.fit(january, name="engagement").model
    >>> model
    Model 'engagement', fitted on 4 customers:
    value = score(visits)
    Active: value >= 50
    Passive: otherwise
    >>> model.apply(pd.DataFrame({"visits": [4, 4, 9]})).frame  # ranked among those of January
       visits  value segment
    0       4   62.5  Active
    1       4   62.5  Active
    2       9   87.5  Active
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

    if not TYPE_CHECKING:  # to a type checker, a model has what is written here and no more

        def __getattr__(self, name: str) -> Any:
            """Say of what a result has how to get one; nothing else is there either."""
            if name not in _OF_CUSTOMERS:
                return object.__getattribute__(self, name)  # Python's own error
            raise _NoCustomersError(
                f"a model has no customers, and so no {quoted(name)}",
                remedy="Apply it first: result = model.apply(customers)",
            )

    def __repr__(self) -> str:
        fitted = self._fitted
        when = f" as of {fitted.as_of}" if fitted.as_of else ""
        return (
            f"Model {quoted(fitted.name)}, fitted on {fitted.customers:,} "
            f"{plain(fitted.settings.unit)}{when}:\n"
            f"{plain_lines(fitted.text)}"
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
        r"""Segment customers by the scales that were fitted; nothing is fitted again.

        A value outside the fitted range scores as the nearest end of it, and is counted.

        Parameters
        ----------
        customers, events
            As for the fit, of any kind; events are needed if the cell aggregates. A column is of
            the kind that it had at the fit. Truth values may stand for numbers, and 0 and 1 for
            truth values that the cell only counts; a column without values for any kind.
        id, time
            The columns that hold ids and times; those of the fit if left out.
        as_of
            As for the fit: the day of these events' last one if left out, never the fit's date.
        name
            What the result is called; as the fitted one if left out.

        Returns
        -------
        Segments
            Every customer in a segment; its display names the yardstick.

        Raises
        ------
        SegmentError
            One of its kinds, such as `SegmentModelError` for a column that is not there.

        Examples
        --------
        >>> import pandas as pd
        >>> from seg_jupyter import Segmentation
        >>> cell = Segmentation("value = score(minmax(x))\nHigh: value >= 50\nLow: otherwise")
        >>> model = cell.fit(pd.DataFrame({"x": [0, 10]})).model
        >>> later = model.apply(pd.DataFrame({"x": [4, 6]}), name="later")
        >>> later.frame["segment"].tolist()
        ['Low', 'High']
        """
        fitted = self._fitted
        check_columns(events, id=id, time=time)
        if name is not None:
            fitted = replace(fitted, settings=replace(fitted.settings, name=checked_name(name)))
        inputs = gather(
            customers,
            events,
            id=fitted.id if id is None and (events is not None or fitted.time is None) else id,
            time=fitted.time if time is None else time,
            as_of=as_of,
            consent=fitted.settings.consent,
            objected=fitted.settings.objected,
        )
        return Segments(apply(fitted, inputs))

    def save(self, path: str | os.PathLike[str]) -> str:
        r"""Save the model as JSON, whole or not at all, and say what the file holds.

        It holds the cell, the names and kinds of the columns that it reads, and what was fitted:
        for a metric in `rank` some of its values, from the lowest to the highest, with the number
        of customers below and up to each; in `minmax` the lowest and the highest; for a `tile`
        its cuts, which are values too; and for each how many customers it was fitted on. No ids,
        no rows, nothing of people who are not profiled.

        Returns
        -------
        str
            The file, its size, and what is in it; and that its values may tell something of
            single customers, if those of any scale or tile rest on fewer than 100.

        Raises
        ------
        SegmentUsageError
            If the path is none.
        SegmentModelError
            If the file cannot be written, or is there already and holds anything but a model.

        Examples
        --------
        >>> import pandas as pd, tempfile, pathlib
        >>> from seg_jupyter import Segmentation, load
        >>> model = Segmentation("A: x > 1\nB: otherwise").fit(pd.DataFrame({"x": [1]})).model
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder) / "model.json"
        ...     said = model.save(file)
        ...     load(file).text == model.text
        True
        """
        fitted = self._fitted
        name = checked_path(path)
        # as it was named, so that a saved notebook tells nothing of the machine
        file = f"{plain(name)} ({model_file.write(fitted, name) / 1000:.1f} kB)"
        fewest = fitted.fewest
        if fewest is None:
            return f"Saved {file}: the cell. It holds no ids and no rows."
        said = (
            f"Saved {file}: the cell, and values of its metrics with their counts. "
            "It holds no ids and no rows."
        )
        if fewest < FEW_CUSTOMERS:
            few = f"{fewest} {plain(fitted.settings.unit)}"
            said += (
                f" The values of a scale or tile rest on {few} only, and may tell something of "
                "single ones."
            )
        return said


def load(path: str | os.PathLike[str]) -> Model:
    """Load a model that was saved.

    Nothing in the file is run: it is data, checked against a schema, and its cell goes through
    the checker again. `Model.save` has an example.

    Returns
    -------
    Model
        The model, ready to be applied.

    Raises
    ------
    SegmentUsageError
        If the path is none.
    SegmentModelError
        If the file cannot be read, or is not a saved model of a known version.
    """
    return Model(model_file.read(checked_path(path)))


class Segments:
    r"""The result: every customer in a named segment, and what was noticed on the way.

    Shows itself as a table of the segments. Made by `Segmentation.fit` and `Model.apply`.

    Attributes
    ----------
    name
        What the result is called.
    text
        The cell as written.
    as_of
        The last day that was read; None if nothing needed one.
    model
        The fitted cell without the customers.
    frame
        The customers with their definitions and segments.
    segments
        The table of segments.
    rules
        How the rules part the customers, and what is odd about them.

    Examples
    --------
    >>> import pandas as pd
    >>> from seg_jupyter import Segmentation
    >>> people = pd.DataFrame({"visits": [0, 2, 4, 8]})
    >>> result = Segmentation("Active: visits >= 4\nPassive: otherwise").fit(people)
    >>> result.segments.to_dicts()[0]
    {'segment': 'Active', 'customers': 2, 'share': 0.5}
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
        r"""The customers as given, with the definitions and a column `segment` added.

        The caller's own kind of frame, a new one each time; rows, order, columns and index (or a
        table's metadata) as they were. A definition is float64 (a score 0 to 100); int64 where it
        counts events and everybody is profiled; bool; text; or a time in microseconds. Missing is
        NaN in pandas (with gaps, truth values are its nullable boolean), null in Polars and
        PyArrow. `segment` is a categorical without order (an Enum in Polars, a dictionary in
        PyArrow), its categories the segments as in the cell, then Unassigned and Not profiled. If
        the customers have a column `segment` already, the labels stand in a column named after
        the result. Customers of events alone are a frame of the events' kind.

        Examples
        --------
        >>> import pandas as pd
        >>> from seg_jupyter import Segmentation
        >>> people = pd.DataFrame({"visits": [0, 9]}, index=["Ann", "Bo"])
        >>> Segmentation("often = visits > 4\nActive: often").fit(people).frame
             visits  often     segment
        Ann       0  False  Unassigned
        Bo        9   True      Active
        """
        return self._result.frame()

    @property
    def segments(self) -> Table:
        r"""One row for each segment, in the order of the cell; then Unassigned and Not profiled.

        The columns are `segment`, `customers` (how many), `share` (of those profiled, 0 to 1) and
        for each score `mean_` and its name (0 to 100). A mean that rests on fewer than ten
        customers is hidden: None, and NaN in a frame.

        Examples
        --------
        >>> import pandas as pd
        >>> from seg_jupyter import Segmentation
        >>> people = pd.DataFrame({"visits": range(40)})
        >>> cell = Segmentation("value = score(visits)\nTop: value >= 80\nRest: otherwise")
        >>> cell.fit(people).segments
        segment  customers  share                            mean value
        Top              8  20.0%  ██████                             –
        Rest            32  80.0%  ████████████████████████        40.0
        """
        return sizes_table(self._result, segment_sizes(self._result))

    @property
    def rules(self) -> Rules:
        r"""How the rules parted the customers, and what is odd about them.

        One row for each segment of the cell: its `condition`; how many customers `reached` it
        (whom no segment above had taken), how many were `taken`, and their `share` of those who
        reached it, 0 to 1; for how many the condition is `unknown`, and `unknown_for` want of
        which value. `findings` of it are sentences: segments that can never match or match nobody,
        pairs whose order matters for many, numbers that no segment takes, metrics of scores that
        tell few customers apart or repeat one another.

        Examples
        --------
        >>> import pandas as pd
        >>> from seg_jupyter import Segmentation
        >>> people = pd.DataFrame({"age": [20, 30, 40, None]})
        >>> Segmentation("Old: age >= 35\nOlder: age >= 50").fit(people).rules
        segments · 4 customers
        <BLANKLINE>
        segment  condition  reached  taken  share                            unknown  for want of
        Old      age >= 35        4      1  25.0%  ████████████████████████        1  age (1)
        Older    age >= 50        3      0     0%                                  1  age (1)
        <BLANKLINE>
        Older can never match: Old above it takes everybody who would.
        No segment takes age below 35: 2 are Unassigned there.
        1 of the Unassigned might belong to Old or Older, but a value is missing: age (1).
        """
        return rules_of(self._result)

    def explain(self, who: object) -> Explained:
        r"""Say why one customer is in its segment, and what would lead to a better one.

        Parameters
        ----------
        who
            The customer's id, if a column of ids is known; else the label of the index, or the
            number of the row from 0 where the frame has no index.

        Returns
        -------
        Explained
            For each score its metrics: `value`, `points` (0 to 100, a negative weight turned
            round), `weight` and `contribution` (the points of the score that it adds). How far the
            segment above is, and the smallest change of a single column or aggregation, all else
            equal, after which the model gives a better segment; "smallest" by how many customers'
            values lie between. `.to_frame()`, `.explanation` and `.changes` have the values.

        Raises
        ------
        SegmentUsageError
            If nobody is called so, or several are, or the customer is Not profiled.

        Examples
        --------
        >>> import pandas as pd
        >>> from seg_jupyter import Segmentation
        >>> people = pd.DataFrame({"visits": range(20)}, index=list("abcdefghijklmnopqrst"))
        >>> cell = Segmentation("value = score(visits)\nOften: value >= 70\nRare: otherwise")
        >>> cell.fit(people).explain("n")
        segments · n: Rare
        Rare takes everybody left.
        Often (value >= 70) does not hold.
        <BLANKLINE>
        value is 67.5 of 100
        metric  value  points  weight  adds
        visits     13    67.5       1  67.5  ████████████████████████
        <BLANKLINE>
        Often asks for value >= 70: 2.5 points more.
        Smallest single change, all else equal: visits 14 instead of 13 leads to Often.
        """
        result = self._result
        place = row_of(result.customers, result.id, who)
        if not result.profiled[place]:
            raise SegmentUsageError(
                "this customer is Not profiled, and not explained",
                exists="They did not agree to profiling, or objected to it.",
            )
        return explained(result, place, who)

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

        The same as `Model.apply`, which says what the arguments are.
        """
        return self.model.apply(customers, events, id=id, time=time, as_of=as_of, name=name)

    def save(self, path: str | os.PathLike[str]) -> str:
        """Save the model as JSON; the same as `Model.save`."""
        return self.model.save(path)

    def chart(self, kind: Literal["distribution", "sizes"] | None = None) -> Chart:
        r"""Return a chart; `.altair` of it is the Altair chart.

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

        Examples
        --------
        >>> import pandas as pd
        >>> from seg_jupyter import Segmentation
        >>> people = pd.DataFrame({"visits": [0, 2, 4, 8]})
        >>> Segmentation("Often: visits >= 4\nRare: otherwise").fit(people).chart("sizes")
        How many customers there are. 4 customers; 0 unassigned. Often 2 · 50.0%; Rare 2 · 50.0%.
        """
        # Altair costs a second to load: it comes with the first chart
        with whole_import():
            from seg_jupyter.view import charts

        has_score = score_of(self._result.model.program) is not None
        if kind is None:
            kind = "distribution" if has_score else "sizes"
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

    @cached_property
    def _said(self) -> list[str]:
        """The notes: a notebook asks for two forms of one display."""
        return notes(self._result)

    def __repr__(self) -> str:
        return result_text(self._result, self._said)

    def _repr_html_(self) -> str:
        return result_html(self._result, self._said)
