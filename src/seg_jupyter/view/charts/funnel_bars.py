"""How customers pass the segment lines: one bar a line, as long as the number who come to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import altair as alt

from seg_jupyter.analysis.rule_counts import RuleCount, rule_counts
from seg_jupyter.engine.result import Result
from seg_jupyter.lang.parser import UNASSIGNED
from seg_jupyter.view.chart import Chart
from seg_jupyter.view.charts.naming import label_names, unit_of
from seg_jupyter.view.charts.surroundings import CHARACTER, colour_of, nothing, subtitle_of
from seg_jupyter.view.findings import names as blamed
from seg_jupyter.view.rules import rules_table
from seg_jupyter.view.tables import Table
from seg_jupyter.view.theme import NOBODY
from seg_jupyter.view.wording import percent, short, thousands

_WIDTH = 440
_ROW = 48
_BAR = 18
_UP = 9
"""How far above the middle of its row a bar stands: the condition is written below it."""
_LINE = int(_WIDTH * 1.25 / CHARACTER)
"""Longest text below a bar, in characters; the numbers at the ends of the bars reach as far."""
_SHORTEST = 24
"""So many characters of a condition are shown, however much is unknown."""


def funnel(result: Result) -> Chart:
    """Draw how many customers come to each segment line, and what becomes of them there."""
    heading = f"How {unit_of(result)} pass the segments"
    counts = rule_counts(result)
    subtitle = [subtitle_of(result, None)]
    title = alt.TitleParams(heading, subtitle=subtitle)
    table, summary = _table(result, counts), _summary(result, counts, heading)
    everybody = int(result.profiled.sum())
    if not counts or not everybody:
        said = "There is nobody" if counts else "The cell has no segments"
        across = alt.X("f0:Q", axis=None).scale(domain=[0, 100])
        return Chart(nothing(said, across, _WIDTH, 3 * _ROW, title), summary, table)
    subtitle.append(_key(counts))
    rows = _rows(result, counts)
    chart = alt.layer(*_layers(result, rows, everybody)).properties(
        width=_WIDTH, height=_ROW * len(rows), title=title
    )
    return Chart(chart, summary, table)


def _layers(result: Result, rows: list[dict[str, Any]], everybody: int) -> list[alt.Chart]:
    """Return the three parts of the bars, the numbers at their ends, and the conditions below."""
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("f0:N", title=None, sort=None)
        .scale(domain=[row["f0"] for row in rows])
        .axis(labelOffset=-_UP, labelPadding=8, labelLimit=260, labelFontSize=13)
    )
    across = {
        field: alt.X(field, type="quantitative", axis=None).scale(domain=[0, everybody], nice=False)
        for field in ("f1", "f2", "f3")
    }
    tooltip = [
        alt.Tooltip("f0:N", title="segment"),
        alt.Tooltip("f4:N", title="taken"),
        alt.Tooltip("f5:Q", title="unknown", format=","),
    ]
    passed = base.mark_bar(height=_BAR, yOffset=-_UP, color=NOBODY, opacity=0.25)
    unknown = base.transform_filter(alt.datum.f5 > 0).mark_bar(
        height=_BAR - 1,
        yOffset=-_UP,
        fillOpacity=0,
        color=NOBODY,
        stroke=NOBODY,
        strokeDash=[3, 2],
    )
    taken = base.mark_bar(height=_BAR, yOffset=-_UP)
    shown = {*result.segment_names, UNASSIGNED}
    return [
        passed.encode(x=across["f2"], x2="f3:Q", tooltip=tooltip),
        unknown.encode(x=across["f1"], x2="f2:Q", tooltip=tooltip),
        taken.encode(
            x=across["f1"],
            x2=alt.datum(0),
            color=colour_of("f0", result, shown).legend(None),
            tooltip=tooltip,
        ),
        base.mark_text(align="left", dx=8, dy=-_UP, fontSize=13).encode(
            x=across["f3"], text="f4:N"
        ),
        base.mark_text(align="left", dy=_UP + 3, fontSize=11, opacity=0.75).encode(
            x=alt.value(0), text="f6:N"
        ),
    ]


def _rows(result: Result, counts: Sequence[RuleCount]) -> list[dict[str, Any]]:
    names = label_names(result)
    rows = [
        {
            "f0": names[count.segment],
            "f1": count.taken,
            "f2": count.taken + count.unknown,
            "f3": count.reached,
            "f4": _numbers(count),
            "f5": count.unknown,
            "f6": _below(count),
        }
        for count in counts
    ]
    if _leaves_open(result):
        left = result.unassigned
        rows.append(
            {
                "f0": names[UNASSIGNED],
                "f1": left,
                "f2": left,
                "f3": left,
                "f4": f"{thousands(left)} left",
                "f5": 0,
                "f6": "taken by no segment",
            }
        )
    return rows


def _leaves_open(result: Result) -> bool:
    """Tell whether there is no segment that takes everybody left."""
    return all(rule.condition is not None for rule in result.model.program.rules)


def _numbers(count: RuleCount) -> str:
    """Say how many of those who came were taken: `410 of 2,469 · 16.6%`."""
    share = f" · {percent(count.taken / count.reached)}" if count.reached else ""
    return f"{thousands(count.taken)} of {thousands(count.reached)}{share}"


def _below(count: RuleCount) -> str:
    """Return the condition, and for how many it is unknown, for want of what."""
    if not count.unknown:
        return short(count.condition, _LINE)
    missing = short(f" · unknown for {thousands(count.unknown)}: {_want(count)}", _LINE - _SHORTEST)
    return short(count.condition, _LINE - len(missing)) + missing


def _want(count: RuleCount) -> str:
    if len(count.unknown_for) == 1:
        return f"no {short(next(iter(count.unknown_for)), 24)}"
    return f"no {blamed(count.unknown_for)}"


def _key(counts: Sequence[RuleCount]) -> str:
    """Say how the bars are to be read."""
    dashed = "; dashed: passed on, as a value is missing" if any(c.unknown for c in counts) else ""
    return f"Coloured: taken; pale: passed on{dashed}"


def _summary(result: Result, counts: Sequence[RuleCount], heading: str) -> str:
    parts = [f"{short(count.segment)} took {_numbers(count)}" for count in counts]
    said = [heading, subtitle_of(result, None), *(["; ".join(parts)] if parts else [])]
    return ". ".join(said) + "."


def _table(result: Result, counts: Sequence[RuleCount]) -> Table:
    """Return the table of the rules, and whom they leave."""
    table = rules_table(result, counts)
    if not counts or not _leaves_open(result):
        return table
    left = dict.fromkeys((column.key for column in table.columns), None)
    left |= {"segment": UNASSIGNED, "reached": result.unassigned}
    return replace(table, rows=(*table.rows, left), colours=(*table.colours, NOBODY))
