"""The rules of a result: how many customers came to each, and what is odd about them."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from seg_jupyter.analysis.metric_checks import metric_findings, redundant_metrics
from seg_jupyter.analysis.rule_counts import RuleCount, rule_counts
from seg_jupyter.analysis.rule_findings import rule_findings
from seg_jupyter.engine.result import Result
from seg_jupyter.view.findings import names, sentences
from seg_jupyter.view.notes import headline
from seg_jupyter.view.tables import Column, Table
from seg_jupyter.view.theme import label_colours
from seg_jupyter.view.wording import percent, short, thousands


@dataclass(frozen=True)
class Rules:
    """How the rules parted the customers; shows itself as a table with sentences below it.

    Attributes
    ----------
    title
        What was segmented.
    table
        One row for each rule.
    findings
        What is odd about the rules and the metrics of the scores, one sentence each.
    """

    title: str
    table: Table
    findings: tuple[str, ...]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the values rule by rule."""
        return self.table.to_dicts()

    def to_frame(self) -> pd.DataFrame:
        """Return the values as a pandas frame, one row for each rule."""
        return self.table.to_frame()

    def __repr__(self) -> str:
        said = self.findings or (_NOTHING,)
        return "\n".join([self.title, "", repr(self.table), "", *said])

    def _repr_html_(self) -> str:
        said = "<br>".join(map(html.escape, self.findings or (_NOTHING,)))
        return (
            f"<div><b>{html.escape(self.title)}</b>{self.table._repr_html_()}"
            f'<div style="opacity:.7;font-size:90%">{said}</div></div>'
        )


_NOTHING = "Nothing is odd about the rules and the metrics."


def rules_of(result: Result) -> Rules:
    """Follow the customers down the rules, and look for what is odd, at everybody."""
    found = [*rule_findings(result), *metric_findings(result), *redundant_metrics(result)]
    found.sort(key=lambda finding: -finding.customers)
    said = sentences(found, result.model.settings.unit)
    return Rules(headline(result), rules_table(result, rule_counts(result)), tuple(said))


def rules_table(result: Result, counts: Sequence[RuleCount]) -> Table:
    """Return the table of rules: whom each reached, took and could not judge."""
    columns = (
        Column("segment", "segment", short, number=False),
        Column("condition", "condition", short, number=False),
        Column("reached", "reached", thousands),
        Column("taken", "taken", thousands),
        Column("share", "share", percent, bar=True),
        Column("unknown", "unknown", thousands),
        Column("unknown_for", "for want of", _names, number=False),
    )
    rows = tuple(
        {
            "segment": count.segment,
            "condition": count.condition,
            "reached": count.reached,
            "taken": count.taken,
            "share": count.taken / count.reached if count.reached else None,
            "unknown": count.unknown,
            "unknown_for": dict(count.unknown_for),
        }
        for count in counts
    )
    colours = label_colours(result.labels, len(result.segment_names))
    return Table(columns, rows, tuple(colours[count.segment] for count in counts))


def _names(missing: Mapping[str, int]) -> str:
    return names(missing) if missing else ""
