"""The first display of a result: a headline, a table of segments, and what there is to say."""

from __future__ import annotations

import html
from collections.abc import Sequence

from seg_jupyter.analysis.sizes import segment_sizes
from seg_jupyter.engine.result import Result
from seg_jupyter.view.notes import headline, notes
from seg_jupyter.view.tables import sizes_table


def result_text(result: Result, said: Sequence[str] | None = None) -> str:
    """Return the display as plain text; `said` are its notes, if they are known already."""
    table = sizes_table(result, segment_sizes(result), scores=False)
    return "\n".join([headline(result), "", repr(table), "", *_known(result, said)])


def result_html(result: Result, said: Sequence[str] | None = None) -> str:
    """Return the display as HTML, everything that comes from a frame or a cell escaped."""
    table = sizes_table(result, segment_sizes(result), scores=False)
    lines = "<br>".join(html.escape(note) for note in _known(result, said))
    return (
        f"<div><b>{html.escape(headline(result))}</b>{table._repr_html_()}"
        f'<div style="opacity:.7;font-size:90%">{lines}</div></div>'
    )


def _known(result: Result, said: Sequence[str] | None) -> Sequence[str]:
    return notes(result) if said is None else said
