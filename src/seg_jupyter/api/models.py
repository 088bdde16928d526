"""A fitted cell without its customers: `Model`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from seg_jupyter.analysis.privacy import FEW_CUSTOMERS
from seg_jupyter.api.arguments import check_columns, checked_name, checked_path
from seg_jupyter.engine import model_file
from seg_jupyter.engine.inputs import gather
from seg_jupyter.engine.model import FittedModel
from seg_jupyter.engine.result import Result
from seg_jupyter.engine.run import apply
from seg_jupyter.errors import SegmentUsageError, plain, plain_lines, quoted

if TYPE_CHECKING:
    from seg_jupyter.api.results import Segments

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

    def __init__(self, fitted: FittedModel, shown: Callable[[Result], Segments]) -> None:
        self._fitted = fitted
        # given, since a result has its model: neither module can import the other
        self._shown = shown

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
        return self._shown(apply(fitted, inputs))

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
