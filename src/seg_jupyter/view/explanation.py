"""One customer explained: the points of each metric, and the way to the next better segment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from seg_jupyter.analysis.changes import Change
from seg_jupyter.analysis.explanation import Explanation, explain
from seg_jupyter.analysis.points import ScorePoints
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import plain
from seg_jupyter.view.explanation_words import reasons, score_sentence, way_up
from seg_jupyter.view.tables import Column, Table, isolated
from seg_jupyter.view.theme import label_colours
from seg_jupyter.view.wording import day, figure, in_units, points, short, tenths

_KEYS = ("score", "metric", "value", "points", "weight", "contribution")
_SMALL = "opacity:.7;font-size:90%"
_BLOCK = "margin-top:8px"


@dataclass(frozen=True)
class Explained:
    """Why one customer is in a segment; shows itself as text and as HTML.

    Attributes
    ----------
    title
        Who it is, and in which segment, as of when.
    explanation
        The values behind the display: `segment`, `rules`, `scores`, `better`, `distances` and
        `changes`.
    tables
        For each score its metrics.
    colour
        The colour of the segment.
    units
        Units of columns and definitions, by name.
    """

    title: str
    explanation: Explanation
    tables: tuple[tuple[str, Table], ...]
    colour: str
    units: Mapping[str, str]

    @property
    def segment(self) -> str:
        """The customer's segment."""
        return self.explanation.segment

    @property
    def changes(self) -> tuple[Change, ...]:
        """The single changes that lead to a better segment, the smallest first."""
        return self.explanation.changes

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one dictionary for each metric of each score.

        The keys are score, metric, value, points, weight and contribution.
        """
        return [row for _, table in self.tables for row in table.to_dicts()]

    def to_frame(self) -> pd.DataFrame:
        """Return the same as a pandas frame."""
        return pd.DataFrame(self.to_dicts(), columns=list(_KEYS))

    def __repr__(self) -> str:
        blocks = [f"{self.title}\n" + "\n".join(reasons(self.explanation))]
        blocks += [f"{title}\n{table!r}" for title, table in self.tables]
        blocks.append("\n".join(way_up(self.explanation, self.units)))
        return "\n\n".join(block for block in blocks if block)

    def _repr_html_(self) -> str:
        swatch = f'<span style="color:{self.colour}">■</span>&nbsp;'
        parts = [
            f"<b>{swatch}{isolated(self.title)}</b>",
            f'<div style="{_SMALL}">{_lines(reasons(self.explanation))}</div>',
        ]
        parts += [
            f'<div style="{_BLOCK}">{isolated(title)}</div>{table._repr_html_()}'
            for title, table in self.tables
        ]
        parts.append(f'<div style="{_BLOCK}">{_lines(way_up(self.explanation, self.units))}</div>')
        return f"<div>{''.join(parts)}</div>"


def in_short(explained: Explained) -> dict[str, str]:
    """Return where a customer stands, and what each metric adds, as words by what they tell."""
    told = {"segment": short(explained.segment)}
    for score in explained.explanation.scores:
        told[short(score.score)] = "no score" if score.value is None else tenths(score.value)
        for metric in score.metrics:
            adds = metric.contribution
            said = "missing" if metric.value is None else figure(metric.value)
            said += "" if adds is None else f", adds {tenths(adds)}"
            told[f"{short(score.score)}: {short(metric.metric)}"] = said
    return told


def _lines(said: Iterable[str]) -> str:
    return "<br>".join(isolated(sentence) for sentence in said)


def explained(result: Result, place: int, who: object) -> Explained:
    """Explain the segment of one profiled customer, by the row's place and what it is called."""
    explanation = explain(result, place)
    as_of = f" as of {day(result.as_of)}" if result.as_of else ""
    title = f"{result.model.name} · {short(str(who))}: {explanation.segment}{as_of}"
    colour = label_colours(result.labels, len(result.segment_names))[explanation.segment]
    units = result.model.settings.units
    tables = tuple(
        (score_sentence(score), _table(score, units, colour)) for score in explanation.scores
    )
    return Explained(plain(title), explanation, tables, colour, units)


def _table(score: ScorePoints, units: Mapping[str, str], colour: str) -> Table:
    columns = (
        Column("metric", "metric", lambda label: short(label) + in_units(label, units), False),
        Column("value", "value", figure),
        Column("points", "points", tenths),
        Column("weight", "weight", points),
        Column("contribution", "adds", tenths, bar=True),
    )
    rows = tuple({"score": score.score, **asdict(metric)} for metric in score.metrics)
    return Table(columns, rows, (colour,) * len(rows), swatches=False)
