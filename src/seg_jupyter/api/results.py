"""What a fit gives: `Segments`."""

from __future__ import annotations

import os
from collections.abc import MutableMapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from seg_jupyter.analysis.sizes import segment_sizes
from seg_jupyter.api.charting import Kind, chart_of
from seg_jupyter.api.live import Live
from seg_jupyter.api.models import Model
from seg_jupyter.api.sources import Source
from seg_jupyter.api.tuning import Values
from seg_jupyter.engine.frames.one_customer import row_of
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import SegmentUsageError
from seg_jupyter.view.display import result_html, result_text
from seg_jupyter.view.explanation import Explained, explained
from seg_jupyter.view.notes import notes
from seg_jupyter.view.rules import Rules, rules_of
from seg_jupyter.view.tables import Table, sizes_table

if TYPE_CHECKING:
    from seg_jupyter.jupyter.panel.panel import Panel
    from seg_jupyter.view.chart import Chart


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

    def __init__(self, result: Result, source: Source | None = None) -> None:
        self._result = result
        self._source = source

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
        return Model(self._result.model, Segments)

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

    def chart(
        self,
        kind: Kind | None = None,
        *,
        score: str | None = None,
        x: str | None = None,
        y: str | None = None,
    ) -> Chart:
        r"""Return a chart; `.table` of it has its figures, `.altair` is the Altair chart.

        Parameters
        ----------
        kind
            What the chart shows; if left out, the distribution where the cell has a score, else
            the sizes.

            - `"distribution"`: how a score is spread, by segment and with the thresholds that cut
              it.
            - `"sizes"`: how many customers each segment has.
            - `"map"`: two scores against each other, in squares as large as the number of customers
              there.
            - `"funnel"`: how many customers came to each segment line, whom it took, and for whom
              it is unknown.
            - `"profile"`: what each segment is like in every metric: a figure, and where its
              customers rank among all.
            - `"contribution"`: the points that each metric adds to the mean score of each segment.
            - `"metrics"`: how each metric of a score is spread, and how many points its scale gives
              for it. Each bar has at least ten customers.
        score
            The score of a distribution, of contributions or of metrics; if left out, the last one
            that a segment line reads.
        x, y
            The scores of a map; if left out, the last two that segment lines read.

        Raises
        ------
        SegmentUsageError
            For another kind, an option that the kind does not take, or a chart of more scores
            than the cell has.
        SegmentNameError
            If the cell has no score of that name.

        Examples
        --------
        >>> import pandas as pd
        >>> from seg_jupyter import Segmentation
        >>> people = pd.DataFrame({"visits": [0, 2, 4, 8]})
        >>> chart = Segmentation("Often: visits >= 4\nRare: otherwise").fit(people).chart("sizes")
        >>> chart
        How many customers there are. 4 customers; 0 unassigned. Often 2 · 50.0%; Rare 2 · 50.0%.
        >>> chart.table
        segment  customers  share
        Often            2  50.0%  ████████████████████████
        Rare             2  50.0%  ████████████████████████
        """
        return chart_of(self._result, kind, score=score, x=x, y=y)

    def live(
        self,
        *,
        kpis: Sequence[str] | None = None,
        score: str | None = None,
        presets: MutableMapping[str, Values] | None = None,
    ) -> Live:
        r"""Try other numbers of the cell, and see who would move: the panel without a browser.

        Parameters
        ----------
        kpis
            Columns of the customers, numbers or truth values, whose mean is shown by segment. If
            left out, the first number that the cell does not read.
        score
            The score whose distribution is shown; if left out, the last one that a segment line
            reads.
        presets
            Numbers that were kept under names, by other panels of the same cell; what is kept or
            dropped is so in it.

        Returns
        -------
        Live
            Its tables say what a panel shows. Nothing of this result changes.

        Raises
        ------
        SegmentNameError
            If there is no such column or score.

        Examples
        --------
        >>> import pandas as pd
        >>> from seg_jupyter import Segmentation
        >>> people = pd.DataFrame({"visits": range(40)})
        >>> live = Segmentation("Often: visits >= 30\nRare: otherwise").fit(people).live()
        >>> live.set("Often", 20)
        >>> live.sizes.to_dicts()[0]["now"]
        20
        """
        return Live(self._result, self._source, Segments, kpis=kpis, score=score, presets=presets)

    def panel(self, *, kpis: Sequence[str] | None = None, score: str | None = None) -> Panel:
        r"""Open the live panel: drag the numbers of the cell, and see who moves.

        `live` says what the arguments are. The panel shows itself in JupyterLab and Notebook 7.

        Examples
        --------
        >>> import pandas as pd
        >>> from seg_jupyter import Segmentation
        >>> people = pd.DataFrame({"visits": range(40)})
        >>> panel = Segmentation("Often: visits >= 30\nRare: otherwise").fit(people).panel()
        >>> panel.set("Often", 20)
        >>> panel
        Live panel of segments, changed: Often: visits from 30 → 20
        """
        # the widgets come with the first panel
        from seg_jupyter.jupyter.panel.panel import Panel

        return Panel(self, kpis=kpis, score=score)

    @cached_property
    def _said(self) -> list[str]:
        """The notes: a notebook asks for two forms of one display."""
        return notes(self._result)

    def __repr__(self) -> str:
        return result_text(self._result, self._said)

    def _repr_html_(self) -> str:
        return result_html(self._result, self._said)
