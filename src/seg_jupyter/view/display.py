"""The first display of a result: a headline, a table of segments, and what there is to say."""

from __future__ import annotations

import html

from seg_jupyter.analysis.sizes import segment_sizes
from seg_jupyter.engine.result import Result
from seg_jupyter.view.notes import headline, notes
from seg_jupyter.view.tables import sizes_table


def result_text(result: Result) -> str:
    """Return the display as plain text."""
    table = sizes_table(result, segment_sizes(result), scores=False)
    return "\n".join([headline(result), "", repr(table), "", *notes(result)])


def result_html(result: Result) -> str:
    """Return the display as HTML, everything that comes from a frame or a cell escaped."""
    table = sizes_table(result, segment_sizes(result), scores=False)
    said = "<br>".join(html.escape(note) for note in notes(result))
    return (
        f"<div><b>{html.escape(headline(result))}</b>{table._repr_html_()}"
        f'<div style="opacity:.7;font-size:90%">{said}</div></div>'
    )
