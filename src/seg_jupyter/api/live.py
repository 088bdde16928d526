"""A result whose numbers are tried out, without a browser: `Live`."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from typing import TYPE_CHECKING, cast

from seg_jupyter.analysis.distribution import Distribution
from seg_jupyter.analysis.group_profile import Unprofiled
from seg_jupyter.analysis.privacy import MIN_CELL
from seg_jupyter.analysis.stability import stability
from seg_jupyter.api.sources import Source
from seg_jupyter.api.tryout import Tryout
from seg_jupyter.api.tuning import Values
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import SegmentNameError, SegmentUsageError, closest, listed, plain, quoted
from seg_jupyter.view.controls import Control
from seg_jupyter.view.distribution_table import distribution_table
from seg_jupyter.view.explanation import Explained
from seg_jupyter.view.live_tables import (
    group_table,
    kpis_table,
    live_sizes_table,
    moves_table,
    near_table,
    numbers_table,
)
from seg_jupyter.view.live_words import changes_sentence, unprofiled_sentence
from seg_jupyter.view.stable import Stable
from seg_jupyter.view.tables import Table

if TYPE_CHECKING:
    from seg_jupyter.api.results import Segments


class Live(Tryout):
    r"""Other numbers in a cell, and who would move: the live panel without a browser.

    Made by `Segments.live`. Nothing of that result changes.

    Attributes
    ----------
    text
        The cell with the numbers as they are now, and every other character as it was.
    result
        The segments that a run of that text gives.
    numbers
        Every number of the cell: what it was saved as, and what it is now.
    sizes, distribution, moves, kpis, near
        What a panel shows, as tables.
    presets
        Names under which numbers are kept.

    Examples
    --------
    >>> import pandas as pd
    >>> from seg_jupyter import Segmentation
    >>> people = pd.DataFrame({"visits": range(40), "spend": [9, 1] * 20})
    >>> text = "value = score(2 * visits, spend)\nTop: value >= 60\nRest: otherwise"
    >>> live = Segmentation(text).fit(people).live()
    >>> live.set("value", "spend", 4)
    >>> live.set("Top", 55)
    >>> print(live.text)
    value = score(2 * visits, 4 * spend)
    Top: value >= 55
    Rest: otherwise
    """

    def __init__(
        self,
        saved: Result,
        source: Source | None,
        segments: Callable[[Result, Source | None], Segments],
        *,
        kpis: Sequence[str] | None = None,
        score: str | None = None,
        presets: MutableMapping[str, Values] | None = None,
        min_cell: int = MIN_CELL,
    ) -> None:
        # given, since a result makes these: neither module can import the other
        self._segments = segments
        super().__init__(saved, source, kpis=kpis, score=score, presets=presets, min_cell=min_cell)

    # the numbers

    def set(self, line: str, name: str | float, value: float | None = None) -> None:
        """Give a number of the cell another value.

        Parameters
        ----------
        line
            The definition or the segment that it stands in.
        name
            Which of its numbers, as `numbers` calls it: the metric of a weight, what a threshold
            is compared with. It may be left out where the line has one number only:
            `live.set("Active", 65)`.
        value
            The new value.

        Raises
        ------
        SegmentNameError
            If the cell has no such line, or the line no such number.
        SegmentUsageError
            If the value cannot stand there.
        """
        if value is None:
            control, new = self._control(line, None), name
        else:
            control, new = self._control(line, name), value
        # text is refused there, as everything that is no number
        self.put_one(control.place, cast(float, new))

    def reset(self, line: str | None = None, name: str | None = None) -> None:
        """Take the numbers of the saved cell again: all, those of a line, or one.

        Raises
        ------
        SegmentNameError
            If the cell has no such line, or the line no such number.
        """
        if line is None and name is not None:
            raise SegmentNameError(
                f"in which line {quoted(name)} stands is not said",
                remedy=f"Name it too: reset(line, {str(name)!r}).",
            )
        if line is None:
            self.put_saved()
            return
        if name is not None:
            self.put_saved((self._control(line, name).place,))
            return
        self.put_saved(tuple(control.place for control in self._of_line(line)))

    @property
    def result(self) -> Segments:
        """The segments with the numbers as they are now: those of a fresh run of `text`."""
        return self._segments(self.now, self._trial.source)

    # what a panel shows, as tables

    @property
    def numbers(self) -> Table:
        """Every number of the cell: `line` and `name`, what was `saved`, and what it is `now`."""
        return numbers_table(self.controls, self.tuning.values)

    @property
    def sizes(self) -> Table:
        """How many customers each segment has `now`, and against the `saved` cell."""
        return live_sizes_table(self.saved, self.views_now().sizes)

    @property
    def distribution(self) -> Table:
        """How the score is spread now, in bins by segment.

        Raises
        ------
        SegmentUsageError
            If the cell has no score.
        """
        return distribution_table(self.saved, self._spread())

    @property
    def near(self) -> Table:
        """How many are within one point of the thresholds of each segment that has one.

        Raises
        ------
        SegmentUsageError
            If the cell has no score.
        """
        cuts = self._spread().thresholds
        return near_table(self.saved, self.views_now().near, cuts, self.watched.min_cell)

    @property
    def moves(self) -> Table:
        """Who moved: a row for each saved segment, a column for each segment now.

        Cells of fewer than ten people are hidden, and those by which they could be worked out.
        """
        return moves_table(self.saved, self.views_now().moves)

    @property
    def kpis(self) -> Table:
        """The means of the watched columns by segment, `now` and as `saved`."""
        views = self.views_now()
        return kpis_table(self.saved, [size.name for size in views.sizes], views.kpis)

    def stability(self) -> Stable:
        """Return the share of customers who would change segment if weights were a little off.

        Every weight is multiplied by 1 plus or minus up to 10 %, 40 times, on a seeded sample of
        at most 50,000 customers; scales stay as they are fitted.
        """
        return Stable(stability(self.now), plain(self.saved.model.settings.unit))

    def profile(self, segment: str | None = None, *, before: str | None = None) -> Table:
        """Return what the people of a segment are like, beside everybody.

        Parameters
        ----------
        segment
            Where they are now.
        before
            Where they were in the saved cell: with both, those who moved from one to the other.

        Raises
        ------
        SegmentNameError
            If there is no such segment.
        SegmentUsageError
            If they are too few to be described.
        """
        found = self.group(before, segment)
        if isinstance(found, Unprofiled):
            raise SegmentUsageError(unprofiled_sentence(found, self.watched.min_cell))
        return group_table(self.saved, found)

    def explain(self, who: object) -> tuple[Explained, Explained]:
        """Say why one customer is in its segment: in the saved cell, and now.

        Raises
        ------
        SegmentUsageError
            If nobody is called so, or several are, or the customer is Not profiled.
        """
        before = self._segments(self.saved, None)
        return before.explain(who), self.result.explain(who)

    def _spread(self) -> Distribution:
        found = self.views_now().distribution
        if found is None:
            raise SegmentUsageError(
                "the cell has no score to show", remedy="Show the sizes: live.sizes"
            )
        return found

    def _of_line(self, line: str) -> list[Control]:
        found = [control for control in self.controls if control.line == line]
        if not found:
            lines = dict.fromkeys(control.line for control in self.controls)
            raise SegmentNameError(
                f"no line with a number is called {quoted(line)}",
                exists=closest(str(line), lines) or "The cell has no numbers.",
            )
        return found

    def _control(self, line: str, name: object) -> Control:
        """Find a number of the cell by the names that `numbers` gives it."""
        of_line = self._of_line(line)
        if name is None and len(of_line) == 1:
            return of_line[0]
        for control in of_line:
            if control.name == name:
                return control
        names = [control.name for control in of_line]
        raise SegmentNameError(
            f"{quoted(line)} has {len(of_line)} numbers"
            if name is None
            else f"{quoted(line)} has no number {quoted(name)}",
            exists=f"It has: {listed(names)}.",
            remedy=f"Name one: set({line!r}, {names[0]!r}, 4).",
        )

    def __repr__(self) -> str:
        changes = changes_sentence(self.controls, self.tuning.values)
        return f"Numbers of {plain(self.saved.model.name)}" + (changes and f", changed: {changes}")
