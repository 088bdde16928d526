"""A cell as an object: parsed, and ready to be fitted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from seg_jupyter.api.arguments import check_columns, checked_name, checked_units
from seg_jupyter.api.results import Segments
from seg_jupyter.api.sources import Source
from seg_jupyter.engine.inputs import gather
from seg_jupyter.engine.model import Settings
from seg_jupyter.engine.run import fit
from seg_jupyter.errors import SegmentUsageError, plain_lines, quoted
from seg_jupyter.lang.parser import parse


class Segmentation:
    r"""A cell of the segment language, parsed and ready to be fitted on frames.

    Parameters
    ----------
    text
        The lines of the cell, without its `%%segment` line.

    Attributes
    ----------
    text
        The cell as written.

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
        return f"Segmentation of {len(self._cell.segments)} segments:\n{plain_lines(self.text)}"

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
        r"""Fit the scales on these customers, and segment them.

        Parameters
        ----------
        customers
            A frame with one row for each customer: of pandas or Polars, a table of PyArrow, or
            the path of a Parquet or CSV file, which is read into pandas. Without it, each id of
            the events is one. It is never changed.
        events
            A frame with one row for each event, or the path of a file; needed if the cell
            aggregates. It need not be of the same kind as the customers: ids are joined exactly.
            `stack` makes one of several.
        id, time
            The columns that hold the customer's id (in both frames) and the event's time.
            Guessed, and said, where only one column can be meant.
        as_of
            The last day that is read: text such as `"2017-12-31"`, or a date, or a time at
            midnight. It means the end of that day. The day of the last event if left out.
        consent, objected
            Customers columns of truth values, or 0 and 1: who agreed to profiling, and who
            objected. The others keep their row, as Not profiled, and enter no figure.
        name
            What the result is called, in 1 to 200 characters.
        unit
            What is counted, in the plural, such as `"households"`.
        units
            Units of columns and definitions, such as `{"spend": "USD"}`, for the titles of tables
            and charts that show them.

        Returns
        -------
        Segments
            Every customer in a segment; shows itself as a table.

        Notes
        -----
        A CSV is UTF-8, with a first line of names and commas, semicolons or tabs between the
        values. Digits with a zero to keep, such as the id 00123, make their column text. Whole
        numbers of files stay whole where some are missing.

        Raises
        ------
        SegmentError
            One of its kinds, for anything in the cell or the frames that does not fit together.

        Examples
        --------
        >>> import pandas as pd
        >>> people = pd.DataFrame({"key": [1, 2, 3]})
        >>> orders = pd.DataFrame(
        ...     {
        ...         "key": [1, 1, 3],
        ...         "at": pd.to_datetime(["2026-01-05", "2026-01-30", "2025-11-11"]),
        ...         "usd": [20.0, 12.5, 80.0],
        ...     }
        ... )
        >>> cell = Segmentation(
        ...     "spend = sum(usd)\n"
        ...     'Active: count(last="30d") >= 1\n'
        ...     "Lapsed: spend > 0\n"
        ...     "Never bought: otherwise"
        ... )
        >>> cell.fit(people, orders, id="key", time="at", as_of="2026-01-31", name="buyers")
        buyers · 3 customers as of 31 Jan 2026
        <BLANKLINE>
        segment       customers  share
        Active                1  33.3%  ████████████████████████
        Lapsed                1  33.3%  ████████████████████████
        Never bought          1  33.3%  ████████████████████████
        <BLANKLINE>
        Everybody has a segment; nobody is Unassigned.
        """
        check_columns(events, id=id, time=time, consent=consent, objected=objected)
        settings = Settings(
            checked_name(name), checked_name(unit), checked_units(units), consent, objected
        )
        inputs = gather(
            customers,
            events,
            id=id,
            time=time,
            as_of=as_of,
            consent=consent,
            objected=objected,
        )
        options = {"id": id, "time": time, "consent": consent, "objected": objected}
        source = Source.of(inputs, customers, {**options, "as_of": as_of})
        return Segments(fit(self._cell, inputs, settings), source)
