"""What a name means: a column of one of the frames, or an earlier line of the cell."""

from __future__ import annotations

from dataclasses import dataclass, field

from seg_jupyter.errors import SegmentNameError, SegmentTypeError, closest, quoted
from seg_jupyter.lang import nodes
from seg_jupyter.lang.program import Column, Defined, Expression
from seg_jupyter.lang.schema import Columns, ColumnType, Kind, Schema

_FOREIGN_NAMES = {
    **dict.fromkeys(("null", "none", "nan", "na"), "Ask missing(x), or write fill(x, value)."),
    "true": "Write True.",
    "false": "Write False.",
    "otherwise": "Write Name: otherwise, with nothing else on the line.",
}


@dataclass
class Names:
    """The names that a line can use, growing from line to line.

    Parameters
    ----------
    text
        The cell, for messages.
    schema
        The columns of the frames.
    defined
        The lines above, and the kind of each.
    scores
        Which of those are scores.
    steps
        How many bands or parts those lines make that are plain values; 0 for none.
    dates
        What those lines mean that are text but may be dates, where dates are needed.
    later
        The definitions of this line and those below it.
    segments
        Names of segments, which no expression can use.
    """

    text: str
    schema: Schema
    defined: dict[str, Kind] = field(default_factory=dict)
    scores: set[str] = field(default_factory=set)
    steps: dict[str, int] = field(default_factory=dict)
    dates: dict[str, Expression] = field(default_factory=dict)
    later: set[str] = field(default_factory=set)
    segments: set[str] = field(default_factory=set)

    def columns(self, *, events: bool) -> Columns:
        """Return the columns of one frame; none of a frame that is not there."""
        return (self.schema.events or {}) if events else self.schema.customers

    def resolve(self, node: nodes.Name, *, events: bool, perhaps_text: bool = False) -> Expression:
        """Find what a name means, inside an aggregation (`events`) or outside.

        `perhaps_text` says that a text without its quotes would make sense here.

        Raises
        ------
        SegmentNameError, SegmentTypeError
            If there is no such name, or its column cannot be read.
        """
        if not events and not node.in_backticks and node.name in self.defined:
            return Defined(self.defined[node.name], node.span, node.name)
        column = self.columns(events=events).get(node.name)
        if column is None:
            raise self._unknown(node, events, perhaps_text and not node.in_backticks)
        if column.kind is None:
            raise SegmentTypeError(
                f"the column {quoted(node.name)} holds {column.description}, which cannot be read",
                source=self.text,
                span=node.span,
                exists="A column holds numbers, text, truth values or dates.",
            )
        return Column(column.kind, node.span, node.name, events)

    def _unknown(self, node: nodes.Name, events: bool, perhaps_text: bool) -> SegmentNameError:
        own, other = self.columns(events=events), self.columns(events=not events)
        known = [*([] if events or node.in_backticks else self.defined), *map(str, own)]
        exists = closest(node.name, known)
        remedy: str | None
        if events and (node.name in other or node.name in self.defined):
            problem = f"{quoted(node.name)} is not a column of the events"
            remedy = "Inside an aggregation, names are columns of the events."
        elif not events and node.name in other:
            problem = f"{quoted(node.name)} is a column of the events"
            remedy = f"Make one value per customer of it, such as latest({node.name})."
            exists = None
        elif node.name in self.later:
            problem = f"{quoted(node.name)} is defined in this line or further down"
            remedy, exists = "A line may use the lines above it.", None
        elif node.name in self.segments and not perhaps_text:
            problem = f"{quoted(node.name)} is a segment, and no condition can use a segment"
            remedy, exists = "Give the condition a line of its own: name = condition.", None
        elif node.name.lower() in _FOREIGN_NAMES:
            problem = f"no column is called {quoted(node.name)}"
            remedy, exists = _FOREIGN_NAMES[node.name.lower()], None
        else:
            where = "column of the events" if events else "column or earlier line"
            problem = f"no {where} is called {quoted(node.name)}"
            remedy = None if known else "Give a frame that has columns."
            if perhaps_text and known:
                remedy = f'If it is a text, put it in quotes: "{node.name}".'
        return SegmentNameError(
            problem, source=self.text, span=node.span, exists=exists, remedy=remedy
        )

    def column_type(self, column: Column) -> ColumnType:
        """Return the type of a column."""
        return self.columns(events=column.of_events)[column.name]
