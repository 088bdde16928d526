"""A chart that was asked for by name: which there are, and the scores they show."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from seg_jupyter.analysis.thresholds import score_of
from seg_jupyter.engine.result import Result
from seg_jupyter.errors import SegmentNameError, SegmentUsageError, closest, listed, quoted
from seg_jupyter.loading import whole_import

if TYPE_CHECKING:
    from seg_jupyter.view.chart import Chart

Kind = Literal["distribution", "sizes", "map", "funnel", "metrics", "profile", "contribution"]


def chart_of(result: Result, kind: str | None, **scores: object) -> Chart:
    """Return a chart of a result; `scores` are the names of those it is to show, or None."""
    # Altair costs a second to load: it comes with the first chart
    with whole_import():
        from seg_jupyter.view.charts import KINDS

    if kind is None:
        kind = "sizes" if score_of(result.model.program) is None else "distribution"
    if not isinstance(kind, str) or kind not in KINDS:
        raise SegmentUsageError(
            f"there is no chart {quoted(kind)}", exists=f"There are: {listed(KINDS, len(KINDS))}."
        )
    draw = KINDS[kind]
    given = {option: score for option, score in scores.items() if score is not None}
    _check_options(kind, _options(draw), given)
    _check_scores(result, _options(draw), given)
    return draw(result, **given)


def _options(draw: Callable[..., Chart]) -> tuple[str, ...]:
    """Return the options of a chart: each takes the name of a score."""
    return tuple(inspect.signature(draw).parameters)[1:]


def _check_options(kind: str, options: tuple[str, ...], given: dict[str, object]) -> None:
    for option in given:
        if option not in options:
            raise SegmentUsageError(
                f"the chart {quoted(kind)} takes no {option}",
                exists=f"It takes: {', '.join(options)}." if options else "It takes nothing more.",
            )


def _check_scores(result: Result, options: tuple[str, ...], given: dict[str, object]) -> None:
    """Refuse names that are no scores of the cell, and charts of more scores than it has."""
    known = [score.name for score in result.model.program.scores]
    if options and not known:
        raise SegmentUsageError(
            "the cell has no score to show", remedy='Show the sizes: chart("sizes").'
        )
    for option, name in given.items():
        if name not in known:
            raise SegmentNameError(
                f"{option} names a score; the cell has none called {quoted(name)}",
                exists=closest(str(name), known),
            )
    if len(options) > len(known):
        raise SegmentUsageError(
            f"a map shows two scores, and the cell has one: {quoted(known[0])}",
            remedy='Write another line such as loyalty = score(…), or chart("distribution").',
        )
    if len(set(given.values())) < len(given):
        raise SegmentUsageError(
            f"x and y are the same score, {quoted(given['x'])}",
            exists=f"Others: {listed(name for name in known if name != given['x'])}.",
        )
