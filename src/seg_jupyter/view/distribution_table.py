"""A distribution as a table: one row for each bin and segment."""

from __future__ import annotations

from seg_jupyter.analysis.distribution import Distribution
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.view.tables import Column, Table
from seg_jupyter.view.theme import label_colours
from seg_jupyter.view.wording import points, short, thousands


def distribution_table(result: Result, counted: Distribution) -> Table:
    """Return the bars as rows, from the left to the right, each from below."""
    colours = label_colours(result.labels, len(result.segment_names))
    order = {label: place for place, label in enumerate(result.labels)}
    bins = sorted(counted.bins, key=lambda bin_: (bin_.low, order[bin_.segment]))
    columns = (
        Column("from", "from", points),
        Column("to", "to", points),
        Column("segment", "segment", short, number=False),
        Column("customers", plain(result.model.settings.unit), thousands, bar=True),
    )
    rows = tuple(
        {"from": b.low, "to": b.high, "segment": b.segment, "customers": b.customers} for b in bins
    )
    return Table(columns, rows, tuple(colours[b.segment] for b in bins), swatches=False)
