"""Tables of aggregates: one frozen table, from which text, HTML and frames derive."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from seg_jupyter.analysis.sizes import SegmentSize
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import display_width, plain
from seg_jupyter.view.theme import label_colours
from seg_jupyter.view.wording import in_units, percent, short, tenths, thousands

_BAR = 24
_EIGHTHS = " ▏▎▍▌▋▊▉"

_HEAD = "padding:2px 12px 2px 0;font-weight:400;opacity:.7;"
_CELL = "padding:2px 12px 2px 0;"


@dataclass(frozen=True)
class Column:
    """One column: the key of its values, its title, and how a value is shown.

    With `bar`, a bar beside each value compares it with the largest of the column.
    """

    key: str
    title: str
    show: Callable[[Any], str] = str
    number: bool = True
    bar: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of values with titles; shows itself as text and as HTML.

    Parameters
    ----------
    columns
        What is shown, in order.
    rows
        Values by key; None is a figure that is hidden or does not exist, NaN in a frame.
    colours
        For each row a colour, or nothing.
    swatches
        Whether the colours stand before the rows too, and not in the bars alone.
    most
        How many rows are displayed; the values have all.

    Examples
    --------
    >>> spend = Column("spend", "spend (USD)", "{:,}".format, bar=True)
    >>> names = Column("segment", "segment", number=False)
    >>> rows = {"segment": "Active", "spend": 1200}, {"segment": "Other", "spend": 300}
    >>> Table((names, spend), rows)
    segment  spend (USD)
    Active         1,200  ████████████████████████
    Other            300  ██████
    """

    columns: tuple[Column, ...]
    rows: tuple[dict[str, Any], ...]
    colours: tuple[str, ...] = ()
    swatches: bool = True
    most: int | None = None

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the values row by row."""
        return [dict(row) for row in self.rows]

    def to_frame(self) -> pd.DataFrame:
        """Return the values as a pandas frame, one row for each row."""
        return pd.DataFrame(self.to_dicts(), columns=[column.key for column in self.columns])

    def shown(self) -> list[list[str]]:
        """Return the cells as they are shown, row by row."""
        return [
            ["–" if row[c.key] is None else c.show(row[c.key]) for c in self.columns]
            for row in self.rows[: self.most]
        ]

    @property
    def left_out(self) -> str:
        """What stands below the rows where not all are displayed; nothing where all are."""
        more = len(self.rows) - len(self.rows[: self.most])
        return f"… and {thousands(more)} more in .to_frame()" if more else ""

    def bars(self, column: Column) -> list[float]:
        """Return the length of the bar beside each value of a column, 0 to 1."""
        values = [row[column.key] or 0 for row in self.rows[: self.most]]
        longest = max(values, default=0) or 1
        return [value / longest for value in values]

    def __repr__(self) -> str:
        rows = [[column.title for column in self.columns], *self.shown()]
        blocks: list[list[str]] = []
        for column, cells in zip(self.columns, zip(*rows, strict=True), strict=True):
            blocks.append(_block(cells, right=column.number))
            if column.bar:
                blocks.append(_block(["", *map(_text_bar, self.bars(column))]))
        lines = ["  ".join(line).rstrip() for line in zip(*blocks, strict=True)]
        return "\n".join([*lines, self.left_out] if self.left_out else lines)

    def _repr_html_(self) -> str:
        return (
            '<table style="border-collapse:collapse;border:none;font-variant-numeric:tabular-nums">'
            f"<thead>{self._html_head()}</thead><tbody>{''.join(self._html_rows())}</tbody></table>"
        )

    def _html_head(self) -> str:
        cells = [
            f'<th style="{_HEAD}text-align:{_side(column)}">{html.escape(column.title)}</th>'
            f"{'<th></th>' if column.bar else ''}"
            for column in self.columns
        ]
        return f"<tr>{''.join(cells)}</tr>"

    def _html_rows(self) -> list[str]:
        bars = {column: self.bars(column) for column in self.columns if column.bar}
        rows: list[str] = []
        for place, cells in enumerate(self.shown()):
            colour = self.colours[place] if self.colours else None
            line: list[str] = []
            for column, cell in zip(self.columns, cells, strict=True):
                first = self.swatches and column is self.columns[0]
                swatch = _swatch(colour) if colour and first else ""
                style = f"{_CELL}text-align:{_side(column)}"
                line.append(f'<td style="{style}">{swatch}{isolated(cell)}</td>')
                if column.bar:
                    line.append(_html_bar(bars[column][place], colour))
            rows.append(f"<tr>{''.join(line)}</tr>")
        if self.left_out:
            wide = len(self.columns) + len(bars)
            rows.append(f'<tr><td colspan="{wide}" style="{_HEAD}">{self.left_out}</td></tr>')
        return rows


def _block(cells: Sequence[str], *, right: bool = False) -> list[str]:
    """Fill texts with spaces up to the widest, as a terminal shows them."""
    width = max(map(display_width, cells))
    gaps = [" " * (width - display_width(cell)) for cell in cells]
    return [gap + cell if right else cell + gap for cell, gap in zip(cells, gaps, strict=True)]


def _side(column: Column) -> str:
    return "right" if column.number else "left"


def _swatch(colour: str) -> str:
    return f'<span style="color:{colour}">■</span>&nbsp;'


def isolated(text: str) -> str:
    """Escape a text, and keep its writing direction to itself."""
    escaped = html.escape(text)
    return escaped if text.isascii() else f'<bdi dir="auto">{escaped}</bdi>'


def _html_bar(length: float, colour: str | None) -> str:
    colour = colour or "currentColor"
    bar = f"width:{length:.1%};background:{colour};height:8px;border-radius:2px"
    return f'<td style="padding:2px 12px 2px 0;width:220px"><div style="{bar}"></div></td>'


def _text_bar(length: float) -> str:
    eighths = round(length * _BAR * 8)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def sizes_table(result: Result, sizes: Sequence[SegmentSize], *, scores: bool = True) -> Table:
    """Return the table of a result's segments: name, number, share with a bar, mean scores."""
    names = [score.name for score in result.model.program.scores] if scores else []
    units = result.model.settings.units
    columns = (
        Column("segment", "segment", short, number=False),
        Column("customers", plain(result.model.settings.unit), thousands),
        Column("share", "share", percent, bar=True),
        *(Column(f"mean_{name}", f"mean {name}{in_units(name, units)}", tenths) for name in names),
    )
    rows = tuple(
        {"segment": s.name, "customers": s.customers, "share": s.share}
        | {f"mean_{name}": s.mean_scores.get(name) for name in names}
        for s in sizes
    )
    colours = label_colours(result.labels, len(result.segment_names))
    return Table(columns, rows, tuple(colours[s.name] for s in sizes))
